"""General holidays, working days and the General Extension of Time Limits Act (Algemene termijnenwet, "Atw").

Holidays follow Atw article 3 and are computed for any year; days put on a par with them by royal decree are a table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

from nakomen.law.periods import Period, add_months
from nakomen.law.tables import OutOfTable, dutch

EQUALISED_SOURCE = "Atw art. 3 lid 3; besluiten voor 2023-2025 en voor 2026-2028 (Stcrt. 2025, 24713)"
EQUALISED_CONFIDENCE = "high"
EQUALISED_FROM = date(2023, 1, 1)
"""First day of the table: earlier decrees were not collected, so earlier years may lack a day (confidence medium)."""
EQUALISED_UNTIL = date(2028, 12, 31)
"""Last day to which the equalised days are confirmed."""

EQUALISED_DAYS: tuple[date, ...] = (
    date(2023, 4, 28),
    date(2023, 5, 19),
    date(2024, 5, 10),
    date(2024, 12, 27),
    date(2025, 5, 30),
    date(2026, 1, 2),
    date(2026, 5, 15),
    date(2027, 5, 7),
    date(2028, 4, 28),
    date(2028, 5, 26),
)

_DAY = timedelta(days=1)
_SATURDAY, _SUNDAY, _MONDAY = 5, 6, 0
_DAY_NAMES = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a term's sum: what was done in Dutch, and the day that it led to."""

    text: str
    date: date


@dataclass(frozen=True, slots=True)
class Extension:
    """A last day after the Atw was applied, with the steps that led there."""

    date: date
    steps: tuple[Step, ...]
    confirmed: bool = True
    """False where the equalised days of a year that was looked at are not in the table."""


