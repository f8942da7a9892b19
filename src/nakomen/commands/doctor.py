"""`nakomen doctor`: what is wrong with this installation, in words, each with what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nakomen.commands import opening
from nakomen.commands.answering import ANSWERED, FALLS_SHORT, AsJson, deliver

if TYPE_CHECKING:
    from nakomen.commands.page import Page
    from nakomen.record.health import Trouble


def doctor(*, as_json: AsJson = False) -> int:
    """What is wrong with this installation, and what to do about it. Exit status 1 when something is."""
    opening.set_up()
    from django.utils import timezone

    from nakomen.record import health

    found = health.look(timezone.now())
    return deliver(
        lambda: [{"what": each.what, "advice": each.advice} for each in found],
        lambda: _page(found),
        as_json=as_json,
        status=FALLS_SHORT if found else ANSWERED,
    )


def _page(found: list[Trouble]) -> Page:
    from nakomen.commands import page as layout

    made = layout.Page()
    if not found:
        made.heading("Alles in orde", layout.GOOD)
        return made
    made.heading("1 ding is niet in orde" if len(found) == 1 else f"{len(found)} dingen zijn niet in orde", layout.BAD)
    for each in found:
        made.text(each.what, indent=2, hanging=4)
        made.text(each.advice, layout.QUIET, indent=4)
    return made
