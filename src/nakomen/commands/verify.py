"""`nakomen verify`: whether everything that is kept is as it was written."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from nakomen.commands import opening
from nakomen.commands.answering import ANSWERED, FALLS_SHORT, AsJson, deliver

if TYPE_CHECKING:
    from nakomen.commands.page import Page
    from nakomen.record.models import Organisation
    from nakomen.record.verifying import Verified

_SHOWN = 20


def verify(*, organisation: opening.Slug = None, as_json: AsJson = False) -> int:
    """Look at every entry, checkpoint and witness line; names the first bad one, and then the exit status is 1."""
    opening.opened()
    began = time.monotonic()
    found = verified(opening.organisations(organisation))
    seconds = time.monotonic() - began
    broken = any(each.broken for _, each in found)
    return deliver(
        lambda: _document(found, seconds),
        lambda: page(found, seconds),
        as_json=as_json,
        status=FALLS_SHORT if broken else ANSWERED,
    )


def verified(organisations: list[Organisation]) -> list[tuple[Organisation, Verified]]:
    """What verifying each organisation finds."""
    from nakomen.record import verifying

    found = []
    for each in organisations:
        with opening.told(), opening.progress(f"Nakijken: {each.slug}") as tell:
            found.append((each, verifying.verify_organisation(each.id, tell)))
    return found


def _document(found: list[tuple[Organisation, Verified]], seconds: float) -> dict[str, Any]:
    return {
        "seconds": round(seconds, 1),
        "organisations": [
            {
                "organisation": each.slug,
                "clients": result.chains,
                "acts": result.entries,
                "destroyed": result.destroyed,
                "checkpoints": result.checkpoints,
                "broken": [{"where": bad.where, "what": bad.what} for bad in result.broken],
            }
            for each, result in found
        ],
    }


def page(found: list[tuple[Organisation, Verified]], seconds: float | None) -> Page:
    """What was found, for a person."""
    from nakomen.commands import page as layout

    made = layout.Page()
    for each, result in found:
        count = len(result.broken)
        words, style = (f"{count} keer klopt iets niet", layout.BAD) if count else ("alles klopt", layout.GOOD)
        made.heading(f"{each.name}: {words}", style)
        made.text(
            f"{result.entries} handelingen van {result.chains} cliënten en {result.checkpoints} controlepunten bekeken"
            + (f"; van {result.destroyed} handelingen is de inhoud vernietigd" if result.destroyed else "")
            + ".",
            indent=2,
        )
        if count:
            made.table([[bad.where, bad.what] for bad in result.broken[:_SHOWN]])
        if count > _SHOWN:
            made.text(f"en nog {count - _SHOWN} (--json toont ze alle)", layout.QUIET, indent=2)
    if not found:
        made.text("Er is nog geen organisatie.")
    if seconds is not None:
        made.text(f"In {seconds:.1f} seconden.".replace(".", ",", 1), layout.QUIET)
    return made
