"""Pages for what goes wrong: they say what somebody can do now, and nothing of what was asked for or what broke."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from nakomen.web import again

if TYPE_CHECKING:
    from django.http import HttpRequest


def _page(request: HttpRequest, status: int) -> HttpResponse:
    """The page for this status; every one is the same for everybody, whatever the reason was."""
    return render(request, f"{status}.html", status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's own
    """The request could not be read."""
    return _page(request, 400)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's own
    """Somebody may not do this."""
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's own
    """Nothing is here, or nothing that this person may know of: the same page for both."""
    return _page(request, 404)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - as the others
    """Too many attempts in a short time."""
    response = _page(request, 429)
    response.headers["Retry-After"] = "60"
    return response


def failed(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's own
    """A fault of the program. Nothing is asked of the request or the database: they may be what failed."""
    return HttpResponse(render_to_string("500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's own
    """A form came from elsewhere, or from a page that had grown old: of these pages' own nothing is lost."""
    if again.posted_here(request):
        return again.page(request)
    return render(request, "403_form.html", status=403)
