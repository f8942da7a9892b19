"""A clause of a client's standing in plain Dutch, as data and as text."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from nakomen.norms import reasons
from nakomen.terms.packaged import packaged_statute, packaged_terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from nakomen.norms.reasons import Reason
    from nakomen.norms.standing import Standing
    from nakomen.record.standings import Conditions
    from nakomen.terms.texts import Terms

NOTHING = "Niets: op deze dag staat onder deze bepaling geen plicht open, en er is niets gevonden dat ertegenin gaat."


def explain(
    found: Standing, conditions: Conditions, clause: str, *, covered: Callable[[Iterable[str]], bool]
) -> dict[str, Any] | None:
    """The clause with each reason under it and its parts; None where there is no such clause.

    `covered` says of the names of acts whether all of them can be shown: a reason that rests on others is left out.
    """
    sets = [_terms(row.name, bytes(row.source)) for row in conditions.rows]
    full = _full_id(clause, found.s.norms.name, sets)
    if full is None:
        return None
    title, summary = _text(full, sets) or ("", "")
    below = _below(full, sets[-1])
    made = [reason for each in (full, *below) for reason in reasons.explain(found, each)]
    shown = [reason for reason in made if covered(_facts(reason))]
    nothing = [] if shown else [NOTHING]
    return {
        "clause": full,
        "as_of": found.as_of.isoformat(),
        "title": title,
        "summary": summary,
        "reasons": [reason.as_dict() for reason in shown],
        "nothing": nothing,
        "see": below,
        "text": "\n".join([f"{full}: {title}", summary, *(line for each in shown for line in _lines(each)), *nothing]),
    }


@lru_cache(maxsize=64)
def _terms(name: str, source: bytes) -> Terms:
    from nakomen.terms.texts import read_terms

    return read_terms(source) if source else packaged_terms(name)


def _full_id(clause: str, present: str, sets: list[Terms]) -> str | None:
    for full in (f"{present}/{clause}", clause):
        if _text(full, sets) is not None:
            return full
    return None


def _text(clause: str, sets: list[Terms]) -> tuple[str, str] | None:
    """Title and summary of a clause by its full id; the last version that has it speaks."""
    name, _, own = clause.partition("/")
    if name == "statute":
        norm = packaged_statute().norms.get(own)
        return None if norm is None else (norm.title, norm.summary)
    for terms in reversed(sets):
        if terms.name == name and own in terms.clauses:
            return terms.clauses[own].title, terms.clauses[own].summary
    return None


def _below(clause: str, terms: Terms) -> list[str]:
    ids = [f"{terms.name}/{own}" for own in terms.clauses]
    return [each for each in ids if each.startswith(f"{clause}.")]


def _facts(reason: Reason) -> Iterator[str]:
    yield from reason.facts
    for child in reason.children:
        yield from _facts(child)


def _lines(reason: Reason, indent: int = 0) -> Iterator[str]:
    about = f" [{', '.join(reason.facts)}]" if reason.facts else ""
    yield f"{' ' * indent}- {reason.text}{about}"
    yield from (f"{' ' * (indent + 4)}= {line}" for line in reason.sums)
    for child in reason.children:
        yield from _lines(child, indent + 2)