@lru_cache(maxsize=512)
def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm, Butcher 1877)."""
    golden = year % 19
    century, of_century = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    moon_shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - moon_shift + 15) % 30
    leap_years, year_rest = divmod(of_century, 4)
    to_sunday = (32 + 2 * century_rest + 2 * leap_years - epact - year_rest) % 7
    late_moon = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late_moon + 114, 31)
    return date(year, month, day + 1)


def sovereigns_day(year: int) -> date:
    """King's Day: 27 April, the 26th if that is a Sunday; until 2013 Queen's Day, 30 April.

    Queen's Day on a Sunday was kept on 29 April, and before 1980 on 1 May.
    """
    if year >= 2014:
        day = date(year, 4, 27)
        return day - _DAY if day.weekday() == _SUNDAY else day
    day = date(year, 4, 30)
    if day.weekday() != _SUNDAY:
        return day
    return day - _DAY if year >= 1980 else day + _DAY


@lru_cache(maxsize=512)
def general_holidays(year: int) -> Mapping[date, str]:
    """The general holidays of Atw article 3 in that year with their Dutch names, in order of date.

    5 May counts every year; the days equalised by decree are in it for the years of the table (2023-2028).
    """
    sunday = easter(year)
    named = {
        date(year, 1, 1): "Nieuwjaarsdag",
        sunday - 2 * _DAY: "Goede Vrijdag",
        sunday + _DAY: "tweede Paasdag",
        sovereigns_day(year): "Koningsdag" if year >= 2014 else "Koninginnedag",
        date(year, 5, 5): "Bevrijdingsdag",
        sunday + 39 * _DAY: "Hemelvaartsdag",
        sunday + 50 * _DAY: "tweede Pinksterdag",
        date(year, 12, 25): "eerste Kerstdag",
        date(year, 12, 26): "tweede Kerstdag",
    }
    for day in EQUALISED_DAYS:
        if day.year == year:
            named.setdefault(day, "gelijkgestelde dag")
    return MappingProxyType(dict(sorted(named.items())))


def is_general_holiday(day: date) -> bool:
    """Whether the day is a general holiday, or put on a par with one."""
    return day in general_holidays(day.year)


@lru_cache(maxsize=1 << 16)
def is_working_day(day: date) -> bool:
    """Whether the day is no Saturday, no Sunday and no general holiday."""
    return day.weekday() < _SATURDAY and day not in general_holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """The count-th working day after the day, before it where the count is negative, the day itself where it is 0."""
    step = _DAY if count > 0 else -_DAY
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day):
            day += step
    return day


def delivery_day(sent: date) -> date:
    """The day on which a letter by ordinary post is presumed received: the second delivery day after sending.

    Sundays, Mondays and general holidays are no delivery days (HR 25-11-2016, ECLI:NL:HR:2016:2704; reading 5).
    """
    day, delivered = sent, 0
    while delivered < 2:
        day += _DAY
        delivered += day.weekday() not in (_SUNDAY, _MONDAY) and not is_general_holiday(day)
    return day


def extend(day: date, from_: date | None = None, *, period: Period | None = None, strict: bool = False) -> Extension:
    """The last day of a statutory term under the Atw.

    A term that ends on a Saturday, a Sunday or a general holiday runs to the next working day (article 1). With
    `from_`, the day after which the term runs, a term of at least three days is also made to hold two working days
    (article 2), and a term beyond the act's reach is left alone (article 4: over 90 days, twelve weeks or three
    months, or in years). `period` tells in what unit the statute expresses the term; without it 91 or 92 days pass
    only as exactly three months. Terms set by contract and terms counted backwards must not be handed in.

    Raises ValueError when `day` lies before `from_`, and OutOfTable when `strict` and the equalised days of the
    outcome's year are not known yet.
    """
    if from_ is not None and day < from_:
        raise ValueError(f"the term ends on {day} before it begins on {from_}")
    if _out_of_reach(day, from_, period):
        text = f"{dutch(day)}: de Algemene termijnenwet verlengt deze termijn niet (artikel 4: te lang)."
        return Extension(day, (Step(text, day),))
    last, steps = _next_working_day(day)
    if from_ is not None and (day - from_).days >= 3:
        last, more = _hold_two_working_days(last, from_)
        steps += more
    confirmed = day >= EQUALISED_FROM and last <= EQUALISED_UNTIL
    if strict and last > EQUALISED_UNTIL:
        raise _unknown_equalised(last)
    if not confirmed:
        steps += (
            Step(f"De gelijkgestelde dagen van {last.year} staan niet in de tabel en zijn niet meegeteld.", last),
        )
    return Extension(last, steps, confirmed)


def _out_of_reach(day: date, from_: date | None, period: Period | None) -> bool:
    """Atw article 4: a term in years, or over 90 days, twelve weeks or three months, is not extended."""
    if period is not None:
        return period.years > 0 or period.months > 3 or period.weeks > 12 or period.days > 90
    if from_ is None or (day - from_).days <= 90:
        return False
    return day != add_months(from_, 3)


def _next_working_day(day: date) -> tuple[date, tuple[Step, ...]]:
    steps: list[Step] = []
    while not is_working_day(day):
        reason = general_holidays(day.year).get(day) or _DAY_NAMES[day.weekday()]
        steps.append(Step(f"{dutch(day)} is {reason}: een dag verder (Algemene termijnenwet, artikel 1).", day + _DAY))
        day += _DAY
    steps.append(Step(f"{dutch(day)} is een gewone dag: de termijn eindigt dan.", day))
    return day, tuple(steps)


def _hold_two_working_days(last: date, from_: date) -> tuple[date, tuple[Step, ...]]:
    """Atw article 2; `last` is a working day within the term after `from_`."""
    if add_working_days(last, -1) > from_:
        return last, ()
    extended = add_working_days(last, 1)
    text = f"De termijn telt minder dan twee gewone dagen: verlengd tot en met {dutch(extended)} (artikel 2)."
    return extended, (Step(text, extended),)


def _unknown_equalised(day: date) -> OutOfTable:
    message = f"De gelijkgestelde dagen zijn bekend tot en met {dutch(EQUALISED_UNTIL)}; gevraagd is {dutch(day)}."
    return OutOfTable(message, table="gelijkgestelde dagen", needed=EQUALISED_UNTIL + _DAY)
