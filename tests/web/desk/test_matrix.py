"""Who gets what from every screen: made from the resolver, and equal to the table beside it, line for line.

A screen that is missing from the table, or answers otherwise than it says, fails, with each line that differs. Every
screen is asked for by each role in each situation of a client: a care relation, none, an emergency, a task, elsewhere.
"""

from __future__ import annotations

import os
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from nakomen.record import tenancy
from nakomen.record.models import StaffMember
from tests.conftest import Installation
from tests.web.signing_in import session_of
from tests.web.test_access_matrix import ROLES, SITUATIONS, World, world

__all__ = ["world"]  # the fixture

TABLE = Path(__file__).with_name("matrix.tsv")
NOTE = """\
# A cell has a sign for each situation of a client: a care relation, none, emergency access opened, a complaint and an
# incident in hand (and the supervisor let in), a client of another organisation. Of a screen that is about no client it
# has one sign. + shown, - as if it were not there, x not for this role, > led on, ? asks for more than an address.
"""
EXAMPLES: dict[str, Any] = {"seq": 1, "kind": "information.requested", "power": "sign_agreement", "form": "csv"}
NOT_THERE: dict[str, Any] = {"int": 999_999, "str": "none", "slug": "none"}
"""What stands for the parts of an address that are no client: an example, else a row that is not there."""
_PART = re.compile(r"<(\w+):(\w+)>")
type Screen = tuple[str, str, list[tuple[str, str]]]
SIGNS = {200: "+", 404: "-", 403: "x", 302: ">", 400: "?", 405: "?", 422: "?"}


def screens(resolver: URLResolver) -> list[Screen]:
    """Every screen of the desk: its name, its permission, and the parts of its address."""
    found = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            found += screens(entry)
        elif hasattr(entry.callback, "permission"):
            found.append((str(entry.name), entry.callback.permission, _PART.findall(str(entry.pattern))))
    return found


@pytest.fixture
def windows(world: World, installation: Installation, now: datetime) -> dict[tuple[str, str], Client]:
    """For each role in each situation a session, as it stands right after signing in."""
    found = {}
    for place, system in world.systems.items():
        assert system.token is not None
        with tenancy.within(system.token.organisation_id):
            member = StaffMember.objects.select_related("user").get(pk=system.token.staff_id)
        found[place] = session_of(member, now)
    return found


def signs(world: World, windows: dict[tuple[str, str], Client], screen: Screen, role: str) -> str:
    """What this role gets from a screen, in each situation."""
    name, _, parts = screen
    about_client = "client" in (part for _, part in parts)
    made = ""
    for situation in SITUATIONS if about_client else SITUATIONS[:1]:
        examples = EXAMPLES | ({"name": "intake"} if name == "guided" else {})
        given = {part: examples.get(part) or NOT_THERE.get(sort) or uuid4() for sort, part in parts}
        if about_client:
            given["client"] = world.clients[situation]
        with transaction.atomic():
            answer = windows[role, situation].get(reverse(name, kwargs=given))
            transaction.set_rollback(True)
        made += SIGNS.get(answer.status_code, f"({answer.status_code})")
    return made


def test_every_screen_answers_everybody_as_the_table_says(world: World, windows: dict[tuple[str, str], Client]) -> None:
    lines = [
        [screen[0], screen[1], *(signs(world, windows, screen, role) for role in ROLES)]
        for screen in screens(get_resolver())
    ]
    text = NOTE + "".join("\t".join(line) + "\n" for line in [["screen", "permission", *ROLES], *lines])
    if "NAKOMEN_TEST_WRITE_MATRIX" in os.environ:
        TABLE.write_text(text)
    found, table = text.splitlines(), TABLE.read_text().splitlines()
    assert [line for line in found if line not in table] == []
    assert [line for line in table if line not in found] == []
