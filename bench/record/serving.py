"""The server as it is installed, with two processes, and the users at work on it from a process of their own."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

from bench.record.timing import spread
from nakomen.commands.serve import server

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    type Plan = Mapping[str, Any]

HOST = "127.0.0.1"
WORKERS = 2
PAGES = ("file", "list", "search")
"""What is read through the API."""
SCREENS = ("today", "clients", "find", "client", "acts", "form", "explain", "may", "registers", "overview")
"""The main pages of the desk; the overview is for who may see figures of all clients together."""
WARM_UP = 0.1
"""The part of the time of measuring that goes by before it counts."""
EMPTY = "bench.record.empty_answer:application"
"""A program that answers nothing at all: what the server and the users can do by themselves."""


@contextlib.contextmanager
def serving(environment: Mapping[str, str], log: Path, program: str = "") -> Iterator[int]:
    """The server, on a port of its own; gone afterwards. Raises RuntimeError where it does not answer in a minute."""
    port = _free_port()
    command = server(HOST, port, WORKERS)
    if program:
        command[-1] = program
    with log.open("w") as told:
        # Settings that no installation has: a test by sixteen users in a few seconds is more than a token can ask.
        surroundings = {**environment, "NAKOMEN_API_RATE": "1000000", "NAKOMEN_LOG_LEVEL": "INFO"}
        running = subprocess.Popen(command, env=surroundings, stdout=told, stderr=told)
        try:
            _wait(port, running)
            yield port
        finally:
            running.terminate()
            running.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


def _wait(port: int, running: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        with (
            contextlib.suppress(OSError, http.client.HTTPException),
            contextlib.closing(http.client.HTTPConnection(HOST, port, timeout=5)) as connection,
        ):
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        if running.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError("the server does not answer")


def at_work(port: int, plan: Plan, kinds: list[str], seconds: float, think: float = 0.0) -> dict[str, Any]:
    """All users at work for so many seconds: what each kind of thing took, how many a second, what went wrong."""
    given = {**plan, "host": HOST, "port": port, "kinds": kinds, "seconds": seconds, "warm_up": seconds * WARM_UP,
             "think": think}  # fmt: skip
    ran = subprocess.run(
        [sys.executable, "-m", "bench.record.load"], input=json.dumps(given), stdout=subprocess.PIPE, check=True,
        text=True, timeout=seconds + 120,
    )  # fmt: skip
    told = json.loads(ran.stdout)
    found = {}
    for kind in kinds:
        times = told["seconds"].get(kind, [])  # none where the machine had no time for it
        found[kind] = {**spread(times), "per_second": round(len(times) / seconds, 1)}
    return {"users": len(plan["users"]), "think": think, "kinds": found, "wrong": told["wrong"]}


def measure(environment: Mapping[str, str], plan: Plan, log: Path, seconds: float, think: float) -> dict[str, Any]:
    """Everything that is asked through the API: each kind by itself without a pause, then all by users who think."""
    bare = {"users": [{"empty": [[["GET", "/healthz", None]]]} for _ in plan["users"]]}
    found: dict[str, Any] = {}
    with serving(environment, log.with_suffix(".empty.log"), EMPTY) as port:
        found["empty"] = at_work(port, bare, ["empty"], min(5.0, seconds))
    with serving(environment, log) as port:
        found["health"] = at_work(port, bare, ["empty"], min(5.0, seconds))
        for kind in (*PAGES, "append"):
            found[kind] = at_work(port, plan, [kind], seconds)
        found["people"] = at_work(port, plan, [*PAGES, "append"], seconds, think)
    return found


def measure_desk(environment: Mapping[str, str], plan: Plan, log: Path, seconds: float, think: float) -> dict[str, Any]:
    """The main pages of the desk: each by itself without a pause, then all in turn by users who think."""
    found: dict[str, Any] = {}
    with serving(environment, log) as port:
        for page in SCREENS:
            found[page] = at_work(port, plan, [page], min(8.0, seconds))
        found["people"] = at_work(port, plan, list(SCREENS), seconds, think)
    return found
