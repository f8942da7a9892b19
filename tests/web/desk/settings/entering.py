"""How a test of the settings comes in, and what it reads of a page."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from nakomen.record.models import StaffMember
from nakomen.web.accounts import sessions


def enter(member: StaffMember, *, fresh: bool = True, language: str = "en") -> Client:
    """A browser in which this staff member is at work, after a sign-in of this moment or (not fresh) of before.

    Signing in through the pages waits for a commit, and in these tests nothing is committed.
    """
    client = Client()
    client.cookies["nakomen_language"] = language
    client.force_login(member.user)
    request = HttpRequest()
    request.session, request.user = client.session, member.user
    sessions.begin(request, timezone.now())
    sessions.add_second_factor(request)
    sessions.choose(request, member.organisation_id)
    if fresh:
        record_authentication(request, member.user, "password")
    request.session.save()
    return client


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words += data.split()


def words(answer: Any) -> str:
    """What a person reads on a page, in one line."""
    reader = _Words()
    reader.feed(answer.content.decode())
    return " ".join(reader.words)


def problems(answer: Any) -> str:
    """What stands on top of a form that cannot be kept."""
    assert answer.status_code == 422, answer.content
    page = answer.content.decode()
    assert 'role="alert"' in page
    reader = _Words()
    reader.feed(page.split('class="problems"')[1].split("</div>")[0])
    return " ".join(reader.words)
