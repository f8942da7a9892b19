"""What a guide to the desk names in bold or italics stands on a screen, word for word."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

import nakomen
from nakomen.acts import kinds
from nakomen.acts.labels import kind_label
from nakomen.norms.words import POWERS
from nakomen.record.roles import roles

ROOT = Path(__file__).parents[2]
GUIDES = sorted(
    [
        *(ROOT / "docs/how-to").glob("desk-*.md"),
        *(ROOT / "docs/how-to" / name for name in ("public-pages.md", "sign-in.md", "start-for-real.md")),
        ROOT / "docs/tutorial/the-desk.md",
    ]
)
NAMED = re.compile(r"\*\*([^*]+)\*\*|\*([^*\n]+)\*")
CATALOGUE = Path(nakomen.__file__).parent / "web/locale/nl/LC_MESSAGES/django.po"
LABELS = Path(nakomen.__file__).parent / "acts/labels.toml"
DUTCH = re.compile(r'^msgstr(?:\[\d\])? ((?:".*"\n)+)', flags=re.MULTILINE)
GAP = re.compile(r"%\(\w+\)s|…")


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_each_name_in_a_guide_stands_on_a_screen(guide: Path) -> None:
    named = [_plain(bold or italics) for bold, italics in NAMED.findall(guide.read_text())]
    assert sorted(set(named) - _on_screens()) == []
    assert named


def _on_screens() -> set[str]:
    words = [_said(lines) for lines in DUTCH.findall(CATALOGUE.read_text())]
    words += [role.words.nl for role in roles().roles.values()]
    words += [kind_label(kind, "nl") for kind in kinds()]
    words += [nl for part in tomllib.loads(LABELS.read_text()).values() for nl, _ in part.values()]
    words += POWERS.values()
    return {_plain(word) for word in words}


def _said(lines: str) -> str:
    return "".join(ast.literal_eval(line.strip()) for line in lines.splitlines())


def _plain(text: str) -> str:
    """Without what differs by its place: capitals, breaks, what stands behind it, what is filled in."""
    return GAP.sub("…", re.sub(r"\s+", " ", text)).strip().rstrip(".:").casefold()
