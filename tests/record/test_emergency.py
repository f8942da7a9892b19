"""Emergency access: with a reason and a fresh sign-in, told, for some hours, reviewed by somebody else."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from nakomen.record import access, emergency, tenancy
from nakomen.record.access import NotFreshError, RefusedError
from nakomen.record.emergency import EmergencyError
from nakomen.record.models import (
    AccessEntry,
    EmergencyAccess,
    Organisation,
    OutgoingMail,
    StaffMember,
    Team,
    TeamMember,
)
from nakomen.record.search import SearchQuery
from tests.conftest import People, StaffMaker, actor
from tests.record.world import register

REASON = "gevonden op straat, geen antwoord op vragen"


@pytest.fixture
def client_id(organisation: Organisation, people: People, now: datetime) -> UUID:
    """A client with whom nobody has a care relation."""
    with tenancy.within(organisation.id):
        return register(now, "Aleida Voorbeeld", bsn="999990019")


def opened(organisation: Organisation, member: StaffMember, client: UUID, now: datetime) -> EmergencyAccess:
    with tenancy.within(organisation.id):
        return emergency.open(actor(member, fresh=True), client, REASON, now)


def test_it_opens_the_file_for_four_hours_and_for_this_person_only(
    organisation: Organisation, staff: StaffMaker, people: People, client_id: UUID, now: datetime
) -> None:
    opened(organisation, people.colleague, client_id, now)
    with tenancy.within(organisation.id):
        colleague, owner = actor(people.colleague), actor(people.owner)
        assert access.decide(colleague, "client.read", client_id, now).ground == "emergency"
        assert access.decide(colleague, "act.append", client_id, now + timedelta(hours=3, minutes=59)).allowed
        assert not access.decide(colleague, "client.read", client_id, now + timedelta(hours=4)).allowed
        assert not access.decide(colleague, "case.export", client_id, now).allowed
        assert not access.decide(owner, "client.read", client_id, now).allowed


def test_it_is_logged_as_an_emergency_and_refers_to_itself(
    organisation: Organisation, people: People, client_id: UUID, now: datetime
) -> None:
    made = opened(organisation, people.colleague, client_id, now)
    with tenancy.within(organisation.id):
        line = AccessEntry.objects.latest("id")
    assert (line.chain_id, line.action, line.event, line.ground) == (client_id, "emergency.open", "E", "emergency")
    assert line.ground_ref == str(made.id)
    assert REASON not in str(vars(line))


def test_it_is_told_to_those_who_review_it_and_tells_nothing(
    organisation: Organisation, staff: StaffMaker, people: People, client_id: UUID, now: datetime
) -> None:
    board, quality, gone = staff("board"), staff("quality"), staff("board")
    with tenancy.within(organisation.id):
        StaffMember.objects.filter(pk=gone.pk).update(until=date(2026, 1, 1))
    opened(organisation, people.colleague, client_id, now)
    with tenancy.within(organisation.id):
        mails = list(OutgoingMail.objects.order_by("to"))
    assert {mail.to for mail in mails} == {board.user.email, quality.user.email}
    assert {(mail.template, str(client_id) in mail.link) for mail in mails} == {("review", False)}


@pytest.mark.parametrize("reason", ["", "spoed", "   spoed     spoed      "])
def test_a_reason_that_says_little_opens_nothing(
    reason: str, organisation: Organisation, people: People, client_id: UUID, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        with pytest.raises(EmergencyError, match="at least 20 characters"):
            emergency.open(actor(people.colleague, fresh=True), client_id, reason, now)
        assert not EmergencyAccess.objects.exists()


def test_it_needs_a_fresh_sign_in(organisation: Organisation, people: People, client_id: UUID, now: datetime) -> None:
    with tenancy.within(organisation.id), pytest.raises(NotFreshError):
        emergency.open(actor(people.colleague), client_id, REASON, now)


@pytest.mark.parametrize(
    "role", ["administration", "finance", "board", "quality", "functional_administrator", "supervisor"]
)
def test_only_those_who_give_care_can_open_it(
    role: str, organisation: Organisation, staff: StaffMaker, client_id: UUID, now: datetime
) -> None:
    with tenancy.within(organisation.id), pytest.raises(RefusedError):
        emergency.open(actor(staff(role), fresh=True), client_id, REASON, now)


def test_a_stranger_cannot_open_it_and_learns_nothing(
    other_organisation: Organisation, people: People, client_id: UUID, now: datetime
) -> None:
    stranger = actor(people.stranger, fresh=True)
    with tenancy.within(other_organisation.id):
        with pytest.raises(RefusedError) as there:
            emergency.open(stranger, client_id, REASON, now)
        with pytest.raises(RefusedError) as nowhere:
            emergency.open(stranger, uuid4(), REASON, now)
    assert there.value.decision == nowhere.value.decision


# --- finding the client ---------------------------------------------------------------------------------------------


def test_who_cannot_find_the_client_names_one_exactly(
    organisation: Organisation, people: People, client_id: UUID, now: datetime
) -> None:
    colleague = actor(people.colleague, fresh=True)
    by_birth = SearchQuery(name="voorbeeld", birth_date=date(1941, 3, 9))
    with tenancy.within(organisation.id):
        assert emergency.open_for(colleague, SearchQuery(bsn="999990019"), REASON, now).chain_id == client_id
        assert emergency.open_for(colleague, by_birth, REASON, now).chain_id == client_id


def test_half_a_description_or_one_of_two_clients_opens_nothing(
    organisation: Organisation, people: People, client_id: UUID, now: datetime
) -> None:
    colleague = actor(people.colleague, fresh=True)
    twice = SearchQuery(name="voorbeeld", birth_date=date(1941, 3, 9))
    with tenancy.within(organisation.id):
        for query in (
            SearchQuery(name="voorbeeld"),
            SearchQuery(birth_date=date(1941, 3, 9)),
            SearchQuery(postcode="1011AB"),
            SearchQuery(bsn="999990020"),
            SearchQuery(name="niemand", birth_date=date(1941, 3, 9)),
        ):
            with pytest.raises(EmergencyError):
                emergency.open_for(colleague, query, REASON, now)
        register(now, "Gerard Voorbeeld")
        with pytest.raises(EmergencyError, match="one client and no other"):
            emergency.open_for(colleague, twice, REASON, now)
        assert not EmergencyAccess.objects.exists()


# --- reviewing ------------------------------------------------------------------------------------------------------


def test_somebody_else_reviews_it_once(
    organisation: Organisation, staff: StaffMaker, people: People, client_id: UUID, now: datetime
) -> None:
    made, board = opened(organisation, people.colleague, client_id, now), actor(staff("board"))
    with tenancy.within(organisation.id):
        assert [each.access.id for each in emergency.waiting(board, now)] == [made.id]
        with pytest.raises(EmergencyError, match="why the access was not right"):
            emergency.review(board, made.id, justified=False, now=now)
        done = emergency.review(board, made.id, justified=False, note="er was geen nood", now=now)
        assert (done.reviewed_by_id, done.reviewed_at, done.justified) == (board.staff, now, False)
        assert emergency.waiting(board, now) == []
        with pytest.raises(EmergencyError, match="nobody has reviewed"):
            emergency.review(board, made.id, justified=True, now=now)


def test_a_review_is_overdue_after_a_week(
    organisation: Organisation, staff: StaffMaker, people: People, client_id: UUID, now: datetime
) -> None:
    opened(organisation, people.colleague, client_id, now)
    board = actor(staff("board"))
    with tenancy.within(organisation.id):
        overdue = [
            emergency.waiting(board, now + after)[0].overdue
            for after in (timedelta(0), timedelta(days=7), timedelta(days=7, seconds=1))
        ]
    assert overdue == [False, False, True]


def test_nobody_reviews_the_own_access_nor_that_of_the_own_team(
    organisation: Organisation, staff: StaffMaker, people: People, client_id: UUID, now: datetime
) -> None:
    leader, other = staff("coordinator"), staff("coordinator")
    mine = opened(organisation, leader, client_id, now)
    of_team = opened(organisation, people.colleague, client_id, now)
    with tenancy.within(organisation.id):
        team = Team.objects.create(organisation=organisation, name="Noord")
        for member in (leader, people.colleague):
            TeamMember.objects.create(organisation=organisation, team=team, staff=member)
        for reviewed in (mine, of_team):
            with pytest.raises(RefusedError) as refusal:
                emergency.review(actor(leader), reviewed.id, justified=True, now=now)
            assert refusal.value.decision.reason == "own_emergency"
        with_board = replace(actor(leader), roles=("coordinator", "board"))
        with pytest.raises(RefusedError):
            emergency.review(with_board, mine.id, justified=True, now=now)
        assert emergency.review(actor(other), of_team.id, justified=True, now=now).justified


def test_who_opens_it_cannot_review_anything(
    organisation: Organisation, people: People, client_id: UUID, now: datetime
) -> None:
    made = opened(organisation, people.colleague, client_id, now)
    with tenancy.within(organisation.id):
        with pytest.raises(RefusedError):
            emergency.review(actor(people.owner), made.id, justified=True, now=now)
        with pytest.raises(RefusedError):
            emergency.waiting(actor(people.owner), now)
