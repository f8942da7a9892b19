"""The reference page of the readings: how the product reads the conditions where their text leaves room."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from docs.generate.markdown import code, codes, page
from docs.generate.source import findings, powers, sets
from docs.generate.words import above
from nakomen.norms.model import DutyNorm, FindingNorm, PowerNorm

ROOT = Path(__file__).parents[2]


@cache
def entries() -> list[dict[str, Any]]:
    """The readings in order: number, group, title, text, and where they are carried out."""
    found: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("readings.toml").read_text())["reading"]
    return found


def readings() -> str:
    """The page itself."""
    parts = [above("readings")]
    group = ""
    for entry in entries():
        if entry["group"] != group:
            group = entry["group"]
            parts.append(f"## {group}")
        parts.append(_entry(entry))
    return page("Readings", *parts)


def _entry(entry: dict[str, Any]) -> str:
    number = entry["number"]
    clauses = list(dict.fromkeys([*entry.get("clauses", ()), *_citing(number)]))
    lines = [
        f"### {number}. {entry['title']}",
        " ".join(entry["text"].split()),
        f"- clauses: {codes(clauses)}" if clauses else "- clauses: all",
    ]
    lines[-1] += f"\n- carried out in: {codes(entry['where'])}"
    lines[-1] += f"\n- tested by: {code(f'pytest tests -k {name_in_tests(number)}')}"
    return "\n\n".join(lines)


def _citing(number: int) -> list[str]:
    found: list[str] = []
    for _, norms in sets():
        citing: list[DutyNorm | PowerNorm | FindingNorm] = [*norms.duty_list, *powers(norms), *findings(norms)]
        for norm in citing:
            if number in norm.readings and norm.clause not in found:
                found.append(norm.clause)
    return found


def name_in_tests(number: int) -> str:
    """What the names of the tests of a reading hold."""
    return f"reading_{number:02}"


def tested(number: int) -> list[str]:
    """The test files with a test named after the reading."""
    mark = re.compile(rf"def test_\w*{name_in_tests(number)}(?!\d)")
    return [
        file.relative_to(ROOT).as_posix()
        for file in sorted((ROOT / "tests").rglob("test_*.py"))
        if mark.search(file.read_text())
    ]
