"""Databases for the tests: one migrated template a run, and copies of it that a test may have to itself."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import dj_database_url
from django.db import connections
from django.test import override_settings

from nakomen.record import database
from tests import servers

if TYPE_CHECKING:
    from collections.abc import Iterator
ON_POSTGRESQL = os.environ.get("NAKOMEN_TEST_DATABASE") == "postgresql"
CLUSTER = "NAKOMEN_TEST_CLUSTER"
"""The variable by which the processes of one run know the folder of their PostgreSQL server."""
TEMPLATE = "nakomen_template"


@dataclass(frozen=True)
class Database:
    """An empty, prepared database, as one of the two roles knows it; the owner's address is empty on SQLite."""

    url: str
    owner_url: str

    @contextlib.contextmanager
    def used(self) -> Iterator[None]:
        """Makes this the database of every connection that opens in this process, and then the earlier one again."""
        configured = connections.settings["default"]
        before = dict(configured)
        connections.close_all()
        configured.update(dj_database_url.parse(self.url, conn_max_age=600, conn_health_checks=True))
        try:
            with override_settings(DATABASE_URL=self.url, DATABASE_OWNER_URL=self.owner_url):
                yield
        finally:
            connections.close_all()  # which on SQLite also writes the log into the file
            configured.update(before)


def _cluster() -> Path:
    return Path(os.environ[CLUSTER])


def _of_cluster(name: str) -> Database:
    return Database(servers.url(_cluster(), name), servers.url(_cluster(), name, servers.OWNER))


def _create(name: str, template: str) -> None:
    with servers.administration(_cluster()) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER {servers.OWNER}".encode())


def _drop(name: str) -> None:
    with servers.administration(_cluster()) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@contextlib.contextmanager
def copy(template: Database, folder: Path) -> Iterator[Database]:
    """A database like the template, gone afterwards; on SQLite `record.sqlite3` in the folder."""
    if ON_POSTGRESQL:
        name = f"test_{uuid.uuid4().hex}"
        _create(name, TEMPLATE)
        try:
            yield _of_cluster(name)
        finally:
            _drop(name)
    else:
        file = folder / "record.sqlite3"
        shutil.copyfile(template.url.removeprefix("sqlite:///"), file)
        yield Database(f"sqlite:///{file}", "")
        for part in folder.glob(f"{file.name}*"):
            part.unlink()


def template(shared: Path) -> Database:
    """The migrated template of this run, made by whichever of its processes comes first."""
    file = shared / "template.sqlite3"
    made = _of_cluster(TEMPLATE) if ON_POSTGRESQL else Database(f"sqlite:///{file}", "")
    with (shared / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ready = shared / "template.ready"
        if not ready.exists():
            if ON_POSTGRESQL:
                _create(TEMPLATE, "template0")
            with made.used():
                database.prepare()
            ready.touch()
    return made


def shared_folder(folder: Path) -> Path:
    """The folder that the processes of one run share: pytest-xdist gives each worker one within it."""
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
