"""The fields of forms of acts: one for each type that a field of an act can have.

Each turns what was typed into the value of the case file (`to_json`), and such a value into what the form starts with
(`from_json`). What is left empty gives None, and is left out of the act.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nakomen.law.clock import AMSTERDAM
from nakomen.web.desk.acts import widgets
from nakomen.web.desk.acts.widgets import OTHER

if TYPE_CHECKING:
    from collections.abc import Sequence

    type Choices = Sequence[tuple[str, str]]

DAYS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%y")
RADIOS = 7
"""Up to so many choices stand open below each other; more fold into a list."""

_DAY_WRONG = _("Give a day, such as 31-12-2026.")
_CHOICE_WRONG = _("Choose one of these.")
_REQUIRED = _("This is required.")
_MONEY = re.compile(r"€?\s*(\d{1,3}(?:\.\d{3})+|\d{1,9})(?:,(\d{1,2}))?|€?\s*(\d{1,9})\.(\d{1,2})", re.ASCII)


class ActField(forms.Field):
    """What all fields of acts can: to the case file, and from it."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(**options)
        self.error_messages["required"] = str(_REQUIRED)

    def to_json(self, value: Any) -> Any:
        """The value in the case file; None where nothing was filled in."""
        return value if value not in ("", None) else None

    def from_json(self, value: Any) -> Any:
        """What the form starts with for a value of the case file."""
        return value


class YesNo(ActField, forms.ChoiceField):
    """True or false; where it may be left open, that is a choice as well."""

    def __init__(self, **options: Any) -> None:
        choices = [("yes", _("Yes")), ("no", _("No"))]
        if not options.get("required", True):
            choices.append(("", _("Not known")))
        super().__init__(choices=choices, widget=widgets.Radios, **options)
        self.error_messages["required"] = str(_("Choose yes or no."))

    def to_json(self, value: Any) -> bool | None:
        """Yes, no or nothing."""
        return {"yes": True, "no": False}.get(value)

    def from_json(self, value: Any) -> str:
        """The option for a truth."""
        return {True: "yes", False: "no"}.get(value, "")


class OneOf(ActField, forms.ChoiceField):
    """One of several words. A list is short enough to stand open, or folds."""

    def __init__(self, choices: Choices, *, whole: bool = False, blank: str = "", **options: Any) -> None:
        self.whole = whole
        few = len(choices) <= RADIOS
        required = options.get("required", True)
        empty = [("", blank or _("Not known") if few else "–")] if not (few and required) else []
        shown = [*choices, *empty] if few else [*empty, *choices]
        super().__init__(choices=shown, widget=widgets.Radios if few else forms.Select, **options)
        self.error_messages |= {"required": str(_CHOICE_WRONG), "invalid_choice": str(_CHOICE_WRONG)}

    def to_json(self, value: Any) -> Any:
        """The word, or the number that it stands for."""
        if value in ("", None):
            return None
        return int(value) if self.whole else value

    def from_json(self, value: Any) -> str:
        """The option of a word or a number."""
        return "" if value is None else str(value)


class ManyOf(ActField, forms.MultipleChoiceField):
    """Any of several words. Where the field must be there, none is an answer too: an empty list."""

    def __init__(self, choices: Choices, *, must: bool, needed: bool, **options: Any) -> None:
        self.must = must
        super().__init__(choices=choices, widget=widgets.Checks, required=needed, **options)
        self.error_messages |= {
            "required": str(_("Choose at least one.")),
            "invalid_choice": str(_CHOICE_WRONG),
        }

    def to_json(self, value: Any) -> list[str] | None:
        """The words in the order of the choices."""
        return list(value or ()) if value or self.must else None

    def from_json(self, value: Any) -> list[str]:
        """The options that are ticked."""
        return [str(each) for each in value or ()]


class Text(ActField, forms.CharField):
    """Words on one line, or on several."""

    def __init__(self, *, long: bool = False, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}) if long else forms.TextInput, **options)
        self.error_messages["null_characters_not_allowed"] = str(_("Leave out signs that cannot be read."))

    def to_json(self, value: Any) -> str | None:
        """The words, with the line ends of the case file."""
        return str(value).replace("\r\n", "\n") or None


class Lines(ActField, forms.CharField):
    """A list of words, one a line."""

    def __init__(self, *, must: bool, **options: Any) -> None:
        self.must = must
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), **options)

    def to_json(self, value: Any) -> list[str] | None:
        """The lines that hold something."""
        return lines(value) or ([] if self.must else None)

    def from_json(self, value: Any) -> str:
        """The list as lines."""
        return "\n".join(value or ())


