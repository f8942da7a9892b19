"""Bulk import, as another system's histories are brought in; beside it the same rows put into bare tables."""

from __future__ import annotations

import time
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.utils import timezone

from bench.record import world
from nakomen.commands import opening
from nakomen.law.clock import local_day
from nakomen.record import checkpoints, database, tenancy
from nakomen.record.importing import import_clients
from nakomen.record.models import ClientCard

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

CHUNK = 1000
"""Clients in one transaction: an import that was broken off goes on from there."""
TABLES = (
    "record_chain", "record_entry", "record_payload", "record_clientcard", "record_dutycopy", "record_balancecopy",
    "record_searchword", "record_carerelation", "record_occasion", "record_accessentry",
)  # fmt: skip
"""Where the rows of an import go."""
ROWS_AT_ONCE = 500


def load(count: int, acts: int, part: int, parts: int) -> dict[str, Any]:
    """Import the clients that are not there yet, every so many chunks; how many acts, and in how many seconds."""
    opening.opened()
    organisation = world.organisation()
    now = timezone.now()
    spent, imported = 0.0, 0
    for place, chunk in enumerate(world.chunks(local_day(now), count, acts, CHUNK)):
        if place % parts != part:
            continue
        with tenancy.within(organisation):
            if ClientCard.objects.filter(number=chunk[-1].number, organisation_id=organisation).exists():
                continue
        begun = time.perf_counter()
        with tenancy.within(organisation):
            import_clients(chunk, actor=world.KEEPER, now=now - timedelta(minutes=1))
        spent += time.perf_counter() - begun
        imported += sum(len(each.acts) for each in chunk)
    return {"acts": imported, "seconds": round(spent, 2)}


def finish() -> dict[str, Any]:
    """What a database does by itself in quiet hours (its statistics), and the checkpoint of all that was loaded."""
    opening.opened()
    with database.as_owner(), connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    organisation = world.organisation()
    begun = time.perf_counter()
    with tenancy.within(organisation):
        made = checkpoints.make(timezone.now())
        counts = {"clients": ClientCard.objects.count(), "acts": sum(ClientCard.objects.values_list("seq", flat=True))}
    spent = time.perf_counter() - begun
    leaves = {"leaves": made.size, "seconds": round(spent, 2)} if made else {}
    return {**counts, "checkpoint": leaves, "database_mb": round(world.database_bytes() / 2**20)}


# --- the limit ------------------------------------------------------------------------------------------------------


def bare_insert(clients: int) -> dict[str, Any]:
    """The rows of so many clients, put into bare tables: the same columns and indexes, no guards, no references.

    A transaction for as many clients as one import keeps at once, several hundred rows to a statement.
    """
    opening.opened()
    organisation = world.organisation()
    with tenancy.within(organisation):
        chosen = list(ClientCard.objects.order_by("chain_id").values_list("chain_id", flat=True)[:clients])
        batches = [rows_of(chosen[start : start + 100]) for start in range(0, len(chosen), 100)]
    spent = 0.0
    with bare_tables():
        for batch in batches:
            begun = time.perf_counter()
            with transaction.atomic():
                for table, rows in batch.items():
                    insert(table, rows)
            spent += time.perf_counter() - begun
    entries = sum(len(batch["record_entry"]) for batch in batches)
    put = sum(len(each) for batch in batches for each in batch.values())
    return {"acts": entries, "rows": put, "seconds": round(spent, 3)}


def rows_of(clients: Sequence[UUID]) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of these clients, by table."""
    ids = [client if connection.features.has_native_uuid_field else client.hex for client in clients]
    marks = ", ".join(["%s"] * len(ids))
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            field = "id" if table == "record_chain" else "chain_id"
            cursor.execute(f"SELECT * FROM {table} WHERE {field} IN ({marks})", ids)  # noqa: S608 - names of our own tables
            found[table] = [tuple(_value(each) for each in row) for row in cursor.fetchall()]
    return found


def _value(value: Any) -> Any:
    """A value as it can be given back to the database."""
    return bytes(value) if isinstance(value, memoryview) else value


@contextmanager
def bare_tables() -> Iterator[None]:
    """Tables like those of the record, made by their owner and gone afterwards."""
    with database.as_owner(), connection.cursor() as cursor:
        for statement in _statements(cursor):
            cursor.execute(statement)
    try:
        yield
    finally:
        with database.as_owner(), connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"DROP TABLE bare_{table}")


def _statements(cursor: Any) -> Iterator[str]:
    if connection.vendor == "postgresql":
        for table in TABLES:
            yield f"CREATE TABLE bare_{table} (LIKE {table} INCLUDING INDEXES INCLUDING DEFAULTS)"
            yield f"GRANT INSERT ON bare_{table} TO PUBLIC"
        return
    cursor.execute("SELECT tbl_name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL")
    kept = [(table, sql) for table, sql in cursor.fetchall() if table in TABLES]
    for table, sql in kept:
        if sql.startswith("CREATE TABLE"):
            yield f"CREATE TABLE bare_{table} AS SELECT * FROM {table} WHERE 0"  # noqa: S608 - names of our own tables
            yield f"CREATE UNIQUE INDEX bare_{table}_key ON bare_{table} ({_key(cursor, table)})"
    for table, sql in kept:
        if not sql.startswith("CREATE TABLE"):
            yield sql.replace(f'ON "{table}"', f'ON "bare_{table}"').replace('INDEX "', 'INDEX "bare_', 1)


def _key(cursor: Any, table: str) -> str:
    """The columns of the primary key, on SQLite."""
    cursor.execute(f"SELECT name FROM pragma_table_info('{table}') WHERE pk > 0 ORDER BY pk")  # noqa: S608 - as above
    return ", ".join(name for (name,) in cursor.fetchall())


def columns(table: str) -> list[str]:
    """The columns of a table, in their order."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE 1 = 0")  # noqa: S608 - as above
        return [each[0] for each in cursor.description]


def insert(table: str, rows: list[tuple[Any, ...]]) -> None:
    """Put rows into the bare table, several hundred to a statement."""
    with connection.cursor() as cursor:
        for start in range(0, len(rows), ROWS_AT_ONCE):
            some = rows[start : start + ROWS_AT_ONCE]
            marks = ", ".join(["(" + ", ".join(["%s"] * len(some[0])) + ")"] * len(some))
            cursor.execute(f"INSERT INTO bare_{table} VALUES {marks}", [value for row in some for value in row])  # noqa: S608 - as above
