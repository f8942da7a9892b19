"""Supervisors: who may read along, with which clients, until when."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nakomen.law.clock import AMSTERDAM, start_of_day
from nakomen.record import access
from nakomen.record import supervision as record
from nakomen.record.models import StaffMember, SupervisorGrant
from nakomen.record.roles import term
from nakomen.web.desk.asking import Desk, desk
from nakomen.web.desk.settings import asked as shared

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse


class GrantForm(shared.SettingsForm):
    """Whom to let in, to whose data, why and until when."""

    staff = forms.ChoiceField(label=gettext_lazy("Supervisor"))
    whom = forms.ChoiceField(label=gettext_lazy("With whose data"), widget=forms.RadioSelect)
    number = forms.CharField(
        label=gettext_lazy("Client number"), required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    ground = forms.CharField(
        label=gettext_lazy("On which ground"),
        help_text=gettext_lazy("Which investigation, on which authority. It is kept encrypted."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    since = shared.DayField(label=gettext_lazy("First day"))
    until = shared.DayField(label=gettext_lazy("Until and including"))

    show_when = {"number": "whom=one"}  # noqa: RUF012 - read by the template, changed by nobody

    def __init__(self, *given: Any, whole: bool, **named: Any) -> None:
        super().__init__(*given, **named)
        staff, whom = self.fields["staff"], self.fields["whom"]
        if isinstance(staff, forms.ChoiceField) and isinstance(whom, forms.ChoiceField):
            members = StaffMember.objects.order_by("name", "id")
            staff.choices = [(str(each.pk), each.name) for each in members if record.ROLE in each.roles]
            whom.choices = [("one", _("One client")), *([("all", _("All clients"))] if whole else [])]
        self.fields["until"].help_text = _("At most %(days)s days after the first day.") % {
            "days": term("supervision_days")
        }


@desk("supervision.grant")
def overview(asked: Desk, /) -> HttpResponse:
    """The grants that hold now or are still to begin, as far as one may give such a grant oneself."""
    asked.require(subject="supervision")
    whole = access.decide_all(asked.actor, "supervision.grant", asked.now).allowed
    every = record.running(asked.now)
    clients = {each.chain_id for each in every if each.chain_id}
    mine = access.decide_many(asked.actor, "supervision.grant", clients, asked.now)
    shown = [each for each in every if (whole if each.chain_id is None else mine[each.chain_id].allowed)]
    asked.seen([each.chain_id for each in shown if each.chain_id], "supervision")
    numbers = shared.numbers_of(each.chain_id for each in shown)
    return shared.show(asked, "supervision", {"grants": shown, "numbers": numbers})


@desk("supervision.grant")
def grant(asked: Desk, /) -> HttpResponse:
    """Let a supervisor read along."""
    whole = access.decide_all(asked.actor, "supervision.grant", asked.now).allowed
    initial = {"since": asked.today, "until": asked.today + timedelta(days=6), "whom": "one"}
    form = GrantForm(shared.given(asked), whole=whole, initial=initial)
    if form.is_valid() and _granted(asked, form):
        return shared.done(asked, _("The supervisor may read along."), "settings_supervision")
    back = (_("Supervisors"), reverse("settings_supervision"))
    return shared.form_page(asked, form, _("Let a supervisor in"), button=_("Let in"), back=back)


def _granted(asked: Desk, form: GrantForm) -> bool:
    given, client = form.cleaned_data, None
    if given["whom"] == "one":
        client = shared.client_numbered(asked, given["number"], "supervision.grant") if given["number"] else None
        if client is None:
            form.add_error("number", _("There is no client with this number whom you may decide about."))
            return False
    try:
        record.grant(
            asked.actor,
            StaffMember.objects.values_list("pk", flat=True).get(pk=given["staff"]),
            client,
            ground=given["ground"],
            since=max(start_of_day(given["since"]), asked.now),
            until=_end(given["until"]),
            now=asked.now,
        )
    except record.GrantError as error:
        form.blame(error.problems)
        return False
    return True


def _end(day: date) -> datetime:
    """The last minute of a day."""
    return datetime.combine(day, time(23, 59), AMSTERDAM)


@desk("supervision.grant")
def withdraw(asked: Desk, /, grant_id: UUID) -> HttpResponse:
    """End a grant at once."""
    shared.posted_only(asked)
    try:
        record.withdraw(asked.actor, grant_id, asked.now)
    except SupervisorGrant.DoesNotExist:
        raise Http404 from None
    return shared.done(asked, _("The supervisor may no longer read along."), "settings_supervision")
