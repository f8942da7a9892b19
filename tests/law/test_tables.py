"""A day in a sentence."""

from datetime import date

from nakomen.law.tables import dutch


def test_a_day_is_written_with_its_month_in_letters_as_people_write_it() -> None:
    assert [dutch(date(2026, month, 9)) for month in (1, 3, 5, 8, 12)] == [
        "9 januari 2026",
        "9 maart 2026",
        "9 mei 2026",
        "9 augustus 2026",
        "9 december 2026",
    ]
