"""Keeping what is typed while it is typed, and throwing it away when somebody asks for that."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from nakomen.acts import KIND_AREAS
from nakomen.norms.facts import CORRECTED
from nakomen.record import access, drafts, receipts
from nakomen.record.access import RefusedError
from nakomen.web.desk.acts import drafting
from nakomen.web.desk.asking import Desk, desk

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

_PLACE = re.compile(r"[1-9]\d{0,8}", re.ASCII)
LONGEST = 60
"""Characters of the name of a form, as the table keeps it."""


@desk("act.append")
def draft_save(asked: Desk, /, client: UUID, form: str) -> HttpResponse:
    """Keep what is typed of a client's form. It shows nothing of the client, so that the access log need not tell."""
    _may(asked, client)
    return _save(asked, client, form)


@desk("client.register")
def draft_save_free(asked: Desk, /, form: str) -> HttpResponse:
    """Keep what is typed of a form without a client, as while one is registered."""
    return _save(asked, None, form)


@desk("act.append")
def draft_drop(asked: Desk, /, client: UUID, form: str) -> HttpResponse:
    """Throw a draft of a client's form away."""
    _may(asked, client)
    return _drop(asked, client, form, reverse("act_choose", args=[client]))


@desk("client.register")
def draft_drop_free(asked: Desk, /, form: str) -> HttpResponse:
    """Throw a draft of a form without a client away."""
    return _drop(asked, None, form, reverse("register"))


def _may(asked: Desk, client: UUID) -> None:
    decision = access.decide(asked.actor, asked.permission, client, asked.now)
    if not decision.allowed:
        raise RefusedError(decision, client)


def _save(asked: Desk, client: UUID | None, form: str) -> HttpResponse:
    request = asked.request
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    about = request.POST.get("_about", "")[:120]
    if not _known(form, about):
        return HttpResponseBadRequest()
    try:
        keep(asked, client, form, about)
    except drafts.DraftTooLargeError:
        return HttpResponse(status=413)
    if receipts.used(request.POST.get("_key", "")):  # kept while it was being recorded: it is no draft any more
        drafts.drop(drafting.staff_of(asked), client, form[:LONGEST], about)
    return HttpResponse(status=204)


def _known(form: str, about: str) -> bool:
    """Whether there is such a form, about such a thing: the list of drafts leads back to it."""
    return form in KIND_AREAS and about.isprintable() and (form != CORRECTED or _PLACE.fullmatch(about) is not None)


def keep(asked: Desk, client: UUID | None, form: str, about: str) -> datetime | None:
    """Keep what was sent as a draft; when the draft that it replaces was saved. Raises DraftTooLargeError."""
    return drafts.save(
        drafting.staff_of(asked), client, form[:LONGEST], about, drafting.typed(asked.request), asked.now
    )


def _drop(asked: Desk, client: UUID | None, form: str, default: str) -> HttpResponse:
    request = asked.request
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if drafts.drop(drafting.staff_of(asked), client, form[:LONGEST], request.POST.get("_about", "")[:120]):
        messages.success(request, _("What you had typed is thrown away."))
    wanted = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return HttpResponseRedirect(wanted if own else default)
