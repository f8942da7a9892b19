"""The check of a key store: whether every key that should open does, and whether only its owner can read it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from nakomen.record.crypto.errors import KeyMissingError
from nakomen.record.crypto.key_ring import Ring
from nakomen.record.crypto.key_rows import OWN_PURPOSES, PURPOSES, alive
from nakomen.record.crypto.secret_files import loose

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from nakomen.record.crypto.secret_files import SecretFiles


def problems(db: sqlite3.Connection, database: Path, files: SecretFiles, root: bytes) -> Iterator[str]:
    """What is wrong, each in a Dutch sentence that names the place."""
    for (answer,) in db.execute("PRAGMA integrity_check").fetchall():
        if answer != "ok":
            yield f"De database van de sleutels is beschadigd: {answer}."
    yield from _readable_by_others(database, files)
    for path in files.strays():
        yield f"{path} is achtergebleven en hoort er niet."
    owners = [UUID(bytes=each) for (each,) in db.execute("SELECT DISTINCT organisation FROM epochs").fetchall()]
    for organisation in owners:
        yield from _of_organisation(db, files, root, organisation)
    for organisation in sorted({owner for owner, _ in files.all_epochs()} - set(owners)):
        yield f"Er liggen geheimen van organisatie {organisation}, die niet in de database staat."


def _readable_by_others(database: Path, files: SecretFiles) -> Iterator[str]:
    for path in (files.folder, database, files.root, files.next_root, *sorted(files.epochs.rglob("*"))):
        if path.exists() and loose(path):
            yield f"{path} is toegankelijk voor anderen dan de eigenaar."


def _of_organisation(db: sqlite3.Connection, files: SecretFiles, root: bytes, organisation: UUID) -> Iterator[str]:
    ring = Ring(db, files, root, organisation)
    yield from _epochs(db, files, organisation)
    kept: dict[UUID, set[str]] = {organisation: set()}
    rows = db.execute(
        "SELECT owner, purpose, epoch, wrapped FROM keys WHERE organisation = ?", (organisation.bytes,)
    ).fetchall()
    for owner_bytes, purpose, epoch, wrapped in rows:
        owner = UUID(bytes=owner_bytes)
        kept.setdefault(owner, set()).add(purpose)
        try:
            ring.unwrap(owner, purpose, epoch, wrapped)
        except KeyMissingError:
            yield f"De sleutel {purpose} van {owner} (organisatie {organisation}, tijdvak {epoch}) is niet te openen."
    yield from _lost(db, organisation, kept)


def _epochs(db: sqlite3.Connection, files: SecretFiles, organisation: UUID) -> Iterator[str]:
    needed, here = alive(db, organisation), set(files.epochs_of(organisation))
    for epoch in sorted(needed - here):
        yield f"Het geheim van tijdvak {epoch} van organisatie {organisation} ontbreekt."
    for epoch in sorted(here - needed):
        yield f"Er ligt een geheim van tijdvak {epoch} van organisatie {organisation}, dat niet (meer) in gebruik is."


def _lost(db: sqlite3.Connection, organisation: UUID, kept: dict[UUID, set[str]]) -> Iterator[str]:
    rows = db.execute("SELECT chain, purpose FROM tombstones WHERE organisation = ?", (organisation.bytes,)).fetchall()
    destroyed = {(UUID(bytes=chain), purpose) for chain, purpose in rows}
    for owner, purposes in kept.items():
        expected = OWN_PURPOSES if owner == organisation else PURPOSES
        for purpose in expected:
            if purpose not in purposes and (owner, purpose) not in destroyed:
                yield f"De sleutel {purpose} van {owner} (organisatie {organisation}) ontbreekt."
    for owner, purpose in sorted(destroyed):
        if purpose in kept.get(owner, ()):
            yield f"De sleutel {purpose} van {owner} (organisatie {organisation}) is vernietigd, maar er is er nog een."
