"""Many rows into one table at once, without an object for each: for what is written by the dozen at every request."""

from __future__ import annotations

from itertools import batched
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import Model

ROWS_AT_ONCE = 500


def insert(
    model: type[Model], names: Sequence[str], rows: Sequence[Sequence[Any]], common: Mapping[str, Any] | None = None
) -> None:
    """Put rows into the model's table, in the running transaction.

    `names` are the fields that a row tells, in its order: of numbers, texts, bytes and ids only. `common` holds the
    fields that all rows have alike, of any type. The database fills in nothing but the number of a row.
    """
    given = common or {}
    fields = {field.attname: field for field in model._meta.concrete_fields}
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(fields[name].column)) for name in (*given, *names))
    alike = [fields[name].get_db_prep_save(value, connection) for name, value in given.items()]
    own = ", ".join(f"v.column{place}" for place in range(1, len(names) + 1))
    chosen = ", ".join([*(["%s"] * len(alike)), own])
    marks = "(" + ", ".join(["%s"] * len(names)) + ")"
    with connection.cursor() as cursor:
        for some in batched(rows, ROWS_AT_ONCE):
            values = ", ".join([marks] * len(some))
            cursor.execute(
                f"INSERT INTO {quote(model._meta.db_table)} ({columns}) SELECT {chosen} FROM (VALUES {values}) AS v",  # noqa: S608 - names of our own tables and columns
                [*alike, *(_plain(value) for row in some for value in row)],
            )


def insert_one(model: type[Model], values: Mapping[str, Any]) -> None:
    """Put one row into the model's table, in the running transaction; `values` hold every field but its number."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(fields[name].column)) for name in values)
    marks = ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})",  # noqa: S608 - names of our own table and columns
            [fields[name].get_db_prep_save(value, connection) for name, value in values.items()],
        )


def _plain(value: Any) -> Any:
    """A value as the database takes it: SQLite knows no ids."""
    return value.hex if isinstance(value, UUID) and not connection.features.has_native_uuid_field else value
