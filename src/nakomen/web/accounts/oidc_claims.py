"""What an OpenID Connect provider told of a sign-in, and how little of it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from allauth.socialaccount.models import SocialLogin

_KEY = "nakomen"


def take(login: SocialLogin) -> None:
    """Keeps whether the provider asked for more than one factor, and when; drops all else that it told of a person.

    Only the ID token counts for this: it is the provider's word about this very sign-in.
    """
    claims = dict(login.account.extra_data.get("id_token") or {})
    login.account.extra_data = {}
    if login.account.pk:
        login.account.save(update_fields=["extra_data"])
    told = claims.get("auth_time")
    login.state[_KEY] = {
        "multi_factor": _multi_factor(claims),
        "auth_time": float(told) if isinstance(told, int | float) else None,
    }


def _multi_factor(claims: dict[str, Any]) -> bool:
    methods = claims.get("amr")
    said = {str(method) for method in methods} if isinstance(methods, list) else set()
    if isinstance(claims.get("acr"), str):
        said.add(claims["acr"])
    return not said.isdisjoint(settings.OIDC_MULTI_FACTOR)


def kept(login: SocialLogin) -> dict[str, Any]:
    """What `take` kept."""
    return dict(login.state.get(_KEY) or {"multi_factor": False, "auth_time": None})
