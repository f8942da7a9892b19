"""Forms of signing in where allauth's own do not suffice."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as allauth_forms
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib.auth import password_validation
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from nakomen.record.models import User

if TYPE_CHECKING:
    from nakomen.record.models import Invitation

_CODE_LIFE = 120
"""Seconds; longer than an authenticator app's code is accepted, with a step's difference of the clocks."""


class _Once:
    """A code of an authenticator app works once, also in the steps before and after its own."""

    def clean_code(self) -> str:
        code = str(super().clean_code())  # type: ignore[misc] # the form beside this in the bases
        authenticator: Authenticator = self.authenticator  # type: ignore[attr-defined]
        if authenticator.type == Authenticator.Type.TOTP:
            digits = "".join(filter(str.isdigit, code))
            key = hashlib.sha256(f"{authenticator.pk}:{digits}".encode()).hexdigest()
            if not cache.add(f"nakomen:totp:{key}", 1, timeout=_CODE_LIFE):
                raise get_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(_Once, allauth_forms.AuthenticateForm):  # type: ignore[misc] # allauth carries no types
    """The code at signing in."""


class ReauthenticateForm(_Once, allauth_forms.ReauthenticateForm):  # type: ignore[misc] # allauth carries no types
    """The code at confirming who one is."""


class ChoosePasswordForm(forms.Form):
    """The password of somebody who was invited and has no account yet."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. A few words in a row are easy to remember and hard to guess."),
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._invitation = invitation

    def clean_password(self) -> str:
        """The password. Raises ValidationError where it is too easy to guess."""
        password = str(self.cleaned_data["password"])
        password_validation.validate_password(password, User(email=self._invitation.email, name=self._invitation.name))
        return password
