"""One act on its way in: its kind, its fields, and what contradicts itself within it."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any

from nakomen.acts import kind_class, kinds
from nakomen.acts.base import Act, Refers
from nakomen.acts.moments import moment
from nakomen.acts.reading_values import (
    Flaw,
    OwnId,
    expected,
    field_type,
    is_required,
    item_type,
    member_types,
    printable,
    read_value,
    refers,
)
from nakomen.acts.writing import json_name

_PERIODS = (("valid_from", "valid_until"), ("from", "until"))


@dataclass(frozen=True, slots=True)
class Member:
    """One field of a kind: the attribute that holds it, the type of its value, whether it must be there."""

    attribute: str
    type: Any
    required: bool


@dataclass(slots=True)
class Draft:
    """What the file says of one act (`given`), what of that could be read (`values`, by JSON name), and its flaws."""

    position: int
    given: Mapping[str, object]
    id: str | None
    kind: type[Act] | None
    values: dict[str, object] = field(default_factory=dict)
    flaws: list[Flaw] = field(default_factory=list)
    corrects: "Draft | None" = None  # the act that a correction puts right

    @property
    def name(self) -> str:
        """What problems call the act."""
        return self.id or f"#{self.position}"

    def act(self) -> Act:
        """The act itself; only where there are no flaws."""
        kind, known = self.kind or Act, members(self.kind)
        return kind(**{known[name].attribute: value for name, value in self.values.items()})  # type: ignore[arg-type]


def members(kind: type[Act] | None) -> Mapping[str, Member]:
    """The fields of a kind by their names in JSON; without a kind those that every act has."""
    found: Any = kind or Act
    return _members(found)


@cache
def _members(kind: Any) -> Mapping[str, Member]:
    return {
        json_name(each.name): Member(each.name, _type(kind, each.name, field_type(each)), is_required(each))
        for each in fields(kind)
    }


def _type(kind: type[Act], name: str, declared: object) -> object:
    if name == "act":
        return Annotated[str, Refers(() if kind is Act else kind.answers)]
    return OwnId if name == "id" else declared


def draft(position: int, given: object) -> Draft:
    """Read one act as far as it goes alone; what it points at is looked at afterwards."""
    if not isinstance(given, Mapping):
        return Draft(position, {}, None, None, flaws=[("", "an object")])
    kind, flaws = _kind(given)
    values, found = read_fields(kind, given)
    shown = values.get("id")
    flaws += found + contradictions(values)
    return Draft(position, given, shown if isinstance(shown, str) else None, kind, values, flaws)


def _kind(given: Mapping[str, object]) -> tuple[type[Act] | None, list[Flaw]]:
    name = given.get("kind")
    if not isinstance(name, str):
        return None, [("kind", "a kind of act")]
    if name in kinds():
        return kind_class(name), []
    near = difflib.get_close_matches(name[:80], kinds(), 1)
    return None, [("kind", "a kind of act of the vocabulary" + (f" (perhaps {near[0]})" if near else ""))]


def read_fields(kind: type[Act] | None, given: Mapping[str, object]) -> tuple[dict[str, object], list[Flaw]]:
    """The typed values by JSON name of all fields that are right, and the flaws of those that are not."""
    known = members(kind)
    values: dict[str, object] = {}
    flaws: list[Flaw] = []
    for name, value in given.items():
        if name in known:
            read, found = read_value(known[name].type, value)
            flaws += [(name + path, words) for path, words in found]
            if not found:
                values[name] = read
        elif kind and name != "kind":
            flaws.append((printable(str(name)), f"no such field in {kind.kind}"))
    missing = (name for name, member in known.items() if member.required and name not in given)
    flaws += [(name, f"{expected(known[name].type)} (required)") for name in missing]
    return values, flaws


def contradictions(values: Mapping[str, object]) -> list[Flaw]:
    """Fields of one act that cannot both be true."""
    flaws = [
        (last, f"a date not before {first}")
        for first, last in _PERIODS
        if isinstance(begin := values.get(first), date) and isinstance(end := values.get(last), date) and end < begin
    ]
    on, recorded = values.get("on"), values.get("recorded")
    if isinstance(on, date) and isinstance(recorded, datetime) and moment(recorded) < moment(on):
        flaws.append(("recorded", "a date-time not before on"))
    return flaws


def references(kind: type[Act] | None, given: Mapping[str, object]) -> Iterator[tuple[str, str, Refers]]:
    """The ids of acts in the fields given: where each stands, the id, and what it may point at."""
    for name, member in members(kind).items():
        if name in given:
            yield from _references(member.type, name, given[name])


def _references(kind: Any, path: str, value: object) -> Iterator[tuple[str, str, Refers]]:
    rule = refers(kind)
    if rule and isinstance(value, str):
        yield path, value, rule
    elif isinstance(value, list) and (inner := item_type(kind)):
        for index, each in enumerate(value, 1):
            yield from _references(inner, f"{path}#{index}", each)
    elif isinstance(value, dict):
        for name, inner in member_types(kind).items():
            if name in value:
                yield from _references(inner, f"{path}.{name}", value[name])
