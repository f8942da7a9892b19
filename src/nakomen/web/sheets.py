"""Texts on their way into a spreadsheet: none is taken for a formula, none gets lost for its length."""

from __future__ import annotations

import unicodedata

LONGEST = 32_000
"""Characters of a cell; a spreadsheet refuses or cuts what is longer than 32,767."""
_BEGINS = frozenset("=+-@|")
_BESIDE = frozenset(("Cc", "Cf", "Zs", "Zl", "Zp"))
"""What a spreadsheet may skip before it looks how a cell begins: control and format characters, all sorts of spaces."""


def harmless(text: str) -> str:
    r"""The text of a cell that no spreadsheet takes for a formula; signs that are as wide as a letter count too.

    >>> [harmless(each) for each in ("De Vries", "=1+1", "\t=1+1", "\ufeff\uff1d1+1", "-5")]
    ['De Vries', "'=1+1", "'\t=1+1", "'\ufeff\uff1d1+1", "'-5"]
    """
    shown = cut(text)
    first = next((each for each in shown if unicodedata.category(each) not in _BESIDE), "")
    risky = shown[:1] in ("\t", "\r", "\n") or unicodedata.normalize("NFKC", first)[:1] in _BEGINS
    return f"'{shown}" if risky else shown


def cut(text: str) -> str:
    """The text as far as a cell can hold it, with a sign where it was cut."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
