"""Clients and acts, as they are sent and answered."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints, WithJsonSchema

from nakomen.web.api.schemas.forms import SUBMITTED, Day, Given, Line, Status, Told


class Client(Told):
    """What a list shows of a client; null is what a caller who sees some areas only cannot be told."""

    client: UUID
    number: str
    name: str
    birth_date: date | None
    postcode: str
    city: str
    municipality: str
    deceased: bool
    conditions: str
    status: Status
    open: int
    overdue: int
    undetermined: int
    findings: int | None
    first_due: date | None
    next_change: date | None
    as_of: date
    length: int | None


class Clients(Told):
    """A page of clients; `next` is the cursor of the page after it."""

    clients: list[Client]
    next: str | None


class Found(Told):
    """A client that was searched for."""

    client: UUID
    number: str
    name: str
    birth_date: date | None
    postcode: str
    city: str
    status: Status
    deceased: bool
    overdue: int


class FoundClients(Told):
    """A page of clients that fit."""

    clients: list[Found]
    next: str | None


class Search(Given):
    """What is looked for; everything given must fit."""

    name: Line | None = None
    birth_date: Day | None = None
    bsn: Annotated[str, StringConstraints(min_length=8, max_length=12, pattern=r"^[0-9. ]+$")] | None = None
    postcode: Annotated[str, StringConstraints(min_length=4, max_length=7, pattern=r"^[0-9A-Za-z ]+$")] | None = None
    number: Line | None = Field(None, description="The client's number at the provider.")
    limit: int = Field(50, ge=1, le=200, strict=True)
    cursor: UUID | None = None


def _act_schema() -> dict[str, Any]:
    """An act in the names of the case file; its further fields are those of its kind."""
    return {
        "type": "object",
        "description": "An act as in a case file; each kind has its own fields, told in the reference of acts.",
        "required": ["kind", "on"],
        "properties": {
            "kind": {"type": "string", "pattern": r"^[a-z_]+\.[a-z_]+$"},
            "on": {"type": "string", "description": "A date, or a date-time with its offset."},
            "id": {"type": "string", "description": "Its name among the client's acts; given where absent."},
        },
        "additionalProperties": True,
    }


GivenAct = Annotated[dict[str, Any], WithJsonSchema(_act_schema())]


class Registration(Given):
    """The first acts of a new client; the very first is `client.registered`."""

    number: Annotated[str, StringConstraints(max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    acts: list[GivenAct] = Field(min_length=1, max_length=SUBMITTED)


class Acts(Given):
    """Acts of one client, recorded all or none."""

    acts: list[GivenAct] = Field(min_length=1, max_length=SUBMITTED)


class ActsOf(Given):
    """Acts of one of several clients."""

    client: UUID
    acts: list[GivenAct] = Field(min_length=1, max_length=SUBMITTED)


class Bulk(Given):
    """Acts of several clients, recorded all or none; each client once, at most 1,000 acts together."""

    items: list[ActsOf] = Field(min_length=1, max_length=SUBMITTED)


class Recorded(Told):
    """What was recorded: the acts' ids, the place of the first in the client's chain, and the new tip of the chain."""

    client: UUID
    ids: list[str]
    first_seq: int
    length: int
    tip: str


class RecordedMany(Told):
    """What was recorded, for each client in the order of the request."""

    items: list[Recorded]


class StoredAct(Told):
    """An act with its place in the client's chain, when it was entered and by whom."""

    seq: int
    entered: str
    actor: str
    act: dict[str, Any]


class StoredActs(Told):
    """A page of acts; `next` is the cursor of the page after it."""

    acts: list[StoredAct]
    next: str | None
