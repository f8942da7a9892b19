"""A preview tells what recording would change, refuses what recording would refuse, and writes nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from nakomen.norms.standing import standing
from nakomen.record import access, ledger, previewing, tenancy
from nakomen.record.actors import Actor, system
from nakomen.record.ledger import AppendError
from nakomen.record.models import Chain, DutyCopy, Organisation
from nakomen.record.previewing import Preview
from nakomen.record.seeing import Seen
from tests.conftest import StaffMaker, actor
from tests.record.lives import act, registered

COMPLAINT = act("complaint.received", "2026-03-01", id="klacht", about="te laat", complete=True, to="provider")


def preview(client: UUID, by: Actor, now: datetime, *given: dict[str, Any]) -> Preview:
    seen = Seen(access.decide(by, "act.append", client, now), client)
    reading = access.decide(by, "standing.read", client, now)
    return previewing.preview(seen, given, actor=by, now=now, reading=reading)


@pytest.fixture
def coordinator(staff: StaffMaker) -> Actor:
    return actor(staff("coordinator"))


@pytest.fixture
def client(organisation: Organisation, now: datetime, coordinator: Actor) -> UUID:
    with tenancy.within(organisation.id):
        made = registered(now)
        told = {"caregiver": coordinator.name, "role": "coördinator", "contact_point": True}
        ledger.append(made, [act("team.assigned", "2026-02-02", **told)], actor=system("command"), now=now)
    return made


def test_a_preview_tells_what_recording_then_changes(
    organisation: Organisation, client: UUID, coordinator: Actor, now: datetime
) -> None:
    asked = act("client.other_provider_reported", "2026-03-01", provider="Buurtzorg")
    with tenancy.within(organisation.id):
        made = preview(client, coordinator, now, asked)
        ledger.append(client, [asked], actor=coordinator, now=now)
        seen = Seen(access.decide(coordinator, "standing.read", client, now), client)
        after = standing(seen.case, now.date())
    assert made.readable
    assert made.acts[0].id == seen.acts[-1].id
    assert made.acts == seen.acts[-1:]
    assert made.after.receipt == after.receipt


def test_a_preview_writes_nothing(organisation: Organisation, client: UUID, coordinator: Actor, now: datetime) -> None:
    with tenancy.within(organisation.id):
        before = (Chain.objects.get(pk=client).length, DutyCopy.objects.count())
        preview(client, coordinator, now, act("support.requested", "2026-03-01"))
        assert (Chain.objects.get(pk=client).length, DutyCopy.objects.count()) == before


def test_what_cannot_be_recorded_cannot_be_previewed(
    organisation: Organisation, client: UUID, coordinator: Actor, now: datetime
) -> None:
    tomorrow = (now + timedelta(days=1)).date().isoformat()
    with tenancy.within(organisation.id), pytest.raises(AppendError) as error:
        preview(
            client, coordinator, now, act("support.requested", tomorrow), act("plan.copied", "2026-03-01", act="nee")
        )
    assert {(problem.act, problem.field) for problem in error.value.problems} == {("#2", "act")}
    with tenancy.within(organisation.id), pytest.raises(AppendError) as error:
        preview(client, coordinator, now, act("support.requested", tomorrow))
    assert [(problem.act, problem.field) for problem in error.value.problems] == [("#1", "on")]


def test_who_records_an_area_but_does_not_read_it_is_told_nothing_of_it(
    organisation: Organisation, client: UUID, staff: StaffMaker, now: datetime
) -> None:
    by = actor(staff("administration", name="Ada Admin"))
    with tenancy.within(organisation.id):
        reading = access.decide(by, "standing.read", client, now)
        assert not reading.covers("complaint.received")
        made = preview(client, by, now, COMPLAINT)
    assert not made.readable
    assert made.difference.nothing
    assert len(made.after.duties) >= len(made.before.duties)


def test_kinds_outside_ones_own_are_refused_as_the_ledger_does(
    organisation: Organisation, client: UUID, staff: StaffMaker, now: datetime
) -> None:
    by = actor(staff("finance"))
    given = act("plan.presented", "2026-03-01", sections=["goal"])
    with tenancy.within(organisation.id):
        with pytest.raises(AppendError) as previewed:
            preview(client, by, now, given)
        with pytest.raises(AppendError) as recorded:
            ledger.append(client, [given], actor=by, now=now)
    assert previewed.value.problems == recorded.value.problems
