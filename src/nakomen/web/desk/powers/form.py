"""The form of what a power asks: choices in words, acts of this client to choose from, euros, yes or no."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from nakomen.norms import powers
from nakomen.web.desk.acts import conditional
from nakomen.web.desk.asking import language
from nakomen.web.desk.powers import words
from nakomen.web.desk.powers.linking import when

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.http import QueryDict

    from nakomen.norms.facts import Fact
    from nakomen.norms.state import State
    from nakomen.record.seeing import Seen

MANY = 6
"""More choices than this are a list to open, not buttons."""
NEWEST = 60
"""Of the acts that nothing was reported about, so many can be chosen, the newest."""
SHOWN_WHEN: Mapping[str, str] = {
    "change_agreement.cause": "by=provider",
    "file_dispute.complaint": "at=dispute_body",
    "file_dispute.amount": "at=dispute_body",
    "terminate.act": "by=provider",
    "terminate.ground": "by=provider",
}
"""Parameters that count only with a certain answer to another."""

type Option = tuple[str, Any]


class ParameterForm(forms.Form):
    """What a power asks; `params` holds the parameters as the engine takes them, once it is valid."""

    params: Mapping[str, Any]

    def __init__(self, data: QueryDict | None, s: State, power: str, seen: Seen, initial: QueryDict) -> None:
        super().__init__(data, label_suffix="", initial=initial.dict())
        self.s, self.power, self.params = s, power, {}
        self._table = s.norms.parameters[power]
        self._kind = words.used_by(s.norms, power)
        for name, expected in self._table.get("params", {}).items():
            self.fields[name] = self._field(name, expected, seen)

    @property
    def writes(self) -> bool:
        """Whether it asks for a text of somebody's own, which belongs in no address."""
        return bool(texts_asked(self._table))

    @property
    def asked(self) -> list[dict[str, Any]]:
        """The fields with what a page needs to know of each."""
        rules = {name: SHOWN_WHEN.get(f"{self.power}.{name}", "") for name in self.fields}
        return [
            {
                "field": self[name],
                "radio": isinstance(field.widget, forms.RadioSelect),
                "needed": name in self._table.get("required", ()),
                "when": rules[name],
                "when_told": conditional.told(self, rules[name]),
                "none": isinstance(field, _ActField) and not field.there,
                "money": isinstance(field, _MoneyField),
            }
            for name, field in self.fields.items()
        ]

    @property
    def problems(self) -> list[tuple[str, str, str]]:
        """What is wrong: the place on the page, the question, what is expected."""
        return [
            (f"{self[name].auto_id}{'_0' if isinstance(self.fields[name].widget, forms.RadioSelect) else ''}",
             str(self.fields[name].label), str(error))
            for name, errors in self.errors.items() for error in errors
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """The parameters, with what is still required of them together."""
        given = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        try:
            powers.check_parameters(self.s, self.power, given)
        except powers.PowerError as error:
            for problem in error.problems:
                name = problem.removeprefix(f"{self.power}.").partition(":")[0]
                if name in self.fields and name not in self.errors:
                    self.add_error(name, _("Answer this question."))
        self.params = given
        return given

    def _field(self, name: str, expected: Any, seen: Seen) -> forms.Field:
        label = words.parameter_label(self.power, name)
        optional = name not in self._table.get("required", ())
        if isinstance(expected, list) and True in expected:
            return _FlagField(label, optional=optional)
        if isinstance(expected, list):
            told = [(value, words.parameter_choice(self._kind, name, value, language())) for value in expected]
            return _ChoiceField(label, told, optional=optional)
        if str(expected).startswith("act of kind "):
            kinds = str(expected).removeprefix("act of kind ").split(" or ")
            return _ActField(label, list(_options(self.s, kinds, seen, str(self.initial.get(name, "")))))
        if expected == "money":
            return _MoneyField(label=label, required=False, max_length=20)
        return forms.CharField(label=label, required=False, max_length=200)


def texts_asked(table: Mapping[str, Any]) -> list[str]:
    """The parameters of a power that are a text of somebody's own."""
    return [name for name, expected in table.get("params", {}).items() if expected == "text"]


class _ChoiceField(forms.ChoiceField):
    def __init__(self, label: str, options: list[Option], *, optional: bool) -> None:
        buttons = len(options) <= MANY
        widget = forms.RadioSelect if buttons else forms.Select
        first = [] if buttons else [("", _("(not chosen)"))]
        last = [("", _("Not known"))] if buttons and optional else []
        wrong = {"invalid_choice": _("Choose one of the answers.")}
        super().__init__(
            label=label, required=False, choices=[*first, *options, *last], widget=widget, error_messages=wrong
        )


class _FlagField(_ChoiceField):
    def __init__(self, label: str, *, optional: bool) -> None:
        super().__init__(label, [("true", _("Yes")), ("false", _("No"))], optional=optional)

    def clean(self, value: Any) -> Any:
        return {"true": True, "false": False}.get(super().clean(value))


class _ActField(forms.ChoiceField):
    """Acts to choose from; what is not among them can be no act at all or one that is not to be seen."""

    def __init__(self, label: str, options: list[Option]) -> None:
        self.there = bool(options)
        wrong = {"invalid_choice": _("Choose one of the acts of this client.")}
        super().__init__(label=label, required=False, choices=[("", _("(not chosen)")), *options], error_messages=wrong)


class _MoneyField(forms.CharField):
    """Euros, written with a comma or a point."""

    def clean(self, value: Any) -> str:
        text = super().clean(value).replace("€", "").strip()
        if not text:
            return ""
        found = re.fullmatch(r"(\d{1,9})(?:[.,](\d{1,2}))?", text, re.ASCII)
        if found is None:
            raise forms.ValidationError(_("Give an amount in euros, such as 1234,50."))
        return f"{int(found[1])}.{found[2] or '':0<2}"


def _options(s: State, kinds: list[str], seen: Seen, wanted: str) -> Iterator[Option]:
    """The acts of these kinds that may be seen, the newest first: those that something was reported about apart."""
    facts = [fact for kind in kinds for fact in reversed(s.of(kind)) if seen.sees(fact.name)]
    told = {fact.name for fact in facts if _reported(s, fact, seen)}
    reported = [fact for fact in facts if fact.name in told]
    others = [fact for fact in facts if fact.name not in told]
    kept = [fact for number, fact in enumerate(others) if number < NEWEST or fact.name == wanted]
    if reported and kept:
        yield _("Something was reported about these"), [_option(fact) for fact in reported]
        yield _("Others"), [_option(fact) for fact in kept]
    else:
        yield from map(_option, [*reported, *kept])


def _reported(s: State, fact: Fact, seen: Seen) -> bool:
    """Whether a planned visit was cancelled or missed: mostly that is why somebody asks about it."""
    kinds = ("visit.missed", "visit.cancelled")
    return any(each.kind in kinds and seen.sees(each.name) for each in s.answers.get(fact.name, ()))


def _option(fact: Fact) -> Option:
    labels = fact.act.labels
    return fact.name, f"{labels.en if language() == 'en' else labels.nl}, {when(fact.act)}"
