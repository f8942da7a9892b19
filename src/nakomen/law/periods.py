"""Lengths of time as statute and conditions give them: years, months, weeks, days, or working days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

_ISO = re.compile(r"P(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,5})W)?(?:(\d{1,6})D)?", re.ASCII)
_WORKING = re.compile(r"(\d{1,5}) WD", re.ASCII)
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time. Working days stand alone: they do not mix with the other units."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0
    working_days: int = 0

    def __post_init__(self) -> None:
        calendar_parts = (self.years, self.months, self.weeks, self.days)
        if min(calendar_parts) < 0 or self.working_days < 0:
            raise ValueError("a period is not negative")
        if self.working_days and any(calendar_parts):
            raise ValueError("working days do not mix with other units")

    def __str__(self) -> str:
        if self.working_days:
            return f"{self.working_days} WD"
        parts = ((self.years, "Y"), (self.months, "M"), (self.weeks, "W"), (self.days, "D"))
        return "P" + ("".join(f"{count}{unit}" for count, unit in parts if count) or "0D")


@lru_cache(maxsize=256)
def parse_period(text: str) -> Period:
    """Read "P30D", "P6W", "P1M", "P7Y" (the date parts of ISO 8601, largest first) or "5 WD" (working days).

    Raises ValueError for anything else.
    """
    if working := _WORKING.fullmatch(text):
        return Period(working_days=int(working[1]))
    parts = _ISO.fullmatch(text)
    if parts is None or not any(parts.groups()):
        raise ValueError(f"not a period such as P30D, P6W, P1M, P7Y or 5 WD: {text!r}")
    years, months, weeks, days = (int(part or 0) for part in parts.groups())
    return Period(years, months, weeks, days)


def add_months(day: date, count: int) -> date:
    """The same day of the month so many months later (earlier if negative), cut to that month's last day (reading 3).

    Raises ValueError beyond the years 1 to 9999.
    """
    years, month = divmod(day.month - 1 + count, 12)
    year = day.year + years
    last = 29 if month == 1 and _is_leap(year) else _MONTH_DAYS[month]
    return date(year, month + 1, min(day.day, last))


def add(day: date, period: Period) -> date:
    """The last day of a term of that length after the day: the day plus the period, that day included (reading 4)."""
    return _shift(day, period, 1)


def subtract(day: date, period: Period) -> date:
    """The day so long before the day: "at the latest six weeks before" (reading 2)."""
    return _shift(day, period, -1)


def describe(period: Period) -> str:
    """The period in Dutch: "6 weken", "1 maand", "5 werkdagen", "1 jaar en 6 maanden"."""
    counted = (
        (period.years, "jaar", "jaar"),
        (period.months, "maand", "maanden"),
        (period.weeks, "week", "weken"),
        (period.days, "dag", "dagen"),
        (period.working_days, "werkdag", "werkdagen"),
    )
    parts = [f"{count} {one if count == 1 else many}" for count, one, many in counted if count]
    if not parts:
        return "0 dagen"
    return " en ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def _shift(day: date, period: Period, sign: int) -> date:
    if period.working_days:
        # Imported here: the calendar itself counts in months.
        from nakomen.law.calendar import add_working_days

        return add_working_days(day, sign * period.working_days)
    months = 12 * period.years + period.months
    if months:
        day = add_months(day, sign * months)
    return day + timedelta(days=sign * (7 * period.weeks + period.days))


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
