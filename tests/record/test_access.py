"""A decision, its ground and its reason: for whom, from when until when, and what the log keeps of it."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from nakomen.record import access, access_log, tenancy
from nakomen.record.access import NotFreshError, RefusedError, UnknownPermissionError
from nakomen.record.actors import Actor, system
from nakomen.record.models import (
    AccessEntry,
    CareRelation,
    Chain,
    ClientPerson,
    EmergencyAccess,
    Organisation,
    StaffMember,
    SupervisorGrant,
    User,
)
from tests.conftest import People, StaffMaker, actor
from tests.record.world import assign, record, register

READ = "client.read"


@pytest.fixture
def client_id(organisation: Organisation, people: People, now: datetime) -> UUID:
    """A client with whom the owner has a care relation."""
    with tenancy.within(organisation.id):
        client = register(now, "Aleida Voorbeeld", bsn="999990019")
        assign(client, now, people.owner.code)
    return client


def decided(organisation: Organisation, who: StaffMember | Actor, client: UUID, when: datetime) -> tuple[bool, str]:
    acting = who if isinstance(who, Actor) else actor(who)
    with tenancy.within(organisation.id):
        decision = access.decide(acting, READ, client, when)
    return decision.allowed, decision.reason


# --- three people ---------------------------------------------------------------------------------------------------


def test_the_owner_may_and_the_colleague_may_not(
    organisation: Organisation, people: People, client_id: UUID, now: datetime
) -> None:
    assert decided(organisation, people.owner, client_id, now) == (True, "relation")
    assert decided(organisation, people.colleague, client_id, now) == (False, "no_relation")


def test_a_stranger_learns_nothing_of_a_client_that_an_unknown_client_would_not_tell(
    other_organisation: Organisation, people: People, client_id: UUID, now: datetime
) -> None:
    stranger = actor(people.stranger)
    with tenancy.within(other_organisation.id):
        for permission in ("client.read", "case.export", "emergency.open"):
            there = access.decide(stranger, permission, client_id, now)
            nowhere = access.decide(stranger, permission, uuid4(), now)
            assert not there.allowed
            assert there == nowhere
        there_tried = access.explain(stranger, READ, client_id, now)
        assert there_tried == access.explain(stranger, READ, uuid4(), now)
        assert not Chain.objects.filter(access.visible(stranger, READ, now, "")).exists()


def test_a_colleague_gets_the_same_answer_for_a_client_that_does_not_exist(
    organisation: Organisation, people: People, client_id: UUID, now: datetime
) -> None:
    colleague = actor(people.colleague)
    with tenancy.within(organisation.id):
        assert access.decide(colleague, READ, client_id, now) == access.decide(colleague, READ, uuid4(), now)
        assert access.explain(colleague, READ, client_id, now) == access.explain(colleague, READ, uuid4(), now)


# --- from when until when -------------------------------------------------------------------------------------------


def test_a_relation_holds_on_its_days_only(
    organisation: Organisation, people: People, client_id: UUID, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        CareRelation.objects.update(since=date(2026, 2, 10), until=date(2026, 2, 12))
    outcomes = {
        day: decided(organisation, people.owner, client_id, now.replace(month=2, day=day))[0] for day in range(9, 14)
    }
    assert outcomes == {9: False, 10: True, 11: True, 12: True, 13: False}


def test_a_day_is_a_day_in_amsterdam(
    organisation: Organisation, people: People, client_id: UUID, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        CareRelation.objects.update(since=date(2026, 2, 10), until=date(2026, 2, 12))
    assert decided(organisation, people.owner, client_id, datetime.fromisoformat("2026-02-12T22:59:00+00:00"))[0]
    assert not decided(organisation, people.owner, client_id, datetime.fromisoformat("2026-02-12T23:00:00+00:00"))[0]


def test_emergency_access_ends_by_itself(
    organisation: Organisation, people: People, client_id: UUID, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        EmergencyAccess.objects.create(
            organisation=organisation,
            staff=people.colleague,
            chain_id=client_id,
            reason="gevallen en alleen thuis",
            opened_at=now,
            until=now + timedelta(hours=4),
        )
    hours = {h: decided(organisation, people.colleague, client_id, now + timedelta(hours=h)) for h in (0, 3, 4)}
    assert hours == {0: (True, "emergency"), 3: (True, "emergency"), 4: (False, "no_relation")}


def test_a_grant_for_every_client_holds_until_it_is_withdrawn(
    organisation: Organisation, staff: StaffMaker, client_id: UUID, now: datetime
) -> None:
    supervisor = staff("supervisor")
    assert decided(organisation, supervisor, client_id, now) == (False, "no_granted")
    with tenancy.within(organisation.id):
        SupervisorGrant.objects.create(
            organisation=organisation,
            staff=supervisor,
            ground="onderzoek na melding",
            granted_by=staff("board"),
            since=now,
            until=now + timedelta(days=5),
        )
        assert set(Chain.objects.filter(access.visible(actor(supervisor), READ, now, ""))) == set(Chain.objects.all())
    assert decided(organisation, supervisor, client_id, now) == (True, "granted")
    with tenancy.within(organisation.id):
        SupervisorGrant.objects.update(withdrawn_at=now)
    assert decided(organisation, supervisor, client_id, now) == (False, "no_granted")


# --- roles, tokens, the system --------------------------------------------------------------------------------------


def test_without_a_role_nothing_is_allowed(
    organisation: Organisation, people: People, client_id: UUID, now: datetime
) -> None:
    nobody = replace(actor(people.owner), roles=())
    assert decided(organisation, nobody, client_id, now) == (False, "no_role")
    assert decided(organisation, replace(nobody, roles=("emperor",)), client_id, now) == (False, "no_role")


def test_several_roles_open_what_each_of_them_opens(
    organisation: Organisation, people: People, client_id: UUID, now: datetime
) -> None:
    both = replace(actor(people.owner), roles=("finance", "care_professional"))
    with tenancy.within(organisation.id):
        decision = access.decide(both, READ, client_id, now)
    assert (decision.reason, decision.ground) == ("relation", "relation")
    assert decision.covers("plan.presented")
    assert decision.covers("invoice.sent")
    assert not decision.covers("complaint.received")


def test_a_token_never_does_more_than_its_scopes_nor_than_its_staff_member(
    organisation: Organisation, people: People, client_id: UUID, now: datetime
) -> None:
    token = replace(actor(people.owner, part="api"), name="planning", scopes=frozenset({"standing.read"}))
    assert decided(organisation, token, client_id, now) == (False, "outside_scope")
    assert decided(organisation, replace(token, scopes=frozenset({READ})), client_id, now) == (True, "relation")
    others = replace(actor(people.colleague, part="api"), scopes=frozenset({READ}))
    assert decided(organisation, others, client_id, now) == (False, "no_relation")


def test_the_system_acts_as_itself(organisation: Organisation, client_id: UUID, now: datetime) -> None:
    with tenancy.within(organisation.id):
        decision = access.decide(system("task", "sweep"), READ, client_id, now)
    assert (decision.allowed, decision.ground, decision.ground_ref) == (True, "system", "sweep")


def test_an_unknown_permission_is_no_permission(organisation: Organisation, people: People, now: datetime) -> None:
    with tenancy.within(organisation.id), pytest.raises(UnknownPermissionError):
        access.decide(system("task"), "client.love", None, now)


def test_a_decision_says_why(organisation: Organisation, people: People, client_id: UUID, now: datetime) -> None:
    with tenancy.within(organisation.id):
        yes = access.decide(actor(people.owner), READ, client_id, now)
        no = access.decide(actor(people.colleague), READ, client_id, now)
        tried = access.explain(actor(people.colleague), READ, client_id, now)
    assert yes.told("nl") == ("Toegestaan: gegevens van de cliënt inzien. U hebt een zorgrelatie met deze cliënt.")
    assert no.told("nl") == ("Niet toegestaan: gegevens van de cliënt inzien. U hebt geen zorgrelatie met deze cliënt.")
    assert no.told("en") == "Not allowed: see the client's data. You have no care relation with this client."
    assert [(each.role, each.scope, each.allowed) for each in tried] == [
        ("care_professional", "relation", False),
        ("care_professional", "emergency", False),
    ]
    assert "U hebt nu geen noodtoegang tot deze cliënt." in tried[1].told("nl")


# --- requiring ------------------------------------------------------------------------------------------------------


def test_what_is_allowed_is_logged_in_the_same_transaction(
    organisation: Organisation, people: People, client_id: UUID, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        before = AccessEntry.objects.count()
        access.require(replace(actor(people.owner), address="192.0.2.7"), READ, client_id, now, event="R")
        line = AccessEntry.objects.latest("id")
        assert AccessEntry.objects.count() == before + 1
    assert (line.staff_id, line.user_id, line.actor) == (people.owner.id, people.owner.user_id, people.owner.code)
    assert (line.at, line.action, line.event, line.chain_id) == (now, READ, "R", client_id)
    assert (line.ground, line.allowed, line.reason, line.roles) == ("relation", True, "relation", ["care_professional"])
    assert (line.address, line.system, line.request) == ("192.0.2.7", "desk", "test")
    with tenancy.within(organisation.id):
        assert line.ground_ref == CareRelation.objects.get(code=people.owner.code).act


def test_a_refusal_is_raised_and_logged_in_a_transaction_of_its_own(
    organisation: Organisation, people: People, client_id: UUID, now: datetime
) -> None:
    colleague = actor(people.colleague)
    with pytest.raises(RefusedError) as refusal, tenancy.within(organisation.id):
        access.require(colleague, READ, client_id, now)
    assert (refusal.value.client, refusal.value.decision.reason) == (client_id, "no_relation")
    access_log.refused(organisation.id, colleague, refusal.value.decision, client_id, now)
    with tenancy.within(organisation.id):
        line = AccessEntry.objects.latest("id")
        assert (line.chain_id, line.allowed, line.ground) == (client_id, False, "none")


def test_a_refusal_for_a_client_of_nobody_is_logged_as_what_was_asked(
    other_organisation: Organisation, people: People, client_id: UUID, now: datetime
) -> None:
    stranger = actor(people.stranger)
    with tenancy.within(other_organisation.id):
        decision = access.decide(stranger, READ, client_id, now)
    access_log.refused(other_organisation.id, stranger, decision, client_id, now)
    with tenancy.within(other_organisation.id):
        line = AccessEntry.objects.latest("id")
        assert (line.chain_id, line.subject) == (None, f"unknown client {client_id}")


def test_what_weighs_more_needs_a_fresh_sign_in(organisation: Organisation, staff: StaffMaker, now: datetime) -> None:
    manager = staff("functional_administrator")
    with tenancy.within(organisation.id):
        with pytest.raises(NotFreshError):
            access.require(actor(manager), "staff.manage", None, now)
        assert access.require(actor(manager, fresh=True), "staff.manage", None, now).allowed
        assert access.require(actor(manager), "organisation.read", None, now).allowed


def test_a_list_is_logged_a_line_for_each_client(
    organisation: Organisation, people: People, client_id: UUID, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        other = register(now, "Bernard Ander")
        assign(other, now, people.owner.code)
        before = AccessEntry.objects.count()
        access.seen(actor(people.owner), READ, [client_id, other], now, "work list")
        lines = AccessEntry.objects.order_by("-id")[:2]
        assert AccessEntry.objects.count() == before + 2
        assert {line.chain_id for line in lines} == {client_id, other}
        assert {(line.subject, line.ground) for line in lines} == {("work list", "relation")}


def test_a_list_that_was_not_filtered_is_no_answer(
    organisation: Organisation, people: People, client_id: UUID, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        other = register(now, "Bernard Ander")
        with pytest.raises(RefusedError):
            access.seen(actor(people.owner), READ, [client_id, other], now, "work list")


def test_a_list_of_many_asks_no_more_than_a_list_of_one(
    organisation: Organisation,
    people: People,
    client_id: UUID,
    now: datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with tenancy.within(organisation.id):
        many = [client_id]
        for number in range(4):
            many.append(register(now, f"Client {number}"))
            assign(many[-1], now, people.owner.code)
        for clients in ([client_id], many):
            with django_assert_num_queries(1):
                access.decide_many(actor(people.owner), READ, clients, now)


# --- the client's side ----------------------------------------------------------------------------------------------


def place(organisation: Organisation, client: UUID, capacity: str, act: str = "") -> Actor:
    user = User.objects.create_user(f"{capacity}@example.nl", name=capacity)
    with tenancy.within(organisation.id):
        made = ClientPerson.objects.create(
            organisation=organisation, user=user, chain_id=client, capacity=capacity, act=act, since=date(2026, 1, 1)
        )
    return Actor(capacity, "portal", user=user.id, place=made.pk, roles=(capacity,))


def test_the_client_sees_the_own_file_and_no_other(organisation: Organisation, client_id: UUID, now: datetime) -> None:
    own = place(organisation, client_id, "client")
    with tenancy.within(organisation.id):
        other = register(now, "Bernard Ander")
        decision = access.decide(own, READ, client_id, now)
        assert (decision.allowed, decision.ground) == (True, "self")
        assert decision.covers("complaint.received")
        assert not decision.covers("abuse.suspected")
        assert not access.decide(own, READ, other, now).allowed
        assert not access.decide(own, "act.append", client_id, now).allowed
        assert set(Chain.objects.filter(access.visible(own, READ, now, "")).values_list("pk", flat=True)) == {client_id}


def test_a_place_of_somebody_else_opens_nothing(organisation: Organisation, client_id: UUID, now: datetime) -> None:
    own = place(organisation, client_id, "client")
    thief = User.objects.create_user("thief@example.nl", name="Dief")
    assert decided(organisation, replace(own, user=thief.id), client_id, now) == (False, "no_own")
    assert decided(organisation, replace(own, roles=("representative",)), client_id, now) == (False, "no_own")


def incapable(client: UUID, now: datetime, *about: str) -> str:
    return record(client, now, "client.capacity_assessed", capable=False, about=list(about), assessor="de huisarts")


def test_a_representative_sees_the_file_only_while_the_client_cannot_decide_and_within_the_task(
    organisation: Organisation, client_id: UUID, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        named = record(
            client_id,
            now,
            "client.representative_appointed",
            name="Rik Vertegen",
            basis="statutory",
            role="administrator",
            scope=["finance"],
        )
    administrator = place(organisation, client_id, "representative", named)
    assert decided(organisation, administrator, client_id, now) == (False, "no_own")
    with tenancy.within(organisation.id):
        incapable(client_id, now, "finance")
        decision = access.decide(administrator, READ, client_id, now)
        bill = access.decide(administrator, "bill.read", client_id, now)
        log = access.decide(administrator, "log.read", client_id, now)
    assert (decision.allowed, bill.allowed, log.allowed) == (True, True, False)
    assert decision.covers("invoice.sent")
    assert not decision.covers("plan.presented")
    with tenancy.within(organisation.id):
        record(client_id, now, "client.representative_ended", act=named)
    assert decided(organisation, administrator, client_id, now) == (False, "no_own")


def test_a_mentor_sees_the_care_and_no_suspicion_of_abuse(
    organisation: Organisation, client_id: UUID, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        named = record(
            client_id,
            now,
            "client.representative_appointed",
            name="Mia Mentor",
            basis="statutory",
            role="mentor",
            scope=["care"],
        )
        incapable(client_id, now, "care")
    mentor = place(organisation, client_id, "representative", named)
    with tenancy.within(organisation.id):
        decision = access.decide(mentor, READ, client_id, now)
        assert decision.allowed
        assert (decision.covers("plan.presented"), decision.covers("incident.occurred")) == (True, True)
        assert (decision.covers("invoice.sent"), decision.covers("abuse.suspected")) == (False, False)
        assert not access.decide(mentor, "bill.read", client_id, now).allowed


def test_a_representative_who_is_not_the_one_appointed_sees_nothing(
    organisation: Organisation, client_id: UUID, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        record(
            client_id,
            now,
            "client.representative_appointed",
            name="Mia Mentor",
            basis="statutory",
            role="mentor",
            scope=["care"],
        )
        incapable(client_id, now, "care")
    other = place(organisation, client_id, "representative", "r-other")
    assert decided(organisation, other, client_id, now) == (False, "no_own")


def test_a_carer_sees_what_the_client_agrees_to_as_long_as_the_client_agrees(
    organisation: Organisation, client_id: UUID, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        named = record(client_id, now, "client.carer_named", name="Zus", involve=True)
    carer = place(organisation, client_id, "carer", named)
    assert decided(organisation, carer, client_id, now) == (False, "no_own")
    with tenancy.within(organisation.id):
        consent = record(client_id, now, "consent.given", **{"for": "carer_information"}, in_writing=True, by="client")
        decision = access.decide(carer, READ, client_id, now)
    assert decision.allowed
    assert decision.covers("visit.planned")
    assert not decision.covers("client.registered")
    with tenancy.within(organisation.id):
        record(client_id, now, "consent.withdrawn", act=consent)
    assert decided(organisation, carer, client_id, now) == (False, "no_own")


def test_a_carer_whom_the_client_keeps_out_sees_nothing(
    organisation: Organisation, client_id: UUID, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        named = record(client_id, now, "client.carer_named", name="Zus", involve=False)
        record(client_id, now, "consent.given", **{"for": "carer_information"}, in_writing=True, by="client")
    carer = place(organisation, client_id, "carer", named)
    assert decided(organisation, carer, client_id, now) == (False, "no_own")
