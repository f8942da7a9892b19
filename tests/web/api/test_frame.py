"""The frame around every operation: who calls, what a request must be, and how everything that goes wrong is told."""

from __future__ import annotations

import json
import logging
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from pytest_django import Settings

from nakomen.record import tenancy, tokens
from nakomen.record.actors import system
from nakomen.record.models import AccessEntry, Organisation, SharedCache
from nakomen.record.roles import roles
from nakomen.web.api import limits
from tests.conftest import People, StaffMaker
from tests.record.lives import REGISTERED
from tests.web.api.asking import ALL, Caller, caller, places, problem
from tests.web.api.conftest import Systems
from tests.web.api.routes import Route, routes

ROUTES = {route.name: route for route in routes()}
EVERYTHING = tuple(role.name for role in roles().staff() if not role.alone)


@pytest.mark.parametrize("route", ROUTES.values(), ids=ROUTES)
def test_without_a_token_nothing_is_answered(systems: Systems, route: Route) -> None:
    for text in ("", "nkm_x", "geen.token", f"nkm_{'a' * 26}_{'b' * 43}"):
        answered = route.ask(Caller(text), systems.client, uuid4())
        problem(answered, 401)
        assert answered.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("route", ROUTES.values(), ids=ROUTES)
def test_a_token_without_the_scope_is_refused_whomever_it_is_for(
    systems: Systems, staff: StaffMaker, now: datetime, route: Route
) -> None:
    member = staff(*EVERYTHING)
    less = caller(member, now, tuple(name for name in ALL if name != route.permission))
    known = route.ask(less, systems.client, uuid4())
    problem(known, 403)
    if route.about_client:
        assert known.content == route.ask(less, uuid4(), uuid4()).content
    with tenancy.within(member.organisation_id):
        assert AccessEntry.objects.filter(reason="outside_scope", action=route.permission).exists()


@pytest.mark.parametrize("route", ROUTES.values(), ids=ROUTES)
def test_a_token_with_that_scope_alone_is_let_through(
    systems: Systems, staff: StaffMaker, now: datetime, route: Route
) -> None:
    member = staff(*EVERYTHING)
    answered = route.ask(caller(member, now, (route.permission,)), systems.client, uuid4())
    assert answered.status_code in {200, 201, 404, 422}, answered.content
    assert answered.headers["Cache-Control"] == "no-store"


def test_a_session_counts_for_nothing(systems: Systems, people: People) -> None:
    visitor = Caller("")
    visitor.web.force_login(people.owner.user, backend="django.contrib.auth.backends.ModelBackend")
    problem(visitor.get("/clients"), 401)


def test_a_token_ends_when_it_is_revoked_when_it_expires_and_when_its_person_leaves(
    systems: Systems, people: People, now: datetime, organisation: Organisation
) -> None:
    assert systems.owner.get("/clients").status_code == 200
    assert systems.owner.token is not None
    assert systems.colleague.token is not None
    with tenancy.within(organisation.id):
        tokens.revoke(systems.owner.token.pk, actor=system("command"), now=now)
        systems.colleague.token.expires_at = now
        systems.colleague.token.save()
        type(people.owner).objects.filter(name="Karin Kantoor").update(until=now.date() - timedelta(days=1))
    for each in (systems.owner, systems.colleague, systems.office):
        problem(each.get("/clients"), 401)
    assert systems.stranger.get("/clients").status_code == 200


def test_a_token_never_does_more_than_its_person_now_may(
    systems: Systems, people: People, organisation: Organisation
) -> None:
    with tenancy.within(organisation.id):
        type(people.owner).objects.filter(pk=people.owner.pk).update(roles=["functional_administrator"])
    problem(systems.owner.get("/clients"), 403)


@pytest.mark.parametrize(
    ("body", "status", "place"),
    [
        (b"{", 400, "body"),
        (b"\xff", 400, "body"),
        (b'{"name": "x", "name": "y"}', 422, "name"),
        (b"[]", 422, "body"),
        (b'{"name": "aleida", "geheim": 1}', 422, "geheim"),
        (b'{"name": "ale\\u0000ida"}', 422, "name"),
        (b'{"name": "\\ud800leida"}', 422, "name"),
        (b'{"limit": 0, "name": "aleida"}', 422, "limit"),
        (b'{"limit": "5", "name": "aleida"}', 422, "limit"),
    ],
)
def test_a_body_that_does_not_fit_names_the_place(systems: Systems, body: bytes, status: int, place: str) -> None:
    assert places(systems.owner.post("/clients/search", body, key=""), status) == [place]


