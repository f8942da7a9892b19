"""Holidays, working days, delivery days and the Algemene termijnenwet."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nakomen.law.calendar import (
    EQUALISED_UNTIL,
    add_working_days,
    delivery_day,
    easter,
    extend,
    general_holidays,
    is_general_holiday,
    is_working_day,
    sovereigns_day,
)
from nakomen.law.periods import Period
from nakomen.law.tables import OutOfTable

# The days of Atw article 3 with the equalised days from 2023 on, month and day.
HOLIDAYS = {
    2012: "01-01 04-06 04-09 04-30 05-05 05-17 05-28 12-25 12-26",
    2013: "01-01 03-29 04-01 04-30 05-05 05-09 05-20 12-25 12-26",
    2014: "01-01 04-18 04-21 04-26 05-05 05-29 06-09 12-25 12-26",
    2015: "01-01 04-03 04-06 04-27 05-05 05-14 05-25 12-25 12-26",
    2016: "01-01 03-25 03-28 04-27 05-05 05-16 12-25 12-26",
    2017: "01-01 04-14 04-17 04-27 05-05 05-25 06-05 12-25 12-26",
    2018: "01-01 03-30 04-02 04-27 05-05 05-10 05-21 12-25 12-26",
    2019: "01-01 04-19 04-22 04-27 05-05 05-30 06-10 12-25 12-26",
    2020: "01-01 04-10 04-13 04-27 05-05 05-21 06-01 12-25 12-26",
    2021: "01-01 04-02 04-05 04-27 05-05 05-13 05-24 12-25 12-26",
    2022: "01-01 04-15 04-18 04-27 05-05 05-26 06-06 12-25 12-26",
    2023: "01-01 04-07 04-10 04-27 04-28 05-05 05-18 05-19 05-29 12-25 12-26",
    2024: "01-01 03-29 04-01 04-27 05-05 05-09 05-10 05-20 12-25 12-26 12-27",
    2025: "01-01 04-18 04-21 04-26 05-05 05-29 05-30 06-09 12-25 12-26",
    2026: "01-01 01-02 04-03 04-06 04-27 05-05 05-14 05-15 05-25 12-25 12-26",
    2027: "01-01 03-26 03-29 04-27 05-05 05-06 05-07 05-17 12-25 12-26",
    2028: "01-01 04-14 04-17 04-27 04-28 05-05 05-25 05-26 06-05 12-25 12-26",
}

DAYS = st.dates(date(2012, 1, 1), date(2028, 6, 30))
ORDINARY_DAYS = DAYS.filter(is_working_day)


@pytest.mark.parametrize("year", HOLIDAYS)
def test_the_holidays_of_a_year(year: int) -> None:
    assert [f"{day:%m-%d}" for day in general_holidays(year)] == HOLIDAYS[year].split()


def test_holidays_have_their_dutch_names() -> None:
    assert dict(general_holidays(2026)) == {
        date(2026, 1, 1): "Nieuwjaarsdag",
        date(2026, 1, 2): "gelijkgestelde dag",
        date(2026, 4, 3): "Goede Vrijdag",
        date(2026, 4, 6): "tweede Paasdag",
        date(2026, 4, 27): "Koningsdag",
        date(2026, 5, 5): "Bevrijdingsdag",
        date(2026, 5, 14): "Hemelvaartsdag",
        date(2026, 5, 15): "gelijkgestelde dag",
        date(2026, 5, 25): "tweede Pinksterdag",
        date(2026, 12, 25): "eerste Kerstdag",
        date(2026, 12, 26): "tweede Kerstdag",
    }


def test_ascension_on_the_fifth_of_may_is_one_day() -> None:
    assert general_holidays(2016)[date(2016, 5, 5)] == "Hemelvaartsdag"
    assert len(general_holidays(2016)) == 8


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (1818, date(1818, 3, 22)),
        (1943, date(1943, 4, 25)),
        (1961, date(1961, 4, 2)),
        (2000, date(2000, 4, 23)),
        (2008, date(2008, 3, 23)),
        (2019, date(2019, 4, 21)),
        (2026, date(2026, 4, 5)),
        (2038, date(2038, 4, 25)),
    ],
)
def test_easter(year: int, day: date) -> None:
    assert easter(year) == day


@given(st.integers(1600, 4000))
def test_easter_is_a_sunday_between_22_march_and_25_april(year: int) -> None:
    day = easter(year)
    assert day.weekday() == 6
    assert date(year, 3, 22) <= day <= date(year, 4, 25)


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (1978, date(1978, 5, 1)),
        (1989, date(1989, 4, 29)),
        (2006, date(2006, 4, 29)),
        (2013, date(2013, 4, 30)),
        (2014, date(2014, 4, 26)),
        (2015, date(2015, 4, 27)),
        (2025, date(2025, 4, 26)),
        (2031, date(2031, 4, 26)),
    ],
)
def test_the_sovereigns_day_is_never_on_a_sunday(year: int, day: date) -> None:
    assert sovereigns_day(year) == day


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 4, 3), False),
        (date(2026, 4, 4), False),
        (date(2026, 4, 5), False),
        (date(2026, 4, 6), False),
        (date(2026, 4, 7), True),
        (date(2026, 5, 5), False),
        (date(2026, 5, 15), False),
        (date(2026, 12, 24), True),
        (date(2026, 12, 31), True),
    ],
)
def test_working_days(day: date, working: bool) -> None:
    assert is_working_day(day) is working


def test_easter_sunday_is_no_holiday_of_the_act() -> None:
    assert is_general_holiday(date(2026, 4, 5)) is False
    assert is_general_holiday(date(2026, 4, 6)) is True


@pytest.mark.parametrize(
    ("day", "count", "outcome"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),
        (date(2026, 11, 22), 5, date(2026, 11, 27)),
        (date(2026, 4, 2), 1, date(2026, 4, 7)),
        (date(2026, 4, 2), 5, date(2026, 4, 13)),
        (date(2026, 5, 13), 1, date(2026, 5, 18)),
        (date(2026, 12, 24), 1, date(2026, 12, 28)),
        (date(2025, 12, 31), 1, date(2026, 1, 5)),
        (date(2026, 4, 7), -1, date(2026, 4, 2)),
        (date(2026, 4, 5), 0, date(2026, 4, 5)),
    ],
)
def test_adding_working_days(day: date, count: int, outcome: date) -> None:
    assert add_working_days(day, count) == outcome


@given(ORDINARY_DAYS, st.integers(-60, 60))
def test_working_days_there_and_back(day: date, count: int) -> None:
    assert add_working_days(add_working_days(day, count), -count) == day


@given(DAYS, st.integers(1, 60))
def test_so_many_working_days_lie_between(day: date, count: int) -> None:
    end = add_working_days(day, count)
    between = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert sum(map(is_working_day, between)) == count
    assert is_working_day(end) is True


@pytest.mark.parametrize(
    ("sent", "received"),
    [
        (date(2026, 11, 16), date(2026, 11, 18)),  # Monday: Tuesday, Wednesday
        (date(2026, 11, 19), date(2026, 11, 21)),  # Thursday: Friday, Saturday
        (date(2026, 11, 20), date(2026, 11, 24)),  # Friday: Saturday, Tuesday
        (date(2026, 11, 21), date(2026, 11, 25)),  # Saturday: Tuesday, Wednesday
        (date(2026, 11, 22), date(2026, 11, 25)),  # Sunday: Tuesday, Wednesday
        (date(2026, 4, 1), date(2026, 4, 4)),  # Good Friday is skipped
        (date(2026, 4, 2), date(2026, 4, 7)),  # over Easter: Saturday, Tuesday
        (date(2026, 5, 12), date(2026, 5, 16)),  # Wednesday, Ascension and the Friday after it skipped, Saturday
        (date(2026, 5, 13), date(2026, 5, 19)),  # Saturday, Tuesday
        (date(2026, 12, 23), date(2026, 12, 29)),  # Thursday, both Christmas days, Sunday, Monday, Tuesday
        (date(2026, 12, 24), date(2026, 12, 30)),
        (date(2025, 12, 31), date(2026, 1, 6)),  # New Year and the day after it, Saturday, Sunday, Monday, Tuesday
    ],
)
def test_presumed_receipt_of_a_letter(sent: date, received: date) -> None:
    assert delivery_day(sent) == received


@given(DAYS)
def test_a_letter_arrives_on_a_delivery_day_and_not_before_the_second_day(sent: date) -> None:
    received = delivery_day(sent)
    assert received >= sent + timedelta(days=2)
    assert received.weekday() not in {0, 6}
    assert is_general_holiday(received) is False


@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        (date(2026, 11, 20), date(2026, 11, 20)),
        (date(2026, 11, 21), date(2026, 11, 23)),
        (date(2026, 11, 22), date(2026, 11, 23)),
        (date(2026, 4, 3), date(2026, 4, 7)),
        (date(2026, 5, 14), date(2026, 5, 18)),
        (date(2026, 12, 25), date(2026, 12, 28)),
        (date(2024, 12, 25), date(2024, 12, 30)),
        (date(2025, 4, 26), date(2025, 4, 28)),
    ],
)
def test_a_term_ends_on_an_ordinary_day(day: date, outcome: date) -> None:
    assert extend(day).date == outcome


def test_the_steps_of_an_extension() -> None:
    extension = extend(date(2026, 4, 4))
    assert [(step.text, step.date) for step in extension.steps] == [
        ("4 april 2026 is zaterdag: een dag verder (Algemene termijnenwet, artikel 1).", date(2026, 4, 5)),
        ("5 april 2026 is zondag: een dag verder (Algemene termijnenwet, artikel 1).", date(2026, 4, 6)),
        ("6 april 2026 is tweede Paasdag: een dag verder (Algemene termijnenwet, artikel 1).", date(2026, 4, 7)),
        ("7 april 2026 is een gewone dag: de termijn eindigt dan.", date(2026, 4, 7)),
    ]
    assert extension.confirmed is True


@given(DAYS)
def test_extending_twice_changes_nothing(day: date) -> None:
    once = extend(day).date
    assert extend(once).date == once
    assert is_working_day(once) is True
    assert once >= day


@pytest.mark.parametrize(
    ("from_", "days", "outcome"),
    [
        (date(2026, 4, 2), 3, date(2026, 4, 8)),  # Good Friday to Easter Monday hold no ordinary day
        (date(2026, 4, 2), 2, date(2026, 4, 7)),  # two days: article 1 alone
        (date(2026, 4, 1), 3, date(2026, 4, 7)),  # Thursday is one, Tuesday the other
        (date(2026, 11, 19), 3, date(2026, 11, 23)),
        (date(2026, 11, 20), 3, date(2026, 11, 24)),  # Saturday to Monday hold one ordinary day
        (date(2026, 12, 24), 4, date(2026, 12, 29)),
    ],
)
def test_a_term_of_three_days_holds_two_ordinary_ones(from_: date, days: int, outcome: date) -> None:
    assert extend(from_ + timedelta(days=days), from_).date == outcome


@given(DAYS, st.integers(3, 90))
def test_every_covered_term_holds_two_ordinary_days(from_: date, length: int) -> None:
    last = extend(from_ + timedelta(days=length), from_, period=Period(days=length)).date
    within = [from_ + timedelta(days=n) for n in range(1, (last - from_).days + 1)]
    assert sum(map(is_working_day, within)) >= 2
    assert is_working_day(last) is True


@pytest.mark.parametrize(
    ("period", "from_", "day", "outcome"),
    [
        (Period(days=90), date(2026, 2, 20), date(2026, 5, 21), date(2026, 5, 21)),
        (Period(days=90), date(2026, 2, 22), date(2026, 5, 23), date(2026, 5, 26)),
        (Period(days=91), date(2026, 2, 21), date(2026, 5, 23), date(2026, 5, 23)),
        (Period(weeks=12), date(2026, 2, 28), date(2026, 5, 23), date(2026, 5, 26)),
        (Period(weeks=13), date(2026, 2, 21), date(2026, 5, 23), date(2026, 5, 23)),
        (Period(months=3), date(2026, 2, 23), date(2026, 5, 23), date(2026, 5, 26)),
        (Period(months=4), date(2026, 1, 23), date(2026, 5, 23), date(2026, 5, 23)),
        (Period(years=1), date(2025, 5, 23), date(2026, 5, 23), date(2026, 5, 23)),
    ],
)
def test_the_reach_of_the_act(period: Period, from_: date, day: date, outcome: date) -> None:
    assert extend(day, from_, period=period).date == outcome


@pytest.mark.parametrize(
    ("from_", "day", "outcome"),
    [
        (date(2026, 2, 22), date(2026, 5, 23), date(2026, 5, 26)),  # ninety days
        (date(2026, 2, 21), date(2026, 5, 23), date(2026, 5, 23)),  # ninety-one, and no three months
        (date(2026, 5, 22), date(2026, 8, 22), date(2026, 8, 24)),  # ninety-two, exactly three months
        (date(2026, 5, 21), date(2026, 8, 22), date(2026, 8, 22)),
        (date(2025, 8, 22), date(2026, 8, 22), date(2026, 8, 22)),
    ],
)
def test_the_reach_of_the_act_by_the_days_alone(from_: date, day: date, outcome: date) -> None:
    assert extend(day, from_).date == outcome


def test_a_term_out_of_reach_says_why() -> None:
    (step,) = extend(date(2026, 8, 22), date(2025, 8, 22)).steps
    assert step.text == "22 augustus 2026: de Algemene termijnenwet verlengt deze termijn niet (artikel 4: te lang)."


def test_a_term_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        extend(date(2026, 4, 1), date(2026, 4, 2))


def test_beyond_the_equalised_days_the_outcome_is_unconfirmed() -> None:
    last_known = extend(date(2028, 12, 29), strict=True)
    assert (last_known.date, last_known.confirmed) == (date(2028, 12, 29), True)
    beyond = extend(date(2028, 12, 30))
    assert (beyond.date, beyond.confirmed) == (date(2029, 1, 2), False)
    assert beyond.steps[-1].text == "De gelijkgestelde dagen van 2029 staan niet in de tabel en zijn niet meegeteld."
    with pytest.raises(OutOfTable) as refused:
        extend(date(2028, 12, 30), strict=True)
    assert refused.value.needed == EQUALISED_UNTIL + timedelta(days=1)
    told = "De gelijkgestelde dagen zijn bekend tot en met 31 december 2028; gevraagd is 2 januari 2029."
    assert str(refused.value) == told
