"""VAT (omzetbelasting): the dated rates of the Wet op de omzetbelasting 1968, article 9, and splitting an amount.

The rates stand in the act without an end, so the last row holds until the act is changed.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from nakomen.law.money import cents
from nakomen.law.tables import Confidence, OutOfTable, dutch

CONFIRMED_ON = date(2026, 11, 21)
"""The day on which the rates were last compared with the act."""

_PER_CENT = Decimal(100)
_HISTORY = "historisch overzicht van de btw-tarieven, dezaak.nl"


class VatRates(NamedTuple):
    """The general and the low rate in percent, from a day on until the next row."""

    since: date
    general: Decimal
    low: Decimal
    source: str
    confidence: Confidence


RATES: tuple[VatRates, ...] = (
    VatRates(date(2001, 1, 1), Decimal(19), Decimal(6), f"Wet OB 1968 art. 9; {_HISTORY}", "high"),
    VatRates(date(2012, 10, 1), Decimal(21), Decimal(6), f"Wet OB 1968 art. 9; {_HISTORY}", "high"),
    VatRates(date(2019, 1, 1), Decimal(21), Decimal(9), "Wet OB 1968 art. 9; rijksoverheid.nl, 6% naar 9%", "high"),
)


def vat_rates(on: date) -> VatRates:
    """The rates in force on that day; raises OutOfTable before 2001."""
    index = bisect_right(RATES, on, key=lambda row: row.since)
    if index == 0:
        message = f"De btw-tarieven gaan terug tot {dutch(RATES[0].since)}; gevraagd is {dutch(on)}."
        raise OutOfTable(message, table="btw-tarieven", needed=on)
    return RATES[index - 1]


def general_rate(on: date) -> Decimal:
    """The general VAT rate in percent on that day."""
    return vat_rates(on).general


def low_rate(on: date) -> Decimal:
    """The reduced VAT rate in percent on that day."""
    return vat_rates(on).low


def split_inclusive(amount: Decimal, rate: Decimal) -> tuple[Decimal, Decimal]:
    """Net and VAT of an amount that includes VAT at `rate` percent; the two add up to the amount in cents."""
    total = cents(amount)
    net = cents(total * _PER_CENT / (_PER_CENT + rate))
    return net, total - net


def add_vat(net: Decimal, rate: Decimal) -> tuple[Decimal, Decimal]:
    """VAT at `rate` percent over a net amount, rounded once, and the two together."""
    rounded = cents(net)
    vat = cents(rounded * rate / _PER_CENT)
    return vat, rounded + vat
