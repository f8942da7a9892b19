"""A client whose every word is a marker, and every screen walked: no marker gets where it does not belong.

Not into the program's log, an address, a cookie, a session, an e-mail, nor onto a page of somebody who may not see it.
"""

from __future__ import annotations

import io
import logging
import random
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from nakomen.record import ledger, tenancy
from nakomen.record.actors import system
from nakomen.record.models import Organisation
from nakomen.web import logs
from tests.conftest import People, StaffMaker
from tests.faults import canary_life
from tests.faults.canary import CLIENT, Haul
from tests.web.api.asking import assigned
from tests.web.signing_in import session_of

PARTS: dict[str, Any] = {
    "seq": 1, "kind": "plan.deviated", "power": "terminate", "form": "plan.deviated", "name": "plan", "sort": "privacy",
    "version": 1, "number": 1, "topic": "keys", "register": "keys", "service": 1, "team": 1, "published": "2020-01-01",
    "municipality": 1,
}  # fmt: skip
ACT_ID = frozenset({"act"})
"""Ids of acts stand in addresses; here one is a marker, since another system made it."""
_NAMES = re.compile(r'<(?:input|select|textarea|button)[^>]*?\sname="([^"]+)"')
_PLACES = re.compile(r'(?:href|action|src|data-draft|hx-get|hx-post)="([^"]*)"')


@pytest.fixture(autouse=True)
def at(now: datetime) -> Iterator[None]:
    """Every request comes at the moment of the tests."""
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What goes into the program's log, as it is written there."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.formatter())
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def known(people: People, organisation: Organisation, now: datetime) -> UUID:
    """The client, with a whole life of markers."""
    with tenancy.within(organisation.id):
        first = [*canary_life.registration(), assigned(people.owner)]
        made = ledger.register(first, actor=system("command"), now=now, number=CLIENT["number"])
        acts = [*canary_life.care(), *canary_life.office()]
        ledger.append(made.client, acts, actor=system("command"), now=now)
    return made.client


def screens(resolver: URLResolver, client: UUID) -> Iterator[tuple[str, str]]:
    """Every screen of the desk, with its address for this client."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from screens(entry, client)
        elif hasattr(entry.callback, "permission"):
            parts = re.findall(r"<\w+:(\w+)>", str(entry.pattern))
            given = {part: client if part == "client" else PARTS.get(part, uuid4()) for part in parts}
            name = str(entry.name)
            given |= {"form": "csv"} if name in ("today_export", "overview_export") else {}
            given |= {"kind": "complaint.received"} if name == "act_new" else {}
            yield name, reverse(name, kwargs=given)


def body_of(answer: Any) -> str:
    """All that came back."""
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode("utf-8-sig", "replace")


def collect(haul: Haul, name: str, answer: Any) -> str:
    """Look through the headers and cookies of an answer, and the addresses on its page."""
    page = body_of(answer)
    haul.add(f"{name}: headers", str(answer.headers), allowed=ACT_ID)
    haul.add(f"{name}: cookies", answer.cookies.output())
    places = [place for place in _PLACES.findall(page) if not place.startswith(("mailto:", "tel:"))]
    haul.add(f"{name}: addresses", "\n".join(places), allowed=ACT_ID)
    return page


def walk(haul: Haul, window: Client, client: UUID, may_see: frozenset[str]) -> set[int]:
    """Ask for every screen, and post markers to each of its fields; the statuses that came back."""
    chance, statuses = random.Random(3), set()  # noqa: S311 - the same tries each time
    words = list(CLIENT.values())
    for name, address in screens(get_resolver(), client):
        with transaction.atomic():
            answer = window.get(address)
            page = collect(haul, f"GET {name}", answer)
            fields = dict.fromkeys(
                [*_NAMES.findall(page), "q", "name", "note", "act", "clause", "step", "next", "_about"]
            )
            data = {field: chance.choice(words) for field in fields if field != "csrfmiddlewaretoken"}
            posted = window.post(address, data, headers={"sec-fetch-site": "same-origin"})
            told = collect(haul, f"POST {name}", posted)
            transaction.set_rollback(True)
        haul.add(f"GET {name}: page", page, allowed=may_see)
        if posted.status_code in (403, 404):  # what comes back to who typed it stands in the fields of a form
            haul.add(f"POST {name}: page", re.sub(r"value=\"[^\"]*\"", "", told), allowed=may_see)
        statuses |= {answer.status_code, posted.status_code}
    return statuses


def live(haul: Haul, window: Client, client: UUID, rescuer: Client) -> None:
    """What is done right: searched, recorded, kept, handed over, opened in an emergency."""
    own = [client]
    key = uuid4().hex
    act = {"on": "2026-03-02", "about": CLIENT["complaint"], "complete": "yes", "to": "provider", "_key": key}
    done: list[tuple[Client, str, dict[str, str], int]] = [
        (window, reverse("client_search"), {"q": CLIENT["name"]}, 302),
        (window, reverse("client_search"), {"q": CLIENT["bsn"]}, 302),
        (window, reverse("client_search"), {"q": CLIENT["number"]}, 200),
        (window, reverse("act_new", args=[*own, "complaint.received"]), {**act, "_do": "preview"}, 200),
        (window, reverse("act_new", args=[*own, "complaint.received"]), {**act, "_do": "record"}, 302),
        (window, reverse("draft_save", args=[*own, "plan.deviated"]), {"note": CLIENT["plan_note"]}, 204),
        (window, reverse("guided", args=[*own, "plan"]), {"go": "save", "note": CLIENT["plan_note"]}, 302),
        (
            window,
            reverse("register_property_add", args=own),
            {"what": CLIENT["service"], "staff": "nobody", "since": "2026-03-02"},
            422,
        ),
        (
            rescuer,
            reverse("client_emergency"),
            {"bsn": CLIENT["bsn"], "reason": f"Een {CLIENT['emergency']}: er nam niemand op."},
            302,
        ),
        (
            rescuer,
            reverse("client_emergency"),
            {"name": CLIENT["name"], "birth_date": "1-1-1950", "reason": "kort"},
            422,
        ),
    ]
    for who, address, data, status in done:
        answer = who.post(address, data)
        assert answer.status_code == status, (address, answer.status_code)
        collect(haul, f"POST {address}", answer)


def test_no_word_of_a_client_gets_where_it_does_not_belong(
    people: People, staff: StaffMaker, known: UUID, now: datetime, log: io.StringIO
) -> None:
    haul = Haul()
    window = session_of(people.owner, now)
    boss, stranger = session_of(staff("board"), now), session_of(people.stranger, now)
    statuses = walk(haul, window, known, frozenset(CLIENT))
    statuses |= walk(haul, boss, known, frozenset({"number"}))  # by which the access log tells clients apart
    for other in (session_of(people.colleague, now), stranger):
        statuses |= walk(haul, other, known, frozenset())
    assert max(statuses) < 500
    assert {200, 302, 403, 404, 422} <= statuses
    live(haul, window, known, session_of(staff("care_professional"), now + timedelta(seconds=1)))
    for letter in mail.outbox:
        haul.add("e-mail", str(letter.message()))
    for session in Session.objects.all():
        haul.add("session", str(session.get_decoded()))
    assert '"route": "client_search"' in log.getvalue()
    haul.add("log", log.getvalue())
    assert haul.leaks == set(), sorted(haul.leaks)
