"""A PostgreSQL server for the measurements: in a folder that can stay, and as careful with its disk as a real one."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import psycopg

from tests import servers

if TYPE_CHECKING:
    from types import TracebackType

DATABASE = "nakomen"
# Room for the tables in memory, as on a server of this size. What keeps an answered write safe stays as it comes: on.
SETTINGS = {
    "shared_buffers": "2GB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "15min",
    "work_mem": "32MB",
    "random_page_cost": "1.1",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
}


class Cluster:
    """A running server, with the owner of the tables and the role of the running program; use it as a context."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "postgresql"
        self._user = servers._server_user()  # noqa: SLF001 - as whom it runs is found out in one place
        self.sockets = Path(tempfile.mkdtemp(prefix="nakomen-bench-", dir="/tmp"))

    def __enter__(self) -> Self:
        os.chown(self.sockets, *self._user)
        new = not (self._folder / "PG_VERSION").exists()
        if new:
            self._make()
        self._pg_ctl("start", "--options", f"-k {self.sockets}", "--log", str(self._folder / "log"))
        self._wait()
        if new:
            with servers.administration(self.sockets) as server:
                server.execute(f"CREATE ROLE {servers.OWNER} LOGIN NOSUPERUSER NOBYPASSRLS")
                server.execute(f"CREATE ROLE {servers.RUNTIME} LOGIN NOSUPERUSER NOBYPASSRLS")
                server.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0 OWNER {servers.OWNER}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pg_ctl("stop", "--mode", "fast")
        shutil.rmtree(self.sockets, ignore_errors=True)

    @property
    def environment(self) -> dict[str, str]:
        """By what the program knows the database, as its own role and as the owner of the tables."""
        return {
            "DATABASE_URL": servers.url(self.sockets, DATABASE),
            "DATABASE_OWNER_URL": servers.url(self.sockets, DATABASE, servers.OWNER),
        }

    @property
    def told(self) -> dict[str, str]:
        """What a reader of the figures must know: the version, and the settings that differ from a fresh server's."""
        with servers.administration(self.sockets) as server:
            row = server.execute("SHOW server_version").fetchone()
        return {"server": f"PostgreSQL {row[0] if row else ''}".strip(), **SETTINGS}

    def _make(self) -> None:
        self._folder.mkdir(mode=0o700, parents=True)
        os.chown(self._folder, *self._user)
        self._run("initdb", "--pgdata", str(self._folder), "--username=postgres", "--auth=trust", "--encoding=UTF8",
                  "--locale=C")  # fmt: skip
        with (self._folder / "postgresql.conf").open("a") as file:
            file.write("listen_addresses = ''\nunix_socket_permissions = 0700\n")
            file.writelines(f"{name} = '{value}'\n" for name, value in SETTINGS.items())

    def _pg_ctl(self, what: str, *options: str) -> None:
        self._run("pg_ctl", what, "--pgdata", str(self._folder), "--wait", "--silent", *options)

    def _run(self, program: str, *arguments: str) -> None:
        user, group = self._user
        identity: dict[str, Any] = {"user": user, "group": group, "extra_groups": []} if os.geteuid() == 0 else {}
        command = [str(servers.programs("bring-postgresql") / program), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", **identity)

    def _wait(self) -> None:
        for _ in range(300):
            with contextlib.suppress(psycopg.OperationalError), servers.administration(self.sockets):
                return
            time.sleep(0.1)
        raise RuntimeError("PostgreSQL does not start")
