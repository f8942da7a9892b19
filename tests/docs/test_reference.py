"""The reference says what the data says, and the documents show what the commands print."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from docs.generate import console, language, readings
from docs.generate.pages import PAGES, REFERENCE
from docs.generate.words import vocabulary
from nakomen.acts import kinds
from nakomen.cli import app
from nakomen.norms.library import FUNCTIONS
from nakomen.terms.packaged import register

ROOT = Path(__file__).parents[2]
CODE = re.compile(r"`([^`]+)`")


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_what_the_data_gives(name: str) -> None:
    assert (REFERENCE / name).read_text() == PAGES[name]()


def test_each_page_of_the_reference_is_generated_or_known_to_be_written_by_hand() -> None:
    assert sorted(file.name for file in REFERENCE.glob("*.md")) == sorted(
        [*PAGES, "README.md", "commands.md", "installation.md"]
    )


@pytest.mark.parametrize("document", console.documents(), ids=lambda document: document.relative_to(ROOT).as_posix())
def test_a_document_shows_what_its_commands_print(document: Path) -> None:
    text = document.read_text()
    assert console.refreshed(text) == text


@pytest.mark.parametrize("document", console.documents(), ids=lambda document: document.relative_to(ROOT).as_posix())
def test_no_command_of_a_document_ends_in_a_fault(document: Path) -> None:
    assert "fault in the program" not in document.read_text()


def test_a_gap_stands_for_lines_and_hides_no_difference() -> None:
    output = "one\ntwo\nthree\nfour\n"
    assert console.holds("one\n…\nfour\n", output)
    assert console.holds("one\ntwo\n…\n", output)
    assert not console.holds("one\n…\nfive\n", output)
    assert not console.holds("one\ntwo\nfour\n", output)


def test_only_the_product_s_own_command_is_run(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="only nakomen is run"):
        console.printed("echo hello", tmp_path)


def test_each_clause_of_the_register_has_its_row() -> None:
    pages = "\n".join((REFERENCE / name).read_text() for name in PAGES if name.startswith("clauses-"))
    missing = [clause for clause in register() if f"| `{clause.partition('/')[2]}` |" not in pages]
    assert missing == []


def test_each_kind_of_act_is_described() -> None:
    headings = re.findall(r"^### (\S+)$", (REFERENCE / "acts.md").read_text(), flags=re.MULTILINE)
    assert sorted(headings) == sorted(kinds())


def test_each_function_is_described() -> None:
    rows = re.findall(r"^\| `(\w+)\(.*?\)` \| (\S.*?) \|", language.functions(), flags=re.MULTILINE)
    assert [name for name, _ in rows] == sorted(FUNCTIONS)


def test_the_words_of_the_norm_language_are_those_of_the_engine() -> None:
    words = vocabulary()
    assert {name: sorted(set(words[name]) ^ known) for name, known in language.KNOWN.items()} == {
        name: [] for name in language.KNOWN
    }
    assert sorted(set(words["function"]) - set(FUNCTIONS)) == []


def test_the_readings_are_thirty_two_and_say_where_they_are_carried_out() -> None:
    entries = readings.entries()
    assert [entry["number"] for entry in entries] == list(range(1, 33))
    assert [place for entry in entries for place in entry["where"] if not (ROOT / place).is_file()] == []


def test_each_reading_has_a_test_named_after_it() -> None:
    assert [entry["number"] for entry in readings.entries() if not readings.tested(entry["number"])] == []


def test_the_readings_cite_clauses_that_exist() -> None:
    cited = [clause for entry in readings.entries() for clause in entry.get("clauses", ())]
    assert sorted(set(cited) - set(register())) == []


def test_each_example_is_told() -> None:
    told = (ROOT / "docs" / "explanation" / "examples.md").read_text()
    assert sorted(
        {
            code
            for code in CODE.findall(re.sub(r"^```.*?^```$", "", told, flags=re.DOTALL | re.MULTILINE))
            if code.endswith(".json")
        }
    ) == sorted(file.name for file in (ROOT / "examples").glob("*.json"))


def test_each_command_is_in_the_reference() -> None:
    explained = (REFERENCE / "commands.md").read_text()
    missing = [name for name in _names(get_command(app), "nakomen") if f"`{name}" not in explained]
    assert missing == []


def _names(command: object, path: str) -> list[str]:
    inner = getattr(command, "commands", {})
    return [path] if not inner else [name for key, each in inner.items() for name in _names(each, f"{path} {key}")]
