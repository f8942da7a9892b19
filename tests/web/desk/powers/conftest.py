"""Clients with the lives of the examples, and people signed in to ask about them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client

from nakomen.record import tenancy
from nakomen.record.models import ConditionsVersion, Organisation, StaffMember
from tests.conftest import StaffMaker
from tests.web.api.asking import case_of
from tests.web.desk.windows import Enter, at, enter

__all__ = ["Enter", "Live", "at", "enter", "live", "office"]

EXAMPLES = Path(__file__).parents[4] / "examples"

type Live = Callable[..., UUID]


@pytest.fixture
def office(enter: Enter, staff: StaffMaker) -> Client:
    """The window of somebody of the administration and of the finances, who sees every client."""
    return enter(staff("administration", "finance", name="Karin Kantoor"))


@pytest.fixture
def live(organisation: Organisation, now: datetime) -> Live:
    """Makes a client with the acts of an example as far as they have happened, of these carers."""

    def make(example: str, *carers: StaffMember, terms: str = "wonder-2020") -> UUID:
        case = json.loads((EXAMPLES / f"{example}.json").read_text())
        given = {"settings": case.get("settings", {}), "provider": case.get("provider", {})}
        with tenancy.within(organisation.id):
            Organisation.objects.filter(pk=organisation.id).update(**given)
            ConditionsVersion.objects.update(name=terms)
        acts = [each for each in case["acts"] if each["on"][:10] < now.date().isoformat()]
        return case_of(organisation.id, now, acts, *carers)

    return make
