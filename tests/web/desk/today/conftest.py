"""The people of the work list's tests, each signed in, and duties made for them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import pytest

from nakomen.record import tenancy
from nakomen.record.models import DutyCopy, Organisation
from tests.conftest import People
from tests.web.api.asking import client_of
from tests.web.desk.windows import Enter, at, enter

__all__ = ["Enter", "add", "at", "enter", "mine"]


@pytest.fixture
def mine(people: People, organisation: Organisation, now: datetime) -> UUID:
    """A client of the owner, with a duty that is late, one for today and one without a day."""
    made = client_of(organisation.id, now, people.owner)
    with tenancy.within(organisation.id):
        DutyCopy.objects.filter(chain_id=made).delete()
    add(organisation, made, "overdue", date(2026, 2, 27), act="laat")
    add(organisation, made, "open", date(2026, 3, 2), act="vandaag")
    add(organisation, made, "open", None, act="ooit", clause="wonder-2020/21.1", what="incident.explained")
    return made


def add(organisation: Organisation, client: UUID, state: str, due: date | None, **fields: object) -> DutyCopy:
    """A duty that waits."""
    given = {"clause": "wonder-2020/12.3", "what": "plan.evaluated", "kind": "plan.agreed", "bearer": "provider"}
    with tenancy.within(organisation.id):
        made: DutyCopy = DutyCopy.objects.create(
            organisation_id=organisation.id,
            chain_id=client,
            toward="client",
            state=state,
            since=date(2026, 1, 1),
            due=due,
            **(given | {"act": "a1"} | fields),
        )
    return made
