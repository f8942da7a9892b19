"""`nakomen worker`: does in the background what must be done, until it is asked to stop."""

from __future__ import annotations

from typing import Annotated

import typer

from nakomen.commands.answering import ANSWERED


def worker(
    *,
    once: Annotated[
        bool, typer.Option("--once", help="Stop when nothing waits, as for a timetable of the machine.")
    ] = False,
) -> int:
    """Carry out what waits: the nightly sweep, messages to other systems, e-mail, checkpoints."""
    from nakomen.commands.opening import opened

    opened()
    from nakomen.record import working

    working.run(once=once)
    return ANSWERED
