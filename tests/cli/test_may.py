"""`nakomen may`: the answer, and what is wrong with a question."""

from pathlib import Path

import pytest

from tests.cli.asking import ask, case

NAMES = [
    "power", "allowed", "clauses", "unmet", "missing", "earliest_end", "amount", "cap", "parts", "because",
]  # fmt: skip


def may(path: Path, *question: str) -> tuple[str | int | Path, ...]:
    return ("may", path, *question, "--as-of", "2026-11-01")


def test_a_power_that_is_there(tmp_path: Path) -> None:
    answer = ask(*may(case(tmp_path), "terminate", "by=client", "channel=oral"), "--json")
    assert (answer.status, answer.err, list(answer.json)) == (0, "", NAMES)
    assert (answer.json["allowed"], answer.json["earliest_end"]) == (True, "2026-12-01")


def test_a_power_that_is_lacking_names_what_is_unmet(tmp_path: Path) -> None:
    answer = ask(*may(case(tmp_path), "terminate", "by=provider", "ground=compelling", "channel=letter"), "--json").json
    assert answer["allowed"] is False
    assert {"clause": "wonder-2020/31.1.f", "what": "notice.alternative_offered"} in answer["unmet"]


def test_true_and_false_are_no_texts(tmp_path: Path) -> None:
    question = ("perform_medical_act", "name=injection")
    urgent, calm = (ask(*may(case(tmp_path), *question, f"urgent={word}"), "--json").json for word in ("true", "false"))
    assert (urgent["allowed"], calm["allowed"]) == (True, False)


def test_an_answer_for_a_person(tmp_path: Path) -> None:
    page = ask(*may(case(tmp_path), "terminate", "by=client", "channel=letter")).out
    assert page.splitlines()[0] == "De overeenkomst opzeggen (terminate) op 1 november 2026: ja"
    assert "Vroegste einde  1 december 2026" in page


def test_a_refusal_for_a_person_shows_each_requirement(tmp_path: Path) -> None:
    page = ask(*may(case(tmp_path), "terminate", "by=provider", "ground=compelling")).out
    assert page.splitlines()[0] == "De overeenkomst opzeggen (terminate) op 1 november 2026: nee"
    lacking = "niet voldaan 31.1.f ‘alternatief aangeboden’ is vastgelegd bij deze overeenkomst"
    assert lacking in " ".join(page.split())


def test_what_was_recorded_later_does_not_count(tmp_path: Path) -> None:
    question = may(case(tmp_path), "terminate", "by=client", "channel=letter")
    answer = ask(*question, "--known-on", "2025-01-01T00:00:00+01:00", "--json")
    assert (answer.status, answer.json["because"]) == (0, [])


@pytest.mark.parametrize(
    ("question", "problems"),
    [
        (["terminate"], ["terminate.by: required; expected client, provider"]),
        (
            ["terminate", "by=nobody", "mood=good"],
            [
                "terminate.mood: not a parameter; expected one of by, channel, ground, act",
                "terminate.by: expected one of client, provider",
            ],
        ),
        (["terminate", "by=client", "by=provider"], ["terminate.by: expected once"]),
        (["terminate", "by=client", "channel"], ["channel: expected NAME=VALUE"]),
        (["terminate", "by=client", "=x", "channel="], ["=x: expected NAME=VALUE", "channel=: expected NAME=VALUE"]),
        (
            ["charge_late_indication", "act=i1", "costs=1.234"],
            ["charge_late_indication.costs: expected euros with at most two decimals, such as 1234.56, not 1.234"],
        ),
        (["perform_medical_act", "urgent=yes"], ["perform_medical_act.urgent: expected one of True, False"]),
    ],
)
def test_parameters_that_do_not_fit(tmp_path: Path, question: list[str], problems: list[str]) -> None:
    answer = ask(*may(case(tmp_path), *question))
    assert (answer.status, answer.out, answer.problems) == (2, "", problems)


def test_an_act_that_is_not_there_or_of_another_kind(tmp_path: Path) -> None:
    answers = [ask(*may(case(tmp_path), "charge_cancellation", f"visit={name}")) for name in ("nobody", "c1")]
    assert [answer.status for answer in answers] == [2, 2]
    assert {answer.problems[0].split(":")[0] for answer in answers} == {"charge_cancellation.visit"}


def test_a_power_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    answer = ask(*may(case(tmp_path), "terminat", "by=client"))
    assert (answer.status, len(answer.problems)) == (2, 1)
    assert answer.problems[0].startswith("terminat: no such power in wonder-2020; expected one of ")
    assert answer.problems[0].endswith("; did you mean terminate?")
