"""Invitations for staff: made, sent once more, withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nakomen.record import invitations as record
from nakomen.record import mail
from nakomen.record.models import Invitation
from nakomen.record.role_rules import StaffError
from nakomen.web.desk.asking import Desk, desk
from nakomen.web.desk.settings import asked as shared
from nakomen.web.desk.settings.staff import RolesForm

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse


class InviteForm(RolesForm):
    """Whom to invite, as whom."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    email = forms.CharField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("The link works for this address only."),
        widget=forms.EmailInput,
    )
    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("What acts and the log call this person, such as a staff number. It cannot be changed."),
    )
    function = forms.CharField(label=gettext_lazy("Function"), max_length=100, required=False)

    field_order = ("name", "email", "code", "function", "roles")


@desk("staff.manage")
def overview(asked: Desk, /) -> HttpResponse:
    """The invitations that nobody accepted yet."""
    asked.require(subject="invitations")
    return shared.show(asked, "invitations", {"page": shared.page_of(asked, record.pending())})


@desk("staff.manage")
def invite(asked: Desk, /) -> HttpResponse:
    """Invite somebody to work here; the link goes by e-mail."""
    form = InviteForm(shared.given(asked))
    if form.is_valid():
        try:
            made = record.invite(actor=asked.actor, now=asked.now, **form.cleaned_data)
            _send(asked, *made)
            return shared.done(asked, _("The invitation goes out by e-mail."), "settings_invitations")
        except StaffError as error:
            form.blame(error.problems)
    back = (_("Invitations"), reverse("settings_invitations"))
    return shared.form_page(asked, form, _("Invite a colleague"), button=_("Send the invitation"), back=back)


@desk("staff.manage")
def again(asked: Desk, /, invitation: UUID) -> HttpResponse:
    """Send an invitation once more, with a new link; the old one no longer works."""
    shared.posted_only(asked)
    try:
        made = record.renew(invitation, actor=asked.actor, now=asked.now)
    except Invitation.DoesNotExist:
        raise Http404 from None
    except StaffError as error:
        return _undone(asked, error)
    _send(asked, *made)
    return shared.done(asked, _("A new link goes out by e-mail. The old one no longer works."), "settings_invitations")


@desk("staff.manage")
def withdraw(asked: Desk, /, invitation: UUID) -> HttpResponse:
    """Make the link of an invitation useless."""
    shared.posted_only(asked)
    if not Invitation.objects.filter(pk=invitation, accepted_at=None, chain=None).exists():
        raise Http404
    record.withdraw(invitation, actor=asked.actor, now=asked.now)
    return shared.done(asked, _("The invitation was withdrawn."), "settings_invitations")


def _undone(asked: Desk, error: StaffError) -> HttpResponse:
    """What was withdrawn stays so no longer: the whole request is undone."""
    from django.db import transaction

    transaction.set_rollback(True)
    return shared.failed(asked, error.problems, "settings_invitations")


def _send(asked: Desk, made: Any, token: str) -> None:
    """The link, to the address that was invited, in the language of who invites: that person's own is not known."""
    mail.tell(made.email, "invitation", record.link(asked.organisation.pk, token), asked.now, language=asked.language)
