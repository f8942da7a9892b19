"""What is left in a browser after signing out, or without a session: no page is kept, no part of one is answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.test import Client
from django.urls import get_resolver, reverse

from nakomen.record.models import Organisation
from tests.conftest import People, StaffMaker
from tests.web.api.asking import client_of
from tests.web.desk.test_canary import screens
from tests.web.signing_in import session_of

PART = {"HX-Request": "true", "HX-Target": "div#list", "HX-Current-URL": "http://testserver/today/"}
"""The headers with which a browser asks for a part of a page."""


@pytest.fixture(autouse=True)
def at(now: datetime) -> Iterator[None]:
    """Every request comes at the moment of the tests."""
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def client_id(people: People, organisation: Organisation, now: datetime) -> UUID:
    """A client of the owner."""
    return client_of(organisation.id, now, people.owner)


def body_of(answer: Any) -> str:
    """All that came back."""
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode("utf-8-sig", "replace")


def test_no_screen_is_kept_by_a_browser_or_by_anything_on_the_way(
    people: People, staff: StaffMaker, client_id: UUID, now: datetime
) -> None:
    shown = 0
    for window in (session_of(people.owner, now), session_of(staff("board", "functional_administrator"), now)):
        for name, address in screens(get_resolver(), client_id):
            for headers in ({}, PART):
                answer = window.get(address, headers=headers)
                shown += answer.status_code == 200
                assert answer.headers["Cache-Control"] == "no-store", name
                assert "ETag" not in answer.headers, name
    assert shown > 60


def test_a_part_that_is_asked_for_without_a_session_sends_the_whole_page_to_signing_in(
    people: People, client_id: UUID, now: datetime
) -> None:
    window = session_of(people.owner, now)
    assert "<html" not in body_of(window.get(reverse("today"), headers=PART))
    window.cookies.clear()
    answer = window.get(reverse("today"), {"scope": "all"}, headers=PART)
    sign_in = f"{reverse('account_login')}?next=%2Ftoday%2F"
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, sign_in)
    assert "Location" not in answer.headers
    assert body_of(answer) == ""
    whole = window.get(reverse("today"))
    assert (whole.status_code, whole.headers["Location"]) == (302, sign_in)


def test_without_a_session_no_screen_shows_or_does_anything(client_id: UUID) -> None:
    window = Client()
    for name, address in screens(get_resolver(), client_id):
        for answer in (window.get(address), window.post(address, {"q": "Aleida"}), window.get(address, headers=PART)):
            assert answer.status_code in {200, 302}, name
            assert "Aleida" not in body_of(answer), name
            assert (answer.headers.get("Location") or answer.headers["HX-Redirect"]).startswith("/account/login/"), name


ODD = ("xx", "nl; DROP TABLE", "../../etc/passwd", "é" * 40, "n" * 4_000, "en-\xe2\x80\xae", "NL", "de,en;q=0.x")


@pytest.mark.parametrize("language", ODD)
def test_a_language_that_is_none_gives_the_page_in_dutch_or_english(
    people: People, now: datetime, language: str
) -> None:
    window = session_of(people.owner, now)
    window.cookies["nakomen_language"] = language
    answer = window.get(reverse("today"), headers={"Accept-Language": language})
    assert answer.status_code == 200
    assert any(f'<html lang="{each}"' in body_of(answer) for each in ("nl", "en"))
    changed = window.post(reverse("language"), {"language": language, "next": "//evil.example/"})
    assert changed.status_code == 302
    assert changed.headers["Location"].startswith("/")
    assert not changed.headers["Location"].startswith("//")


def test_a_host_of_somebody_else_gets_no_page_and_stands_in_no_address(people: People, now: datetime) -> None:
    window = session_of(people.owner, now)
    assert window.get(reverse("today"), headers={"Host": "evil.example"}).status_code == 400
    assert window.get(reverse("account_login"), headers={"Host": "evil.example"}).status_code == 400
    for headers in ({"X-Forwarded-Host": "evil.example"}, {"X-Forwarded-Proto": "https"}):
        made = window.post(reverse("today_calendar"), {"make": "yes"}, headers=headers)
        assert "evil.example" not in body_of(made)
