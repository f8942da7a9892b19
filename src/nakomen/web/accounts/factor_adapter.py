"""What allauth asks this installation about second factors."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from nakomen.record.models import User

_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def _box() -> MultiFernet:
    """Encrypts with the installation's secret; what was encrypted with an earlier one can still be read."""
    return MultiFernet(
        [
            Fernet(
                base64.urlsafe_b64encode(
                    HKDF(SHA256(), 32, b"", b"nakomen/second-factor/1").derive(force_bytes(secret))
                )
            )
            for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        ]
    )


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth carries no types
    """Secrets of authenticator apps are kept encrypted, passkeys belong to the installation's own address."""

    def encrypt(self, text: str) -> str:
        """The secret as it is stored: a copy of the database alone gives nobody a second factor."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret. Raises cryptography's InvalidToken under another installation's secret."""
        return _box().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last factor stays: without one nobody could come back in."""
        others = Authenticator.objects.filter(user=authenticator.user, type__in=_FACTORS).exclude(pk=authenticator.pk)
        return bool(others.exists())

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """For which address a passkey holds: the installation's own, whatever host a request came in by."""
        return {"id": urlsplit(settings.BASE_URL).hostname or "localhost", "name": "Nakomen"}

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's own
        """A name to start from; people give their keys better ones."""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return _("Passkey %(number)s") % {"number": count + 1}
