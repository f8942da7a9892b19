"""Keys as rows of the store's database: read, made, and wrapped anew, many at a time."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from itertools import batched
from typing import TYPE_CHECKING, Any, Final, Literal, get_args
from uuid import UUID

from nakomen.record.crypto.box import KEY_BYTES
from nakomen.record.crypto.chain import Purpose
from nakomen.record.crypto.errors import KeyDestroyedError, KeyMissingError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from nakomen.record.crypto.key_ring import Ring

type OwnPurpose = Literal["signing", "index", "access", "secrets"]
type Row = tuple[bytes, str, int, bytes]
"""Owner, purpose, epoch, wrapped key."""

PURPOSES: Final[tuple[Purpose, ...]] = get_args(Purpose.__value__)
OWN_PURPOSES: Final[tuple[OwnPurpose, ...]] = get_args(OwnPurpose.__value__)
_PARAMETERS = 1000


@dataclass(frozen=True, slots=True)
class ClientKeys:
    """The keys of one client, 32 bytes each; None for one that was destroyed."""

    dossier: bytes | None = field(repr=False)
    finance: bytes | None = field(repr=False)

    def of(self, purpose: Purpose) -> bytes:
        """The key for a purpose. Raises KeyDestroyedError when it was destroyed."""
        key = self.dossier if purpose == "dossier" else self.finance
        if key is None:
            raise KeyDestroyedError(f"the {purpose} key of this client was destroyed")
        return key


@dataclass(frozen=True, slots=True)
class Tombstone:
    """That a client's key for a purpose was destroyed, and when."""

    chain: UUID
    purpose: Purpose
    destroyed_at: datetime


def stored_keys(
    db: sqlite3.Connection, ring: Ring, organisation: UUID, chains: Sequence[UUID]
) -> dict[UUID, ClientKeys]:
    """The keys of these chains; a chain that never had any is left out.

    Raises KeyMissingError when a key does not open, or is gone and was never destroyed.
    """
    found: dict[UUID, dict[str, bytes | None]] = {}
    for chain, purpose in destroyed_keys(db, organisation, chains):
        found.setdefault(chain, {})[purpose] = None
    select = "SELECT owner, purpose, epoch, wrapped FROM keys WHERE organisation = ? AND owner IN"
    for owner, purpose, epoch, wrapped in _about(db, select, organisation, chains):
        chain = UUID(bytes=owner)
        found.setdefault(chain, {})[purpose] = ring.unwrap(chain, purpose, epoch, wrapped)
    return {chain: _both(chain, keys) for chain, keys in found.items()}


def destroyed_keys(db: sqlite3.Connection, organisation: UUID, chains: Sequence[UUID]) -> list[tuple[UUID, str]]:
    """Chain and purpose of each key of these chains that was destroyed."""
    select = "SELECT chain, purpose FROM tombstones WHERE organisation = ? AND chain IN"
    return [(UUID(bytes=chain), purpose) for chain, purpose in _about(db, select, organisation, chains)]


def insert_keys(
    db: sqlite3.Connection, ring: Ring, organisation: UUID, places: Sequence[tuple[UUID, str]]
) -> dict[tuple[UUID, str], bytes]:
    """Makes a random key for each owner and purpose, under the newest epoch."""
    made = {place: os.urandom(KEY_BYTES) for place in places}
    db.executemany(
        "INSERT INTO keys (organisation, owner, purpose, epoch, wrapped) VALUES (?, ?, ?, ?, ?)",
        (
            (organisation.bytes, owner.bytes, purpose, ring.newest, ring.wrap(owner, purpose, key))
            for (owner, purpose), key in made.items()
        ),
    )
    return made


def behind(db: sqlite3.Connection, organisation: UUID, newest: int, limit: int) -> list[Row]:
    """At most so many keys that are wrapped under an epoch before the newest."""
    rows: list[Row] = db.execute(
        "SELECT owner, purpose, epoch, wrapped FROM keys WHERE organisation = ? AND epoch < ? LIMIT ?",
        (organisation.bytes, newest, limit),
    ).fetchall()
    return rows


def rewrap(db: sqlite3.Connection, ring: Ring, organisation: UUID, rows: Sequence[Row]) -> None:
    """Wraps these keys under the newest epoch. Raises KeyMissingError when one does not open."""
    anew = []
    for owner, purpose, epoch, wrapped in rows:
        whose = UUID(bytes=owner)
        again = ring.wrap(whose, purpose, ring.unwrap(whose, purpose, epoch, wrapped))
        anew.append((ring.newest, again, organisation.bytes, owner, purpose))
    db.executemany("UPDATE keys SET epoch = ?, wrapped = ? WHERE organisation = ? AND owner = ? AND purpose = ?", anew)


def droppable(db: sqlite3.Connection, organisation: UUID, before: str) -> list[int]:
    """The epochs that another followed before that moment and under which nothing is wrapped any more."""
    rows = db.execute(
        "SELECT epoch FROM epochs AS old WHERE organisation = ?1 AND dropped_at IS NULL"
        " AND EXISTS (SELECT 1 FROM epochs WHERE organisation = ?1 AND epoch > old.epoch AND created_at < ?2)"
        " AND NOT EXISTS (SELECT 1 FROM keys WHERE organisation = ?1 AND epoch = old.epoch) ORDER BY epoch",
        (organisation.bytes, before),
    )
    return [epoch for (epoch,) in rows]


def began(db: sqlite3.Connection, organisation: UUID) -> str:
    """The moment at which the newest epoch began."""
    (stamp,) = db.execute("SELECT max(created_at) FROM epochs WHERE organisation = ?", (organisation.bytes,)).fetchone()
    return str(stamp)


def alive(db: sqlite3.Connection, organisation: UUID) -> set[int]:
    """The epochs that were not dropped."""
    rows = db.execute("SELECT epoch FROM epochs WHERE organisation = ? AND dropped_at IS NULL", (organisation.bytes,))
    return {epoch for (epoch,) in rows}


def _about(
    db: sqlite3.Connection, select: str, organisation: UUID, chains: Sequence[UUID]
) -> Iterator[tuple[Any, ...]]:
    """The rows about these chains, asked for as many at a time as SQLite takes parameters."""
    for some in batched(chains, _PARAMETERS):
        marks = ", ".join("?" * len(some))
        yield from db.execute(f"{select} ({marks})", [organisation.bytes, *(chain.bytes for chain in some)]).fetchall()


def _both(chain: UUID, keys: dict[str, bytes | None]) -> ClientKeys:
    lost = [purpose for purpose in PURPOSES if purpose not in keys]
    if lost:
        raise KeyMissingError(f"chain {chain} has no {lost[0]} key in the key store")
    return ClientKeys(keys["dossier"], keys["finance"])
