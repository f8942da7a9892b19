"""Staff come by invitation, change roles by others, and leave; as whom a user acts follows from that at once."""

from datetime import date, datetime, timedelta
from importlib import import_module
from typing import Any
from uuid import UUID

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings

from nakomen.record import access, invitations, tenancy
from nakomen.record import staff as staffing
from nakomen.record.access import NotFreshError, RefusedError
from nakomen.record.actors import Actor, system
from nakomen.record.models import (
    AccessEntry,
    ClientPerson,
    Invitation,
    Organisation,
    StaffMember,
    Team,
    TeamMember,
    User,
)
from nakomen.record.staff import InvitationError, StaffError
from tests.conftest import People, StaffMaker, actor
from tests.record.world import assign, register

TODAY = date(2026, 3, 2)
SYSTEM = system("command")
WANTED: dict[str, Any] = {
    "email": "Nina@Voorbeeld.example",
    "name": "Nina Nieuw",
    "code": "nnieuw",
    "roles": ["care_professional"],
}


def verified(email: str) -> User:
    user = User.objects.create_user(email, name="Nina Nieuw")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def invited(organisation: Organisation, now: datetime, **changes: Any) -> tuple[Invitation, str]:
    with tenancy.within(organisation.id):
        return staffing.invite(**{**WANTED, **changes}, actor=SYSTEM, now=now)


def acting(user: User, organisation: Organisation, today: date = TODAY) -> Actor | None:
    return staffing.actor_for(user, organisation.id, "desk", today=today)


# --- as whom a user acts --------------------------------------------------------------------------------------------


def test_a_staff_member_acts_with_the_roles_of_today(organisation: Organisation, people: People) -> None:
    found = staffing.actor_for(
        people.owner.user, organisation.id, "api", today=TODAY, address="192.0.2.7", request="r1", fresh=True
    )
    assert found == Actor(
        people.owner.code,
        "api",
        user=people.owner.user_id,
        staff=people.owner.id,
        roles=("care_professional",),
        address="192.0.2.7",
        request="r1",
        fresh=True,
    )


def test_a_stranger_acts_as_nobody_here(organisation: Organisation, people: People) -> None:
    assert acting(people.stranger.user, organisation) is None


def test_before_the_first_and_after_the_last_day_one_acts_as_nobody(organisation: Organisation, people: People) -> None:
    with tenancy.within(organisation.id):
        StaffMember.objects.filter(pk=people.owner.pk).update(since=date(2026, 3, 1), until=date(2026, 3, 3))
    days = {day: acting(people.owner.user, organisation, day) is not None for day in map(_march, (0, 1, 3, 4))}
    assert list(days.values()) == [False, True, True, False]


def _march(day: int) -> date:
    return date(2026, 2, 28) + timedelta(days=day)


def test_a_user_who_is_shut_out_acts_as_nobody(organisation: Organisation, people: People) -> None:
    user = people.owner.user
    user.is_active = False
    assert acting(user, organisation) is None


def test_a_client_acts_as_the_client_and_a_carer_as_the_carer(organisation: Organisation, now: datetime) -> None:
    user = verified("aleida@example.nl")
    with tenancy.within(organisation.id):
        one, two = register(now, "Aleida Voorbeeld"), register(now, "Bernard Ander")
        places = [
            ClientPerson.objects.create(
                organisation=organisation, user=user, chain_id=client, capacity=capacity, since=TODAY
            )
            for client, capacity in ((one, "client"), (two, "carer"))
        ]
    first = staffing.actor_for(user, organisation.id, "portal", today=TODAY)
    second = staffing.actor_for(user, organisation.id, "portal", today=TODAY, place=places[1].pk)
    assert first is not None
    assert second is not None
    assert (first.roles, first.place, first.staff) == (("client",), places[0].pk, None)
    assert (second.roles, second.place) == (("carer",), places[1].pk)
    assert staffing.actor_for(user, organisation.id, "portal", today=TODAY - timedelta(days=1)) is None
    assert {(place.kind, place.place) for place in staffing.places(user)} == {
        ("client", places[0].pk),
        ("carer", places[1].pk),
    }


