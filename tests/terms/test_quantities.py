"""Quantities of conditions: how they compare, whatever the calendar, and how they read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nakomen.terms.quantities import Quantity, amounts, not_a_value, quantity
from nakomen.terms.words import listed, word


def known(value: str) -> Quantity:
    found = quantity(value)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("more", "less", "expected"),
    [
        ("P2M", "P6W", True),
        ("P6W", "P2M", False),
        ("P31D", "P1M", False),
        ("P32D", "P1M", True),
        ("P1M", "P30D", False),
        ("P1M", "P27D", True),
        ("P2D", "24 h", True),
        ("P1D", "24 h", False),
        ("P15Y", "P10Y", True),
        ("5 WD", "P4D", True),
        ("25000 EUR", "24999 EUR", True),
        ("25000 EUR", "P1D", False),
    ],
)
def test_more_only_when_it_is_so_in_every_calendar(more: str, less: str, *, expected: bool) -> None:
    assert known(more).more_than(known(less)) is expected


@pytest.mark.parametrize(("one", "other"), [("P12M", "P1Y"), ("P14D", "P2W"), ("P2D", "48 h"), ("21 %", "21.0 %")])
def test_the_same_quantity_written_in_two_ways(one: str, other: str) -> None:
    assert known(one).same_as(known(other))


def test_a_month_is_not_thirty_days() -> None:
    assert not known("P1M").same_as(known("P30D"))


units = st.sampled_from(["D", "W", "M", "Y"])
periods = st.builds("P{}{}".format, st.integers(1, 60), units)


@given(periods, periods)
def test_two_periods_are_never_each_more_than_the_other(one: str, other: str) -> None:
    assert not (known(one).more_than(known(other)) and known(other).more_than(known(one)))


@given(st.integers(1, 60), st.integers(1, 60), units)
def test_periods_of_one_unit_compare_as_their_numbers(one: int, other: int, unit: str) -> None:
    assert known(f"P{one}{unit}").more_than(known(f"P{other}{unit}")) is (one > other)


@given(periods)
def test_a_period_reads_back_as_the_same_quantity(period: str) -> None:
    (found,) = amounts(f"Binnen {known(period)} na ontvangst.")
    assert found is not None
    assert found.same_as(known(period))


def test_the_amounts_of_a_sentence() -> None:
    text = (
        "Binnen 24 tot 48 uur, anders na 1 werkdag of 5 werkdagen; hooguit 25000 euro, 21 procent, 2 keer, 5 minuten."
    )
    assert [str(found) for found in amounts(text)] == [
        "48 uur", "1 werkdag", "5 werkdagen", "25000 euro", "21 procent", "2 keer", "5 minuten",
    ]  # fmt: skip


@pytest.mark.parametrize("value", ["", "ten days", "P", "P10", "10W", "Statutory", "5WD", "12,5 %"])
def test_what_is_neither_a_quantity_nor_a_word(value: str) -> None:
    assert not_a_value(value) is not None


def test_words() -> None:
    assert [word(code) for code in ("P6W", "statutory", "something_new")] == [
        "6 weken",
        "volgens de wet",
        "something new",
    ]
    assert [listed(codes, "of") for codes in ([], ["oral"], ["oral", "letter", "email"])] == [
        "", "mondeling", "mondeling, brief of e-mail",
    ]  # fmt: skip
