"""Statutory retention, and the client's own contribution by year."""

from datetime import date

import pytest

from nakomen.law.contribution import ROWS, own_contribution
from nakomen.law.retention import social_support_data, tax_records, treatment_data
from nakomen.law.tables import OutOfTable


def test_treatment_data_are_kept_twenty_years_from_their_last_change() -> None:
    kept = treatment_data(date(2026, 3, 1))
    assert kept.until == date(2046, 3, 1)
    assert kept.text == (
        "Behandelgegevens: 20 jaar na de laatste wijziging van het dossier (1 maart 2026), dus tot en met 1 maart 2046 "
        "(BW 7:454 lid 3)."
    )


def test_a_change_on_29_february_is_kept_to_the_end_of_february() -> None:
    assert treatment_data(date(2024, 2, 29)).until == date(2044, 2, 29)
    assert social_support_data(date(2024, 2, 29)).until == date(2039, 2, 28)


def test_social_support_data_are_kept_fifteen_years_from_their_making() -> None:
    assert social_support_data(date(2026, 3, 1)).until == date(2041, 3, 1)


def test_invoices_are_kept_seven_years_from_the_end_of_the_book_year() -> None:
    assert tax_records(date(2026, 3, 1)).until == date(2033, 12, 31)
    assert tax_records(date(2026, 12, 31)).until == date(2033, 12, 31)
    assert tax_records(date(2026, 3, 1), book_year_end=date(2026, 6, 30)).until == date(2033, 6, 30)
    with pytest.raises(ValueError, match="before the record"):
        tax_records(date(2026, 7, 1), book_year_end=date(2026, 6, 30))


@pytest.mark.parametrize(
    ("on", "amount", "unit"),
    [
        (date(2019, 1, 1), "17.50", "four weeks"),
        (date(2020, 3, 31), "19.00", "month"),
        (date(2020, 4, 1), "0.00", "month"),
        (date(2020, 5, 31), "0.00", "month"),
        (date(2020, 6, 1), "19.00", "month"),
        (date(2023, 12, 31), "19.00", "month"),
        (date(2024, 1, 1), "20.60", "month"),
        (date(2025, 7, 1), "21.00", "month"),
        (date(2026, 12, 31), "21.80", "month"),
    ],
)
def test_the_own_contribution(on: date, amount: str, unit: str) -> None:
    contribution = own_contribution(on)
    assert (str(contribution.amount), contribution.unit) == (amount, unit)


def test_the_own_contribution_explains_itself() -> None:
    assert own_contribution(date(2026, 1, 1)).text == (
        "De eigen bijdrage voor de Wmo is in 2026 ten hoogste € 21,80 per maand."
    )
    assert own_contribution(date(2019, 1, 1)).text.endswith("ten hoogste € 17,50 per vier weken.")


@pytest.mark.parametrize("on", [date(2018, 12, 31), date(2027, 1, 1)])
def test_no_contribution_is_made_up_outside_the_table(on: date) -> None:
    with pytest.raises(OutOfTable, match="bekend van 1 januari 2019 tot en met 31 december 2026") as refused:
        own_contribution(on)
    assert refused.value.needed == on


def test_the_years_of_the_table_have_no_gap() -> None:
    assert [row.year for row in ROWS] == list(range(2019, 2027))
    assert all(row.source for row in ROWS)
