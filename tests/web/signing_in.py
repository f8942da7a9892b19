"""How a test signs in: through the pages, as a browser would."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time
from datetime import datetime
from typing import Any

from django.test import Client
from django.urls import reverse

from nakomen.record.models import StaffMember

PASSWORD = "a long and private sentence"  # noqa: S105 - of people that exist in tests only


def code_of(secret: str, moment: float | None = None) -> str:
    """The code that an authenticator app shows for this secret (RFC 6238: SHA-1, 30 seconds, six digits)."""
    step = int((time.time() if moment is None else moment) // 30)
    mac = hmac.digest(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1)
    start = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def enter_password(client: Client, email: str, password: str = PASSWORD, next_: str = "") -> Any:
    """Posts the form of the sign-in page."""
    data = {"login": email, "password": password} | ({"next": next_} if next_ else {})
    return client.post(reverse("account_login"), data)


def set_up_app(client: Client) -> str:
    """Sets up an authenticator app in a session that has just begun, and gives its secret."""
    page = client.get(reverse("mfa_activate_totp"))
    secret: str = page.context["form"].secret
    done = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert done.status_code == 302, done.content
    return secret


def sign_in(client: Client, email: str) -> str:
    """A first sign-in, complete with a second factor; the secret of the app that was set up for it."""
    assert enter_password(client, email).status_code == 302
    return set_up_app(client)


def session_of(member: StaffMember, moment: datetime) -> Client:
    """A window in which this staff member signed in with a second factor at that moment, and chose the organisation.

    What the pages of signing in would leave behind, without the time that they take.
    """
    window = Client(raise_request_exception=False)
    window.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = window.session
    at = moment.timestamp()
    session["nakomen.started"] = session["nakomen.seen"] = at
    session["nakomen.second"] = True
    session["nakomen.organisation"] = str(member.organisation_id)
    session["account_authentication_methods_user"] = str(member.user_id)
    session["account_authentication_methods"] = [{"method": "password", "at": at}]
    session.save()
    return window
