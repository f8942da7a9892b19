"""Free text beside the ledger that can tell of a client, under the client's key, so that it goes with the dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nakomen.record.crypto import KeyDestroyedError
from nakomen.record.crypto.box import decrypt, encrypt, subkey
from nakomen.record.keys import key_store
from nakomen.record.tenancy import current

if TYPE_CHECKING:
    from uuid import UUID


def seal(client: UUID | None, about: bytes, text: str) -> bytes:
    """The text, encrypted under the client's key, or (None) the organisation's; `about` is bound to it, not in it."""
    if not text:
        return b""
    if client is None:
        return key_store().wrap(current(), text.encode(), about)
    return encrypt(subkey(_key(client), about), text.encode(), about)


def unseal(client: UUID | None, about: bytes, sealed: bytes) -> str:
    """What was sealed; empty where the client's dossier was destroyed. Raises BoxError, KeyMissingError."""
    if not sealed:
        return ""
    if client is None:
        return key_store().unwrap(current(), sealed, about).decode()
    try:
        return decrypt(subkey(_key(client), about), sealed, about).decode()
    except KeyDestroyedError:
        return ""


def _key(client: UUID) -> bytes:
    return key_store().client_keys(current(), client).of("dossier")
