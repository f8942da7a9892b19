"""The tables of the overview as files: one of them as CSV, all of them as the sheets of a workbook."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import xlsxwriter  # type: ignore[import-untyped]  # it carries no types

from nakomen.web.sheets import cut, harmless

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nakomen.web.desk.overview.telling import Table, Value

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_csv(table: Table) -> bytes:
    """Semicolons, decimal commas and a byte order mark: what a Dutch spreadsheet opens as it is."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(table.head)
    writer.writerows([_told(value) for value in row] for row in table.rows)
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def as_workbook(tables: Sequence[Table]) -> bytes:
    """A sheet for each table."""
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd-mm-yyyy"})
    for table in tables:
        sheet = book.add_worksheet(table.title[:31])
        for column, name in enumerate(table.head):
            longest = max([len(name), *(len(str(row[column] or "")) for row in table.rows)])
            sheet.set_column(column, column, min(60, longest + 2))
            sheet.write_string(0, column, name, bold)
        for line, row in enumerate(table.rows, 1):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(line, column, cut(value))
                elif isinstance(value, date):
                    sheet.write_datetime(line, column, value, day)
                elif value is not None:
                    sheet.write_number(line, column, value)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.head) - 1)
    book.close()
    return kept.getvalue()


def _told(value: Value) -> str:
    """A value that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value).replace(".", ",")
    return harmless(str(value))
