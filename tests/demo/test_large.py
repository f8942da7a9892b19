"""Very many clients for measuring: exactly as many acts as asked, readable, well-kept, and fast to make."""

import time

import pytest
from stdnum.nl import bsn

from nakomen.demo import large
from tests.demo.support import KEYS, TODAY, live, organisation


@pytest.mark.parametrize("acts", [30, 31, 90])
@pytest.mark.parametrize("key", KEYS)
def test_each_client_has_exactly_the_acts_asked_and_nothing_is_wrong(key: str, acts: int) -> None:
    for client in list(large(organisation(key), TODAY, 300, acts))[::7]:
        each = live(organisation(key), client, TODAY)
        assert len(each.acts) == acts
        assert each.standing.findings == []
        assert [duty.clause for duty in each.standing.duties if duty.state == "overdue"] == []


def test_too_few_acts_for_a_life_are_refused() -> None:
    with pytest.raises(ValueError, match="expected at least"):
        next(large(organisation("linde"), TODAY, 1, 5))


def test_names_and_citizen_numbers_all_differ() -> None:
    people = [client.acts[0] for key in KEYS for client in large(organisation(key), TODAY, 20_000)]
    numbers = [str(who["bsn"]) for who in people]
    assert len(set(numbers)) == len(numbers)
    assert all(bsn.is_valid(number) for number in numbers[::97])
    assert len({who["name"] for who in people[:20_000]}) == 20_000
    assert len({who["birth_date"] for who in people}) > 10_000
    assert len({who["postcode"] for who in people}) > 500


def test_the_same_arguments_give_the_same_clients() -> None:
    one, other = (list(large(organisation("venster"), TODAY, 50)) for _ in range(2))
    assert one == other


def test_twenty_thousand_acts_are_made_in_a_second() -> None:
    started = time.perf_counter()
    made = sum(len(client.acts) for client in large(organisation("linde"), TODAY, 5_000))
    assert made / (time.perf_counter() - started) > 20_000
