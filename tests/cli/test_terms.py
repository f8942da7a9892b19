"""`nakomen terms`: list, show, check, coverage, diff."""

from pathlib import Path

import pytest

from nakomen.terms.packaged import packaged_terms
from tests.cli.asking import ask
from tests.cli.sets import DUTY, copy_of_wonder, small_set

WONDER = len(packaged_terms("wonder-2020").clauses)


def test_the_sets_that_come_with_the_product() -> None:
    sets = ask("terms", "list", "--json").json
    assert [(each["name"], each["regime"]) for each in sets] == [
        ("wonder-2020", "care"),
        ("zonl-thuisbegeleiding", "social_support"),
    ]
    assert [line.split()[0] for line in ask("terms", "list").out.splitlines() if line[0] != " "] == [
        "wonder-2020",
        "zonl-thuisbegeleiding",
    ]


def test_a_clause_with_what_carries_it() -> None:
    document = ask("terms", "show", "wonder-2020/26.1", "--json").json
    assert (document["clause"], document["kind"], document["bearer"]) == ("wonder-2020/26.1", "duty", "provider")
    assert "duty" in document["carriers"]
    assert (
        "26.1  Gesprek over de vervolgindicatie (plicht, zorgaanbieder)" in ask("terms", "show", "wonder-2020/26.1").out
    )


def test_a_whole_set() -> None:
    document = ask("terms", "show", "wonder-2020", "--json").json
    assert (document["clauses"], len(document["rows"])) == (WONDER, WONDER)
    assert document["settings"]["payment_term"]["default"] == "P30D"
    page = ask("terms", "show", "wonder-2020").out
    assert [
        article.title for article in packaged_terms("wonder-2020").articles.values() if article.title not in page
    ] == []


def test_a_set_and_a_clause_of_somebody_s_own_file(tmp_path: Path) -> None:
    path = small_set(tmp_path)
    assert ask("terms", "show", path, "--json").json["name"] == "small"
    assert ask("terms", "show", f"{path}/1", "--json").json["title"] == "Opbellen"


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ("wonder-2020/26.9", "26.9: no clause of wonder-2020; the nearest are "),
        ("wonder-2021", "terms: no set wonder-2021; expected "),
        ("no/such.toml", "no/such.toml: cannot be read: No such file or directory"),
    ],
)
def test_a_set_or_clause_that_is_not_there(asked: str, problem: str) -> None:
    answer = ask("terms", "show", asked)
    assert (answer.status, answer.out, len(answer.problems)) == (2, "", 1)
    assert answer.problems[0].startswith(problem)


def test_a_set_with_flaws_falls_short() -> None:
    document = ask("terms", "check", "wonder-2020", "--json")
    assert document.status == 1
    assert {"clause", "kind", "text", "against"} == set(document.json["flaws"][0])
    page = ask("terms", "check", "wonder-2020")
    assert (page.status, page.out.splitlines()[0]) == (1, f"wonder-2020: {len(document.json['flaws'])} gevonden")


def test_a_set_without_flaws_passes(tmp_path: Path) -> None:
    answer = ask("terms", "check", small_set(tmp_path))
    assert (answer.status, answer.out) == (0, "small: niets gevonden\n")


def test_a_file_that_is_no_set_is_bad_input(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_bytes(b"\xff")
    answer = ask("terms", "check", tmp_path / "x.toml")
    assert (answer.status, answer.out, len(answer.problems)) == (2, "", 1)


def test_coverage_ends_with_its_totals_and_falls_short_of_none_only_when_all_is_carried() -> None:
    answer, documents = ask("terms", "coverage"), ask("terms", "coverage", "--json").json
    totals = [f"{each['terms']}: {each['carried']} of {each['total']} rows carried" for each in documents]
    assert answer.out.splitlines()[-2:] == totals
    gaps = [row["clause"] for each in documents for row in each["rows"] if row["problem"]]
    assert answer.status == (1 if gaps else 0)
    assert [each["total"] - each["carried"] for each in documents].count(0) == 2 - len(
        {gap.split("/")[0] for gap in gaps}
    )


def test_coverage_of_one_set() -> None:
    (document,) = ask("terms", "coverage", "wonder-2020", "--json").json
    assert (document["terms"], document["total"]) == ("wonder-2020", WONDER)


def test_a_clause_that_is_carried_by_nothing_falls_short(tmp_path: Path) -> None:
    more = '\n[clause.2]\nkind = "rule"\ntitle = "Leeg"\nsummary = "Niets."\n'
    answer = ask("terms", "coverage", small_set(tmp_path, DUTY.format(period="P3D") + more))
    assert (answer.status, answer.out.splitlines()[-1]) == (1, "small: 1 of 2 rows carried")


def test_the_differences_between_two_versions(tmp_path: Path) -> None:
    answer = ask("terms", "diff", "wonder-2020", copy_of_wonder(tmp_path, P10W="P11W"), "--json")
    assert answer.status == 0
    assert [(each["clause"], each["was"], each["becomes"]) for each in answer.json["differences"]] == [
        ("26.1", "10 weken", "11 weken")
    ]


def test_no_differences() -> None:
    assert ask("terms", "diff", "wonder-2020", "wonder-2020", "--json").json["differences"] == []
    assert ask("terms", "diff", "wonder-2020", "wonder-2020").out.splitlines()[-1] == "  Er is geen verschil."


def test_two_sets_that_are_not_there_are_told_both() -> None:
    answer = ask("terms", "diff", "a", "b")
    assert (answer.status, [line.split(";")[0] for line in answer.problems]) == (
        2,
        ["terms: no set a", "terms: no set b"],
    )
