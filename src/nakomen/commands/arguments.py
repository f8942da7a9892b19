"""The texts that a person types as arguments, read strictly, with every problem told at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import overload

from nakomen.case_files import InputError, printable

YEARS = range(1800, 2201)
"""The years that a case file may speak of; questions about other years are slips of the keyboard."""

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)
_DATETIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)", re.ASCII)
_MONEY = re.compile(r"\d{1,12}(\.\d{1,2})?", re.ASCII)
_PERCENT = re.compile(r"\d{1,3}(\.\d{1,4})?", re.ASCII)


def day(name: str, given: str) -> date:
    """A day written as YYYY-MM-DD."""
    return _read(name, given, "a date as YYYY-MM-DD", _DATE, date.fromisoformat)


def optional_moment(name: str, given: str | None) -> datetime | None:
    """An instant written with its offset; None where none is given."""
    if given is None:
        return None
    expected = "a date-time with its offset, such as 2026-11-01T23:59:59+01:00"
    return _read(name, given, expected, _DATETIME, datetime.fromisoformat)


def month(name: str, given: str) -> date:
    """The first day of a month written as YYYY-MM."""
    return _read(name, given, "a month as YYYY-MM", _MONTH, lambda text: date.fromisoformat(f"{text}-01"))


def money(name: str, given: str) -> Decimal:
    """Euros with at most two decimals, such as 1234.56."""
    return Decimal(_matching(name, given, "euros with at most two decimals, such as 1234.56", _MONEY))


def optional_percent(name: str, given: str | None) -> Decimal | None:
    """A percentage with at most four decimals, such as 6.25; None where none is given."""
    if given is None:
        return None
    return Decimal(_matching(name, given, "a percentage such as 6 or 6.25", _PERCENT))


def optional_day(name: str, given: str | None) -> date | None:
    """A day written as YYYY-MM-DD; None where none is given."""
    return None if given is None else day(name, given)


@overload
def together[A, B](one: Callable[[], A], two: Callable[[], B], /) -> tuple[A, B]: ...
@overload
def together[A, B, C](one: Callable[[], A], two: Callable[[], B], three: Callable[[], C], /) -> tuple[A, B, C]: ...
@overload
def together[A, B, C, D](
    one: Callable[[], A], two: Callable[[], B], three: Callable[[], C], four: Callable[[], D], /
) -> tuple[A, B, C, D]: ...
@overload
def together[A, B, C, D, E](
    one: Callable[[], A], two: Callable[[], B], three: Callable[[], C], four: Callable[[], D], five: Callable[[], E], /
) -> tuple[A, B, C, D, E]: ...
def together(*readers: Callable[[], object]) -> tuple[object, ...]:
    """What all readers read, or one InputError with the problems of all of them."""
    values: list[object] = []
    problems: list[str] = []
    for reader in readers:
        try:
            values.append(reader())
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return tuple(values)


def _matching(name: str, given: str, expected: str, pattern: re.Pattern[str]) -> str:
    if not pattern.fullmatch(given):
        raise InputError([f"{name}: expected {expected}, not {printable(given, 60)}"])
    return given


def _read[D: date](name: str, given: str, expected: str, pattern: re.Pattern[str], read: Callable[[str], D]) -> D:
    try:
        value = read(_matching(name, given, expected, pattern))
    except InputError:
        raise
    except ValueError:  # the form fits and there is no such day or hour
        raise InputError([f"{name}: expected {expected}, not {printable(given, 60)}"]) from None
    if value.year not in YEARS:
        raise InputError([f"{name}: expected a year from {YEARS[0]} to {YEARS[-1]}"])
    return value
