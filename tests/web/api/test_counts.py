"""What the card, the list and a search count of a client, for who sees some areas only."""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID

import pytest
from pytest_django import DjangoAssertNumQueries

from nakomen.record import counting, ledger, tenancy
from nakomen.record.access import decide_many
from nakomen.record.actors import system
from nakomen.record.models import Organisation, StaffMember
from tests.conftest import People, StaffMaker, actor
from tests.record.lives import act
from tests.web.api.asking import Caller, caller, client_of


@pytest.fixture
def lead(people: People, staff: StaffMaker) -> StaffMember:
    """A coordinator, who sees everything of the client."""
    return staff("coordinator", name="Cora Coördinator")


@pytest.fixture
def client_(lead: StaffMember, people: People, organisation: Organisation, now: datetime) -> UUID:
    """A client of the owner and the lead, with a complaint that nobody handled: two duties are overdue."""
    client = client_of(organisation.id, now, people.owner, lead)
    with tenancy.within(organisation.id):
        complaint = act("complaint.received", on="2025-11-03", about="Iets.", complete=True, to="provider")
        ledger.append(client, [complaint], actor=system("command"), now=now)
    return client


def test_what_is_counted_of_a_client_is_what_the_caller_sees(
    lead: StaffMember, client_: UUID, people: People, now: datetime
) -> None:
    told = {}
    for who, asks in (("lead", caller(lead, now)), ("carer", caller(people.owner, now))):
        duties = json.loads(asks.get(f"/clients/{client_}/duties").content)["duties"]
        states = [each["state"] for each in duties]
        dues = [each["due"] for each in duties if each["state"] in {"open", "overdue"} and each["due"]]
        (listed,) = json.loads(asks.get("/clients").content)["clients"]
        card = told[who] = json.loads(asks.get(f"/clients/{client_}").content)
        assert listed == card
        assert (card["open"], card["overdue"]) == (states.count("open"), states.count("overdue"))
        assert card["first_due"] == min(dues, default=None)
        (found,) = json.loads(asks.post("/clients/search", {"bsn": "999990019"}, key="").content)["clients"]
        assert found["overdue"] == card["overdue"]
    assert (told["lead"]["overdue"], told["carer"]["overdue"]) == (2, 0)
    assert told["lead"]["length"] == 4
    assert [told["carer"][name] for name in ("length", "findings", "next_change")] == [None] * 3


def test_a_list_of_what_is_overdue_goes_by_what_the_caller_sees(
    lead: StaffMember, client_: UUID, people: People, staff: StaffMaker, now: datetime
) -> None:
    def listed(asks: Caller, overdue: str) -> list[str]:
        return [each["client"] for each in json.loads(asks.get("/clients", overdue=overdue).content)["clients"]]

    limited = (people.owner, staff("administration"), staff("administration", "care_professional"))
    for asks in (caller(member, now) for member in limited):
        assert (listed(asks, "true"), listed(asks, "false")) == ([], [str(client_)])
    for asks in (caller(lead, now), caller(staff("administration", "quality"), now)):
        assert (listed(asks, "true"), listed(asks, "false")) == ([str(client_)], [])


def test_the_counts_of_many_ask_no_more_than_those_of_one(
    organisation: Organisation, people: People, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    clients = [client_of(organisation.id, now, people.owner) for _ in range(3)]
    with tenancy.within(organisation.id):
        for some in (clients[:1], clients):
            decisions = decide_many(actor(people.owner), "client.read", some, now)
            with django_assert_num_queries(1):
                assert set(counting.waiting(decisions)) == set(some)


def test_a_standing_tells_of_no_act_that_the_caller_does_not_see(
    lead: StaffMember, client_: UUID, people: People, now: datetime
) -> None:
    whole, cut = (
        json.loads(caller(member, now).get(f"/clients/{client_}/standing").content) for member in (lead, people.owner)
    )
    assert whole["retention"] is not None
    assert "acts" in whole["receipt"]
    assert cut["retention"] is None
    assert cut["receipt"] == {name: value for name, value in whole["receipt"].items() if name != "acts"}
