"""The first page of the settings: what there is, and what waits for somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from nakomen.record import access, dead_letters, invitations
from nakomen.record.models import ConditionsVersion, EmergencyAccess
from nakomen.record.roles import term
from nakomen.web.desk import words
from nakomen.web.desk.asking import Desk, desk
from nakomen.web.desk.settings import asked as shared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpResponse


@dataclass(frozen=True, slots=True)
class Card:
    """A part of the settings: its name and address, what it holds, and what waits there."""

    name: str
    url: str
    about: str
    waits: str = ""


@desk("organisation.read")
def index(asked: Desk, /) -> HttpResponse:
    """The parts of the settings that this person has something to do in."""
    asked.require(subject="settings")
    groups = [
        (_("The organisation"), list(_organisation(asked))),
        (_("People and what they may"), list(_people(asked))),
        (_("Who looked, and why"), list(_looking(asked))),
        (_("Connections and work in the background"), list(_work(asked))),
    ]
    return shared.show(asked, "index", {"groups": [group for group in groups if group[1]]})


def _organisation(asked: Desk) -> Iterator[Card]:
    yield Card(_("Details"), "settings_organisation", _("Name, numbers, e-mail and telephone."))
    coming = ConditionsVersion.objects.filter(in_force_from__gt=asked.today).order_by("in_force_from").first()
    day = coming.in_force_from if coming else None
    yield Card(
        _("Conditions"),
        "settings_conditions",
        _("All versions, clause by clause, and what differs between them."),
        _("A new version takes force on %(day)s.") % {"day": words.day(day)} if day else "",
    )
    yield Card(
        _("Open norms"), "settings_norms", _("What the conditions leave to you: what is soon, and what is reasonable?")
    )
    yield Card(
        _("Services and municipalities"), "settings_services", _("What you offer, at which tariff, and for whom.")
    )


def _people(asked: Desk) -> Iterator[Card]:
    yield Card(_("Staff"), "settings_staff", _("Who works here, in which roles and teams, since when."))
    yield Card(_("Teams"), "settings_teams", _("Who works together. A team opens clients of its members."))
    if asked.may("staff.manage"):
        count = len([each for each in invitations.pending() if each.expires_at > asked.now])
        yield Card(
            _("Invitations"),
            "settings_invitations",
            _("Invite somebody to work here, or withdraw an invitation."),
            _("Waiting for an answer: %(count)s.") % {"count": count} if count else "",
        )
    yield Card(_("Roles"), "settings_roles", _("What each role may do, with whose data."))
    if asked.may("decision.explain"):
        yield Card(
            _("Why may somebody do this?"), "settings_decisions", _("The reasons for which access is given or refused.")
        )


def _looking(asked: Desk) -> Iterator[Card]:
    if asked.may("emergency.review"):
        yield Card(
            _("Emergency accesses"),
            "settings_emergencies",
            _("Access outside a care relation, to be looked at by somebody else."),
            _emergencies(asked),
        )
    if asked.may("supervision.grant"):
        yield Card(_("Supervisors"), "settings_supervision", _("Let a supervisor read along for a limited time."))
    if asked.may("log.read"):
        whole = access.decide_all(asked.actor, "log.read", asked.now).allowed
        about = _("Who saw or changed what, when and why.") if whole else _("Who saw or changed what of a client.")
        yield Card(_("Access log"), "settings_log", about)


def _emergencies(asked: Desk) -> str:
    opened = list(EmergencyAccess.objects.filter(reviewed_at=None).values_list("opened_at", flat=True))
    late = [each for each in opened if each + timedelta(days=term("emergency_review_days")) < asked.now]
    if late:
        return _("To be reviewed: %(count)s, of which %(late)s too late.") % {"count": len(opened), "late": len(late)}
    return _("To be reviewed: %(count)s.") % {"count": len(opened)} if opened else ""


def _work(asked: Desk) -> Iterator[Card]:
    if asked.may("task.read"):
        count = dead_letters.entries().count()
        yield Card(
            _("Work in the background"),
            "settings_work",
            _("What happens by itself, and what failed."),
            _("Failed: %(count)s.") % {"count": count} if count else "",
        )
    if asked.may("token.manage"):
        yield Card(_("Other systems"), "settings_systems", _("Keys with which other systems may ask and record."))
    if asked.may("webhook.manage"):
        yield Card(_("Messages to other systems"), "settings_webhooks", _("Which systems hear of changes."))