def test_places_over_organisations_are_found_before_one_is_chosen(
    organisation: Organisation, other_organisation: Organisation, people: People
) -> None:
    with tenancy.within(other_organisation.id):
        StaffMember.objects.create(
            organisation=other_organisation,
            user=people.owner.user,
            code="eva2",
            name="Eva",
            roles=["finance"],
            since=date(2020, 1, 1),
            until=date(2025, 12, 31),
        )
    names = [place.name for place in staffing.places(people.owner.user)]
    assert sorted(names) == sorted([organisation.name, other_organisation.name])
    assert [place.name for place in staffing.places(people.owner.user, TODAY)] == [organisation.name]


# --- roles ----------------------------------------------------------------------------------------------------------


def test_changing_roles_ends_the_sessions_of_that_person_and_of_nobody_else(
    organisation: Organisation, people: People, staff: StaffMaker, now: datetime
) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    keys = {}
    for member in (people.owner, people.colleague):
        session = store()
        session.create()
        UserSession.objects.create(user=member.user, session_key=session.session_key, ip="192.0.2.7", user_agent="x")
        keys[member.code] = session.session_key
    with tenancy.within(organisation.id):
        staffing.change_roles(
            people.owner.id, ["coordinator"], actor=actor(staff("functional_administrator"), fresh=True), now=now
        )
    assert not store().exists(keys[people.owner.code])
    assert store().exists(keys[people.colleague.code])
    assert User.objects.get(pk=people.owner.user_id).rights_changed_at == now
    assert User.objects.get(pk=people.colleague.user_id).rights_changed_at is None
    found = staffing.actor_for(people.owner.user, organisation.id, "desk", today=TODAY)
    assert found is not None
    assert found.roles == ("coordinator",)


def changed(organisation: Organisation, who: Actor, member: StaffMember, *roles: str, now: datetime) -> list[str]:
    with tenancy.within(organisation.id):
        try:
            staffing.change_roles(member.id, roles, actor=who, now=now)
        except StaffError as error:
            return [field for field, _ in error.problems]
    return []


def test_nobody_changes_the_own_roles_or_teams(organisation: Organisation, staff: StaffMaker, now: datetime) -> None:
    manager = staff("functional_administrator")
    who = actor(manager, fresh=True)
    with tenancy.within(organisation.id):
        with pytest.raises(RefusedError) as refusal:
            staffing.change_roles(manager.id, ["care_professional"], actor=who, now=now)
        assert refusal.value.decision.reason == "own_roles"
        team = Team.objects.create(organisation=organisation, name="Noord")
        with pytest.raises(RefusedError):
            staffing.set_teams(manager.id, [team], actor=who, now=now)
        with pytest.raises(RefusedError):
            staffing.leave(manager.id, TODAY, actor=who, now=now)


@pytest.mark.parametrize(
    ("giver", "roles", "problems"),
    [
        ("functional_administrator", ["coordinator"], []),
        ("functional_administrator", ["care_professional", "finance"], []),
        ("functional_administrator", ["board"], ["roles"]),
        ("functional_administrator", ["quality", "complaints_officer"], ["roles", "roles"]),
        ("board", ["board"], []),
        ("board", ["supervisor"], []),
        ("board", ["supervisor", "finance"], ["roles"]),
        ("board", [], ["roles"]),
        ("board", ["emperor"], ["roles"]),
        ("board", ["client"], ["roles"]),
    ],
)
def test_a_role_is_given_by_those_whom_it_names(
    giver: str,
    roles: list[str],
    problems: list[str],
    organisation: Organisation,
    people: People,
    staff: StaffMaker,
    now: datetime,
) -> None:
    who = actor(staff(giver), fresh=True)
    assert changed(organisation, who, people.owner, *roles, now=now) == problems


def test_a_role_is_taken_by_those_who_can_give_it(organisation: Organisation, staff: StaffMaker, now: datetime) -> None:
    board = staff("board")
    manager = actor(staff("functional_administrator"), fresh=True)
    assert changed(organisation, manager, board, "care_professional", now=now) == ["roles"]


