"""Pages of signing in that allauth does not have, or not as they must be here."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter as account_adapter
from allauth.mfa.adapter import get_adapter as factor_adapter
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from nakomen.record.models import User
from nakomen.web.accounts.receivers import set_language as set_language_cookie

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest, HttpResponse, HttpResponseBase


class RemovePasskeyView(RemoveWebAuthnView):  # type: ignore[misc] # allauth carries no types
    """Removes a passkey, but not the last factor of all."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Removes it, or says why it stays."""
        if not factor_adapter().can_delete_authenticator(self.get_object()):
            text = factor_adapter().error_messages["cannot_delete_authenticator"]
            account_adapter().add_message(self.request, messages.ERROR, message=text)
            return HttpResponseRedirect(self.get_success_url())
        response: HttpResponse = super().form_valid(form)
        return response


@require_safe
def fresh_oidc(request: HttpRequest) -> HttpResponse:
    """Sends somebody without a password or key here to the provider, to sign in there anew."""
    if not settings.OIDC_ISSUER:
        raise Http404
    back = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("start")
    query = urlencode({"process": "login", "next": back, "auth_params": urlencode({"prompt": "login", "max_age": 0})})
    return redirect(f"{reverse('openid_connect_login', args=['staff'])}?{query}")


@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """Turns to the other language, and remembers it for whoever is signed in."""
    response = set_language(request)
    chosen = request.POST.get("language")
    if chosen in dict(settings.LANGUAGES) and isinstance(request.user, User):
        User.objects.filter(pk=request.user.pk).update(language=chosen)
        set_language_cookie(response, chosen)
    return response
