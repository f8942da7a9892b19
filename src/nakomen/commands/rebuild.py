"""`nakomen rebuild`: the read copies made anew from what was recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nakomen.commands import opening
from nakomen.commands.answering import AsJson, deliver

if TYPE_CHECKING:
    from nakomen.commands.page import Page
    from nakomen.record.models import Organisation


def rebuild(*, organisation: opening.Slug = None, as_json: AsJson = False) -> int:
    """Make every read copy anew from the acts: lists, search, the next change of each client."""
    opening.opened()
    counts = rebuilt(opening.organisations(organisation))
    return deliver(lambda: counts, lambda: _rebuilt_page(counts), as_json=as_json)


def rebuilt(organisations: list[Organisation]) -> dict[str, int]:
    """How many clients of each organisation have new read copies."""
    from django.utils import timezone

    from nakomen.record import copies, tenancy

    counts = {}
    for each in organisations:
        with opening.told(), opening.progress(f"Leeskopieën: {each.slug}") as tell, tenancy.within(each.id):
            counts[each.slug] = copies.rebuild(timezone.now(), tell)
    return counts


def _rebuilt_page(counts: dict[str, int]) -> Page:
    from nakomen.commands.page import Page

    made = Page()
    made.heading("Leeskopieën opnieuw gemaakt")
    made.table([[slug, f"{count} cliënten"] for slug, count in counts.items()])
    return made
