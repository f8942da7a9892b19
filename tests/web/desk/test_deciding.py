"""What a page asks of the grounds: as few questions as will do, and never another answer than by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from nakomen.record import access, tenancy
from nakomen.record.models import CareRelation, EmergencyAccess, Organisation, StaffMember
from nakomen.record.roles import roles
from nakomen.web.desk.asking import Desk
from tests.conftest import StaffMaker, actor
from tests.web.api.asking import client_of

STAFF = [role.name for role in roles().staff()]
OF_CLIENTS = [name for name, permission in roles().permissions.items() if permission.client]


def desk_of(member: StaffMember, now: datetime, method: str = "GET") -> Desk:
    request = RequestFactory().generic(method, "/")
    return Desk(request, member.organisation, actor(member, fresh=True), now, "client.read", member)


@pytest.mark.parametrize("held", [*([name] for name in STAFF), ["care_professional", "quality"]], ids="+".join)
@pytest.mark.parametrize("order", [OF_CLIENTS, OF_CLIENTS[::-1]], ids=["in order", "backwards"])
def test_a_decision_is_the_same_whatever_was_asked_before(
    held: Sequence[str], order: Sequence[str], staff: StaffMaker, organisation: Organisation, now: datetime
) -> None:
    member = staff(*held)
    own, opened, other = (client_of(organisation.id, now, *each) for each in ([member], [], []))
    with tenancy.within(organisation.id):
        access_now = EmergencyAccess(
            organisation=organisation, staff=member, chain_id=opened, opened_at=now, until=now + timedelta(hours=1)
        )
        access_now.reason = "a fall at night"
        access_now.save(force_insert=True)
        asked = desk_of(member, now)
        found = {name: asked.decide_many(name, [own, opened, other]) for name in order}
        each_by_itself = {name: access.decide_many(asked.actor, name, [own, opened, other], now) for name in order}
    assert found == each_by_itself


def test_a_page_that_reads_asks_the_same_grounds_once(
    staff: StaffMaker, organisation: Organisation, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    member = staff("care_professional")
    client = client_of(organisation.id, now, member)
    with tenancy.within(organisation.id):
        asked = desk_of(member, now)
        read = asked.require(client)
        with django_assert_num_queries(0):
            recorded = asked.decide("act.append", client)
    assert (read.permission, recorded.permission) == ("client.read", "act.append")


def test_a_page_that_writes_asks_anew(staff: StaffMaker, organisation: Organisation, now: datetime) -> None:
    member = staff("care_professional")
    client = client_of(organisation.id, now, member)

    def decided(asked: Desk, client: UUID) -> bool:
        return asked.decide("act.append", client).allowed

    with tenancy.within(organisation.id):
        asked = desk_of(member, now, "POST")
        before = decided(asked, client)
        CareRelation.objects.filter(chain_id=client).delete()
        assert (before, decided(asked, client)) == (True, False)
