"""Appends to a chain in child processes that are killed for real, each at another step, and tells what is left.

Run as a program, with the environment of an installation: `killer.py ORGANISATION EVERY`. A step is a line of the
record's own code that an append runs through, at its first time, and the moment after the commit; of the steps one in
so many is tried, and each of the LAST. The last line of the output is JSON: how many steps there were, how many
children died of how many, and what was found wrong.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self
from uuid import UUID

TOOL = 3
STEPS_OF_A_CLIENT = 10
LAST = 12
"""What happens around the commit lies in these, so that none of them is left out."""
DIED, DONE = "died", "done"


def given(step: int) -> list[dict[str, object]]:
    """The request of a step: two acts that tell which step it is."""
    return [
        {"kind": "information.asked_of_client", "on": "2026-02-02", "topic": f"stap {step}"},
        {"kind": "information.received", "on": "2026-02-03", "topic": f"stap {step}"},
    ]


class Steps:
    """Counts the lines of the record's code that run for the first time; at the one asked for the process is killed."""

    def __init__(self, kill_at: int | None = None) -> None:
        self.count = 0
        self._kill_at = kill_at

    def __enter__(self) -> Self:
        sys.monitoring.use_tool_id(TOOL, "killer")
        sys.monitoring.restart_events()  # a line that was counted before this counts again
        sys.monitoring.register_callback(TOOL, sys.monitoring.events.LINE, self._line)
        sys.monitoring.set_events(TOOL, sys.monitoring.events.LINE)
        return self

    def __exit__(self, *_: object) -> None:
        sys.monitoring.set_events(TOOL, 0)
        sys.monitoring.free_tool_id(TOOL)

    def _line(self, code: Any, _line: int) -> object:
        if "nakomen/record/" in code.co_filename:
            self.count += 1
            self.reached()
        return sys.monitoring.DISABLE  # each line counts once

    def reached(self) -> None:
        if self.count == self._kill_at:
            os.kill(os.getpid(), signal.SIGKILL)


def append(organisation: UUID, client: UUID, step: int, kill_at: int | None = None) -> int:
    """One append as a request does it; the number of steps it took."""
    from nakomen.record import ledger, tenancy
    from nakomen.record.actors import system

    with Steps(kill_at) as steps:
        with tenancy.within(organisation):
            ledger.append(client, given(step), actor=system("api"), now=datetime.now(UTC), key=f"stap-{step}")
        steps.count += 1  # after the commit, before the answer
        steps.reached()
    return steps.count


def child(organisation: UUID, client: UUID, step: int, kill_at: int | None) -> tuple[str, bool]:
    """An append in a process of its own that dies at a step; how it ended, and whether it acknowledged."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        append(organisation, client, step, kill_at)
        os.write(writing, b"acknowledged")
        os._exit(0)
    os.close(writing)
    acknowledged = os.read(reading, 20) == b"acknowledged"
    os.close(reading)
    _, status = os.waitpid(pid, 0)
    return (DIED if os.WIFSIGNALED(status) else DONE), acknowledged


def topics(organisation: UUID, client: UUID) -> list[str]:
    """What the client's chain tells, in order."""
    from nakomen.record import ledger, tenancy

    with tenancy.within(organisation):
        return [getattr(stored.act, "topic", "") for stored in ledger.entries(client)]


def forget_connections() -> None:
    """Nothing open may be shared with a child."""
    from django.db import connections

    from nakomen.record.keys import key_store

    connections.close_all()
    key_store().close()


def another_client(organisation: UUID) -> UUID:
    """A client for the next steps, so that no chain gets long."""
    from nakomen.record import tenancy
    from tests.record.lives import registered

    with tenancy.within(organisation):
        return registered(datetime.now(UTC))


def main(organisation: UUID, every: int) -> None:
    client = another_client(organisation)
    total = append(organisation, client, 0)
    forget_connections()
    wrong, died = [], 0
    tried = sorted({*range(1, total + 1, every), *range(total + 1 - LAST, total + 1)})
    for number, step in enumerate(tried, 1):
        end, acknowledged = child(organisation, client, step, step)
        died += end == DIED
        kept = topics(organisation, client).count(f"stap {step}")
        if kept not in (0, 2):
            wrong.append(f"step {step}: {kept} of 2 acts kept")
        if acknowledged and kept != 2:
            wrong.append(f"step {step}: acknowledged and lost")
        append(organisation, client, step)  # whoever got no answer asks again, with the same key
        if topics(organisation, client).count(f"stap {step}") != 2:
            wrong.append(f"step {step}: asked again, not kept once")
        if number % STEPS_OF_A_CLIENT == 0:
            client = another_client(organisation)
        forget_connections()
    wrong += verified(organisation)
    print(json.dumps({"steps": total, "tried": len(tried), "died": died, "wrong": wrong}))  # noqa: T201 - it answers a test on its output


def verified(organisation: UUID) -> list[str]:
    from nakomen.record import tenancy, verifying

    with tenancy.within(organisation):
        return [str(each) for each in verifying.verify().broken]


if __name__ == "__main__":
    import django

    sys.path.insert(0, str(Path(__file__).parents[2]))
    django.setup()
    main(UUID(sys.argv[1]), int(sys.argv[2]))
