"""Registering a new client: the form, the warning that somebody is there already, the file opened once."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from nakomen.record import ledger, receipts
from nakomen.record.ledger import AppendError, KeyReusedError
from nakomen.web.desk.asking import desk
from nakomen.web.desk.guided import drafting, showing
from nakomen.web.desk.guided.registering import Alike, RegisterForm, alike
from nakomen.web.desk.guided.steps import left, typed

if TYPE_CHECKING:
    from uuid import UUID

    from nakomen.web.desk.asking import Desk

FORM = "register"


@desk("client.register")
def register(asked: Desk) -> HttpResponse:
    """The form for a new client, and what it records."""
    if asked.request.method != "POST":
        kept = drafting.load(asked, None, FORM)
        form = RegisterForm(asked)
        form.initial = left(form, kept.get(FORM, {}))
        return _page(asked, form, resumed=bool(kept))
    if asked.request.POST.get("go") == "wipe":
        drafting.drop(asked, None, FORM)
        return redirect("register")
    form = RegisterForm(asked, asked.request.POST)
    if not drafting.save(asked, None, FORM, {FORM: typed(form, asked.request.POST)}):
        return _page(asked, showing.too_long(form), status=422)
    if asked.request.POST.get("go") == "save":
        messages.success(asked.request, _("Saved. You can go on with it later."))
        return redirect("register")
    if not form.is_valid():
        return _page(asked, form, status=422)
    found = [] if asked.request.POST.get("go") == "anyway" else alike(asked, form.cleaned_data)
    if found:
        return _page(asked, form, found=found, status=422)
    return _record(asked, form)


@desk("client.register")
def register_draft(asked: Desk) -> HttpResponse:
    """Keeps what was typed so far."""
    form = RegisterForm(asked, asked.request.POST)
    kept = drafting.save(asked, None, FORM, {FORM: typed(form, asked.request.POST)})
    if receipts.used(asked.request.POST.get("key", "")):  # kept while it was being recorded: it is no draft any more
        drafting.drop(asked, None, FORM)
    return HttpResponse(status=204 if kept else 413)


def _record(asked: Desk, form: RegisterForm) -> HttpResponse:
    key = asked.request.POST.get("key") or uuid.uuid4().hex
    number = form.cleaned_data["number"]
    try:
        made = ledger.register(form.acts(), actor=asked.actor, now=asked.now, key=key, number=number)
    except KeyReusedError:
        form.add_error(None, _("This form was sent before with other answers. Look in the list of clients first."))
        return _page(asked, form, status=422)
    except AppendError as error:
        for problem in error.problems:
            form.add_error(problem.field if problem.field in form.fields else None, _("This does not fit."))
        return _page(asked, form, status=422)
    drafting.drop(asked, None, FORM)
    return _onward(asked, made.client)


def _onward(asked: Desk, client: UUID) -> HttpResponse:
    if asked.decide("act.append", client).allowed:
        messages.success(asked.request, _("The client is registered. This is what comes before the agreement."))
        return redirect("signing", client)
    told = _("The client is registered. You are not in the team, so the file is not open to you.")
    messages.success(asked.request, told)
    return redirect("clients")


def _page(
    asked: Desk,
    form: RegisterForm,
    *,
    found: list[Alike] | None = None,
    resumed: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "part": "register",
        "form": form,
        "problems": showing.problems(form) if form.is_bound and not found else [],
        "alike": found or [],
        "resumed": resumed,
        "key": asked.request.POST.get("key") or uuid.uuid4().hex,
    }
    return asked.render("desk/guided/register.html", context, status)
