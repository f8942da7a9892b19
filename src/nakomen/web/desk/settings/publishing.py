"""A new version of the conditions: checked, shown with its effect, and published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nakomen.record import conditions as record
from nakomen.record import effects
from nakomen.record.problems import OrganisationError
from nakomen.terms.packaged import SETS, packaged_terms
from nakomen.web.desk import words
from nakomen.web.desk.asking import Desk, desk
from nakomen.web.desk.settings import asked as shared
from nakomen.web.desk.settings import telling
from nakomen.web.desk.settings.conditions import side_by_side

if TYPE_CHECKING:
    from django.http import HttpResponse

    from nakomen.record.effects import Effect

LARGEST = 1_000_000
"""Bytes of a set's own file; the largest that comes with the product has an eighth of it."""
SHOWN = 40
"""Differences that are shown before publishing; all of them are on the page of two versions, afterwards."""


class PublishForm(shared.SettingsForm):
    """Which set, published when, in force from when."""

    source = forms.ChoiceField(label=gettext_lazy("Which conditions"), widget=forms.RadioSelect)
    own = forms.CharField(
        label=gettext_lazy("The set's own file"),
        help_text=gettext_lazy(
            "The text of the file (TOML). To begin, take the file of a version that you have, and change what is yours."
        ),
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        required=False,
        strip=False,
    )
    file = forms.FileField(
        label=gettext_lazy("Or choose the file"),
        help_text=gettext_lazy("Its text then stands in the field above."),
        required=False,
    )
    published = shared.DayField(label=gettext_lazy("Day of publication"))
    in_force_from = shared.DayField(
        label=gettext_lazy("In force from"),
        help_text=gettext_lazy(
            "Empty: a month after the publication, which is the earliest. Only your first set for another law may take "
            "force on the day of its publication."
        ),
        required=False,
    )

    show_when = {"own": "source=own", "file": "source=own"}  # noqa: RUF012 - read by the template, changed by nobody

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        field = self.fields["source"]
        if isinstance(field, forms.ChoiceField):
            packaged = [(name, f"{packaged_terms(name).title} ({name})") for name in SETS]
            field.choices = [*packaged, ("own", _("A set of our own"))]

    def clean(self) -> dict[str, Any]:
        """An uploaded file becomes the text of the field, so that it is still there in the page that answers."""
        super().clean()
        file = self.cleaned_data.get("file")
        if file:
            if file.size > LARGEST:
                self.add_error("file", _("This file is too large: at most 1 MB."))
                return self.cleaned_data
            try:
                self.cleaned_data["own"] = file.read().decode()
                # What the page that answers shows, so that the file need not be chosen once more.
                self.data = {**dict(self.data.items()), "own": self.cleaned_data["own"]}
            except UnicodeDecodeError:
                self.add_error("file", _("This is not a text file."))
        if self.cleaned_data.get("source") == "own" and not self.cleaned_data.get("own", "").strip():
            self.add_error("own", _("Paste the text of the set, or choose its file."))
        return self.cleaned_data

    def terms(self) -> str | bytes:
        """The name of a packaged set, or the bytes of an own one."""
        if self.cleaned_data["source"] != "own":
            return str(self.cleaned_data["source"])
        # A browser ends each line with a carriage return; the file had none.
        return str(self.cleaned_data["own"]).replace("\r\n", "\n").encode()


@desk("organisation.manage")
def publish(asked: Desk, /) -> HttpResponse:
    """Check a version, see what it changes, and publish it."""
    posted = shared.given(asked)
    files = asked.request.FILES if posted is not None else None
    form, effect = PublishForm(posted, files, initial={"published": asked.today, "source": "own"}), None
    if posted is not None and form.is_valid():
        given = form.cleaned_data
        days = {"published": given["published"], "in_force_from": given["in_force_from"]}
        found = record.candidate(form.terms(), **days)
        form.blame(_placed(asked, found.problems, own=given["source"] == "own"))
        if not form.errors and posted.get("action") == "publish":
            return _published(asked, form, days)
        effect = effects.effect_of(found)
    asked.require(subject="conditions")
    context = {"form": form, "effect": effect, **(_told(effect) if effect else {})}
    return shared.show(asked, "publish", context, wrong=bool(form.errors))


def _published(asked: Desk, form: PublishForm, days: dict[str, Any]) -> HttpResponse:
    try:
        made = record.publish_version(form.terms(), actor=asked.actor, now=asked.now, **days)
    except OrganisationError as error:  # of two who publish at once, the later one
        form.blame(_placed(asked, error.problems, own=form.cleaned_data["source"] == "own"))
        return shared.show(asked, "publish", {"form": form, "effect": None}, wrong=True)
    starts = words.day(made.in_force_from or made.published)
    told = _("The version was published. It takes force on %(day)s. All standings are made anew meanwhile.")
    return shared.done(asked, told % {"day": starts}, "settings_conditions")


def _placed(asked: Desk, problems: Any, *, own: bool) -> list[tuple[str, str]]:
    """Problems at the fields of this form: those of the set at its text, those of settings on top."""
    place = "own" if own else "source"
    names = {each.name: each.nl for each in record.settings_shown(asked.organisation, asked.today)}
    told = []
    for where, expected in problems:
        if where == "terms":
            told.append((place, expected))
        elif where.startswith("settings."):
            text = _("‘%(setting)s’, as you have set it, does not fit this version. %(expected)s")
            name = where.removeprefix("settings.")
            told.append(("", text % {"setting": names.get(name, name), "expected": telling.expected(expected)}))
        else:
            told.append((where, expected))
    return told


def _told(effect: Effect) -> dict[str, Any]:
    """The effect in words, with the first of many differences."""
    norms = [
        (each, *(telling.value(_kind(value), value) for value in (each.was, each.becomes, each.own)))
        for each in effect.norm_changes
    ]
    return {
        "norms": norms,
        "differences": side_by_side(effect.differences[:SHOWN]),
        "left_out": max(0, len(effect.differences) - SHOWN),
    }


def _kind(value: object) -> str:
    return "flag" if isinstance(value, bool) else "period"
