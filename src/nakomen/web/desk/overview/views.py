"""The overview, its files, and counting it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nakomen.record import figures, tasks
from nakomen.web.desk.asking import Desk, desk
from nakomen.web.desk.overview import exporting
from nakomen.web.desk.overview.screen import Screen

if TYPE_CHECKING:
    from nakomen.web.desk.overview.telling import Table

SUBJECT = "overview"
"""What the access log calls it."""


@require_safe
@desk("overview.read")
def overview(asked: Desk, /) -> HttpResponse:
    """The newest figures, of which something may be chosen; counted now where that was not done yet and is quick."""
    asked.require(subject=SUBJECT)
    figures.ensure(asked.now)
    return asked.render("desk/overview/overview.html", {"part": "overview", "screen": Screen.of(asked)})


@require_POST
@desk("overview.read")
def count(asked: Desk, /) -> HttpResponse:
    """Count again: at once where that is quick, else in the background."""
    asked.require(event="E", subject=SUBJECT)
    if figures.small():
        figures.make(asked.now)
        messages.success(asked.request, _("Counted again."))
    else:
        tasks.enqueue_after_commit(tasks.count_figures, organisation=asked.organisation.pk)
        messages.info(asked.request, _("The figures are being counted. Look again in a few minutes."))
    return redirect("overview")


@require_safe
@desk("overview.read")
def export(asked: Desk, /, form: str) -> HttpResponse:
    """One table as CSV, or all of them as a workbook."""
    if form not in ("csv", "xlsx"):
        raise Http404
    asked.require(event="E", subject=SUBJECT)
    screen = Screen.of(asked)
    tables = {table.key: table for table in screen.tables()} if screen else {}
    key = asked.request.GET.get("table", "clauses")
    if key not in tables:
        raise Http404
    return _file(asked, tables, key, form)


def _file(asked: Desk, tables: dict[str, Table], key: str, form: str) -> HttpResponse:
    if form == "csv":
        name, answer = f"{key}-", HttpResponse(exporting.as_csv(tables[key]), content_type=exporting.CSV)
    else:
        name, answer = "", HttpResponse(exporting.as_workbook(list(tables.values())), content_type=exporting.XLSX)
    file = f"{_('overview')}-{name}{asked.today.isoformat()}.{form}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return answer
