"""Quantities as conditions state them: terms, hours, amounts, percentages, times; how they compare and read.

Written `P21D`, `P6W`, `P2M`, `P15Y`, `5 WD` (working days), `24 h`, `5 min`, `25000 EUR`, `21 %`, `2 x`. A month has
no fixed length, so a quantity is an interval, and one is more than another only when it is so whatever the calendar.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from nakomen.law.periods import Period, add, describe, parse_period

PERIOD = re.compile(r"\bP\d+[DWMY]\b|\b\d+ WD\b")
"""A period inside a longer text, such as an expression."""
_UNITS = {
    **dict.fromkeys(("uur",), "{} h"),
    **dict.fromkeys(("minuut", "minuten"), "{} min"),
    **dict.fromkeys(("procent",), "{} %"),
    **dict.fromkeys(("euro",), "{} EUR"),
    **dict.fromkeys(("keer",), "{} x"),
    **dict.fromkeys(("werkdag", "werkdagen"), "{} WD"),
    **dict.fromkeys(("dag", "dagen"), "P{}D"),
    **dict.fromkeys(("week", "weken"), "P{}W"),
    **dict.fromkeys(("maand", "maanden"), "P{}M"),
    **dict.fromkeys(("jaar",), "P{}Y"),
}
AMOUNT = re.compile(rf"\b(?:\d+) (?:{'|'.join(sorted(_UNITS, key=len, reverse=True))})\b")
"""A quantity in Dutch words inside a text, such as `21 dagen`."""
_OTHER = re.compile(r"(\d+(?:\.\d+)?) (h|min|EUR|%|x)")
_WORD = re.compile(r"[a-z][a-z_]*")
_NAMES = {"h": "uur", "min": "minuten", "%": "procent", "EUR": "euro", "x": "keer"}
_STARTS = tuple(date(year, month, 1) for year in range(2019, 2023) for month in range(1, 13))


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity of one measure (`time` in hours, else its unit), between `low` and `high`; `text` is it in Dutch."""

    measure: str
    low: Decimal
    high: Decimal
    text: str

    def more_than(self, other: "Quantity") -> bool:
        """Whether this is more than the other, whatever the calendar."""
        return self.measure == other.measure and self.low > other.high

    def same_as(self, other: "Quantity") -> bool:
        """Whether both are the same quantity, however written (`P12M` and `P1Y`)."""
        return (self.measure, self.low, self.high) == (other.measure, other.low, other.high)

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=512)
def quantity(value: str) -> Quantity | None:
    """The quantity that a value states, or None when it states none (a word such as `statutory`)."""
    if found := _OTHER.fullmatch(value):
        number, unit = Decimal(found[1]), found[2]
        text = f"{number:f}".replace(".", ",") + f" {_NAMES[unit]}"
        return Quantity("time" if unit == "h" else unit, number, number, text)
    try:
        period = parse_period(value)
    except ValueError:
        return None
    low, high = _days(period)
    return Quantity("time", Decimal(24 * low), Decimal(24 * high), describe(period))


def amounts(text: str) -> list[Quantity | None]:
    """The quantities that a Dutch text states in figures."""
    found = (part.split(" ") for part in AMOUNT.findall(text))
    return [quantity(_UNITS[unit].format(number)) for number, unit in found]


def not_a_value(value: str) -> str | None:
    """What was expected when a value is neither a quantity nor a word."""
    if quantity(value) is None and not _WORD.fullmatch(value):
        return "expected a quantity (P21D, P6W, 5 WD, 24 h, 25000 EUR, 21 %, 2 x) or one word in lower case"
    return None


def _days(period: Period) -> tuple[int, int]:
    """The fewest and the most days that a period can last."""
    if period.working_days:
        return period.working_days, 7 * period.working_days
    if not period.years and not period.months:
        return (days := 7 * period.weeks + period.days), days
    lengths = [(add(start, period) - start).days for start in _STARTS]
    return min(lengths), max(lengths)
