"""What was typed when a session had ended is sent at one press after signing in, and by nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from nakomen.record.models import Organisation
from tests.conftest import StaffMaker
from tests.web.api.asking import client_of
from tests.web.signing_in import code_of, enter_password, sign_in

SAME_SITE = {"sec-fetch-site": "same-origin"}
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def enter(client: Client, email: str, secret: str = "") -> str:
    """Sign in, for the first time or with the app of before, and choose the organisation; the secret of the app."""
    if secret:
        enter_password(client, email)
        done = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
        assert done.status_code == 302, done.content
    else:
        secret = sign_in(client, email)
    client.get(reverse("start"), follow=True)
    return secret


FORM = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')


def press(window: Client, page: HttpResponse, path: str, **headers: str) -> HttpResponse:
    """Press the button of the page that holds what was posted, in a browser that has its forms checked."""
    held = re.search(r'<form method="post" action="/[^l].*?</form>', page.content.decode(), re.DOTALL)
    assert held is not None
    window.handler.enforce_csrf_checks = True
    answer: HttpResponse = window.post(path, dict(FORM.findall(held[0])), headers={**SAME_SITE, **headers})  # type: ignore[assignment]  # the test client's own sort of answer
    window.handler.enforce_csrf_checks = False
    return answer


@dataclass(frozen=True)
class Kept:
    """A browser, the page that came when the session had ended, and who signed in anew."""

    window: Client
    page: HttpResponse
    person: str
    secret: str


@pytest.fixture
def kept(client: Client, staff: StaffMaker, organisation: Organisation, now: datetime) -> Iterator[Kept]:
    """A browser in which a session ended while somebody typed: the page that came, and that person signed in anew."""
    client_of(organisation.id, now)
    person = staff("administration").user.email
    with time_machine.travel(START, tick=False) as clock:
        secret = enter(client, person)
        clock.shift(timedelta(minutes=31))
        page = client.post(reverse("client_search"), {"q": "Voorbeeld"}, headers=SAME_SITE)
        assert page.status_code == 403
        enter(client, person, secret)
        yield Kept(client, page, person, secret)  # type: ignore[arg-type]  # the test client's own sort of answer


def test_after_signing_in_anew_one_press_sends_what_was_typed(kept: Kept) -> None:
    sent = press(kept.window, kept.page, reverse("client_search"))
    assert sent.status_code == 302
    assert "Voorbeeld" in kept.window.get(sent.headers["Location"]).content.decode()


def test_the_page_that_sends_once_more_serves_no_other_browser_address_or_site(kept: Kept, staff: StaffMaker) -> None:
    client, page = kept.window, kept.page
    assert press(client, page, reverse("client_search"), **{"sec-fetch-site": "cross-site"}).status_code == 403
    assert press(client, page, reverse("register")).status_code == 403
    other = Client()
    enter(other, staff("administration").user.email)
    assert press(other, page, reverse("client_search")).status_code == 403
    half = client.cookies["again"]
    assert (half["httponly"], half["samesite"], half["max-age"]) == (True, "Strict", 12 * 3600)
    other.cookies["again"] = half.value + "x"
    assert press(other, page, reverse("client_search")).status_code == 403
    del client.cookies["again"]
    assert press(client, page, reverse("client_search")).status_code == 403


def test_the_page_that_sends_once_more_serves_for_half_a_day(kept: Kept, staff: StaffMaker) -> None:
    client, page = kept.window, kept.page
    with time_machine.travel(START + timedelta(hours=13), tick=False):
        enter(client, kept.person, kept.secret)
        assert press(client, page, reverse("client_search")).status_code == 403


def test_what_one_typed_is_not_sent_by_another_who_signs_in(client: Client, staff: StaffMaker) -> None:
    first, second = (staff("functional_administrator", "administration") for _ in range(2))
    data = {"name": "Nieuwe naam", "kvk": "", "agb": "", "email": "", "phone": ""}
    path = reverse("settings_organisation_change")
    with time_machine.travel(START, tick=False) as clock:
        secret = enter(client, first.user.email)
        clock.shift(timedelta(minutes=6))
        page = client.post(path, data, headers=SAME_SITE)
        assert page.status_code == 403
        client.post(reverse("account_logout"))
        enter(client, second.user.email)
        assert press(client, page, path).status_code == 403  # type: ignore[arg-type]  # the test client's own answer
        client.post(reverse("account_logout"))
        clock.shift(timedelta(minutes=1))
        enter(client, first.user.email, secret)
        assert press(client, page, path).status_code == 302  # type: ignore[arg-type]  # the test client's own answer
