"""What happens besides when somebody has signed in or has set up a second factor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.signals import user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.conf import settings
from django.utils import timezone

from nakomen.web.accounts import oidc_claims, sessions

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from nakomen.record.models import User


def connect() -> None:
    """Connects the receivers; once, when the program starts."""
    user_logged_in.connect(_signed_in, dispatch_uid="nakomen.signed_in")
    authenticator_added.connect(_factor_added, dispatch_uid="nakomen.factor_added")


def _signed_in(request: HttpRequest, response: HttpResponse, user: User, **kwargs: Any) -> None:
    login = kwargs.get("sociallogin")
    sessions.begin(request, timezone.now(), oidc_claims.kept(login) if login is not None else None)
    set_language(response, user.language)


def _factor_added(request: HttpRequest, authenticator: Authenticator, **_: Any) -> None:
    if authenticator.type in {Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN}:
        sessions.add_second_factor(request)


def set_language(response: HttpResponse, language: str) -> None:
    """From the next page on the browser is answered in this language."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
