"""What the organisation offers, at which tariff, and the municipalities that it works for."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nakomen.record import organisations
from nakomen.record.models import Municipality, Service
from nakomen.record.problems import OrganisationError
from nakomen.web.desk.asking import Desk, desk
from nakomen.web.desk.settings import asked as shared
from nakomen.web.desk.settings import telling

if TYPE_CHECKING:
    from django.http import HttpResponse


class ServiceForm(shared.SettingsForm):
    """A service with its tariff."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    payer = forms.ChoiceField(label=gettext_lazy("Who pays"))
    tariff_hour = forms.CharField(
        label=gettext_lazy("Tariff for an hour, in euros"),
        help_text=gettext_lazy("For instance 62,50. Empty where there is no tariff for an hour."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        required=False,
    )
    vat = forms.ChoiceField(label=gettext_lazy("VAT"))
    additional = forms.BooleanField(
        label=gettext_lazy("Additional care"),
        help_text=gettext_lazy("Outside the indication; the client pays for it."),
        required=False,
    )
    remote = forms.BooleanField(
        label=gettext_lazy("At a distance"),
        help_text=gettext_lazy("By telephone or video, without a visit."),
        required=False,
    )
    first_day = shared.DayField(label=gettext_lazy("First day"), required=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        payer, vat = self.fields["payer"], self.fields["vat"]
        if isinstance(payer, forms.ChoiceField) and isinstance(vat, forms.ChoiceField):
            payer.choices = [(code, telling.payer(code)) for code in Service.PAYERS]
            vat.choices = [(code, telling.vat(code)) for code in Service.VAT]

    def clean_tariff_hour(self) -> Decimal | None:
        """The amount, however people write it: 62,50 or 62.50."""
        text = str(self.cleaned_data["tariff_hour"]).strip().removeprefix("€").strip()
        if not text:
            return None
        try:
            return Decimal(text.replace(",", "."))
        except InvalidOperation:
            raise forms.ValidationError(telling.expected("euro with at most two decimals")) from None

    def fields_given(self) -> dict[str, Any]:
        """What was filled in, without the day."""
        return {name: value for name, value in self.cleaned_data.items() if name != "first_day"}


class EndForm(shared.SettingsForm):
    """The last day of a service."""

    valid_until = shared.DayField(
        label=gettext_lazy("Last day of delivery"),
        help_text=gettext_lazy("Until and including this day it can be delivered."),
    )


class MunicipalityForm(shared.SettingsForm):
    """A municipality that the organisation works for."""

    code = forms.CharField(
        label=gettext_lazy("Code"), help_text=gettext_lazy("The four figures of Statistics Netherlands.")
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    email = forms.CharField(label=gettext_lazy("E-mail address"), widget=forms.EmailInput, required=False)


@desk("organisation.read")
def overview(asked: Desk, /) -> HttpResponse:
    """The services, those that ended last, and the municipalities."""
    asked.require(subject="services")
    every = list(Service.objects.order_by("name", "-valid_from", "id"))
    ended = [each for each in every if each.valid_until and each.valid_until < asked.today]
    context = {
        "services": [each for each in every if each not in ended],
        "ended": ended,
        "municipalities": Municipality.objects.all(),
        "manages": asked.may("organisation.manage"),
    }
    return shared.show(asked, "services", context)


@desk("organisation.manage")
def add(asked: Desk, /) -> HttpResponse:
    """Add a service."""
    form = ServiceForm(shared.given(asked), initial={"vat": "exempt", "payer": "wmo"})
    if form.is_valid():
        try:
            first = form.cleaned_data["first_day"]
            organisations.add_service(actor=asked.actor, now=asked.now, valid_from=first, **form.fields_given())
            return shared.done(asked, _("The service was added."), "settings_services")
        except OrganisationError as error:
            form.blame(error.problems)
    return _page(asked, form, _("Add a service"), _("Add"))


@desk("organisation.manage")
def change(asked: Desk, /, service: int) -> HttpResponse:
    """Change a service: the present one ends, and another begins."""
    found = _service(service)
    initial = {name: getattr(found, name) for name in ("name", "payer", "vat", "additional", "remote")}
    tariff = "" if found.tariff_hour is None else str(found.tariff_hour).replace(".", ",")
    form = ServiceForm(shared.given(asked), initial={**initial, "tariff_hour": tariff})
    form.fields["first_day"].required = True
    form.fields["first_day"].help_text = _("From this day it is as you write here. Until then it stays as it was.")
    if form.is_valid():
        try:
            first = form.cleaned_data["first_day"]
            organisations.replace_service(
                service, first_day=first, actor=asked.actor, now=asked.now, **form.fields_given()
            )
            return shared.done(asked, _("The service was changed."), "settings_services")
        except OrganisationError as error:
            form.blame(error.problems)
    return _page(asked, form, _("Change a service"), _("Save"))


@desk("organisation.manage")
def end(asked: Desk, /, service: int) -> HttpResponse:
    """Note the last day of a service."""
    found = _service(service)
    form = EndForm(shared.given(asked), initial={"valid_until": asked.today})
    if form.is_valid():
        try:
            organisations.end_service(service, form.cleaned_data["valid_until"], actor=asked.actor, now=asked.now)
            return shared.done(asked, _("The last day was noted."), "settings_services")
        except OrganisationError as error:
            form.blame(error.problems)
    return _page(asked, form, _("End %(name)s") % {"name": found.name}, _("End it"))


@desk("organisation.manage")
def add_municipality(asked: Desk, /) -> HttpResponse:
    """Add a municipality."""
    form = MunicipalityForm(shared.given(asked))
    if form.is_valid():
        try:
            organisations.add_municipality(actor=asked.actor, now=asked.now, **form.cleaned_data)
            return shared.done(asked, _("The municipality was added."), "settings_services")
        except OrganisationError as error:
            form.blame(error.problems)
    return _page(asked, form, _("Add a municipality"), _("Add"))


@desk("organisation.manage")
def change_municipality(asked: Desk, /, municipality: int) -> HttpResponse:
    """Change a municipality."""
    found = _municipality(municipality)
    form = MunicipalityForm(shared.given(asked), initial={n: getattr(found, n) for n in ("code", "name", "email")})
    if form.is_valid():
        try:
            organisations.change_municipality(found.pk, actor=asked.actor, now=asked.now, **form.cleaned_data)
            return shared.done(asked, _("The municipality was changed."), "settings_services")
        except OrganisationError as error:
            form.blame(error.problems)
    return _page(asked, form, _("Change %(name)s") % {"name": found.name}, _("Save"))


@desk("organisation.manage")
def remove_municipality(asked: Desk, /, municipality: int) -> HttpResponse:
    """Remove a municipality that the organisation works for no more."""
    shared.posted_only(asked)
    organisations.remove_municipality(_municipality(municipality).pk, actor=asked.actor, now=asked.now)
    return shared.done(asked, _("The municipality was removed."), "settings_services")


def _municipality(municipality: int) -> Municipality:
    found: Municipality | None = Municipality.objects.filter(pk=municipality).first()
    if found is None:
        raise Http404
    return found


def _service(service: int) -> Service:
    """Raises Http404 for a service that is not of this organisation, or that ended."""
    found: Service | None = Service.objects.filter(pk=service, valid_until=None).first()
    if found is None:
        raise Http404
    return found


def _page(asked: Desk, form: forms.Form, head: str, button: str) -> HttpResponse:
    back = (_("Services and municipalities"), reverse("settings_services"))
    return shared.form_page(asked, form, head, button=button, back=back)
