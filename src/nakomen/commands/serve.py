"""`nakomen serve`: the web server."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from nakomen.commands import arguments, opening

Host = Annotated[str, typer.Option("--host", metavar="ADDRESS", help="The address to listen on.")]
Port = Annotated[str, typer.Option("--port", metavar="PORT", help="The port to listen on.")]


def serve(
    *,
    host: Host = "127.0.0.1",
    port: Port = "8000",
    workers: Annotated[str, typer.Option("--workers", metavar="N", help="How many processes answer.")] = "1",
) -> int:
    """Serve desk, portal and API until stopped. Put a web server with HTTPS in front of it."""
    number, count = arguments.together(
        lambda: opening.number("--port", port, 1, 65535), lambda: opening.number("--workers", workers, 1, 64)
    )
    opening.opened()
    sys.stderr.write(f"Nakomen luistert op {host}, poort {number}. Stoppen met Ctrl-C.\n")
    sys.stderr.flush()
    os.execv(sys.executable, server(host, number, count))  # noqa: S606 - our own server, with arguments read above


def server(host: str, port: int, workers: int) -> list[str]:
    """The command that serves; threads of one process share its connections to the database."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers",
        str(workers), "--blocking-threads", "4", "--no-access-log", "--log-level", "warning",
        "nakomen.web.wsgi:application",
    ]  # fmt: skip
