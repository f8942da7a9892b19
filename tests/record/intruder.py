"""Somebody who got hold of the database itself, past the application, the guards and row-level security."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import connection, connections

from tests import databases, servers


class Intruder:
    """Raw access to the database of a test; parameters as `%s`, ids as UUID."""

    def __init__(self, raw: Any, *, sqlite: bool) -> None:
        self._raw, self._sqlite = raw, sqlite

    def run(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        """Carry out one statement; its rows, binary values as bytes."""
        if self._sqlite:
            sql = sql.replace("%s", "?")
            parameters = tuple(value.hex if isinstance(value, UUID) else value for value in parameters)
        cursor = self._raw.execute(sql, parameters)
        return [tuple(row) for row in cursor.fetchall()] if cursor.description else []


@contextmanager
def intruding() -> Iterator[Intruder]:
    """An intruder in the database that this test has to itself."""
    if databases.ON_POSTGRESQL:
        name = connection.settings_dict["NAME"]
        with servers.administration(databases._cluster(), name) as raw:
            raw.execute("SET session_replication_role = replica")  # triggers and foreign keys rest
            yield Intruder(raw, sqlite=False)
        return
    connections.close_all()
    file = sqlite3.connect(connection.settings_dict["NAME"], autocommit=True)
    try:
        for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            file.execute(f"DROP TRIGGER {name}")
        yield Intruder(file, sqlite=True)
    finally:
        file.close()
