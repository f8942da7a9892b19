"""Indications: short ones, what follows what, and the last day that is covered (readings 2, 3, 13, 14)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from nakomen.law.periods import add_months

if TYPE_CHECKING:
    from nakomen.norms.facts import Fact
    from nakomen.norms.state import State

ISSUED = "indication.issued"
ONE_DAY = timedelta(days=1)
INDICATED = frozenset({"wmo", "wlz", "zvw", "pgb"})


def rests_on_indication(payer: str) -> bool:
    """Whether what this payer pays rests on an indication."""
    return payer in INDICATED


def short(t: Fact) -> bool | None:
    """Whether a decision is valid for less than six months (reading 3); unknown is never short: it has no end."""
    act: Any = t.act
    if act.valid_until is None:
        return False
    after = act.valid_until + ONE_DAY
    days = (after - act.valid_from).days
    # Six months are 181 to 184 days: only in between has the calendar to be asked.
    return days < 181 or (days < 184 and bool(after < add_months(act.valid_from, 6)))


def successor(s: State, t: Fact) -> Fact | None:
    """The decision that follows this one: by name, or the same law and care, adjoining or overlapping, ending later."""
    mine: Any = t.act
    for other in s.of(ISSUED):
        if other is t:
            continue
        act: Any = other.act
        if act.succeeds is not None:
            if act.succeeds == t.name:
                return other
            continue
        if mine.valid_until is not None and _follows(mine, act):
            return other
    return None


def _follows(mine: Any, act: Any) -> bool:
    later = act.valid_until is None or act.valid_until > mine.valid_until
    return bool(
        later
        and act.law == mine.law
        and set(act.care) == set(mine.care)
        and act.valid_from >= mine.valid_from
        and act.valid_from <= mine.valid_until + ONE_DAY
    )


def superseded(s: State, t: Fact) -> date | None:
    """The day on which a decision that follows this one, or its withdrawal, took its duties away (reading 13)."""
    ends = [fact.day for fact in s.answering(t, "indication.withdrawn")]
    follower = successor(s, t)
    if follower is not None:
        ends.append(follower.day)
    return min(ends) if ends else None


def last_day(s: State, since: date) -> tuple[date | None, Fact | None, date | None]:
    """The last day that indications cover, the fact that sets it, and since when it is certain that none follows."""
    final: date | None = None
    setter: Fact | None = None
    announced: date | None = None
    for t in sorted(s.of(ISSUED), key=lambda fact: fact.act.valid_from):
        act: Any = t.act
        if final is not None and act.valid_from > final + ONE_DAY:
            break  # What begins after a gap does not bring back what had ended.
        gone = s.answering(t, "indication.withdrawn")
        end: date | None = act.valid_until
        fact, told = t, None
        if gone and (end is None or gone[0].day <= end):
            end, fact, told = gone[0].day, gone[0], gone[0].day
        if end is None:
            return None, None, None
        if end >= since and (final is None or end > final):
            final, setter, announced = end, fact, told
    if setter is not None and announced is None:
        refused = [fact.day for fact in s.of("indication.refused") if fact.day >= setter.day]
        announced = refused[0] if refused else None
    return final, setter, announced


def not_over(s: State, t: Fact, day: date) -> bool:
    """Whether a decision still stands on a day, even if what it grants has yet to begin."""
    act: Any = t.act
    return not s.answering(t, "indication.withdrawn") and (act.valid_until is None or act.valid_until >= day)


def in_force(s: State, t: Fact, day: date) -> bool:
    """Whether a decision covers a day."""
    act: Any = t.act
    if s.answering(t, "indication.withdrawn"):
        return False
    return bool(act.valid_from <= day and (act.valid_until is None or day <= act.valid_until))
