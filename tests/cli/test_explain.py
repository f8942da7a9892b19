"""`nakomen explain`: a clause on a day in plain Dutch."""

from pathlib import Path

import pytest

from nakomen.terms.packaged import packaged_terms
from tests.cli.asking import ask, case


def explain(path: Path, clause: str, day: str = "2026-11-01") -> tuple[str | Path, ...]:
    return ("explain", path, clause, "--as-of", day)


def test_the_rule_the_facts_the_sum_and_the_outcome(tmp_path: Path) -> None:
    answer = ask(*explain(case(tmp_path), "26.1"))
    assert (answer.status, answer.err) == (0, "")
    lines = [line.strip() for line in answer.out.splitlines()]
    assert lines[0] == "wonder-2020/26.1: Gesprek over de vervolgindicatie"
    assert "- Ontstaan door: Indicatie afgegeven (i1) op 2 januari 2026. [i1]" in lines
    assert "= 31 december 2026 − 10 weken = 22 oktober 2026" in lines
    assert "Stand: te laat: de laatste dag is voorbij" in " ".join(lines)


def test_a_clause_by_its_full_id_is_the_same(tmp_path: Path) -> None:
    path = case(tmp_path)
    assert ask(*explain(path, "wonder-2020/26.1"), "--json").json == ask(*explain(path, "26.1"), "--json").json


def test_the_document(tmp_path: Path) -> None:
    document = ask(*explain(case(tmp_path), "26.1"), "--json").json
    assert list(document) == ["clause", "as_of", "title", "summary", "reasons", "nothing", "see"]
    assert (document["clause"], document["as_of"], len(document["reasons"]), document["nothing"]) == (
        "wonder-2020/26.1",
        "2026-11-01",
        1,
        [],
    )


def test_a_duty_that_no_act_opened_says_so(tmp_path: Path) -> None:
    nothing = ask(*explain(case(tmp_path), "33.3"), "--json").json["nothing"]
    assert nothing == [
        "Niets: geen handeling heeft deze plicht geopend.",
        "Zij ontstaat door ‘klacht ontvangen’, en dat is niet vastgelegd.",
    ]


def test_a_power_with_parameters_says_what_to_ask(tmp_path: Path) -> None:
    nothing = ask(*explain(case(tmp_path), "31.1.f"), "--json").json["nothing"]
    assert nothing[0] == (
        "Deze bepaling gaat over een bevoegdheid. Vraag: nakomen may CASE terminate by=… ground=… --as-of DATE."
    )


def test_a_power_without_parameters_is_judged(tmp_path: Path) -> None:
    (reason,) = ask(*explain(case(tmp_path), "14.3"), "--json").json["reasons"]
    assert reason["text"] == "Een stagiair toelaten. Mag dit: nee."


def test_a_clause_with_parts_explains_its_parts(tmp_path: Path) -> None:
    document = ask(*explain(case(tmp_path), "8.1"), "--json").json
    topics = {f"wonder-2020/8.1.{number}" for number in range(1, 20)}
    assert set(document["see"]) == topics
    assert {reason["clause"] for reason in document["reasons"]} - topics == set()


@pytest.mark.parametrize("given", ["26.9", "wonder-2020/26.9", "zonl-thuisbegeleiding/1.1", "x", "", "/", "statute/x"])
def test_a_clause_that_is_not_there_names_the_nearest(tmp_path: Path, given: str) -> None:
    answer = ask(*explain(case(tmp_path), given))
    assert (answer.status, answer.out, len(answer.problems)) == (2, "", 1)
    assert "no clause of wonder-2020; the nearest are " in answer.problems[0]


def test_the_nearest_to_a_slip_of_the_keyboard(tmp_path: Path) -> None:
    problem = ask(*explain(case(tmp_path), "31.1.j")).problems[0]
    assert problem.partition("nearest are ")[2].split(", ")[0].startswith("wonder-2020/31.1.")


def test_statute_is_explained_too(tmp_path: Path) -> None:
    document = ask(*explain(case(tmp_path), "statute/wkkgz-11"), "--json").json
    assert (document["clause"], document["reasons"]) == ("statute/wkkgz-11", [])
    assert len(document["nothing"]) > 0


def test_every_clause_can_be_explained(tmp_path: Path) -> None:
    path = case(tmp_path)
    empty = [
        clause
        for clause in packaged_terms("wonder-2020").clauses
        if not (document := ask(*explain(path, clause), "--json").json)["reasons"] and not document["nothing"]
    ]
    assert empty == []
