"""From the link in an invitation to a place in an organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import EmailAddress, Login
from allauth.core import ratelimit
from django.conf import settings
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from nakomen.record import staff
from nakomen.record.invitations import could_be
from nakomen.record.models import Organisation, User
from nakomen.web.accounts import sessions
from nakomen.web.accounts.forms import ChoosePasswordForm

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from nakomen.record.models import Invitation

_KEY = "nakomen.invitation"


def opened(request: HttpRequest) -> tuple[UUID, str] | None:
    """The organisation and the token of the link that was opened in this session."""
    kept = request.session.get(_KEY)
    return (UUID(kept[0]), str(kept[1])) if kept else None


def pending(request: HttpRequest, now: datetime) -> Invitation | None:
    """The invitation that was opened in this session, as long as it can be accepted."""
    found = opened(request)
    if found is None:
        return None
    return staff.invitation(*found, now)


@require_safe
def invitation_link(request: HttpRequest, organisation: UUID, token: str) -> HttpResponse:
    """Takes the token out of the address at once, so that no later page, log or other site can show it."""
    if limited := _limited(request):
        return limited
    if not could_be(token):
        return _useless(request)  # before a session is kept: whoever makes up addresses fills no table
    request.session[_KEY] = [str(organisation), token]
    response = redirect("invitation")
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """Shows who invites whom, and leads on: to a password, to signing in, or to accepting."""
    found = pending(request, timezone.now())
    if found is None:
        return _useless(request)
    user = request.user
    if isinstance(user, User):
        return _accept(request, user, found) if _same(user, found) else _useless(request)
    if User.objects.filter(email=found.email.strip().lower()).exists():
        return _page(request, found, known=True)
    return _choose_password(request, found)


def _choose_password(request: HttpRequest, found: Invitation) -> HttpResponse:
    form = ChoosePasswordForm(request.POST if request.method == "POST" else None, invitation=found)
    if not form.is_valid():
        return _page(request, found, form=form)
    user = new_user(found, form.cleaned_data["password"])
    record_authentication(request, user, method="password", email=user.email)
    login = Login(user=user, redirect_url=request.path, email=user.email)
    return perform_login(request, login)  # type: ignore[no-any-return] # allauth carries no types


def _accept(request: HttpRequest, user: User, found: Invitation) -> HttpResponse:
    if not sessions.complete(request, user):
        return redirect("mfa_index")
    if request.method != "POST":
        return _page(request, found, accept=True)
    organisation, token = opened(request) or (found.organisation_id, "")
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    try:
        staff.accept(organisation, token, user, timezone.now())
    except staff.InvitationError:
        return _useless(request)
    forget(request)
    sessions.choose(request, organisation)
    return redirect("start")


def new_user(found: Invitation, password: str | None) -> User:
    """The account of somebody who was invited. Who has the link has read the letter: the address is theirs."""
    with transaction.atomic():
        user = User.objects.create_user(found.email, password, name=found.name)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def forget(request: HttpRequest) -> None:
    """The invitation was used, or cannot be."""
    request.session.pop(_KEY, None)


def _same(user: User, found: Invitation) -> bool:
    return user.email.strip().lower() == found.email.strip().lower()


def _page(
    request: HttpRequest,
    found: Invitation,
    *,
    form: ChoosePasswordForm | None = None,
    known: bool = False,
    accept: bool = False,
) -> HttpResponse:
    organisation = Organisation.objects.get(pk=found.organisation_id)
    context = {"invitation": found, "inviting": organisation, "form": form, "known": known, "accept": accept}
    return render(request, "accounts/invitation.html", context)


def _useless(request: HttpRequest) -> HttpResponse:
    """The same page for a link that was used, withdrawn, too old, made up or meant for somebody else."""
    forget(request)
    return render(request, "accounts/invitation_useless.html", status=404)


def _limited(request: HttpRequest) -> HttpResponse | None:
    answer: HttpResponse | None = ratelimit.consume_or_429(
        request, action="invitation", config=settings.INVITATION_RATE_LIMITS, limit_get=True
    )
    return answer
