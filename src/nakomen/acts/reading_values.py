"""What a field's type lets through: each type as a pydantic schema, and as words that say what is expected.

pydantic-core is used without pydantic's own layer on top, which takes longer to import than reading a whole case does.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic_core import CoreSchema, SchemaValidator, ValidationError, core_schema

from nakomen.acts.base import Format, Refers, Whole
from nakomen.acts.writing import json_name

type Flaw = tuple[str, str]
"""The path of a value inside its field, and what was expected there."""

YEARS = range(1800, 2201)
_NO_TEXT = "\ud800-\udfff\0"  # what cannot be written as UTF-8, or not be kept by a database
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DATETIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)", re.ASCII)
_MONEY = re.compile(r"\d{1,9}(\.\d{1,2})?", re.ASCII)
_CLAUSE = re.compile(r"[^\s/]+/[^\s/]+")
_ID = re.compile(rf"(?!#)[^@\x00-\x1f\x7f-\x9f\u2028\u2029{_NO_TEXT}]{{1,100}}")
_TEXT = re.compile(rf"[^{_NO_TEXT}]*")
_BSN = re.compile(r"\d{9}", re.ASCII)
_POSTCODE = re.compile(r"([1-9]\d{3}) ?(?!SA|SD|SS)([A-Z]{2})", re.ASCII | re.IGNORECASE)
_NUMBER_END = re.compile(r"[A-Za-z0-9]{1,4}", re.ASCII)


class Moment:
    """Marks the type of `on`: a date, or a date-time with offset."""


class OwnId:
    """Marks the type of `id`, which no other act may have."""


class OptionalText:
    """Marks a text that may be empty, since it may be absent as well."""


# --- plain values: each raises ValueError when it is not what the name says -----------------------------------------


def _matching(pattern: re.Pattern[str], value: object) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise ValueError
    return value


def read_id(value: object) -> str:
    """An id of an act: up to 100 characters, none of control, not like a generated name or a position."""
    return _filled(_matching(_ID, value))


def read_text(value: object) -> str:
    """A text that is not blank."""
    return _filled(_matching(_TEXT, value))


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError
    return text


def _optional_text(value: object) -> str:
    return _matching(_TEXT, value)


def read_date(value: object) -> date:
    """A day written as YYYY-MM-DD."""
    return _of_our_time(date.fromisoformat(_matching(_DATE, value)))


def read_datetime(value: object) -> datetime:
    """An instant written as a date, a time and an offset."""
    return _of_our_time(datetime.fromisoformat(_matching(_DATETIME, value)))


def _of_our_time[D: date](value: D) -> D:
    if value.year not in YEARS:
        raise ValueError
    return value


def _moment(value: object) -> date | datetime:
    return read_date(value) if isinstance(value, str) and len(value) == 10 else read_datetime(value)


def _money(value: object) -> Decimal:
    return Decimal(_matching(_MONEY, value)).quantize(Decimal("0.01"))


def _bsn(value: object) -> str:
    from stdnum.nl import bsn  # imports much, so only where there is one to check

    if not bsn.is_valid(number := _matching(_BSN, value)):
        raise ValueError
    return number


def _postcode(value: object) -> str:
    from stdnum.nl import postcode  # imports much, so only where there is one to check

    if not postcode.is_valid(text := _matching(_POSTCODE, value)):
        raise ValueError
    return str(postcode.validate(text))


def _named_values(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
        raise ValueError
    return value


_FORMATS: Mapping[str, tuple[Callable[[object], object], str]] = {
    "bsn": (_bsn, "a BSN: nine digits that pass its check"),
    "postcode": (_postcode, 'a Dutch postcode such as "1234 AB"'),
    "clause": (lambda value: _matching(_CLAUSE, value), 'the full id of a clause, such as "set/12.7"'),
    "topic": (read_text, "a topic: text that is not blank"),
    "number_end": (lambda value: _matching(_NUMBER_END, value), "the last four letters or digits of the number"),
}
_ID_WORDS = "text of 1 to 100 characters, without control characters or @, not starting with #"

_PLAIN: Mapping[object, tuple[Callable[[object], object], str]] = {
    str: (read_text, "text that is not blank"),
    OptionalText: (_optional_text, "text"),
    date: (read_date, "a date as YYYY-MM-DD"),
    datetime: (read_datetime, "a date-time with its offset, such as 2026-01-31T09:00:00+01:00"),
    OwnId: (read_id, _ID_WORDS),
    Moment: (_moment, "a date as YYYY-MM-DD, or a date-time with its offset"),
    Decimal: (_money, 'an amount in euro as text with at most two decimals, such as "12.50"'),
    Mapping[str, object]: (_named_values, "an object that names fields and their new values"),
}


# --- types ----------------------------------------------------------------------------------------------------------


def is_required(field: Field[Any]) -> bool:
    """Whether the field must be there."""
    return field.default is MISSING and field.default_factory is MISSING


def field_type(field: Field[Any]) -> object:
    """The type of the field's value where it is given."""
    if field.name == "on":
        return Moment
    kind: object = field.type
    if get_origin(kind) in (Union, UnionType):
        (kind,) = (each for each in get_args(kind) if each is not NoneType)
    return OptionalText if kind is str and not is_required(field) else kind


