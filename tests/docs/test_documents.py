"""The documents lead somewhere and say what is so."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: str(document.relative_to(ROOT)))
def test_each_link_inside_the_repository_leads_somewhere(document: Path) -> None:
    targets = [target.split("#")[0] for target in LINK.findall(document.read_text()) if "://" not in target]
    assert [target for target in targets if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: str(document.relative_to(ROOT)))
def test_each_link_to_a_heading_finds_it(document: Path) -> None:
    inside = [
        target.split("#") for target in LINK.findall(document.read_text()) if "://" not in target and "#" in target
    ]
    lost = [
        (name, heading)
        for name, heading in inside
        if heading not in headings(document.parent / name if name else document)
    ]
    assert lost == []


def headings(document: Path) -> set[str]:
    """The names by which a link reaches each heading."""
    found = re.findall(r"^#+ (.+)$", document.read_text(), flags=re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in found}


def test_each_document_can_be_reached_from_the_index() -> None:
    reached: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        document = waiting.pop()
        if document in reached or document.suffix != ".md":
            continue
        reached.add(document)
        waiting += [(document.parent / target.split("#")[0]).resolve() for target in LINK.findall(document.read_text())]
    assert sorted(set(DOCUMENTS) - reached) == []


def test_each_command_for_developers_is_explained() -> None:
    targets = re.findall(r"^([a-z0-9-]+):.*## ", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)
    explained = re.findall(r"^\| `make ?([a-z-]*)` \|", (ROOT / "CONTRIBUTING.md").read_text(), flags=re.MULTILINE)
    assert sorted(filter(None, explained)) == sorted(set(targets) - {"help"})


def test_each_decision_is_listed_and_numbered_in_turn() -> None:
    records = sorted(file.name for file in (ROOT / "docs" / "decisions").glob("0*.md"))
    listed = LINK.findall((ROOT / "docs" / "decisions" / "README.md").read_text())
    assert listed == records
    assert [record[:4] for record in records] == [f"{number:04}" for number in range(1, len(records) + 1)]
