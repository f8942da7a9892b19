"""Webhooks: which systems hear that a standing changed, and how far each message got."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from nakomen.norms.answers import instant
from nakomen.record import webhooks
from nakomen.record.models import Delivery, Webhook
from nakomen.web.api import problems, schemas
from nakomen.web.api.calling import answer, calling, nothing
from nakomen.web.api.idempotency import once, replayed
from nakomen.web.api.paging import Paged
from nakomen.web.api.routing import IdempotencyKey, operation

router = Router()
TAG = "webhooks"


class ListOfDeliveries(Paged):
    """Which page of deliveries to show."""

    cursor: UUID | None = Field(None, description="`next` of the page before.")


@operation(router, "GET", "/webhooks", "webhook.manage", {200: schemas.Webhooks}, tag=TAG)
def list_webhooks() -> HttpResponse:
    """The webhooks of the organisation."""
    calling().require(subject="webhooks")
    return answer({"webhooks": [_webhook(each) for each in webhooks.entries()]})


@operation(router, "POST", "/webhooks", "webhook.manage", {200: schemas.WebhookMade, 201: schemas.WebhookMade}, tag=TAG)
def make_webhook(key: IdempotencyKey, body: schemas.WebhookGiven) -> HttpResponse:
    """Have an https address told that standings changed.

    The answer holds the secret by which messages are signed (Standard Webhooks); it is not shown again.
    """
    call = calling()
    chosen, _, again = once(call, key, body.url)
    if again:
        call.require(subject="webhook")
        made = Webhook.objects.filter(pk=chosen).first()
        if made is None:
            raise problems.not_found()
        secret = webhooks.secret_of(made)
    else:
        try:
            made, secret = webhooks.make(body.url, actor=call.actor, now=call.now, token=call.token, webhook=chosen)
        except webhooks.WebhookError as error:
            raise problems.not_fitting([(error.place, error.expected)]) from None
    return answer({**_webhook(made), "secret": secret}, 200 if again else 201, replayed(again=again))


@operation(router, "DELETE", "/webhooks/{uuid:webhook}", "webhook.manage", {204: None}, tag=TAG)
def stop_webhook(webhook: UUID) -> HttpResponse:
    """Send nothing more to a webhook, nor what still waits."""
    call = calling()
    try:
        webhooks.stop(webhook, actor=call.actor, now=call.now)
    except Webhook.DoesNotExist:
        raise problems.not_found() from None
    return nothing()


@operation(router, "GET", "/webhooks/{uuid:webhook}/deliveries", "webhook.manage", {200: schemas.Deliveries}, tag=TAG)
def list_deliveries(webhook: UUID, asked: Query[ListOfDeliveries]) -> HttpResponse:
    """The messages to a webhook, the newest first, and how far each got."""
    calling().require(subject=f"webhook {webhook}")
    if not Webhook.objects.filter(pk=webhook).exists():
        raise problems.not_found()
    rows = list(webhooks.deliveries(webhook, asked.cursor)[: asked.limit + 1])
    shown = rows[: asked.limit]
    cursor = str(shown[-1].pk) if len(rows) > asked.limit else None
    return answer({"deliveries": [_delivery(row) for row in shown], "next": cursor})


def _webhook(row: Webhook) -> dict[str, Any]:
    return {"id": str(row.pk), "url": row.url, "created_at": instant(row.created_at)}


def _delivery(row: Delivery) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "event": row.event,
        "client": str(row.chain_id),
        "made_at": instant(row.made_at),
        "state": row.state,
        "attempts": row.attempts,
        "next_at": instant(row.next_at),
        "last_status": row.last_status,
        "last_error": row.last_error,
    }
