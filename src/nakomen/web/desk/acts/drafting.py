"""Drafts of forms in the pages: what is kept of a form, how it comes back, and the list of what one was busy with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from nakomen.acts import KIND_AREAS
from nakomen.acts.labels import kind_label
from nakomen.norms.facts import CORRECTED
from nakomen.record import drafts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from django.http import HttpRequest

    from nakomen.record.drafts import Kept
    from nakomen.web.desk.asking import Desk

_OURS = frozenset({"csrfmiddlewaretoken", "next"})


@dataclass(frozen=True, slots=True)
class Link:
    """A draft in a list: what it is, when it was saved, where it goes on and where it is thrown away."""

    label: str
    saved_at: datetime
    address: str
    drop: str
    about: str


def typed(request: HttpRequest) -> dict[str, list[str]]:
    """What was typed in the form that was sent, without what belongs to the page (names with an underscore)."""
    return {
        name: [str(value) for value in values]
        for name, values in request.POST.lists()
        if name not in _OURS and not name.startswith("_") and any(values)
    }


def as_data(values: Mapping[str, Sequence[str]]) -> QueryDict:
    """What was typed, as a form takes it."""
    data = QueryDict(mutable=True)
    for name, each in values.items():
        data.setlist(name, list(each))
    return data


def staff_of(asked: Desk) -> UUID:
    """Whose draft it is: the desk lets nobody in without a place among the staff."""
    if asked.actor.staff is None:
        raise ValueError("a draft: expected a member of staff")
    return asked.actor.staff


def load(asked: Desk, client: UUID | None, form: str, about: str) -> Kept | None:
    """The draft of this person."""
    return drafts.load(staff_of(asked), client, form, about)


def links(asked: Desk, client: UUID) -> list[Link]:
    """What this person was busy with for a client, the newest first; forms of guided acts among them."""
    return [_link(asked, client, kept) for kept in drafts.mine(staff_of(asked), client)]


def _link(asked: Desk, client: UUID, kept: Kept) -> Link:
    drop = reverse("draft_drop", args=[client, kept.form])
    return Link(label(asked, kept.form), kept.saved_at, _address(client, kept), drop, kept.about)


def label(asked: Desk, form: str) -> str:
    """What the form of a draft is called."""
    from nakomen.web.desk.guided.guides import GUIDES  # which has forms made of these

    name = form.removeprefix("guided:")
    if name in KIND_AREAS:
        return kind_label(name, asked.language)
    return str(GUIDES[name].title) if name in GUIDES else name


def _address(client: UUID, kept: Kept) -> str:
    if kept.form == CORRECTED:
        return reverse("act_correct", args=[client, int(kept.about)])
    query = f"?{urlencode({'act': kept.about})}" if kept.about else ""
    if kept.form.startswith("guided:"):
        return reverse("guided", args=[client, kept.form.removeprefix("guided:")]) + query
    return reverse("act_new", args=[client, kept.form]) + query


def guided() -> Mapping[str, str]:
    """The guided form of a kind, by the kind."""
    from nakomen.web.desk.guided import GUIDED

    return GUIDED
