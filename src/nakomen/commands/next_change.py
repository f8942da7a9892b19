"""`nakomen next`: the first later day on which time alone changes something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nakomen.case_files import open_case
from nakomen.commands import arguments
from nakomen.commands.answering import AsJson, AsOf, CasePath, KnownOn, deliver

if TYPE_CHECKING:
    from nakomen.case_files import OpenedCase
    from nakomen.commands.page import Page
    from nakomen.norms.next_change import Change


def next_(case: CasePath, *, as_of: AsOf, known_on: KnownOn = None, as_json: AsJson = False) -> int:
    """The first later day on which the passing of time alone changes something, and what."""
    opened, day, known = arguments.together(
        lambda: open_case(case),
        lambda: arguments.day("--as-of", as_of),
        lambda: arguments.optional_moment("--known-on", known_on),
    )
    from nakomen.norms import answers
    from nakomen.norms.next_change import next_change

    found = next_change(opened.case, day, known)
    return deliver(lambda: answers.next_change(found), lambda: page(found, opened), as_json=as_json)


def page(found: Change | None, opened: OpenedCase) -> Page:
    """The day and its changes for a person."""
    from nakomen.commands import page as layout
    from nakomen.commands.words import on, titled

    made = layout.Page()
    if found is None:
        made.heading("Door tijdsverloop alleen verandert er niets meer.")
        return made
    names = {each.terms.name for each in opened.sets}
    present = names.pop() if len(names) == 1 else ""  # of more sets each clause is named in full
    made.heading(f"De eerste verandering door tijdsverloop: {on(found.on)}")
    rows = []
    for change in found.changes:
        because = f"Uit: {', '.join(_act(name, opened) for name in change['because'])}." if change["because"] else ""
        turn = f"{_word(change['from'])} → {_word(change['to'])}"
        rows.append([turn, "\n".join(filter(None, (titled(change["clause"], opened, present), because)))])
    made.table(rows)
    return made


def _act(name: str, opened: OpenedCase) -> str:
    """The act behind a name, in words."""
    from nakomen.norms.facts import Fact
    from nakomen.norms.showing import shown

    found = next((act for own, act in opened.case.named if own == name), None)
    return name if found is None else shown(Fact(found, name))


def _word(state: str | None) -> str:
    from nakomen.commands.words import STATES
    from nakomen.norms.showing import AGREEMENT

    words = {**AGREEMENT, **STATES, "finding": "bevinding"}
    return "–" if state is None else words.get(state, state)
