"""The screen of the overview, made from the newest figures and what was chosen of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote_plus, urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from nakomen.record import figures, overviews, worklist
from nakomen.record.figures import ALL, NONE
from nakomen.record.overviews import ClauseRow
from nakomen.record.standings import Conditions
from nakomen.web.desk import words
from nakomen.web.desk.overview import telling
from nakomen.web.desk.overview.choice import ANY, PERIOD, Choice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nakomen.record.overviews import Overview, Point
    from nakomen.terms.clause_texts import ClauseTexts
    from nakomen.web.desk.asking import Desk
    from nakomen.web.desk.overview.telling import Figure, Panel, Table

ON_A_PAGE = 50
_LAST = -1
"""Where a clause without a rate stands among the rates: below all."""


@dataclass(frozen=True, slots=True)
class Option:
    """A choice in a list of choices."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table of clauses: its name, the address that orders by it, and how it is ordered now."""

    name: str
    link: str
    order: str
    number: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table of clauses; each cell with its name and its look."""

    row: ClauseRow
    number: str
    title: str
    link: str
    work: str
    cells: tuple[tuple[str, str, str], ...]

    @property
    def late(self) -> bool:
        """Whether something is late."""
        return self.row.overdue > 0


class Screen:
    """What the overview shows."""

    def __init__(self, overview: Overview, choice: Choice, texts: ClauseTexts, *, work: bool) -> None:
        self.overview = overview
        self.texts = texts
        self.choice = replace(choice, team=overview.team, clause=overview.clause)
        self.work = work
        self.months = figures.last_months(overview.day, PERIOD, choice.back * PERIOD)

    @classmethod
    def of(cls, asked: Desk) -> Screen | None:
        """The screen for a request; None where nothing was counted yet."""
        choice = Choice.read(asked.request.GET.dict())
        texts = Conditions().texts()
        if texts.of(choice.clause) is None:
            choice = replace(choice, clause="")
        found = overviews.latest(choice.team, choice.of, choice.clause)
        if found is None:
            return None
        return cls(found, choice, texts, work=asked.may("standing.read"))

    # --- what there is to choose from ---

    def teams(self) -> list[Option]:
        """The whole organisation and its teams."""
        named = [(ALL, _("All teams")), *self.overview.teams, (NONE, _("Without a team"))]
        return [Option(key, name, key == self.choice.team) for key, name in named]

    def bearers(self) -> list[Option]:
        """Whose duties."""
        named = [(each, words.side(each)) for each in self.overview.bearers]
        return [Option(key, name, key == self.choice.bearer) for key, name in [*named, (ANY, _("everyone"))]]

    def periods(self) -> list[Option]:
        """The years of which was counted what was done."""
        told = []
        for back in range(figures.MONTHS // PERIOD):
            months = figures.last_months(self.overview.day, PERIOD, back * PERIOD)
            told.append(Option(str(back), self._period(months), back == self.choice.back))
        return told

    def period(self) -> str:
        """The period that was chosen, in words."""
        return self._period(self.months)

    @staticmethod
    def _period(months: Sequence[str]) -> str:
        days = [date.fromisoformat(f"{month}-01") for month in (months[0], months[-1])]
        first, last = (f"{telling.month(day)} {day:%Y}" for day in days)
        return _("%(first)s to %(last)s") % {"first": first, "last": last}

    # --- figures and charts ---

    @cached_property
    def points(self) -> list[Point]:
        """The trend."""
        return self.overview.trend()

    @cached_property
    def clauses(self) -> list[ClauseRow]:
        """Every clause that tells something in the period."""
        return self.overview.clause_rows(self.months)

    def figures(self) -> list[Figure]:
        """The head figures."""
        if chosen := self.chosen:
            return telling.figures_of_clause(chosen.row, self.points)
        return telling.figures_of_all(self.overview.head(), self.points)

    @cached_property
    def panels(self) -> list[Panel]:
        """The charts: of all clauses together, or of the one that was chosen."""
        trend = telling.week_by_week if self.choice.clause else telling.day_by_day
        made = [
            telling.by_month(self.overview.month_rows(self.months)),
            trend(self.points),
            telling.ahead(self.overview.week_rows(), self.texts),
        ]
        if self.choice.team == ALL:
            made.append(telling.by_team(self.overview.team_rows()))
        return made

    def tables(self) -> list[Table]:
        """All tables, as they are exported."""
        return [telling.by_clause(self.clauses, self.texts), *(panel.table for panel in self.panels)]

    def exports(self) -> list[tuple[str, str]]:
        """Each table by its title, with the address of its CSV."""
        return [(table.title, self._file("csv", table=table.key)) for table in self.tables()]

    def workbook(self) -> str:
        """The address of the workbook."""
        return self._file("xlsx")

    def _file(self, form: str, **more: str) -> str:
        given = {**self.choice.pairs(), **more}
        return f"{reverse('overview_export', args=[form])}?{urlencode(given)}"

    # --- the table of clauses ---

    @cached_property
    def chosen(self) -> Line | None:
        """The one clause that was chosen."""
        if not self.choice.clause:
            return None
        return self._line(next(iter(self.clauses), ClauseRow(self.choice.clause)))

    def summary(self) -> str:
        """What the chosen clause lays down, in Dutch as all clauses are."""
        found = self.texts.of(self.choice.clause)
        return found[1] if found else ""

    def everything(self) -> str:
        """The address of all clauses."""
        return self.choice.link(clause="")

    @cached_property
    def columns(self) -> list[Column]:
        """The columns, each with the address that orders by it: numbers first from high to low."""
        named = [
            ("clause", _("Clause")),
            ("open", _("Open now")),
            ("late", _("Late")),
            ("done", _("Done in time")),
            ("done_late", _("Done late")),
            ("rate", _("In time")),
        ]
        return [self._column(key, name) for key, name in named]

    def _column(self, key: str, name: str) -> Column:
        sort = self.choice.sort
        order = {key: "ascending", f"-{key}": "descending"}.get(sort, "")
        first = key if key == "clause" else f"-{key}"
        other = key if first.startswith("-") else f"-{key}"
        return Column(name, self.choice.link(sort=other if sort == first else first), order, key != "clause")

    @cached_property
    def sorted(self) -> list[ClauseRow]:
        """All rows in the order that was chosen; equal ones as in the conditions."""
        key = self.choice.sort.removeprefix("-")
        rows = self.clauses if key != "late" else sorted(self.clauses, key=lambda row: -row.open)
        by = {
            "open": lambda row: row.open,
            "late": lambda row: row.overdue,
            "done": lambda row: row.done,
            "done_late": lambda row: row.done_late,
            "rate": lambda row: _LAST if row.rate is None else row.rate,
            "clause": lambda row: row.order,
        }[key]
        return sorted(rows, key=by, reverse=self.choice.sort.startswith("-"))

    @property
    def pages(self) -> int:
        """How many pages the table has."""
        return max(1, -(-len(self.clauses) // ON_A_PAGE))

    @property
    def page(self) -> int:
        """The page that is shown."""
        return min(self.choice.page, self.pages)

    def before(self) -> str:
        """The address of the page before; empty for the first."""
        return self.choice.link(page=self.page - 1) if self.page > 1 else ""

    def after(self) -> str:
        """The address of the page after; empty for the last."""
        return self.choice.link(page=self.page + 1) if self.page < self.pages else ""

    @cached_property
    def lines(self) -> list[Line]:
        """The rows of the page."""
        start = (self.page - 1) * ON_A_PAGE
        return [self._line(row) for row in self.sorted[start : start + ON_A_PAGE]]

    @cached_property
    def whose(self) -> str:
        """What the work list calls the bearer; it shows the duties of one side at a time."""
        return next((key for key, bearers in worklist.WHOSE.items() if self.choice.bearer in bearers), "provider")

    def _line(self, row: ClauseRow) -> Line:
        waits = row.open or row.overdue or row.undetermined or row.suspended
        return Line(
            row,
            words.article(row.clause),
            telling.title(row.clause, self.texts),
            self._chosen + quote_plus(row.clause),
            self._work + quote_plus(row.clause) if self.work and waits else "",
            self._cells(row),
        )

    @cached_property
    def _chosen(self) -> str:
        """The address of one clause, up to its id."""
        return f"{self.choice.link(clause='')}&clause=".replace("?&", "?")

    @cached_property
    def _work(self) -> str:
        """The address of the work list of one clause, up to its id."""
        return f"{reverse('today')}?scope=all&whose={self.whose}&clause="

    def _cells(self, row: ClauseRow) -> tuple[tuple[str, str, str], ...]:
        told = [telling.count(each) for each in (row.open, row.overdue, row.done, row.done_late)]
        told.append(telling.percent(row.rate))
        wrong = (False, row.overdue > 0, False, row.done_late > 0, False)
        return tuple(
            (column.name, text, "number some" if bad else "number")
            for column, text, bad in zip(self.columns[1:], told, wrong, strict=True)
        )
