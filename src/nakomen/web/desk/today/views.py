"""Today: the work list, and keeping a choice from it by a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nakomen.record import filters, worklist
from nakomen.record.models import SavedFilter
from nakomen.web import errors
from nakomen.web.desk.asking import Desk, desk
from nakomen.web.desk.today import choices
from nakomen.web.desk.today.listing import SUBJECT, WorkList
from nakomen.web.desk.today.options import options

if TYPE_CHECKING:
    from django.http import HttpResponse

    from nakomen.web.desk.today.listing import Listing


@require_safe
@desk("organisation.read")
def today(asked: Desk, /) -> HttpResponse:
    """What is late, due today, this week and later: of clients, and of the organisation itself."""
    asked.require(subject=SUBJECT)
    found = WorkList.of(asked, choices.read(asked.request.GET.dict()))
    context = {"part": "today", "list": _page(found, asked.request.GET.get("after", "")), "today": asked.today}
    if getattr(asked.request, "htmx", False):
        return asked.render("desk/today/_list.html", context)
    return asked.render("desk/today/page.html", {**context, "options": options(found)})


def _page(found: WorkList, cursor: str) -> Listing:
    """The page after a cursor; the first one where there is no such place."""
    try:
        return found.page(cursor or None)
    except worklist.CursorError:
        return found.page(None)


# --- saved filters --------------------------------------------------------------------------------------------------

PROBLEMS = {
    "name": lambda: _("Give it a name of at most 60 characters."),
    "taken": lambda: _("You have another filter with this name."),
    "many": lambda: _("You have 30 filters. Remove one first."),
    "query": lambda: _("This choice is too long to keep."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@desk("organisation.read")
def saved_filters(asked: Desk, /) -> HttpResponse:
    """The own saved filters, to rename and remove; posting keeps one more."""
    if asked.request.method != "POST":
        return _saved(asked)
    name = asked.request.POST.get("name", "")
    query = choices.read_query(asked.request.POST.get("query", "")).query
    try:
        again = filters.keep(asked.member.pk, name, query)
    except filters.FilterError as error:
        return _saved(asked, {"id": None, "name": name, "query": query, "problem": PROBLEMS[error.reason]()})
    messages.success(asked.request, _("The filter was replaced.") if again else _("The filter was saved."))
    return redirect(f"{reverse('today')}?{query}")


@require_POST
@desk("organisation.read")
def saved_filter(asked: Desk, /, number: int) -> HttpResponse:
    """Rename or remove one of the own filters."""
    if "remove" in asked.request.POST:
        filters.remove(asked.member.pk, number)
        messages.success(asked.request, _("The filter was removed."))
        return redirect("today_filters")
    name = asked.request.POST.get("name", "")
    try:
        filters.rename(asked.member.pk, number, name)
    except SavedFilter.DoesNotExist:
        return errors.not_found(asked.request)
    except filters.FilterError as error:
        return _saved(asked, {"id": number, "name": name, "problem": PROBLEMS[error.reason]()})
    messages.success(asked.request, _("The filter has another name."))
    return redirect("today_filters")


def _saved(asked: Desk, wrong: dict[str, object] | None = None) -> HttpResponse:
    context = {"part": "today", "saved": filters.entries(asked.member.pk), "wrong": wrong}
    return asked.render("desk/today/filters.html", context, status=422 if wrong else 200)
