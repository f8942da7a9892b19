"""Commands as programs of their own on an installation in a folder, on the database that the run asks for."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests import databases
from tests.cli.asking import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

START = [sys.executable, "-c", "import sys; from nakomen.cli import main; sys.exit(main())"]
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Place:
    """An installation: its folder, and the environment in which its commands run."""

    home: Path
    environment: Mapping[str, str]

    def run(self, *arguments: object, given: str = "") -> Answer:
        """Runs a command to its end."""
        command = [*START, *map(str, arguments)]
        ran = subprocess.run(
            command, env=dict(self.environment), input=given, capture_output=True, text=True, check=False, timeout=120
        )
        return Answer(ran.returncode, ran.stdout, ran.stderr)

    def python(self, script: str, *arguments: str) -> str:
        """What a script prints that works on this installation; it has to succeed."""
        command = [sys.executable, "-c", script, *arguments]
        ran = subprocess.run(command, env=dict(self.environment), capture_output=True, text=True, check=False)
        if ran.returncode:
            raise AssertionError(ran.stderr)
        return ran.stdout.strip()

    @contextlib.contextmanager
    def started(self, *arguments: object) -> Iterator[subprocess.Popen[bytes]]:
        """Starts a command that goes on by itself; it has ended when the block has."""
        command = [*START, *map(str, arguments)]
        running = subprocess.Popen(command, env=dict(self.environment), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        with running:
            try:
                yield running
            finally:
                if running.poll() is None:
                    running.kill()

    def ok(self, *arguments: object) -> Answer:
        """Runs a command that has to succeed."""
        ran = self.run(*arguments)
        if ran.status or ran.err:
            raise AssertionError(f"exit status {ran.status}: {ran.err}")
        return ran


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of an installation in a folder; nothing of the test's own installation is in it."""
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("NAKOMEN_", "DATABASE_", "DJANGO_", "EMAIL_"))
    }
    return {**clean, "NAKOMEN_HOME": str(home), **more}


@contextlib.contextmanager
def place(
    template: databases.Database, home: Path, *, on_sqlite: bool = not databases.ON_POSTGRESQL
) -> Iterator[Place]:
    """A new installation with an empty, prepared database."""
    home.mkdir(mode=0o700, parents=True)
    if on_sqlite and databases.ON_POSTGRESQL:
        yield Place(home, environment(home))
        return
    with databases.copy(template, home) as own:
        urls = {"DATABASE_URL": own.url, "DATABASE_OWNER_URL": own.owner_url} if own.owner_url else {}
        yield Place(home, environment(home, **urls))
