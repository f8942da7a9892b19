"""Forms made from the classes of acts: what a kind's fields are, its form is.

    about = about.of(asked, seen)                        # the client's acts and the words at hand
    form = bound("plan.agreed", about, initial={"on": "2026-03-02", "act": "n4"})      # a form to show
    form = bound("plan.agreed", about, data=request.POST)                             # what was sent
    if form.is_valid():
        ledger.append(client, acts_from(form), ...)      # form.json is the act as the case file has it

`initial`, `preset` and `form.json` speak the case file's language: names and values of its JSON. A form can show some
fields only (`only`, in that order, or all `without` some), with values that it does not show (`preset`); several forms
live in one page by a `prefix` each. AppendError's problems come back at the fields by `form.tell(error.problems)`.

In a template: {% include "desk/acts/_problems.html" %} and {% include "desk/acts/_fields.html" %}, both with `form`.
"""

from __future__ import annotations

from dataclasses import dataclass, is_dataclass
from dataclasses import fields as dataclass_fields
from datetime import date
from typing import TYPE_CHECKING, Any, TypedDict, Unpack, get_origin

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _

from nakomen.acts import kind_class, labels
from nakomen.acts.reading_acts import Member, contradictions, members, read_fields
from nakomen.acts.reading_values import field_type, is_required, item_type
from nakomen.acts.writing import json_name
from nakomen.web.desk.acts import conditional, making, telling
from nakomen.web.desk.acts.fields import ActField, Number
from nakomen.web.desk.acts.widgets import ChoicesAndWords

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from django.forms import BoundField

    from nakomen.acts.case import Problem
    from nakomen.web.desk.acts.about import About

UNSEEN = frozenset({"id", "recorded", "recorder"})
"""What the record itself writes down."""
ANY = frozenset({"duty.waived"})
"""Kinds whose form asks for the act that they are about though they answer no kind of act."""
BLANK = 2
"""So many empty rows a list of rows offers beside those that are filled."""
LEFT_OUT = "left_out"
"""The tick that leaves a row out: what was filled in already cannot all be emptied, a choice stays chosen."""


@dataclass(frozen=True)
class Part:
    """One field of a form as a template shows it; a list of rows has `rows` of parts instead of a field.

    `target` is the id that a link leads to, `shown_when` with which answers it counts, `when_told` the same in words.
    """

    name: str
    label: str
    help: str
    required: bool
    errors: Sequence[str]
    target: str
    bound: BoundField | None = None
    rows: Sequence[Sequence[Part]] = ()
    shown_when: str = ""
    when_told: str = ""
    unit: str = ""
    focused: bool = False

    @property
    def grouped(self) -> bool:
        """Whether it is more than one input, so that it is a group with a legend."""
        return self.bound is None or self.bound.use_fieldset


class Options(TypedDict, total=False):
    """What a form can be given besides its kind; see the module's own words."""

    data: Mapping[str, Any] | None
    initial: Mapping[str, Any] | None
    prefix: str | None
    only: Sequence[str] | None
    without: Collection[str]
    preset: Mapping[str, Any] | None
    quiet: bool
    more: str


