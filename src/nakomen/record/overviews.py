"""What the kept figures tell: sums per clause, month, week and team, and how it goes. See record/figures.py."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models.fields.json import KeyTransform

from nakomen.record import figures
from nakomen.record.clause_figures import TREND, last_of_weeks_and_months
from nakomen.record.figures import ALL, NONE
from nakomen.record.models import Figures

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

MONTH_AGO = timedelta(days=21)
"""A day so long ago is compared with; so at any day of a month there is a month end to compare with."""


def rate(in_time: int, late: int) -> Decimal | None:
    """The percentage that was done in time, to one decimal and never rounded up; None where nothing was done."""
    total = in_time + late
    return Decimal(in_time * 1000 // total) / 10 if total else None


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """How the duties of one clause stand now, and what became of those that were settled in the period."""

    clause: str
    open: int = 0
    overdue: int = 0
    undetermined: int = 0
    suspended: int = 0
    done: int = 0
    done_late: int = 0
    lapsed: int = 0
    excused: int = 0
    waived: int = 0

    @property
    def rate(self) -> Decimal | None:
        """The percentage that was done in time."""
        return rate(self.done, self.done_late)

    @property
    def order(self) -> tuple[tuple[int, str], ...]:
        """By which clauses are ordered as in the conditions: 2.10 after 2.9."""
        parts = re.findall(r"\d+|[^\d.]+", self.clause)
        return tuple((int(part), "") if part.isdigit() else (-1, part) for part in parts)


@dataclass(frozen=True, slots=True)
class Month:
    """What became of the duties that were settled in a month; `first` is its first day."""

    first: date
    done: int
    done_late: int
    lapsed: int
    excused: int
    waived: int

    @property
    def rate(self) -> Decimal | None:
        """The percentage that was done in time."""
        return rate(self.done, self.done_late)


@dataclass(frozen=True, slots=True)
class Week:
    """How many duties come due in a week, of which so many under the clause with most of them."""

    monday: date
    count: int
    most: str
    most_count: int


@dataclass(frozen=True, slots=True)
class Sums:
    """How things stand in a team or as a whole: clients in care, duties now, and those done in the last months."""

    key: str
    name: str
    clients: int
    open: int
    overdue: int
    undetermined: int
    suspended: int
    done: int
    done_late: int
    earlier: Decimal | None

    @property
    def rate(self) -> Decimal | None:
        """The percentage that was done in time in the last months; `earlier` is that of as many months before."""
        return rate(self.done, self.done_late)

    @property
    def per_hundred(self) -> Decimal | None:
        """Late duties per hundred clients in care."""
        return Decimal(self.overdue * 1000 // self.clients) / 10 if self.clients else None


@dataclass(frozen=True, slots=True)
class Point:
    """How many duties were open and late at the end of a day."""

    day: date
    open: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The newest figures of the organisation or of one of its teams, of one bearer or all, of one clause or all."""

    day: date
    made_at: datetime
    team: str
    bearer: str
    clause: str
    teams: Sequence[tuple[str, str]]
    first_week: date
    sums: Mapping[str, Mapping[str, Any]]
    part: Mapping[str, Any]
    days: Sequence[date] = ()
    of_clause: Mapping[str, Any] = field(default_factory=dict)

    # --- what there is to choose from ---

    @property
    def bearers(self) -> list[str]:
        """Who bears any duty that was counted, the provider and the client first."""
        found = {row[1] for name in ("now", "settled") for row in self.part[name]} | {"provider", "client"}
        return sorted(found, key=lambda bearer: (bearer != "provider", bearer != "client", bearer))

    # --- the tables ---

    def head(self) -> Sums:
        """Of the team or the whole, all clauses together."""
        return self._sums(self.team, "")

    def team_rows(self) -> list[Sums]:
        """Each team beside the others; those without clients and duties are left out."""
        sums = self._sums_of_clause if self.clause else self._sums
        rows = [sums(key, name) for key, name in (*self.teams, (NONE, ""))]
        return [row for row in rows if row.clients or row.open or row.overdue or row.rate is not None]

    def clients(self) -> dict[str, int]:
        """How many clients have an agreement of each status."""
        return dict(self.part["clients"])

    def clause_rows(self, months: Sequence[str]) -> list[ClauseRow]:
        """Each clause under which anything stands now or was settled in these months, in the order of the clauses."""
        counts: dict[str, list[int]] = {}
        width = len(figures.NOW)
        for clause, _, now in self._rows("now"):
            _add(counts.setdefault(clause, _zeros()), now, 0)
        for clause, _, by_month in self._rows("settled"):
            for month in months:
                if month in by_month:
                    _add(counts.setdefault(clause, _zeros()), by_month[month], width)
        rows = [ClauseRow(clause, *row) for clause, row in counts.items() if any(row)]
        return sorted(rows, key=lambda row: row.order)

    def month_rows(self, months: Sequence[str]) -> list[Month]:
        """Each of these months, also one in which nothing was settled."""
        counts = {month: [0] * len(figures.SETTLED) for month in months}
        for _, _, by_month in self._rows("settled"):
            for month in months:
                if month in by_month:
                    _add(counts[month], by_month[month], 0)
        return [Month(date.fromisoformat(f"{month}-01"), *row) for month, row in counts.items()]

    def week_rows(self) -> list[Week]:
        """Each of the coming weeks, this one first."""
        rows = []
        by_clause: dict[str, list[int]] = {}
        for clause, _, counts in self._rows("weeks"):
            _add(by_clause.setdefault(clause, [0] * figures.WEEKS), counts, 0)
        for place in range(figures.WEEKS):
            found = {clause: counts[place] for clause, counts in by_clause.items() if counts[place]}
            most = max(found, key=lambda clause: (found[clause], clause), default="")
            begin = self.first_week + timedelta(weeks=place)
            rows.append(Week(begin, sum(found.values()), most, found.get(most, 0)))
        return rows

    def trend(self) -> list[Point]:
        """The days of which figures were kept, up to now, the oldest first; of one clause the last of each week."""
        if self.clause:
            return self._trend_of_clause()
        since = self.day - TREND
        days = Figures.objects.filter(day__gte=since, day__lt=self.day).order_by("day")
        kept = [*days.values_list("day", "data__sums"), (self.day, self.sums)]
        points = []
        for day, sums in kept:
            if self.team in sums:
                waiting = _now(sums[self.team], self.bearer)
                points.append(Point(day, waiting[0], waiting[1]))
        return points

    # --- how ---

    def _sums(self, key: str, name: str) -> Sums:
        sums = self.sums[key]
        done, late = _of(sums["recent"], self.bearer, 2)
        before = _of(sums["before"], self.bearer, 2)
        waiting, late_now, unsure, paused = _now(sums, self.bearer)
        return Sums(key, name, sums["clients"], waiting, late_now, unsure, paused, done, late, rate(*before))

    def _of_clause(self, key: str) -> list[Mapping[str, list[int]]]:
        """What is told of the one clause in a team, for each bearer that was chosen."""
        return [
            by_team[key] for bearer, by_team in self.of_clause.items() if self.bearer in ("", bearer) and key in by_team
        ]

    def _sums_of_clause(self, key: str, name: str) -> Sums:
        counts: dict[str, list[int]] = {"now": [0] * len(figures.NOW), "recent": [0, 0], "before": [0, 0]}
        for row in self._of_clause(key):
            for each, total in counts.items():
                _add(total, row.get(each, ()), 0)
        waiting, late_now, unsure, paused = counts["now"]
        done, late = counts["recent"]
        clients = self.sums[key]["clients"]
        return Sums(key, name, clients, waiting, late_now, unsure, paused, done, late, rate(*counts["before"]))

    def _trend_of_clause(self) -> list[Point]:
        totals = {name: [0] * len(self.days) for name in ("open", "late")}
        for row in self._of_clause(self.team):
            for name, total in totals.items():
                _add(total, row.get(name, ()), 0)
        return [Point(*each) for each in zip(self.days, totals["open"], totals["late"], strict=True)]

    def _rows(self, name: str) -> list[list[Any]]:
        return [
            row for row in self.part[name] if self.bearer in ("", row[1]) and (not self.clause or row[0] == self.clause)
        ]


