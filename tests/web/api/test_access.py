"""The access log, decisions, and access in an emergency."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from uuid import uuid4

import time_machine

from nakomen.record import actors, destroying, tenancy
from nakomen.record.models import AccessEntry, EmergencyAccess, Organisation
from tests.conftest import StaffMaker
from tests.record.lives import REGISTERED, act
from tests.web.api.asking import assigned, caller, case_of, places, problem
from tests.web.api.conftest import Systems

WHY = "Er nam niemand op en de cliënt riep om hulp."


def test_the_log_of_a_client_tells_who_saw_what(systems: Systems, staff: StaffMaker, now: datetime) -> None:
    lead = staff("coordinator")
    systems.owner.post(f"/clients/{systems.client}/acts", {"acts": [assigned(lead)]})
    systems.owner.get(f"/clients/{systems.client}/standing")
    systems.colleague.get(f"/clients/{systems.client}/standing")
    lines = json.loads(caller(lead, now).get(f"/clients/{systems.client}/log").content)["entries"]
    seen = [(each["actor"], each["action"], each["allowed"], each["ground"]) for each in lines[:3]]
    assert seen[1:] == [
        ("koppeling m002", "standing.read", False, "none"),
        ("koppeling m001", "standing.read", True, "relation"),
    ]
    assert seen[0][1] == "log.read"
    problem(systems.colleague.get(f"/clients/{systems.client}/log"), 403)


def test_the_whole_log_is_for_who_oversees_all(systems: Systems, staff: StaffMaker, now: datetime) -> None:
    board = caller(staff("board"), now)
    systems.owner.get("/clients")
    first = json.loads(board.get("/log", limit=1).content)
    second = json.loads(board.get("/log", limit=1, cursor=first["next"]).content)
    assert first["entries"][0]["id"] > second["entries"][0]["id"]
    problem(caller(staff("coordinator"), now).get("/log"), 403)
    problem(systems.owner.get("/log"), 403)


def test_a_decision_is_explained_and_tells_nothing_of_who_is_there(systems: Systems) -> None:
    asked = {"permission": "client.read", "client": systems.client}
    mine = json.loads(systems.owner.get("/decisions", **asked).content)
    assert (mine["allowed"], mine["reason"]) == (True, "relation")
    assert [rule["scope"] for rule in mine["rules"] if rule["holds"]] == ["relation"]
    hidden = json.loads(systems.colleague.get("/decisions", **asked).content)
    unknown = json.loads(systems.colleague.get("/decisions", **{**asked, "client": uuid4()}).content)
    assert {**hidden, "client": ""} == {**unknown, "client": ""}
    assert (hidden["allowed"], hidden["reason"]) == (False, "no_relation")
    assert "zorgrelatie" in hidden["told"]
    assert places(systems.owner.get("/decisions", permission="fly.away")) == ["permission"]


def test_an_emergency_opens_the_client_for_some_hours(
    systems: Systems, organisation: Organisation, now: datetime
) -> None:
    body = {"client": str(systems.client), "reason": WHY}
    first = systems.colleague.post("/emergencies", body, key="nood")
    again = systems.colleague.post("/emergencies", body, key="nood")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.content == again.content
    assert systems.colleague.get(f"/clients/{systems.client}").status_code == 200
    with tenancy.within(organisation.id):
        assert EmergencyAccess.objects.count() == 1
        assert AccessEntry.objects.filter(ground="emergency", action="client.read").exists()
    with time_machine.travel(now + timedelta(hours=5), tick=False):
        problem(systems.colleague.get(f"/clients/{systems.client}"), 404)


def test_an_emergency_needs_a_reason_and_a_client_that_is_there(systems: Systems) -> None:
    short = systems.colleague.post("/emergencies", {"client": str(systems.client), "reason": "spoed"})
    assert places(short) == ["reason"]
    for system, client in ((systems.colleague, uuid4()), (systems.stranger, systems.client)):
        problem(system.post("/emergencies", {"client": str(client), "reason": WHY}), 404)


def test_an_emergency_is_reviewed_once_by_somebody_else(
    systems: Systems, staff: StaffMaker, now: datetime, other_organisation: Organisation
) -> None:
    opened = json.loads(systems.colleague.post("/emergencies", {"client": str(systems.client), "reason": WHY}).content)
    path = f"/emergencies/{opened['id']}/review"
    board, elsewhere = (caller(staff("board", organisation=each), now) for each in (None, other_organisation))
    problem(systems.colleague.post(path, {"justified": True}), 403)
    problem(elsewhere.post(path, {"justified": True}), 404)
    assert places(board.post(path, {"justified": False})) == ["note"]
    assert [each["id"] for each in json.loads(board.get("/emergencies", reviewed="false").content)["emergencies"]] == [
        opened["id"]
    ]
    first = board.post(path, {"justified": True}, key="klaar")
    assert json.loads(first.content)["justified"] is True
    assert board.post(path, {"justified": True}, key="klaar").content == first.content
    assert places(board.post(path, {"justified": True})) == ["emergency"]
    assert json.loads(board.get("/emergencies", reviewed="false").content)["emergencies"] == []
    assert json.loads(elsewhere.get("/emergencies").content)["emergencies"] == []


def lines(organisation: Organisation, action: str, client: object) -> list[tuple[str, str, str]]:
    """What the access log says of a client, the oldest first: who, the event, the subject."""
    with tenancy.within(organisation.id):
        found = AccessEntry.objects.filter(action=action, chain_id=client, allowed=True).order_by("id")
        return [(line.actor, line.event, line.subject) for line in found]


def test_whoever_is_shown_a_client_in_an_emergency_stands_in_the_log(
    systems: Systems, organisation: Organisation, staff: StaffMaker, now: datetime
) -> None:
    body = {"client": str(systems.client), "reason": WHY}
    made = [json.loads(systems.colleague.post("/emergencies", body, key="nood").content)["id"] for _ in range(2)]
    assert lines(organisation, "emergency.open", systems.client) == [
        ("koppeling m002", "E", ""),
        ("koppeling m002", "R", ""),
    ]
    member = staff("board")
    board, name = caller(member, now), f"koppeling {member.code}"
    board.get("/emergencies")
    for _ in range(2):
        board.post(f"/emergencies/{made[0]}/review", {"justified": True}, key="klaar")
    board.get("/emergencies", reviewed="false")
    assert lines(organisation, "emergency.review", systems.client) == [
        (name, "R", "emergencies"),
        (name, "U", f"emergency {made[0]}"),
        (name, "R", f"emergency {made[0]}"),
    ]


def test_a_registration_that_is_sent_again_stands_in_the_log(systems: Systems, organisation: Organisation) -> None:
    first, again = (systems.office.post("/clients", {"acts": [REGISTERED]}, key="een") for _ in range(2))
    assert first.content == again.content
    client = json.loads(first.content)["client"]
    assert [event for _, event, _ in lines(organisation, "client.register", client)] == ["C", "R"]


def test_a_client_whose_dossier_was_destroyed_is_not_there_in_an_emergency(
    systems: Systems, organisation: Organisation, now: datetime
) -> None:
    asked = act("dossier.destruction_requested", on="2026-02-20", id="vraag")
    client = case_of(organisation.id, now, [REGISTERED, asked])
    body = {"client": str(client), "reason": WHY}
    assert systems.colleague.post("/emergencies", body, key="eerder").status_code == 201
    with tenancy.within(organisation.id):
        destroying.destroy(client, "vraag", actor=actors.system("command"), now=now)
    unknown = systems.colleague.post("/emergencies", {**body, "client": str(uuid4())})
    for key in ("eerder", "later"):
        answered = systems.colleague.post("/emergencies", body, key=key)
        assert (answered.status_code, answered.content) == (404, unknown.content)
    with tenancy.within(organisation.id):
        assert EmergencyAccess.objects.filter(chain_id=client).count() == 1
