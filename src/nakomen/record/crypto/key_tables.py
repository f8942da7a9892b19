"""The database of a key store: its tables, and a connection for each thread of each process."""

from __future__ import annotations

import os
import sqlite3
import threading
import weakref
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORMAT: Final = 1

_TABLES = """
CREATE TABLE root (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    proof BLOB NOT NULL -- opens with the root key that the epochs are wrapped under, and with no other
) STRICT;

CREATE TABLE epochs (
    organisation BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    wrapped BLOB, -- empty once dropped
    created_at TEXT NOT NULL,
    dropped_at TEXT,
    PRIMARY KEY (organisation, epoch),
    CHECK ((wrapped IS NULL) = (dropped_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE keys (
    organisation BLOB NOT NULL,
    owner BLOB NOT NULL, -- a client's chain, or the organisation itself
    purpose TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    wrapped BLOB NOT NULL,
    PRIMARY KEY (organisation, owner, purpose),
    FOREIGN KEY (organisation, epoch) REFERENCES epochs
) STRICT, WITHOUT ROWID;

CREATE INDEX keys_by_epoch ON keys (organisation, epoch);

CREATE TABLE tombstones (
    organisation BLOB NOT NULL,
    chain BLOB NOT NULL,
    purpose TEXT NOT NULL,
    destroyed_at TEXT NOT NULL,
    PRIMARY KEY (organisation, chain, purpose)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER destroyed_for_good BEFORE INSERT ON keys
WHEN EXISTS (
    SELECT 1 FROM tombstones WHERE organisation = NEW.organisation AND chain = NEW.owner AND purpose = NEW.purpose
)
BEGIN SELECT RAISE(ABORT, 'this key was destroyed'); END;

CREATE TRIGGER tombstones_stand BEFORE UPDATE ON tombstones BEGIN SELECT RAISE(ABORT, 'a tombstone stands'); END;
CREATE TRIGGER tombstones_stay BEFORE DELETE ON tombstones BEGIN SELECT RAISE(ABORT, 'a tombstone stays'); END;
"""

# A rollback journal and no write-ahead log: that log would keep older pages, and so keys that were destroyed, until
# some later checkpoint, and makes the store two files. The journal is emptied at each commit; emptying a file is
# cheaper than removing it and as safe. What the disk itself still holds of it, dropping the epoch makes useless.
_SETTINGS = (
    "PRAGMA journal_mode = TRUNCATE",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
    "PRAGMA foreign_keys = ON",
)
_BUSY_SECONDS = 30

_inherited: list[sqlite3.Connection] = []


class _Held:
    """A connection that is closed with its thread, by the process that opened it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.process = os.getpid()
        self.connection = connection
        weakref.finalize(self, _let_go, connection, self.process)


def _let_go(connection: sqlite3.Connection, process: int) -> None:
    if os.getpid() == process:
        connection.close()
    else:
        # Closing what was inherited by a fork could roll back what the parent is still writing.
        _inherited.append(connection)


class Database:
    """The database in one file, for any number of threads and processes, also after a fork."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._local = threading.local()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A transaction that sees one state throughout; nobody commits meanwhile, so it must be short."""
        with self._transaction("BEGIN DEFERRED") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction of the one writer. Raises sqlite3.OperationalError when it had to wait half a minute."""
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    def close(self) -> None:
        """Closes the connection of this thread; those of others close with their threads."""
        self._local.held = None

    def _connection(self) -> sqlite3.Connection:
        held: _Held | None = getattr(self._local, "held", None)
        if held is None or held.process != os.getpid():
            held = self._local.held = _Held(connect(self.file))
        return held.connection

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        connection = self._connection()
        connection.execute(begin)
        try:
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def connect(file: Path) -> sqlite3.Connection:
    """A connection that leaves transactions to us. Raises sqlite3.DatabaseError when the file is no database."""
    # A connection serves one thread, but may be closed by another: that of the garbage collector.
    connection = sqlite3.connect(file, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        for setting in _SETTINGS:
            connection.execute(setting).fetchall()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def known_format(connection: sqlite3.Connection) -> bool:
    """Whether the tables are laid out as this version of the program expects."""
    return bool(connection.execute("PRAGMA user_version").fetchone() == (FORMAT,))


def copy(connection: sqlite3.Connection, file: Path) -> None:
    """Copies the state that the connection sees into a file that exists and is empty."""
    with closing(sqlite3.connect(file)) as target:
        connection.backup(target)


def make_tables(file: Path, proof: bytes) -> None:
    """Makes the tables in an empty file."""
    with closing(connect(file)) as connection:
        connection.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {FORMAT};")
        connection.execute("INSERT INTO root (one, proof) VALUES (1, ?)", (proof,))
        connection.execute("COMMIT")