class RowForm(forms.Form):
    """One row of a list: a line of an invoice, a service of an offer, a day of evaluation."""

    def __init__(self, kind: str, name: str, type_: Any, about: About, **options: Any) -> None:
        self.kind, self.of = kind, name
        self.single = not is_dataclass(type_)
        self.quiet = bool(options.pop("quiet", False))
        chosen = _strings(options.get("initial") or {}) + _strings(options.get("data") or {})
        self._members = _inner(type_)
        values = options.pop("initial", None) or {}
        super().__init__(empty_permitted=True, use_required_attribute=False, renderer=None, **options)
        for own, (member_type, required) in self._members.items():
            path = name if self.single else f"{name}.{own}"
            self.fields[own] = making.field_for(
                kind, path, member_type, about, required=required and not self.single, chosen=chosen
            )
        self.initial = {own: _own(self, own).from_json(value) for own, value in values.items() if own in self.fields}
        if not self.single:
            self.fields[LEFT_OUT] = forms.BooleanField(label=_("Leave this row out"), required=False)

    @property
    def left_out(self) -> bool:
        """Whether the row does not count."""
        return not self.single and bool(self[LEFT_OUT].data)

    @property
    def errors(self) -> ErrorDict:
        """What is wrong, by field; nothing while the form is quiet, or in a row that does not count."""
        return ErrorDict() if self.quiet or self.left_out else super().errors

    @property
    def json(self) -> Any:
        """The row as the case file has it; None for a row that is left out, or in which nothing was filled in."""
        if self.left_out:
            return None
        cleaned = getattr(self, "cleaned_data", {})
        told = {own: _own(self, own).to_json(cleaned[own]) for own in self._members if own in cleaned}
        told = {own: value for own, value in told.items() if value is not None}
        if not told:
            return None
        return told["value"] if self.single else told

    def parts(self) -> list[Part]:
        """The fields of the row, to show."""
        return [_part(self, own, self.kind) for own in self.fields]  # the tick that leaves it out comes last


