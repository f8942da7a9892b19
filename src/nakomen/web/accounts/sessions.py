"""What a session holds of a sign-in: when it began, by which factors, and for which organisation it works now."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from uuid import UUID

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from nakomen.record.models import User

_STARTED = "nakomen.started"
_SEEN = "nakomen.seen"
_SECOND = "nakomen.second"
_OIDC = "nakomen.oidc"
_ORGANISATION = "nakomen.organisation"
_SEEN_STEP = 60
"""The session is written at most once so many seconds for having been used."""


def begin(request: HttpRequest, now: datetime, oidc: dict[str, Any] | None = None) -> None:
    """The sign-in is through: from here the session's life counts. `oidc` is what a provider told of its own asking."""
    request.session[_STARTED] = request.session[_SEEN] = now.timestamp()
    request.session.pop(_SECOND, None)
    request.session.pop(_OIDC, None)
    if oidc is not None:
        request.session[_OIDC] = oidc


def ended(request: HttpRequest, user: User, now: datetime) -> bool:
    """Whether this session is over: too old, unused for too long, or from before the user's rights changed.

    A session that does not say when it began did not begin at the sign-in page, and is over.
    """
    started, seen = request.session.get(_STARTED), request.session.get(_SEEN)
    if not isinstance(started, float) or not isinstance(seen, float):
        return True
    moment = now.timestamp()
    if moment - started >= settings.SESSION_COOKIE_AGE or moment - seen >= settings.SESSION_IDLE:
        return True
    return user.rights_changed_at is not None and started <= user.rights_changed_at.timestamp()


def used(request: HttpRequest, now: datetime) -> None:
    """Somebody is at work in this session."""
    if now.timestamp() - request.session[_SEEN] >= _SEEN_STEP:
        request.session[_SEEN] = now.timestamp()


def add_second_factor(request: HttpRequest) -> None:
    """A second factor was set up, and shown to work, in this very session."""
    request.session[_SECOND] = True


def by_oidc(request: HttpRequest) -> bool:
    """Whether this session was opened through the OpenID Connect provider."""
    return _OIDC in request.session


def complete(request: HttpRequest, user: User) -> bool:
    """Whether a second factor was shown: here, or to the OpenID Connect provider by its own word."""
    if request.session.get(_SECOND) or request.session.get(_OIDC, {}).get("multi_factor"):
        return True
    return any(record["method"] == "mfa" for record in get_authentication_records(request, user))


def has_second_factor(user: User) -> bool:
    """Whether the user has set up an authenticator app or a passkey here. Codes on paper are spare keys, no factor."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user=user, type__in=kinds).exists())


def last_proof(request: HttpRequest, user: User) -> float | None:
    """When this person last showed to be that person, in seconds since 1970; None where nothing tells."""
    records = get_authentication_records(request, user)
    if not records:
        return None
    last = records[-1]
    told = request.session.get(_OIDC, {}).get("auth_time")
    if last["method"] == "socialaccount" and told is not None:
        return min(float(last["at"]), float(told))  # the provider may have let somebody pass who signed in hours ago
    return float(last["at"])


def fresh(request: HttpRequest, user: User) -> bool:
    """Whether this person showed a moment ago to be that person."""
    proof = last_proof(request, user)
    return proof is not None and time.time() - proof < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def choose(request: HttpRequest, organisation: UUID) -> None:
    """From here the session works for this organisation."""
    request.session[_ORGANISATION] = str(organisation)


def organisation(request: HttpRequest) -> UUID | None:
    """The organisation that the session works for; whether the user still has a place there, people.py asks."""
    chosen = request.session.get(_ORGANISATION)
    return UUID(chosen) if isinstance(chosen, str) else None
