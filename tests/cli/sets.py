"""Sets of conditions in files of their own."""

from pathlib import Path

from nakomen.terms.packaged import source

SMALL_SET = """
name = "small"
title = "Kleine voorwaarden"
provider = "Zorg"
regime = "care"
published = 2026-01-01
language = "nl"

[clause.1]
kind = "duty"
bearer = "provider"
title = "Opbellen"
summary = "Wie zich inschrijft, wordt gebeld."
{norms}
"""
DUTY = """
[[clause.1.duty]]
what = "information.given"
on = "client.registered"
scope = "none"
due = "t.day + {period}"
"""


def small_set(folder: Path, norms: str = DUTY.format(period="P3D"), name: str = "small.toml") -> Path:
    path = folder / name
    path.write_text(SMALL_SET.format(norms=norms), encoding="utf-8")
    return path


def copy_of_wonder(folder: Path, **changes: str) -> Path:
    """The packaged set in a folder of its own, with some words changed."""
    text = source("wonder-2020").decode()
    for old, new in changes.items():
        text = text.replace(old, new)
    (folder / "own.toml").write_text(text, encoding="utf-8")
    return folder / "own.toml"