class ActForm(forms.Form):
    """The form of one act of a kind. `quiet`: shown as it was typed, with nothing said about it yet."""

    def __init__(self, kind: str, about: About, **options: Unpack[Options]) -> None:
        self.kind, self.about, self.quiet = kind, about, options.get("quiet", False)
        self.preset = dict(options.get("preset") or {})
        self.json: dict[str, Any] = {}
        self.focus = ""
        self.rows: dict[str, list[RowForm]] = {}
        self._places: dict[str, list[int]] = {}
        super().__init__(data=options.get("data"), prefix=options.get("prefix"), use_required_attribute=False)
        self.given = dict(options.get("initial") or {})
        known = members(kind_class(kind))
        for name in self._names(known, options.get("only"), {*options.get("without", ()), *self.preset}):
            self._add(name, known[name], options.get("more", ""))
        self.initial = {
            name: _own(self, name).from_json(value) for name, value in self.given.items() if name in self.fields
        }

    # --- making -----------------------------------------------------------------------------------------------------

    def _names(self, known: Mapping[str, Member], only: Sequence[str] | None, without: Collection[str]) -> list[str]:
        if only is not None:
            return [name for name in only if name not in without]
        kind = kind_class(self.kind)
        left = {*UNSEEN, *without}
        there = bool(self.about.pointed(kind.answers)) and bool(kind.answers or self.kind in ANY)
        pointed = there or "act" in self.given or self.add_prefix("act") in self.data
        if not pointed and not known["act"].required:
            left.add("act")
        own = [name for name in known if name not in ("on", "act") and name not in left]
        first = [name for name in ("on", "act") if name not in left]
        return first + own

    def _add(self, name: str, member: Member, more: str) -> None:
        type_ = member.type
        if is_rows(self.kind, name, type_):
            self.rows[name] = self._row_forms(name, item_type(type_), more=more == name)
            self._places[name] = []
            self.fields[name] = ActField(
                required=False,
                label=labels.field_label(self.kind, name, self.about.language),
                help_text=labels.field_help(self.kind, name, self.about.language),
                widget=forms.HiddenInput,
            )
            self.fields[name].must = member.required  # type: ignore[attr-defined]  # kept beside the rows it stands for
            return
        chosen = _strings({name: self.given.get(name)}) + self._sent(name)
        self.fields[name] = making.field_for(
            self.kind, name, type_, self.about, required=member.required, chosen=chosen
        )

    def _sent(self, name: str) -> list[str]:
        full = self.add_prefix(name)
        many = getattr(self.data, "getlist", None)
        return many(full) if many else _strings({full: self.data.get(full)})

    def _row_forms(self, name: str, item: Any, *, more: bool) -> list[RowForm]:
        stem = self.add_prefix(name)

        def row(place: int, **options: Any) -> RowForm:
            prefix = f"{stem}-{place}"
            return RowForm(self.kind, name, item, self.about, prefix=prefix, quiet=self.quiet, **options)

        if self.is_bound:
            count = 1 + max((place for key in self.data if (place := _place(key, stem)) is not None), default=-1)
            sent = [row(place, data=self.data) for place in range(count)]
            return sent + [row(count + extra) for extra in range(BLANK if more or not sent else 0)]
        values = [value if isinstance(value, dict) else {"value": value} for value in self.given.get(name) or ()]
        filled = [row(place, initial=value) for place, value in enumerate(values)]
        return filled + [row(len(filled) + extra) for extra in range(BLANK)]

    # --- what was sent ----------------------------------------------------------------------------------------------

    @property
    def errors(self) -> ErrorDict:
        """What is wrong, by field; nothing while the form is quiet."""
        return ErrorDict() if self.quiet else super().errors

    def clean(self) -> dict[str, Any]:
        """Puts the act together, and says what contradicts itself in it."""
        cleaned = dict(self.cleaned_data)
        told: dict[str, Any] = {"kind": self.kind, **self.preset}
        for name in self.fields:
            value = self._rows_json(name) if name in self.rows else self._value(name, cleaned)
            if value is not None:
                told[name] = value
        self.json = told
        self._check()
        return cleaned

    def _value(self, name: str, cleaned: Mapping[str, Any]) -> Any:
        return _own(self, name).to_json(cleaned[name]) if name in cleaned else None

    def _rows_json(self, name: str) -> list[Any] | None:
        rows, self._places[name] = [], []
        for place, form in enumerate(self.rows[name]):
            if form.is_bound and not form.is_valid():
                self.errors.setdefault(name, self.error_class([_("A row is not right yet.")]))
            value = form.json if form.is_bound else None
            if value is not None:
                rows.append(value)
                self._places[name].append(place)
        must = getattr(self.fields[name], "must", False)
        if must and not rows and name not in self.errors:
            self.add_error(name, ValidationError(_("Fill in at least one row."), code="required"))
        return rows if rows or must else None

    def _check(self) -> None:
        """The checks that reading an act makes, told at the fields; what a field said itself is not said twice."""
        values, flaws = read_fields(kind_class(self.kind), self.json)
        shown = [(path, told) for path, told in (*flaws, *contradictions(values)) if _stem(path) in self.fields]
        for path, expected in shown:
            if _stem(path) not in self.errors:
                self._at(path, expected)

    def tell(self, problems: Iterable[Problem]) -> None:
        """Say at the fields what the record found wrong with this act."""
        for problem in problems:
            path = problem.field.removeprefix("fields.")
            if path != "kind" and _stem(path) in self.fields:
                self._at(path, problem.expected)
            else:
                self.add_error(None, telling.told(problem.expected, self.kind, path, self.about.language))

    def _at(self, path: str, expected: str) -> None:
        """Say what is wrong at a field, or at the field of a row: `lines#2.amount`."""
        name = _stem(path)
        told = telling.told(expected, self.kind, path, self.about.language)
        place, _dot, own = path.removeprefix(name).removeprefix("#").partition(".")
        if name in self.rows and place.isdigit() and int(place) <= len(self._places[name]):
            row = self.rows[name][self._places[name][int(place) - 1]]
            row.add_error(own if own in row.fields else "value" if row.single else None, told)
            self.errors.setdefault(name, self.error_class([_("A row is not right yet.")]))
            return
        self.add_error(name, told)

    # --- to show ----------------------------------------------------------------------------------------------------

    def parts(self) -> list[Part]:
        """The fields in their order, as a template shows them."""
        return [self._row_part(name) if name in self.rows else _part(self, name, self.kind) for name in self.fields]

    def _row_part(self, name: str) -> Part:
        bound, rule = self[name], _prefixed(self, making.shown_when(self.kind, name))
        return Part(
            name=self.add_prefix(name),
            label=str(bound.label),
            help=str(bound.help_text),
            required=getattr(self.fields[name], "must", False),
            errors=[str(each) for each in bound.errors],
            target=f"{bound.auto_id}_rows",
            rows=[form.parts() for form in self.rows[name]],
            focused=self.focus == name,
            shown_when=rule,
            when_told=conditional.told(self, rule),
        )

    def problems(self) -> list[tuple[str, str, str]]:
        """All that is wrong, for the top of the page: the id to go to, the field's words, what is wrong."""
        if self.quiet or not self.is_bound:
            return []
        found = [("", "", str(text)) for text in self.non_field_errors()]
        for part in self.parts():
            found += _problems(part)
        return found


