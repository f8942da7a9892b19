"""Webhooks: telling other systems that a standing changed, signed, and again with the same id until they heard it.

A message names the client by its random id and says that something changed, never what: who may know asks the API.
Signed by the rules of Standard Webhooks, so that any receiver's library can verify it.
"""

from __future__ import annotations

import base64
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal
from uuid import uuid4

from django.conf import settings
from django.db.models import F, Q

from nakomen.record import access, posting
from nakomen.record.keys import key_store
from nakomen.record.models import Chain, Delivery, Organisation, Webhook
from nakomen.record.tenancy import current, within

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from nakomen.record.actors import Actor

CHANGED = "standing.changed"
WAITS = tuple(timedelta(seconds=seconds) for seconds in (0, 30, 300, 1800, 7200, 28800, 86400))
"""How long after a try that failed the next one comes; the first try comes at once. After the last it is dead."""
MOST = 20
"""So many webhooks an organisation can have at a time: each change is told to every one of them."""
LEASE = timedelta(minutes=2)
"""For so long a delivery belongs to the worker that claimed it; far longer than a try can take."""
_SHOWN = "whsec_"  # how Standard Webhooks writes a secret


class WebhookError(ValueError):
    """A webhook that cannot be: `place` is wrong (`url`, or `webhooks`: there are too many), `expected` says how."""

    def __init__(self, place: str, expected: str) -> None:
        self.place, self.expected = place, expected
        super().__init__(f"{place}: expected {expected}")


@dataclass(frozen=True, slots=True)
class Tried:
    """How one try of a delivery went; `next_at` is the moment of the next one, None where there is none."""

    state: Literal["waiting", "delivered", "dead", "not_due"]
    next_at: datetime | None = None


# --- which systems want to hear -------------------------------------------------------------------------------------


def make(
    url: str, *, actor: Actor, now: datetime, token: UUID | None = None, webhook: UUID | None = None
) -> tuple[Webhook, str]:
    """A webhook with its secret, which is told this once. `webhook` is its id where the caller has chosen one.

    Raises WebhookError, access.RefusedError.
    """
    access.require(actor, "webhook.manage", None, now, event="C", subject="webhook")
    try:
        posting.check(url, loopback=settings.WEBHOOKS_TO_LOOPBACK)
    except posting.AddressError as error:
        raise WebhookError("url", str(error)) from None
    _check_room()
    secret, chosen = secrets.token_bytes(32), webhook or uuid4()
    made = Webhook.objects.create(
        id=chosen,
        organisation_id=current(),
        url=url,
        secret=key_store().wrap(current(), secret, _about(chosen)),
        token_id=token,
        created_at=now,
    )
    return made, _shown(secret)


def _check_room() -> None:
    """Raise WebhookError where the organisation has as many webhooks as it can have."""
    Organisation.objects.select_for_update().get(pk=current())  # of two at once the other waits, and is counted
    if Webhook.objects.filter(stopped_at=None).count() >= MOST:
        raise WebhookError("webhooks", f"at most {MOST} at a time; stop one that is no longer needed")


def secret_of(webhook: Webhook) -> str:
    """The secret once more, for the same request that made the webhook."""
    return _shown(_opened(webhook))


def stop(webhook: UUID, *, actor: Actor, now: datetime) -> None:
    """Send nothing more to a webhook, nor what still waits. Raises Webhook.DoesNotExist, access.RefusedError."""
    access.require(actor, "webhook.manage", None, now, event="D", subject=f"webhook {webhook}")
    found: Webhook = Webhook.objects.get(pk=webhook, stopped_at=None)
    found.stopped_at = now
    found.save(update_fields=["stopped_at"])
    Delivery.objects.filter(webhook=found, state="waiting").update(state="dead", next_at=None, last_error="stopped")


def entries() -> list[Webhook]:
    """The webhooks of the current organisation that run, the oldest first."""
    return list(Webhook.objects.filter(stopped_at=None).order_by("created_at", "id"))


