"""Searching a client by whatever somebody on the phone tells: a name, a birth date, a BSN, a postcode, a number.

What was typed travels in the body of a request only, so that it gets into no address and no log.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from django.shortcuts import redirect
from django.utils.translation import gettext as _

from nakomen.record import search
from nakomen.record.search import QueryError, SearchQuery
from nakomen.web.desk.asking import Desk, desk

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.http import HttpResponse

PAGE = 50
_SEPARATED = re.compile(r"[.\s]")
_DAY = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBER = re.compile(r"(?=.*\d)[A-Za-z]{0,5}[-/]?\d{1,12}")
_POSTCODE = re.compile(r"[1-9]\d{3}\s?([A-Za-z]{2})?")


def read(typed: str) -> SearchQuery:
    """What is looked for: nine figures are a BSN, a date a birth date, four figures (and two letters) a postcode.

    Other figures, with letters before them or without, are a client number.

    >>> read("999 990 019").fields(), read("9-3-1941").birth_date, read("1011 ab").postcode, read("de Vries").name
    (['bsn'], datetime.date(1941, 3, 9), '1011 ab', 'de Vries')
    >>> read("L-00093").number, read("00093").number
    ('L-00093', '00093')
    """
    text = " ".join(typed.split())
    figures = _SEPARATED.sub("", text)
    if figures.isascii() and figures.isdigit() and len(figures) in (8, 9) and not _DAY.fullmatch(text):
        return SearchQuery(bsn=figures.zfill(9))
    born = _day(text)
    if born is not None:
        return SearchQuery(birth_date=born)
    if _POSTCODE.fullmatch(text):
        return SearchQuery(postcode=text)
    if _NUMBER.fullmatch(text):
        return SearchQuery(number=text)
    return SearchQuery(name=text)


def _day(text: str) -> date | None:
    """The day that a text is, as people write it or as machines do; None where it is no day that exists."""
    if found := _DAY.fullmatch(text):
        parts = (found[3], found[2], found[1])
    elif found := _ISO_DAY.fullmatch(text):
        parts = (found[1], found[2], found[3])
    else:
        return None
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        return None


@desk("client.search")
def client_search(asked: Desk, /) -> HttpResponse:
    """What fits; a single client is opened at once by whoever may read the file."""
    asked.reads = True
    typed = asked.request.POST.get("q", "").strip() if asked.request.method == "POST" else ""
    context = {"part": "clients", "typed": typed, "asked_for": bool(typed), "emergency": asked.may("emergency.open")}
    if not typed:
        return asked.render("desk/clients/search.html", context)
    after = asked.request.POST.get("after") or None
    try:
        found = search.search(asked.actor, read(typed), asked.now, PAGE, after)
    except QueryError as error:
        return asked.render("desk/clients/search.html", {**context, "problems": problems(error)}, status=422)
    opened = _within(asked, [each.client for each in found.found], "client.read")
    if len(found.found) == 1 and after is None and found.found[0].client in opened:
        return redirect("client", client=found.found[0].client)
    recorded = _within(asked, [each.client for each in found.found], "act.append")
    context |= {"found": found.found, "after": found.after, "opened": opened, "recorded": recorded}
    return asked.render("desk/clients/search.html", context)


def _within(asked: Desk, clients: Sequence[UUID], permission: str) -> set[UUID]:
    """Those of the clients for whom a permission holds: a role can find more than it may read, or record."""
    if not asked.may(permission):
        return set()
    return {client for client, decision in asked.decide_many(permission, clients).items() if decision.allowed}


def problems(error: QueryError) -> list[str]:
    """What is wrong with a search, in words for who typed it."""
    told = {
        "": _("Type a name, a date of birth, a BSN, a postcode or a client number."),
        "name": _("Type at least two letters of a name."),
        "bsn": _("This is not a BSN: check the nine figures."),
        "postcode": _("This is not a postcode: four figures, or four figures and two letters."),
        "after": _("This page of results is no longer there: search again."),
    }
    return [told.get(field, told[""]) for field, _expected in error.problems]
