"""Access, the organisation and webhooks, as they are sent and answered."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from nakomen.web.api.schemas.forms import Given, Paragraph, Told


class LogEntry(Told):
    """A line of the access log (NEN 7513)."""

    id: int
    at: str
    actor: str
    roles: list[str]
    action: str
    event: str
    client: UUID | None
    subject: str
    ground: str
    ground_ref: str
    allowed: bool
    reason: str
    address: str | None
    system: str
    request: str


class Log(Told):
    """A page of the access log, the newest first."""

    entries: list[LogEntry]
    next: str | None


class Rule(Told):
    """One rule of a decision: whether it lets one through, and why."""

    role: str
    scope: str
    holds: bool
    reason: str


class DecisionTold(Told):
    """How access is decided, and every rule that was tried."""

    permission: str
    client: UUID | None
    allowed: bool
    ground: str
    reason: str
    told: str
    rules: list[Rule]


class EmergencyGiven(Given):
    """Access to a client in an emergency, with the reason."""

    client: UUID
    reason: Paragraph


class ReviewGiven(Given):
    """The review of an emergency access."""

    justified: bool = Field(strict=True)
    note: Annotated[str, StringConstraints(max_length=2000, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*$")] = ""


class Emergency(Told):
    """An access in an emergency, and its review."""

    id: UUID
    client: UUID
    by: str
    reason: str
    opened_at: str
    until: str
    reviewed_at: str | None
    reviewed_by: str | None
    justified: bool | None
    note: str


class Emergencies(Told):
    """Emergency accesses, the newest first."""

    emergencies: list[Emergency]


class Conditions(Told):
    """A version of the general conditions."""

    name: str
    published: date
    in_force_from: date | None


class OrganisationTold(Told):
    """The organisation of the token."""

    id: UUID
    slug: str
    name: str
    kvk: str
    agb: str
    conditions: list[Conditions]


class Setting(Told):
    """An open norm or a choice of the organisation, with what holds without it and the clauses that speak of it."""

    name: str
    value: Any
    default: Any
    clauses: list[str]
    judgement: bool
    fixed: bool
    nl: str
    en: str


class Settings(Told):
    """The settings of the organisation."""

    settings: list[Setting]


class WebhookGiven(Given):
    """An address that wants to hear which standings changed."""

    url: Annotated[str, StringConstraints(min_length=8, max_length=500, pattern=r"^https?://[!-~]+$")]


class WebhookTold(Told):
    """A webhook."""

    id: UUID
    url: str
    created_at: str


class WebhookMade(WebhookTold):
    """A new webhook, with the secret that signs what is sent: told this once."""

    secret: str


class Webhooks(Told):
    """The webhooks of the organisation."""

    webhooks: list[WebhookTold]


class DeliveryTold(Told):
    """One message to a webhook, and how far it got."""

    id: UUID
    event: str
    client: UUID
    made_at: str
    state: Literal["waiting", "delivered", "dead"]
    attempts: int
    next_at: str | None
    last_status: int | None
    last_error: str


class Deliveries(Told):
    """A page of deliveries, the newest first."""

    deliveries: list[DeliveryTold]
    next: str | None
