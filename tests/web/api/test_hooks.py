"""Webhooks by the API."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from uuid import uuid4

import pytest
from django.db import connection
from pytest_django import Settings

from nakomen.record import webhooks
from nakomen.record.models import Organisation
from tests.conftest import People, StaffMaker
from tests.record.receiver import receiving, verified
from tests.web.api.asking import Caller, caller, client_of, places, problem
from tests.web.api.conftest import Systems

URL = {"url": "https://hooks.example.org/nakomen"}


@pytest.fixture
def keeper(staff: StaffMaker, now: datetime) -> Caller:
    """A system of the functional administrator."""
    return caller(staff("functional_administrator"), now)


@pytest.fixture
def elsewhere(staff: StaffMaker, now: datetime, other_organisation: Organisation) -> Caller:
    """A system of the functional administrator of another organisation."""
    return caller(staff("functional_administrator", organisation=other_organisation), now)


def test_a_webhook_is_made_once_for_a_key_with_its_secret(keeper: Caller, elsewhere: Caller, systems: Systems) -> None:
    first = keeper.post("/webhooks", URL, key="haak")
    again = keeper.post("/webhooks", URL, key="haak")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.content == again.content
    assert json.loads(first.content)["secret"].startswith("whsec_")
    assert places(keeper.post("/webhooks", {"url": "https://elders.example.org/"}, key="haak")) == ["Idempotency-Key"]
    (shown,) = json.loads(keeper.get("/webhooks").content)["webhooks"]
    assert "secret" not in shown
    assert json.loads(elsewhere.get("/webhooks").content) == {"webhooks": []}
    problem(systems.owner.post("/webhooks", URL), 403)


def test_one_webhook_too_many_is_refused_in_words(keeper: Caller) -> None:
    for number in range(webhooks.MOST):
        assert keeper.post("/webhooks", {"url": f"{URL['url']}/{number}"}).status_code == 201
    told = problem(keeper.post("/webhooks", URL), 422)
    assert [(each["place"], each["expected"]) for each in told["errors"]] == [
        ("webhooks", "at most 20 at a time; stop one that is no longer needed")
    ]


@pytest.mark.parametrize("url", ["http://hooks.example.org/", "https://10.0.0.1/", "https://u:p@example.org/"])
def test_an_address_that_nothing_goes_to_is_refused(keeper: Caller, url: str) -> None:
    assert places(keeper.post("/webhooks", {"url": url})) == ["url"]


def test_a_webhook_is_stopped_by_its_own_organisation(keeper: Caller, elsewhere: Caller) -> None:
    path = f"/webhooks/{json.loads(keeper.post('/webhooks', URL).content)['id']}"
    problem(elsewhere.delete(path), 404)
    problem(elsewhere.get(f"{path}/deliveries"), 404)
    assert keeper.delete(path).status_code == 204
    problem(keeper.delete(path), 404)
    problem(keeper.delete(f"/webhooks/{uuid4()}"), 404)
    assert json.loads(keeper.get("/webhooks").content) == {"webhooks": []}


def test_deliveries_tell_how_far_each_message_got(
    keeper: Caller, people: People, organisation: Organisation, now: datetime, settings: Settings
) -> None:
    settings.WEBHOOKS_TO_LOOPBACK = True
    with receiving() as receiver:
        made = json.loads(keeper.post("/webhooks", {"url": receiver.url}).content)
        clients = [client_of(organisation.id, now, people.owner, name=f"Klant {each}") for each in "AB"]
        path = f"/webhooks/{made['id']}/deliveries"
        shown = json.loads(keeper.get(path).content)["deliveries"]
        assert {each["client"] for each in shown} == {str(client) for client in clients}
        assert {each["state"] for each in shown} == {"waiting"}
        webhooks.deliver(organisation.id, shown[0]["id"], now)
        ((headers, body),) = receiver.heard
    assert verified(made["secret"], headers, body)
    first = json.loads(keeper.get(path, limit=1).content)
    second = json.loads(keeper.get(path, limit=1, cursor=first["next"]).content)
    assert [each["id"] for page in (first, second) for each in page["deliveries"]] == [each["id"] for each in shown]
    assert first["deliveries"][0]["state"] == "delivered"
    assert second["next"] is None


@pytest.mark.usefixtures("own_database")
def test_equal_requests_at_once_make_one_webhook(keeper: Caller) -> None:
    def ask(_: int) -> tuple[int, bytes]:
        try:
            answered = Caller(keeper.text).post("/webhooks", URL, key="samen")
            return answered.status_code, answered.content
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(ask, range(6)))
    assert sorted(status for status, _ in answers) == [200] * 5 + [201]
    assert len({body for _, body in answers}) == 1
    assert len(json.loads(keeper.get("/webhooks").content)["webhooks"]) == 1
