"""The whole work list as a file, by batches: a list of any length holds no lock on what others write.

Each batch is read, logged and written in a transaction of its own, so that no client is in the file without a line in
the access log.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nakomen.record import tenancy, worklist
from nakomen.web.desk.asking import Desk, desk
from nakomen.web.desk.today import choices, told
from nakomen.web.desk.today.listing import SUBJECT, WorkList
from nakomen.web.sheets import cut, harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from django.http import HttpResponse

    from nakomen.web.desk.today.rows import Row

BATCH = 500
MOST_IN_WORKBOOK = 20_000
"""A workbook is made in memory; what is longer goes as CSV."""

type Value = str | date | None


@require_safe
@desk("organisation.read")
def export(asked: Desk, /, form: str) -> HttpResponse:
    """The chosen duties as CSV or XLSX, with the columns of the screen."""
    if form not in FORMS:
        raise Http404
    asked.require(event="E", subject=SUBJECT)
    found = WorkList.of(asked, choices.read(asked.request.GET.dict()))
    kind, write = FORMS[form]
    if form == "xlsx" and _too_long(found):
        messages.info(asked.request, _("The list was too long for a workbook: you got it as CSV."))
        return redirect(f"{asked.request.path.replace('xlsx', 'csv')}?{found.choice.query}")
    answer = StreamingHttpResponse(write(Lines(found, translation.get_language() or "nl")), content_type=kind)
    name = f"{_('work-list')}-{asked.today.isoformat()}.{form}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return cast("HttpResponse", answer)  # the frame hands on any answer, also one that is sent bit by bit


def _too_long(found: WorkList) -> bool:
    from nakomen.record.models import DutyCopy

    if not found.of_clients():
        return False
    return DutyCopy.objects.filter(found.duties())[MOST_IN_WORKBOOK : MOST_IN_WORKBOOK + 1].exists()


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of the file: a header, then a batch at a time, in the language of who asked."""

    found: WorkList
    language: str

    def header(self) -> list[str]:
        """The columns, as on the screen."""
        with translation.override(self.language):
            return [
                _("Clause"),
                _("Title"),
                _("About whom"),
                _("Last day"),
                _("When"),
                _("To do"),
                _("State"),
                _("List"),
            ]

    def batches(self) -> Iterator[list[list[Value]]]:
        """The lines, so many at a time."""
        cursor: str | None = ""
        while cursor is not None:
            with tenancy.within(self.found.asked.organisation.pk), translation.override(self.language):
                maker = self.found.maker()
                rows = [] if cursor else [maker.of_organisation(each) for each in self._own()]
                following: str | None = None
                if self.found.of_clients():
                    duties, following = worklist.batches(self.found.duties(), cursor or None, BATCH)
                    rows += self.found.rows(duties, maker, event="E")
                made = [_line(row) for row in rows]
            yield made
            cursor = following

    def _own(self) -> list[Any]:
        """The organisation's own duties, in the group that is chosen."""
        found = self.found
        return [
            each
            for each in found.of_organisation()
            if found.choice.group in {"", worklist.group_of(each.state, each.due, found.asked.today)}
        ]


def _line(row: Row) -> list[Value]:
    return [row.number, row.title, row.about, row.due, row.when, row.what, row.state, told.group(row.group)]


# --- forms ----------------------------------------------------------------------------------------------------------


def as_csv(lines: Lines) -> Iterator[bytes]:
    """Semicolons and a byte order mark: what a Dutch spreadsheet opens as it is."""
    yield b"\xef\xbb\xbf" + _csv([lines.header()])
    for batch in lines.batches():
        yield _csv([[_harmless(value) for value in line] for line in batch])


def as_workbook(lines: Lines) -> Iterator[bytes]:
    """One sheet with a filter on its header; in memory, since what is written aside would have to be guarded."""
    import xlsxwriter  # type: ignore[import-untyped] # it carries no types

    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, day, bold = (
        book.add_worksheet(),
        book.add_format({"num_format": "dd-mm-yyyy"}),
        book.add_format({"bold": True}),
    )
    header = lines.header()
    for column, (name, width) in enumerate(zip(header, (10, 40, 30, 12, 18, 34, 14, 18), strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, bold)
    number = 0
    for batch in lines.batches():
        for line in batch:
            number += 1
            for column, value in enumerate(line):
                if isinstance(value, str):
                    sheet.write_string(number, column, cut(value))
                elif value is not None:
                    sheet.write_datetime(number, column, value, day)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, number, len(header) - 1)
    book.close()
    yield kept.getvalue()


FORMS: dict[str, tuple[str, Callable[[Lines], Iterator[bytes]]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_workbook),
}


def _csv(lines: list[list[Any]]) -> bytes:
    written = io.StringIO()
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerows(lines)
    return written.getvalue().encode()


def _harmless(value: Value) -> str:
    """A value that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return value.isoformat()
    return harmless(value)
