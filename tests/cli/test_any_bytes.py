"""Whatever the bytes, a question about them is answered or refused: never a traceback, never half an answer."""

import json
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from nakomen.terms.packaged import SETS
from tests.cli.asking import ACTS, ask

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.dates().map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = sorted({name for act in ACTS for name in act})


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A case with one part of it replaced by something else."""
    acts = [dict(act) for act in ACTS]
    acts[draw(st.integers(0, len(acts) - 1))][draw(st.sampled_from(FIELDS))] = draw(VALUES)
    content = {"terms": "wonder-2020", "acts": acts, **draw(st.fixed_dictionaries({}, optional={
        "settings": VALUES, "provider": VALUES, "terms": VALUES,
    }))}  # fmt: skip
    return json.dumps(content).encode()


@st.composite
def moved(draw: st.DrawFn) -> bytes:
    """A case of which some acts happened on other days, were written down later, or are missing."""
    acts = [dict(act) for act in draw(st.lists(st.sampled_from(ACTS), unique_by=lambda act: str(act["id"])))]
    for act in acts:
        act["on"] = draw(
            st.dates(date(1800, 1, 1), date(2200, 12, 31)) | st.dates(date(2025, 1, 1), date(2027, 1, 1))
        ).isoformat()
    return json.dumps({"terms": draw(st.sampled_from(SETS)), "acts": acts}).encode()


def status_of(data: bytes, *question: str) -> int:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "case.json"
        path.write_bytes(data)
        answer = ask(question[0], path, *question[1:], "--json")
    assert answer.err.count("Traceback") == 0
    assert (answer.out == "") == (answer.status == 2)
    assert (answer.err == "") == (answer.status == 0)
    return answer.status


@settings(max_examples=60)
@given(st.binary(max_size=200) | damaged() | moved())
def test_any_bytes_are_a_case_or_bad_input(data: bytes) -> None:
    assert status_of(data, "standing", "--as-of", "2026-04-01") in (0, 2)


@settings(max_examples=30)
@given(damaged() | moved())
def test_other_questions_too(data: bytes) -> None:
    assert status_of(data, "next", "--as-of", "2026-04-01") in (0, 2)
    assert status_of(data, "bill", "--month", "2026-03") in (0, 2)


@settings(max_examples=40)
@given(st.lists(st.text(max_size=12), max_size=6))
def test_any_arguments_are_a_question_or_bad_input(arguments: list[str]) -> None:
    answer = ask("law", *arguments)
    assert answer.status in (0, 2)
    assert answer.err.count("Traceback") == 0


@settings(max_examples=40)
@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_any_texts_are_a_sum_or_bad_input(principal: str, first: str, last: str) -> None:
    answer = ask("law", "interest", "--", principal, first, last)
    assert (answer.status, answer.out) == (2, "")
