"""The command as a program of its own: what it imports, its streams and its exit status."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import nakomen
from tests.cli.asking import case

START = [sys.executable, "-c", "import sys; from nakomen.cli import main; sys.exit(main())"]
ASCII = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}


def run(*arguments: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*START, *map(str, arguments)], capture_output=True, check=False, env=ASCII)


def imported(*arguments: object) -> set[str]:
    """The packages that the program imports to answer."""
    command = [START[0], "-X", "importtime", *START[1:], *map(str, arguments)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    return {name.split(".")[0] for name in re.findall(r"\|\s+([\w.]+)$", told, flags=re.MULTILINE)}


def test_the_installed_command_tells_its_version() -> None:
    script = Path(sys.executable).with_name("nakomen")
    ran = subprocess.run([script, "--version"], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, f"nakomen {nakomen.__version__}\n", "")


def test_json_is_one_document_in_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    ran = run("standing", case(tmp_path), "--as-of", "2026-04-01", "--why", "--json")
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert "Cliënt ingeschreven" in ran.stdout.decode("utf-8")
    assert json.loads(ran.stdout)["as_of"] == "2026-04-01"


def test_a_page_is_utf_8_whatever_the_locale() -> None:
    ran = run("law", "collection-costs", "1000")
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert ran.stdout.decode("utf-8").splitlines()[-1] == "Incassokosten: € 150,00"


def test_bad_input_gives_its_problems_and_no_traceback() -> None:
    ran = run("standing", "no-such-file.json", "--as-of", "soon")
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert ran.stderr.decode().splitlines() == [
        "no-such-file.json: cannot be read: No such file or directory",
        "--as-of: expected a date as YYYY-MM-DD, not soon",
    ]


def test_a_name_that_is_no_text_is_told_all_the_same() -> None:
    command = [os.fsencode(part) for part in START] + [b"standing", b"\xff.json", b"--as-of", b"2026-01-01"]
    ran = subprocess.run(command, capture_output=True, check=False, env=ASCII)
    assert (ran.returncode, ran.stderr.count(b"\n"), ran.stderr.count(b"Traceback")) == (2, 1, 0)


@pytest.mark.parametrize(("set_name", "status"), [("wonder-2020", 1), ("no-such-set", 2)])
def test_who_stops_reading_hears_nothing_and_the_status_stays(set_name: str, status: int) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [*START, "terms", "check", set_name]
    ran = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (ran.returncode, b"Broken" in ran.stderr, b"Traceback" in ran.stderr) == (status, False, False)


@pytest.mark.parametrize("arguments", [("--help",), ("law", "interest", "1000", "2025-01-01", "2026-01-01")])
def test_help_and_the_sums_import_nothing_heavy(arguments: tuple[str, ...]) -> None:
    heavy = {"django", "rich", "pydantic", "pydantic_core", "stdnum", "tomllib", "click"}
    assert imported(*arguments) & heavy == set()


def test_a_standing_imports_neither_django_nor_rich_nor_all_of_pydantic(tmp_path: Path) -> None:
    found = imported("standing", case(tmp_path), "--as-of", "2026-04-01")
    assert found & {"django", "rich", "pydantic"} == set()