@pytest.mark.parametrize("role", ["care_professional", "coordinator", "administration", "finance", "quality"])
def test_others_manage_no_staff(
    role: str, organisation: Organisation, people: People, staff: StaffMaker, now: datetime
) -> None:
    with tenancy.within(organisation.id), pytest.raises(RefusedError):
        staffing.change_roles(people.owner.id, ["board"], actor=actor(staff(role), fresh=True), now=now)


def test_managing_staff_needs_a_fresh_sign_in(
    organisation: Organisation, people: People, staff: StaffMaker, now: datetime
) -> None:
    manager = actor(staff("functional_administrator"))
    with tenancy.within(organisation.id), pytest.raises(NotFreshError):
        staffing.change_roles(people.owner.id, ["coordinator"], actor=manager, now=now)


def test_a_stranger_s_staff_member_cannot_be_changed(
    organisation: Organisation, people: People, staff: StaffMaker, now: datetime
) -> None:
    manager = actor(staff("functional_administrator"), fresh=True)
    with tenancy.within(organisation.id), pytest.raises(StaffMember.DoesNotExist):
        staffing.change_roles(people.stranger.id, ["coordinator"], actor=manager, now=now)


def test_who_leaves_acts_until_the_last_day(
    organisation: Organisation, people: People, staff: StaffMaker, now: datetime
) -> None:
    board = actor(staff("board"), fresh=True)
    with tenancy.within(organisation.id):
        staffing.leave(people.owner.id, TODAY, actor=board, now=now)
        with pytest.raises(StaffError):
            staffing.leave(people.owner.id, date(2019, 1, 1), actor=board, now=now)
        assert AccessEntry.objects.filter(subject=f"leaving of {people.owner.code}", event="U").count() == 1
    assert acting(people.owner.user, organisation) is not None
    assert acting(people.owner.user, organisation, TODAY + timedelta(days=1)) is None
    assert User.objects.get(pk=people.owner.user_id).rights_changed_at == now


def test_a_team_opens_the_clients_of_its_members(
    organisation: Organisation, people: People, staff: StaffMaker, now: datetime
) -> None:
    leader = staff("coordinator")
    with tenancy.within(organisation.id):
        client = register(now, "Aleida Voorbeeld")
        assign(client, now, people.owner.code)
        team = Team.objects.create(organisation=organisation, name="Noord")
        assert not access.decide(actor(leader), "client.read", client, now).allowed
        for member in (leader, people.owner):
            staffing.set_teams(member.id, [team], actor=SYSTEM, now=now)
        assert access.decide(actor(leader), "client.read", client, now).reason == "team"
        staffing.set_teams(leader.id, [], actor=SYSTEM, now=now)
        assert TeamMember.objects.count() == 1
        assert not access.decide(actor(leader), "client.read", client, now).allowed


def test_a_new_staff_member_has_a_code_of_its_own(organisation: Organisation, people: People, now: datetime) -> None:
    taken: dict[str, Any] = {"name": "X", "roles": ["finance"], "since": TODAY, "actor": SYSTEM, "now": now}
    with tenancy.within(organisation.id):
        for code in (people.owner.code, "system", "two words", "", "x" * 41):
            with pytest.raises(StaffError, match="code"):
                staffing.add(user=verified(f"{len(code)}@example.nl"), code=code, **taken)
        with pytest.raises(StaffError, match="user"):
            staffing.add(user=people.owner.user, code="other", **taken)
        made = staffing.add(user=verified("nina@example.nl"), code="nina", **taken)
        assert (made.code, made.roles) == ("nina", ["finance"])


# --- invitations ----------------------------------------------------------------------------------------------------


def test_an_invitation_makes_the_place_that_it_promises(organisation: Organisation, now: datetime) -> None:
    made, token = invited(organisation, now)
    assert (made.email, bytes(made.token_hash) != token.encode()) == ("nina@voorbeeld.example", True)
    assert invitations.link(organisation.id, token) == f"/invitation/{organisation.id}/{token}"
    found = staffing.invitation(organisation.id, token, now)
    assert found is not None
    assert found.pk == made.pk
    user = verified("nina@voorbeeld.example")
    member = staffing.accept(organisation.id, token, user, now)
    assert isinstance(member, StaffMember)
    assert (member.code, member.roles, member.since) == ("nnieuw", ["care_professional"], TODAY)
    who = acting(user, organisation)
    assert who is not None
    assert who.staff == member.id


