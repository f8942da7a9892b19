"""Findings: what is wrong with what happened, each with its clause and the acts that show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nakomen.norms import duties
from nakomen.norms.powers import Answer, judge

if TYPE_CHECKING:
    from nakomen.norms.facts import Fact
    from nakomen.norms.model import FindingNorm
    from nakomen.norms.state import State

#: What cannot both have happened to one thing.
EXCLUSIVE: tuple[frozenset[str], ...] = (
    frozenset({"visit.delivered", "visit.missed"}),
    frozenset({"visit.delivered", "visit.not_given"}),
    frozenset({"visit.delivered", "visit.cancelled"}),
    frozenset({"visit.missed", "visit.cancelled"}),
    frozenset({"agreement.accepted", "agreement.offer_declined"}),
    frozenset({"dossier.destroyed", "dossier.destruction_refused"}),
    frozenset({"dossier.corrected", "dossier.correction_refused"}),
    frozenset({"indication.reflection_offered", "indication.withdrawn"}),
)
ONCE = frozenset({"visit.delivered", "visit.missed", "client.died", "dossier.destroyed"})
CAN_CONTRADICT = ONCE.union(*EXCLUSIVE)
CLIENT_ALIVE = ("visit.delivered", "visit.missed", "plan.agreed", "agreement.accepted", "consent.given", "plan.evaluated")


@dataclass(slots=True)
class Finding:
    """Something wrong with an act: the clause (None where acts only contradict each other), what, and the acts."""

    clause: str | None
    what: str
    because: list[str]
    say: str = ""
    norm: FindingNorm | None = None
    answer: Answer | None = None
    facts: list[Fact] = field(default_factory=list)


def found(s: State) -> list[Finding]:
    """The findings of the set's own norms."""
    made: list[Finding] = []
    of_kind = s.norms.findings
    for kind, facts in s.by.items():
        norms = of_kind.get(kind)
        if norms is not None:
            for t in facts:
                if s.under(t.day) is not s:
                    continue
                then = s.moment(t)
                for norm in norms:
                    made += _judged(then, norm, t)
    return made


def _judged(then: State, norm: FindingNorm, t: Fact) -> Iterable[Finding]:
    """What is wrong with an act under a norm, judged by what had been done when the act was done."""
    if norm.when is not None and not norm.when.run(then, t):
        return ()
    if norm.power is not None:
        return _by_power(then, norm, t)
    assert norm.test is not None
    if norm.test.run(then, t):
        return (Finding(norm.clause, t.kind, [t.name], norm.say, norm, facts=[t]),)
    return ()


def _by_power(then: State, norm: FindingNorm, t: Fact) -> list[Finding]:
    values = {name: expression.run(then, t) for name, expression in norm.param}
    params = {name: value for name, value in values.items() if value is not None}
    if _plainly_met(then, norm.power or "", params):
        return []
    answer = judge(then, norm.power or "", params)
    if answer.allowed is not False:
        return []
    clauses = list(dict.fromkeys(item["clause"] for item in answer.unmet)) or [norm.clause]
    return [Finding(clause, t.kind, [t.name], norm.say, norm, answer, [t]) for clause in clauses]


def _plainly_met(then: State, power: str, params: Mapping[str, Any]) -> bool:
    """Whether every requirement of a power is certainly met: most acts are in order, and then no answer has to be made.

    Grounds of which one is enough, powers with an amount, and conditions that changed on the way are left to the full
    judgement.
    """
    if then.governing is not None:
        return False
    bears = False
    for norm in then.norms.powers.get(power, ()):
        if norm.when is not None and not norm.when.run(then, None, None, params):
            continue
        if norm.alternative or norm.amount is not None:
            return False
        bears = True
        for requirement in norm.require:
            if requirement.only_if is None or requirement.only_if.run(then, None, None, params):
                value = requirement.test.run(then, None, None, params)
                if value is None or value is False:
                    return False
    return bears


def contradictions(s: State) -> list[Finding]:
    """Acts of which not both can have happened."""
    made: list[Finding] = []
    for facts in s.answers.values():
        if len(facts) > 1:
            made += _contradicting(facts)
    death = s.by.get("client.died")
    if death:
        for kind in CLIENT_ALIVE:
            for t in s.by.get(kind, ()):
                if t.day > death[0].day:
                    made.append(Finding(None, "contradiction", [death[0].name, t.name], facts=[death[0], t]))
        if len(death) > 1:
            made.append(Finding(None, "contradiction", [t.name for t in death], facts=list(death)))
    return made


def _contradicting(facts: list[Fact]) -> list[Finding]:
    facts = [fact for fact in facts if fact.kind in CAN_CONTRADICT]
    if len(facts) < 2:
        return []
    kinds = [fact.kind for fact in facts]
    made = []
    for kind in ONCE:
        if kinds.count(kind) > 1:
            same = [fact for fact in facts if fact.kind == kind]
            made.append(Finding(None, "contradiction", [fact.name for fact in same], facts=same))
    for pair in EXCLUSIVE:
        if pair <= set(kinds):
            both = [fact for fact in facts if fact.kind in pair]
            made.append(Finding(None, "contradiction", [fact.name for fact in both], facts=both))
    return made


def left_behind(rows: Iterable[duties.Duty]) -> list[Finding]:
    """Breaches that the end of the agreement left behind: overdue when their ground fell away."""
    made = []
    for row in rows:
        if row.state == duties.LAPSED and row.norm.ends and row.due is not None and row.closed_on is not None:
            agreement = row.agreement
            if agreement is not None and agreement.ended == row.closed_on and row.due < row.closed_on:
                made.append(Finding(row.clause, row.norm.what, row.because()))
    return made


def ignored(orphans: Iterable[Fact], retracted: Iterable[Fact]) -> list[Finding]:
    """Acts that answer a retracted act, directly or not: ignored, and reported (reading 11)."""
    return [Finding(None, "act.retracted", [fact.name], facts=[fact]) for fact in orphans]
