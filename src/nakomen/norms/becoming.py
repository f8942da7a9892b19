"""The first later day on which a power that is lacking comes by the passing of time alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from nakomen.law.tables import OutOfTable
from nakomen.norms.facts import effective
from nakomen.norms.powers import judge
from nakomen.norms.state import State

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from nakomen.norms.powers import Answer
    from nakomen.norms.standing import Case

YEAR = 366


@dataclass(frozen=True, slots=True)
class Question:
    """Whether a power is there, with its parameters, from what had been recorded by a moment."""

    case: Case
    power: str
    params: Mapping[str, Any]
    known_on: datetime


def becomes(asked: Question, as_of: date, days: int = YEAR) -> tuple[date, Answer] | None:
    """The first day after `as_of`, within so many days, on which the power is there, and the answer of that day.

    Nothing is recorded meanwhile: only terms lapse, days come, and acts that lie ahead take place. Every day is tried,
    since a power may come and go again. None where no such day comes, or a table of the law does not reach that far.
    """
    try:
        for s in _states(asked, as_of, days):
            answer = judge(s, asked.power, asked.params)
            if answer.allowed:
                return s.as_of, answer
    except OutOfTable:
        pass
    return None


def _states(asked: Question, as_of: date, days: int) -> Iterator[State]:
    """The state of each later day; facts are gathered anew only on a day on which an act takes place."""
    case, known = asked.case, asked.known_on
    ahead = effective(case.named, date.max, known)
    anew = {fact.day for fact in ahead.facts + ahead.orphans}
    s = case.state(as_of, known)
    for later in range(1, days + 1):
        day = as_of + timedelta(days=later)
        if day in anew or len(case.versions) > 1:
            s = case.state(day, known)
        else:
            s = State(s.norms, s.facts, day, s.settings, s.provider)
        yield s