def test_a_link_works_once_not_late_not_when_withdrawn_and_not_elsewhere(
    organisation: Organisation, other_organisation: Organisation, now: datetime
) -> None:
    user = verified("nina@voorbeeld.example")
    _, used = invited(organisation, now)
    staffing.accept(organisation.id, used, user, now)
    _, late = invited(organisation, now, code="late")
    withdrawn, gone = invited(organisation, now, code="gone")
    with tenancy.within(organisation.id):
        staffing.withdraw(withdrawn.pk, actor=SYSTEM, now=now)
    _, elsewhere = invited(organisation, now, code="elsewhere")
    for place, token, when in (
        (organisation, used, now),
        (organisation, late, now + timedelta(days=7)),
        (organisation, gone, now),
        (other_organisation, elsewhere, now),
        (organisation, "x" * 43, now),
    ):
        assert staffing.invitation(place.id, token, when) is None
        with pytest.raises(InvitationError) as error:
            staffing.accept(place.id, token, user, when)
        assert str(error.value) == "invitation: expected one that is still open, for your verified e-mail address"
    assert staffing.invitation(organisation.id, late, now + timedelta(days=6, hours=23)) is not None


def test_only_the_verified_address_that_was_invited_can_accept(organisation: Organisation, now: datetime) -> None:
    _, token = invited(organisation, now)
    other = verified("other@voorbeeld.example")
    unverified = User.objects.create_user("nina@voorbeeld.example", name="Nina")
    address = EmailAddress.objects.create(user=unverified, email=unverified.email, verified=False)
    for user in (other, unverified):
        with pytest.raises(InvitationError):
            staffing.accept(organisation.id, token, user, now)
    address.verified = True
    address.save()
    assert staffing.accept(organisation.id, token, unverified, now).user_id == unverified.id


def test_everything_that_is_wrong_with_an_invitation_is_told_at_once(organisation: Organisation, now: datetime) -> None:
    wrong = {"email": "nina", "name": " ", "code": "two words", "roles": ["emperor"]}
    with pytest.raises(StaffError) as error:
        invited(organisation, now, **wrong)
    assert [field for field, _ in error.value.problems] == ["email", "name", "code", "roles"]
    invited(organisation, now)
    with pytest.raises(StaffError, match="no open invitation"):
        invited(organisation, now, email="other@voorbeeld.example")


def test_nobody_invites_to_more_than_the_own_role_can_give(
    organisation: Organisation, staff: StaffMaker, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        manager = actor(staff("functional_administrator"), fresh=True)
        with pytest.raises(StaffError, match="board to be given or taken by board"):
            staffing.invite(**{**WANTED, "roles": ["board"]}, actor=manager, now=now)
        with pytest.raises(RefusedError):
            staffing.invite(**WANTED, actor=actor(staff("coordinator"), fresh=True), now=now)
        assert staffing.invite(**WANTED, actor=manager, now=now)[0].invited_by_id == manager.staff


def test_the_client_is_invited_by_who_registers_and_sees_this_client(
    organisation: Organisation, people: People, staff: StaffMaker, now: datetime
) -> None:
    wanted: dict[str, Any] = {"email": "aleida@example.nl", "name": "Aleida", "now": now}
    with tenancy.within(organisation.id):
        client: UUID = register(now, "Aleida Voorbeeld")
        desk = actor(staff("administration"))
        for who in (actor(people.owner), actor(staff("coordinator"))):
            with pytest.raises(RefusedError):
                staffing.invite_client_side(**wanted, client=client, capacity="client", actor=who)
        with pytest.raises(StaffError, match="act"):
            staffing.invite_client_side(**wanted, client=client, capacity="carer", actor=desk)
        with pytest.raises(StaffError, match="capacity"):
            staffing.invite_client_side(**wanted, client=client, capacity="board", actor=desk)
        _, token = staffing.invite_client_side(**wanted, client=client, capacity="client", actor=desk)
    person = staffing.accept(organisation.id, token, verified("aleida@example.nl"), now)
    assert isinstance(person, ClientPerson)
    assert (person.chain_id, person.capacity, person.since) == (client, "client", TODAY)
