"""The list of clients by name, as far as one may see them, with what waits for each within what one may see."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from nakomen.record import access, counting
from nakomen.record.counting import Waiting
from nakomen.record.models import CareRelation, ClientCard, StaffMember
from nakomen.web.desk.addresses import of_client
from nakomen.web.desk.asking import Desk, desk

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.http import HttpResponse, QueryDict

PAGE = 50
MOST = 5_000
"""Counting a hundred thousand clients for a number that nobody needs would take longer than all the rest."""
STATUSES = ("in_force", "ending", "offered", "none", "ended")
SCOPES = ("all", "mine", "team")


class Pages(Paginator[ClientCard]):
    """Pages that count no further than somebody leafs: with more clients than that, one searches."""

    @cached_property
    def count(self) -> int:
        """How many clients there are, as far as they are counted."""
        return int(self.object_list.order_by()[:MOST].count())  # type: ignore[attr-defined]  # a query, never a list


@dataclass(frozen=True, slots=True)
class Filters:
    """Which clients are wanted; a word that is none of those that can be is left out."""

    status: str = ""
    scope: str = "all"
    late: bool = False

    @classmethod
    def read(cls, given: QueryDict) -> Filters:
        """The filters of an address."""
        status, scope = given.get("status", ""), given.get("scope", "")
        return cls(
            status if status in STATUSES else "", scope if scope in SCOPES else "all", given.get("late") == "yes"
        )

    def query(self) -> str:
        """The filters as a part of an address; empty where nothing is filtered."""
        said = {"status": self.status, "scope": self.scope if self.scope != "all" else "", "late": self.late and "yes"}
        return urlencode({name: value for name, value in said.items() if value})


@dataclass(frozen=True, slots=True)
class Listed:
    """A client in a list; the counts are those of what may be seen."""

    client: UUID
    name: str
    number: str
    birth_date: date | None
    city: str
    status: str
    deceased: bool
    open: int
    overdue: int
    undetermined: int
    first_due: date | None

    @property
    def url(self) -> str:
        """The address of the file."""
        return of_client("client", self.client)


@desk("client.read")
def clients(asked: Desk, /) -> HttpResponse:
    """The clients that one may see, by name; each one shown stands in the access log."""
    wanted = Filters.read(asked.request.GET)
    asked.require(subject="list")
    cards = (
        ClientCard.objects.defer("outcomes")
        .filter(asked.visible(), _filter(asked, wanted))
        .order_by("name", "chain_id")
    )
    page = Pages(cards, PAGE).get_page(asked.request.GET.get("page"))
    context = {
        "part": "clients",
        "rows": listed(asked, list(page.object_list)),
        "page": page,
        "more": page.paginator.count == MOST,
        "filters": wanted,
        "query": wanted.query(),
        "statuses": STATUSES,
        "scopes": [("all", _("All that I may see")), ("mine", _("Mine")), ("team", _("My team's"))],
        "emergency": asked.may("emergency.open"),
    }
    return asked.render("desk/clients/list.html", context)


def listed(asked: Desk, cards: Sequence[ClientCard]) -> list[Listed]:
    """The rows of these clients, each logged; of who sees some areas only, duties are counted within these."""
    counts = counting.waiting(asked.seen((card.chain_id for card in cards), "list"))
    return [_row(card, counts.get(card.chain_id)) for card in cards]


def _row(card: ClientCard, within: Waiting | None) -> Listed:
    waiting = within or Waiting(card.open_count, card.overdue_count, card.undetermined_count, card.first_due)
    return Listed(
        client=card.chain_id,
        name=card.name,
        number=card.number,
        birth_date=card.birth_date,
        city=card.city,
        status=card.status,
        deceased=card.deceased,
        open=waiting.open,
        overdue=waiting.overdue,
        undetermined=waiting.undetermined,
        first_due=waiting.first_due,
    )


def _filter(asked: Desk, wanted: Filters) -> Q:
    chosen = Q(status=wanted.status) if wanted.status else Q()
    if wanted.late:
        chosen &= counting.overdue(access.reached(asked.actor, asked.permission, asked.now))
    if wanted.scope != "all":
        chosen &= Q(chain_id__in=_relations(asked, wanted.scope))
    return chosen


def _relations(asked: Desk, scope: str) -> object:
    """The clients of whom somebody has the care now: who asks, or anybody of an own team."""
    held = CareRelation.objects.filter(Q(until=None) | Q(until__gte=asked.today), since__lte=asked.today)
    if scope == "mine":
        return held.filter(code=asked.member.code).values("chain_id")
    codes = StaffMember.objects.filter(teams__members=asked.actor.staff).values("code")
    return held.filter(code__in=codes).values("chain_id")
