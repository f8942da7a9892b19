"""Acts on their way into the ledger: read with every problem at once, then given an id, a moment and a recorder."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from nakomen.acts.case import Problem
from nakomen.acts.moments import happened_at, recorded_at
from nakomen.acts.reading import read_acts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from nakomen.acts.base import Act
    from nakomen.acts.reading_acts import Draft
    from nakomen.record.access import Decision
    from nakomen.record.actors import Actor

_OURS = ("recorded", "recorder")


class AppendError(ValueError):
    """Acts that cannot be recorded; `problems` holds all that is wrong with all of them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(str(problem) for problem in self.problems))

    def of(self, name: str) -> list[Problem]:
        """The problems, as those of one client among several."""
        return [Problem(f"{name} {each.act}".strip(), each.field, each.expected) for each in self.problems]


def prepare(
    given: Sequence[Mapping[str, object]],
    known: Sequence[Draft],
    *,
    actor: Actor,
    now: datetime,
    keep_recorded: bool = False,
    hidden: Collection[str | None] = (),
) -> tuple[Act, ...]:
    """The acts of a request, ready to be kept; `known` are those that the client has already.

    The record itself writes down when and by whom an act was recorded, unless a history is brought in
    (`keep_recorded`), and gives an id to an act without one. `hidden` are the ids of known acts that are not there for
    who records: a reference to one is refused as one to nothing is, else the problems would tell of which kind it is.
    Raises AppendError with every problem.
    """
    if hidden and (veiled := _veiled(list(given), hidden)) != list(given):
        prepare(veiled, known, actor=actor, now=now, keep_recorded=keep_recorded)  # a text that is no reference passes
    if keep_recorded:
        return _with_ids(_read(given, known, now), known)
    flaws = [
        Problem(_name(place, act), field, "no such field here: the record itself writes it down")
        for place, act in enumerate(given, 1)
        for field in _OURS
        if hasattr(act, "get") and act.get(field) is not None
    ]
    acts = _read([_told(act) for act in given], known, now, flaws)
    return _with_ids(tuple(replace(act, recorded=now, recorder=actor.name) for act in acts), known)


def check_areas(new: Iterable[Act], kinds: Mapping[str | None, str], decision: Decision) -> None:
    """Whoever may record some areas only, records no others, nor corrects them. Raises AppendError.

    `kinds` are those of all acts by their ids, so that what corrects an act goes with that one.
    """
    beyond = [act for act in new if not decision.covers(act.kind, kinds.get(act.act))]
    if beyond:
        areas = ", ".join(sorted(decision.areas or ()))
        raise AppendError(
            Problem(act.id or "", "kind", f"a kind of {areas}: other acts are not for this role") for act in beyond
        )


def _veiled(value: Any, hidden: Collection[str | None]) -> Any:
    """The same, with an id that no act has in the place of each hidden one; an act's own id stays."""
    if isinstance(value, str):
        return uuid.uuid4().hex if value in hidden else value
    if isinstance(value, dict):
        return {name: part if name == "id" else _veiled(part, hidden) for name, part in value.items()}
    return [_veiled(part, hidden) for part in value] if isinstance(value, list) else value


def _told(act: Mapping[str, object]) -> Mapping[str, object]:
    if not hasattr(act, "items"):
        return act
    return {name: value for name, value in act.items() if name not in _OURS}


def _read(
    given: Sequence[Mapping[str, object]], known: Sequence[Draft], now: datetime, flaws: Iterable[Problem] = ()
) -> tuple[Act, ...]:
    acts, problems = read_acts(given, known)
    found = [*flaws, *problems]
    for place, act in enumerate(acts or (), 1):
        if happened_at(act) > now:
            found.append(Problem(act.id or f"#{place}", "on", "a moment that has come, not one after now"))
        elif recorded_at(act) > now:
            found.append(Problem(act.id or f"#{place}", "recorded", "a moment that has come, not one after now"))
    if found or acts is None:
        raise AppendError(found)
    return acts


def _name(place: int, act: Mapping[str, object]) -> str:
    told = act.get("id")
    return told if isinstance(told, str) and told.isprintable() else f"#{place}"


def _with_ids(acts: Sequence[Act], known: Sequence[Draft]) -> tuple[Act, ...]:
    """Each act with an id: its own, else `n` and its number in the chain, which nothing else of this client has."""
    taken = {each.id for each in known} | {act.id for act in acts}
    made = []
    for number, act in enumerate(acts, len(known) + 1):
        name = f"n{number}"
        while act.id is None and name in taken:
            name += "x"
        made.append(act if act.id is not None else replace(act, id=name))
    return tuple(made)
