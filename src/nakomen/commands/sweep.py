"""`nakomen sweep`: bring the read copies to a day, for the clients whose standing changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from nakomen.case_files import InputError
from nakomen.commands import arguments
from nakomen.commands.answering import ANSWERED, FALLS_SHORT, AsJson, deliver

if TYPE_CHECKING:
    from datetime import date

    from nakomen.commands.page import Page
    from nakomen.record.sweeping import Swept


def sweep(
    *,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="The day, today where none is given.", show_default=False),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Make the work list and the other read copies anew for whom time changed something; the others are not read."""
    given = arguments.optional_day("--as-of", as_of)
    from nakomen.commands import opening

    opening.opened()
    from django.utils import timezone

    from nakomen.law.clock import local_day
    from nakomen.record.sweeping import PastDayError, sweep_all

    now = timezone.now()
    day = given or local_day(now)
    with opening.progress("Bijwerken") as shown:
        try:
            done = sweep_all(day, now, shown)
        except PastDayError:
            raise InputError([f"--as-of: copies stand at a later day than {day}; they are not turned back"]) from None
    status = FALLS_SHORT if done.failed else ANSWERED
    return deliver(lambda: _answer(day, done), lambda: page(day, done), as_json=as_json, status=status)


def _answer(day: date, done: Swept) -> dict[str, object]:
    return {"as_of": day.isoformat(), "looked_at": done.looked_at, "changed": done.changed, "failed": done.failed}


def page(day: date, done: Swept) -> Page:
    """What was done, for a person."""
    from nakomen.commands import page as layout

    shown = layout.Page()
    shown.heading(f"Bijgewerkt tot en met {day.isoformat()}")
    shown.text(f"{done.looked_at} dossiers bekeken, {done.changed} veranderd.", indent=2)
    if done.failed:
        shown.text(
            f"{done.failed} dossiers konden niet worden bijgewerkt; zij worden apart opnieuw geprobeerd.", indent=2
        )
    return shown
