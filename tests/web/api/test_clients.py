"""Clients: the list, one, a new one, and search."""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID, uuid4

from nakomen.record import actors, destroying, tenancy
from nakomen.record.models import AccessEntry, Chain, Organisation
from tests.conftest import People
from tests.record.lives import REGISTERED, act
from tests.web.api.asking import Caller, client_of, places, problem
from tests.web.api.conftest import Systems

SEARCHES = (
    {"name": "aleida voor"},
    {"birth_date": "1941-03-09"},
    {"bsn": "999990019"},
    {"postcode": "1011"},
)


def listed(system: Caller, **query: object) -> list[str]:
    return [each["client"] for each in json.loads(system.get("/clients", **query).content)["clients"]]


def test_a_list_holds_whom_one_may_see(systems: Systems) -> None:
    assert listed(systems.owner) == [str(systems.client)]
    assert listed(systems.office) == [str(systems.client)]
    assert listed(systems.colleague) == listed(systems.stranger) == []


def test_each_client_of_a_list_stands_in_the_access_log(systems: Systems, organisation: Organisation) -> None:
    systems.owner.get("/clients")
    with tenancy.within(organisation.id):
        shown = AccessEntry.objects.filter(action="client.read", chain_id=systems.client)
        assert [line.subject for line in shown] == ["list"]


def test_a_list_turns_its_pages_while_clients_come_and_each_shows_once(
    systems: Systems, people: People, organisation: Organisation, now: datetime
) -> None:
    names = [f"Naam {letter}" for letter in "BDFHJLN"]
    made = {str(client_of(organisation.id, now, people.owner, name=name)) for name in names} | {str(systems.client)}
    shown: list[str] = []
    cursor: str | None = None
    while cursor is not None or not shown:
        query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = json.loads(systems.owner.get("/clients", **query).content)
        shown += [each["client"] for each in page["clients"]]
        cursor = page["next"]
        client_of(organisation.id, now, people.owner, name="Aaa")
    assert len(shown) == len(set(shown))
    assert set(shown) >= made


def test_a_list_is_narrowed_by_status_and_by_what_is_overdue(systems: Systems) -> None:
    assert listed(systems.owner, status="none") == [str(systems.client)]
    assert listed(systems.owner, status="ended") == []
    overdue = listed(systems.owner, overdue="true")
    assert sorted([*overdue, *listed(systems.owner, overdue="false")]) == [str(systems.client)]


def test_who_is_not_there_and_who_is_not_for_you_get_the_same_bytes(systems: Systems) -> None:
    found = systems.owner.get(f"/clients/{systems.client}")
    assert found.status_code == 200
    assert json.loads(found.content)["name"] == REGISTERED["name"]
    assert str(REGISTERED["bsn"]) not in found.content.decode()
    unknown = systems.colleague.get(f"/clients/{uuid4()}")
    problem(unknown, 404)
    for system in (systems.colleague, systems.stranger):
        hidden = system.get(f"/clients/{systems.client}")
        assert (hidden.status_code, hidden.content) == (404, unknown.content)
        assert {**hidden.headers, "X-Request-ID": ""} == {**unknown.headers, "X-Request-ID": ""}


def test_a_refusal_is_logged_though_nothing_else_is_kept(systems: Systems, organisation: Organisation) -> None:
    systems.colleague.get(f"/clients/{systems.client}")
    with tenancy.within(organisation.id):
        (line,) = AccessEntry.objects.filter(allowed=False)
    assert (line.chain_id, line.action, line.reason) == (systems.client, "client.read", "no_relation")


def test_a_client_is_registered_once_for_a_key(systems: Systems, organisation: Organisation) -> None:
    body = {"number": "C-1", "acts": [{**REGISTERED, "name": "Nieuwe Naam"}]}
    first = systems.office.post("/clients", body, key="een")
    again = systems.office.post("/clients", body, key="een")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.content == again.content
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    client = json.loads(first.content)["client"]
    assert json.loads(systems.office.get(f"/clients/{client}").content)["number"] == "C-1"
    with tenancy.within(organisation.id):
        assert Chain.objects.count() == 2


def test_a_key_for_another_request_is_refused(systems: Systems) -> None:
    systems.office.post("/clients", {"acts": [REGISTERED]}, key="een")
    other = systems.office.post("/clients", {"acts": [{**REGISTERED, "name": "Een Ander"}]}, key="een")
    assert places(other) == ["Idempotency-Key"]


def test_a_new_file_starts_with_the_registration(systems: Systems) -> None:
    answered = systems.office.post("/clients", {"acts": [{"kind": "care.started", "on": "2026-02-01"}]})
    assert places(answered) == ["#1.kind"]


def test_who_may_not_register_opens_no_file(systems: Systems, organisation: Organisation) -> None:
    problem(systems.owner.post("/clients", {"acts": [REGISTERED]}), 403)
    with tenancy.within(organisation.id):
        assert Chain.objects.count() == 1


def test_a_search_finds_whom_one_may_see(systems: Systems) -> None:
    for query in SEARCHES:
        found = systems.owner.post("/clients/search", query, key="")
        assert [each["client"] for each in json.loads(found.content)["clients"]] == [str(systems.client)]
        for system in (systems.colleague, systems.stranger):
            assert json.loads(system.post("/clients/search", query, key="").content) == {"clients": [], "next": None}


def test_a_search_tells_all_that_is_wrong_with_it(systems: Systems) -> None:
    assert places(systems.owner.post("/clients/search", {}, key="")) == ["body"]
    assert places(systems.owner.post("/clients/search", {"name": "x", "bsn": "123456789"}, key="")) == ["name", "bsn"]
    assert places(systems.owner.post("/clients/search", {"naam": "x", "birth_date": "09-03-1941"}, key="")) == [
        "birth_date",
        "naam",
    ]


def test_a_cursor_of_a_search_that_names_nobody_is_told_by_its_own_name(systems: Systems) -> None:
    assert places(systems.owner.post("/clients/search", {"name": "aleida", "cursor": str(uuid4())}, key="")) == [
        "cursor"
    ]


def test_a_registration_sent_again_after_the_dossier_was_destroyed_says_so(
    systems: Systems, organisation: Organisation, now: datetime
) -> None:
    asked = act("dossier.destruction_requested", on="2026-02-20", id="vraag")
    body = {"acts": [REGISTERED, asked]}
    client = UUID(json.loads(systems.office.post("/clients", body, key="een").content)["client"])
    with tenancy.within(organisation.id):
        destroying.destroy(client, "vraag", actor=actors.system("command"), now=now)
    problem(systems.office.post("/clients", body, key="een"), 409)
