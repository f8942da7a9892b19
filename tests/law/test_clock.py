"""Days in Amsterdam, and real hours across both clock changes of 2026 (29 March and 25 October)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nakomen.law.clock import (
    AMSTERDAM,
    elapsed,
    end_of_day,
    hours_after,
    hours_before,
    local_day,
    start_of_day,
    utc,
)

INSTANTS = st.datetimes(datetime(1980, 1, 1), datetime(2037, 1, 1), timezones=st.sampled_from([UTC, AMSTERDAM]))  # noqa: DTZ001 - hypothesis adds the zone


def test_a_day_is_the_local_day() -> None:
    assert local_day(datetime(2026, 7, 1, 22, 0, tzinfo=UTC)) == date(2026, 7, 2)
    assert local_day(datetime(2026, 7, 1, 21, 59, tzinfo=UTC)) == date(2026, 7, 1)
    assert local_day(datetime(2026, 12, 31, 23, 0, tzinfo=UTC)) == date(2027, 1, 1)


def test_the_ends_of_a_day() -> None:
    assert start_of_day(date(2026, 11, 1)).isoformat() == "2026-11-01T00:00:00+01:00"
    assert end_of_day(date(2026, 11, 1)).isoformat() == "2026-11-01T23:59:59+01:00"
    assert end_of_day(date(2026, 7, 1)).isoformat() == "2026-07-01T23:59:59+02:00"
    assert start_of_day(date(2026, 3, 29)).isoformat() == "2026-03-29T00:00:00+01:00"
    assert end_of_day(date(2026, 3, 29)).isoformat() == "2026-03-29T23:59:59+02:00"


@pytest.mark.parametrize(
    ("start", "before"),
    [
        ("2026-03-29T12:00:00+02:00", "2026-03-28T11:00:00+01:00"),
        ("2026-10-25T12:00:00+01:00", "2026-10-24T13:00:00+02:00"),
        ("2026-10-26T02:30:00+01:00", "2026-10-25T02:30:00+01:00"),
        ("2026-11-20T09:00:00+01:00", "2026-11-19T09:00:00+01:00"),
    ],
)
def test_twenty_four_real_hours(start: str, before: str) -> None:
    instant = datetime.fromisoformat(start)
    assert hours_before(instant, 24).isoformat() == before
    assert hours_after(hours_before(instant, 24), 24).isoformat() == start


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    first = datetime(2026, 10, 25, 2, 30, tzinfo=AMSTERDAM)
    second = first.replace(fold=1)
    assert elapsed(first, second) == timedelta(hours=1)
    assert hours_after(first, 1).isoformat() == "2026-10-25T02:30:00+01:00"
    assert elapsed(second, first) == -timedelta(hours=1)


def test_the_days_of_the_clock_change_have_their_own_length() -> None:
    assert elapsed(start_of_day(date(2026, 3, 29)), start_of_day(date(2026, 3, 30))) == timedelta(hours=23)
    assert elapsed(start_of_day(date(2026, 10, 25)), start_of_day(date(2026, 10, 26))) == timedelta(hours=25)


def test_a_time_without_offset_is_refused() -> None:
    for ask in (utc, local_day):
        with pytest.raises(ValueError, match="no instant"):
            ask(datetime(2026, 1, 1))  # noqa: DTZ001 - that is what is refused


@given(INSTANTS, st.integers(0, 100))
def test_hours_are_real(instant: datetime, hours: int) -> None:
    assert elapsed(instant, hours_after(instant, hours)) == timedelta(hours=hours)
    assert elapsed(hours_before(instant, hours), instant) == timedelta(hours=hours)
    assert hours_after(instant, hours).tzinfo is AMSTERDAM


@given(st.dates(date(1980, 1, 1), date(2037, 1, 1)))
def test_both_ends_lie_in_the_day(day: date) -> None:
    assert local_day(start_of_day(day)) == day
    assert local_day(end_of_day(day)) == day
