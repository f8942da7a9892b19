"""The first later day on which a power comes by itself, held against the answers of that day and of all days before."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from nakomen.case_files import open_case
from nakomen.law.clock import end_of_day
from nakomen.norms.becoming import Question, becomes
from nakomen.norms.powers import judge

EXAMPLES = Path(__file__).parents[2] / "examples"


def question(example: str, power: str, known: str = "2027-12-31", **params: str) -> Question:
    opened = open_case(str(EXAMPLES / f"{example}.json"))
    return Question(opened.case, power, params, end_of_day(date.fromisoformat(known)))


def permitted(asked: Question, day: date) -> bool | None:
    return judge(asked.case.state(day, asked.known_on), asked.power, asked.params).allowed


LATER = (
    # A second term of payment that lapses, an indication that ends, an act that lies ahead.
    (question("unpaid-invoice", "charge_collection", reminder="r1"), date(2025, 12, 9)),
    (
        question("late-follow-up-by-client", "terminate", known="2025-06-10", by="provider", ground="no_indication"),
        date(2025, 6, 10),
    ),
    (question("compelling-reasons", "terminate", by="provider", ground="compelling"), date(2026, 2, 20)),
)


@pytest.mark.parametrize(("asked", "day"), LATER)
def test_the_day_is_the_first_on_which_it_is_permitted(asked: Question, day: date) -> None:
    assert not permitted(asked, day)
    found = becomes(asked, day)
    assert found is not None
    assert found[1].allowed
    assert permitted(asked, found[0])
    between = [day + timedelta(days=passed) for passed in range(1, (found[0] - day).days)]
    assert not any(permitted(asked, each) for each in between)


def test_what_time_does_not_bring_has_no_day() -> None:
    assert becomes(question("unpaid-invoice", "restrain"), date(2026, 3, 2)) is None
    assert becomes(question("unpaid-invoice", "give_remote_care"), date(2026, 3, 2)) is None


def test_what_was_not_yet_known_brings_nothing() -> None:
    asked = question("compelling-reasons", "terminate", known="2026-02-20", by="provider", ground="compelling")
    assert becomes(asked, date(2026, 2, 20)) is None


def test_no_day_further_than_asked_is_given() -> None:
    asked, day = LATER[0]
    found = becomes(asked, day)
    assert found is not None
    ahead = (found[0] - day).days
    assert becomes(asked, day, ahead) is not None
    assert becomes(asked, day, ahead - 1) is None
