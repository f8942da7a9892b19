"""Periods: reading, writing, adding by calendar."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nakomen.law.calendar import add_working_days
from nakomen.law.periods import Period, add, add_months, describe, parse_period, subtract

PERIODS = st.one_of(
    st.builds(Period, st.integers(0, 50), st.integers(0, 60), st.integers(0, 60), st.integers(0, 400)),
    st.builds(Period, working_days=st.integers(1, 100)),
)


@pytest.mark.parametrize(
    ("text", "period", "dutch"),
    [
        ("P30D", Period(days=30), "30 dagen"),
        ("P1D", Period(days=1), "1 dag"),
        ("P6W", Period(weeks=6), "6 weken"),
        ("P1W", Period(weeks=1), "1 week"),
        ("P1M", Period(months=1), "1 maand"),
        ("P3M", Period(months=3), "3 maanden"),
        ("P7Y", Period(years=7), "7 jaar"),
        ("P1Y6M", Period(years=1, months=6), "1 jaar en 6 maanden"),
        ("P1Y2M3D", Period(years=1, months=2, days=3), "1 jaar, 2 maanden en 3 dagen"),
        ("5 WD", Period(working_days=5), "5 werkdagen"),
        ("1 WD", Period(working_days=1), "1 werkdag"),
        ("P0D", Period(), "0 dagen"),
    ],
)
def test_a_period_is_read_written_and_told(text: str, period: Period, dutch: str) -> None:
    assert parse_period(text) == period
    assert str(period) == text
    assert describe(period) == dutch


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "30D",
        "P30",
        "PT5H",
        "P1DT1H",
        "P-1D",
        "-P1D",
        "P1.5M",
        "p1m",
        "P1D1M",
        " P1D",
        "P1D\n",
        "5WD",
        "WD",
        "P٣D",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a period such as"):
        parse_period(text)


def test_working_days_stand_alone_and_nothing_is_negative() -> None:
    with pytest.raises(ValueError, match="do not mix"):
        Period(days=1, working_days=1)
    with pytest.raises(ValueError, match="not negative"):
        Period(months=-1)
    with pytest.raises(ValueError, match="not negative"):
        Period(working_days=-1)


@given(PERIODS)
def test_what_is_written_reads_back(period: Period) -> None:
    assert parse_period(str(period)) == period


@pytest.mark.parametrize(
    ("day", "months", "outcome"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2000, 1, 30), 1, date(2000, 2, 29)),
        (date(2100, 1, 30), 1, date(2100, 2, 28)),
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
    ],
)
def test_months_are_cut_to_the_last_day(day: date, months: int, outcome: date) -> None:
    assert add_months(day, months) == outcome


def test_months_beyond_the_calendar_are_refused() -> None:
    with pytest.raises(ValueError, match="year"):
        add_months(date(9999, 12, 1), 1)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(-600, 600))
def test_adding_months_lands_in_that_month_on_the_day_or_the_last(day: date, months: int) -> None:
    outcome = add_months(day, months)
    assert 12 * outcome.year + outcome.month == 12 * day.year + day.month + months
    last_of_month = (add_months(outcome.replace(day=1), 1) - outcome.replace(day=1)).days
    assert outcome.day == min(day.day, last_of_month)


@pytest.mark.parametrize(
    ("text", "later", "earlier"),
    [
        ("P10W", date(2027, 1, 29), date(2026, 9, 11)),
        ("P1M", date(2026, 12, 20), date(2026, 10, 20)),
        ("P20Y", date(2046, 11, 20), date(2006, 11, 20)),
        ("P1Y1M1D", date(2027, 12, 21), date(2025, 10, 19)),
        ("3 WD", date(2026, 11, 25), date(2026, 11, 17)),
    ],
)
def test_adding_and_subtracting(text: str, later: date, earlier: date) -> None:
    day = date(2026, 11, 20)
    assert add(day, parse_period(text)) == later
    assert subtract(day, parse_period(text)) == earlier


def test_years_and_months_are_added_before_days() -> None:
    assert add(date(2024, 1, 31), Period(months=1, days=1)) == date(2024, 3, 1)


@given(st.dates(date(2012, 1, 1), date(2028, 1, 1)), st.integers(1, 40))
def test_a_period_of_working_days_is_the_calendars(day: date, count: int) -> None:
    assert add(day, Period(working_days=count)) == add_working_days(day, count)
    assert subtract(day, Period(working_days=count)) == add_working_days(day, -count)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 100), st.integers(0, 400))
def test_weeks_and_days_there_and_back(day: date, weeks: int, days: int) -> None:
    period = Period(weeks=weeks, days=days)
    assert subtract(add(day, period), period) == day
