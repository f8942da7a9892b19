"""Collection costs: every edge of the scale, VAT, and what a reminder to a consumer must give."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nakomen.law.calendar import is_working_day
from nakomen.law.costs import (
    CountedFrom,
    collection_costs,
    consumer_reminder_ok,
    fourteen_days_end,
    reminder_term,
    second_term_end,
)
from nakomen.law.money import ZERO
from nakomen.law.tables import OutOfTable

DAYS = st.dates(date(2013, 1, 1), date(2028, 6, 1))


@pytest.mark.parametrize(
    ("principal", "costs"),
    [
        ("0", "0.00"),
        ("0.01", "40.00"),
        ("100", "40.00"),
        ("266.66", "40.00"),
        ("266.67", "40.00"),
        ("266.70", "40.01"),
        ("1000", "150.00"),
        ("1000.03", "150.00"),
        ("1000.04", "150.01"),
        ("2499.99", "375.00"),
        ("2500", "375.00"),
        ("2500.10", "375.01"),
        ("3500", "475.00"),
        ("4000", "525.00"),
        ("5000", "625.00"),
        ("5000.20", "625.01"),
        ("7500", "750.00"),
        ("10000", "875.00"),
        ("10001", "875.01"),
        ("50000", "1275.00"),
        ("200000", "2775.00"),
        ("200002", "2775.01"),
        ("999999", "6775.00"),
        ("999998", "6774.99"),
        ("1000000", "6775.00"),
        ("5000000", "6775.00"),
    ],
)
def test_the_scale(principal: str, costs: str) -> None:
    outcome = collection_costs(Decimal(principal))
    assert (outcome.amount, outcome.vat, outcome.total) == (Decimal(costs), ZERO, Decimal(costs))


def test_a_published_sum_with_vat() -> None:
    outcome = collection_costs(Decimal(3500), vat=True)
    assert (outcome.amount, outcome.vat, outcome.total) == (Decimal("475.00"), Decimal("99.75"), Decimal("574.75"))


def test_vat_is_that_of_the_day_of_default() -> None:
    assert collection_costs(Decimal(1000), vat=True, on=date(2012, 9, 30)).vat == Decimal("28.50")
    assert collection_costs(Decimal(1000), vat=True, on=date(2012, 10, 1)).vat == Decimal("31.50")


def test_the_scale_does_not_reach_back() -> None:
    assert collection_costs(Decimal(1000), on=date(2012, 7, 1)).amount == Decimal("150.00")
    with pytest.raises(OutOfTable, match="geldt vanaf 1 juli 2012; gevraagd is 30 juni 2012"):
        collection_costs(Decimal(1000), on=date(2012, 6, 30))


def test_a_negative_principal_is_refused() -> None:
    with pytest.raises(ValueError, match="not negative"):
        collection_costs(Decimal("-0.01"))


def test_the_steps_explain_the_sum() -> None:
    assert [step.text for step in collection_costs(Decimal(3500), vat=True).steps] == [
        "15% over € 2.500,00 is € 375,00.",
        "10% over € 1.000,00 is € 100,00.",
        "21% btw over € 475,00 is € 99,75.",
    ]
    assert [step.text for step in collection_costs(Decimal(100)).steps] == [
        "15% over € 100,00 is € 15,00.",
        "Minder dan het minimum: € 40,00.",
    ]
    assert collection_costs(Decimal(2_000_000)).steps[-1].text == "Meer dan het maximum: € 6.775,00."
    assert [step.text for step in collection_costs(ZERO).steps] == ["Er staat geen hoofdsom open: geen incassokosten."]


def test_exactly_the_minimum_and_the_maximum_need_no_step_of_their_own() -> None:
    assert [step.text for step in collection_costs(Decimal("266.67")).steps] == ["15% over € 266,67 is € 40,00."]
    assert collection_costs(Decimal(1_000_000)).steps[-1].text == "0,5% over € 800.000,00 is € 4.000,00."


@given(st.decimals(Decimal("266.70"), Decimal(999_000), places=2))
def test_between_minimum_and_maximum_the_steps_add_up(principal: Decimal) -> None:
    outcome = collection_costs(principal)
    assert sum((step.amount for step in outcome.steps), ZERO) == outcome.amount


@given(st.decimals(0, 2_000_000, places=2), st.decimals(0, 10_000, places=2))
def test_more_principal_never_costs_less(principal: Decimal, more: Decimal) -> None:
    assert collection_costs(principal + more).amount >= collection_costs(principal).amount


@pytest.mark.parametrize(
    ("days", "counted_from", "last"),
    [
        (14, "day_after_receipt", date(2026, 11, 24)),
        (14, "receipt", date(2026, 11, 23)),
        (15, "receipt", date(2026, 11, 24)),
        (21, "day_after_receipt", date(2026, 12, 1)),
        (1, "receipt", date(2026, 11, 10)),
    ],
)
def test_the_last_day_that_a_reminder_gives(days: int, counted_from: CountedFrom, last: date) -> None:
    assert reminder_term(date(2026, 11, 10), days, counted_from) == last


def test_a_reminder_gives_at_least_a_day() -> None:
    with pytest.raises(ValueError, match="at least one day"):
        reminder_term(date(2026, 11, 10), 0, "receipt")


@pytest.mark.parametrize(
    ("received", "last"),
    [
        (date(2026, 11, 10), date(2026, 11, 24)),
        (date(2026, 11, 7), date(2026, 11, 23)),  # fourteen days end on a Saturday
        (date(2026, 11, 8), date(2026, 11, 23)),  # on a Sunday
        (date(2026, 3, 20), date(2026, 4, 7)),  # on Good Friday
        (date(2026, 4, 30), date(2026, 5, 18)),  # on Ascension Day
        (date(2026, 12, 11), date(2026, 12, 28)),  # on Christmas Day
        (date(2025, 12, 18), date(2026, 1, 5)),  # on New Year's Day
    ],
)
def test_the_statutory_fourteen_days(received: date, last: date) -> None:
    assert fourteen_days_end(received).date == last


@given(DAYS)
def test_the_statutory_term_is_never_shorter_than_fourteen_days(received: date) -> None:
    last = fourteen_days_end(received).date
    assert last >= received + timedelta(days=14)
    assert is_working_day(last) is True


@pytest.mark.parametrize(
    ("received", "days", "counted_from", "last"),
    [
        (date(2026, 11, 7), 14, "day_after_receipt", date(2026, 11, 23)),
        (date(2026, 11, 7), 15, "receipt", date(2026, 11, 23)),
        (date(2026, 11, 7), 21, "day_after_receipt", date(2026, 11, 28)),
        (date(2026, 11, 7), 7, "receipt", date(2026, 11, 23)),
        (date(2026, 11, 10), 14, "day_after_receipt", date(2026, 11, 24)),
    ],
)
def test_the_second_term_ends_with_the_later_of_both(
    received: date, days: int, counted_from: CountedFrom, last: date
) -> None:
    assert second_term_end(received, days, counted_from).date == last


def test_a_longer_term_of_the_conditions_is_not_extended() -> None:
    end = second_term_end(date(2026, 11, 7), 21, "day_after_receipt")
    assert end.date.weekday() == 5
    assert [step.text for step in end.steps] == [
        "De herinnering, ontvangen op 7 november 2026, geeft tijd tot en met 28 november 2026."
    ]


def test_where_both_terms_end_together_the_reminders_own_is_told() -> None:
    end = second_term_end(date(2026, 11, 10), 14, "day_after_receipt")
    assert [step.date for step in end.steps] == [date(2026, 11, 24)]


def problems(
    *,
    sent: date = date(2026, 11, 9),
    days_given: int = 14,
    counted_from: CountedFrom = "day_after_receipt",
    announced: str | None = "150.00",
) -> tuple[str, ...]:
    """What a reminder received on 10 November 2026 lacks, for a debt of 1000 in default since the 9th."""
    check = consumer_reminder_ok(
        default_day=date(2026, 11, 9),
        sent=sent,
        received=date(2026, 11, 10),
        days_given=days_given,
        counted_from=counted_from,
        costs_announced=None if announced is None else Decimal(announced),
        costs_due=Decimal("150.00"),
    )
    assert check.ok is not bool(check.problems)
    return check.problems


def test_a_reminder_that_meets_the_law() -> None:
    assert problems() == ()
    assert problems(days_given=15, counted_from="receipt") == ()
    assert problems(days_given=21, announced="150") == ()


def test_what_a_reminder_may_lack() -> None:
    short = ("De herinnering geeft tijd tot en met 23 november 2026; de wet eist 24 november 2026.",)
    assert problems(days_given=13) == short
    assert problems(days_given=14, counted_from="receipt") == short
    assert problems(sent=date(2026, 11, 8)) == (
        "De herinnering van 8 november 2026 is verstuurd voor het verzuim van 9 november 2026.",
    )
    assert problems(announced=None) == ("De herinnering noemt het bedrag van de incassokosten niet.",)
    assert problems(announced="149.99") == ("De herinnering noemt € 149,99 aan incassokosten; het is € 150,00.",)
    assert len(problems(sent=date(2026, 11, 8), days_given=7, announced=None)) == 3
