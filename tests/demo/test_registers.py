"""The registers of the demonstration: people and topics that are there, and in each provider something to do."""

from datetime import date
from uuid import UUID

import pytest

from nakomen.demo import registers
from nakomen.record.registers import states, sums
from nakomen.record.registers.asked import wanted_of
from nakomen.terms.packaged import packaged_terms
from nakomen.web import markdown
from tests.demo.support import DAYS, KEYS, TODAY, organisation


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("day", DAYS)
def test_everybody_named_works_there_and_everything_lies_before_its_end(key: str, day: date) -> None:
    of = organisation(key, day)
    made = registers(of, day)
    codes = {each.code for each in of.staff}
    assert {each.code for each in made.competences} <= codes
    assert {code for told in made.instructions for code in told.codes} <= codes
    assert all(each.until is None or each.until > each.since for each in made.competences)
    assert all(each.since <= on for each in made.devices for on, _, _ in each.checks)


@pytest.mark.parametrize("key", KEYS)
def test_what_is_instructed_and_published_is_what_the_conditions_know(key: str) -> None:
    of = organisation(key)
    asks = wanted_of(packaged_terms(of.terms))
    made = registers(of, TODAY)
    assert {each.topic for each in made.instructions} <= set(asks.topics)
    assert {each.sort for each in made.documents} <= set(asks.sorts())
    assert all("<h1" not in markdown.rendered(each.text) for each in made.documents)


@pytest.mark.parametrize("key", KEYS)
def test_something_is_late_and_most_is_in_order(key: str) -> None:
    made = registers(organisation(key), TODAY)
    found = [states.of_competence(each.since, each.until, None, TODAY) for each in made.competences]
    assert {"expired", "expires", "valid"} <= set(found)
    reviews = [states.of_document(each.in_force_from, each.review_by, TODAY, asked=True) for each in made.documents]
    assert {"valid", "review"} <= set(reviews)


def test_of_the_devices_one_is_late_one_unsound_and_the_others_are_sound() -> None:
    found = []
    for each in registers(organisation("linde"), TODAY).devices:
        on, sound, _ = each.checks[-1]
        device = sums.Device(UUID(int=1), each.name, each.since, each.every_months, on, sound)
        found.append(states.of_device(device, None, TODAY))
    assert sorted(found) == ["due", "late", "sound", "sound", "unsound"]
