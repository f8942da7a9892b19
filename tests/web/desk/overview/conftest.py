"""The people of the overview's tests, each signed in, and the moment at which they look."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
import time_machine
from django.http import HttpRequest
from django.test import Client

from nakomen.record.models import StaffMember
from nakomen.web.accounts import sessions

type Enter = Callable[[StaffMember], Client]


@pytest.fixture(autouse=True)
def at(now: datetime) -> Iterator[None]:
    """Every request comes at the moment of the tests: Monday 2 March 2026."""
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def enter(database: None, now: datetime) -> Enter:
    """Somebody who is signed in with a second factor, at work for the own organisation, in a window of its own.

    Signing in through the pages waits for a commit, and here nothing is committed.
    """

    def enter_(member: StaffMember) -> Client:
        window = Client()
        window.force_login(member.user)
        request = HttpRequest()
        request.session, request.user = window.session, member.user
        sessions.begin(request, now)
        sessions.add_second_factor(request)
        sessions.choose(request, member.organisation_id)
        request.session.save()
        return window

    return enter_