def bound(kind: str, about: About, **options: Unpack[Options]) -> ActForm:
    """The form of a kind; options as those of ActForm."""
    return ActForm(kind, about, **options)


def acts_from(*sent: ActForm) -> list[dict[str, Any]]:
    """The acts of forms that are valid, as `ledger.append` takes them."""
    return [dict(form.json) for form in sent]


def is_rows(kind: str, name: str, type_: Any) -> bool:
    """Whether a field is a list of rows: of things with fields of their own, of days, of members of staff."""
    if get_origin(type_) is not tuple:
        return False
    item = item_type(type_)
    return is_dataclass(item) or item is date or f"{kind}.{name}" == "visit.planned.caregivers"


# --- parts ----------------------------------------------------------------------------------------------------------


def _own(form: forms.Form, name: str) -> ActField:
    field = form.fields[name]
    if not isinstance(field, ActField):
        raise TypeError("a form of an act: expected fields of its own")
    return field


def _part(form: forms.Form, name: str, kind: str) -> Part:
    bound = form[name]
    field = form.fields[name]
    rule = "" if getattr(form, "of", "") else _prefixed(form, making.shown_when(kind, name))
    return Part(
        name=form.add_prefix(name),
        label=str(bound.label),
        help=str(bound.help_text),
        required=field.required,
        errors=[str(each) for each in bound.errors],
        target=_target(bound),
        bound=bound,
        shown_when=rule,
        when_told=conditional.told(form, rule),
        unit=field.unit if isinstance(field, Number) else "",
        focused=getattr(form, "focus", "") == name,
    )


def _target(bound: BoundField) -> str:
    """The id of the first input of a field."""
    if not bound.use_fieldset:
        return bound.auto_id
    return f"{bound.auto_id}_0_0" if isinstance(bound.field.widget, ChoicesAndWords) else f"{bound.auto_id}_0"


def _prefixed(form: forms.Form, rule: str) -> str:
    """The rule with the names that the fields have in this page."""
    parts = []
    for condition in filter(None, rule.split("&")):
        name, equals, wanted = condition.partition("=")
        if name in form.fields:
            parts.append(f"{form.add_prefix(name)}{equals}{wanted}")
    return "&".join(parts)


def _problems(part: Part) -> Iterator[tuple[str, str, str]]:
    if not part.rows:
        yield from ((part.target, part.label, text) for text in part.errors)
        return
    inner = [problem for row in part.rows for each in row for problem in _problems(each)]
    yield from inner or ((part.target, part.label, text) for text in part.errors)


def _inner(type_: Any) -> dict[str, tuple[Any, bool]]:
    if not is_dataclass(type_):
        return {"value": (str if type_ is str else type_, False)}
    return {json_name(each.name): (field_type(each), is_required(each)) for each in dataclass_fields(type_)}


def _stem(path: str) -> str:
    return path.partition("#")[0].partition(".")[0]


def _place(key: str, stem: str) -> int | None:
    number, dash, _rest = key.removeprefix(f"{stem}-").partition("-")
    return int(number) if key.startswith(f"{stem}-") and dash and number.isdigit() and len(number) < 4 else None


def _strings(values: Mapping[str, Any]) -> list[str]:
    found: list[str] = []
    for value in values.values():
        found += [each for each in value if isinstance(each, str)] if isinstance(value, list | tuple) else []
        found += [value] if isinstance(value, str) else []
    return found
