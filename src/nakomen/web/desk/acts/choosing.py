"""Which act to record: what is waited for first, then all kinds that this person records, by area."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse

from nakomen.acts import KIND_AREAS, kind_class
from nakomen.acts.labels import area_label, kind_label
from nakomen.norms.facts import REWRITING
from nakomen.norms.standing import standing
from nakomen.record.ledger import FIRST
from nakomen.web.desk import words
from nakomen.web.desk.acts import drafting
from nakomen.web.desk.acts.opening import Opened, opened
from nakomen.web.desk.asking import Desk, desk
from nakomen.web.desk.clients.rows import ORDER, Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from django.http import HttpResponse

    from nakomen.web.desk.clients.rows import Row

SHOWN = 12
"""So many waiting duties stand on top; the client's file has them all."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind of act that can be recorded: its words, the numbers of its first clauses and of all, where its form is."""

    kind: str
    label: str
    clauses: str
    every: str
    address: str
    guided: bool


@dataclass(frozen=True, slots=True)
class Area:
    """The kinds of one area."""

    name: str
    label: str
    choices: Sequence[Choice]


@desk("act.append")
def act_choose(asked: Desk, /, client: UUID) -> HttpResponse:
    """The kinds of act; `q` leaves out those that its words do not fit."""
    own = opened(asked, client)
    wanted = asked.request.GET.get("q", "").strip()[:100]
    areas = list(_areas(own, wanted))
    return asked.render(
        "desk/acts/choose.html",
        own.context(
            areas=areas,
            q=wanted,
            waiting=[] if wanted else _waiting(own),
            drafts=drafting.links(asked, client),
            today=asked.today,
        ),
    )


def _areas(own: Opened, wanted: str) -> Iterable[Area]:
    names = {terms.name for terms in own.seen.conditions.texts().sets}
    by_area: dict[str, list[Choice]] = {}
    for kind, area in KIND_AREAS.items():
        if kind in REWRITING or kind == FIRST or not own.seen.decision.covers(kind):
            continue
        choice = _choice(own, kind, names)
        if _fits(choice, area_label(area, own.asked.language), wanted):
            by_area.setdefault(area, []).append(choice)
    for area, choices in by_area.items():
        label = area_label(area, own.asked.language)
        yield Area(area, label, sorted(choices, key=lambda each: each.label.casefold()))


def _choice(own: Opened, kind: str, names: set[str]) -> Choice:
    guide = drafting.guided().get(kind)
    address = reverse("guided", args=[own.client, guide]) if guide else reverse("act_new", args=[own.client, kind])
    clauses = [words.article(each) for each in kind_class(kind).clauses if each.partition("/")[0] in names]
    return Choice(
        kind,
        kind_label(kind, own.asked.language),
        ", ".join(clauses[:3]),
        " ".join(clauses),
        address,
        guide is not None,
    )


def _fits(choice: Choice, area: str, wanted: str) -> bool:
    """Whether every word of what was asked stands in the kind's words (in either language), its area or its clauses."""
    labels = kind_class(choice.kind).labels
    told = f"{labels.nl} {labels.en} {area} {choice.every}".casefold()
    return all(word in told for word in wanted.casefold().split())


def _waiting(own: Opened) -> list[Row]:
    """The duties that wait and that this person can record something for, the most pressing first."""
    found = standing(own.seen.case, own.asked.today)
    duties = [row for row in found.duties if own.reading.covers(row.trigger.kind)]
    rows = Rows(own.client, found, own.read_by(), own.seen.decision)
    sides = rows.sides(duties)
    every = [row for side in sides.values() for row in side.waiting if row.record]
    return sorted(every, key=lambda row: (ORDER.index(row.state), row.due or date.max))[:SHOWN]
