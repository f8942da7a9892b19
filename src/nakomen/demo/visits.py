"""Visits: planned a week ahead, and given at the time that was planned."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nakomen.demo.life import Life


def visit(life: Life, on: int, hour: int, service: int = 0, minutes: int = 60, **fields: object) -> str:
    """A visit planned a week ahead, or yesterday where that is sooner."""
    offered_ = life.organisation.services[service]
    return life.note(
        "visit.planned", min(on - 7, -1), exact=True, start=life.moment(on, hour), minutes=minutes,
        service=offered_.name, payer=offered_.payer, tariff_hour=offered_.tariff_hour, vat=offered_.vat,
        caregivers=[life.team[0].code], remote=offered_.remote or None, additional=offered_.additional or None,
        **fields,
    )  # fmt: skip


def delivered(life: Life, on: int, service: int = 0, minutes: int = 60) -> str:
    """A visit that was planned and given; its id."""
    hour = life.some(8, 17)
    name = visit(life, on, hour, service, minutes)
    given = minutes if life.organisation.services[service].payer == "client" else minutes - 5 * life.some(0, 1)
    life.note_at("visit.delivered", life.moment(on, hour) + timedelta(minutes=given), act=name, minutes=given)
    return name


def visited(life: Life, first: int, last: int, every: int = 7) -> None:
    """Visits given every so many days; after the day of the demonstration they are planned only."""
    for on in range(first, last + 1, every):
        if on < 0:
            delivered(life, on)
        else:
            visit(life, on, life.some(8, 17))
