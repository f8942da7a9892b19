"""What the pages of this part share: their forms, how problems come back to them, what is said when all is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from nakomen.record.models import ClientCard
from nakomen.web.desk.settings import telling

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from django.core.paginator import Page
    from django.db.models import QuerySet
    from django.http import QueryDict

    from nakomen.web.desk.asking import Desk

PAGE = 50
"""Rows of a page."""


class SettingsForm(forms.Form):
    """A form that tells all its problems on top and at each field."""

    def __init__(self, *given: Any, **named: Any) -> None:
        named.setdefault("label_suffix", "")
        super().__init__(*given, **named)

    def blame(self, problems: Iterable[tuple[str, str]]) -> None:
        """Take over what the record found wrong: at the field that it names, else on top."""
        for place, expected in problems:
            self.add_error(place if place in self.fields else None, telling.expected(expected))


class DayInput(forms.DateInput):
    """A day, chosen or typed; always written so that the browser understands it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day as the browser sends it, or as people type it where the browser has no calendar: 2-3-2026."""

    widget = DayInput
    input_formats = ("%Y-%m-%d", "%d-%m-%Y")


def given(asked: Desk) -> QueryDict | None:
    """What was posted; None where the page is only looked at."""
    return asked.request.POST if asked.request.method == "POST" else None


def show(asked: Desk, template: str, context: Mapping[str, Any], *, wrong: bool = False) -> HttpResponse:
    """A page of the settings; 422 where what was sent cannot be."""
    return asked.render(f"desk/settings/{template}.html", {"part": "settings", **context}, status=422 if wrong else 200)


def form_page(asked: Desk, form: forms.Form, head: str, *, button: str, back: tuple[str, str]) -> HttpResponse:
    """A page with one form: `head` is what it is about, `back` the page that one leaves it for and its address."""
    context = {"form": form, "head": head, "button": button, "back_to": back[0], "back": back[1]}
    return show(asked, "form", context, wrong=form.is_bound and bool(form.errors))


def done(asked: Desk, told: str, name: str, *args: object) -> HttpResponse:
    """Say what was done, and go on to a page of this part."""
    messages.success(asked.request, told)
    return HttpResponseRedirect(reverse(name, args=args or None))


def failed(asked: Desk, problems: Iterable[tuple[str, str]], name: str, *args: object) -> HttpResponse:
    """Say what was wrong with a button without a form, and go back to its page."""
    for _place, expected in problems:
        messages.error(asked.request, telling.expected(expected))
    return HttpResponseRedirect(reverse(name, args=args or None))


def page_of(asked: Desk, rows: Sequence[Any] | QuerySet[Any]) -> Page[Any]:
    """The page of a list that the address asks for; the first where it asks for none."""
    return Paginator(rows, PAGE).get_page(asked.request.GET.get("page"))


def posted_only(asked: Desk) -> None:
    """Raises Http404 where a button's address is merely opened."""
    if asked.request.method != "POST":
        raise Http404


def client_numbered(asked: Desk, number: str, permission: str) -> UUID | None:
    """The client with this number for whom the permission holds; None alike for no client and for one of others."""
    found = ClientCard.objects.filter(asked.visible(permission=permission), number=number.strip())
    return found.values_list("chain_id", flat=True).first()


def numbers_of(clients: Iterable[UUID | None]) -> dict[UUID, str]:
    """The number by which each client is known, or the beginning of its id where it has none."""
    wanted = {client for client in clients if client is not None}
    known = dict(ClientCard.objects.filter(pk__in=wanted).values_list("pk", "number"))
    return {client: known.get(client) or f"{str(client)[:8]}…" for client in wanted}
