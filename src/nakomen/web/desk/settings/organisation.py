"""The details of the organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nakomen.record import organisations
from nakomen.record.problems import OrganisationError
from nakomen.web.desk.asking import Desk, desk
from nakomen.web.desk.settings import asked as shared

if TYPE_CHECKING:
    from django.http import HttpResponse

FIELDS = ("name", "kvk", "agb", "email", "phone")


class DetailsForm(shared.SettingsForm):
    """Name and numbers of the organisation."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    kvk = forms.CharField(
        label=gettext_lazy("Number in the trade register"), help_text=gettext_lazy("Eight figures."), required=False
    )
    agb = forms.CharField(label=gettext_lazy("AGB code"), help_text=gettext_lazy("Eight figures."), required=False)
    email = forms.CharField(label=gettext_lazy("E-mail address"), widget=forms.EmailInput, required=False)
    phone = forms.CharField(label=gettext_lazy("Telephone number"), widget=forms.TextInput, required=False)


@desk("organisation.read")
def details(asked: Desk, /) -> HttpResponse:
    """What is known of the organisation itself."""
    asked.require(subject="organisation")
    return shared.show(asked, "organisation", {"found": asked.organisation})


@desk("organisation.manage")
def change(asked: Desk, /) -> HttpResponse:
    """Change the details."""
    initial = {name: getattr(asked.organisation, name) for name in FIELDS}
    form = DetailsForm(shared.given(asked), initial=initial)
    if form.is_valid():
        try:
            changes = {name: form.cleaned_data[name] for name in FIELDS}
            organisations.change_details(actor=asked.actor, now=asked.now, **changes)
            return shared.done(asked, _("The details were changed."), "settings_organisation")
        except OrganisationError as error:
            form.blame(error.problems)
    back = (_("Details of the organisation"), reverse("settings_organisation"))
    return shared.form_page(asked, form, _("Change the details"), button=_("Save"), back=back)
