"""How each clause stands in each team: now, over the last months, and at the end of earlier weeks and months.

Kept with the newest figures only, which take over what those before them knew of earlier days: so one clause is told
from one row. Each row has a list of numbers for the days of the figures, in their order; see record/figures.py.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    type Row = dict[str, list[int]]
    type Clauses = dict[str, dict[str, dict[str, Row]]]

TREND = timedelta(days=400)
"""So far back the trend goes."""
SERIES = ("open", "late")
"""The numbers of a row that it has for each day."""


def of_day(day: date, of: Mapping[str, Any], recent: Sequence[str], before: Sequence[str]) -> dict[str, Any]:
    """The clauses of a day, from the figures of each team; `recent` and `before` are months to tell a rate of."""
    clauses: Clauses = {}
    for team, part in of.items():
        for clause, bearer, counts in part["now"]:
            row = _row(clauses, clause, bearer, team)
            row["now"], row["open"], row["late"] = counts, [counts[0]], [counts[1]]
        for clause, bearer, by_month in part["settled"]:
            for name, months in (("recent", recent), ("before", before)):
                done = [sum(by_month.get(month, (0, 0))[place] for month in months) for place in (0, 1)]
                if any(done):
                    _row(clauses, clause, bearer, team)[name] = done
    return {"days": [day.isoformat()], "clauses": clauses}


def joined(newest: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """The days and clauses of the newest figures, with what other ones tell of earlier days.

    Figures of before clauses were kept by day have nothing to tell.
    """
    sources = [each for each in (newest, other) if each.get("days")]
    days = _told({day for each in sources for day in each["days"]})
    clauses: Clauses = {}
    for source, each in enumerate(sources):
        own = set(sources[0]["days"]) if source else set()
        places = [(days.index(day), at) for at, day in enumerate(each["days"]) if day in days and day not in own]
        for clause, by_bearer in each["clauses"].items():
            for bearer, by_team in by_bearer.items():
                for team, found in by_team.items():
                    row = _row(clauses, clause, bearer, team)
                    row.update({} if source else {name: found[name] for name in found if name not in SERIES})
                    _fill(row, found, places, len(days))
    return {"days": days, "clauses": _without_nothing(clauses)}


def last_of_weeks_and_months[T](items: Iterable[T], day_of: Callable[[T], date]) -> list[T]:
    """Of items in the order of their days the last of each week and of each month, and the last of all."""
    every = list(items)
    kept = [one for one, other in pairwise(every) if _span(day_of(one)) != _span(day_of(other))]
    return kept + every[-1:]


def _told(days: set[str]) -> list[str]:
    """The days that stay, the oldest first."""
    first = (date.fromisoformat(max(days)) - TREND).isoformat()
    return last_of_weeks_and_months(sorted(day for day in days if day >= first), date.fromisoformat)


def _span(day: date) -> tuple[int, int, int]:
    return (*day.isocalendar()[:2], day.month)


def _row(clauses: Clauses, clause: str, bearer: str, team: str) -> Row:
    return clauses.setdefault(clause, {}).setdefault(bearer, {}).setdefault(team, {})


def _fill(row: Row, found: Row, places: Sequence[tuple[int, int]], length: int) -> None:
    """Take over the numbers of days: each from its place in one row to its place in the other."""
    for name in SERIES:
        numbers = found.get(name)
        if numbers and any(numbers):
            kept = row.setdefault(name, [0] * length)
            for to, at in places:
                kept[to] = numbers[at]


def _without_nothing(clauses: Clauses) -> Clauses:
    """Without rows in which no number is left, as of a clause of which nothing waited for more than a year."""
    return {
        clause: bearers
        for clause, by_bearer in clauses.items()
        if (
            bearers := {
                bearer: rows
                for bearer, by_team in by_bearer.items()
                if (rows := {team: row for team, row in by_team.items() if any(map(any, row.values()))})
            }
        )
    }