class Day(ActField, forms.DateField):
    """A day, as browsers send it or as people write it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=widgets.DayInput, input_formats=DAYS, **options)
        self.error_messages["invalid"] = str(_DAY_WRONG)

    def to_json(self, value: date | None) -> str | None:
        """The day as YYYY-MM-DD."""
        return None if value is None else value.isoformat()

    def from_json(self, value: Any) -> date | None:
        """The day of a text."""
        return date.fromisoformat(value) if value else None


class Money(ActField, forms.CharField):
    """An amount in euros with a comma or a point: 12,50 or 12.50."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal", "size": "10"}), **options)

    def clean(self, value: Any) -> Any:
        """The amount. Raises ValidationError for anything else."""
        text = super().clean(value)
        if not text:
            return None
        found = _MONEY.fullmatch(text.strip())
        if found is None:
            raise ValidationError(_("Give an amount in euros, such as 12,50."), code="invalid")
        whole = (found[1] or found[3]).replace(".", "")
        if len(whole) > 9:
            raise ValidationError(_("Give an amount in euros, such as 12,50."), code="invalid")
        return Decimal(f"{whole}.{(found[2] or found[4] or '0').ljust(2, '0')}")

    def to_json(self, value: Decimal | None) -> str | None:
        """The amount with two decimals and a point."""
        return None if value is None else f"{value:.2f}"

    def from_json(self, value: Any) -> str:
        """The amount with a comma."""
        return str(value).replace(".", ",") if value else ""


class Number(ActField, forms.IntegerField):
    """A whole number between two others."""

    def __init__(self, lowest: int, highest: int, unit: str, **options: Any) -> None:
        self.unit = unit
        super().__init__(min_value=lowest, max_value=highest, **options)
        between = _("Give a whole number from %(lowest)s to %(highest)s.") % {"lowest": lowest, "highest": highest}
        self.error_messages["invalid"] = between
        for each in self.validators:
            each.message = between  # type: ignore[attr-defined]  # the two that the limits made

    def to_json(self, value: int | None) -> int | None:
        """The number."""
        return value


class Moment(ActField, forms.MultiValueField):
    """A day, and the time where it is known; `timed` where the time must be known.

    In the night when the clock goes forward an hour is not there; when it goes back one comes twice, and the form asks
    which of the two is meant.
    """

    widget = widgets.MomentInput

    def __init__(self, *, timed: bool = False, **options: Any) -> None:
        self.timed = timed
        day = forms.DateField(input_formats=DAYS, error_messages={"invalid": str(_DAY_WRONG)})
        at = forms.TimeField(required=timed, error_messages={"invalid": str(_("Give a time, such as 14:30."))})
        fold = forms.CharField(required=False)
        super().__init__(fields=(day, at, fold), require_all_fields=False, **options)
        self.error_messages["incomplete"] = str(_("Give the day and the time.") if timed else _DAY_WRONG)

    def compress(self, data_list: list[Any]) -> date | datetime | None:
        """The day, or the moment in Amsterdam. Raises ValidationError for an hour that is not there or comes twice."""
        if not data_list or data_list[0] is None:
            return None
        day, at, fold = data_list
        return day if at is None else moment(day, at, str(fold or ""))

    def to_json(self, value: date | datetime | None) -> str | None:
        """A day as YYYY-MM-DD, a moment with its offset."""
        return None if value is None else value.isoformat()

    def from_json(self, value: Any) -> date | datetime | None:
        """The day or the moment of a text."""
        if not value:
            return None
        return date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)


class Suggested(ActField, forms.MultiValueField):
    """One of the choices that are at hand, or words of one's own."""

    first: ClassVar[str] = "_0"

    def __init__(self, choices: Choices, **options: Any) -> None:
        shown = [("", "–"), *choices, (OTHER, str(_("Something else, namely")))]
        parts = (forms.CharField(required=False), forms.CharField(required=False))
        super().__init__(fields=parts, require_all_fields=False, widget=widgets.ChoiceOrWords(shown), **options)

    def compress(self, data_list: list[Any]) -> str:
        """The choice, or the words. Raises ValidationError where words were announced and there are none."""
        choice, words = (str(each or "").strip() for each in (data_list or ["", ""]))
        if choice and choice != OTHER:
            return choice
        if choice == OTHER and not words:
            raise ValidationError(_("Write down what you mean."), code="required")
        if not words and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return words


class SuggestedMany(ActField, forms.MultiValueField):
    """Any of the choices that are at hand, and words of one's own, one a line."""

    def __init__(self, choices: Choices, *, must: bool, **options: Any) -> None:
        self.must = must
        parts = (forms.MultipleChoiceField(choices=choices, required=False), forms.CharField(required=False))
        super().__init__(fields=parts, require_all_fields=False, widget=widgets.ChoicesAndWords(choices), **options)
        self.error_messages["required"] = str(_("Choose at least one."))

    def compress(self, data_list: list[Any]) -> list[str]:
        """The choices, then the words."""
        choices, words = data_list or ([], "")
        return list(dict.fromkeys([*(choices or ()), *lines(words)]))

    def to_json(self, value: Any) -> list[str] | None:
        """The list."""
        return list(value or ()) or ([] if self.must else None)


def moment(day: date, at: time, fold: str) -> datetime:
    """The moment in Amsterdam. Raises ValidationError for an hour that is not there, or that comes twice."""
    if widgets.is_missing(day, at):
        raise ValidationError(
            _("That night the clock went forward: this time was not there. Give a time before 2:00 or from 3:00."),
            code="missing",
        )
    if widgets.is_double(day, at) and fold not in ("0", "1"):
        raise ValidationError(
            _("That night the clock went back: this time came twice. Choose which of the two you mean."), code="double"
        )
    return datetime.combine(day, at.replace(fold=int(fold == "1")), AMSTERDAM)


def lines(value: Any) -> list[str]:
    """The lines of a text that hold something."""
    return [line.strip() for line in str(value or "").splitlines() if line.strip()]
