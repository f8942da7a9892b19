"""Installations for the tests of commands: one that holds the demonstration, made once, and empty ones."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests import databases
from tests.commands_record.running import Place, environment, place

CLIENTS = 6


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demonstration on SQLite, to copy from."""
    home = tmp_path_factory.mktemp("loaded") / "home"
    found = Place(home, environment(home))
    found.ok("demo", "--load-only", "--today", "2026-03-02", "--clients", CLIENTS)
    return home


@pytest.fixture
def on_sqlite(loaded: Path, tmp_path: Path) -> Place:
    """An installation with the demonstration, on SQLite whatever the run is on."""
    home = tmp_path / "on-sqlite"
    shutil.copytree(loaded, home)
    return Place(home, environment(home))


@pytest.fixture
def empty(_template: databases.Database, tmp_path: Path) -> Iterator[Callable[[], Place]]:
    """Makes installations without anybody in them, on the database of the run."""
    with ExitStack() as stack:
        made: list[Place] = []

        def make() -> Place:
            made.append(stack.enter_context(place(_template, tmp_path / f"empty-{len(made)}")))
            return made[-1]

        yield make


@pytest.fixture(scope="session")
def _loaded_postgresql(_template: databases.Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The demonstration on PostgreSQL, for the tests to copy."""
    with place(_template, tmp_path_factory.mktemp("loaded") / "home") as found:
        found.ok("demo", "--load-only", "--today", "2026-03-02", "--clients", CLIENTS)
        yield found


@pytest.fixture
def filled(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """An installation with the demonstration, on the database of the run."""
    if not databases.ON_POSTGRESQL:
        yield request.getfixturevalue("on_sqlite")
        return
    source: Place = request.getfixturevalue("_loaded_postgresql")
    home = tmp_path / "filled"
    shutil.copytree(source.home, home)
    name = f"test_{uuid.uuid4().hex}"
    databases._create(name, source.environment["DATABASE_URL"].rpartition("/")[2])
    own = databases._of_cluster(name)
    yield Place(home, environment(home, DATABASE_URL=own.url, DATABASE_OWNER_URL=own.owner_url))
    databases._drop(name)
