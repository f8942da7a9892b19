"""Real servers for the tests, on this machine only and gone with the process that started them."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import psycopg

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
OWNER = "nakomen_owner"
RUNTIME = "nakomen"

# Standard input is the life line: it ends when the process that started the server has gone, however it went.
_KEEPER = """
"$1/postgres" -D "$2/data" & server=$!
cat >/dev/null
kill -INT $server 2>/dev/null
wait $server
rm -rf "$2"
"""


@cache
def programs(script: str) -> Path:
    """The folder of a server's programs, as scripts/bring-… finds or installs them."""
    ran = subprocess.run([ROOT / "scripts" / script], check=True, stdout=subprocess.PIPE, text=True)
    return Path(ran.stdout.strip().splitlines()[-1])


class Cluster:
    """A PostgreSQL server with one role of each sort, which listens on a socket in its own temporary folder."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="nakomen-pg-", dir=_place()))
        self._user = _server_user()
        os.chown(self.folder, *self._user)
        self._run("initdb", "--pgdata", self.folder / "data", "--username=postgres", "--auth=trust", "--encoding=UTF8",
                  "--locale=C", "--no-sync")  # fmt: skip
        settings = {
            "listen_addresses": "''",
            "unix_socket_directories": f"'{self.folder}'",
            "unix_socket_permissions": "0700",
            "max_connections": "100",
            "autovacuum": "off",  # it would stand in the way of copying the template
        }
        with (self.folder / "data" / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = {value}\n" for name, value in settings.items())
        self._log = _log(self.folder).open("w")
        self._keeper = subprocess.Popen(
            ["/bin/sh", "-c", _KEEPER, "keeper", programs("bring-postgresql"), self.folder],
            stdin=subprocess.PIPE, stdout=self._log, stderr=self._log, cwd="/", start_new_session=True,
            **self._identity(),
        )  # fmt: skip
        self._wait()
        with administration(self.folder) as server:
            server.execute(f"CREATE ROLE {OWNER} LOGIN NOSUPERUSER NOBYPASSRLS")
            server.execute(f"CREATE ROLE {RUNTIME} LOGIN NOSUPERUSER NOBYPASSRLS")

    def stop(self) -> None:
        """Ends the server and removes its folder."""
        if self._keeper.stdin is not None:
            self._keeper.stdin.close()
        self._keeper.wait(timeout=60)
        self._log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str | Path) -> None:
        command = [programs("bring-postgresql") / program, *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", **self._identity())

    def _identity(self) -> dict[str, Any]:
        user, group = self._user
        return {"user": user, "group": group, "extra_groups": []} if os.geteuid() == 0 else {}

    def _wait(self) -> None:
        for _ in range(300):
            with contextlib.suppress(psycopg.OperationalError), administration(self.folder):
                return
            if self._keeper.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(f"PostgreSQL does not start:\n{_log(self.folder).read_text()}")


def _log(folder: Path) -> Path:
    return folder / "log"


def log(folder: Path) -> bytes:
    """What the server in a folder has logged until now."""
    return _log(folder).read_bytes()


def _place() -> Path:
    """Where servers keep their folders: in memory if there is room, as making and dropping databases waits for a disk.

    Not in the folder of the tests: the path of a socket must be short.
    """
    memory = Path("/dev/shm")  # noqa: S108 - the folder in it is made for us alone
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > 3 * 1024**3
    return memory if roomy else Path("/tmp")  # noqa: S108 - as above


def _server_user() -> tuple[int, int]:
    """As whom the server runs: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return os.geteuid(), os.getegid()
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            account = pwd.getpwnam(name)
            return account.pw_uid, account.pw_gid
    raise RuntimeError("no user but root here, and PostgreSQL does not run as root")


@contextlib.contextmanager
def administration(folder: Path, database: str = "postgres") -> Iterator[psycopg.Connection]:
    """A connection of the server's superuser, for what neither of the two roles may do."""
    with psycopg.connect(host=str(folder), user="postgres", dbname=database, autocommit=True) as connection:
        yield connection


def url(folder: Path, database: str, role: str = RUNTIME) -> str:
    """The address of a database as one of the two roles, as DATABASE_URL wants it."""
    return f"postgresql://{role}@{quote(str(folder), safe='')}/{database}"
