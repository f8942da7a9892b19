"""The calendar feed: numbers by day for who has the secret, nothing of anybody, and nothing for anybody else."""

from __future__ import annotations

import uuid
from datetime import date
from urllib.parse import urlsplit
from uuid import UUID

import icalendar
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from nakomen.record import tenancy
from nakomen.record.models import AccessEntry, Organisation
from tests.conftest import People, StaffMaker
from tests.web.desk.today.conftest import Enter, add


def made(window: Client) -> str:
    """The path of a new feed, from the page that shows it once."""
    answer = window.post(reverse("today_calendar"), {"make": "yes"})
    assert answer.status_code == 201
    return urlsplit(str(answer.context["address"])).path


def test_a_calendar_reads_how_much_is_due_on_which_day(
    enter: Enter, people: People, organisation: Organisation, mine: UUID
) -> None:
    add(organisation, mine, "open", date(2026, 3, 5))
    answer = Client().get(made(enter(people.owner)))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    read = icalendar.Calendar.from_ical(answer.content)
    events = [(each.decoded("dtstart"), str(each["summary"])) for each in read.walk("VEVENT")]
    assert events == [(date(2026, 3, 2), "Te doen: 1, te laat: 1"), (date(2026, 3, 5), "Te doen: 1")]
    for word in ("Aleida", "Zoetemelk", str(mine), "plan", "12.3", people.owner.name):
        assert word.casefold() not in answer.content.decode().casefold(), word


def test_it_stays_the_same_until_something_changes(
    enter: Enter, people: People, organisation: Organisation, mine: UUID
) -> None:
    address = made(enter(people.owner))
    first = Client().get(address)
    known = {"If-None-Match": first.headers["ETag"]}
    again = Client().get(address, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    add(organisation, mine, "open", date(2026, 3, 2))
    changed = Client().get(address, headers=known)
    assert changed.status_code == 200
    uids = [
        {str(each["uid"]) for each in icalendar.Calendar.from_ical(one.content).walk("VEVENT")}
        for one in (first, changed)
    ]
    assert uids[0] == uids[1]


def test_without_the_secret_there_is_nothing(
    enter: Enter, people: People, other_organisation: Organisation, mine: UUID
) -> None:
    address = made(enter(people.owner))
    token = address.rsplit("/", 1)[1]
    for wrong in (
        address.replace(token, "x" * 43 + ".ics"),
        address.replace(token, "x.ics"),
        reverse("calendar", args=[other_organisation.id, token.removesuffix(".ics")]),
        reverse("calendar", args=[uuid.uuid4(), token.removesuffix(".ics")]),
    ):
        answer = Client().get(wrong)
        assert answer.status_code == 404, wrong
        assert answer.headers["Cache-Control"] == "no-store"


def test_the_address_shows_once_and_ends_with_the_next_or_by_hand(
    enter: Enter, people: People, organisation: Organisation
) -> None:
    window = enter(people.owner)
    first = made(window)
    assert first not in window.get(reverse("today_calendar")).content.decode()
    second = made(window)
    assert [Client().get(each).status_code for each in (first, second)] == [404, 200]
    window.post(reverse("today_calendar"), {"revoke": "yes"})
    assert Client().get(second).status_code == 404
    with tenancy.within(organisation.id):
        lines = AccessEntry.objects.filter(subject="calendar feed").order_by("id").values_list("event", flat=True)
        assert list(lines) == ["C", "C", "D"]


def test_who_sees_no_duties_of_clients_has_no_calendar(enter: Enter, staff: StaffMaker) -> None:
    assert enter(staff("board")).get(reverse("today_calendar")).status_code == 403


def test_guessing_secrets_is_stopped(organisation: Organisation) -> None:
    cache.clear()
    window = Client()
    tries = [window.get(reverse("calendar", args=[organisation.id, "x" * 43])).status_code for _ in range(31)]
    assert tries == [404] * 30 + [429]