def test_a_body_must_be_json_and_not_too_large(systems: Systems, settings: Settings) -> None:
    problem(systems.owner.post("/clients/search", b"name=x", key="", content_type="text/plain"), 415)
    problem(systems.owner.post("/clients/search", b" " * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1), key=""), 413)


def test_an_unknown_parameter_is_refused_and_one_given_twice_too(systems: Systems) -> None:
    assert places(systems.owner.get("/clients", naam="x")) == ["query"]
    assert places(systems.owner.get("/clients", limit=["1", "2"])) == ["limit"]


def test_what_is_not_there_and_what_cannot_be_done_are_problems_too(systems: Systems) -> None:
    problem(systems.owner.get("/nergens"), 404)
    problem(systems.owner.get("/"), 404)
    problem(systems.owner.get("/clients/geen-id"), 404)
    answered = systems.owner.delete("/clients")
    problem(answered, 405)
    assert set(answered.headers["Allow"].split(", ")) == {"GET", "POST"}


def test_too_many_requests_are_told_when_to_come_back(systems: Systems, settings: Settings) -> None:
    settings.API_RATE = 5
    answered = [systems.owner.get("/organisation") for _ in range(7)]
    assert [each.status_code for each in answered] == [200] * 5 + [429] * 2
    problem(answered[-1], 429)
    assert 0 < int(answered[-1].headers["Retry-After"]) <= 60
    assert systems.colleague.get("/organisation").status_code == 200


def test_a_limit_is_that_of_all_processes_together(systems: Systems, settings: Settings) -> None:
    settings.API_RATE = 48
    for _ in range(2):
        for _ in range(20):
            assert systems.owner.get("/organisation").status_code == 200
        limits.forget()  # as another process, which has counted nothing yet
    answered = [systems.owner.get("/organisation").status_code for _ in range(12)]
    assert answered == [200] * 8 + [429] * 4


def test_tokens_that_do_not_hold_are_counted_by_the_address_and_push_out_no_other(
    systems: Systems, organisation: Organisation, settings: Settings
) -> None:
    settings.API_RATE = 5
    assert systems.owner.get("/organisation").status_code == 200
    before = set(SharedCache.objects.values_list("cache_key", flat=True))
    made_up = [Caller(tokens.written(organisation.id, f"{n:043}")) for n in range(7)]
    assert [each.get("/organisation").status_code for each in made_up] == [401] * 5 + [429] * 2
    assert Caller("").get("/organisation").status_code == 429
    assert len(set(SharedCache.objects.values_list("cache_key", flat=True)) - before) == 1
    assert systems.owner.get("/organisation").status_code == 200


def test_a_fault_tells_nothing_of_itself_and_undoes_everything(
    systems: Systems, organisation: Organisation, caplog: pytest.LogCaptureFixture, settings: Settings
) -> None:
    keys = settings.KEYS
    settings.KEYS = keys / "weg"
    caplog.set_level(logging.ERROR)
    answered = systems.office.post("/clients", {"acts": [REGISTERED]}, key="f")
    settings.KEYS = keys
    told = problem(answered, 500)
    assert told["errors"] == []
    assert "Traceback" not in answered.content.decode()
    assert str(keys) not in answered.content.decode()
    assert str(REGISTERED["name"]) not in caplog.text
    assert systems.office.post("/clients", {"acts": [REGISTERED]}, key="f").status_code == 201


def test_the_document_asks_for_no_token_and_holds_every_operation() -> None:
    document = json.loads(Caller("").get("/openapi.json").content)
    assert document["openapi"].startswith("3.1")
    assert set(document["components"]["securitySchemes"]) == {"Token", "ClientCredentials"}
    for path in document["paths"].values():
        for operation in path.values():
            assert operation["security"] == [
                {name: [operation["x-permission"]]} for name in ("Token", "ClientCredentials")
            ]
            for status, response in operation["responses"].items():
                kinds = list(response.get("content", {}))
                assert kinds == (
                    ["application/problem+json"] if int(status) >= 400 else ["application/json"] * (status != "204")
                )


def test_every_permission_of_the_document_is_one_of_the_roles() -> None:
    assert {route.permission for route in ROUTES.values()} <= set(roles().permissions)
