"""Statutory interest: published sums, rate changes, anniversaries, leap years, payments and the end of the table."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nakomen.law.interest import interest
from nakomen.law.money import ZERO
from nakomen.law.rates import STATUTORY, TRADE, RateTable
from nakomen.law.tables import OutOfTable

PRINCIPALS = st.decimals(Decimal("0.01"), Decimal(100_000), places=2)
DAYS = st.dates(date(2003, 1, 1), date(2027, 1, 1))
RATE = st.decimals(0, 15, places=2)


def test_a_published_sum_of_trade_interest() -> None:
    outcome = interest(Decimal(1000), date(2014, 1, 1), date(2014, 1, 12), rate=Decimal(8))
    assert outcome.amount == Decimal("2.41")


def test_a_published_sum_over_two_years() -> None:
    outcome = interest(Decimal(5000), date(2024, 3, 15), date(2026, 3, 15), rate=Decimal(6))
    assert outcome.amount == Decimal("618.00")
    assert [(step.principal, step.days, step.amount) for step in outcome.steps] == [
        (Decimal("5000.00"), 365, Decimal("300.00")),
        (Decimal("5300.00"), 365, Decimal("318.00")),
    ]


def test_a_segment_ends_on_the_day_that_the_rate_changes() -> None:
    outcome = interest(Decimal(10_000), date(2025, 12, 31), date(2026, 1, 2))
    assert [(step.from_, step.until, step.rate, step.amount) for step in outcome.steps] == [
        (date(2025, 12, 31), date(2026, 1, 1), Decimal(6), Decimal("1.64")),
        (date(2026, 1, 1), date(2026, 1, 2), Decimal(4), Decimal("1.10")),
    ]
    assert outcome.amount == Decimal("2.74")


def test_the_day_of_the_change_itself_bears_the_new_rate() -> None:
    (step,) = interest(Decimal(10_000), date(2026, 1, 1), date(2026, 1, 2)).steps
    assert step.rate == Decimal(4)
    (step,) = interest(Decimal(10_000), date(2025, 12, 31), date(2026, 1, 1)).steps
    assert step.rate == Decimal(6)


def test_a_year_of_default_runs_from_its_first_day() -> None:
    outcome = interest(Decimal(1000), date(2024, 5, 10), date(2025, 5, 11))
    assert [(step.from_, step.until, step.principal, step.amount) for step in outcome.steps] == [
        (date(2024, 5, 10), date(2025, 1, 1), Decimal("1000.00"), Decimal("45.26")),
        (date(2025, 1, 1), date(2025, 5, 10), Decimal("1000.00"), Decimal("21.21")),
        (date(2025, 5, 10), date(2025, 5, 11), Decimal("1066.47"), Decimal("0.18")),
    ]
    assert outcome.amount == Decimal("66.65")


def test_a_leap_year_has_a_day_more_over_365() -> None:
    leap = interest(Decimal(10_000), date(2024, 1, 1), date(2025, 1, 1), rate=Decimal(7))
    plain = interest(Decimal(10_000), date(2025, 1, 1), date(2026, 1, 1), rate=Decimal(7))
    assert leap.amount == Decimal("701.92")
    assert plain.amount == Decimal("700.00")


def test_a_debt_from_29_february_has_its_anniversary_on_the_28th_save_in_leap_years() -> None:
    outcome = interest(Decimal(1000), date(2020, 2, 29), date(2024, 3, 1), rate=Decimal(5))
    assert [step.from_ for step in outcome.steps] == [
        date(2020, 2, 29),
        date(2021, 2, 28),
        date(2022, 2, 28),
        date(2023, 2, 28),
        date(2024, 2, 29),
    ]


def test_a_step_explains_itself() -> None:
    steps = interest(Decimal("1250.50"), date(2025, 12, 31), date(2026, 12, 31)).steps
    assert [step.text for step in steps] == [
        "31 december 2025: 1 dag tegen 6% per jaar over € 1.250,50 (1/365) is € 0,21.",
        (
            "1 januari 2026 tot en met 30 december 2026: 364 dagen tegen 4% per jaar over € 1.250,50 (364/365) is "
            "€ 49,88. Er is een jaar om: € 50,09 rente komt bij het bedrag waarover rente loopt."
        ),
    ]


def test_nothing_is_due_where_no_day_passes() -> None:
    for until in (date(2026, 5, 1), date(2026, 4, 30)):
        outcome = interest(Decimal(1000), date(2026, 5, 1), until)
        assert (outcome.amount, outcome.steps, outcome.open_principal) == (ZERO, (), Decimal("1000.00"))


def test_the_trade_rate_is_another_table() -> None:
    assert interest(Decimal(10_000), date(2026, 6, 30), date(2026, 7, 2), trade=True).amount == Decimal("5.63")


def test_the_last_confirmed_day_counts_and_the_next_is_refused() -> None:
    assert interest(Decimal(1000), date(2026, 12, 1), date(2027, 1, 1)).amount == Decimal("3.40")
    with pytest.raises(OutOfTable) as refused:
        interest(Decimal(1000), date(2026, 12, 1), date(2027, 1, 2))
    assert refused.value.needed == date(2027, 1, 1)
    assert str(refused.value) == (
        "De wettelijke rente is bekend tot en met 31 december 2026; geef voor de dagen daarna een aangenomen "
        "percentage."
    )


def test_an_assumed_rate_serves_only_beyond_the_confirmed_day() -> None:
    outcome = interest(Decimal(1000), date(2026, 12, 1), date(2027, 2, 1), assume_rate=Decimal(5))
    assert [(step.until, step.rate, step.amount) for step in outcome.steps] == [
        (date(2027, 1, 1), Decimal(4), Decimal("3.40")),
        (date(2027, 2, 1), Decimal(5), Decimal("4.25")),
    ]


def test_the_last_confirmed_day_keeps_its_own_rate_beside_an_assumed_one() -> None:
    steps = interest(Decimal(10_000), date(2026, 12, 31), date(2027, 1, 2), assume_rate=Decimal(5)).steps
    assert [(step.days, step.rate) for step in steps] == [(1, Decimal(4)), (1, Decimal(5))]


def test_an_assumed_rate_that_changes_nothing_ends_no_segment() -> None:
    (step,) = interest(Decimal(1000), date(2026, 12, 1), date(2027, 2, 1), assume_rate=Decimal(4)).steps
    assert (step.days, step.amount) == (62, Decimal("6.79"))


def test_a_debt_wholly_beyond_the_confirmed_day_bears_the_assumed_rate() -> None:
    (step,) = interest(Decimal(1000), date(2027, 3, 1), date(2027, 3, 31), assume_rate=Decimal(5)).steps
    assert (step.rate, step.amount) == (Decimal(5), Decimal("4.11"))


@pytest.mark.parametrize(("trade", "first"), [(False, date(1976, 4, 1)), (True, date(2002, 12, 1))])
def test_before_the_table_is_refused_even_with_an_assumed_rate(trade: bool, first: date) -> None:
    day_before = first - timedelta(days=1)
    with pytest.raises(OutOfTable, match="begint op"):
        interest(Decimal(1000), day_before, first, trade=trade, assume_rate=Decimal(5))
    assert interest(Decimal(100_000), first, first + timedelta(days=1), trade=trade).amount > 0


def test_a_fixed_rate_asks_no_table() -> None:
    assert interest(Decimal(1000), date(2030, 1, 1), date(2031, 1, 1), rate=Decimal(10)).amount == Decimal("100.00")


def test_a_debt_that_was_paid_off_needs_no_later_rate() -> None:
    outcome = interest(
        Decimal(1000), date(2026, 12, 1), date(2029, 1, 1), payments=[(date(2026, 12, 1), Decimal(1000))]
    )
    assert (outcome.amount, outcome.open_principal) == (ZERO, ZERO)


def test_a_payment_counts_on_interest_first() -> None:
    outcome = interest(
        Decimal(1000),
        date(2025, 1, 1),
        date(2026, 1, 1),
        rate=Decimal(6),
        payments=[(date(2025, 7, 1), Decimal("129.75"))],
    )
    assert [(step.days, step.principal, step.amount) for step in outcome.steps] == [
        (181, Decimal("1000.00"), Decimal("29.75")),
        (184, Decimal("900.00"), Decimal("27.22")),
    ]
    assert (outcome.open_interest, outcome.open_principal, outcome.surplus) == (
        Decimal("27.22"),
        Decimal("900.00"),
        ZERO,
    )


def test_a_payment_of_old_interest_lowers_what_bears_interest() -> None:
    outcome = interest(
        Decimal(1000), date(2024, 3, 1), date(2026, 3, 1), rate=Decimal(10), payments=[(date(2025, 3, 1), Decimal(60))]
    )
    assert [step.principal for step in outcome.steps] == [Decimal("1000.00"), Decimal("1040.00")]
    assert (outcome.open_interest, outcome.open_principal) == (Decimal("144.00"), Decimal("1000.00"))


def test_what_is_paid_beyond_the_debt_is_surplus() -> None:
    outcome = interest(Decimal(100), date(2026, 1, 1), date(2026, 2, 1), payments=[(date(2026, 1, 1), Decimal(130))])
    assert (outcome.surplus, outcome.open_principal, outcome.amount) == (Decimal("30.00"), ZERO, ZERO)


def test_a_payment_after_the_day_asked_for_is_left_out() -> None:
    outcome = interest(Decimal(100), date(2026, 1, 1), date(2026, 2, 1), payments=[(date(2026, 2, 2), Decimal(100))])
    assert outcome.open_principal == Decimal("100.00")


def test_negative_amounts_are_refused() -> None:
    with pytest.raises(ValueError, match="principal is not negative"):
        interest(Decimal(-1), date(2026, 1, 1), date(2026, 2, 1))
    with pytest.raises(ValueError, match="payment is not negative"):
        interest(Decimal(1), date(2026, 1, 1), date(2026, 2, 1), payments=[(date(2026, 1, 2), Decimal(-1))])
    with pytest.raises(ValueError, match="rate is a percentage"):
        interest(Decimal(1), date(2026, 1, 1), date(2026, 2, 1), rate=Decimal(-1))


@given(PRINCIPALS, DAYS, DAYS)
def test_the_steps_add_up_and_join(principal: Decimal, one: date, other: date) -> None:
    from_, until = sorted((one, other))
    outcome = interest(principal, from_, until)
    assert sum((step.amount for step in outcome.steps), ZERO) == outcome.amount == outcome.open_interest
    assert sum(step.days for step in outcome.steps) == (until - from_).days
    assert all(first.until == second.from_ for first, second in pairwise(outcome.steps))
    assert all(step.rate == STATUTORY.row_on(step.from_).percent for step in outcome.steps)


@given(PRINCIPALS, DAYS, st.integers(2, 364), st.integers(1, 363), RATE)
def test_a_cut_on_any_day_moves_at_most_a_cent(
    principal: Decimal, from_: date, length: int, cut: int, rate: Decimal
) -> None:
    until = from_ + timedelta(days=length)
    whole = interest(principal, from_, until, rate=rate)
    parted = interest(principal, from_, until, rate=rate, payments=[(from_ + timedelta(days=min(cut, length)), ZERO)])
    assert abs(whole.amount - parted.amount) <= Decimal("0.01")


@given(PRINCIPALS, DAYS, st.integers(0, 3000), st.integers(0, 400))
def test_interest_never_falls_with_time(principal: Decimal, from_: date, days: int, more: int) -> None:
    sooner = interest(principal, from_, from_ + timedelta(days=days), rate=Decimal(6))
    later = interest(principal, from_, from_ + timedelta(days=days + more), rate=Decimal(6))
    assert later.amount >= sooner.amount


@given(
    PRINCIPALS,
    DAYS,
    st.integers(0, 2000),
    st.lists(st.tuples(DAYS, st.decimals(0, 20_000, places=2)), max_size=4),
)
def test_every_cent_paid_is_counted_once(
    principal: Decimal, from_: date, days: int, payments: list[tuple[date, Decimal]]
) -> None:
    until = from_ + timedelta(days=days)
    outcome = interest(principal, from_, until, rate=Decimal(6), payments=payments)
    paid = sum((amount for day, amount in payments if day <= until), ZERO)
    assert paid + outcome.open_interest + outcome.open_principal == principal + outcome.amount + outcome.surplus


@pytest.mark.parametrize("table", [STATUTORY, TRADE], ids=lambda table: table.name)
def test_the_rows_of_a_table_follow_each_other(table: RateTable) -> None:
    assert all(one.since < other.since and one.percent != other.percent for one, other in pairwise(table.rows))
    assert all(row.sources for row in table.rows)
    assert table.rows[-1].since <= table.confirmed_until == date(2026, 12, 31)


def test_where_sources_differ_the_row_says_so() -> None:
    assert [row.since for row in TRADE.rows if row.confidence == "low"] == [date(2004, 1, 1), date(2004, 7, 1)]
    assert TRADE.rows[-1].confidence == "medium"
    assert {row.confidence for row in STATUTORY.rows if row.since >= date(2001, 1, 1)} == {"high"}


@pytest.mark.parametrize(
    ("table", "day", "rate"),
    [
        (STATUTORY, date(1976, 4, 1), "8"),
        (STATUTORY, date(2014, 12, 31), "3"),
        (STATUTORY, date(2015, 1, 1), "2"),
        (STATUTORY, date(2022, 12, 31), "2"),
        (STATUTORY, date(2023, 6, 30), "4"),
        (STATUTORY, date(2023, 7, 1), "6"),
        (STATUTORY, date(2024, 12, 31), "7"),
        (STATUTORY, date(2026, 12, 31), "4"),
        (TRADE, date(2013, 3, 15), "7.75"),
        (TRADE, date(2013, 3, 16), "8.75"),
        (TRADE, date(2022, 12, 31), "8.00"),
        (TRADE, date(2026, 6, 30), "10.15"),
        (TRADE, date(2026, 7, 1), "10.40"),
    ],
)
def test_the_rate_on_a_day(table: RateTable, day: date, rate: str) -> None:
    assert table.row_on(day).percent == Decimal(rate)
