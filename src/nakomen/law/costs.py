"""Extrajudicial collection costs and the consumer's reminder.

The scale is that of the Besluit vergoeding voor buitengerechtelijke incassokosten (BWBR0031432, Stb. 2012, 141); the
reminder is that of BW 6:96 lid 6 and 7, read as in HR 25-11-2016, ECLI:NL:HR:2016:2704 (reading 25 of the case file).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, NamedTuple

from nakomen.law.calendar import Extension, Step, extend
from nakomen.law.money import ZERO, cents, euro, percent
from nakomen.law.periods import Period
from nakomen.law.tables import OutOfTable, dutch
from nakomen.law.vat import RATES, add_vat, general_rate

CountedFrom = Literal["receipt", "day_after_receipt"]

SOURCE = "BWBR0031432, Stb. 2012, 141, art. 2"
CONFIDENCE = "high"
APPLIES_FROM = date(2012, 7, 1)
"""First day of the scale: it does not touch debtors who were in default before (article 3)."""
CONFIRMED_ON = date(2026, 11, 21)
"""The day on which the scale was last compared with the decree, which sets no end."""

MINIMUM = Decimal("40.00")
MAXIMUM = Decimal("6775.00")
CONSUMER_DAYS = 14


class Band(NamedTuple):
    """A slice of the principal, in euros, with its percentage; the last one has no width."""

    width: Decimal | None
    percent: Decimal


BANDS: tuple[Band, ...] = (
    Band(Decimal(2500), Decimal(15)),
    Band(Decimal(2500), Decimal(10)),
    Band(Decimal(5000), Decimal(5)),
    Band(Decimal(190000), Decimal(1)),
    Band(None, Decimal("0.5")),
)


@dataclass(frozen=True, slots=True)
class CostStep:
    """One step of the sum: what was done in Dutch, and the euros that it gave or led to."""

    text: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Costs:
    """Collection costs in euros: without VAT, the VAT (0.00 unless asked for) and the two together."""

    amount: Decimal
    vat: Decimal
    total: Decimal
    steps: tuple[CostStep, ...]


@dataclass(frozen=True, slots=True)
class ReminderCheck:
    """Whether a reminder opens the way to collection costs on a consumer, and in Dutch what it lacks."""

    ok: bool
    last_day: date
    """The last day that the reminder itself gave."""
    problems: tuple[str, ...]


def collection_costs(principal: Decimal, *, vat: bool = False, on: date | None = None) -> Costs:
    """Costs over a principal (not over interest) by the scale: at least 40, at most 6775, and 0.00 over nothing.

    `vat` adds the general VAT rate, which is allowed only to a creditor who cannot deduct it and says so (article 2 lid
    3). `on` is the day of default, today's scale without it. Raises ValueError for a negative principal and OutOfTable
    before the scale took effect.
    """
    base = cents(principal)
    if base < 0:
        raise ValueError(f"a principal is not negative: {principal}")
    if on is not None and on < APPLIES_FROM:
        message = f"De staffel voor incassokosten geldt vanaf {dutch(APPLIES_FROM)}; gevraagd is {dutch(on)}."
        raise OutOfTable(message, table="incassokosten", needed=on)
    amount, steps = _scale(base)
    if not vat:
        return Costs(amount, ZERO, amount, steps)
    rate = RATES[-1].general if on is None else general_rate(on)
    tax, total = add_vat(amount, rate)
    taxed = CostStep(f"{percent(rate)} btw over {euro(amount)} is {euro(tax)}.", tax)
    return Costs(amount, tax, total, (*steps, taxed))


def reminder_term(received: date, days_given: int, counted_from: CountedFrom) -> date:
    """The last day to pay that a reminder gives: `receipt` counts the day of receipt itself as the first day.

    Raises ValueError when it gives less than a day.
    """
    if days_given < 1:
        raise ValueError(f"a reminder gives at least one day: {days_given}")
    not_counted = 0 if counted_from == "day_after_receipt" else 1
    return received + timedelta(days=days_given - not_counted)


def fourteen_days_end(received: date) -> Extension:
    """The last of the statutory fourteen days, which begin the day after receipt, extended by the Atw (reading 6)."""
    return extend(received + timedelta(days=CONSUMER_DAYS), received, period=Period(days=CONSUMER_DAYS))


def second_term_end(received: date, days_given: int, counted_from: CountedFrom) -> Extension:
    """The last day on which paying after a reminder is in time: the later of its own term and the statutory one."""
    own, statutory = reminder_term(received, days_given, counted_from), fourteen_days_end(received)
    first = Step(f"De herinnering, ontvangen op {dutch(received)}, geeft tijd tot en met {dutch(own)}.", own)
    if own >= statutory.date:
        return Extension(own, (first,))
    return Extension(statutory.date, (first, *statutory.steps), statutory.confirmed)


def consumer_reminder_ok(
    *,
    default_day: date,
    sent: date,
    received: date,
    days_given: int,
    counted_from: CountedFrom,
    costs_announced: Decimal | None,
    costs_due: Decimal,
) -> ReminderCheck:
    """Whether a reminder allows collection costs from a consumer (BW 6:96 lid 6, no departing from it: lid 5).

    It must have been sent after default set in (`default_day` is the first day of default, the latest one where it
    covers more claims), give at least fourteen days from the day after receipt, and announce the exact amount
    `costs_due`. A term that is too short is not cured by waiting longer.
    """
    last_day = reminder_term(received, days_given, counted_from)
    needed = received + timedelta(days=CONSUMER_DAYS)
    problems: list[str] = []
    if sent < default_day:
        problems.append(f"De herinnering van {dutch(sent)} is verstuurd voor het verzuim van {dutch(default_day)}.")
    if last_day < needed:
        problems.append(f"De herinnering geeft tijd tot en met {dutch(last_day)}; de wet eist {dutch(needed)}.")
    if costs_announced is None:
        problems.append("De herinnering noemt het bedrag van de incassokosten niet.")
    elif cents(costs_announced) != cents(costs_due):
        problems.append(f"De herinnering noemt {euro(costs_announced)} aan incassokosten; het is {euro(costs_due)}.")
    return ReminderCheck(not problems, last_day, tuple(problems))


def _scale(base: Decimal) -> tuple[Decimal, tuple[CostStep, ...]]:
    if not base:
        return ZERO, (CostStep("Er staat geen hoofdsom open: geen incassokosten.", ZERO),)
    steps: list[CostStep] = []
    left = base
    for band in BANDS:
        part = left if band.width is None else min(left, band.width)
        if not part:
            break
        # Full bands give whole cents, so rounding each band rounds the sum only once.
        amount = cents(part * band.percent / 100)
        steps.append(CostStep(f"{percent(band.percent)} over {euro(part)} is {euro(amount)}.", amount))
        left -= part
    total = sum((step.amount for step in steps), ZERO)
    if total < MINIMUM:
        return MINIMUM, (*steps, CostStep(f"Minder dan het minimum: {euro(MINIMUM)}.", MINIMUM))
    if total > MAXIMUM:
        return MAXIMUM, (*steps, CostStep(f"Meer dan het maximum: {euro(MAXIMUM)}.", MAXIMUM))
    return total, tuple(steps)
