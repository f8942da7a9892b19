"""Each example reads like a real file and stands as its story says.

The expected standings in tests/cases/ were held against the conditions by hand, duty by duty.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from stdnum.nl import bsn

from nakomen.norms.standing import standing
from tests.examples.telling import CASES, EXAMPLES, example, told

FILES = sorted(EXAMPLES.glob("*.json"))
NAMES = [file.stem for file in FILES]


def acts_of(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((EXAMPLES / f"{name}.json").read_text())["acts"]
    return found


@pytest.mark.parametrize("name", NAMES)
def test_an_example_stands_as_expected(name: str) -> None:
    expected = json.loads((CASES / f"{name}.json").read_text())
    assert told(name, expected) == expected


def test_each_example_has_its_expectation_and_the_other_way_round() -> None:
    assert sorted(file.stem for file in CASES.glob("*.json")) == NAMES


@pytest.mark.parametrize(
    "row", (EXAMPLES / "index.tsv").read_text().splitlines()[1:], ids=lambda row: row.split("\t")[0]
)
def test_the_day_of_the_index_is_among_those_expected(row: str) -> None:
    file, as_of, title = row.split("\t")
    expected = json.loads((CASES / Path(file).name).read_text())
    assert as_of in [part["as_of"] for part in expected["standings"]]
    assert expected["title"] == title


@pytest.mark.parametrize("name", NAMES)
def test_no_duty_that_can_be_done_is_undetermined_for_a_dangling_answer(name: str) -> None:
    case = example(name)
    last = max(date.fromisoformat(act["on"][:10]) for act in acts_of(name))
    assert [item for item in standing(case, last).findings if item.what in ("act.retracted", "contradiction")] == []


def test_the_people_of_the_examples_are_made_up() -> None:
    numbers = [act["bsn"] for name in NAMES for act in acts_of(name) if "bsn" in act]
    assert len(set(numbers)) == len(NAMES)
    assert [number for number in numbers if not number.startswith("99999") or not bsn.is_valid(number)] == []
    mail = [act["email"] for name in NAMES for act in acts_of(name) if "email" in act]
    assert [address for address in mail if not address.endswith("@example.nl")] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_acts_of_an_example_stand_in_the_order_of_a_real_file(name: str) -> None:
    sets = json.loads((EXAMPLES / f"{name}.json").read_text())["terms"]
    assert sets in ("wonder-2020", "zonl-thuisbegeleiding")
    assert acts_of(name)[0]["kind"] == "client.registered"
