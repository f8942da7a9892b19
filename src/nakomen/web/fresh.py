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

    What was posted is not kept meanwhile: it could be personal, and a session is stored in the open.
    """
    methods = get_adapter().get_reauthentication_methods(request.user)
    if methods:
        where = methods[0]["url"]
    elif settings.OIDC_ISSUER:
        where = reverse("fresh_oidc")
    else:
        where = reverse("account_login")
    return redirect(f"{where}?{urlencode({'next': request.path})}")
