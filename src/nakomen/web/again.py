"""Nothing that was typed is lost where somebody must sign in first, or where a page had grown old.

The answer is then a page that holds what was posted, in hidden fields, with a button that sends it once more. It is
given only to a form of these very pages: a browser tells by itself (Sec-Fetch-Site, which no page can forge) whether
another site posted it, and that gets nothing to press.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from nakomen.web import fresh

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

_OURS = "csrfmiddlewaretoken"


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
    return render(request, "again.html", {"fields": fields, "sign_in": sign_in}, status=403)


def signed_out(request: HttpRequest) -> HttpResponse:
    """For a form that was sent after the session had ended."""
    return page(request, f"{reverse('account_login')}?{urlencode({'next': reverse('confirmed')})}")
