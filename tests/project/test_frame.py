"""The files around the code say the same thing wherever they say it twice."""

import re
import tomllib
from importlib.metadata import entry_points, metadata
from pathlib import Path

import pytest

import nakomen

ROOT = Path(__file__).parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def named(requirements: list[str]) -> set[str]:
    """The lines of a requirements file that name a package."""
    return {line for line in requirements if line and not line.startswith(("#", "-r"))}


def test_the_runtime_requirements_are_those_of_the_project() -> None:
    lines = (ROOT / "requirements" / "run.in").read_text().splitlines()
    assert named(lines) == set(PYPROJECT["project"]["dependencies"])


def test_what_builds_the_project_is_locked() -> None:
    locked = re.findall(r"^([\w-]+)==", (ROOT / "requirements" / "dev.txt").read_text(), flags=re.MULTILINE)
    assert {"hatchling", "editables"} - set(locked) == set()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_hashes_and_no_place(lock: Path) -> None:
    text = lock.read_text()
    requirements = re.split(r"^(?=[\w-]+==)", text, flags=re.MULTILINE)
    assert [entry.split()[0] for entry in requirements if entry.strip() and "--hash=sha256:" not in entry] == []
    assert re.findall(r"\w+://\S*|--(?:extra-)?index\S*|--find-links\S*", text) == []


def test_the_version_is_the_same_everywhere() -> None:
    publiccode = re.search(r'^softwareVersion: "(.+)"$', (ROOT / "publiccode.yml").read_text(), flags=re.MULTILINE)
    changelog = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), flags=re.MULTILINE)
    assert publiccode is not None
    assert changelog is not None
    assert (publiccode[1], changelog[1], metadata("nakomen")["Version"]) == (nakomen.__version__,) * 3


def test_the_licence_is_the_same_everywhere() -> None:
    publiccode = re.search(r"^  license: (.+)$", (ROOT / "publiccode.yml").read_text(), flags=re.MULTILINE)
    assert publiccode is not None
    assert publiccode[1] == PYPROJECT["project"]["license"] == "EUPL-1.2"
    assert (ROOT / "LICENSE").read_text().splitlines()[0] == "EUROPEAN UNION PUBLIC LICENCE v. 1.2"


def test_the_command_is_the_module_cli() -> None:
    (script,) = entry_points(group="console_scripts", name="nakomen")
    assert script.value == "nakomen.cli:main"


def test_each_exception_to_a_lint_rule_has_its_reason() -> None:
    exceptions = re.findall(r'^    "[A-Z]+\d*",(?! ").*$', (ROOT / "pyproject.toml").read_text(), flags=re.MULTILINE)
    assert len(exceptions) > 0
    assert [line for line in exceptions if not re.search(r"# .{15,}", line)] == []


def test_the_examples_and_their_index_agree() -> None:
    _, *rows = (ROOT / "examples" / "index.tsv").read_text().splitlines()
    assert sorted(row.split("\t")[0] for row in rows) == sorted(
        file.name for file in (ROOT / "examples").glob("*.json")
    )
