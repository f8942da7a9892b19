"""The standing: what stands between client and provider at the end of a day, from what had been recorded by then."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from nakomen.acts.moments import recorded_at
from nakomen.law.clock import end_of_day
from nakomen.law.periods import add_months
from nakomen.norms import agreements, duties, findings, persons, plans
from nakomen.norms.duties import Duty
from nakomen.norms.facts import Effective, effective
from nakomen.norms.grammar import plus
from nakomen.norms.settings import resolve_each
from nakomen.norms.state import State
from nakomen.norms.versions import Governing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nakomen.acts.base import Act
    from nakomen.norms.findings import Finding
    from nakomen.norms.model import NormSet

ENGINE = "nakomen-norms/1"
#: Areas whose acts are no part of the dossier, so that they do not move its retention.
NO_DOSSIER = (
    "invoice.",
    "payment.",
    "reminder.",
    "dossier.",
    "complaint.",
    "dispute.",
    "duty.",
    "act.",
    "office_work.",
)


@dataclass(slots=True)
class Version:
    """A version of the conditions, its first day in force and its publication; the first was always in force."""

    norms: NormSet
    since: date | None = None
    published: date | None = None


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
        self.settings = resolve_each([version.norms for version in self.versions], self.given)

    def states(self, as_of: date, known_on: datetime | None) -> tuple[State, list[State], Effective]:
        """The state under the norms of the day asked, the states under all that govern some act, and what counted."""
        known = effective(self.named, as_of, known_on)
        if len(self.versions) == 1:
            only = State(self.versions[0].norms, known.facts, as_of, self.settings[0], self.provider)
            return only, [only], known
        governing = Governing(self.versions, self.settings, known.facts, as_of, self.provider)
        return governing.under(as_of), governing.all(), known

    def state(self, as_of: date, known_on: datetime | None) -> State:
        """The state under the version that governs the day asked."""
        return self.states(as_of, known_on)[0]


@dataclass(slots=True, eq=False)
class Standing:
    """The answer: agreement, plan, representation, balances, duties and findings, with a receipt to recompute it."""

    case: Case
    s: State
    as_of: date
    known_on: datetime
    duties: list[Duty]
    findings: list[Finding]
    states: list[State] = field(default_factory=list)
    homes: dict[int, State] = field(default_factory=dict)

    @property
    def marks(self) -> set[date]:
        """The days of which it was asked whether they have passed: about these the standing may change by itself."""
        for s in self.states:
            _ = s.agreements, s.accounts
        return set().union(*(s.marks for s in self.states))

    def state_of(self, row: Duty) -> State:
        """The state under the version of the conditions to which a duty belongs."""
        return self.homes.get(id(row), self.s)

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
        return [
            {"invoice": name, "open": account.open, "due": account.due} for name, account in self.s.accounts.items()
        ]

    @property
    def retention(self) -> dict[str, Any]:
        """Until when the dossier is kept, from its last item, and by which clause; other data by 15.2.b."""
        rule = self.s.norms.retention
        dossier, other = self._last_days()
        kept = self.s.settings.get("other_data_retention")
        return {
            "until": add_months(dossier, 12 * int(rule["years"])) if rule and dossier else None,
            "clause": rule["clause"] if rule and dossier else None,
            "other_until": plus(other, kept) if kept is not None else None,
        }

    def _last_days(self) -> tuple[date | None, date | None]:
        """The last day of the dossier's own items, and of the other data about the client."""
        dossier = [fact.day for fact in self.s.facts if not fact.kind.startswith(NO_DOSSIER)]
        other = [fact.day for fact in self.s.facts if fact.kind.startswith(NO_DOSSIER)]
        return max(dossier, default=None), max(other, default=None)

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
    present, states, known = case.states(as_of, until)
    rows: list[Duty] = []
    wrong = findings.contradictions(present)
    homes: dict[int, State] = {}
    for s in states:
        made = _rows(s)
        if len(states) > 1:
            made = [row for row in made if s.under(row.trigger.day) is s]
            homes.update((id(row), s) for row in made)
        rows += made
        wrong += findings.found(s)
    wrong += findings.left_behind(rows)
    wrong += findings.ignored(known.orphans, known.retracted)
    rows.sort(key=_order)
    wrong.sort(key=lambda item: (item.clause or "", item.what, item.because))
    return Standing(case, present, as_of, until, rows, wrong, states, homes)


def _rows(s: State) -> list[Duty]:
    rows: list[Duty] = []
    seen: set[int] = set()
    for kind, facts in s.by.items():
        for norm in s.norms.duties.get(kind, ()):
            if len(norm.on) > 1 or norm.once:
                if id(norm) not in seen:
                    seen.add(id(norm))
                    rows += duties.open_duties(norm, s)
                continue
            for t in facts:
                duty = duties.open_duty(norm, s, t)
                if duty is not None:
                    rows.append(duty)
    return rows


def _order(row: Duty) -> tuple[date, str, date, str, str]:
    return (row.due or date.max, row.norm.clause, row.since, row.norm.bearer, row.trigger.name)


def missing_of(row: Duty, s: State) -> list[str]:
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
