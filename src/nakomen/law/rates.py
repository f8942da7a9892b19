"""Statutory interest: the dated percentages of Civil Code (BW) 6:119 and 6:119a, each with its source.

Both are confirmed to the end of the running half-year; what comes after is set by decree or by the ECB and not known.
The ordinary rate is set by order in council (BW 6:120 lid 1), the trade rate is the ECB's main refinancing rate before
the half-year plus eight points (BW 6:120 lid 2; seven points before 16 March 2013).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from nakomen.law.tables import Confidence, OutOfTable, dutch

_OVERVIEW = "historisch overzicht tot 2010, raadvanarbitrage.nl/woordenlijst-detail/269"
_RENTETOOL = "tabel rentetool, github.com/Matthi-code/rentetool (4e0d98a)"
_LUXIS = "tabel luxis, github.com/Apartsalan/luxis (afe6a1a)"
_BOTH = (_LUXIS, _RENTETOOL)
_ALL = (_LUXIS, _OVERVIEW, _RENTETOOL)


class Rate(NamedTuple):
    """A percentage per year from a day on, until the next row."""

    since: date
    percent: Decimal
    confidence: Confidence
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RateTable:
    """Dated percentages, oldest first, confirmed up to and including a day."""

    name: str
    statute: str
    confirmed_until: date
    rows: tuple[Rate, ...]

    def row_on(self, day: date) -> Rate:
        """The row in force on that day.

        Raises OutOfTable before the first row and after the last confirmed day.
        """
        if day > self.confirmed_until:
            message = (
                f"De {self.name} is bekend tot en met {dutch(self.confirmed_until)}; "
                f"geef voor de dagen daarna een aangenomen percentage."
            )
            raise OutOfTable(message, table=self.name, needed=day)
        index = bisect_right(self.rows, day, key=_since)
        if index == 0:
            message = f"De tabel van de {self.name} begint op {dutch(self.rows[0].since)}; gevraagd is {dutch(day)}."
            raise OutOfTable(message, table=self.name, needed=day)
        return self.rows[index - 1]

    def next_row_after(self, day: date) -> Rate | None:
        """The first row that takes effect after that day, if there is one."""
        index = bisect_right(self.rows, day, key=_since)
        return self.rows[index] if index < len(self.rows) else None


@dataclass(frozen=True, slots=True)
class Rates:
    """The percentages of one sum: a table, or a fixed percentage; `assumed` serves only beyond the confirmed day."""

    table: RateTable
    fixed: Decimal | None = None
    assumed: Decimal | None = None

    def __post_init__(self) -> None:
        for given in (self.fixed, self.assumed):
            if given is not None and not (given.is_finite() and given >= 0):
                raise ValueError(f"a rate is a percentage of zero or more: {given}")

    def percent_on(self, day: date) -> Decimal:
        """The percentage per year in force on that day; raises OutOfTable as the table does."""
        if self.fixed is not None:
            return self.fixed
        if self.assumed is not None and day > self.table.confirmed_until:
            return self.assumed
        return self.table.row_on(day).percent

    def change_after(self, day: date) -> date | None:
        """The first later day on which the percentage is another one or is no longer known, if there is one."""
        if self.fixed is not None or day > self.table.confirmed_until:
            return None
        row = self.table.next_row_after(day)
        if row is not None:
            return row.since
        unknown_from = self.table.confirmed_until + timedelta(days=1)
        return None if self.assumed == self.percent_on(day) else unknown_from


def rates(*, trade: bool = False, rate: Decimal | None = None, assume_rate: Decimal | None = None) -> Rates:
    """The percentages for a sum: a fixed `rate`, else the trade table (6:119a) or the ordinary one (6:119)."""
    return Rates(TRADE if trade else STATUTORY, rate, assume_rate)


def _since(row: Rate) -> date:
    return row.since


STATUTORY = RateTable(
    "wettelijke rente",
    "BW 6:119",
    date(2026, 12, 31),
    (
        Rate(date(1976, 4, 1), Decimal("8"), "medium", (_OVERVIEW,)),
        Rate(date(1979, 1, 1), Decimal("10"), "medium", (_OVERVIEW,)),
        Rate(date(1980, 4, 1), Decimal("12"), "medium", (_OVERVIEW,)),
        Rate(date(1983, 1, 1), Decimal("9"), "medium", (_OVERVIEW,)),
        Rate(date(1987, 4, 1), Decimal("8"), "medium", (_OVERVIEW,)),
        Rate(date(1990, 1, 1), Decimal("10"), "medium", (_OVERVIEW,)),
        Rate(date(1990, 7, 1), Decimal("11"), "medium", (_OVERVIEW,)),
        Rate(date(1992, 1, 1), Decimal("12"), "medium", (_OVERVIEW,)),
        Rate(date(1993, 7, 1), Decimal("10"), "medium", (_OVERVIEW,)),
        Rate(date(1994, 1, 1), Decimal("9"), "medium", (_OVERVIEW,)),
        Rate(date(1995, 1, 1), Decimal("8"), "medium", (_OVERVIEW,)),
        Rate(date(1996, 1, 1), Decimal("7"), "medium", (_OVERVIEW,)),
        Rate(date(1996, 7, 1), Decimal("5"), "medium", (_OVERVIEW,)),
        Rate(date(1998, 1, 1), Decimal("6"), "medium", (_OVERVIEW,)),
        Rate(date(2001, 1, 1), Decimal("8"), "high", (_OVERVIEW, _RENTETOOL)),
        Rate(date(2002, 1, 1), Decimal("7"), "high", _ALL),
        Rate(date(2003, 8, 1), Decimal("5"), "high", _ALL),
        Rate(date(2004, 2, 1), Decimal("4"), "high", _ALL),
        Rate(date(2007, 1, 1), Decimal("6"), "high", _ALL),
        Rate(date(2009, 7, 1), Decimal("4"), "high", _ALL),
        Rate(date(2010, 1, 1), Decimal("3"), "high", ("ministerie van Justitie, 3% per 1-1-2010", *_ALL)),
        Rate(date(2011, 7, 1), Decimal("4"), "high", ("iqount.nl, 3-6-2011", *_BOTH)),
        Rate(date(2012, 7, 1), Decimal("3"), "high", _BOTH),
        Rate(date(2015, 1, 1), Decimal("2"), "high", ("BWBR0002744, toestand 2015-01-01", *_BOTH)),
        Rate(date(2023, 1, 1), Decimal("4"), "high", ("BWBR0047640, Stb. 2022, 520", *_BOTH)),
        Rate(date(2023, 7, 1), Decimal("6"), "high", _BOTH),
        Rate(date(2024, 1, 1), Decimal("7"), "high", ("smkaccountants.nl, 3-1-2024", *_BOTH)),
        Rate(date(2025, 1, 1), Decimal("6"), "high", _BOTH),
        Rate(date(2026, 1, 1), Decimal("4"), "high", ("BWBR0047640, toestand 2026-01-01", *_BOTH)),
    ),
)

# January and July 2004 are in doubt: the overview has 9,01 for both, the two tables 9,02 and then 9,01.
# From 1 January to 15 March 2013 the surcharge was still seven points.
TRADE = RateTable(
    "wettelijke handelsrente",
    "BW 6:119a",
    date(2026, 12, 31),
    (
        Rate(date(2002, 12, 1), Decimal("10.35"), "high", _ALL),
        Rate(date(2003, 1, 1), Decimal("9.85"), "high", _ALL),
        Rate(date(2003, 7, 1), Decimal("9.10"), "high", _ALL),
        Rate(date(2004, 1, 1), Decimal("9.02"), "low", _ALL),
        Rate(date(2004, 7, 1), Decimal("9.01"), "low", _ALL),
        Rate(date(2005, 1, 1), Decimal("9.09"), "high", _ALL),
        Rate(date(2005, 7, 1), Decimal("9.05"), "high", _ALL),
        Rate(date(2006, 1, 1), Decimal("9.25"), "high", _ALL),
        Rate(date(2006, 7, 1), Decimal("9.83"), "high", _ALL),
        Rate(date(2007, 1, 1), Decimal("10.58"), "high", _ALL),
        Rate(date(2007, 7, 1), Decimal("11.07"), "high", _ALL),
        Rate(date(2008, 1, 1), Decimal("11.20"), "high", _ALL),
        Rate(date(2008, 7, 1), Decimal("11.07"), "high", _ALL),
        Rate(date(2009, 1, 1), Decimal("9.50"), "high", _ALL),
        Rate(date(2009, 7, 1), Decimal("8.00"), "high", _ALL),
        Rate(date(2011, 7, 1), Decimal("8.25"), "high", _BOTH),
        Rate(date(2012, 1, 1), Decimal("8.00"), "high", _BOTH),
        Rate(date(2013, 1, 1), Decimal("7.75"), "medium", _BOTH),
        Rate(date(2013, 3, 16), Decimal("8.75"), "high", _BOTH),
        Rate(date(2013, 7, 1), Decimal("8.50"), "high", _BOTH),
        Rate(date(2014, 1, 1), Decimal("8.25"), "high", _BOTH),
        Rate(date(2014, 7, 1), Decimal("8.15"), "high", _BOTH),
        Rate(date(2015, 1, 1), Decimal("8.05"), "high", _BOTH),
        Rate(date(2016, 7, 1), Decimal("8.00"), "high", _BOTH),
        Rate(date(2023, 1, 1), Decimal("10.50"), "high", _BOTH),
        Rate(date(2023, 7, 1), Decimal("12.00"), "high", _BOTH),
        Rate(date(2024, 1, 1), Decimal("12.50"), "high", _BOTH),
        Rate(date(2024, 7, 1), Decimal("12.25"), "high", _BOTH),
        Rate(date(2025, 1, 1), Decimal("11.15"), "high", _BOTH),
        Rate(date(2025, 7, 1), Decimal("10.15"), "high", _BOTH),
        Rate(
            date(2026, 7, 1),
            Decimal("10.40"),
            "medium",
            ("ECB 2,40% + 8; tabel luxis (github.com/Apartsalan/luxis), gezien 20-07-2026",),
        ),
    ),
)
