"""Acts: reading those of a client, adding to one client, and to several at once."""

from __future__ import annotations

import json
from datetime import datetime
from uuid import uuid4

import pytest

from nakomen.record import ledger, tenancy
from nakomen.record.models import AccessEntry, Chain, Organisation, StaffMember
from tests.conftest import People, StaffMaker
from tests.record.lives import REGISTERED, act
from tests.web.api.asking import assigned, caller, client_of, places, problem
from tests.web.api.conftest import Systems

WISHES = act("plan.wishes_discussed")


def lengths(organisation: Organisation) -> list[int]:
    with tenancy.within(organisation.id):
        return sorted(Chain.objects.values_list("length", flat=True))


def test_acts_are_recorded_with_who_and_when(systems: Systems, now: datetime) -> None:
    made = systems.owner.post(f"/clients/{systems.client}/acts", {"acts": [WISHES, act("care.started")]})
    told = json.loads(made.content)
    assert made.status_code == 201
    assert (told["client"], told["ids"], told["first_seq"], told["length"]) == (
        str(systems.client),
        ["n3", "n4"],
        3,
        4,
    )
    (shown,) = json.loads(systems.owner.get(f"/clients/{systems.client}/acts", cursor=2, limit=1).content)["acts"]
    assert (shown["seq"], shown["actor"], shown["act"]["kind"]) == (3, "koppeling m001", "plan.wishes_discussed")
    assert shown["act"]["recorder"] == "koppeling m001"
    assert datetime.fromisoformat(shown["act"]["recorded"]) == now
    assert json.loads(systems.owner.get(f"/clients/{systems.client}/acts/3").content) == shown


def test_who_may_not_see_the_client_adds_nothing_and_learns_nothing(
    systems: Systems, organisation: Organisation
) -> None:
    unknown = systems.colleague.post(f"/clients/{uuid4()}/acts", {"acts": [WISHES]})
    for system in (systems.colleague, systems.stranger):
        hidden = system.post(f"/clients/{systems.client}/acts", {"acts": [WISHES]})
        problem(hidden, 404)
        assert hidden.content == unknown.content
        assert system.get(f"/clients/{systems.client}/acts").content == unknown.content
        assert system.get(f"/clients/{systems.client}/acts/1").content == unknown.content
    assert lengths(organisation) == [2]


def test_all_that_is_wrong_is_told_and_nothing_is_kept(systems: Systems, organisation: Organisation) -> None:
    acts = [WISHES, {"kind": "care.begun", "on": "2026-02-02"}, {"kind": "plan.agreed", "on": "2 februari"}]
    answered = systems.owner.post(f"/clients/{systems.client}/acts", {"acts": acts})
    assert {"#2.kind", "#3.on"} <= set(places(answered))
    assert "begun" not in answered.content.decode()
    assert "februari" not in answered.content.decode()
    assert lengths(organisation) == [2]


@pytest.mark.parametrize("text", ["\ud800", "a\x00b"])
def test_a_text_that_cannot_be_kept_is_refused(systems: Systems, organisation: Organisation, text: str) -> None:
    for field in ("id", "caregiver"):
        bad = {**assigned(StaffMember(code="m9")), field: text}
        assert places(systems.owner.post(f"/clients/{systems.client}/acts", {"acts": [bad]}))
    body = {"number": text, "acts": [REGISTERED]}
    assert places(systems.office.post("/clients", body)) == ["number"]
    assert lengths(organisation) == [2]


def test_the_same_request_with_its_key_is_carried_out_once(systems: Systems, organisation: Organisation) -> None:
    path = f"/clients/{systems.client}/acts"
    first = systems.owner.post(path, {"acts": [WISHES]}, key="k1")
    again = systems.owner.post(path, {"acts": [WISHES]}, key="k1")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.content == again.content
    assert again.headers["Idempotency-Replayed"] == "true"
    assert places(systems.owner.post(path, {"acts": [act("care.started")]}, key="k1")) == ["Idempotency-Key"]
    assert lengths(organisation) == [3]


