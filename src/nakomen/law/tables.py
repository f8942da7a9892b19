"""What all dated tables of statute share: how sure a row is, and refusing a date outside the table."""

from __future__ import annotations

from datetime import date
from typing import Literal

Confidence = Literal["high", "medium", "low"]
"""How sure a row is: `high` official text or agreeing sources, `medium` one or secondary, `low` sources that differ."""


class OutOfTable(LookupError):  # noqa: N818 - says what is the matter, as StopIteration does
    """A sum needs a value for a day that the table does not (yet) hold.

    The message is one Dutch line for a person. `table` names the table, `needed` is the first day without a value.
    """

    def __init__(self, message: str, *, table: str, needed: date) -> None:
        super().__init__(message)
        self.table = table
        self.needed = needed


_MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)


def dutch(d: date) -> str:
    """The day as people write it in Dutch, with the month in letters: 2026-11-01 is "1 november 2026"."""
    return f"{d.day} {_MONTHS[d.month - 1]} {d.year}"
