"""The people of the tests of clients' pages, each signed in, and a client with a life behind."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from nakomen.record import ledger, tenancy
from nakomen.record.actors import system
from nakomen.record.models import Organisation
from tests.conftest import People
from tests.record.lives import act
from tests.web.api.asking import client_of
from tests.web.desk.windows import Enter, at, enter

__all__ = ["Enter", "agreed", "at", "enter", "known", "record"]

SERVICES = [{"name": "verzorging", "tariff_hour": "60.00", "payer": "wlz"}]
CONTAINS = ["indication", "plan_clause", "services", "additional", "quality_data", "terms"]


def record(organisation: Organisation, client: UUID, now: datetime, *acts: dict[str, Any]) -> None:
    """Records acts of a client, as they would come in."""
    with tenancy.within(organisation.id):
        ledger.append(client, acts, actor=system("command"), now=now)


def agreed() -> list[dict[str, Any]]:
    """An indication, an offer and its acceptance."""
    ends = {"fixed_until": "2026-06-30"}
    given = {"number": "W1", "law": "wlz", "body": "CIZ", "care": ["verzorging"], "valid_from": "2025-01-01"}
    return [
        act("indication.issued", "2026-01-06", id="ind", valid_until="2026-06-30", **given),
        act("agreement.offered", "2026-01-12", id="offer", services=SERVICES, contains=CONTAINS, **ends),
        act("agreement.accepted", "2026-01-14", id="yes", act="offer", by="client"),
    ]


@pytest.fixture
def known(people: People, organisation: Organisation, now: datetime) -> UUID:
    """A client of the owner, with an agreement."""
    made = client_of(organisation.id, now, people.owner)
    record(organisation, made, now, *agreed())
    return made
