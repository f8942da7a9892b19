"""A form that is sent twice counts once: a double click, or a second press while the first answer is on its way.

The token of a form is another one each time that its page is drawn, so that the same token with the same answers is the
same press of a button. What came of the first is kept in the transaction that carried it out, for a minute.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from nakomen.web.desk.asking import Desk

KEPT = 60
"""Seconds after which the same form counts anew: somebody then means it."""
_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
_WRONG = (409, 422)


class SentBeforeError(Exception):
    """This very form was carried out already; `place` is where that led to. What was done since is to be undone."""

    def __init__(self, place: str) -> None:
        super().__init__("a form that was carried out already")
        self.place = place


def once(asked: Desk, work: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer to a form, carried out at most once; inside the transaction that does so. Raises SentBeforeError.

    A form was carried out where its answer leads on. Of two at once the second waits until the first is committed: it
    then finds what the first left, also where what it asks cannot be done any more.
    """
    key = _key(asked.request)
    if key is None:
        return work()
    _look(key)
    answer = work()
    place = answer.headers.get("Location", "")
    carried_out = isinstance(answer, HttpResponseRedirect) and not asked.reads
    if answer.status_code in _WRONG or (carried_out and not cache.add(key, place, KEPT)):
        _look(key)
    return answer


def again(request: HttpRequest, error: SentBeforeError) -> HttpResponse:
    """Leads to where the first one led to."""
    messages.info(request, _("You pressed the button twice. It was done once."))
    return HttpResponseRedirect(error.place)


def _look(key: str) -> None:
    place = cache.get(key)
    if place is not None:
        raise SentBeforeError(place)


def _key(request: HttpRequest) -> str | None:
    """The name of what was sent, which tells nothing of it; None for what is no form of a page.

    A file would have to be read for it: what takes one sees by itself that it is there already.
    """
    if request.method != "POST" or _TOKEN not in request.POST or request.FILES:
        return None
    told = json.dumps([request.get_full_path(), sorted(request.POST.lists())])
    return f"sent-{hashlib.sha256(told.encode(errors='surrogatepass')).hexdigest()}"
