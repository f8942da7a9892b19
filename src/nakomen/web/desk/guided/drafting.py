"""What is kept of a guided form while it is filled in: the answers of all steps, as one draft of who fills it in.

A draft holds the values of fields by name; those of a guided form are named `step.field`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import UUID

from nakomen.record import drafts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nakomen.web.desk.asking import Desk
    from nakomen.web.desk.guided.steps import Answers

PREFIX = "guided:"


def load(asked: Desk, client: UUID | None, form: str, about: str = "") -> Answers:
    """What was kept, by step; empty for nothing."""
    kept = drafts.load(_staff(asked), client, PREFIX + form, about)
    return apart(kept.values) if kept is not None else {}


def save(asked: Desk, client: UUID | None, form: str, answers: Answers, about: str = "") -> bool:
    """Keep the answers of all steps; what was kept before makes way. False where they are too long to keep."""
    try:
        drafts.save(_staff(asked), client, PREFIX + form, about, together(answers), asked.now)
    except drafts.DraftTooLargeError:
        return False
    return True


def drop(asked: Desk, client: UUID | None, form: str, about: str = "") -> None:
    """Forget what was kept."""
    drafts.drop(_staff(asked), client, PREFIX + form, about)


def together(answers: Answers) -> dict[str, list[str]]:
    """The answers of all steps as values of one form. A step that was left empty is still known as answered."""
    made: dict[str, list[str]] = {}
    for step, given in answers.items():
        made[f"{step}."] = []
        made |= {f"{step}.{name}": list(values) for name, values in given.items()}
    return made


def apart(values: Mapping[str, Sequence[str]]) -> Answers:
    """The values of one form as the answers of its steps."""
    made: Answers = {}
    for name, given in values.items():
        step, _dot, own = name.partition(".")
        answers = made.setdefault(step, {})
        if own:
            answers[own] = [str(each) for each in given]
    return made


def written(answers: Answers) -> str:
    """The answers as text, for a page to carry along."""
    return json.dumps(together(answers), separators=(",", ":"))


def read(text: str) -> Answers:
    """Answers that a page carried along; empty where the text is none."""
    try:
        found = json.loads(text)
        json.dumps(found, ensure_ascii=False).encode()  # half a character, written as \\ud800, is no text
    except (ValueError, RecursionError):
        return {}
    fits = isinstance(found, dict) and all(isinstance(values, list) for values in found.values())
    return apart(found) if fits else {}


def _staff(asked: Desk) -> UUID:
    """Who fills the form in; the frame lets in nobody but staff."""
    return UUID(str(asked.actor.staff))
