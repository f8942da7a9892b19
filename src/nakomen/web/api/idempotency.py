"""A request that writes something else than acts, carried out once: the ledger does the same for acts by itself."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction

from nakomen.record.keys import key_store
from nakomen.record.ledger import KeyReusedError
from nakomen.record.models import Receipt

if TYPE_CHECKING:
    from datetime import datetime

    from nakomen.web.api.calling import Call


def once(call: Call, key: str, *told: str) -> tuple[UUID, datetime, bool]:
    """The id for what the request makes, the moment it was made, and whether it was carried out before.

    `told` is all that the request says; the same on behalf of somebody else is another request. Of two equal requests
    at once the second waits for the first, and then finds its receipt. Raises KeyReusedError where the key was used for
    another request.
    """
    body = "\0".join((call.permission, str(call.actor.staff), *told)).encode()
    key_hash, mac = _keyed(call, b"key\0" + key.encode()), _keyed(call, b"api\0" + body)
    made = UUID(bytes=_keyed(call, b"id\0" + key_hash)[:16], version=4)
    try:
        with transaction.atomic():
            Receipt(organisation_id=call.organisation, key_hash=key_hash, body_mac=mac, made_at=call.now).save(
                force_insert=True
            )
    except IntegrityError:
        found: Receipt = Receipt.objects.get(key_hash=key_hash)
        if not hmac.compare_digest(bytes(found.body_mac), mac):
            raise KeyReusedError("this idempotency key was used for another request") from None
        return made, found.made_at, True
    return made, call.now, False


def replayed(*, again: bool) -> dict[str, str]:
    """The header that tells that the request had been carried out before."""
    return {"Idempotency-Replayed": "true"} if again else {}


def _keyed(call: Call, told: bytes) -> bytes:
    return hmac.digest(key_store().access_key(call.organisation), told, "sha256")
