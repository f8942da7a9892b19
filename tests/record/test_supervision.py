"""The supervisor reads along: on a ground, for a limited time, and no longer than the organisation lets it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from nakomen.record import access, supervision, tenancy
from nakomen.record.access import NotFreshError, RefusedError
from nakomen.record.models import AccessEntry, Organisation, StaffMember
from nakomen.record.supervision import GrantError
from tests.conftest import People, StaffMaker, actor
from tests.record.world import assign, register

GROUND = "onderzoek na een melding"
READING = ("client.read", "standing.read", "may.read", "bill.read", "explain.read", "log.read")


@pytest.fixture
def client_id(organisation: Organisation, now: datetime) -> UUID:
    """A client with whom nobody has a care relation."""
    with tenancy.within(organisation.id):
        return register(now, "Aleida Voorbeeld")


@pytest.fixture
def supervisor(staff: StaffMaker) -> StaffMember:
    """The supervisor, who has been granted nothing."""
    return staff("supervisor")


def given(now: datetime, **changes: Any) -> dict[str, Any]:
    return {"ground": GROUND, "since": now, "until": now + timedelta(days=30), "now": now, **changes}


def test_a_grant_opens_one_client_for_reading_and_nothing_else(
    organisation: Organisation, supervisor: StaffMember, staff: StaffMaker, client_id: UUID, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        other = register(now, "Bernard Ander")
        made = supervision.grant(actor(staff("board"), fresh=True), supervisor.id, client_id, **given(now))
        reading = actor(supervisor)
        for permission in READING:
            decision = access.decide(reading, permission, client_id, now)
            assert (decision.allowed, decision.ground, decision.ground_ref) == (True, "supervisor", str(made.id))
            assert not access.decide(reading, permission, other, now).allowed
        for permission in ("act.append", "case.export", "emergency.open", "dossier.destroy"):
            assert not access.decide(reading, permission, client_id, now).allowed
        assert not access.decide(reading, "client.read", client_id, now + timedelta(days=30)).allowed


def test_it_is_logged_and_shown_as_long_as_it_runs(
    organisation: Organisation, supervisor: StaffMember, staff: StaffMaker, client_id: UUID, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        made = supervision.grant(actor(staff("board"), fresh=True), supervisor.id, client_id, **given(now))
        line = AccessEntry.objects.latest("id")
        assert (line.chain_id, line.action, line.event) == (client_id, "supervision.grant", "C")
        access.require(actor(supervisor), "client.read", client_id, now)
        assert AccessEntry.objects.latest("id").ground == "supervisor"
        assert [each.id for each in supervision.running(now)] == [made.id]
        assert supervision.running(now + timedelta(days=30)) == []


def test_withdrawing_works_at_once(
    organisation: Organisation, supervisor: StaffMember, staff: StaffMaker, client_id: UUID, now: datetime
) -> None:
    board = actor(staff("board"), fresh=True)
    with tenancy.within(organisation.id):
        made = supervision.grant(board, supervisor.id, None, **given(now))
        assert access.decide(actor(supervisor), "client.read", client_id, now).allowed
        supervision.withdraw(board, made.id, now)
        assert not access.decide(actor(supervisor), "client.read", client_id, now).allowed
        assert supervision.running(now) == []


def test_a_coordinator_grants_the_own_clients_and_never_all(
    organisation: Organisation, supervisor: StaffMember, staff: StaffMaker, client_id: UUID, now: datetime
) -> None:
    member = staff("coordinator")
    coordinator = actor(member, fresh=True)
    with tenancy.within(organisation.id):
        for client in (client_id, None):
            with pytest.raises(RefusedError):
                supervision.grant(coordinator, supervisor.id, client, **given(now))
        assign(client_id, now, member.code)
        assert supervision.grant(coordinator, supervisor.id, client_id, **given(now)).granted_by_id == member.id
        with pytest.raises(RefusedError) as refusal:
            supervision.grant(coordinator, supervisor.id, None, **given(now))
        assert refusal.value.decision.reason == "not_all_clients"


def test_it_needs_a_fresh_sign_in(
    organisation: Organisation, supervisor: StaffMember, staff: StaffMaker, client_id: UUID, now: datetime
) -> None:
    with tenancy.within(organisation.id), pytest.raises(NotFreshError):
        supervision.grant(actor(staff("board")), supervisor.id, client_id, **given(now))


def test_everything_that_is_wrong_is_told_at_once(
    organisation: Organisation, people: People, staff: StaffMaker, client_id: UUID, now: datetime
) -> None:
    board = actor(staff("board"), fresh=True)
    wrong = given(now, ground="zomaar", until=now + timedelta(days=31))
    with tenancy.within(organisation.id):
        with pytest.raises(GrantError) as error:
            supervision.grant(board, people.owner.id, client_id, **wrong)
        assert [field for field, _ in error.value.problems] == ["staff", "ground", "until"]
        with pytest.raises(GrantError):
            supervision.grant(board, people.stranger.id, client_id, **given(now))


def test_a_stranger_s_client_cannot_be_granted(
    other_organisation: Organisation, staff: StaffMaker, client_id: UUID, now: datetime
) -> None:
    board = actor(staff("board", organisation=other_organisation), fresh=True)
    elsewhere = staff("supervisor", organisation=other_organisation)
    with tenancy.within(other_organisation.id), pytest.raises(RefusedError):
        supervision.grant(board, elsewhere.id, client_id, **given(now))
