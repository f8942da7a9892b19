"""`nakomen rotate-keys`: new keys over the clients' keys, and old ones forgotten."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Annotated

import typer

from nakomen.commands import arguments, opening
from nakomen.commands.answering import AsJson, deliver

if TYPE_CHECKING:
    from datetime import date

    from nakomen.commands.page import Page


def rotate_keys(
    *,
    organisation: opening.Slug = None,
    drop_before: Annotated[
        str | None,
        typer.Option(
            "--drop-before", metavar="DATE", help="Forget for good the replaced keys from before this day: YYYY-MM-DD."
        ),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Wrap every client's key under a new key of the organisation; without --organisation for all of them."""
    day = arguments.optional_day("--drop-before", drop_before)
    opening.opened()
    from django.utils import timezone

    from nakomen.record.keys import key_store

    now = timezone.now()
    told: dict[str, dict[str, int]] = {}
    for each in opening.organisations(organisation):
        with opening.told():
            epoch = key_store().rotate(each.id, now)
            dropped = key_store().drop_epochs(each.id, _midnight(day), now) if day else ()
            told[each.slug] = {"epoch": epoch, "dropped": len(dropped)}
    return deliver(lambda: told, lambda: _page(told), as_json=as_json)


def _midnight(day: date) -> datetime:
    from django.utils import timezone

    return datetime.combine(day, time(), tzinfo=timezone.get_default_timezone())


def _page(told: dict[str, dict[str, int]]) -> Page:
    from nakomen.commands import page as layout

    made = layout.Page()
    made.heading("Sleutels vernieuwd", layout.GOOD)
    made.table([[slug, f"sleutel {each['epoch']}; {each['dropped']} oude vergeten"] for slug, each in told.items()])
    made.text("")
    made.text(
        "Maak nu een nieuwe kopie van de sleutels (nakomen backup MAP --keys ANDERE-MAP). Oude kopieën kunnen weg.",
        layout.DOUBTFUL,
    )
    return made
