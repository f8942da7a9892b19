"""The made-up clients of the measurements are the same each time, as large as asked, and read like any case file."""

import json

import pytest

from bench.generate import WONDER, ZONL, client, clients
from nakomen.acts.reading import read_case
from nakomen.acts.writing import write_act


@pytest.mark.parametrize("count", [10, 40, 150])
def test_a_client_has_as_many_acts_as_asked(count: int) -> None:
    assert [len(each.acts) for each in clients(12, count)] == [count] * 12


def test_a_client_is_the_same_each_time() -> None:
    assert client(7) == client(7)


def test_the_sets_take_turns_unless_one_is_named() -> None:
    assert [each.terms for each in clients(4)] == [WONDER, ZONL, WONDER, ZONL]
    assert {each.terms for each in clients(4, 40, ZONL)} == {ZONL}


@pytest.mark.parametrize("number", range(20))
def test_a_client_reads_as_a_case_file_without_problems(number: int) -> None:
    made = client(number)
    text = json.dumps({"terms": made.terms, "acts": [write_act(act) for act in made.acts]})
    case, problems = read_case(text.encode())
    assert problems == ()
    assert case is not None
    assert case.acts == made.acts
