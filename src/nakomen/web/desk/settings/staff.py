"""Staff: who works here, in which roles and teams; changing those, and leaving."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nakomen.record import staff as record
from nakomen.record.models import StaffMember, Team
from nakomen.record.role_rules import StaffError
from nakomen.record.roles import roles
from nakomen.web.desk.asking import Desk, desk, language
from nakomen.web.desk.settings import asked as shared
from nakomen.web.desk.settings import telling

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from django.http import HttpResponse

STATES = ("here", "gone", "all")


@dataclass(frozen=True, slots=True)
class Row:
    """A staff member as the list shows it; how that person signs in is known to who manages staff only."""

    member: StaffMember
    teams: tuple[str, ...]
    signed_in: datetime | None = None
    factor: bool = False


class RolesForm(shared.SettingsForm):
    """The roles of somebody, each with what it is for and who may give it."""

    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one role.")},
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        field = self.fields["roles"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = role_choices()


class TeamsForm(shared.SettingsForm):
    """The teams of somebody."""

    teams = forms.MultipleChoiceField(label=gettext_lazy("Teams"), widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, *given: Any, every: Iterable[Team], **named: Any) -> None:
        super().__init__(*given, **named)
        field = self.fields["teams"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(str(team.pk), team.name) for team in every]


class NameForm(shared.SettingsForm):
    """What somebody is called, and does."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    function = forms.CharField(
        label=gettext_lazy("Function"),
        help_text=gettext_lazy("What this person does here, for instance: district nurse."),
        max_length=100,
        required=False,
    )


class LeaveForm(shared.SettingsForm):
    """The last day of somebody."""

    until = shared.DayField(
        label=gettext_lazy("Last working day"),
        help_text=gettext_lazy("Until and including this day this person can sign in. All sessions end now."),
    )


def role_choices() -> list[tuple[str, str]]:
    """The roles of staff, each with what it is for and who gives it."""
    return [
        (
            each.name,
            _("%(role)s: %(purpose)s. Given by: %(givers)s.")
            % {
                "role": telling.role(each.name),
                "purpose": each.purpose.told(language()),
                "givers": telling.role_list(each.given_by),
            },
        )
        for each in roles().staff()
    ]


@desk("organisation.read")
def overview(asked: Desk, /) -> HttpResponse:
    """Who works here, or worked here."""
    asked.require(subject="staff")
    query = asked.request.GET
    chosen = {"role": query.get("role", ""), "team": query.get("team", ""), "state": query.get("state", "here")}
    manages = asked.may("staff.manage")
    everybody = StaffMember.objects.select_related("user").prefetch_related("teams").order_by("name", "id")
    page = shared.page_of(asked, [each for each in everybody if _fits(each, chosen, asked)])
    context = {
        "rows": _rows(page.object_list, manages=manages),
        "page": page,
        "chosen": chosen,
        "roles": [(each.name, telling.role(each.name)) for each in roles().staff()],
        "teams": [(str(pk), name) for pk, name in Team.objects.values_list("pk", "name")],
        "states": list(zip(STATES, (_("work here"), _("have left"), _("all")), strict=True)),
        "manages": manages,
        "more": urlencode(chosen),
    }
    return shared.show(asked, "staff", context)


def _fits(member: StaffMember, chosen: dict[str, str], asked: Desk) -> bool:
    """By the program and not by the database: roles are a list in one field, and staff are some hundreds."""
    gone = member.until is not None and member.until < asked.today
    if chosen["role"] and chosen["role"] not in member.roles:
        return False
    if chosen["team"] and chosen["team"] not in {str(team.pk) for team in member.teams.all()}:
        return False
    return chosen["state"] == "all" or gone is (chosen["state"] == "gone")


