"""Acts and cases as JSON values, in the names of the case file."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from nakomen.acts.base import Act
from nakomen.acts.case import CaseFile, TermsRef
from nakomen.acts.ledger import ActCorrected


def json_name(attribute: str) -> str:
    """The name in JSON of an attribute: the underscore that keeps it from being a Python keyword falls away."""
    return attribute.removesuffix("_")


@cache
def _names(written: Any) -> tuple[tuple[str, str], ...]:
    """The attributes of a dataclass with their names in JSON."""
    return tuple((each.name, json_name(each.name)) for each in fields(written))


def write_act(act: Act) -> dict[str, object]:
    """The act as a JSON object; what it does not tell is left out."""
    written = {"kind": act.kind, **_object(act)}
    if isinstance(act, ActCorrected):  # here None is told: it takes a field away
        written["fields"] = {json_name(name): _value(value) for name, value in act.fields.items()}
    return written


def write_case(case: CaseFile) -> dict[str, object]:
    """The case as a JSON object. Reading it again gives an equal case."""
    written: dict[str, object] = {"terms": _terms(case.terms)}
    if case.provider:
        written["provider"] = _value(case.provider)
    if case.settings:
        written["settings"] = _value(case.settings)
    written["acts"] = [write_act(act) for act in case.acts]
    return written


def _terms(terms: tuple[TermsRef, ...]) -> object:
    if len(terms) == 1 and terms[0].published is None:
        return terms[0].set
    return [_object(each) for each in terms]


def _object(written: Any) -> dict[str, object]:
    kind: Any = type(written)
    values = ((name, getattr(written, attribute)) for attribute, name in _names(kind))
    return {name: _value(value) for name, value in values if value is not None}


def _value(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, date):  # a datetime too
        return value.isoformat()
    if isinstance(value, tuple):
        return [_value(each) for each in value]
    if isinstance(value, Mapping):
        return {name: _value(each) for name, each in value.items()}
    if is_dataclass(value):
        return _object(value)
    return value
