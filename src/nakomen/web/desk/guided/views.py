"""The screens of guided forms: one step after another, then everything in words, then all acts recorded at once."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from nakomen.record import ledger
from nakomen.record.ledger import AppendError, KeyReusedError
from nakomen.web.desk.asking import desk
from nakomen.web.desk.clients.heading import heading
from nakomen.web.desk.guided import checking, drafting, flow, showing
from nakomen.web.desk.guided.steps import typed

if TYPE_CHECKING:
    from uuid import UUID

    from nakomen.web.desk.asking import Desk
    from nakomen.web.desk.guided.flow import Collected
    from nakomen.web.desk.guided.steps import Guiding, Step, StepForm


@desk("act.append")
def guided(asked: Desk, client: UUID, name: str) -> HttpResponse:
    """A guided form: its next step, or what was answered to one."""
    guiding = flow.guiding_of(asked, client, name)
    kept = flow.resume(guiding)
    if asked.request.method == "POST":
        return _posted(guiding)
    wanted = asked.request.GET.get("step", "")
    if wanted == flow.CHECK:
        return _check(guiding)
    step = _step(guiding, wanted)
    return _page(guiding, step, guiding.form(step), resumed=kept and not wanted)


@desk("act.append")
def guided_draft(asked: Desk, client: UUID, name: str) -> HttpResponse:
    """Keeps what was typed in a step so far."""
    guiding = flow.guiding_of(asked, client, name)
    flow.resume(guiding)
    step = _step(guiding, asked.request.POST.get("step", ""))
    kept = flow.keep(guiding, step, typed(guiding.form(step), asked.request.POST))
    return HttpResponse(status=204 if kept else 413)


def _step(guiding: Guiding, wanted: str) -> Step:
    """The step that was asked for; else the first that was not filled in well yet, else the first."""
    by_name = {step.name: step for step in guiding.steps}
    if wanted in by_name:
        return by_name[wanted]
    states = flow.progress(guiding, "")
    return next((step for step, state in states if state != "done"), guiding.steps[0])


def _posted(guiding: Guiding) -> HttpResponse:
    post = guiding.asked.request.POST
    go = post.get("go", "next")
    if go == "wipe":
        flow.drop(guiding)
        return redirect(address(guiding))
    if go == "record":
        return _record(guiding)
    step = _step(guiding, post.get("step", ""))
    if not flow.keep(guiding, step, typed(guiding.form(step), post)):
        form = guiding.form(step, guiding.answers[step.name])
        return _page(guiding, step, showing.too_long(form), status=422)
    if go == "save":
        messages.success(guiding.asked.request, _("Saved. You can go on with it later."))
        return redirect(address(guiding, step.name))
    if go == "back":
        return redirect(address(guiding, _beside(guiding, step, -1)))
    form = guiding.form(step, guiding.answers[step.name])
    if not form.is_valid():
        return _page(guiding, step, form, status=422)
    return redirect(address(guiding, flow.CHECK if go == flow.CHECK else _beside(guiding, step, 1)))


def _beside(guiding: Guiding, step: Step, by: int) -> str:
    """The step before or after; after the last one comes the check."""
    names = [each.name for each in guiding.steps]
    place = max(names.index(step.name) + by, 0)
    return names[place] if place < len(names) else flow.CHECK


def _record(guiding: Guiding) -> HttpResponse:
    """Record the acts of what was checked; the same page sent twice records once."""
    asked, post = guiding.asked, guiding.asked.request.POST
    guiding.answer(drafting.read(post.get("answers", "")) or guiding.answers)
    guiding.key = checking.key_of(post.get("key", "")) or guiding.key
    found = flow.collect(guiding)
    if found.wrong or not found.acts:
        return _check(guiding, found, status=422)
    key = f"{guiding.guide.name}-{guiding.key}"
    try:
        made = ledger.append(guiding.client, found.acts, actor=asked.actor, now=asked.now, key=key)
    except KeyReusedError:
        messages.error(asked.request, _("This form was recorded before, with other answers. Look at the acts first."))
        return redirect("client_acts", guiding.client)
    except AppendError as error:
        return _check(guiding, found, refused=checking.told(guiding, found, error), status=422)
    flow.drop(guiding)
    if not made.again:
        messages.success(asked.request, checking.recorded(len(made.ids)))
    return _onward(guiding)


def _onward(guiding: Guiding) -> HttpResponse:
    """Back to the way to the agreement, or to the file, where it is open to who recorded."""
    if guiding.guide.early and not guiding.signed:
        return redirect("signing", guiding.client)
    asked = guiding.asked
    reads = asked.decide("standing.read", guiding.client).allowed
    return redirect("client", guiding.client) if reads else redirect("clients")


def address(guiding: Guiding, step: str = "") -> str:
    """The address of the form, at a step."""
    query = {name: value for name, value in (("act", guiding.about), ("step", step)) if value}
    path = reverse("guided", args=(guiding.client, guiding.guide.name))
    return f"{path}?{urlencode(query)}" if query else path


def _page(guiding: Guiding, step: Step, form: StepForm, *, resumed: bool = False, status: int = 200) -> HttpResponse:
    steps = flow.progress(guiding, step.name)
    names = [each.name for each, _state in steps]
    context = {
        **_around(guiding),
        "step": step,
        "form": form,
        "steps": steps,
        "first": names[0] == step.name,
        "number": names.index(step.name) + 1,
        "problems": showing.problems(form) if form.is_bound else [],
        "checkable": all(state == "done" for each, state in steps if each.name != step.name) and len(steps) > 1,
        "resumed": resumed,
        "others": flow.to_go_on_with(guiding) if names[0] == step.name else [],
    }
    return guiding.asked.render("desk/guided/step.html", context, status)


def _check(
    guiding: Guiding, found: Collected | None = None, *, refused: list[str] | None = None, status: int = 200
) -> HttpResponse:
    """All answers in words, what changes by them, and the button that records them."""
    if guiding.key == "new":
        guiding.key = uuid.uuid4().hex[:12]
    found = found or flow.collect(guiding)
    context = {
        **_around(guiding),
        **checking.shown(guiding, found, refused or []),
        "steps": flow.progress(guiding, flow.CHECK),
        "key": guiding.key,
        "answers": drafting.written(guiding.answers),
    }
    return guiding.asked.render("desk/guided/check.html", context, status)


def _around(guiding: Guiding) -> dict[str, object]:
    """What every page of the form shows around it."""
    return {
        "part": "clients",
        "tab": "record",
        "client": guiding.client,
        "who": heading(guiding.asked, guiding.seen),
        "guide": guiding.guide,
        "guiding": guiding,
        "about": guiding.about,
        "here": address(guiding),
    }
