"""Opening the installation for a command: its folder, Django, a database that is ready, and who is asking."""

from __future__ import annotations

import getpass
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import typer

from nakomen.case_files import InputError, printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from nakomen.record.actors import Actor
    from nakomen.record.models import Organisation

SECRET = "secret.key"  # noqa: S105 - the name of the file, not what is in it
"""The file of the installation's secret, see nakomen.installation."""

Slug = Annotated[
    str | None,
    typer.Option("--organisation", metavar="SLUG", help="The organisation; not needed where there is one only."),
]
Yes = Annotated[bool, typer.Option("--yes", help="Ask nothing: do it.")]


def set_up() -> None:
    """Make the folder of the installation, for its owner only, and set Django up. Nothing is asked of the database.

    Raises InputError where the folder cannot be made or written.
    """
    from nakomen.installation import home

    folder = home(os.environ)
    os.umask(0o077)  # whatever this process writes from here on is for its owner only
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _configure()
    except OSError as error:
        raise InputError([f"NAKOMEN_HOME: {folder} cannot be written: {error.strerror or 'unknown reason'}"]) from None


def _configure() -> None:
    import django
    from django.core.exceptions import ImproperlyConfigured

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nakomen.settings")
    try:
        django.setup()
    except (ImproperlyConfigured, ValueError) as error:
        raise InputError([f"settings: {printable(str(error), 400)}"]) from None


def opened() -> None:
    """Set Django up and make the database ready: its tables made or brought up to date.

    Raises InputError with what is missing, where the database cannot be reached or prepared.
    """
    set_up()
    from django.db import Error

    from nakomen.record import database

    try:
        database.prepare()
    except Error as error:
        raise InputError([f"database: cannot be opened ({type(error).__name__}); ask nakomen doctor"]) from None
    except database.NotPreparedError as error:
        raise InputError([f"database: {error}"]) from None


@contextmanager
def told() -> Iterator[None]:
    """What the record refuses, as problems of the input, all at once. The values themselves stay out of it."""
    from django.db import Error

    from nakomen.commands import refusals

    try:
        yield
    except refusals.expected() as error:
        raise InputError(refusals.problems(error)) from None
    except Error as error:
        if os.environ.get("NAKOMEN_TRACEBACK"):
            raise
        raise InputError([f"database: {type(error).__name__}; ask nakomen doctor"]) from None


def organisation(slug: str | None) -> Organisation:
    """The organisation with this short name; without one the only organisation that there is."""
    from nakomen.record.models import Organisation

    found = list(Organisation.objects.order_by("slug"))
    if slug is not None:
        found_by_slug = [each for each in found if each.slug == slug]
        if not found_by_slug:
            raise InputError([f"--organisation: no organisation {printable(slug, 60)}; {_known(found)}"])
        return found_by_slug[0]
    if len(found) != 1:
        raise InputError([f"--organisation: expected one; {_known(found)}"])
    return found[0]


def organisations(slug: str | None) -> list[Organisation]:
    """The organisation with this short name, or all of them."""
    from nakomen.record.models import Organisation

    return list(Organisation.objects.order_by("slug")) if slug is None else [organisation(slug)]


def _known(found: list[Organisation]) -> str:
    slugs = ", ".join(each.slug for each in found)
    return f"there is {slugs}" if found else "there is none yet: nakomen organisation create"


def keeper() -> Actor:
    """Whoever has the keys of the machine, acting as the installation itself; the log names the account."""
    from nakomen.record import actors

    try:
        account = getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in some containers
        account = str(os.getuid())
    return actors.system("command", f"system:{account}")


def confirmed(question: str) -> bool:
    """Asks a person yes or no; where nobody sits at the terminal the answer is no."""
    return sys.stdin.isatty() and typer.confirm(question)


def number(name: str, given: str, least: int, most: int) -> int:
    """A whole number within bounds. Raises InputError."""
    if given.isascii() and given.isdigit() and least <= int(given) <= most:
        return int(given)
    raise InputError([f"{name}: expected a whole number from {least} to {most}, not {printable(given, 40)}"])


def listening_place(host: str, port: int) -> None:
    """Raises InputError where no server can listen: another one does, or the machine does not let this account."""
    import socket

    try:
        family, kind, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        with socket.socket(family, kind) as tried:
            tried.setsockopt(
                socket.SOL_SOCKET, socket.SO_REUSEADDR, 1
            )  # a server that has just stopped is no hindrance
            tried.bind(place)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "no such address"
        raise InputError([f"--port: cannot listen on {printable(host, 60)}, port {port}: {reason}"]) from None


def copy_secret(source: Path, target: Path) -> None:
    """Copies the installation's secret from one folder to another: it opens the second factors of its people.

    Nothing is done where NAKOMEN_SECRET_KEY holds it: whoever set that keeps it too.
    """
    file = source / SECRET
    if "NAKOMEN_SECRET_KEY" in os.environ or not file.is_file():
        return
    draft = target / f"{SECRET}.{os.getpid()}"
    draft.touch(mode=0o600)
    draft.write_bytes(file.read_bytes())
    draft.replace(target / SECRET)


class Progress(Protocol):
    """Hears how much of long work is done, and of how much where that is known."""

    def __call__(self, done: int, total: int | None = None, /) -> None:
        """So much is done by now."""


@contextmanager
def progress(words: str) -> Iterator[Progress]:
    """Shows how far long work is, on a terminal only; the function it gives is told how much is done, of how much."""
    if not sys.stderr.isatty():
        yield lambda _done, _total=None: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns: list[Any] = [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()]
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(words, total=None)
        yield lambda done, total=None: shown.update(task, completed=done, total=total)


def writable_folder(name: str, given: str) -> Path:
    """The path of a folder that does not exist yet or is empty. Raises InputError."""
    from pathlib import Path

    path = Path(given).expanduser().absolute()
    try:
        taken = path.exists() and (not path.is_dir() or any(path.iterdir()))
    except (OSError, ValueError):
        raise InputError([f"{name}: {printable(given)} cannot be read"]) from None
    if taken:
        raise InputError([f"{name}: {printable(given)} exists and is not empty"])
    return path


def ready_keys() -> None:
    """Make an empty key store for a new installation. One that has lost its keys must not go on with new ones.

    Raises InputError where there are organisations and no keys.
    """
    from pathlib import Path

    from django.conf import settings

    from nakomen.record.crypto import KeyStore, KeyStoreError
    from nakomen.record.models import Organisation

    folder = Path(settings.KEYS)
    if Organisation.objects.exists() or (folder.exists() and any(folder.iterdir())):
        return
    try:
        KeyStore.create(folder)
    except (OSError, KeyStoreError) as error:
        raise InputError([f"NAKOMEN_KEYS: no key store can be made in {folder}: {type(error).__name__}"]) from None