def _rows(members: Iterable[StaffMember], *, manages: bool) -> list[Row]:
    shown = list(members)
    factors: set[Any] = set()
    if manages:
        kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
        users = [each.user_id for each in shown]
        factors = set(Authenticator.objects.filter(user__in=users, type__in=kinds).values_list("user_id", flat=True))
    return [
        Row(
            each,
            tuple(team.name for team in each.teams.all()),
            each.user.last_login if manages else None,
            each.user_id in factors,
        )
        for each in shown
    ]


@desk("organisation.read")
def member(asked: Desk, /, member: UUID) -> HttpResponse:
    """One staff member: code, function, roles with what they may do, teams."""
    asked.require(subject="staff member")
    found, manages = _member(member), asked.may("staff.manage")
    known = roles().roles
    context = {
        "row": _rows([found], manages=manages)[0],
        "found": found,
        "held": [known[name] for name in found.roles if name in known],
        "manages": manages and found.pk != asked.actor.staff,
        "own": manages and found.pk == asked.actor.staff,
        "sees_more": manages,
    }
    return shared.show(asked, "staff_member", context)


@desk("staff.manage")
def change_name(asked: Desk, /, member: UUID) -> HttpResponse:
    """Change somebody's name or function."""
    found = _member(member)
    form = NameForm(shared.given(asked), initial={"name": found.name, "function": found.function})
    if form.is_valid():
        try:
            record.change_name(found.pk, **form.cleaned_data, actor=asked.actor, now=asked.now)
            return shared.done(asked, _("The name and function were changed."), "settings_staff_member", found.pk)
        except StaffError as error:
            form.blame(error.problems)
    return _page(asked, form, found, _("Name and function"))


@desk("staff.manage")
def change_roles(asked: Desk, /, member: UUID) -> HttpResponse:
    """Give somebody other roles."""
    found = _member(member)
    form = RolesForm(shared.given(asked), initial={"roles": found.roles})
    if form.is_valid():
        try:
            record.change_roles(member, form.cleaned_data["roles"], actor=asked.actor, now=asked.now)
            told = _("The roles were changed. This person must sign in again.")
            return shared.done(asked, told, "settings_staff_member", member)
        except StaffError as error:
            form.blame(error.problems)
    return _page(asked, form, found, _("Roles of %(name)s") % {"name": found.name})


@desk("staff.manage")
def change_teams(asked: Desk, /, member: UUID) -> HttpResponse:
    """Put somebody in other teams."""
    found, every = _member(member), list(Team.objects.all())
    initial = {"teams": [str(team.pk) for team in found.teams.all()]}
    form = TeamsForm(shared.given(asked), every=every, initial=initial)
    if form.is_valid():
        wanted = [team for team in every if str(team.pk) in form.cleaned_data["teams"]]
        record.set_teams(member, wanted, actor=asked.actor, now=asked.now)
        return shared.done(asked, _("The teams were changed."), "settings_staff_member", member)
    return _page(asked, form, found, _("Teams of %(name)s") % {"name": found.name})


@desk("staff.manage")
def leave(asked: Desk, /, member: UUID) -> HttpResponse:
    """Note somebody's last day."""
    found = _member(member)
    form = LeaveForm(shared.given(asked), initial={"until": found.until or asked.today})
    if form.is_valid():
        try:
            record.leave(member, form.cleaned_data["until"], actor=asked.actor, now=asked.now)
            return shared.done(asked, _("The last day was noted."), "settings_staff_member", member)
        except StaffError as error:
            form.blame(error.problems)
    return _page(asked, form, found, _("Last day of %(name)s") % {"name": found.name})


def _member(member: UUID) -> StaffMember:
    found: StaffMember | None = StaffMember.objects.select_related("user").filter(pk=member).first()
    if found is None:
        raise Http404
    return found


def _page(asked: Desk, form: forms.Form, found: StaffMember, head: str) -> HttpResponse:
    back = (found.name, reverse("settings_staff_member", args=[found.pk]))
    return shared.form_page(asked, form, head, button=_("Save"), back=back)
