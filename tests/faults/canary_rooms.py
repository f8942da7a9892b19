"""Where an installation keeps things: its tables row by row, and its files byte by byte."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from django.apps import apps
from django.db import connection

from nakomen.record import guards, tenancy
from tests.conftest import OwnDatabase
from tests.faults import canary


def tables() -> list[str]:
    """Every table of the database."""
    with connection.cursor() as cursor:
        return connection.introspection.table_names(cursor)


def sorts_by_table(organisation: UUID) -> dict[str, set[str]]:
    """The sorts of markers in each table: rows of this organisation, or all of a table that belongs to none."""
    owned = {model._meta.db_table for model in guards.owned(apps)} - {"record_organisation"}
    found = {}
    with tenancy.within(organisation), connection.cursor() as cursor:
        for table in tables():
            wanted = organisation if connection.vendor == "postgresql" else organisation.hex
            where = f" WHERE organisation_id = '{wanted}'" if table in owned else ""
            cursor.execute(f'SELECT * FROM "{table}"{where}')
            found[table] = canary.found(b"\n".join(_written(row) for row in cursor.fetchall()))
    return {table: sorts for table, sorts in found.items() if sorts}


def _written(row: tuple[Any, ...]) -> bytes:
    return b"\x1f".join(bytes(each) if isinstance(each, bytes | memoryview) else str(each).encode() for each in row)


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of a folder by its path there, which could tell something too."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        yield name, name.encode() + b"\n" + (path.read_bytes() if path.is_file() else b"")


@contextlib.contextmanager
def refusing_cards(own: OwnDatabase) -> Iterator[None]:
    """For a while the database refuses read copies, in words that hold what it refused."""
    if own.owner_url:
        # Beside its message this server tells which row it refused, with every value in it.
        made = "ALTER TABLE record_clientcard ADD CONSTRAINT canary CHECK (city = '') NOT VALID"
        gone = "ALTER TABLE record_clientcard DROP CONSTRAINT canary"
    else:
        # The words stand in the file of the database for a while, so they hold what may be read there.
        words = f"{canary.CLIENT['name']} {canary.CLIENT['birth_date']} {canary.CLIENT['number']}"
        made = f"CREATE TRIGGER canary BEFORE INSERT ON record_clientcard BEGIN SELECT RAISE(ABORT, '{words}'); END"
        gone = "DROP TRIGGER canary"
    _as_owner(own, made)
    try:
        yield
    finally:
        _as_owner(own, gone)


@contextlib.contextmanager
def without_table(own: OwnDatabase, table: str) -> Iterator[None]:
    """For a while a table is not there."""
    _as_owner(own, f"ALTER TABLE {table} RENAME TO {table}_gone")
    try:
        yield
    finally:
        _as_owner(own, f"ALTER TABLE {table}_gone RENAME TO {table}")


def _as_owner(own: OwnDatabase, statement: str) -> None:
    if own.owner_url:
        with psycopg.connect(own.owner_url, autocommit=True) as server:
            server.execute(statement.encode())
        return
    with contextlib.closing(sqlite3.connect(own.home / "record.sqlite3", timeout=30)) as database:
        database.execute(statement)
        database.commit()


@contextlib.contextmanager
def damaged_keys(home: Path, client: UUID) -> Iterator[None]:
    """For a while the keys of a client cannot be read."""
    with contextlib.closing(sqlite3.connect(home / "keys" / "keys.sqlite3", timeout=30)) as keys:
        kept = keys.execute("SELECT purpose, wrapped FROM keys WHERE owner = ?", (client.bytes,)).fetchall()
        assert kept
        keys.execute("UPDATE keys SET wrapped = zeroblob(60) WHERE owner = ?", (client.bytes,))
        keys.commit()
        try:
            yield
        finally:
            for purpose, wrapped in kept:
                change = "UPDATE keys SET wrapped = ? WHERE owner = ? AND purpose = ?"
                keys.execute(change, (wrapped, client.bytes, purpose))
            keys.commit()
