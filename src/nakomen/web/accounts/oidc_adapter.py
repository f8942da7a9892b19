"""What allauth asks this installation about a sign-in through the organisation's own OpenID Connect provider."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base import AuthProcess
from django.shortcuts import render
from django.utils import timezone

from nakomen.record.models import User
from nakomen.web import logs
from nakomen.web.accounts import invitations, oidc_claims

if TYPE_CHECKING:
    from allauth.socialaccount.models import SocialLogin
    from django.http import HttpRequest

_log = logs.logger(__name__)


class OidcAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc] # allauth carries no types
    """Lets in whom this installation knows or has invited, by an address that the provider says is verified."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002 - allauth's own
        """Never: an account comes by an invitation."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Finds the user of this sign-in, or refuses it; the page of a refusal says no more than that."""
        oidc_claims.take(sociallogin)
        if sociallogin.state.get("process") != AuthProcess.LOGIN:
            _refuse(request, "process")
        if sociallogin.is_existing:
            return
        addresses = {entry.email.strip().lower() for entry in sociallogin.email_addresses if entry.verified}
        if not addresses:
            _refuse(request, "no verified address")
        user = User.objects.filter(email__in=addresses).first() or _invited(request, addresses)
        if user is None:
            _refuse(request, "unknown")
        elif SocialAccount.objects.filter(user=user, provider=sociallogin.account.provider).exists():
            # The address has gone to somebody else at the provider; what was the former owner's stays that person's.
            _refuse(request, "other subject")
        else:
            sociallogin.connect(request, user)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,  # noqa: ARG002 - allauth's own
        error: Any = None,
        exception: Exception | None = None,
        **_: Any,
    ) -> None:
        """The provider refused or could not be asked."""
        _log.warning("oidc failed", code=str(error), error=logs.places(exception) if exception else None)
        raise ImmediateHttpResponse(render(request, "socialaccount/authentication_error.html", status=401))


def _invited(request: HttpRequest, addresses: set[str]) -> User | None:
    """A new user for the invitation that was opened in this session, where it is for this very address."""
    found = invitations.pending(request, timezone.now())
    if found is None or found.email.strip().lower() not in addresses:
        return None
    return invitations.new_user(found, None)


def _refuse(request: HttpRequest, code: str) -> None:
    _log.warning("oidc refused", code=code)
    raise ImmediateHttpResponse(render(request, "accounts/oidc_refused.html", status=403))
