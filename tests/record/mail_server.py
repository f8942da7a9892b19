"""A mail server on this machine that keeps what it receives."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class Inbox:
    """What a mail server on this machine received."""

    port: int
    messages: list[Any] = field(default_factory=list)

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802 - aiosmtpd calls it so
        self.messages.append(envelope)
        return "250 OK"


@contextmanager
def mail_server(**options: Any) -> Iterator[Inbox]:
    """The server, as long as the block lasts; options are those of aiosmtpd."""
    with socket.create_server(("127.0.0.1", 0)) as free:  # aiosmtpd cannot let the system choose
        inbox = Inbox(port=free.getsockname()[1])
    controller = Controller(inbox, hostname="127.0.0.1", port=inbox.port, **options)
    controller.start()
    try:
        yield inbox
    finally:
        controller.stop()
