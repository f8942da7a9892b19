"""The people of the API's tests: who cares for the client, a colleague who does not, a stranger; each with a system."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pytest
import time_machine

from nakomen.record.models import Organisation
from nakomen.web.api import limits
from tests.conftest import People, StaffMaker
from tests.web.api.asking import Caller, caller, client_of


@pytest.fixture(autouse=True)
def at(now: datetime) -> Iterator[None]:
    """Every request comes at the moment of the tests."""
    limits.forget()
    with time_machine.travel(now, tick=False):
        yield


@dataclass(frozen=True)
class Systems:
    """A system for each of the people, one for the office, and the client that the owner cares for."""

    owner: Caller
    colleague: Caller
    stranger: Caller
    office: Caller
    client: UUID


@pytest.fixture
def systems(people: People, organisation: Organisation, staff: StaffMaker, now: datetime) -> Systems:
    """Systems with tokens for all permissions, so that only the people behind them differ."""
    return Systems(
        owner=caller(people.owner, now),
        colleague=caller(people.colleague, now),
        stranger=caller(people.stranger, now),
        office=caller(staff("administration", "coordinator", name="Karin Kantoor"), now),
        client=client_of(organisation.id, now, people.owner),
    )
