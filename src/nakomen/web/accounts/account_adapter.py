"""What allauth asks this installation about accounts."""

from __future__ import annotations

from smtplib import SMTPException
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from nakomen.record.models import User
from nakomen.web import fresh, logs

if TYPE_CHECKING:
    from django.http import HttpRequest

_log = logs.logger(__name__)
_OWN_TEXT = {
    "account/email/password_reset_key": "password_reset",
    "account/email/unknown_account": "unknown_address",
}
_MFA_STAGE = "allauth.mfa.stages.AuthenticateStage"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth carries no types
    """Nobody makes an account by oneself; letters are short and name nobody."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's own
        """Never: an account comes by an invitation."""
        return False

    def get_login_stages(self) -> list[str]:
        """The steps of a sign-in, with our own second one in the place of allauth's."""
        ours = "nakomen.web.accounts.stages.SecondFactorStage"
        return [ours if stage == _MFA_STAGE else stage for stage in super().get_login_stages()]

    def is_reauthentication_required(self, *, app: str, **_: Any) -> bool:  # noqa: ARG002 - the same for every app
        """Whether this person must first confirm who they are; a sign-in of a moment ago is confirmation enough."""
        return not fresh.is_fresh(self.request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - allauth's own
        """Where a changed password leads."""
        return str(reverse("start"))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Sends one of three short letters, in the reader's own language.

        A letter that cannot be sent undoes nothing: that somebody changed a password stays true without it.
        """
        text = _OWN_TEXT.get(template_prefix, "security_changed")
        link = context.get("password_reset_url") or settings.BASE_URL + reverse("start")
        user = User.objects.filter(email=email.lower()).first()
        with translation.override(user.language if user else translation.get_language()):
            subject = render_to_string(f"letters/{text}_subject.txt").strip()
            body = render_to_string(f"letters/{text}.txt", {"link": link, "base": settings.BASE_URL})
        try:
            EmailMessage(subject, body, to=[email]).send()
        except (OSError, SMTPException) as error:
            _log.error("letter not sent", text=text, error=logs.places(error))