def refers(kind: object) -> Refers | None:
    """The rule of a type that holds ids of acts."""
    rule = get_args(kind)[1] if get_origin(kind) is Annotated else None
    return rule if isinstance(rule, Refers) else None


@cache
def expected(kind: object) -> str:
    """In words what a value of this type is."""
    if kind in _PLAIN:
        return _PLAIN[kind][1]
    if get_origin(kind) is Annotated:
        return _expected_by_rule(get_args(kind)[1])
    if get_origin(kind) is Literal:
        return "one of " + ", ".join(get_args(kind))
    if get_origin(kind) is tuple:
        return "a list; each: " + expected(get_args(kind)[0])
    if kind is bool:
        return "true or false"
    return "a whole number" if kind is int else "an object"


def _expected_by_rule(rule: object) -> str:
    if isinstance(rule, Format):
        return _FORMATS[rule.name][1]
    if isinstance(rule, Whole):
        return f"a whole number of {rule.unit} from {rule.lowest} to {rule.highest}"
    return "the id of an act"


@cache
def _schema(kind: object) -> CoreSchema:
    if kind in _PLAIN:
        return core_schema.no_info_plain_validator_function(_PLAIN[kind][0])
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _schema_by_rule(parts[1])
    if origin is Literal:
        return core_schema.literal_schema(list(parts))
    if origin is tuple:
        each = core_schema.list_schema(_schema(parts[0]), strict=True)
        return core_schema.no_info_after_validator_function(tuple, each)
    if kind is bool:
        return core_schema.bool_schema(strict=True)
    return core_schema.int_schema(strict=True) if kind is int else _object_schema(kind)


def _schema_by_rule(rule: object) -> CoreSchema:
    if isinstance(rule, Whole):
        return core_schema.int_schema(strict=True, ge=rule.lowest, le=rule.highest)
    check = _FORMATS[rule.name][0] if isinstance(rule, Format) else read_id
    return core_schema.no_info_plain_validator_function(check)


def _object_schema(kind: Any) -> CoreSchema:
    members = {
        json_name(each.name): core_schema.typed_dict_field(_schema(field_type(each)), required=is_required(each))
        for each in fields(kind)
    }
    attributes = {json_name(each.name): each.name for each in fields(kind)}
    return core_schema.no_info_after_validator_function(
        lambda found: kind(**{attributes[name]: value for name, value in found.items()}),
        core_schema.typed_dict_schema(members, extra_behavior="forbid", strict=True),
    )


@cache
def _validator(kind: object) -> SchemaValidator:
    return SchemaValidator(_schema(kind))


# --- reading --------------------------------------------------------------------------------------------------------


def read_value(kind: object, value: object) -> tuple[object, tuple[Flaw, ...]]:
    """The typed value of a field, or every flaw in it (then the value is None)."""
    try:
        return _validator(kind).validate_python(value), ()
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        return None, tuple(_flaw(kind, each["loc"], each["type"]) for each in found)


def _flaw(kind: object, location: tuple[str | int, ...], problem: str) -> Flaw:
    path = "".join(f"#{step + 1}" if isinstance(step, int) else f".{printable(step)}" for step in location)
    if problem == "extra_forbidden":
        return path, "no such field"
    for step in location:
        kind = _inside(kind, step)
    return path, expected(kind)


def _inside(kind: object, step: str | int) -> object:
    return item_type(kind) if isinstance(step, int) else member_types(kind)[step]


def item_type(kind: object) -> object:
    """The type of what a list of this type holds; None where it is no list."""
    return get_args(kind)[0] if get_origin(kind) is tuple else None


def member_types(kind: Any) -> Mapping[str, object]:
    """The types of an object's fields by their names in JSON; empty where it is no object with fields of its own."""
    if not is_dataclass(kind):
        return {}
    return {json_name(each.name): field_type(each) for each in fields(kind)}


def printable(name: str) -> str:
    """A name out of a file, fit for one line of a message."""
    shown = name if name.isprintable() else name.encode("unicode_escape", "backslashreplace").decode("ascii")
    return shown if len(shown) <= 60 else shown[:59] + "…"
