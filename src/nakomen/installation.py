"""Where an installation keeps its things, the secret that its sessions are signed with, its database and e-mail."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping


def home(environment: Mapping[str, str]) -> Path:
    """The folder of the installation: NAKOMEN_HOME, else `nakomen` in the user's own data folder."""
    named = environment.get("NAKOMEN_HOME")
    if named:
        return Path(named).expanduser().absolute()
    data = environment.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "nakomen"


def secret_key(environment: Mapping[str, str], folder: Path) -> str:
    """The secret for sessions and signed links: NAKOMEN_SECRET_KEY, else the file `secret.key`, made at first use.

    Raises OSError where the folder cannot be written.
    """
    named = environment.get("NAKOMEN_SECRET_KEY")
    if named:
        return named
    file = folder / "secret.key"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_once(file, secrets.token_urlsafe(50))
    return file.read_text(encoding="ascii")


def database_url(name: str, url: str) -> str:
    """The address of a database, once its form is right: sqlite:///file or postgresql://user:password@host:5432/name.

    Raises ValueError for any other address. The address is not told in it: there may be a password in it.
    """
    expected = f"{name}: expected sqlite:///file or postgresql://user:password@host:5432/name"
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise ValueError(expected) from None
    if parts.scheme not in {"sqlite", "postgres", "postgresql"} or len(parts.path) < 2:
        raise ValueError(expected)
    return url


def number(environment: Mapping[str, str], name: str, default: int) -> int:
    """A setting that is a whole number from 0. Raises ValueError, naming the setting."""
    given = environment.get(name) or str(default)
    if not (given.isascii() and given.isdigit() and len(given) < 10):
        raise ValueError(f"{name}: expected a whole number")
    return int(given)


def mailer(url: str) -> dict[str, Any]:
    """Django's mailer for an address: smtp://user:password@host:587, smtps://…:465, or file:///folder.

    SMTP goes over TLS with the certificate verified; without TLS only to this machine itself, as smtp+plain://localhost.
    Raises ValueError for any other address. The address is not told in it: there may be a password in it.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "file" and parts.path and not host:
        return {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": {"file_path": parts.path}}
    plain = parts.scheme == "smtp+plain"
    if not host or parts.scheme not in {"smtp", "smtps", "smtp+plain"}:
        raise ValueError("EMAIL_URL: expected smtp://…, smtps://… or file:///…")
    if plain and host not in {"localhost", "127.0.0.1", "::1"}:
        raise ValueError("EMAIL_URL: expected smtp://… or smtps://…: without TLS e-mail goes to this machine only")
    options = {
        "host": host,
        "port": parts.port,
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": parts.scheme == "smtp",
        "use_ssl": parts.scheme == "smtps",
        "timeout": 30,
    }
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}


def _write_once(file: Path, text: str) -> None:
    """Writes the file whole or not at all; of two processes that do so at once the first one wins."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(text)
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