def deliveries(webhook: UUID, after: UUID | None = None) -> QuerySet[Delivery]:
    """The messages to a webhook, the newest first; those that come after one of them where that is named."""
    rows: QuerySet[Delivery] = Delivery.objects.filter(webhook_id=webhook).order_by("-made_at", "id")
    if after is None:
        return rows
    moment = rows.filter(pk=after).values_list("made_at", flat=True).first()
    if moment is None:
        return rows.none()
    return rows.filter(Q(made_at__lt=moment) | Q(made_at=moment, pk__gt=after))


# --- what is sent ---------------------------------------------------------------------------------------------------


def note(client: UUID, now: datetime) -> int:
    """Make a message to each webhook that this client's standing changed; how many. Part of the change's transaction.

    What is sent goes out once the transaction has been committed.
    """
    hooks = list(Webhook.objects.filter(stopped_at=None).values_list("pk", flat=True))
    if not hooks:
        return 0
    length = Chain.objects.values_list("length", flat=True).get(pk=client)
    made = [
        Delivery(
            organisation_id=current(),
            webhook_id=hook,
            chain_id=client,
            event=CHANGED,
            length=length,
            made_at=now,
            next_at=now + WAITS[0],
        )
        for hook in hooks
    ]
    Delivery.objects.bulk_create(made)
    from nakomen.record import tasks  # which imports this module

    for delivery in made:
        tasks.enqueue_after_commit(tasks.deliver_webhook, organisation=str(current()), delivery=str(delivery.pk))
    return len(made)


def deliver(organisation: UUID, delivery: UUID, now: datetime) -> Tried:
    """Try once to deliver a message; the caller comes back at `next_at`. Runs outside a transaction of its own.

    Of several workers one claims the try; for the others it is not due. A try that a worker did not survive is due
    again when its claim has run out, with the same id, so that the receiver can tell that it heard it before.
    """
    with within(organisation):
        due = Q(next_at=None) | Q(next_at__lte=now)
        claimed = Delivery.objects.filter(due, pk=delivery, state="waiting").update(
            next_at=now + LEASE, attempts=F("attempts") + 1
        )
        found: Delivery | None = Delivery.objects.select_related("webhook").filter(pk=delivery).first()
        if found is None or not claimed:
            waits = found is not None and found.state == "waiting"
            return Tried("not_due", found.next_at if found is not None and waits else None)
        url, body = found.webhook.url, body_of(found)
        secret = _opened(found.webhook)
    sent = posting.post(url, body, signed(secret, str(delivery), now, body), loopback=settings.WEBHOOKS_TO_LOOPBACK)
    with within(organisation):
        return _settle(found, sent, now)


def body_of(delivery: Delivery) -> bytes:
    """What is sent: the same bytes in every try."""
    told = {
        "id": str(delivery.pk),
        "event": delivery.event,
        "client": str(delivery.chain_id),
        "at": delivery.made_at.isoformat(),
        "length": delivery.length,
    }
    return json.dumps(told, separators=(",", ":")).encode()


def signed(secret: bytes, message: str, now: datetime, body: bytes) -> dict[str, str]:
    """The headers that sign a message (Standard Webhooks 1.0, HMAC-SHA256)."""
    stamp = str(int(now.timestamp()))
    mac = hmac.digest(secret, f"{message}.{stamp}.".encode() + body, "sha256")
    return {
        "webhook-id": message,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{base64.b64encode(mac).decode()}",
    }


def _settle(delivery: Delivery, sent: posting.Sent, now: datetime) -> Tried:
    """Write down how a try went, unless the webhook was stopped in the meantime."""
    if sent.heard:
        tried = Tried("delivered")
    elif delivery.attempts < len(WAITS):
        tried = Tried("waiting", now + WAITS[delivery.attempts])
    else:
        tried = Tried("dead")
    Delivery.objects.filter(pk=delivery.pk, state="waiting").update(
        state=tried.state, next_at=tried.next_at, last_status=sent.status, last_error=sent.error
    )
    return tried


def _about(webhook: UUID) -> bytes:
    return b"webhook\0" + webhook.bytes


def _opened(webhook: Webhook) -> bytes:
    return key_store().unwrap(current(), bytes(webhook.secret), _about(webhook.pk))


def _shown(secret: bytes) -> str:
    return _SHOWN + base64.b64encode(secret).decode()
