"""The overview in words and pictures: its head figures, its charts and the tables beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.formats import date_format, number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nakomen.record import overviews
from nakomen.record.figures import NONE
from nakomen.web import charts
from nakomen.web.charts import Label, Series
from nakomen.web.desk import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nakomen.record.overviews import ClauseRow, Month, Point, Sums, Week
    from nakomen.terms.clause_texts import ClauseTexts


class Dutch(str):
    """A text that is there in Dutch only, and is told so on an English page."""

    __slots__ = ()


type Value = str | int | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A head figure: what it is, how many, and what to know beside it. `look` is bad, good or neither."""

    label: str
    value: str
    notes: tuple[str, ...] = ()
    look: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the overview, the same on the page and in an export. `key` is its name in an address."""

    key: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]

    @property
    def columns(self) -> list[tuple[str, SafeString]]:
        """The name of each column, and its look: one of numbers stands to the right."""
        return [
            (name, _look(number=bool(self.rows) and all(is_number(row[place]) for row in self.rows)))
            for place, name in enumerate(self.head)
        ]

    @property
    def body(self) -> SafeString:
        """The rows for a page."""
        return format_html_join("", "<tr>{}</tr>\n", ((self._row(row),) for row in self.rows))

    @staticmethod
    def _row(row: tuple[Value, ...]) -> SafeString:
        cells = ((_look(number=is_number(value)), cell(value)) for value in row[1:])
        return format_html('<th scope="row">{}</th>{}', cell(row[0]), format_html_join("", "<td{}>{}</td>", cells))


def _look(*, number: bool) -> SafeString:
    return mark_safe(' class="number"' if number else "")  # noqa: S308 - one of two texts of our own


@dataclass(frozen=True, slots=True)
class Panel:
    """A chart with its table, and a sentence that says what it shows."""

    table: Table
    told: str
    chart: SafeString | None


# --- head figures ---------------------------------------------------------------------------------------------------


def figures_of_all(head: Sums, points: Sequence[Point]) -> list[Figure]:
    """The head figures of the whole or a team."""
    return [
        _late_now(head.overdue, points),
        Figure(_("Open now"), charts.number(head.open), _unsure(head.undetermined, head.suspended)),
        _in_time(head),
        Figure(_("Clients in care"), charts.number(head.clients)),
    ]


def figures_of_clause(row: ClauseRow, points: Sequence[Point]) -> list[Figure]:
    """The head figures of one clause, over the period that was chosen."""
    return [
        _late_now(row.overdue, points),
        Figure(_("Open now"), charts.number(row.open), _unsure(row.undetermined, row.suspended)),
        Figure(
            _("Done in time"),
            percent(row.rate),
            (_("%(late)s of %(all)s done late") % _counts(row.done, row.done_late),),
        ),
        Figure(_("Lapsed"), charts.number(row.lapsed), _settled(row)),
    ]


def _late_now(overdue: int, points: Sequence[Point]) -> Figure:
    before = overviews.month_before(points)
    return Figure(
        _("Late"),
        charts.number(overdue),
        (_compared(overdue, before),) if before else (_("Nothing earlier to compare it with."),),
        "bad" if overdue else "good",
    )


def _compared(overdue: int, before: Point) -> str:
    """How it goes, in words."""
    told = {"count": charts.number(abs(overdue - before.overdue)), "day": words.day(before.day)}
    if overdue > before.overdue:
        return _("▲ %(count)s more than on %(day)s") % told
    if overdue < before.overdue:
        return _("▼ %(count)s fewer than on %(day)s") % told
    return _("As many as on %(day)s") % told


def _in_time(head: Sums) -> Figure:
    notes = [_("%(late)s of %(all)s done late") % _counts(head.done, head.done_late)]
    if head.rate is not None and head.earlier is not None:
        told = {"before": percent(head.earlier)}
        if head.rate > head.earlier:
            notes.append(_("▲ better than the three months before: %(before)s") % told)
        elif head.rate < head.earlier:
            notes.append(_("▼ worse than the three months before: %(before)s") % told)
        else:
            notes.append(_("The same as in the three months before"))
    return Figure(_("Done in time, last three months"), percent(head.rate), tuple(notes))


def _counts(done: int, late: int) -> dict[str, str]:
    return {"late": charts.number(late), "all": charts.number(done + late)}


def _unsure(undetermined: int, suspended: int) -> tuple[str, ...]:
    notes = []
    if undetermined:
        notes.append(_("besides, cannot be told: %(count)s") % {"count": charts.number(undetermined)})
    if suspended:
        notes.append(_("besides, suspended: %(count)s") % {"count": charts.number(suspended)})
    return tuple(notes)


def _settled(row: ClauseRow) -> tuple[str, ...]:
    told = {"excused": charts.number(row.excused), "waived": charts.number(row.waived)}
    return (_("not owed: %(excused)s, waived: %(waived)s") % told,)


# --- charts with their tables ---------------------------------------------------------------------------------------


def by_month(rows: Sequence[Month]) -> Panel:
    """What was done in each month, in time and late."""
    series = (
        Series(_("done in time"), "good", [row.done for row in rows]),
        Series(_("done late"), "danger", [row.done_late for row in rows]),
    )
    labels = [Label(month(row.first), _year_below(row, place), long_month(row.first)) for place, row in enumerate(rows)]
    head = (_("Month"), _("Done in time"), _("Done late"), _("In time (%)"), _("Lapsed"), _("Not owed"), _("Waived"))
    table = Table(
        "months",
        _("Done per month"),
        head,
        tuple(
            (long_month(row.first), row.done, row.done_late, row.rate, row.lapsed, row.excused, row.waived)
            for row in rows
        ),
    )
    told = _("By the month in which it was done, also when it was recorded later.")
    some = any(row.done or row.done_late for row in rows)
    return Panel(table, told, charts.columns("months", table.title, told, labels, series) if some else None)


def _year_below(row: Month, place: int) -> str:
    """The year, under January and under the first month, unless January follows too soon for both to be read."""
    last = row.first.month > 10
    return f"{row.first:%Y}" if row.first.month == 1 or (place == 0 and not last) else ""


def ahead(rows: Sequence[Week], texts: ClauseTexts) -> Panel:
    """What comes due in each of the coming weeks."""
    labels = [
        Label(
            str(row.monday.day),
            month(row.monday) if not place or row.monday.month != rows[place - 1].monday.month else "",
            week(row),
        )
        for place, row in enumerate(rows)
    ]
    series = (Series(_("comes due"), "accent", [row.count for row in rows]),)
    table = Table(
        "weeks",
        _("Due in the coming weeks"),
        (_("Week of"), _("Comes due"), _("Mostly"), _("Of these")),
        tuple(
            (row.monday, row.count, Dutch(clause(row.most, texts)) if row.most else None, row.most_count or None)
            for row in rows
        ),
    )
    told = _("Each week by its Monday; of this week the days that are left.")
    some = any(row.count for row in rows)
    return Panel(table, told, charts.columns("weeks", table.title, told, labels, series) if some else None)


def day_by_day(points: Sequence[Point]) -> Panel:
    """How many were late on each day that was counted; the table has the last of each week."""
    told = _("How many duties were late at the end of each day that was counted.")
    return _over_time(_("Late, day by day"), told, points)


def week_by_week(points: Sequence[Point]) -> Panel:
    """How many of one clause were late; no more days of it are kept than the table shows."""
    told = _("How many duties under this clause were late at the end of each week.")
    return _over_time(_("Late, week by week"), told, points)


def _over_time(title: str, told: str, points: Sequence[Point]) -> Panel:
    rows = tuple((point.day, point.overdue, point.open) for point in reversed(overviews.weekly(points)))
    table = Table("trend", title, (_("Day"), _("Late"), _("Open now")), rows)
    line = [(point.day, point.overdue, words.day(point.day)) for point in points]
    return Panel(table, told, charts.line("trend", table.title, told, line) if len(points) > 1 else None)


def by_team(rows: Sequence[Sums]) -> Panel:
    """The teams beside each other."""
    names = [team(row.key, row.name) for row in rows]
    series = (
        Series(_("late"), "danger", [row.overdue for row in rows]),
        Series(_("open"), "accent", [row.open for row in rows]),
    )
    head = (
        _("Team"),
        _("Clients in care"),
        _("Open now"),
        _("Late"),
        _("Late per 100 clients"),
        _("Done in time"),
        _("Done late"),
        _("In time (%)"),
    )
    table = Table(
        "teams",
        _("Per team"),
        head,
        tuple(
            (name, row.clients, row.open, row.overdue, row.per_hundred, row.done, row.done_late, row.rate)
            for name, row in zip(names, rows, strict=True)
        ),
    )
    told = _("Late and open now; done over the last three months. A client of two teams counts for both.")
    return Panel(table, told, charts.across("teams", table.title, told, names, series) if rows else None)


def by_clause(rows: Sequence[ClauseRow], texts: ClauseTexts) -> Table:
    """Every clause, as it is exported; the page has a table of its own for it."""
    return Table(
        "clauses",
        _("Per clause"),
        (
            _("Clause"),
            _("Title"),
            _("Open now"),
            _("Late"),
            _("Cannot be told"),
            _("Suspended"),
            _("Done in time"),
            _("Done late"),
            _("In time (%)"),
            _("Lapsed"),
            _("Not owed"),
            _("Waived"),
        ),
        tuple(
            (
                words.article(row.clause),
                title(row.clause, texts),
                row.open,
                row.overdue,
                row.undetermined,
                row.suspended,
                row.done,
                row.done_late,
                row.rate,
                row.lapsed,
                row.excused,
                row.waived,
            )
            for row in rows
        ),
    )


# --- words ----------------------------------------------------------------------------------------------------------


def count(value: int) -> str:
    """A whole number with its thousands apart."""
    return charts.number(value) if value > 999 else str(value)


def percent(value: Decimal | None) -> str:
    """A percentage with one decimal, as the language of the page writes it; a dash where there is none."""
    return "–" if value is None else f"{number_format(value, 1)}%"


def cell(value: Value) -> str:
    """A value of a table in words."""
    if value is None:
        return "–"
    if isinstance(value, Dutch):
        return format_html('<span lang="nl">{}</span>', str(value))
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, Decimal):
        return number_format(value, 1)
    return count(value) if isinstance(value, int) else value


def is_number(value: object) -> bool:
    """Whether a value of a table is a number, or the dash in place of one."""
    return value is None or isinstance(value, int | Decimal)


def team(key: str, name: str) -> str:
    """The name of a team; of those without one, that."""
    return _("Without a team") if key == NONE else name


def title(clause_id: str, texts: ClauseTexts) -> str:
    """The title of a clause, which is Dutch; empty for one that is in no set any more."""
    found = texts.of(clause_id)
    return found[0] if found else ""


def clause(clause_id: str, texts: ClauseTexts) -> str:
    """A clause by its number and title."""
    return " ".join(part for part in (words.article(clause_id), title(clause_id, texts)) if part)


def month(day: date) -> str:
    """A month in three letters; in Dutch without a capital."""
    text = date_format(day, "M").replace(".", "")
    return text if (get_language() or "nl").startswith("en") else text.lower()


def long_month(day: date) -> str:
    """A month with its year."""
    return date_format(day, "F Y")


def week(row: Week) -> str:
    """A week by its Monday."""
    return _("week of %(day)s") % {"day": words.day(row.monday)}
