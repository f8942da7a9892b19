"""Invoices for what the client pays himself: the visits, the lines, and how they are paid."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from nakomen.demo.visits import delivered
from nakomen.law.costs import collection_costs
from nakomen.law.money import cents
from nakomen.law.vat import general_rate, split_inclusive

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nakomen.demo.life import Life

SIXTY = Decimal(60)


def own_service(life: Life) -> int:
    """The place of the service that the client pays himself among those of the provider."""
    return next(place for place, each in enumerate(life.organisation.services) if each.payer == "client")


def line(life: Life, visit: str, on: int, minutes: int) -> dict[str, object]:
    """The line of an invoice for a visit of that day."""
    service = life.organisation.services[own_service(life)]
    tariff = service.tariff_hour or Decimal("0.00")
    amount = cents(tariff * minutes / SIXTY)
    vat = split_inclusive(amount, general_rate(life.day(on)))[1] if service.vat == "included" else None
    return {"for": "visit", "act": visit, "minutes": minutes, "tariff_hour": tariff, "vat": vat, "amount": amount}


def invoiced(life: Life, on: int, lines: Sequence[dict[str, object]], *, exact: bool = False) -> tuple[str, Decimal]:
    """An invoice with these lines; its id and its amount."""
    total = sum((Decimal(str(each["amount"])) for each in lines), Decimal("0.00"))
    channel = "electronic" if life.who.electronic or exact else "paper"
    number = f"{life.day(on):%Y%m}-{life.drawn(1000, 9999)}"
    name = life.note("invoice.sent", on, exact=exact, number=number, amount=total, channel=channel, lines=list(lines))
    return name, total


def paid(life: Life, on: int, invoice: str, amount: Decimal) -> None:
    """A payment, if its day has come."""
    if on < 0:
        life.note("payment.received", on, act=invoice, amount=amount)


def billed(life: Life, first: int, every: int = 14) -> None:
    """Visits that the client pays every so many days, invoiced in the month after and paid within two weeks or so."""
    months: dict[tuple[int, int], list[dict[str, object]]] = {}
    place = own_service(life)
    for on in range(first, 0, every):
        visit = delivered(life, on, place, 60)
        day = life.day(on)
        months.setdefault((day.year, day.month), []).append(line(life, visit, on, 60))
    for (year, month), lines in months.items():
        sent = (date(year + month // 12, month % 12 + 1, 1) - life.today).days + life.drawn(6, 9)
        if sent < 0:
            invoice, total = invoiced(life, sent, lines)
            paid(life, sent + life.drawn(5, 20), invoice, total)


def reminded(life: Life, on: int, invoice: str, amount: Decimal) -> str:
    """A reminder that gives the full second term and announces the exact costs."""
    days = 21 if life.care else 14
    return life.note(
        "reminder.sent", on, invoices=[invoice], days_given=days, counted_from="day_after_receipt",
        channel="electronic", costs_announced=collection_costs(amount).total,
    )  # fmt: skip


def month_billed(life: Life, on: int) -> tuple[str, Decimal]:
    """An invoice of that very day for two visits in the month before; its id and its amount."""
    place = own_service(life)
    before = (life.day(on).replace(day=1) - life.today).days
    lines = [line(life, delivered(life, day, place, 60), day, 60) for day in (before - 13, before - 4)]
    return invoiced(life, on, lines, exact=True)
