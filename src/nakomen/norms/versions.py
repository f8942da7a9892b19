"""Which version of the conditions governs an act, where the conditions changed on the way (reading 10).

The day of the act that sets something off picks the version. A clause that a later version marks as detrimental does
not bind an agreement that was running already, unless both agreed to it: for that one the older clause stays.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from nakomen.norms.state import State

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from nakomen.norms.facts import Fact
    from nakomen.norms.model import NormSet
    from nakomen.norms.standing import Version

CHANGED = "agreement.changed"


def tail(clause: str) -> str:
    """A clause without the name of its set, so that versions of a set can be laid side by side."""
    return clause.partition("/")[2]


class Governing:
    """The states of one case on one day, one for each set of norms that governs some act of it."""

    def __init__(
        self,
        versions: Sequence[Version],
        settings: Sequence[Mapping[str, Any]],
        facts: Sequence[Fact],
        as_of: date,
        provider: Mapping[str, Any],
    ) -> None:
        self._versions = versions
        self._settings = settings
        self._facts = facts
        self._as_of = as_of
        self._provider = provider
        self._made: dict[tuple[int, ...], State] = {}

    def under(self, day: date) -> State:
        """The state under the norms that govern an act of that day."""
        number = 0
        for place, version in enumerate(self._versions):
            if version.since is not None and version.since <= day:
                number = place
        unbound = tuple(place for place in range(1, number + 1) if self._unbound(place, day))
        return self._state((number, *unbound))

    def all(self) -> list[State]:
        """The states that govern an act that counts, or the day asked."""
        made = {
            id(state): state
            for state in (self.under(day) for day in sorted({fact.day for fact in self._facts} | {self._as_of}))
        }
        return list(made.values())

    def _state(self, key: tuple[int, ...]) -> State:
        if key not in self._made:
            norms, settings = self._norms(key[0], key[1:])
            made = State(norms, self._facts, self._as_of, settings, self._provider)
            made.governing = self.under
            self._made[key] = made
        return self._made[key]

    def _norms(self, number: int, unbound: tuple[int, ...]) -> tuple[NormSet, Mapping[str, Any]]:
        norms, settings = self._versions[number].norms, self._settings[number]
        if number not in unbound:
            return norms, settings
        older, older_settings = self._norms(number - 1, unbound)
        marked = {tail(clause) for clause in norms.detrimental}
        kept = {
            name: older_settings[name]
            for name, setting in norms.settings.items()
            if name in older_settings and any(clause in marked for clause in setting.clauses)
        }
        return spared(norms, older, marked), {**settings, **kept}

    def _unbound(self, number: int, day: date) -> bool:
        """Whether the detrimental clauses of a version do not bind on a day: the agreement ran, nobody consented."""
        version = self._versions[number]
        if not version.norms.detrimental or version.since is None:
            return False
        agreement = self._state((0,)).agreement_on(day)
        if agreement is None or agreement.since >= version.since:
            return False
        return not any(self._consents(number, fact) and fact.day <= day for fact in self._facts if fact.kind == CHANGED)

    def _consents(self, number: int, fact: Fact) -> bool:
        """Whether a change of the agreement is consent by both to this version: not earlier, nor to another one."""
        act = fact.act
        published = self._versions[number].published
        if act.by != "both" or (published is not None and fact.day < published):
            return False
        others = [
            other.published for other in self._versions if other.published is not None and other.published != published
        ]
        return act.version is None or act.version not in {other.isoformat() for other in others}


def spared(newer: NormSet, older: NormSet, marked: set[str]) -> NormSet:
    """The newer norms with the older ones in the place of the clauses that are marked."""

    def merged[T](
        new: Mapping[str, list[T]], old: Mapping[str, list[T]], clause: Callable[[T], str]
    ) -> dict[str, list[T]]:
        made: dict[str, list[T]] = {}
        for norms, wanted in ((new, False), (old, True)):
            for key, rows in norms.items():
                picked = [row for row in rows if (tail(clause(row)) in marked) is wanted]
                if picked:
                    made.setdefault(key, []).extend(picked)
        return made

    def one[T](new: Mapping[str, T], old: Mapping[str, T], clause: Callable[[T], str]) -> dict[str, T]:
        kept = {key: value for key, value in new.items() if tail(clause(value)) not in marked}
        return kept | {key: value for key, value in old.items() if tail(clause(value)) in marked}

    retention = older.retention if tail(str(newer.retention.get("clause", ""))) in marked else newer.retention
    return replace(
        newer,
        duties=merged(newer.duties, older.duties, lambda norm: norm.clause),
        duty_list=merged({"": newer.duty_list}, {"": older.duty_list}, lambda norm: norm.clause).get("", []),
        powers=merged(newer.powers, older.powers, lambda norm: norm.clause),
        findings=merged(newer.findings, older.findings, lambda norm: norm.clause),
        ends=one(newer.ends, older.ends, lambda clause: clause),
        rates=one(newer.rates, older.rates, lambda value: str(value[1])),
        retention=retention,
        cache={},
    )
