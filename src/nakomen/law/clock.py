"""Instants and local days in Europe/Amsterdam (reading 1 of the case file).

A day is a local day. Hours are real hours between two instants, across a clock change too, so all arithmetic here goes
through UTC: Python subtracts and compares two times of one zone by their wall clock, which is wrong by an hour twice
a year.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

_LAST_SECOND = time(23, 59, 59)


def utc(instant: datetime) -> datetime:
    """The same instant in UTC, in which instants compare and subtract truly.

    Raises ValueError when the instant has no offset: such a time names no instant.
    """
    if instant.utcoffset() is None:
        raise ValueError(f"a time without an offset is no instant: {instant.isoformat()}")
    return instant.astimezone(UTC)


def local_day(instant: datetime) -> date:
    """The day in Amsterdam on which the instant falls. Raises ValueError when the instant has no offset."""
    if instant.utcoffset() is None:
        raise ValueError(f"a time without an offset is no instant: {instant.isoformat()}")
    return instant.astimezone(AMSTERDAM).date()


def start_of_day(day: date) -> datetime:
    """00:00:00 of that day in Amsterdam, which is what a date alone stands for."""
    return datetime.combine(day, time.min, AMSTERDAM)


def end_of_day(day: date) -> datetime:
    """23:59:59 of that day in Amsterdam, the last moment at which its standing is asked."""
    return datetime.combine(day, _LAST_SECOND, AMSTERDAM)


def hours_before(instant: datetime, hours: int) -> datetime:
    """The instant so many real hours earlier, in Amsterdam time."""
    return (utc(instant) - timedelta(hours=hours)).astimezone(AMSTERDAM)


def hours_after(instant: datetime, hours: int) -> datetime:
    """The instant so many real hours later, in Amsterdam time."""
    return (utc(instant) + timedelta(hours=hours)).astimezone(AMSTERDAM)


def elapsed(earlier: datetime, later: datetime) -> timedelta:
    """The real time between two instants, negative when `later` is the earlier one."""
    return utc(later) - utc(earlier)
