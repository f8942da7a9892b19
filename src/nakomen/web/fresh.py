"""A fresh sign-in before risky acts: somebody who left the screen open cannot do them by proxy."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Concatenate

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from nakomen.record.models import User
from nakomen.web.accounts import sessions

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse, HttpResponseBase


def is_fresh(request: HttpRequest) -> bool:
    """Whether this person signed in, or confirmed it, in the last ACCOUNT_REAUTHENTICATION_TIMEOUT seconds."""
    return isinstance(request.user, User) and sessions.fresh(request, request.user)


def fresh_required[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """The view answers only to a fresh sign-in; others confirm who they are first and come back to its page."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return view(request, *args, **kwargs) if is_fresh(request) else ask(request)

    return guarded


def ask(request: HttpRequest) -> HttpResponse:
    """Leads to where this person can confirm who they are, and back to the page of this address.

    What was posted is not kept in the session meanwhile: it could be personal, and a session is stored in the open.
    """
    return redirect(where(request, request.path))


def where(request: HttpRequest, back: str) -> str:
    """The address at which this person can confirm who they are, which then leads on to `back`."""
    methods = get_adapter().get_reauthentication_methods(request.user)
    if methods:
        page = methods[0]["url"]
    elif settings.OIDC_ISSUER:
        page = reverse("fresh_oidc")
    else:
        page = reverse("account_login")
    return f"{page}?{urlencode({'next': back})}"
