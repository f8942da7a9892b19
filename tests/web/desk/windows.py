"""Fixtures that the tests of most screens share: the moment at which everybody looks, and a window for somebody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
import time_machine
from django.test import Client

from nakomen.record.models import StaffMember
from tests.web.signing_in import session_of

type Enter = Callable[[StaffMember], Client]


@pytest.fixture(autouse=True)
def at(now: datetime) -> Iterator[None]:
    """Every request comes at the moment of the tests: Monday 2 March 2026, ten in the morning."""
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def enter(database: None, now: datetime) -> Enter:
    """Somebody who is signed in with a second factor, at work for the own organisation, in a window of its own.

    Signing in through the pages waits for a commit, and here nothing is committed.
    """
    return lambda member: session_of(member, now)
