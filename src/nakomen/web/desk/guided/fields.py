"""The questions of guided forms: a day, a moment, yes or no, one of, several of, a line, a text."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from nakomen.law.clock import local_day
from nakomen.web.desk.acts import widgets
from nakomen.web.desk.acts.fields import DAYS, Moment

if TYPE_CHECKING:
    from collections.abc import Iterable

type Choices = Iterable[tuple[str, str]]

LONGEST = 20_000


def day(label: str, *, required: bool = True, help_text: str = "", latest: date | None = None) -> forms.DateField:
    """A day; not after `latest`, where there is one."""
    field = forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        input_formats=DAYS,
        widget=widgets.DayInput(),
        error_messages={"required": _("Fill in a day."), "invalid": _("Fill in a day, such as 31-12-2026.")},
    )
    if latest is not None:
        field.validators.append(_not_after(latest))
        field.widget.attrs["max"] = latest.isoformat()
    return field


def _not_after(latest: date) -> Any:
    def check(given: date) -> None:
        if given > latest:
            raise ValidationError(_("This day has not come yet. Fill in the day on which it happened."))

    return check


def moment(label: str, *, now: datetime, required: bool = True, help_text: str = "") -> Moment:
    """A day, and the time where it is known; not after `now`. Its answer is a date, or a datetime with its zone."""
    field = Moment(label=label, required=required, help_text=help_text)
    field.error_messages["required"] = _("Fill in a day.")
    field.validators.append(_not_later(now))
    field.widget.widgets[0].attrs["max"] = local_day(now).isoformat()
    return field


def _not_later(now: datetime) -> Any:
    on_the_day = _not_after(local_day(now))

    def check(given: date | datetime) -> None:
        on_the_day(day_of(given))
        if isinstance(given, datetime) and given > now:
            raise ValidationError(_("This time has not come yet. Fill in the time at which it happened."))

    return check


def day_of(given: date | datetime) -> date:
    """The Dutch day of an answer to `moment`."""
    return local_day(given) if isinstance(given, datetime) else given


def before(one: date | datetime, other: date | datetime) -> bool:
    """Whether one answer to `moment` is before another; on one day only where both times are known."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one < other
    return day_of(one) < day_of(other)


def yes_no(label: str, *, required: bool = True, help_text: str = "") -> forms.TypedChoiceField:
    """Yes or no; without an answer None, where none is required."""
    return forms.TypedChoiceField(
        label=label,
        required=required,
        help_text=help_text,
        choices=(("yes", _("Yes")), ("no", _("No"))),
        coerce=lambda word: word == "yes",
        empty_value=None,
        widget=widgets.Radios,
        error_messages={"required": _("Choose yes or no.")},
    )


def one_of(
    label: str, choices: Choices, *, required: bool = True, help_text: str = "", long: bool = False
) -> forms.ChoiceField:
    """One of some answers: all in sight, or a list to unfold where they are many (`long`)."""
    every = list(choices)
    if long:
        every.insert(0, ("", _("Choose")))
    return forms.ChoiceField(
        label=label,
        required=required,
        help_text=help_text,
        choices=every,
        widget=forms.Select if long else widgets.Radios,
        error_messages={"required": _("Choose one of the answers."), "invalid_choice": _("Choose one of the answers.")},
    )


def several(
    label: str, choices: Choices, *, required: bool = False, help_text: str = "", initial: Iterable[str] = ()
) -> forms.MultipleChoiceField:
    """Any of some answers, or none of them."""
    return forms.MultipleChoiceField(
        label=label,
        required=required,
        help_text=help_text,
        choices=list(choices),
        initial=list(initial),
        widget=widgets.Checks,
        error_messages={"required": _("Tick at least one."), "invalid_choice": _("Choose from the answers.")},
    )


def line(
    label: str, *, required: bool = True, help_text: str = "", longest: int = 200, **attrs: str
) -> forms.CharField:
    """A text of one line."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=longest,
        widget=forms.TextInput(attrs={"autocomplete": "off", **attrs}),
        error_messages={"required": _("Fill this in.")},
    )


def text(label: str, *, required: bool = True, help_text: str = "", rows: int = 5) -> forms.CharField:
    """A text of as many lines as it takes."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": _("Fill this in.")},
    )


def split(given: str) -> list[str]:
    """The lines of a text that hold something."""
    return [part.strip() for part in given.splitlines() if part.strip()]
