"""How every command hands over its answer: one JSON document, or a page."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Callable

    from nakomen.commands.page import Page

ANSWERED, FALLS_SHORT, BAD_INPUT = 0, 1, 2

CasePath = Annotated[str, typer.Argument(metavar="CASE", show_default=False, help="The case file.")]
AsOf = Annotated[
    str, typer.Option("--as-of", metavar="DATE", show_default=False, help="The day asked for: YYYY-MM-DD.")
]
KnownOn = Annotated[
    str | None,
    typer.Option("--known-on", metavar="DATETIME", help="Leave out what was recorded later; a date-time with offset."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]


def deliver(document: Callable[[], object], page: Callable[[], Page], *, as_json: bool, status: int = ANSWERED) -> int:
    """Print the answer in the form asked for and give the exit status back. The form not asked for is never made."""
    try:
        if as_json:
            sys.stdout.write(json.dumps(document(), ensure_ascii=False, indent=2) + "\n")
        else:
            page().show()
        sys.stdout.flush()
    except BrokenPipeError:
        stop_printing()
    return status


def stop_printing() -> None:
    """Nobody reads on: keep Python from complaining when it closes the output."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
