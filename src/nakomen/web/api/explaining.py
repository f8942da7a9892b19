"""A clause of a client's standing in plain Dutch, as data and as text: what the command line says, within the areas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nakomen.terms import explaining

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nakomen.norms.standing import Standing
    from nakomen.record.standings import Conditions
    from nakomen.terms.explaining import Line, Scope


def explain(found: Standing, conditions: Conditions, clause: str, scope: Scope | None) -> dict[str, Any] | None:
    """The clause with each reason under it and its parts; None where there is no such clause."""
    texts = conditions.texts()
    full = texts.full_id(clause, found.s.norms.name)
    if full is None:
        return None
    made = explaining.explanation(found, texts, full, scope)
    text = "\n".join(_written(explaining.lines(made, found, texts)))
    return {**explaining.document(made, found), "text": text}


def _written(lines: Iterable[Line]) -> Iterator[str]:
    """The lines as they are, not wrapped: how wide the window is, only who shows them knows."""
    for number, line in enumerate(lines):
        if line.heading and number:
            yield ""
        yield f"{' ' * line.indent}{line.text}"
