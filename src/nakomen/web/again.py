"""Nothing that was typed is lost where somebody must sign in first, or where a page had grown old.

The answer is then a page that holds what was posted, in hidden fields, with a button that sends it once more. It is
given only to a form of these very pages: a browser tells by itself (Sec-Fetch-Site, which no page can forge) whether
another site posted it, and that gets nothing to press.

Signing in renews the secret by which the forms of a browser are known (as it must), so that a page that was drawn
before would be refused. This page therefore carries a proof of its own: it was drawn here, for this address, and for
this browser, which holds the other half of the proof in a cookie that no page can read. So one press is enough.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import signing
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import urlencode

from nakomen.record.models import User
from nakomen.web import fresh

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse, HttpResponseBase

_OURS = "csrfmiddlewaretoken"
_COOKIE = "__Host-again" if settings.SESSION_COOKIE_SECURE else "again"
_SALT = "nakomen.web.again"
KEPT = 12 * 3600
"""Seconds for which a page can be sent once more without being asked again: nobody works longer on end."""


def posted_here(request: HttpRequest) -> bool:
    """Whether a form of the desk was sent, so that there is something to lose and nobody else made it.

    What is typed at sign-in is never written into a page.
    """
    match = request.resolver_match
    own = match is not None and hasattr(match.func, "permission")
    same_site = request.headers.get("Sec-Fetch-Site") == "same-origin"
    return request.method == "POST" and own and same_site and not request.FILES


def sign_in_first(request: HttpRequest) -> HttpResponseBase:
    """Leads to where this person confirms who they are; a form that was sent is kept in the page meanwhile."""
    if not posted_here(request):
        return fresh.ask(request)
    return page(request, fresh.where(request, reverse("confirmed")))


def page(request: HttpRequest, sign_in: str = "") -> HttpResponse:
    """What was posted, to send once more; `sign_in` is the address of what must be done first, in another window."""
    fields = [(name, value) for name, values in request.POST.lists() for value in values if name != _OURS]
    half = request.COOKIES.get(_COOKIE) or secrets.token_urlsafe(32)
    context = {"fields": fields, "sign_in": sign_in, "proof": _proof(request, half)}
    answer = render(request, "again.html", context, status=403)
    answer.set_cookie(
        _COOKIE, half, max_age=KEPT, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Strict"
    )
    return answer


class AgainMiddleware:
    """Lets a form pass that this browser got to send once more; stands in front of Django's own check of forms."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answers the request."""
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable[..., HttpResponseBase], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Spare what carries the proof the check by the secret that signing in renewed; everything else is checked."""
        if posted_here(request) and _proved(request):
            request.csrf_processing_done = True  # type: ignore[attr-defined]  # by this Django's check knows
        return None


def _proof(request: HttpRequest, half: str) -> str:
    """What only this installation can make, for this browser, address and person (where known); each time another."""
    who = str(request.user.pk) if isinstance(request.user, User) else ""
    return signing.dumps([_bound(request, half, who), who, secrets.token_urlsafe(8)], salt=_SALT)


def _proved(request: HttpRequest) -> bool:
    half, given = request.COOKIES.get(_COOKIE, ""), request.POST.get(_OURS, "")
    try:
        bound, who, _once = signing.loads(given, salt=_SALT, max_age=KEPT)
    except (signing.BadSignature, ValueError):
        return False
    same_person = not who or (isinstance(request.user, User) and str(request.user.pk) == who)
    return bool(half) and same_person and constant_time_compare(bound, _bound(request, half, who))


def _bound(request: HttpRequest, half: str, who: str) -> str:
    return salted_hmac(_SALT, f"{half} {who} {request.path}", algorithm="sha256").hexdigest()


def signed_out(request: HttpRequest) -> HttpResponse:
    """For a form that was sent after the session had ended."""
    return page(request, f"{reverse('account_login')}?{urlencode({'next': reverse('confirmed')})}")
