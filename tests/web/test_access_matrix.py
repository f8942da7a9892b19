"""Who gets what from every route: made from the resolver, and equal to the table beside it, line for line.

A route that is missing from the table, or answers otherwise than it says, fails, with each line that differs.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse
from pytest_django import Settings

from nakomen.record import ledger, tenancy
from nakomen.record.actors import system
from nakomen.record.models import EmergencyAccess, Organisation, StaffMember, SupervisorGrant, Webhook
from nakomen.record.roles import roles
from nakomen.web.api import api, limits
from tests.conftest import Installation, StaffMaker
from tests.record.lives import act
from tests.web.api.asking import Caller, caller, client_of
from tests.web.api.routes import Route
from tests.web.api.routes import routes as operations
from tests.web.test_doors import routes as addresses

TABLE = Path(__file__).with_name("access_matrix.tsv")
ROLES = [role.name for role in roles().staff()]
SITUATIONS = ("relation", "none", "emergency", "task", "elsewhere")
NOTE = """\
# A cell has a sign for each situation of a client: a care relation, none, emergency access opened, a complaint and an
# incident in hand (and the supervisor let in), a client of another organisation.
# + shown or done, o answered without that client or row, - as if it were not there, x not for this role,
# ~ not acts that this role records, ! no token. Of a page: open, or sign in.
"""
IN_HAND = (
    act("complaint.received", "2026-02-20", about="late", complete=True, to="provider"),
    act("incident.occurred", "2026-02-20", consequences=False, urgent=False),
)
NO_OPERATION = ("api:openapi-json", "api:api-root", "api:api-nothing", "idp:oidc:token")
"""Routes beside the API's operations that look at no session: its document, what is not there, and the token."""


@dataclass
class World:
    """For each role somebody in each situation, and the client that each of them asks for."""

    systems: dict[tuple[str, str], Caller]
    clients: dict[str, UUID]
    rows: dict[str, UUID]


@pytest.fixture
def world(
    organisation: Organisation, other_organisation: Organisation, staff: StaffMaker, now: datetime, settings: Settings
) -> Iterator[World]:
    """One client whom some care for, one whom nobody does, one with a complaint, an incident and the supervisor."""
    settings.API_RATE = 1_000_000
    limits.forget()
    with time_machine.travel(now, tick=False):
        places = {each: other_organisation if each == "elsewhere" else organisation for each in SITUATIONS}
        people = {(role, each): staff(role, organisation=place) for role in ROLES for each, place in places.items()}
        caring = [people[role, "relation"] for role in ROLES]
        cared, alone, busy = (client_of(organisation.id, now, *carers) for carers in (caring, (), ()))
        with tenancy.within(organisation.id):
            ledger.append(busy, IN_HAND, actor=system("command"), now=now)
            opened = [_opened(people[role, "emergency"], alone, now) for role in ROLES]
            _granted(people["supervisor", "task"], people["board", "none"], busy, now)
            webhook = Webhook.objects.create(
                organisation=organisation, url="https://hooks.example.org/", secret=b"", created_at=now
            )
        yield World(
            {place: caller(member, now) for place, member in people.items()},
            {"relation": cared, "none": alone, "emergency": alone, "task": busy, "elsewhere": cared},
            {"webhook": webhook.pk, "emergency_id": opened[0].pk},
        )


def _opened(member: StaffMember, client: UUID, now: datetime) -> EmergencyAccess:
    made: EmergencyAccess = EmergencyAccess.objects.create(
        organisation_id=member.organisation_id,
        staff=member,
        chain_id=client,
        reason="Er nam niemand op en de cliënt riep om hulp.",
        opened_at=now,
        until=now + timedelta(hours=4),
    )
    return made


def _granted(supervisor: StaffMember, board: StaffMember, client: UUID, now: datetime) -> None:
    SupervisorGrant.objects.create(
        organisation_id=supervisor.organisation_id,
        staff=supervisor,
        chain_id=client,
        ground="onderzoek 12",
        granted_by=board,
        since=now,
        until=now + timedelta(days=7),
    )


def outcome(answered: HttpResponse, row: UUID) -> str:
    """What an answer comes to, in a sign.

    + shown or done; o answered without the row; - as if there were no such row; x the role may not; ~ these acts are
    not for the role to record; ! no token.
    """
    status = answered.status_code
    if status in {200, 201, 204}:
        return "+" if status == 204 or str(row) in answered.content.decode() else "o"
    if status == 422 and "a client that is there for you" in answered.content.decode():
        return "-"
    return {404: "-", 403: "x", 401: "!", 422: "~"}.get(status, f"({status})")


def asked(route: Route, caller_: Caller, world: World, situation: str) -> str:
    """The outcome of one request, undone afterwards."""
    client = world.clients[situation]
    named = next((world.rows[name] for name in world.rows if f"{{{name}}}" in route.path), uuid4())
    with transaction.atomic():
        answered = route.ask(caller_, client, named)
        transaction.set_rollback(True)
    if route.about_client and answered.status_code in {200, 201}:
        return "+"
    return outcome(answered, named if named in world.rows.values() else client)


def of_operation(route: Route, world: World) -> list[str]:
    """The line of an operation: for each role the outcome in each situation."""
    cells = ["".join(asked(route, world.systems[role, each], world, each) for each in SITUATIONS) for role in ROLES]
    return [route.path, route.method, route.permission, asked(route, Caller(""), world, "relation"), *cells]


def of_page(name: str, path: str) -> list[str]:
    """The line of a page: whether somebody without a session gets further than to signing in."""
    doors = set()
    for method in ("get", "post"):
        answered = getattr(Client(), method)(path)
        shut = answered.status_code == 302 and answered.headers["Location"].startswith(reverse("account_login") + "?")
        doors.add("sign in" if shut else "open")
    return [name, "*", "/".join(sorted(doors)), *[""] * (1 + len(ROLES))]


def written(lines: list[list[str]]) -> str:
    """The table as text."""
    head = ["route", "method", "permission or door", "no token", *ROLES]
    return NOTE + "".join("\t".join(line).rstrip() + "\n" for line in [head, *lines])


def test_every_route_answers_everybody_as_the_table_says(world: World, installation: Installation) -> None:
    pages = [of_page(name, path) for name, path in addresses(get_resolver()) if not name.startswith(("api:", "idp:"))]
    pages += [[name, "*", "open", *[""] * (1 + len(ROLES))] for name in NO_OPERATION]
    lines = [of_operation(route, world) for route in operations()] + pages
    if "NAKOMEN_TEST_WRITE_MATRIX" in os.environ:
        TABLE.write_text(written(lines))
    found, table = written(lines).splitlines(), TABLE.read_text().splitlines()
    assert [line for line in found if line not in table] == []
    assert [line for line in table if line not in found] == []


def test_every_route_of_the_api_is_an_operation() -> None:
    """The table takes the API's lines from its document; so nothing may be reachable that the document leaves out."""
    routes = {f"/{re.sub(r'<(?:[a-z]+:)?([a-z_]+)>', r'{\1}', str(each.pattern))}" for each in api.urls[0]}
    assert routes - {route.path for route in operations()} == {"/openapi.json", "/", "/^.*$"}
