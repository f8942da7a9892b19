"""Findings: what is wrong with what happened, each with its clause and the acts that show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
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
CLIENT_ALIVE = (
    "visit.delivered",
    "visit.missed",
    "plan.agreed",
    "agreement.accepted",
    "consent.given",
    "plan.evaluated",
)


@dataclass(slots=True)
class Finding:
    """Something wrong with an act: the clause (None where acts only contradict each other), what, and the acts."""

    clause: str | None
    what: str
    because: list[str]
    say: str = ""
    norm: FindingNorm | None = None
    ask: Callable[[], Answer] | None = None
    facts: list[Fact] = field(default_factory=list)

    @property
    def answer(self) -> Answer | None:
        """The full judgement of the power that the act used, made when somebody asks why."""
        return self.ask() if self.ask is not None else None


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
    ask = partial(judge, then, norm.power or "", params)
    clauses = _unmet(then, norm.power or "", params)
    if clauses is None:
        answer = ask()
        if answer.allowed is not False:
            return []
        clauses = [item["clause"] for item in answer.unmet] or [norm.clause]
    return [Finding(clause, t.kind, [t.name], norm.say, norm, ask, [t]) for clause in dict.fromkeys(clauses)]


def _unmet(then: State, power: str, params: Mapping[str, Any]) -> list[str] | None:
    """The clauses of the requirements that are certainly not met: all that a finding needs of a judgement.

    None where only the full judgement can tell: grounds of which one is enough, powers with an amount or about nothing
    here, and conditions that changed on the way.
    """
    if then.governing is not None:
        return None
    about = [
        norm
        for norm in then.norms.powers.get(power, ())
        if norm.when is None or norm.when.run(then, None, None, params)
    ]
    if not about or any(norm.alternative or norm.amount is not None for norm in about):
        return None
    return [
        requirement.clause
        for norm in about
        for requirement in norm.require
        if (requirement.only_if is None or requirement.only_if.run(then, None, None, params))
        and requirement.test.run(then, None, None, params) is False
    ]


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
