"""The work list over all clients."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nakomen.record import tenancy
from nakomen.record.models import AccessEntry, DutyCopy, Organisation
from tests.conftest import People, StaffMaker
from tests.record.lives import act
from tests.web.api.asking import Caller, assigned, caller, client_of, places
from tests.web.api.conftest import Systems

COMPLAINT = act("complaint.received", "2026-02-20", id="klacht", about="late", complete=True, to="provider")


def duties(system: Caller, **query: object) -> list[dict[str, Any]]:
    answered = system.get("/duties", **query)
    assert answered.status_code == 200, answered.content
    found: list[dict[str, Any]] = json.loads(answered.content)["duties"]
    return found


@pytest.fixture
def several(systems: Systems, people: People, organisation: Organisation, now: datetime) -> set[str]:
    """Some more clients of the owner."""
    made = {str(client_of(organisation.id, now, people.owner, name=f"Klant {each}")) for each in "ABC"}
    return made | {str(systems.client)}


def test_the_list_holds_the_duties_of_whom_one_may_see(systems: Systems, several: set[str]) -> None:
    assert {each["client"] for each in duties(systems.owner, limit=200)} == several
    assert duties(systems.colleague) == duties(systems.stranger) == []


def test_what_has_a_last_day_comes_first_and_each_duty_shows_once(systems: Systems, several: set[str]) -> None:
    whole = duties(systems.owner, limit=200)
    dated = [each["due"] for each in whole if each["due"]]
    assert [each["due"] for each in whole] == sorted(dated) + [None] * (len(whole) - len(dated))
    shown: list[dict[str, Any]] = []
    cursor: str | None = None
    while cursor is not None or not shown:
        page = json.loads(systems.owner.get("/duties", limit=3, **({"cursor": cursor} if cursor else {})).content)
        shown += page["duties"]
        cursor = page["next"]
    assert shown == whole


def test_the_list_is_narrowed(systems: Systems, several: set[str], organisation: Organisation) -> None:
    whole = duties(systems.owner, limit=200)
    some = whole[0]
    assert duties(systems.owner, clause=some["clause"], limit=200) == [
        each for each in whole if each["clause"] == some["clause"]
    ]
    assert all(each["state"] == "overdue" for each in duties(systems.owner, state="overdue"))
    assert duties(systems.owner, due_before="1900-01-01") == []
    assert all(each["bearer"] == "client" for each in duties(systems.owner, bearer="client"))
    with tenancy.within(organisation.id):
        assert DutyCopy.objects.filter(bearer="provider").count() == len(whole)


def test_a_cursor_that_names_no_day_is_refused(systems: Systems) -> None:
    assert places(systems.owner.get("/duties", cursor="2026-02-31.1")) == ["cursor"]
    assert places(systems.owner.get("/duties", cursor="x")) == ["cursor"]


def test_duties_outside_one_s_areas_are_left_out(systems: Systems, staff: StaffMaker, now: datetime) -> None:
    lead = staff("coordinator")
    answered = systems.owner.post(f"/clients/{systems.client}/acts", {"acts": [assigned(lead), COMPLAINT]})
    assert answered.status_code == 201, answered.content
    whole = {each["act"]: each["client"] for each in duties(caller(lead, now), limit=200)}
    assert whole["klacht"] == str(systems.client)
    assert "klacht" not in {each["act"] for each in duties(systems.owner, limit=200)}


def test_each_client_of_a_page_stands_in_the_log_by_as_many_queries_as_for_one(
    systems: Systems, several: set[str], organisation: Organisation
) -> None:
    def asked(limit: int) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            duties(systems.owner, limit=limit)
        return len(queries)

    asked(1)
    assert asked(1) == asked(200)
    with tenancy.within(organisation.id):
        logged = AccessEntry.objects.filter(action="standing.read", subject="work list", chain__isnull=False)
        assert {str(line.chain_id) for line in logged} == several
