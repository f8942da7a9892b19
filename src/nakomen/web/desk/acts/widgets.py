"""The inputs of forms of acts where Django's own do not say enough: groups of options, moments, a choice or words.

Each has its template in desk/acts/widgets. Labels of parts are read out: nothing is told by place or colour alone.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any, override

from django import forms

from nakomen.law.clock import AMSTERDAM

if TYPE_CHECKING:
    from collections.abc import Sequence

OTHER = "_other"
"""The option of a choice that stands for words of one's own."""


_OPTIONS = "desk/acts/widgets/options.html"


class Radios(forms.RadioSelect):
    """One of a few. The group's name and error stand at its fieldset, a label at each option."""

    template_name = _OPTIONS


class Checks(forms.CheckboxSelectMultiple):
    """Any of several."""

    template_name = _OPTIONS


class DayInput(forms.DateInput):
    """A day as browsers ask for it; what was typed otherwise stays as it was typed."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(forms.MultiWidget):
    """A day, a time that may be empty, and, in the night when the clock goes back, which of the two is meant."""

    template_name = "desk/acts/widgets/moment.html"
    use_fieldset = True

    def __init__(self) -> None:
        super().__init__(
            {
                "": DayInput(),
                "time": forms.TimeInput(attrs={"type": "time"}),
                "fold": forms.Select(choices=[("", "")]),
            }
        )

    def decompress(self, value: date | datetime | None) -> list[Any]:
        """Day, time and fold of a moment, in Amsterdam."""
        if isinstance(value, datetime):
            local = value.astimezone(AMSTERDAM)
            shown = local.strftime("%H:%M:%S" if local.second or local.microsecond else "%H:%M")
            return [local.date(), shown, str(local.fold) if is_double(local.date(), local.time()) else ""]
        return [value, None, ""]

    @override
    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        parts = value if isinstance(value, list | tuple) else self.decompress(value)
        context["ask_fold"] = bool(parts[2]) or is_double(_day(parts[0]), _time(parts[1]))
        context["fold_given"] = parts[2]
        return context


class ChoiceOrWords(forms.MultiWidget):
    """One of the choices, or words of one's own."""

    template_name = "desk/acts/widgets/choice_or_words.html"
    use_fieldset = True

    def __init__(self, choices: Sequence[tuple[str, str]]) -> None:
        self.known = {value for value, _ in choices}
        super().__init__({"": forms.Select(choices=list(choices)), "other": forms.TextInput()})

    def decompress(self, value: str | None) -> list[str]:
        """The choice, or the words beside the option that stands for them."""
        if not value or value in self.known:
            return [value or "", ""]
        return [OTHER, value]


class ChoicesAndWords(forms.MultiWidget):
    """Any of the choices, and words of one's own, one a line."""

    template_name = "desk/acts/widgets/choices_and_words.html"
    use_fieldset = True

    def __init__(self, choices: Sequence[tuple[str, str]]) -> None:
        self.known = {value for value, _ in choices}
        super().__init__({"": Checks(choices=list(choices)), "other": forms.Textarea(attrs={"rows": 2})})

    def decompress(self, value: Sequence[str] | None) -> list[Any]:
        """The choices that are known, and the others as lines."""
        given = list(value or ())
        return [[each for each in given if each in self.known], "\n".join(x for x in given if x not in self.known)]

    @override
    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False  # boxes of which none is ticked send nothing: that is an answer too


# --- the clock ------------------------------------------------------------------------------------------------------


def is_double(day: date | None, at: time | None) -> bool:
    """Whether this time of the clock comes twice that night in Amsterdam."""
    if day is None or at is None:
        return False
    first, second = (datetime.combine(day, at.replace(fold=fold), AMSTERDAM) for fold in (0, 1))
    return first.utcoffset() != second.utcoffset() and not is_missing(day, at)


def is_missing(day: date, at: time) -> bool:
    """Whether this time of the clock is skipped that night in Amsterdam."""
    told = datetime.combine(day, at.replace(fold=0), AMSTERDAM)
    return told.astimezone(UTC).astimezone(AMSTERDAM).replace(tzinfo=None) != told.replace(tzinfo=None)


def _day(given: Any) -> date | None:
    if isinstance(given, date):
        return given
    try:
        return date.fromisoformat(str(given or ""))
    except ValueError:
        return None


def _time(given: Any) -> time | None:
    try:
        return time.fromisoformat(str(given or ""))
    except ValueError:
        return None