@pytest.mark.parametrize("key", ["", "x" * 256, "met spatie", "é"])
def test_a_request_that_writes_needs_a_key(systems: Systems, organisation: Organisation, key: str) -> None:
    answered = systems.owner.post(f"/clients/{systems.client}/acts", {"acts": [WISHES]}, key=key)
    assert places(answered, 400) == ["Idempotency-Key"]
    assert lengths(organisation) == [2]


def test_pages_of_acts_do_not_move_when_acts_come(systems: Systems) -> None:
    path = f"/clients/{systems.client}/acts"
    systems.owner.post(path, {"acts": [WISHES] * 3})
    first = json.loads(systems.owner.get(path, limit=2).content)
    systems.owner.post(path, {"acts": [act("care.started")]})
    second = json.loads(systems.owner.get(path, limit=2, cursor=first["next"]).content)
    third = json.loads(systems.owner.get(path, limit=2, cursor=second["next"]).content)
    assert [each["seq"] for page in (first, second, third) for each in page["acts"]] == [1, 2, 3, 4, 5, 6]
    assert third["next"] is None


def test_acts_outside_one_s_areas_are_left_out_and_cannot_be_recorded(
    systems: Systems, staff: StaffMaker, now: datetime
) -> None:
    finance = caller(staff("finance"), now)
    path = f"/clients/{systems.client}/acts"
    systems.owner.post(path, {"acts": [WISHES]})
    page = json.loads(finance.get(path).content)
    assert [each["act"]["kind"] for each in page["acts"]] == ["client.registered"]
    assert finance.get(f"{path}/1").status_code == 200
    problem(finance.get(f"{path}/3"), 404)
    assert places(finance.post(path, {"acts": [{**WISHES, "id": "w"}]})) == ["w.kind"]


def test_acts_of_several_clients_are_recorded_together(
    systems: Systems, people: People, organisation: Organisation, now: datetime
) -> None:
    other = client_of(organisation.id, now, people.owner, name="Tweede Klant")
    body = {"items": [{"client": str(each), "acts": [WISHES]} for each in (systems.client, other)]}
    first = systems.owner.post("/acts", body, key="samen")
    again = systems.owner.post("/acts", body, key="samen")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.content == again.content
    assert [each["client"] for each in json.loads(first.content)["items"]] == [str(systems.client), str(other)]
    assert lengths(organisation) == [3, 3]


def test_of_several_clients_all_problems_are_told_and_nothing_is_half_done(
    systems: Systems, people: People, organisation: Organisation, now: datetime
) -> None:
    hidden = client_of(organisation.id, now, people.colleague, name="Niet Van Jou")
    other = client_of(organisation.id, now, people.owner, name="Tweede Klant")
    wrong = {"kind": "plan.agreed", "on": "gisteren"}
    items = [
        {"client": str(systems.client), "acts": [WISHES]},
        {"client": str(hidden), "acts": [WISHES]},
        {"client": str(other), "acts": [WISHES, wrong]},
        {"client": str(uuid4()), "acts": [WISHES]},
    ]
    answered = systems.owner.post("/acts", {"items": items})
    found = problem(answered, 422)["errors"]
    assert [each["place"] for each in found][:2] == ["items#2.client", "items#4.client"]
    assert "#3 #2.on" in [each["place"] for each in found]
    assert len({each["expected"] for each in found if each["place"].endswith(".client")}) == 1
    assert lengths(organisation) == [2, 2, 2]
    with tenancy.within(organisation.id):
        assert {line.chain_id for line in AccessEntry.objects.filter(allowed=False)} == {hidden, None}


def test_a_client_comes_once_in_a_bulk(systems: Systems, organisation: Organisation) -> None:
    item = {"client": str(systems.client), "acts": [WISHES]}
    assert places(systems.owner.post("/acts", {"items": [item, item]})) == ["items#1.client", "items#2.client"]
    assert lengths(organisation) == [2]


def test_what_is_recorded_is_in_the_ledger(systems: Systems, organisation: Organisation) -> None:
    systems.owner.post(f"/clients/{systems.client}/acts", {"acts": [{**WISHES, "id": "wensen"}]})
    with tenancy.within(organisation.id):
        assert [each.id for each in ledger.acts(systems.client)][-1] == "wensen"
