"""The second step of signing in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.mfa.stages import AuthenticateStage

from nakomen.web.accounts import oidc_claims

if TYPE_CHECKING:
    from django.http import HttpRequest


class SecondFactorStage(AuthenticateStage):  # type: ignore[misc] # allauth carries no types
    """Asks for the second factor, unless the OpenID Connect provider says that it has asked for more than one."""

    def _should_handle(self, request: HttpRequest) -> bool:
        login = (self.login.signal_kwargs or {}).get("sociallogin")
        if login is not None and oidc_claims.kept(login)["multi_factor"]:
            return False
        return bool(super()._should_handle(request))
