"""A client's chain: headers that hold nothing personal, and beside each the encrypted payload that it commits to."""

from __future__ import annotations

import hashlib
import hmac
import os
from dataclasses import dataclass
from struct import Struct
from typing import TYPE_CHECKING, Final, Literal

from nakomen.record.crypto.box import BoxError, decrypt, encrypt, subkey

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

type Purpose = Literal["dossier", "finance"]

ALGORITHM: Final = "act/1"
GENESIS: Final = bytes(32)
"""What the first entry of a chain names as its previous tip."""

_DOMAIN = ALGORITHM.encode("ascii")
_R_BYTES = 32
_HASH_BYTES = 32
# Every field behind its length in four bytes. One pack costs a fraction of joining the parts, and runs for each act.
_HEADER = Struct(">I16sI16sIQI32sI32sI")
_PLACE = Struct(">I5sI16sI16sIQI")


class BrokenEntryError(Exception):
    """An entry is not what was written. `reason` says in what way, the message also where."""

    def __init__(self, header: Header, reason: str) -> None:
        super().__init__(f"entry {header.seq} of chain {header.chain}: {reason}")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Header:
    """What is chained of an entry: where it stands (`seq` counts from 1), the previous tip, and the commitment.

    Raises ValueError for a sequence below 1 or a hash that is not 32 bytes.
    """

    organisation: UUID
    chain: UUID
    seq: int
    prev: bytes
    commit: bytes
    algorithm: str = ALGORITHM

    def __post_init__(self) -> None:
        if self.seq < 1:
            raise ValueError("the sequence of an entry: expected 1 or more")
        if len(self.prev) != _HASH_BYTES or len(self.commit) != _HASH_BYTES:
            raise ValueError("previous tip and commitment of an entry: expected 32 bytes each")


def header_bytes(header: Header) -> bytes:
    """The fields of the header in order, each behind its length in four bytes; the sequence as eight bytes."""
    algorithm = header.algorithm.encode()
    return (
        _HEADER.pack(
            16,
            header.organisation.bytes,
            16,
            header.chain.bytes,
            8,
            header.seq,
            32,
            header.prev,
            32,
            header.commit,
            len(algorithm),
        )
        + algorithm
    )


def tip(header: Header) -> bytes:
    """The tip of the chain after this entry: 32 bytes that stand for it and for all before it."""
    return hashlib.sha256(_DOMAIN + header_bytes(header)).digest()


def commitment(r: bytes, payload: bytes) -> bytes:
    """32 bytes that bind to the payload and tell nothing about it, as long as the 32 random bytes `r` are not known."""
    return hmac.digest(r, payload, "sha256")


def seal_entry(
    client_key: bytes,
    organisation: UUID,
    chain: UUID,
    seq: int,
    prev: bytes,
    purpose: Purpose,
    payload: bytes,
    *,
    chance: Callable[[int], bytes] = os.urandom,
) -> tuple[Header, bytes, bytes]:
    """A new entry: its header, its tip and its ciphertext. `chance` gives as many random bytes as it is asked for."""
    r = chance(_R_BYTES)
    header = Header(organisation, chain, seq, prev, commitment(r, payload))
    place = _place(header, purpose)
    return header, tip(header), encrypt(subkey(client_key, place), r + payload, place, chance=chance)


def open_entry(client_key: bytes, header: Header, purpose: Purpose, ciphertext: bytes) -> bytes:
    """The payload of an entry.

    Raises BrokenEntryError when the ciphertext does not open with this key in this place, or holds another payload than
    the header commits to. Whether the header itself is the one that was written, `tip` and the next entry tell.
    """
    if header.algorithm != ALGORITHM:
        raise BrokenEntryError(header, f"expected the algorithm {ALGORITHM}")
    place = _place(header, purpose)
    try:
        opened = decrypt(subkey(client_key, place), ciphertext, place)
    except BoxError as error:
        raise BrokenEntryError(header, "the ciphertext does not open with this key in this place") from error
    payload = opened[_R_BYTES:]
    if commitment(opened[:_R_BYTES], payload) != header.commit:
        raise BrokenEntryError(header, "the payload is not the one that the header commits to")
    return payload


def _place(header: Header, purpose: Purpose) -> bytes:
    """Where an entry stands and for what it is kept: bound to its key and to its ciphertext."""
    name = purpose.encode("ascii")
    place = _PLACE.pack(5, _DOMAIN, 16, header.organisation.bytes, 16, header.chain.bytes, 8, header.seq, len(name))
    return place + name
