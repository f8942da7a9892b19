"""A whole installation at work, each part in a process of its own, and everything that it lets out collected."""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.cli.asking import Answer as Ran
from tests.commands_record.running import START, Place
from tests.faults.canary import CLIENT, Haul

ALL_OF_CLIENT = frozenset(CLIENT)


@dataclass(frozen=True)
class Answer:
    """What came back for a request."""

    status: int
    headers: str
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass
class House:
    """An installation whose server runs, and the haul of all that it says."""

    place: Place
    port: int
    server_log: Path
    haul: Haul

    def log(self) -> str:
        """What the server has logged until now, also put into the haul."""
        told = self.server_log.read_bytes()
        self.haul.add("log of the server", told)
        return told.decode()

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        headers: Mapping[str, str] | None = None,
        *,
        place: str,
        allowed: frozenset[str] = frozenset(),
    ) -> Answer:
        """Ask the server; the answer goes into the haul of the place, where only what is allowed may be found."""
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.putrequest(method, path, skip_host="Host" in (headers or {}), skip_accept_encoding=True)
            kind = {} if body is None else {"Content-Type": "application/json", "Content-Length": str(len(data))}
            sent = {**kind, **(headers or {})}
            for name, value in sent.items():
                connection.putheader(name, value)
            with contextlib.suppress(BrokenPipeError):  # it answers a body that is too large without reading it all
                connection.endheaders(data)
            response = connection.getresponse()
            answer = Answer(response.status, str(response.headers), response.read())
        finally:
            connection.close()
        self.haul.add(f"{place}: headers", answer.headers)
        self.haul.add(f"{place}: {answer.status}", answer.body, allowed=allowed)
        return answer

    def api(
        self,
        token: str,
        method: str,
        path: str,
        body: object = None,
        *,
        place: str,
        key: str = "",
        allowed: frozenset[str] = frozenset(),
    ) -> Answer:
        """Ask the API with a token, and with an idempotency key."""
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key or uuid4().hex}
        return self.ask(method, f"/api/v1{path}", body, headers, place=place, allowed=allowed)

    def raw(self, request: bytes, *, place: str) -> bytes:
        """Send bytes that need be no request at all, and collect what comes back."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            answer = b""
            with contextlib.suppress(OSError):  # it may hang up at any moment
                connection.sendall(request)
                connection.shutdown(socket.SHUT_WR)
                while part := connection.recv(65536):
                    answer += part
        self.haul.add(place, answer)
        return answer

    def run(self, *arguments: object, status: int = 0, allowed: frozenset[str] = frozenset(), **more: str) -> Ran:
        """Run a command to its end; what it prints goes into the haul."""
        ran = Place(self.place.home, {**self.place.environment, **more}).run(*arguments)
        name = f"command {arguments[0]}"
        assert ran.status == status, (name, ran.status, ran.err)
        self.haul.add(f"{name}: out", ran.out, allowed=allowed)
        self.haul.add(f"{name}: err", ran.err)
        return ran


@contextlib.contextmanager
def opened(place: Place, log: Path, haul: Haul) -> Iterator[House]:
    """The house with its server, which has ended when the block has."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [*START, "serve", "--host", "127.0.0.1", "--port", str(port)]
    with (
        log.open("wb") as file,
        subprocess.Popen(command, env=dict(place.environment), stdout=file, stderr=file) as server,
    ):
        try:
            _wait(port, server)
            yield House(place, port, log, haul)
        finally:
            server.terminate()
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.kill()


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and server.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        with contextlib.suppress(OSError, HTTPException):
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                connection.close()
                return
        connection.close()
        time.sleep(0.1)
    raise RuntimeError("the server does not answer")
