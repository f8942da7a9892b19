"""Arguments that do not fit a command: exit status 2 and a plain line for each problem."""

from pathlib import Path

import pytest

import nakomen
from tests.cli.asking import ask, case

COMMANDS = ["standing", "may", "bill", "explain", "next", "terms", "law"]


def test_help_names_every_command() -> None:
    answer = ask("--help")
    assert (answer.status, answer.err) == (0, "")
    assert [name for name in COMMANDS if f"\n  {name} " not in answer.out] == []


def test_the_version() -> None:
    assert ask("--version").out == f"nakomen {nakomen.__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ([], "Missing command. See: nakomen --help"),
        (["xyz"], "No such command 'xyz'. See: nakomen --help"),
        (["standin"], "No such command 'standin'. Did you mean 'standing'? See: nakomen --help"),
        (["law"], "Missing command. See: nakomen law --help"),
        (["law", "interest", "5"], "Missing argument 'FROM'. See: nakomen law interest --help"),
        (["standing", "x.json"], "Missing option '--as-of'. See: nakomen standing --help"),
        (["standing", "--nope"], "No such option: --nope. See: nakomen standing --help"),
        (["law", "extend", "2026-01-01", "x"], "Got unexpected extra argument(s) (x). See: nakomen law extend --help"),
    ],
)
def test_what_a_command_does_not_take_is_one_plain_line(arguments: list[str], problem: str) -> None:
    answer = ask(*arguments)
    assert (answer.status, answer.out, answer.problems) == (2, "", [problem])


@pytest.mark.parametrize("command", [["standing"], ["next"], ["explain", "26.1"], ["may", "sign_agreement"]])
@pytest.mark.parametrize(
    ("option", "value", "expected"),
    [
        ("--as-of", "2026-1-1", "a date as YYYY-MM-DD, not 2026-1-1"),
        ("--as-of", "2026-02-30", "a date as YYYY-MM-DD, not 2026-02-30"),
        ("--as-of", "2026-01-01T00:00:00+01:00", "a date as YYYY-MM-DD, not 2026-01-01T00:00:00+01:00"),
        ("--as-of", "9999-01-01", "a year from 1800 to 2200"),
        (
            "--known-on",
            "2026-01-01T00:00:00",
            "a date-time with its offset, such as 2026-11-01T23:59:59+01:00, not 2026-01-01T00:00:00",
        ),
        (
            "--known-on",
            "2026-01-01",
            "a date-time with its offset, such as 2026-11-01T23:59:59+01:00, not 2026-01-01",
        ),
    ],
)
def test_a_day_or_moment_that_is_none(
    tmp_path: Path, command: list[str], option: str, value: str, expected: str
) -> None:
    given = {"--as-of": "2026-04-01", option: value}
    options = [part for pair in given.items() for part in pair]
    answer = ask(command[0], case(tmp_path), *command[1:], *options)
    assert (answer.status, answer.out, answer.problems) == (2, "", [f"{option}: expected {expected}"])


@pytest.mark.parametrize("month", ["2026-13", "2026-3", "2026-03-01", "march"])
def test_a_month_that_is_none(tmp_path: Path, month: str) -> None:
    answer = ask("bill", case(tmp_path), "--month", month)
    assert (answer.status, answer.problems) == (2, [f"--month: expected a month as YYYY-MM, not {month}"])


def test_the_problems_of_all_arguments_are_told_at_once(tmp_path: Path) -> None:
    answer = ask("may", tmp_path / "none.json", "terminate", "by", "--as-of", "x", "--known-on", "y")
    assert (answer.status, len(answer.problems)) == (2, 4)
