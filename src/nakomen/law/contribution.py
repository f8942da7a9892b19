"""The client's own contribution for social support (Wmo), the flat rate that the CAK sets and collects.

The provider never charges it; the table serves to inform. The flat rate began in 2019. What replaces it from 2027 was
announced but was not law when the table was made, so the table ends with 2026.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from nakomen.law.money import ZERO, euro
from nakomen.law.tables import Confidence, OutOfTable, dutch

Unit = Literal["four weeks", "month"]

CONFIRMED_UNTIL = date(2026, 12, 31)

_UNIT_NAMES: dict[Unit, str] = {"four weeks": "vier weken", "month": "maand"}


class YearRow(NamedTuple):
    """The contribution of a calendar year."""

    year: int
    amount: Decimal
    unit: Unit
    source: str
    confidence: Confidence


_CAK_2020 = "hetcak.nl, regeling Wmo (2020); drimmelen.nl (2020 tot en met 2023)"

ROWS: tuple[YearRow, ...] = (
    YearRow(2019, Decimal("17.50"), "four weeks", "zorg-plus.nl; asterzorg.nl", "high"),
    YearRow(2020, Decimal("19.00"), "month", _CAK_2020, "high"),
    YearRow(2021, Decimal("19.00"), "month", _CAK_2020, "high"),
    YearRow(2022, Decimal("19.00"), "month", _CAK_2020, "high"),
    YearRow(2023, Decimal("19.00"), "month", _CAK_2020, "high"),
    YearRow(2024, Decimal("20.60"), "month", "rijksoverheid.nl; drimmelen.nl", "high"),
    YearRow(2025, Decimal("21.00"), "month", "gemeente.nu (maart 2025); nationalezorggids.nl", "high"),
    YearRow(2026, Decimal("21.80"), "month", "twee secundaire bronnen die het CAK noemen (2-10-2026)", "medium"),
)

WAIVED_MONTHS: tuple[tuple[int, int], ...] = ((2020, 4), (2020, 5))
"""Months in which nobody owed the contribution (ooststellingwerf.nl)."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """The most that a household owes per unit of time, in euros, with one Dutch sentence that explains it."""

    amount: Decimal
    unit: Unit
    source: str
    confidence: Confidence
    text: str


def own_contribution(on: date) -> Contribution:
    """The Wmo contribution in force on that day; a municipality may ask less, and some households owe nothing.

    Raises OutOfTable before 2019 and after the last confirmed day.
    """
    index = on.year - ROWS[0].year
    if not 0 <= index < len(ROWS):
        message = (
            f"De eigen bijdrage Wmo is bekend van 1 januari {ROWS[0].year} tot en met {dutch(CONFIRMED_UNTIL)}; "
            f"gevraagd is {dutch(on)}."
        )
        raise OutOfTable(message, table="eigen bijdrage Wmo", needed=on)
    row = ROWS[index]
    if (on.year, on.month) in WAIVED_MONTHS:
        text = "In april en mei 2020 was niemand een eigen bijdrage voor de Wmo verschuldigd."
        return Contribution(ZERO, row.unit, "ooststellingwerf.nl", "medium", text)
    text = f"De eigen bijdrage voor de Wmo is in {row.year} ten hoogste {euro(row.amount)} per {_UNIT_NAMES[row.unit]}."
    return Contribution(row.amount, row.unit, row.source, row.confidence, text)
