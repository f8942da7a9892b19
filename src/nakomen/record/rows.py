"""The entries of several chains with their payloads, straight from the database: for whoever reads many of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.db import connection

from nakomen.record.tenancy import current

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nakomen.record.crypto import Purpose

_COLUMNS = 'e.chain_id, e.seq, e.prev, e."commit", e.tip, e.algorithm, p.purpose, p.ciphertext'


class EntryRow(NamedTuple):
    """A header with its payload, which is None where it was destroyed."""

    client: UUID
    seq: int
    prev: bytes
    commit: bytes
    tip: bytes
    algorithm: str
    purpose: Purpose | None
    ciphertext: bytes | None


def entry_rows(clients: Sequence[UUID], after: int = 0, last: int | None = None) -> dict[UUID, list[EntryRow]]:
    """The entries of these clients of the current organisation, in order; a client without any has an empty list.

    Only those after the entry `after`, up to and including `last` where that is given.
    """
    found: dict[UUID, list[EntryRow]] = {client: [] for client in clients}
    if not found:
        return found
    places = ", ".join(["%s"] * len(found))
    sql = (
        f"SELECT {_COLUMNS} FROM record_entry e"  # noqa: S608 - only columns and placeholders are put in
        " LEFT JOIN record_payload p ON p.chain_id = e.chain_id AND p.seq = e.seq"
        f" WHERE e.organisation_id = %s AND e.chain_id IN ({places})"
    )
    parameters: list[UUID | str | int] = [_sql_id(current()), *map(_sql_id, found)]
    for comparison, seq in (("> %s", after or None), ("<= %s", last)):
        if seq is not None:
            sql += f" AND e.seq {comparison}"
            parameters.append(seq)
    with _cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY e.chain_id, e.seq", parameters)
        for client, seq, prev, commit, tip, algorithm, purpose, sealed in cursor.fetchall():
            own = client if isinstance(client, UUID) else UUID(client)
            row = EntryRow(
                own, seq, bytes(prev), bytes(commit), bytes(tip), algorithm, purpose, sealed and bytes(sealed)
            )
            found[own].append(row)
    return found


def _cursor() -> Any:
    """A cursor whose answers come as bytes: Django's own on PostgreSQL gets them as text, twice as long and slow."""
    if connection.vendor != "postgresql":
        return connection.cursor()
    from psycopg import Cursor
    from psycopg.pq import Format

    connection.ensure_connection()
    cursor = Cursor(connection.connection)
    cursor.format = Format.BINARY
    return cursor


def _sql_id(value: UUID) -> UUID | str:
    return value if connection.features.has_native_uuid_field else value.hex
