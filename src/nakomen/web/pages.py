"""The first pages after signing in, and those for machines that look whether this installation is well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import DatabaseError, connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from nakomen.record import staff
from nakomen.record.models import User
from nakomen.web import people
from nakomen.web.accounts import invitations, sessions

if TYPE_CHECKING:
    from django.http import HttpRequest

    from nakomen.record.staff import Place


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The work list for staff; for others who is signed in, and where one's own sign-in is managed."""
    if invitations.opened(request) is not None:
        return redirect("invitation")
    if sessions.organisation(request) is None:
        return redirect("organisations")
    actor = people.actor_of(request)
    return redirect("today") if actor.staff is not None else render(request, "start.html", {"actor": actor})


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Who is signed in, and where one's own sign-in is managed."""
    return render(request, "start.html", {"actor": people.actor_of(request)})


@require_safe
def confirmed(request: HttpRequest) -> HttpResponse:
    """Where a sign-in in another window ends: the first window still holds what was typed.

    A new session works for no organisation yet. It is chosen before the first window sends, or nothing would take that.
    """
    places = _places(request)
    if isinstance(request.user, User) and sessions.organisation(request) is None:
        if len(places) != 1 or not people.may_enter(request, places[0].organisation_id):
            return redirect("organisations")
        sessions.choose(request, places[0].organisation_id)
    return render(request, "confirmed.html")


def _places(request: HttpRequest) -> list[Place]:
    return staff.places(request.user, timezone.localdate()) if isinstance(request.user, User) else []


@require_http_methods(["GET", "HEAD", "POST"])
def organisations(request: HttpRequest) -> HttpResponse:
    """The organisations where this person has a place; with one only, that is the choice."""
    places = _places(request)
    open_to = [place for place in places if people.may_enter(request, place.organisation_id)]
    chosen = request.POST.get("organisation", "")
    only = len(places) == 1 and request.method != "POST" and sessions.organisation(request) is None
    for place in open_to:
        if only or chosen == str(place.organisation_id):
            sessions.choose(request, place.organisation_id)
            return redirect("start")
    other_way = [place for place in places if place not in open_to]
    return render(request, "organisations.html", {"places": open_to, "other_way": other_way})


@require_safe
def health(_request: HttpRequest) -> JsonResponse:
    """Whether this installation can answer: 200, or 503 where its database cannot be reached. It tells nothing more."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "unavailable"}, status=503)
    return JsonResponse({"status": "ok"})


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """Nothing here is for search engines, except the public pages of organisations."""
    return HttpResponse("User-agent: *\nAllow: /o/\nAllow: /static/\nDisallow: /\n", content_type="text/plain")
