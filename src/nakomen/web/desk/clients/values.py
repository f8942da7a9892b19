"""The fields of an act in words, as they were recorded and as they hold now."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin, get_type_hints

from django.utils.translation import gettext as _

from nakomen.acts.base import Act, Format, Refers, Whole
from nakomen.acts.labels import choice_label, field_label, topic_label, unit_label
from nakomen.acts.writing import json_name
from nakomen.law.clock import AMSTERDAM
from nakomen.web.desk import words
from nakomen.web.desk.asking import language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

OWN = frozenset(each.name for each in fields(Act))
"""Fields that every act has: the page tells them in its own words."""
STAFF = frozenset(
    {
        "medical_act.performed.caregiver",
        "team.assigned.caregiver",
        "team.handed_over.to",
        "visit.planned.caregivers",
        "visit.reassigned.caregiver",
    }
)
"""Fields that name members of staff by their codes: a page tells their names."""


@dataclass(frozen=True, slots=True)
class Value:
    """A field with its label and its value in words; `before` is what it was, where it was corrected.

    `act` is the name of the act that the value points at; `rows` are the rows of a list of its own.
    """

    label: str
    text: str
    before: str | None = None
    act: str = ""
    rows: tuple[tuple[tuple[str, str], ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What stands behind the codes in acts: names of members of staff by their codes, and acts by their names."""

    staff: Mapping[str, str] = field(default_factory=dict)
    acts: Mapping[str, str] = field(default_factory=dict)

    def named(self, kind: str, name: str, value: Any, hint: Hint) -> str:
        """Those whom, or what, a field names by code; empty for any other field."""
        among = self.staff if f"{kind}.{name}" in STAFF else self.acts if hint.refers else {}
        if not value or not among:
            return ""
        return ", ".join(among.get(code, code) for code in ((value,) if isinstance(value, str) else value))


NOTHING = Known()


def codes(act: Act) -> Iterator[str]:
    """The codes of the members of staff whom an act names, itself or by a correction."""
    for name, value in ((each.name, getattr(act, each.name)) for each in fields(act)):
        if f"{act.kind}.{json_name(name)}" in STAFF and value:
            yield from (value,) if isinstance(value, str) else value


def values(recorded: Act, holds: Act | None = None, known: Known = NOTHING) -> list[Value]:
    """The fields of an act that tell something, in their order; `holds` is the act as corrections made it."""
    return list(each_value(recorded, holds, known))


def each_value(recorded: Act, holds: Act | None = None, known: Known = NOTHING) -> Iterator[Value]:
    """The same one by one, for who needs only the first."""
    present = recorded if holds is None else holds
    hints = _hints(type(recorded))
    for each in fields(recorded):
        if each.name in OWN:
            continue
        was, now = getattr(recorded, each.name), getattr(present, each.name)
        if was is None and now is None:
            continue
        hint = hints[each.name]
        kind, name = recorded.kind, json_name(each.name)
        yield Value(
            label=label(kind, name),
            text=known.named(kind, name, now, hint) or told(kind, name, now, hint),
            before=(known.named(kind, name, was, hint) or told(kind, name, was, hint)) if was != now else None,
            act=str(now) if now and hint.refers else "",
            rows=_rows(kind, name, now, known),
        )


def corrected(kind: type[Act], changed: Mapping[str, object], known: Known = NOTHING) -> list[Value]:
    """What a correction puts right, in words; a field that it takes away has a dash."""
    hints = _hints(kind)
    return [
        Value(
            label(kind.kind, json_name(name)),
            known.named(kind.kind, json_name(name), value, hints[name])
            or told(kind.kind, json_name(name), value, hints[name]),
            rows=_rows(kind.kind, json_name(name), value, known),
        )
        for name, value in changed.items()
    ]


def label(kind: str, name: str) -> str:
    """What a field is called."""
    try:
        return field_label(kind, name, language())
    except KeyError:
        return name.replace("_", " ").capitalize()


def told(kind: str, name: str, value: Any, hint: Hint | None = None) -> str:
    """A value of a field in words."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        local = value.astimezone(AMSTERDAM)
        return f"{words.day(local.date())} {local:%H:%M}"
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, Decimal):
        return words.euro(value)
    if isinstance(value, tuple):
        rows = any(is_dataclass(part) for part in value)
        return "" if rows else ", ".join(told(kind, name, part, hint) for part in value)
    return _text(kind, name, value, hint)


def _text(kind: str, name: str, value: Any, hint: Hint | None) -> str:
    rule = hint.rule if hint else None
    if isinstance(rule, Whole):
        unit = unit_label(rule.unit, language())
        return f"{value} {unit}" if unit else str(value)
    if isinstance(rule, Format) and rule.name == "topic":
        return topic_label(value, language())
    if isinstance(rule, Format) and rule.name == "clause":
        return words.article(value)
    if f"{kind}.{name}" == "terms.provided.version":
        return version(value)
    if hint is None or not hint.chosen:
        return str(value)
    try:
        return choice_label(kind, name, value, language())
    except KeyError:
        return str(value)


def version(published: str) -> str:
    """A version of the conditions, which is named by the day on which it was published."""
    try:
        return words.day(date.fromisoformat(published))
    except ValueError:
        return published


def _rows(kind: str, name: str, value: Any, known: Known) -> tuple[tuple[tuple[str, str], ...], ...]:
    """The rows of a list such as services or invoice lines: each the labels with the values that it tells."""
    if not isinstance(value, tuple) or not any(is_dataclass(part) for part in value):
        return ()
    return tuple(tuple(_cells(kind, name, part, known)) for part in value)


def _cells(kind: str, name: str, part: Any, known: Known) -> Iterable[tuple[str, str]]:
    hints = _hints(type(part))
    for each in fields(part):
        own, hint = getattr(part, each.name), hints[each.name]
        if own is not None:
            inner = f"{name}.{json_name(each.name)}"
            yield label(kind, inner), known.named(kind, inner, own, hint) or told(kind, inner, own, hint)


# --- types ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hint:
    """What the type of a field says: its first rule, whether it points at an act, and whether it is one of choices."""

    rule: Any
    refers: bool
    chosen: bool


def _hints(described: Any) -> dict[str, Hint]:
    """The hints of a class's fields, read once."""
    return _read_hints(described)


@cache
def _read_hints(described: type) -> dict[str, Hint]:
    hints = get_type_hints(described, include_extras=True)
    return {name: Hint(next(iter(_rules(hint)), None), _refers(hint), _chosen(hint)) for name, hint in hints.items()}


def _parts(hint: Any) -> Iterable[Any]:
    """A type with those that it is made of: the members of a union, the parts of a list."""
    yield hint
    if get_origin(hint) is not Literal and get_origin(hint) is not Annotated:
        for part in get_args(hint):
            yield from _parts(part)


def _rules(hint: Any) -> Iterable[Any]:
    """The rules that a type carries, such as what kind of whole number it is."""
    for part in _parts(hint):
        if get_origin(part) is Annotated:
            yield from get_args(part)[1:]


def _refers(hint: Any) -> bool:
    return any(isinstance(rule, Refers) for rule in _rules(hint))


def _chosen(hint: Any) -> bool:
    """Whether a value is one of some choices, and no text that somebody wrote."""
    return any(get_origin(part) is Literal for part in _parts(hint))
