"""Which routes are open to whom, by name. Every route that is not listed here asks for a complete sign-in."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest


class Door(Enum):
    """What a route asks before it answers."""

    ANYONE = "anyone"
    TOKEN = "token"  # noqa: S105 - a kind of door, no secret
    """Another system's token, which the API checks itself; a session counts for nothing there."""
    FIRST_FACTOR = "first factor"
    """A sign-in, complete or not: what somebody needs to set up a second factor, or to leave."""
    COMPLETE = "complete"
    """A sign-in with a second factor."""


_ANYONE = frozenset(
    (
        "account_login",
        "account_inactive",
        "account_signup",  # says that an invitation is needed
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_authenticate",  # guarded by the half-finished sign-in that leads to it
        "mfa_login_webauthn",
        "openid_connect_login",
        "openid_connect_callback",
        "socialaccount_login_cancelled",
        "socialaccount_login_error",
        "invitation",
        "invitation_link",
        "language",
        "health",
        "robots",
        "public",
        "public_conditions",
        "public_conditions_version",
        "public_conditions_changes",
        "public_choice",
        "public_choice_version",
        "public_complaints",
        "public_complaints_version",
        "public_privacy",
        "public_privacy_version",
        "public_accessibility",
        "public_accessibility_version",
    )
)
_FIRST_FACTOR = frozenset(
    (
        "account_logout",
        "account_reauthenticate",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "fresh_oidc",
    )
)
FRESH = frozenset(
    (
        "account_change_password",
        "account_set_password",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_add_webauthn",
        "mfa_edit_webauthn",
        "mfa_remove_webauthn",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_generate_recovery_codes",
        "usersessions_list",
    )
)
"""Routes of signing in itself that ask for a fresh sign-in; other views say so with `fresh.fresh_required`."""

_TOKEN_ROUTES = frozenset(
    (
        # Where another system fetches its token: no session is asked or made.
        "idp:oidc:token",
        # A person's calendar program reads its feed: the secret in the address is checked there.
        "calendar",
    )
)


def door_of(request: HttpRequest) -> Door:
    """What the route of this request asks. A request without a route, which answers 404, asks nothing."""
    match = request.resolver_match
    if match is None:
        return Door.ANYONE
    if match.view_name in _ANYONE:
        return Door.ANYONE
    if match.view_name in _FIRST_FACTOR:
        return Door.FIRST_FACTOR
    if match.view_name in _TOKEN_ROUTES or (match.namespaces and match.namespaces[0].split("-")[0] == "api"):
        return Door.TOKEN
    return Door.COMPLETE
