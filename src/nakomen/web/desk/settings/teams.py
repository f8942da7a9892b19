"""Teams and who is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.db.models import Count, Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nakomen.record import organisations
from nakomen.record import staff as record
from nakomen.record.models import StaffMember, Team
from nakomen.record.problems import OrganisationError
from nakomen.web.desk.asking import Desk, desk
from nakomen.web.desk.settings import asked as shared

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from django.http import HttpResponse


class TeamForm(shared.SettingsForm):
    """A team."""

    name = forms.CharField(label=gettext_lazy("Name of the team"), max_length=100)


@desk("organisation.read")
def overview(asked: Desk, /) -> HttpResponse:
    """The teams, with how many people are in them now."""
    asked.require(subject="teams")
    now = Q(members__until=None) | Q(members__until__gte=asked.today)
    page = shared.page_of(asked, Team.objects.annotate(size=Count("members", filter=now)).order_by("name"))
    return shared.show(asked, "teams", {"page": page, "manages": asked.may("staff.manage")})


@desk("staff.manage")
def add(asked: Desk, /) -> HttpResponse:
    """Add a team."""
    form = TeamForm(shared.given(asked))
    if form.is_valid():
        try:
            made = organisations.add_team(form.cleaned_data["name"], actor=asked.actor, now=asked.now)
            return shared.done(asked, _("The team was added."), "settings_team", made.pk)
        except OrganisationError as error:
            form.blame(error.problems)
    back = (_("Teams"), reverse("settings_teams"))
    return shared.form_page(asked, form, _("Add a team"), button=_("Add"), back=back)


@desk("organisation.read")
def team(asked: Desk, /, team: int) -> HttpResponse:
    """Who is in a team."""
    asked.require(subject="team")
    found, manages = _team(team), asked.may("staff.manage")
    members = list(_serving(asked).filter(teams=found))
    others = _serving(asked).exclude(teams=found).exclude(pk=asked.member.pk) if manages else ()
    return shared.show(asked, "team", {"found": found, "members": members, "others": others, "manages": manages})


@desk("staff.manage")
def rename(asked: Desk, /, team: int) -> HttpResponse:
    """Give a team another name."""
    found = _team(team)
    form = TeamForm(shared.given(asked), initial={"name": found.name})
    if form.is_valid():
        try:
            organisations.rename_team(found.pk, form.cleaned_data["name"], actor=asked.actor, now=asked.now)
            return shared.done(asked, _("The team has another name."), "settings_team", found.pk)
        except OrganisationError as error:
            form.blame(error.problems)
    back = (found.name, reverse("settings_team", args=[found.pk]))
    return shared.form_page(asked, form, _("Change the name"), button=_("Save"), back=back)


@desk("staff.manage")
def remove(asked: Desk, /, team: int) -> HttpResponse:
    """Remove a team in which nobody is any more."""
    shared.posted_only(asked)
    found = _team(team)
    try:
        organisations.remove_team(found.pk, actor=asked.actor, now=asked.now)
    except OrganisationError as error:
        return shared.failed(asked, error.problems, "settings_team", found.pk)
    return shared.done(asked, _("The team was removed."), "settings_teams")


@desk("staff.manage")
def members(asked: Desk, /, team: int) -> HttpResponse:
    """Put somebody in a team, or take somebody out of it."""
    shared.posted_only(asked)
    found, chosen = _team(team), _chosen(asked)
    kept = list(Team.objects.filter(members=chosen).exclude(pk=found.pk))
    joins = asked.request.POST.get("what") == "add"
    record.set_teams(chosen, [*kept, found] if joins else kept, actor=asked.actor, now=asked.now)
    told = _("The colleague was added to the team.") if joins else _("The colleague was taken out of the team.")
    return shared.done(asked, told, "settings_team", found.pk)


def _team(team: int) -> Team:
    found: Team | None = Team.objects.filter(pk=team).first()
    if found is None:
        raise Http404
    return found


def _serving(asked: Desk) -> QuerySet[StaffMember]:
    rows: QuerySet[StaffMember] = StaffMember.objects.filter(Q(until=None) | Q(until__gte=asked.today))
    return rows.order_by("name", "id")


def _chosen(asked: Desk) -> UUID:
    """Raises Http404 for somebody who does not work here."""
    form = _MemberForm(asked.request.POST)
    found = StaffMember.objects.filter(pk=form.cleaned_data["member"]).first() if form.is_valid() else None
    if found is None:
        raise Http404
    chosen: UUID = found.pk
    return chosen


class _MemberForm(forms.Form):
    """Which staff member."""

    member = forms.UUIDField()
