"""Clients: the list, one, a new one, and search."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from nakomen.record import access, counting, ledger, search
from nakomen.record.counting import Waiting
from nakomen.record.ledger import UnknownClientError
from nakomen.record.models import ClientCard
from nakomen.web.api import problems, schemas
from nakomen.web.api.acts import recorded
from nakomen.web.api.calling import answer, calling
from nakomen.web.api.paging import ByClient
from nakomen.web.api.routing import IdempotencyKey, operation

router = Router()
TAG = "clients"
_PLACES = {"": "body", "after": "cursor"}
"""What a search calls its parts, where the request calls them otherwise."""


class ListOfClients(ByClient):
    """Which clients to list."""

    status: schemas.Status | None = Field(None, description="Those whose agreement has this status.")
    overdue: bool | None = Field(None, description="Those with, or without, an overdue duty.")


@operation(router, "GET", "/clients", "client.read", {200: schemas.Clients}, tag=TAG)
def list_clients(asked: Query[ListOfClients]) -> HttpResponse:
    """The clients that the caller may see, by name.

    Of who may see some areas only, duties are counted within these, and what cannot be told so is null.
    Each client on the page stands in the access log.
    """
    call = calling()
    call.require(subject="list")
    wanted = call.visible() & following(asked.cursor)
    if asked.status is not None:
        wanted &= Q(status=asked.status)
    if asked.overdue is not None:
        overdue = counting.overdue(access.reached(call.actor, call.permission, call.now))
        wanted &= overdue if asked.overdue else ~overdue
    rows = list(ClientCard.objects.filter(wanted).order_by("name", "chain_id")[: asked.limit + 1])
    shown = rows[: asked.limit]
    decisions = call.seen((card.chain_id for card in shown), "list")
    counts = counting.waiting(decisions)
    cursor = str(shown[-1].chain_id) if len(rows) > asked.limit else None
    return answer({"clients": [client_card(card, counts.get(card.chain_id)) for card in shown], "next": cursor})


@operation(
    router,
    "POST",
    "/clients",
    "client.register",
    {200: schemas.Recorded, 201: schemas.Recorded},
    tag=TAG,
    problems=(409,),
)
def register_client(key: IdempotencyKey, body: schemas.Registration) -> HttpResponse:
    """Open the file of a new client with its first acts.

    The first act is `client.registered`. The same request again with the same key answers 200, and opens nothing.
    """
    call = calling()
    made = ledger.register(body.acts, actor=call.actor, now=call.now, key=key, number=body.number)
    return recorded(made)


@operation(router, "POST", "/clients/search", "client.search", {200: schemas.FoundClients}, tag=TAG)
def search_clients(body: schemas.Search) -> HttpResponse:
    """Clients by name, birth date, BSN, postcode or client number, within what the caller may see.

    Asked by a body, so that none of it gets into an address.
    """
    call = calling()
    query = search.SearchQuery(body.name, body.birth_date, body.bsn, body.postcode, body.number)
    try:
        page = search.search(call.actor, query, call.now, body.limit, str(body.cursor) if body.cursor else None)
    except search.QueryError as error:
        raise problems.not_fitting((_PLACES.get(place, place), told) for place, told in error.problems) from None
    clients = [
        {
            "client": str(each.client),
            "number": each.number,
            "name": each.name,
            "birth_date": each.birth_date,
            "postcode": each.postcode,
            "city": each.city,
            "status": each.status,
            "deceased": each.deceased,
            "overdue": each.overdue_count,
        }
        for each in page.found
    ]
    return answer({"clients": clients, "next": page.after})


@operation(router, "GET", "/clients/{uuid:client}", "client.read", {200: schemas.Client}, tag=TAG)
def get_client(client: UUID) -> HttpResponse:
    """What a list shows of one client."""
    decision = calling().require(client)
    card = ClientCard.objects.filter(pk=client).first()
    if card is None:
        raise UnknownClientError("no such client")
    return answer(client_card(card, counting.waiting({client: decision}).get(client)))


def client_card(card: ClientCard, within: Waiting | None) -> dict[str, Any]:
    """A client as a list shows it; never the BSN.

    `within` counts what waits for a caller who sees some areas only; what would tell of the other areas is then null.
    """
    limited = within is not None
    waiting = within or Waiting(card.open_count, card.overdue_count, card.undetermined_count, card.first_due)
    return {
        "client": str(card.chain_id),
        "number": card.number,
        "name": card.name,
        "birth_date": card.birth_date,
        "postcode": card.postcode,
        "city": card.city,
        "municipality": card.municipality,
        "deceased": card.deceased,
        "conditions": card.conditions,
        "status": card.status,
        "open": waiting.open,
        "overdue": waiting.overdue,
        "undetermined": waiting.undetermined,
        "findings": None if limited else card.finding_count,
        "first_due": waiting.first_due,
        "next_change": None if limited else card.next_change,
        "as_of": card.as_of,
        "length": None if limited else card.seq,
    }


def following(cursor: UUID | None) -> Q:
    """Those who come after the client of the cursor in the order of names."""
    if cursor is None:
        return Q()
    name = ClientCard.objects.filter(calling().visible(), pk=cursor).values_list("name", flat=True).first()
    if name is None:
        raise problems.not_fitting([("cursor", "`next` of the page before")])
    return Q(name__gt=name) | Q(name=name, chain_id__gt=cursor)
