"""Quantities as conditions state them: terms, hours, amounts, percentages, numbers of times; how they compare and read.

Written `P21D`, `P6W`, `P2M`, `P15Y`, `5 WD` (working days), `24 h`, `25000 EUR`, `21 %`, `2 x`. A month has no fixed length:
quantities are intervals, and one is more than another only when it is so in every calendar.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

_PERIOD = re.compile(r"P(\d+)([YMWD])|(\d+) (WD)")
_OTHER = re.compile(r"(\d+(?:\.\d+)?) (h|min|EUR|%|x)")
_WORD = re.compile(r"[a-z][a-z_]*")
_HOURS = {"Y": (365 * 24, 366 * 24), "M": (28 * 24, 31 * 24), "W": (168, 168), "D": (24, 24), "WD": (24, 7 * 24), "h": (1, 1)}
_LONG_MONTHS = {2: (59, 62), 3: (89, 92), 6: (181, 184), 12: (365, 366)}
_NAMES = {
    "Y": ("jaar", "jaar"), "M": ("maand", "maanden"), "W": ("week", "weken"), "D": ("dag", "dagen"),
    "WD": ("werkdag", "werkdagen"), "h": ("uur", "uur"), "min": ("minuut", "minuten"), "%": ("procent", "procent"),
    "EUR": ("euro", "euro"), "x": ("keer", "keer"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit; `low` and `high` are its bounds in the measure's own unit (hours for time)."""

    number: Decimal
    unit: str
    measure: str
    low: Decimal
    high: Decimal

    def more_than(self, other: "Quantity") -> bool:
        """Whether this is more than the other, whatever the calendar."""
        return self.measure == other.measure and self.low > other.high

    def same_as(self, other: "Quantity") -> bool:
        """Whether both are the same quantity."""
        return (self.measure, self.low, self.high) == (other.measure, other.low, other.high)

    def __str__(self) -> str:
        singular, plural = _NAMES[self.unit]
        number = f"{self.number:,f}".replace(",", ".") if self.unit == "EUR" else f"{self.number:f}".replace(".", ",")
        return f"{number} {singular if self.number == 1 else plural}"


@lru_cache(maxsize=512)
def quantity(value: str) -> Quantity | None:
    """The quantity that a value states, or None when it is a word (`statutory`, `at_once`)."""
    if found := _PERIOD.fullmatch(value):
        number, unit = (found[1], found[2]) if found[1] else (found[3], found[4])
        return _time(int(number), unit)
    if not (found := _OTHER.fullmatch(value)):
        return None
    number, unit = found[1], found[2]
    amount = Decimal(number)
    return Quantity(amount, unit, "time", amount, amount) if unit == "h" else Quantity(amount, unit, unit, amount, amount)


def not_a_value(value: str) -> str | None:
    """What was expected when a value is neither a quantity nor a word."""
    if quantity(value) is None and not _WORD.fullmatch(value):
        return "expected a quantity (P21D, P6W, 5 WD, 24 h, 25000 EUR, 21 %, 2 x) or one word in lower case"
    return None


def _time(number: int, unit: str) -> Quantity:
    low, high = _HOURS[unit]
    if unit == "M" and number in _LONG_MONTHS:
        days = _LONG_MONTHS[number]
        return Quantity(Decimal(number), unit, "time", Decimal(days[0] * 24), Decimal(days[1] * 24))
    return Quantity(Decimal(number), unit, "time", Decimal(low * number), Decimal(high * number))
