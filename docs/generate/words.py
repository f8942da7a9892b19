"""The words of the pages that the data itself does not hold."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path


@cache
def vocabulary() -> Mapping[str, Mapping[str, str]]:
    """Every word by its sort: what stands above a page, what a word of the norm language means."""
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text())


def above(page: str) -> str:
    """What stands above the tables of a page."""
    return vocabulary()["page"][page].strip()
