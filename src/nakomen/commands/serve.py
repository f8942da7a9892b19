"""`nakomen serve`: the web server."""

from __future__ import annotations

import os
import socket
import sys
from typing import Annotated

import typer

from nakomen.case_files import InputError, printable
from nakomen.commands import arguments, opening

Host = Annotated[str, typer.Option("--host", metavar="ADDRESS", help="The address or host name to listen on.")]
Port = Annotated[str, typer.Option("--port", metavar="PORT", help="The port to listen on.")]


def serve(
    *,
    host: Host = "127.0.0.1",
    port: Port = "8000",
    workers: Annotated[str, typer.Option("--workers", metavar="N", help="How many processes answer.")] = "1",
) -> int:
    """Serve the desk, the public pages and the API until stopped. Put a web server with HTTPS in front of it."""
    number, count, place = arguments.together(
        lambda: opening.number("--port", port, 1, 65535),
        lambda: opening.number("--workers", workers, 1, 64),
        lambda: address("--host", host),
    )
    opening.opened()
    opening.listening_place(place, number)
    sys.stderr.write(f"Nakomen luistert op {host}, poort {number}. Stoppen met Ctrl-C.\n")
    sys.stderr.flush()
    os.execv(sys.executable, server(place, number, count))  # noqa: S606 - our own server, with arguments read above


def address(name: str, given: str) -> str:
    """The IP address of a host name, of version 4 where it has one; an address is its own. Raises InputError."""
    try:
        found = socket.getaddrinfo(given, None, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE) if given else []
    except (OSError, UnicodeError):
        found = []
    if not found:
        raise InputError([f"{name}: expected an IP address or a host name that is known, not {printable(given, 60)}"])
    first = min(found, key=lambda each: each[0] != socket.AF_INET)
    return str(first[4][0])


def server(host: str, port: int, workers: int) -> list[str]:
    """The command that serves; threads of one process share its connections to the database."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers",
        str(workers), "--blocking-threads", "4", "--no-access-log", "--log-level", "warning",
        "nakomen.web.wsgi:application",
    ]  # fmt: skip
