"""Forms of open norms and of facts: a field that fits what is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nakomen.record.conditions import days_of
from nakomen.web.desk.settings import asked as shared
from nakomen.web.desk.settings import telling

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nakomen.record.conditions import FactShown, SettingShown

SPARE = 3
"""Empty rows for further topics."""
_LONGEST = 999


class SettingForm(shared.SettingsForm):
    """A setting: its default, or an own value."""

    use = forms.ChoiceField(label=gettext_lazy("What holds here"), widget=forms.RadioSelect)

    show_when: ClassVar[dict[str, str]] = {}

    def __init__(self, *given: Any, default: str, own: bool, **named: Any) -> None:
        super().__init__(*given, **named)
        use = self.fields["use"]
        if isinstance(use, forms.ChoiceField):
            told = _("What holds without a choice of ours: %(default)s") % {"default": default}
            use.choices = [("default", told), ("own", _("Our own choice"))]
        use.initial = "own" if own else "default"

    def value(self) -> object:
        """The value to keep; None for the default."""
        return None if self.cleaned_data["use"] == "default" else self.own_value()

    def own_value(self) -> object:
        """The own value as settings are given."""
        raise NotImplementedError

    def place(self, place: str) -> str:
        """The field at which a problem of the setting is told."""
        return "count" if place.startswith("settings.") and "count" in self.fields else ""


class PeriodForm(SettingForm):
    """A period: a number and what it counts."""

    count = forms.IntegerField(
        label=gettext_lazy("How many"), min_value=0, max_value=_LONGEST, required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    unit = forms.ChoiceField(label=gettext_lazy("Of what"), required=False)

    show_when: ClassVar[dict[str, str]] = {"count": "use=own", "unit": "use=own"}

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        unit = self.fields["unit"]
        if isinstance(unit, forms.ChoiceField):
            unit.choices = telling.units()

    def clean(self) -> dict[str, Any]:
        """An own choice needs a number."""
        super().clean()
        if self.cleaned_data.get("use") == "own" and "count" not in self.errors and self._count() is None:
            self.add_error("count", telling.expected("a period such as P30D, P6W, P1M or 5 WD"))
        return self.cleaned_data

    def own_value(self) -> object:
        """The period, such as P30D."""
        return telling.written(self._count() or 0, self.cleaned_data.get("unit") or "days")

    def _count(self) -> int | None:
        count: int | None = self.cleaned_data.get("count")
        return count


class FlagForm(SettingForm):
    """Yes or no."""

    flag = forms.ChoiceField(label=gettext_lazy("Our own choice"), widget=forms.RadioSelect, required=False)

    show_when: ClassVar[dict[str, str]] = {"flag": "use=own"}

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        flag = self.fields["flag"]
        if isinstance(flag, forms.ChoiceField):
            flag.choices = [("yes", _("yes")), ("no", _("no"))]

    def clean(self) -> dict[str, Any]:
        """An own choice is one of the two."""
        super().clean()
        if self.cleaned_data.get("use") == "own" and not self.cleaned_data.get("flag"):
            self.add_error("flag", telling.expected("true or false"))
        return self.cleaned_data

    def own_value(self) -> object:
        """True or false."""
        return self.cleaned_data["flag"] == "yes"


class ChoiceForm(SettingForm):
    """A word that the conditions know."""

    choice = forms.CharField(label=gettext_lazy("Our own choice"), max_length=60, required=False)

    show_when: ClassVar[dict[str, str]] = {"choice": "use=own"}

    def clean(self) -> dict[str, Any]:
        """An own choice is written down."""
        super().clean()
        if self.cleaned_data.get("use") == "own" and not self.cleaned_data.get("choice"):
            self.add_error("choice", _("Fill this in."))
        return self.cleaned_data

    def own_value(self) -> object:
        """The word."""
        return str(self.cleaned_data["choice"])


def setting_form(shown: SettingShown, given: Any, default: str, *, own: bool) -> SettingForm:
    """The form for a setting of this kind, with what holds now."""
    if shown.kind == "period":
        count, unit = telling.parts_of(shown.value)
        initial: dict[str, object] = {"count": count, "unit": unit}
        return PeriodForm(given, default=default, own=own, initial=initial)
    if shown.kind == "flag":
        return FlagForm(given, default=default, own=own, initial={"flag": "yes" if shown.value is True else "no"})
    return ChoiceForm(given, default=default, own=own, initial={"choice": shown.value if own else ""})


# --- facts ----------------------------------------------------------------------------------------------------------


class FactForm(shared.SettingsForm):
    """A fact of the provider."""

    def value(self) -> object:
        """The value to keep; None for nothing."""
        raise NotImplementedError

    def place(self, _place: str) -> str:
        """The field at which a problem of the fact is told."""
        return next(iter(self.fields))


class LinesForm(FactForm):
    """Texts or postcodes, each on a line of its own."""

    lines = forms.CharField(label=gettext_lazy("Each on a line of its own"), widget=forms.Textarea, required=False)

    def value(self) -> object:
        """The lines that say something."""
        lines = [line.strip() for line in self.cleaned_data["lines"].splitlines()]
        return [line for line in lines if line] or None


class DatesForm(FactForm):
    """Topics, each with a day."""

    def __init__(self, *given: Any, known: Mapping[str, object], **named: Any) -> None:
        super().__init__(*given, **named)
        every = [*days_of(known).items(), *[("", None)] * SPARE]
        self.count = len(every)
        for number, (topic, day) in enumerate(every, 1):
            self.fields[f"topic_{number}"] = forms.CharField(
                label=_("Topic %(number)s") % {"number": number}, initial=topic, max_length=60, required=False
            )
            self.fields[f"day_{number}"] = shared.DayField(
                label=_("Day of the instruction about topic %(number)s") % {"number": number},
                initial=day,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """A topic has a day."""
        super().clean()
        for number in range(1, self.count + 1):
            topic, day = self.cleaned_data.get(f"topic_{number}"), self.cleaned_data.get(f"day_{number}")
            if topic and not day and f"day_{number}" not in self.errors:
                self.add_error(f"day_{number}", telling.expected("a date as YYYY-MM-DD"))
        return self.cleaned_data

    def value(self) -> object:
        """Each topic with its day; a topic that was emptied is gone."""
        pairs = [(self.cleaned_data[f"topic_{n}"], self.cleaned_data[f"day_{n}"]) for n in range(1, self.count + 1)]
        return {topic.strip(): day.isoformat() for topic, day in pairs if topic.strip() and day} or None


def fact_form(shown: FactShown, given: Any) -> FactForm:
    """The form for a fact of this kind, with what was filled in."""
    if shown.kind == "dates":
        return DatesForm(given, known=shown.value if isinstance(shown.value, dict) else {})
    form = LinesForm(given)
    lines = shown.value if isinstance(shown.value, list | tuple) else ()
    form.fields["lines"].initial = "\n".join(map(str, lines))
    if shown.kind == "postcodes":
        form.fields["lines"].help_text = telling.expected(
            'four digits of postcodes, or a range of them such as "8300-8326"'
        )
    return form