def latest(team: str = ALL, bearer: str = "", clause: str = "") -> Overview | None:
    """The newest figures; None where nothing was counted yet. An unknown team reads as the whole organisation."""
    rows = Figures.objects.filter(data__has_key="of").order_by("-day")
    if team != ALL and not re.fullmatch(r"t\d{1,18}|none", team):
        team = ALL
    names = ("day", "made_at", "data__teams", "data__first_week", "data__sums", f"data__of__{team}")
    of_clause: list[Any] = [KeyTransform(clause, KeyTransform("clauses", "data")), "data__days"] if clause else []
    row = rows.values_list(*names, *of_clause).first()
    if row is None:
        return None
    day, made_at, teams, first_week, sums, part, *told = row
    if part is None:
        return latest(ALL, bearer, clause)
    own, days = told or ({}, ())
    named = [(key, name) for key, name in teams]
    return Overview(
        day=day,
        made_at=made_at,
        team=team,
        bearer=bearer,
        clause=clause,
        teams=named,
        first_week=date.fromisoformat(first_week),
        sums=sums,
        part=part,
        days=[date.fromisoformat(each) for each in days or ()],
        of_clause=own or {},
    )


def month_before(points: Sequence[Point]) -> Point | None:
    """The point of some weeks before the last one, to compare it with; None where there is none so old."""
    if not points:
        return None
    older = [point for point in points if point.day <= points[-1].day - MONTH_AGO]
    return older[-1] if older else None


def weekly(points: Sequence[Point]) -> list[Point]:
    """The last point of each week and month, and the last of all: as many as a table can show."""
    return last_of_weeks_and_months(points, lambda point: point.day)


def _zeros() -> list[int]:
    return [0] * (len(figures.NOW) + len(figures.SETTLED))


def _add(counts: list[int], more: Sequence[int], start: int) -> None:
    for place, number in enumerate(more, start):
        counts[place] += number


def _of(by_bearer: Mapping[str, Sequence[int]], bearer: str, width: int) -> list[int]:
    """The counts of one bearer, or of all together."""
    total = [0] * width
    for each, counts in by_bearer.items():
        if bearer in ("", each):
            _add(total, counts, 0)
    return total


def _now(sums: Mapping[str, Any], bearer: str) -> list[int]:
    return _of(sums["now"], bearer, len(figures.NOW))
