"""Questions and problems of guided forms, as the templates of forms show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from nakomen.web.desk.acts import conditional
from nakomen.web.desk.acts.forms import Part

if TYPE_CHECKING:
    from django import forms
    from django.forms import BoundField

type Problem = tuple[str, str, str]
"""The id of the field, its label, and what is wrong."""


def part(bound: BoundField, show_when: str = "", *, must: bool = False) -> Part:
    """A field as a template shows it; `must`: where it is shown, it has to be filled in."""
    return Part(
        name=bound.html_name,
        label=str(bound.label),
        help=str(bound.help_text),
        required=bound.field.required or must,
        errors=[str(text) for text in bound.errors],
        target=target(bound),
        bound=bound,
        shown_when=show_when,
        when_told=conditional.told(bound.form, show_when),
    )


def target(bound: BoundField) -> str:
    """The id of the first input of a field."""
    return f"{bound.auto_id}_0" if bound.use_fieldset else str(bound.auto_id)


def too_long[F: forms.Form](form: F) -> F:
    """The form as it was typed, with the word that it holds more than can be kept."""
    form.is_valid()
    form.add_error(None, _("This is more text than can be kept. Make it shorter."))
    return form


def problems(form: forms.Form) -> list[Problem]:
    """All that is wrong with a form, in the order of its fields; what is about the whole comes first."""
    found = [("", _("The form"), str(text)) for text in form.non_field_errors()]
    for name in form.fields:
        bound = form[name]
        found += [(target(bound), str(bound.label), str(text)) for text in bound.errors]
    return found
