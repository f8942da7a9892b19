"""Emergency access: a client outside the own care relation, for some hours, with a reason, reviewed afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nakomen.record import emergency
from nakomen.record.emergency import EmergencyError
from nakomen.record.roles import term
from nakomen.record.search import SearchQuery
from nakomen.web.desk.asking import Desk, desk

if TYPE_CHECKING:
    from django.http import HttpResponse


class EmergencyForm(forms.Form):
    """Who the client is, exactly, and why this cannot wait."""

    bsn = forms.CharField(
        label=gettext_lazy("BSN"), required=False, max_length=12, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=200)
    birth_date = forms.DateField(
        label=gettext_lazy("Date of birth"),
        required=False,
        input_formats=("%d-%m-%Y", "%Y-%m-%d", "%d/%m/%Y"),
        help_text=gettext_lazy("For example 9-3-1941."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why do you need this file now?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Tell what is going on. Whoever reviews this reads it."),
    )

    def clean(self) -> dict[str, Any]:
        """A BSN, or a name with a birth date: less could fit somebody else."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not given.get("bsn") and not (given.get("name") and given.get("birth_date")) and "birth_date" in given:
            self.add_error("bsn", _("Give the BSN, or the name together with the date of birth."))
        if given.get("reason") and len(" ".join(given["reason"].split())) < term("emergency_reason"):
            self.add_error("reason", _("Tell a little more: at least %(number)s characters.") % _least())
        return given

    def query(self) -> SearchQuery:
        """What must fit one client and no other."""
        given = self.cleaned_data
        return SearchQuery(given["name"] or None, given["birth_date"], given["bsn"] or None)


def _least() -> dict[str, int]:
    return {"number": term("emergency_reason")}


@desk("emergency.open")
def client_emergency(asked: Desk, /) -> HttpResponse:
    """Asks who and why, and then leads to the file. It is logged, and told to those who review it."""
    form = EmergencyForm(asked.request.POST if asked.request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            opened = emergency.open_for(asked.actor, form.query(), form.cleaned_data["reason"], asked.now)
        except EmergencyError as error:
            _tell(form, error)
        else:
            messages.success(asked.request, _("The file is open to you for some hours. This will be reviewed."))
            return redirect("client", client=opened.chain_id)
    context = {"part": "clients", "form": form, "hours": term("emergency_hours")}
    return asked.render("desk/clients/emergency.html", context, status=422 if form.errors else 200)


def _tell(form: EmergencyForm, error: EmergencyError) -> None:
    """The problems at the fields; whether there is such a client at all stays between the lines."""
    told = {
        "client": ("bsn", _("No client of this organisation fits this, or more than one. Check what you typed.")),
        "bsn": ("bsn", _("This is not a BSN: check the nine figures.")),
        "name": ("name", _("Type at least two letters of a name.")),
        "reason": ("reason", _("Tell a little more: at least %(number)s characters.") % _least()),
    }
    for field, _expected in error.problems:
        name, text = told.get(field, told["client"])
        form.add_error(name, text)
