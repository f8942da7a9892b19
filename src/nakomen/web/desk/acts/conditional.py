"""With which answers a field of a form counts, in words: without scripts every field is in sight, and must say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django import forms
    from django.forms import BoundField


def told(form: forms.BaseForm, rule: str) -> str:
    """The words of a rule such as `by=provider&channel=letter|email`, its names as on the page; empty for no rule.

    A condition on a field that the form does not have says nothing: nobody could answer it here.
    """
    own = {form.add_prefix(name): name for name in form.fields}
    conditions = (each.partition("=") for each in rule.split("&"))
    return " ".join(_condition(form[own[name]], wanted) for name, _equals, wanted in conditions if name in own)


def _condition(bound: BoundField, wanted: str) -> str:
    label = str(bound.label)
    if not wanted:
        return _("Only where you fill in “%(field)s”.") % {"field": label}
    known = dict(_flat(getattr(bound.field, "choices", ())))
    answers = [known.get(value, value) for value in wanted.split("|")]
    return _("Only where you answer “%(field)s” with: %(answers)s.") % {"field": label, "answers": either(answers)}


def _flat(choices: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """Choices without the headings that some stand under."""
    for value, words in choices:
        if isinstance(words, list | tuple):
            yield from _flat(words)
        else:
            yield str(value), str(words)


def either(answers: list[str]) -> str:
    """Answers of which one will do, as a list in words."""
    if len(answers) < 2:
        return "".join(answers)
    return _("%(first)s or %(last)s") % {"first": ", ".join(answers[:-1]), "last": answers[-1]}
