"""Nobody passes without a complete sign-in, except where doors.py says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from nakomen.record.models import User
from nakomen.web import again, doors, fresh, people, request_log
from nakomen.web.accounts import sessions

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse, HttpResponseBase


class SignInMiddleware:
    """Holds each request to the door of its route, and ends sessions whose time is over."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answers the request; where a part of a page leads elsewhere, as to signing in, the whole page goes there."""
        answer = self._get_response(request)
        if getattr(request, "htmx", False) and isinstance(answer, HttpResponseRedirect):
            return HttpResponseClientRedirect(answer.url)
        return answer

    def process_view(
        self, request: HttpRequest, _view: Callable[..., HttpResponseBase], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Lets the request pass (None), or leads to what is missing."""
        door = doors.door_of(request)
        if door is doors.Door.TOKEN:
            return None
        user = request.user
        if not isinstance(user, User):
            return None if door is doors.Door.ANYONE else _to_sign_in(request)
        now = timezone.now()
        if sessions.ended(request, user, now):
            _end(request)
            return None if door is doors.Door.ANYONE else _to_sign_in(request)
        sessions.used(request, now)
        request_log.bind(user=str(user.pk))
        return _missing(request, user, door)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Leads to a fresh sign-in or to the choice of an organisation where a view asks for it."""
        if isinstance(exception, ReauthenticationRequired):
            return fresh.ask(request)
        if isinstance(exception, people.NoPlaceError):
            if again.posted_here(request):
                return again.page(request, reverse("organisations"))
            return redirect("organisations")
        return None


def _missing(request: HttpRequest, user: User, door: doors.Door) -> HttpResponse | None:
    if door is doors.Door.ANYONE:
        return None
    if not sessions.complete(request, user):
        if sessions.has_second_factor(user):
            # Set up elsewhere since: this session, which never showed it, must not be able to add one of its own.
            _end(request)
            return _to_sign_in(request)
        if door is doors.Door.COMPLETE:
            return redirect("mfa_index")
    match = request.resolver_match
    if match is not None and match.view_name in doors.FRESH and not fresh.is_fresh(request):
        return fresh.ask(request)
    return None


def _end(request: HttpRequest) -> None:
    language = translation.get_language()
    logout(request)
    translation.activate(language or "nl")
    messages.info(request, _("You have been signed out. Please sign in again."))


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if again.posted_here(request):
        return again.signed_out(request)
    # Only the path: what stands behind the question mark may be what somebody looked for.
    return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
