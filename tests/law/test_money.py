"""The one rounding rule, Dutch amounts and percentages, and VAT."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nakomen.law.money import cents, euro, percent
from nakomen.law.tables import OutOfTable
from nakomen.law.vat import RATES, add_vat, general_rate, low_rate, split_inclusive

AMOUNTS = st.decimals(Decimal(0), Decimal(1_000_000), places=2)


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [
        ("0.005", "0.01"),
        ("0.0049999", "0.00"),
        ("2.675", "2.68"),
        ("2.665", "2.67"),
        ("-0.005", "-0.01"),
        ("-0.004", "0.00"),
        ("7", "7.00"),
        ("1E+3", "1000.00"),
    ],
)
def test_half_a_cent_goes_up(exact: str, rounded: str) -> None:
    assert str(cents(Decimal(exact))) == rounded


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "1E+40"])
def test_what_is_no_amount_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        cents(Decimal(amount))


@given(st.decimals(-1000, 1000, places=6))
def test_rounding_moves_at_most_half_a_cent_and_only_once(amount: Decimal) -> None:
    assert abs(cents(amount) - amount) <= Decimal("0.005")
    assert cents(cents(amount)) == cents(amount)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("1234.56", "€ 1.234,56"),
        ("0", "€ 0,00"),
        ("1234567.895", "€ 1.234.567,90"),
        ("-1234.5", "€ -1.234,50"),
        ("999.99", "€ 999,99"),
    ],
)
def test_an_amount_in_dutch(amount: str, text: str) -> None:
    assert euro(Decimal(amount)) == text


@pytest.mark.parametrize(
    ("rate", "text"), [("21", "21%"), ("10.40", "10,4%"), ("0.5", "0,5%"), ("10", "10%"), ("8.00", "8%")]
)
def test_a_percentage_in_dutch(rate: str, text: str) -> None:
    assert percent(Decimal(rate)) == text


@pytest.mark.parametrize(
    ("on", "general", "low"),
    [
        (date(2001, 1, 1), 19, 6),
        (date(2012, 9, 30), 19, 6),
        (date(2012, 10, 1), 21, 6),
        (date(2018, 12, 31), 21, 6),
        (date(2019, 1, 1), 21, 9),
        (date(2026, 11, 1), 21, 9),
    ],
)
def test_vat_rates(on: date, general: int, low: int) -> None:
    assert (general_rate(on), low_rate(on)) == (Decimal(general), Decimal(low))


def test_vat_before_the_table_is_refused() -> None:
    with pytest.raises(OutOfTable) as refused:
        general_rate(date(2000, 12, 31))
    assert str(refused.value) == "De btw-tarieven gaan terug tot 1 januari 2001; gevraagd is 31 december 2000."


def test_every_vat_row_has_a_source_and_follows_the_one_before() -> None:
    assert [row.since for row in RATES] == sorted({row.since for row in RATES})
    assert all(row.source for row in RATES)


def test_an_amount_with_vat_is_split() -> None:
    assert split_inclusive(Decimal("50.00"), Decimal(21)) == (Decimal("41.32"), Decimal("8.68"))
    assert split_inclusive(Decimal("121.00"), Decimal(21)) == (Decimal("100.00"), Decimal("21.00"))
    assert split_inclusive(Decimal("50.00"), Decimal(0)) == (Decimal("50.00"), Decimal("0.00"))


def test_vat_is_added() -> None:
    assert add_vat(Decimal("475.00"), Decimal(21)) == (Decimal("99.75"), Decimal("574.75"))


@given(AMOUNTS, st.sampled_from([Decimal(6), Decimal(9), Decimal(19), Decimal(21)]))
def test_net_and_vat_add_up(amount: Decimal, rate: Decimal) -> None:
    net, vat = split_inclusive(amount, rate)
    assert net + vat == amount
    assert abs(net * rate / 100 - vat) <= Decimal("0.011")
    added, total = add_vat(amount, rate)
    assert split_inclusive(total, rate) == (amount, added)
