"""Texts that an organisation writes itself, from Markdown to HTML that can do no harm on a page of anybody.

CommonMark without HTML; links lead to the web, to an e-mail address, or to an own page, and pictures are left out.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

_LINKS = ("https://", "http://", "mailto:", "tel:", "/", "#")


def rendered(text: str, level: int = 2) -> SafeString:
    r"""The HTML of a text; its highest heading gets this level, the others follow, so that a page keeps its order.

    >>> rendered("# Klagen\n\nBel <b>ons</b> of [mail](mailto:info@example.nl).")
    '<h2>Klagen</h2>\n<p>Bel &lt;b&gt;ons&lt;/b&gt; of <a href="mailto:info@example.nl">mail</a>.</p>\n'
    """
    tokens = _parser().parse(text)
    _level(tokens, level)
    return SafeString(_parser().renderer.render(tokens, _parser().options, {}))


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).disable("image").enable("table")
    parser.validateLink = _fits  # type: ignore[method-assign]  # how the library lets one say which links are kept
    return parser


def _fits(url: str) -> bool:
    """Whether a link may be kept; an address of another site without its scheme (//…) may not."""
    lowered = url.strip().lower()
    return lowered.startswith(_LINKS) and not lowered.startswith(("//", "/\\"))


def _level(tokens: Sequence[Token], level: int) -> None:
    """Shift headings so that the highest one has this level, and none is skipped on the way down."""
    highest = min((int(each.tag[1]) for each in tokens if each.type == "heading_open"), default=1)
    before = level - 1
    for token in tokens:
        if token.type == "heading_open":
            before = min(int(token.tag[1]) - highest + level, before + 1, 6)
            token.tag = f"h{before}"
        elif token.type == "heading_close":
            token.tag = f"h{before}"
