"""The calendar feed of a person: how much is due on which day, without a word of anybody."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nakomen.law.clock import local_day, start_of_day, utc
from nakomen.record import feeds, tenancy
from nakomen.record.models import Organisation
from nakomen.web import errors
from nakomen.web.desk.asking import Desk, desk

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from django.http import HttpRequest, HttpResponseBase

    from nakomen.record.feeds import Day
    from nakomen.record.models import CalendarFeed

RATE = {"calendar": "30/m/ip"}
"""Calendars ask a few times an hour; whoever guesses secrets asks more often."""


@require_http_methods(["GET", "HEAD", "POST"])
@desk("standing.read")
def settings_page(asked: Desk, /) -> HttpResponse:
    """Whether one has a feed; posting makes one, whose address is shown this once, or ends it."""
    member, post = asked.member.pk, asked.request.POST
    if "make" in post:
        asked.require(permission="organisation.read", event="C", subject="calendar feed")
        feed, token = feeds.make(member, asked.now)
        address = settings.BASE_URL + reverse("calendar", args=[asked.organisation.pk, token])
        return asked.render("desk/today/calendar.html", {"part": "today", "feed": feed, "address": address}, status=201)
    if "revoke" in post:
        asked.require(permission="organisation.read", event="D", subject="calendar feed")
        feeds.revoke(member, asked.now)
        messages.success(asked.request, _("The address does not work any more."))
        return redirect("today_calendar")
    return asked.render("desk/today/calendar.html", {"part": "today", "feed": feeds.of(member)})


@require_safe
def calendar(request: HttpRequest, organisation: UUID, token: str) -> HttpResponseBase:
    """The feed itself, for a calendar program: it knows the secret and has no session."""
    if not ratelimit.consume(request, app="allauth.account", action="calendar", config=RATE, limit_get=True):
        return errors.too_many(request)
    now = timezone.now()
    if not feeds.could_be(token):
        return errors.not_found(request)
    with tenancy.within(organisation):
        found = feeds.opened(token, now)
        if found is None:
            return errors.not_found(request)
        feed, actor = found
        days, place = feeds.days(actor, now), Organisation.objects.get(pk=organisation)
    with translation.override(feed.staff.user.language):
        body = written(feed, place.name, days, local_day(now))
    return _answer(request, body)


def _answer(request: HttpRequest, body: bytes) -> HttpResponse:
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    known = {each.strip().removeprefix("W/") for each in request.headers.get("If-None-Match", "").split(",")}
    answer = (
        HttpResponseNotModified() if tag in known else HttpResponse(body, content_type="text/calendar; charset=utf-8")
    )
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def written(feed: CalendarFeed, organisation: str, days: list[Day], today: date) -> bytes:
    """The calendar as iCalendar (RFC 5545): an event for each day on which something is due; the same on one day."""
    import icalendar

    made = icalendar.Calendar()
    made.add("prodid", "-//Nakomen//NL")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", f"Nakomen – {organisation}")
    made.add("refresh-interval", timedelta(hours=4), parameters={"value": "DURATION"})
    link = settings.BASE_URL + reverse("today")
    for each in days:
        event = icalendar.Event()
        event.add("uid", f"{feed.pk}-{each.day.isoformat()}@nakomen")
        event.add("dtstamp", utc(start_of_day(today)))
        event.add("dtstart", each.day)
        event.add("dtend", each.day + timedelta(days=1))
        event.add("summary", _summary(each))
        event.add("description", _("Open the work list: %(link)s") % {"link": link})
        event.add("url", link)
        event.add("transp", "TRANSPARENT")
        made.add_component(event)
    return bytes(made.to_ical())


def _summary(day: Day) -> str:
    """How much is due, and how much is late, in a few words."""
    if not day.late:
        return _("To do: %(due)s") % {"due": day.due}
    return _("To do: %(due)s, late: %(late)s") % {"due": day.due, "late": day.late}
