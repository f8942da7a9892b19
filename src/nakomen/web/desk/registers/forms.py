"""The forms of the registers, and the one way in which a form of theirs is shown, refused and carried out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from nakomen.record.models import StaffMember
from nakomen.record.registers.checked import RegisterError
from nakomen.record.registers.competence import serving
from nakomen.web.desk.registers import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from django.http import HttpResponse

    from nakomen.web.desk.asking import Desk


class Day(forms.DateField):
    """A day, with the browser's own calendar."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=widget, error_messages={"invalid": _("Enter a day, such as 31-12-2026.")}, **options)


class Text(forms.CharField):
    """A line of text; most browsers would offer what was typed elsewhere, which helps nobody here."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"autocomplete": "off"}), **options)


class Form(forms.Form):
    """A form of a register: no marks of Django's own beside the labels, the template says what is optional."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **options})

    def carry(self, error: RegisterError) -> None:
        """Tell at each field what the record did not accept; what is about no field, above the form."""
        for name, expected in error.problems:
            self.add_error(name if name in self.fields else None, words.expected(expected))


def staff_choices(day: date) -> list[tuple[str, str]]:
    """Everybody in service on a day, by name, as the choices of a field."""
    rows = StaffMember.objects.filter(serving(day)).order_by("name", "id").values_list("id", "name", "function")
    return [(str(pk), f"{name} ({function})" if function else name) for pk, name, function in rows]


class StaffForm(Form):
    """A form in which somebody in service is chosen; `today` says who is."""

    staff = forms.ChoiceField(label=_("Staff member"))

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        choice: Any = self.fields["staff"]
        choice.choices = [("", "–"), *staff_choices(today)]


class CompetenceForm(StaffForm):
    """Something that a staff member is competent in."""

    what = Text(
        label=_("Competent in"), max_length=100, help_text=_("A registration, an act or a skill: BIG, injecting, stoma")
    )
    evidence = Text(
        label=_("Evidence"), max_length=200, required=False,
        help_text=_("Number of the registration, or name and date of the course"),
    )  # fmt: skip
    since = Day(label=_("Since"))
    until = Day(label=_("Valid until"), required=False, help_text=_("The last day. Leave empty if it does not expire."))

    def __init__(self, *args: Any, known: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = known
        self.fields["what"].widget.attrs["list"] = "known"


class EndForm(Form):
    """The last day of something in a register."""

    on = Day(label=_("Until and including"))


class BackForm(Form):
    """The day on which something went back."""

    on = Day(label=_("Given back on"))


class InstructionForm(Form):
    """Who was instructed on a topic, when and by whom."""

    topic = forms.ChoiceField(label=_("Topic"))
    staff = forms.MultipleChoiceField(
        label=_("Who was instructed"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one person.")},
    )  # fmt: skip
    on = Day(label=_("Instructed on"))
    by = Text(label=_("By whom"), max_length=200, required=False, help_text=_("The teacher, or the name of the course"))

    def __init__(
        self, *args: Any, topics: Sequence[tuple[str, str]], people: Sequence[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        topic: Any = self.fields["topic"]
        staff: Any = self.fields["staff"]
        topic.choices, staff.choices = topics, people


class EquipmentForm(Form):
    """A device or aid."""

    name = Text(label=_("Name"), max_length=100)
    code = Text(label=_("Serial or stock number"), max_length=60, required=False)
    place = Text(
        label=_("Place"), max_length=100, required=False, help_text=_("Where it is kept. Do not name a client here.")
    )
    since = Day(label=_("In use since"))
    every_months = forms.IntegerField(label=_("Months between two checks"), min_value=1, max_value=120, initial=12)


class CheckForm(Form):
    """A check of a device."""

    on = Day(label=_("Checked on"))
    sound = forms.TypedChoiceField(
        label=_("Outcome"), widget=forms.RadioSelect, coerce=lambda value: value == "yes",
        choices=[("yes", _("Sound: it can be used")), ("no", _("Not sound: it may not be used"))],
    )  # fmt: skip
    by = Text(label=_("Checked by"), max_length=200, required=False)
    note = Text(
        label=_("What was found"), max_length=300, required=False, help_text=_("Needed if the device is not sound")
    )


class MaterialForm(Form):
    """A cleaning agent or other substance."""

    name = Text(label=_("Name"), max_length=100)
    used_for = Text(label=_("Used for"), max_length=100, required=False)
    hazardous = forms.TypedChoiceField(
        label=_("Is it hazardous?"), widget=forms.RadioSelect, coerce=lambda value: value == "yes",
        choices=[("no", _("No")), ("yes", _("Yes, such as chlorine or ammonia: it may not be used"))],
    )  # fmt: skip
    since = Day(label=_("In use since"))


class PropertyForm(StaffForm):
    """A thing of a client that a staff member has in hand."""

    what = Text(label=_("What was handed over"), max_length=200)
    since = Day(label=_("Handed over on"))
    back_by = Day(label=_("Back by"), required=False, help_text=_("As you agreed with the client"))

    field_order = ("what", "staff", "since", "back_by")


class DocumentForm(Form):
    """A version of a document."""

    title = Text(label=_("Title"), max_length=200)
    text = forms.CharField(
        label=_("Text"), max_length=100_000, widget=forms.Textarea(attrs={"rows": 22, "class": "long"}),
        help_text=_("Headings start with ##, lists with a hyphen, bold text stands between **stars**."),
    )  # fmt: skip
    in_force_from = Day(label=_("In force from"))
    review_by = Day(
        label=_("Review by"),
        required=False,
        help_text=_("On this day at the latest somebody looks whether it still fits."),
    )


@dataclass(frozen=True, slots=True)
class Page:
    """What stands around a form: which register, its heading, help, the word on its button, and where it leads."""

    register: str
    title: str
    button: str
    back: str
    done: str
    help: str = ""
    lang: str = ""


def handled(
    asked: Desk, form: Form, carry_out: Callable[[dict[str, Any]], object], page: Page, template: str = "form.html",
    **context: object,
) -> HttpResponse:  # fmt: skip
    """Show the form; once it is sent, carry it out and go back. What does not fit is told at its field (422)."""
    if asked.request.method == "POST" and form.is_valid():
        try:
            carry_out(form.cleaned_data)
        except RegisterError as error:
            form.carry(error)
        else:
            messages.success(asked.request, page.done)
            return redirect(page.back)
    shown = {"part": "registers", "form": form, "page": page, "register_name": words.register(page.register), **context}
    return asked.render(f"desk/registers/{template}", shown, 422 if form.is_bound else 200)


def given(asked: Desk) -> Any:
    """What was posted, or None so that a form starts empty."""
    return asked.request.POST if asked.request.method == "POST" else None
