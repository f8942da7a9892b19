"""Filling in forms as a browser does, and one valid act of each kind to fill them in with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args, get_origin

from django.forms import MultipleChoiceField
from django.http import QueryDict

from nakomen.acts import kind_class, kinds
from nakomen.acts.base import Format, Refers, Whole
from nakomen.acts.labels import topics
from nakomen.acts.reading_acts import members
from nakomen.acts.reading_values import item_type, member_types
from nakomen.law.clock import AMSTERDAM
from nakomen.web.desk.acts import forms
from nakomen.web.desk.acts.about import About, Pointed
from nakomen.web.desk.acts.fields import Moment, Suggested, SuggestedMany
from nakomen.web.desk.acts.forms import ActForm, RowForm

ON = "2026-03-02"
FORMATS = {"bsn": "999990019", "postcode": "1011 AB", "clause": "set/12.7", "topic": "keys", "number_end": "12AB"}


def surroundings(language: Literal["nl", "en"] = "nl") -> About:
    """A form's surroundings in which an act of each kind can be pointed at: `x-` and its kind."""
    acts = [Pointed(f"x-{kind}", kind, date(2026, 3, 1), kind) for kind in kinds()]
    return About(language, date(2026, 3, 2), acts, {"topics": lambda: [(t, t) for t in topics()]})


def example(kind: str, *, full: bool = True) -> dict[str, Any]:
    """A valid act of a kind, with each field that it can have, or those only that it must have."""
    told: dict[str, Any] = {"kind": kind, "on": ON}
    for name, member in members(kind_class(kind)).items():
        pointed = name != "act" or bool(kind_class(kind).answers)
        if name in ("on", "id", "recorded", "recorder") or not (member.required or (full and pointed)):
            continue
        told[name] = value(member.type, name)
    return told


def value(type_: Any, name: str = "") -> Any:
    """A value of a type, as the case file has it."""
    inner = item_type(type_)
    if inner is not None:
        return [value(inner, name)]
    if is_dataclass(type_):
        return {own: value(each, own) for own, each in member_types(type_).items()}
    if get_origin(type_) is Literal:
        return get_args(type_)[-1]
    if get_origin(type_) is Annotated:
        return _ruled(get_args(type_)[1])
    plain: dict[Any, Any] = {
        bool: False,
        date: "2026-04-01" if name in ("until", "valid_until") else "2026-03-01",
        datetime: "2026-03-03T09:30:00+01:00",
        Decimal: "1250.50",
    }
    return plain.get(type_, f"woorden over {name}")


def _ruled(rule: object) -> Any:
    if isinstance(rule, Whole):
        return rule.highest
    if isinstance(rule, Format):
        return FORMATS[rule.name]
    assert isinstance(rule, Refers)
    return f"x-{rule.kinds[0]}" if rule.kinds else "x-visit.planned"


def sent(form: ActForm | RowForm) -> QueryDict:
    """What a browser sends for a form that is shown and not touched."""
    data = QueryDict(mutable=True)
    for name, given in _inputs(form):
        data.appendlist(name, given)
    return data


def _inputs(form: ActForm | RowForm) -> Iterator[tuple[str, str]]:
    for name, field in form.fields.items():
        full = form.add_prefix(name)
        if isinstance(form, ActForm) and name in form.rows:
            for row in form.rows[name]:
                yield from _inputs(row)
            continue
        shown: Any = form[name].value()
        if isinstance(field, Moment | Suggested | SuggestedMany):
            widget: Any = field.widget
            for suffix, part in zip(widget.widgets_names, widget.decompress(shown), strict=True):
                yield from _sent_as(full + suffix, part)
        else:
            ticked = isinstance(field, MultipleChoiceField)
            yield from _sent_as(full, (shown or []) if ticked else shown)


def _sent_as(name: str, shown: Any) -> Iterator[tuple[str, str]]:
    for each in shown if isinstance(shown, list) else [shown]:
        yield name, "" if each is None else str(each)


def through(kind: str, act: dict[str, Any], about: About) -> ActForm:
    """The form of an act that is shown, sent back untouched, and read."""
    initial = {name: each for name, each in act.items() if name != "kind"}
    form = forms.bound(kind, about, data=sent(forms.bound(kind, about, initial=initial)))
    form.is_valid()
    return form


def local(moment: str) -> str:
    """A moment in Amsterdam, as a form writes it."""
    return datetime.fromisoformat(moment).astimezone(AMSTERDAM).isoformat()
