"""`nakomen explain`: a clause on a day in plain Dutch: the rule, the facts, the sum, the outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from nakomen.case_files import InputError, nearest, open_case, printable
from nakomen.commands import arguments
from nakomen.commands.answering import AsJson, AsOf, CasePath, KnownOn, deliver

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nakomen.commands.page import Page
    from nakomen.norms.reasons import Reason
    from nakomen.norms.standing import Standing
    from nakomen.terms.clause_texts import ClauseTexts
    from nakomen.terms.explaining import Line


def explain(
    case: CasePath,
    clause: Annotated[
        str, typer.Argument(metavar="CLAUSE", show_default=False, help="A clause: 26.1 or wonder-2020/26.1.")
    ],
    *,
    as_of: AsOf,
    known_on: KnownOn = None,
    as_json: AsJson = False,
) -> int:
    """A clause on a day in plain Dutch: the rule, the facts, the sum of days or euros, the outcome."""
    opened, day, known = arguments.together(
        lambda: open_case(case),
        lambda: arguments.day("--as-of", as_of),
        lambda: arguments.optional_moment("--known-on", known_on),
    )
    from nakomen.norms.standing import standing
    from nakomen.terms import explaining

    found = standing(opened.case, day, known)
    made = explaining.explanation(found, opened.texts, _full_id(clause, found, opened.texts))
    return deliver(
        lambda: explaining.document(made, found),
        lambda: _page(explaining.lines(made, found, opened.texts)),
        as_json=as_json,
    )


def tell(shown: Page, reason: Reason, indent: int = 2) -> None:
    """A reason and all that it rests on, each step further in."""
    from nakomen.terms.explaining import reason_lines

    _lay_out(shown, reason_lines(reason, indent))


def _page(lines: Iterable[Line]) -> Page:
    from nakomen.commands.page import Page

    shown = Page()
    _lay_out(shown, lines)
    return shown


def _lay_out(shown: Page, lines: Iterable[Line]) -> None:
    from nakomen.commands.page import QUIET

    for line in lines:
        if line.heading:
            shown.heading(line.text)
        else:
            shown.text(line.text, QUIET if line.quiet else "", line.indent, line.hanging)


def _full_id(given: str, found: Standing, texts: ClauseTexts) -> str:
    """The full id of the clause that is meant. Raises InputError, naming the nearest ones, when there is none."""
    present = found.s.norms.name
    full = texts.full_id(given, present)
    if full is not None:
        return full
    own = texts.ids()
    like = nearest(given if "/" in given else f"{present}/{given}", own)
    raise InputError([f"{printable(given)}: no clause of {present}; the nearest are {like or own[0]}"])
