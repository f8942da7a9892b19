"""Reference pages on acts: every kind with its fields, and what kinds do which duty."""

from dataclasses import MISSING, Field, fields
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from docs.generate.markdown import code, codes, page, table
from docs.generate.source import classes, powers, sets
from docs.generate.words import above
from nakomen.acts import Act, kind_class
from nakomen.acts.base import Format, Refers, Whole

COMMON = ("on", "id", "recorded", "recorder", "act")
PLAIN = {
    "str": "text",
    "bool": "true or false",
    "date": "date",
    "datetime": "date-time",
    "Decimal": "money",
    "int": "whole number",
}
FORMATS = {
    "bsn": "BSN (nine figures, checked)",
    "postcode": "postcode",
    "clause": "full id of a clause",
    "topic": "topic",
    "number_end": "last four characters of a number",
}


def acts() -> str:
    """The page of every kind of act."""
    parts = [above("acts")]
    areas: dict[str, list[type[Act]]] = {}
    for each in classes():
        areas.setdefault(each.area, []).append(each)
    for area, found in areas.items():
        parts.append(f"## {area}")
        parts += [_kind(each) for each in found]
    return page("Acts", *parts)


def _kind(each: type[Act]) -> str:
    about = " ".join((each.__doc__ or "").split())
    lines = [f"### {each.kind}", f"{each.labels.nl} ({each.labels.en}). {about}"]
    facts = [f"- done by: {', '.join(each.done_by)}"] if each.done_by else []
    if each.answers:
        facts.append(f"- answers: {codes(each.answers)}")
    if each.clauses:
        facts.append(f"- clauses: {codes(each.clauses)}")
    rows = _fields(each)
    if facts:
        lines.append("\n".join(facts))
    if rows:
        lines.append(table(("field", "type"), rows))
    return "\n\n".join(lines)


def _fields(each: type[Act]) -> list[tuple[str, str]]:
    hints = get_type_hints(each, include_extras=True)
    own = [field for field in fields(each) if field.name not in COMMON or (field.name == "act" and _required(field))]
    return [_field(field, hints[field.name], personal=field.name in each.personal) for field in own]


def _required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _field(field: Field[Any], hint: Any, *, personal: bool) -> tuple[str, str]:
    name = code(field.name.rstrip("_"))
    mark = "" if _required(field) else "?"
    return (f"*{name}*{mark}" if personal else f"{name}{mark}"), words(hint)


def words(hint: Any) -> str:
    """A field's type in words."""
    origin = get_origin(hint)
    if origin is Annotated:
        return _annotated(hint)
    if origin is Literal:
        return " / ".join(code(value) for value in get_args(hint))
    if origin in (Union, UnionType):
        return " or ".join(words(part) for part in get_args(hint) if part is not NoneType)
    if origin is tuple:
        return f"list of: {words(get_args(hint)[0])}"
    if hasattr(hint, "__dataclass_fields__"):
        return _object(hint)
    if origin is not None:
        return "object: the fields to put right"
    return PLAIN[hint.__name__]


def _object(hint: Any) -> str:
    inner = get_type_hints(hint, include_extras=True)
    parts = [
        f"{code(field.name.rstrip('_'))}{'' if _required(field) else '?'} {words(inner[field.name])}"
        for field in fields(hint)
    ]
    return f"object ({'; '.join(parts)})"


def _annotated(hint: Any) -> str:
    base, rule = get_args(hint)[:2]
    if isinstance(rule, Whole):
        return f"whole number of {rule.unit}, {rule.lowest} to {rule.highest}"
    if isinstance(rule, Refers):
        return f"id of {codes(rule.kinds)}" if rule.kinds else "id of an act"
    if isinstance(rule, Format):
        return FORMATS[rule.name]
    return words(base)


def what() -> str:
    """The page of every `what`: the kind of act that does a duty or meets a requirement, with the clauses."""
    duties: dict[str, list[str]] = {}
    requirements: dict[str, list[str]] = {}
    for _, norms in sets():
        for duty in norms.duty_list:
            _note(duties, duty.what, duty.clause)
        for power in powers(norms):
            for requirement in power.require:
                _note(requirements, requirement.what, requirement.clause)
    named = sorted(set(duties) | {name for name in requirements if "." in name})
    rows = [
        (code(name), kind_class(name).labels.nl, codes(duties.get(name, ())), codes(requirements.get(name, ())))
        for name in named
    ]
    others = [(code(name), codes(found)) for name, found in sorted(requirements.items()) if "." not in name]
    return page(
        "What does it",
        above("what"),
        table(("what", "in Dutch", "does the duty of", "meets a requirement of"), rows),
        f"## Requirements that no single act meets\n\n{above('what_else')}",
        table(("what", "required by"), others),
    )


def _note(found: dict[str, list[str]], name: str, clause: str) -> None:
    known = found.setdefault(name, [])
    if clause not in known:
        known.append(clause)
