"""Case files and the conditions that they name: found, read and checked, with every problem at once."""

import json
from pathlib import Path

import pytest

from nakomen.case_files import InputError, open_case, open_set
from tests.cli.asking import ACTS, ask, case
from tests.cli.sets import DUTY, SMALL_SET, copy_of_wonder, small_set


def refused(path: Path) -> tuple[str, ...]:
    with pytest.raises(InputError) as caught:
        open_case(str(path))
    return caught.value.problems


# --- files ----------------------------------------------------------------------------------------------------------


def test_a_directory_is_no_case(tmp_path: Path) -> None:
    assert refused(tmp_path) == (f"{tmp_path}: cannot be read: Is a directory",)


def test_a_path_that_no_file_can_have() -> None:
    assert refused(Path("a\0b")) == ("a\\x00b: cannot be read: no path of a file",)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "case.json").write_bytes(b"\xff\xfe\x00")
    assert refused(tmp_path / "case.json") == ("the case file: expected text in UTF-8",)


def test_every_problem_of_a_case_file_has_its_own_line(tmp_path: Path) -> None:
    wrong = {"id": "w", "kind": "visit.delivered", "on": "2026-03-10", "act": "nobody", "minutes": "many"}
    answer = ask("standing", case(tmp_path, wrong, provider={"mood": "good"}), "--as-of", "2026-04-01")
    assert (answer.status, answer.out) == (2, "")
    assert [line.split(":")[0] for line in answer.problems] == ["provider.mood", "w.act", "w.minutes"]


# --- conditions -----------------------------------------------------------------------------------------------------


def test_a_set_that_is_not_there_is_told_the_names_that_are(tmp_path: Path) -> None:
    expected = "wonder-2020, zonl-thuisbegeleiding or the path of a set's own file"
    assert refused(case(tmp_path, terms="wonder-2021")) == (f"terms: no set wonder-2021; expected {expected}",)


def test_the_path_of_a_set_counts_from_the_case_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small_set(tmp_path)
    path = case(tmp_path, terms="small.toml")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    duties = ask("standing", path, "--as-of", "2026-01-06", "--json").json["duties"]
    own = [(row["clause"], row["due"], row["state"]) for row in duties if row["clause"].startswith("small/")]
    assert own == [("small/1", "2026-01-05", "overdue")]


def test_a_set_from_a_file_answers_by_its_own_norms(tmp_path: Path) -> None:
    copy_of_wonder(tmp_path, P10W="P11W")
    question = ("--as-of", "2026-10-01", "--json")
    own = ask("standing", case(tmp_path, terms="own.toml"), *question).json
    packaged = ask("standing", case(tmp_path), *question).json
    due = [[row["due"] for row in each["duties"] if row["clause"] == "wonder-2020/26.1"] for each in (packaged, own)]
    assert due == [["2026-10-22"], ["2026-10-15"]]


def test_a_set_without_norms_cannot_answer_for_a_case(tmp_path: Path) -> None:
    small_set(tmp_path, norms="")
    problem = "small: expected executable norms in the set's file"
    assert refused(case(tmp_path, terms="small.toml")) == (problem,)


@pytest.mark.parametrize(
    "norms",
    [
        DUTY.format(period="P3X"),
        DUTY.format(period="P3D.nonsense("),
        DUTY.format(period="unheard_of(t)"),
        "[[clause.1.duty]]\non = 'client.registered'\n",
        "[[clause.1.duty]]\nwhat = 'x'\non = 'client.registered'\nwhenever = 'True'\n",
        "[clause.1]\nduty = 5\n",
        "[clause.1]\nends = 5\n",
    ],
)
def test_norms_that_cannot_be_run_are_bad_input(tmp_path: Path, norms: str) -> None:
    text = SMALL_SET.format(norms="" if "[clause.1]\n" in norms else norms)
    extra = norms.removeprefix("[clause.1]\n") if "[clause.1]\n" in norms else ""
    (tmp_path / "small.toml").write_text(text + extra, encoding="utf-8")
    answer = ask("standing", case(tmp_path, terms="small.toml"), "--as-of", "2026-04-01")
    assert (answer.status, answer.out, len(answer.problems), answer.err.count("Traceback")) == (2, "", 1, 0)


def test_a_file_that_is_no_set_tells_everything_that_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "half.toml").write_text('name = "half"\nregime = "other"\n[clause]\n', encoding="utf-8")
    problems = refused(case(tmp_path, terms="half.toml"))
    assert len(problems) > 3
    assert [
        line for line in problems if not line.startswith(f"{tmp_path / 'half.toml'}: ") and "half" not in line
    ] == []


def test_later_versions_hold_from_a_month_after_publication(tmp_path: Path) -> None:
    copy_of_wonder(tmp_path)
    versions = [{"set": "wonder-2020", "published": "2020-01-01"}, {"set": "own.toml", "published": "2026-01-31"}]
    opened = open_case(str(case(tmp_path, terms=versions)))
    assert [str(version.since) for version in opened.case.versions] == ["None", "2026-02-28"]


def test_versions_stand_in_order_of_publication(tmp_path: Path) -> None:
    versions = [{"set": "wonder-2020", "published": day} for day in ("2025-01-01", "2024-01-01", "2024-01-01")]
    assert refused(case(tmp_path, terms=versions)) == (
        "terms#2.published: expected a date after 2025-01-01",
        "terms#3.published: expected a date after 2024-01-01",
    )


def test_problems_of_every_set_are_told_at_once(tmp_path: Path) -> None:
    versions = [{"set": "a", "published": "2025-01-01"}, {"set": "b.toml", "published": "2024-01-01"}]
    assert len(refused(case(tmp_path, terms=versions))) == 3


def test_a_packaged_set_needs_no_folder() -> None:
    assert open_set("wonder-2020").terms.name == "wonder-2020"


# --- settings -------------------------------------------------------------------------------------------------------


def test_settings_that_are_not_there_or_do_not_fit(tmp_path: Path) -> None:
    problems = refused(case(tmp_path, settings={"payment_term": "a month", "costs_over_damages": "no", "mood": "good"}))
    assert sorted(line.split(":")[0] for line in problems) == [
        "settings.costs_over_damages",
        "settings.mood",
        "settings.payment_term",
    ]


def test_a_setting_that_a_clause_fixes_cannot_be_set(tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    content = {"terms": "zonl-thuisbegeleiding", "settings": {"payment_term": "P14D"}, "acts": ACTS[:1]}
    path.write_text(json.dumps(content), encoding="utf-8")
    assert [line.split(":")[0] for line in refused(path)] == ["settings.payment_term"]
