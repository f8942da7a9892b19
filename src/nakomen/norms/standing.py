"""The standing: what stands between client and provider at the end of a day, from what had been recorded by then."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from nakomen.law.clock import end_of_day
from nakomen.law.periods import add_months
from nakomen.norms import agreements, duties, findings, persons, plans
from nakomen.norms.facts import Effective, effective, recorded_at
from nakomen.norms.settings import resolve
from nakomen.norms.state import State

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nakomen.acts.base import Act
    from nakomen.norms.findings import Finding
    from nakomen.norms.model import NormSet

ENGINE = "nakomen-norms/1"
#: Areas whose acts are no part of the dossier, so that they do not move its retention.
NO_DOSSIER = ("invoice.", "payment.", "reminder.", "dossier.", "complaint.", "dispute.", "duty.", "act.", "office_work.")


@dataclass(slots=True)
class Version:
    """A version of the conditions and the day on which it takes force; the first has always been in force."""

    norms: NormSet
    since: date | None = None


class Case:
    """Everything that is asked about one client: the versions of the conditions, the named acts, facts and settings."""

    def __init__(
        self,
        versions: Sequence[Version],
        named: Sequence[tuple[str, Act]],
        settings: Mapping[str, Any] | None = None,
        provider: Mapping[str, Any] | None = None,
    ) -> None:
        self.versions = list(versions)
        self.named = named
        self.given = dict(settings or {})
        self.provider = dict(provider or {})
        self.settings = [resolve(version.norms, self.given) for version in self.versions]

    def version(self, day: date) -> int:
        """Which version governs an act of a day (reading 10)."""
        index = 0
        for number, version in enumerate(self.versions):
            if version.since is not None and version.since <= day:
                index = number
        return index

    def states(self, as_of: date, known_on: datetime | None) -> tuple[list[State], Effective]:
        """The state under each version, and what counted."""
        known = effective(self.named, as_of, known_on)
        made = [
            State(version.norms, known.facts, as_of, settings, self.provider)
            for version, settings in zip(self.versions, self.settings, strict=True)
        ]
        return made, known

    def state(self, as_of: date, known_on: datetime | None) -> State:
        """The state under the version that governs the day asked."""
        return self.states(as_of, known_on)[0][self.version(as_of)]


@dataclass(slots=True, eq=False)
class Standing:
    """The answer: agreement, plan, representation, balances, duties and findings, with a receipt to recompute it."""

    case: Case
    s: State
    as_of: date
    known_on: datetime
    duties: list[duties.Duty]
    findings: list[Finding]
    marks: set[date] = field(default_factory=set)
    states: list[State] = field(default_factory=list)

    def state_of(self, row: duties.Duty) -> State:
        """The state under the version of the conditions to which a duty belongs."""
        for s in self.states:
            if s.norms is not self.s.norms and any(norm is row.norm for norm in s.norms.duty_list):
                return s
        return self.s

    @property
    def agreement(self) -> dict[str, Any]:
        """Status, since, ends_on, ground, clause, awaiting."""
        return agreements.view(self.s)

    @property
    def plan(self) -> dict[str, Any]:
        """Status and since."""
        return plans.view(self.s)

    @property
    def representation(self) -> list[dict[str, Any]]:
        """The representatives and the matters in which each may act now."""
        return persons.view(self.s)

    @property
    def balances(self) -> list[dict[str, Any]]:
        """What is open on each invoice."""
        return [{"invoice": name, "open": account.open, "due": account.due} for name, account in self.s.accounts.items()]

    @property
    def retention(self) -> dict[str, Any]:
        """Until when the dossier is kept, counted from its last item, and the clause."""
        rule = self.s.norms.retention
        days = [fact.day for fact in self.s.facts if not fact.kind.startswith(NO_DOSSIER)]
        if not rule or not days:
            return {"until": None, "clause": None}
        return {"until": add_months(max(days), 12 * int(rule["years"])), "clause": rule["clause"]}

    @property
    def receipt(self) -> dict[str, str]:
        """From which anyone can recompute this answer: norm set, engine, head of the acts, both dates."""
        from nakomen.acts.naming import digest

        known = [act for _, act in self.case.named if recorded_at(act) <= self.known_on]
        sets = "|".join(version.norms.digest + str(version.since) for version in self.case.versions)
        return {
            "norms": hashlib.sha256(sets.encode()).hexdigest() if len(self.case.versions) > 1 else self.s.norms.digest,
            "engine": ENGINE,
            "acts": digest(known),
            "as_of": self.as_of.isoformat(),
            "known_on": self.known_on.isoformat(),
        }


def standing(case: Case, as_of: date, known_on: datetime | None = None) -> Standing:
    """What stands at the end of `as_of`, from what had been recorded by `known_on` (the end of that day without it)."""
    until = known_on if known_on is not None else end_of_day(as_of)
    states, known = case.states(as_of, until)
    present = states[case.version(as_of)]
    rows: list[duties.Duty] = []
    for number, s in enumerate(states):
        made = _rows(s)
        if len(states) > 1:
            made = [row for row in made if _governs(case, number, row, present)]
        rows += made
    wrong = findings.found(present) + findings.contradictions(present) + findings.left_behind(rows)
    wrong += findings.ignored(known.orphans, known.retracted)
    rows.sort(key=_order)
    wrong.sort(key=lambda item: (item.clause or "", item.what, item.because))
    marks = set().union(*(s.marks for s in states))
    return Standing(case, present, as_of, until, rows, wrong, marks, states)


def _rows(s: State) -> list[duties.Duty]:
    rows: list[duties.Duty] = []
    seen: set[int] = set()
    for kind in s.by:
        for norm in s.norms.duties.get(kind, ()):
            if len(norm.on) > 1:
                if id(norm) in seen:
                    continue
                seen.add(id(norm))
            rows += duties.open_duties(norm, s)
    return rows


def _order(row: duties.Duty) -> tuple[date, str, date, str, str]:
    return (row.due or date.max, row.norm.clause, row.since, row.norm.bearer, row.trigger.name)


def _governs(case: Case, number: int, row: duties.Duty, s: State) -> bool:
    """Whether this version is the one for a duty: picked by the day of the triggering act; a detrimental change does not

    bind a running agreement without the consent of both (reading 10).
    """
    chosen = case.version(row.trigger.day)
    while chosen > 0 and _unbound(case, chosen, row, s):
        chosen -= 1
    return chosen == number


def _unbound(case: Case, number: int, row: duties.Duty, s: State) -> bool:
    version = case.versions[number]
    tail = row.clause.partition("/")[2]
    if not any(clause.partition("/")[2] == tail for clause in version.norms.detrimental):
        return False
    agreement = s.agreement_on(row.trigger.day)
    if agreement is None or version.since is None or agreement.since >= version.since:
        return False
    return not any(getattr(fact.act, "by") == "both" and fact.day <= row.trigger.day for fact in s.of("agreement.changed"))  # noqa: B009


def missing_of(row: duties.Duty, s: State) -> list[str]:
    """What an undetermined duty misses: `ID.FIELD`, a setting, or a kind of act."""
    from nakomen.norms.tracing import missing

    if row.state != duties.UNDETERMINED:
        return []
    if row.unsure is not None and "." in row.unsure and row.unsure.rpartition(".")[0] in s.named:
        return [row.unsure]
    norm, t = row.norm, row.trigger
    names: list[str] = []
    if not row.certain and norm.when is not None:
        names += missing(norm.when, s, t)
    if row.unsure is not None and norm.fits is not None:
        names += missing(norm.fits, s, t, s.named[row.unsure])
    if norm.excuse is not None and norm.excuse.run(s, t) is None:
        names += missing(norm.excuse, s, t)
    return list(dict.fromkeys(names))
