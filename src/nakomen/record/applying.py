"""Which conditions hold for a client, where an organisation has two sets: one for care and one for social support.

A set is written for one law: care (Wlz, Zvw) or social support (Wmo). The versions for one law follow each other; those
for the other stand beside them. A client is under the set that was handed over, from the first act on; where another
one is handed over later, from that day. As long as nothing was handed over, the law of the first indication decides,
else who pays for what was offered, else it is the set that the organisation had first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from nakomen.norms.facts import effective

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nakomen.acts.base import Act
    from nakomen.norms.facts import Fact
    from nakomen.record.models import ConditionsVersion

CARE = "care"
SOCIAL = "social_support"
PROVIDED = "terms.provided"


@dataclass(frozen=True, slots=True)
class Applying:
    """A version that holds for a client, and from which day; None for the first, which holds from the beginning."""

    row: ConditionsVersion
    since: date | None


class Sets:
    """The versions of an organisation's conditions, by the law for which they were written."""

    def __init__(self, rows: Sequence[ConditionsVersion]) -> None:
        self.rows = sorted(rows, key=lambda row: (row.in_force_from is not None, row.published))
        self._laws = {row.pk: law_of(row) for row in self.rows} if len(self.rows) > 1 else {}
        self.lines: dict[str, list[ConditionsVersion]] = {}
        for row in self.rows:
            self.lines.setdefault(self._laws.get(row.pk, ""), []).append(row)

    @property
    def several(self) -> bool:
        """Whether there are sets for more than one law."""
        return len(self.lines) > 1

    def last(self, law: str) -> ConditionsVersion | None:
        """The version for a law that was published last; None where there is none for it yet."""
        if len(self.rows) == 1:
            return self.rows[0] if law_of(self.rows[0]) == law else None
        return self.lines[law][-1] if law in self.lines else None

    def holding(self, day: date) -> list[ConditionsVersion]:
        """The versions in force on a day, one for each law that has one by then, the first set in front."""
        return list(self._holding(day).values())

    def applying(self, named: Sequence[tuple[str, Act]]) -> list[Applying]:
        """The versions that hold for the client of these acts, in order of time; all of them where there is one law.

        `named` pairs each act with its name, in canonical order, as `nakomen.acts.naming` makes them.
        """
        if not self.several:
            return [Applying(row, row.in_force_from) for row in self.rows]
        facts = effective(named, date.max, None).facts
        turns = self._turns(facts)
        first = facts[0].day if facts else date.max
        days = {row.in_force_from for row in self.rows if row.in_force_from} | {day for day, _law in turns[1:]}
        made: list[Applying] = []
        for day in [first, *sorted(day for day in days if day > first)]:
            row = self._held([law for since, law in turns if since <= day][-1], day)
            if not made or made[-1].row is not row:
                made.append(Applying(row, day if made else None))
        return made

    def decided(self, named: Sequence[tuple[str, Act]]) -> bool:
        """Whether it is clear under which set a client is: there is one only, or something that happened tells it."""
        if not self.several:
            return True
        facts = effective(named, date.max, None).facts
        return bool(self._provided(facts)) or _by_law(facts) is not None

    def _holding(self, day: date) -> dict[str, ConditionsVersion]:
        started = {
            law: [row for row in line if row.in_force_from is None or row.in_force_from <= day]
            for law, line in self.lines.items()
        }
        return {law: line[-1] for law, line in started.items() if line}

    def _held(self, law: str, day: date) -> ConditionsVersion:
        """The version for a law on a day; before there was any, that of the organisation's first set."""
        found = self._holding(day)
        return found.get(law) or found[next(iter(self.lines))]

    def _turns(self, facts: Sequence[Fact]) -> list[tuple[date, str]]:
        """From which day the client is under the set for which law; the first from the beginning."""
        provided = self._provided(facts)
        if not provided:
            return [(date.min, _by_law(facts) or next(iter(self.lines)))]
        return [(date.min, provided[0][1]), *provided[1:]]

    def _provided(self, facts: Sequence[Fact]) -> list[tuple[date, str]]:
        """The laws of the versions that were handed over, each with the day."""
        laws = {row.published.isoformat(): self._laws[row.pk] for row in self.rows}
        return [
            (fact.day, laws[fact.act.version]) for fact in facts if fact.kind == PROVIDED and fact.act.version in laws
        ]


def law_of(row: ConditionsVersion) -> str:
    """The law for which a version was written: `care` or `social_support`."""
    from nakomen.record.standings import terms_of  # which reads the sets with the help of this module

    return terms_of(row.name, bytes(row.source)).regime


def _by_law(facts: Sequence[Fact]) -> str | None:
    """The law of the first indication, else of those who pay for what was offered; None where neither tells it."""
    for fact in facts:
        if fact.kind == "indication.issued":
            return SOCIAL if fact.act.law == "wmo" else CARE
    payers = {service.payer for fact in facts if fact.kind == "agreement.offered" for service in fact.act.services}
    if payers & {"wmo", "wlz", "zvw"}:
        return SOCIAL if "wmo" in payers and not payers & {"wlz", "zvw"} else CARE
    return None
