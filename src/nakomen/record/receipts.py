"""The same request once: who sends it again, or at the same moment, finds the receipt of the first.

Key and body are kept as keyed hashes, so that a receipt tells nothing of what was in them.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction

from nakomen.record.keys import key_store
from nakomen.record.models import Receipt
from nakomen.record.tenancy import current

if TYPE_CHECKING:
    from datetime import datetime


class KeyReusedError(ValueError):
    """An idempotency key that was used before comes with another request."""


class RacedError(Exception):
    """The same idempotency key was being used at the same moment, and the other request came first."""


def used(key: str) -> bool:
    """Whether something was carried out under this idempotency key."""
    return bool(Receipt.objects.filter(key_hash=_key_hash(key)).exists())


class Claim:
    """The idempotency key of a request, with all that the request says; without a key nothing is kept."""

    def __init__(self, key: str | None, body: bytes, now: datetime, place: bytes = b"") -> None:
        self._key, self._body, self._now, self._place = key, body, now, place

    def of(self, client: UUID, place: int) -> Claim:
        """The part of the request that is about one client, at its place in the request."""
        return Claim(self._key, self._body, self._now, b"%d\0" % place + client.bytes)

    def part(self, client: UUID, place: int) -> Receipt:
        """The receipt of a part. Raises KeyReusedError where there is none."""
        found = self.of(client, place).before()
        if found is None:
            raise KeyReusedError("this idempotency key was used for another request")
        return found

    def before(self) -> Receipt | None:
        """The receipt of the same request, carried out before. Raises KeyReusedError for another request."""
        if self._key is None:
            return None
        found: Receipt | None = Receipt.objects.filter(key_hash=self._hash()).first()
        if found is not None and not hmac.compare_digest(bytes(found.body_mac), self._mac()):
            raise KeyReusedError("this idempotency key was used for another request")
        return found

    def keep(self, client: UUID | None, first: int, count: int) -> None:
        """Keep the receipt; of two equal requests at once the second waits here for the first, and then gives up."""
        if self._key is None:
            return
        kept = Receipt(
            organisation_id=current(),
            key_hash=self._hash(),
            body_mac=self._mac(),
            chain_id=client,
            first_seq=first,
            count=count,
            made_at=self._now,
        )
        try:
            with transaction.atomic():
                kept.save(force_insert=True)
        except IntegrityError:
            raise RacedError from None

    def made(self) -> UUID:
        """The id of what this request makes: the same each time that it is sent."""
        return UUID(bytes=_keyed(b"id\0" + self._hash())[:16], version=4)

    def _hash(self) -> bytes:
        return _key_hash(self._key or "", self._place)

    def _mac(self) -> bytes:
        return _keyed(b"body\0" + self._body)


def _key_hash(key: str, place: bytes = b"") -> bytes:
    return _keyed(b"key\0" + key.encode(errors="surrogatepass") + b"\0" + place)


def _keyed(told: bytes) -> bytes:
    return hmac.digest(key_store().access_key(current()), told, "sha256")
