"""Whatever is sent to a screen, by whomever, no screen breaks: it is kept, told what is wrong, or not there."""

from __future__ import annotations

import random
import re
import traceback
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from nakomen.record import tenancy
from nakomen.record.models import (
    ClientProperty,
    Competence,
    Document,
    Equipment,
    Material,
    Municipality,
    Organisation,
    Service,
    StaffMember,
    Team,
)
from tests.conftest import Installation
from tests.web.signing_in import session_of
from tests.web.test_access_matrix import ROLES, World, world

__all__ = ["world"]  # the fixture

LONG = "lang " * 20_000
NASTY = (
    "", " ", "\x00", "nul\x00daar", "\ud7ff\uffff\ufffe", "👩‍🦽‍➡️é\u202e", "<script>alert(1)</script>", "{{ 7|add:1 }}",
    "%s%(x)s%", "=1+1", "-1", "0", "99999999999999999999999999", "1e999", "NaN", "-Infinity", "1,5", "\u0663", "²",
    "2026-02-29", "2028-02-29", "0001-01-01", "9999-12-31", "31-4-2026", "10000-01-01", "2026-10-25T02:30",
    "2026-03-29T02:30", "02:30", "24:00", "on", "yes", "true", "null", "[]", "../../etc/passwd", "//evil.example",
    "/\\evil.example", "javascript:alert(1)", "/\r\nSet-Cookie: a=b", "'", "\"'>", "a" * 300, LONG,
    "00000000-0000-0000-0000-000000000000", "999990019", "wonder-2020/12.3", "a@b.nl", "preview", "record",
)  # fmt: skip
"""What nobody types, and what somebody does: each of these in each field, in some order."""
EXTRA = (
    "next",
    "after",
    "page",
    "q",
    "_do",
    "_key",
    "_about",
    "_draft_at",
    "action",
    "as_of",
    "act",
    "clause",
    "field",
)
"""Names that a screen may look at beside those of its form."""
_NAMES = re.compile(r'<(?:input|select|textarea|button)[^>]*?\sname="([^"]+)"')
_VALUES = re.compile(r'<(?:option|input|button)[^>]*?\svalue="([^"]+)"')


@pytest.fixture
def windows(world: World, organisation: Organisation, installation: Installation, now: datetime) -> dict[str, Client]:
    """For each role the session of somebody with a care relation, as it stands right after signing in."""
    with tenancy.within(organisation.id):
        every = StaffMember.objects.select_related("user").in_bulk()
    tokens = {role: world.systems[role, "relation"].token for role in ROLES}
    return {role: session_of(every[token.staff_id], now) for role, token in tokens.items() if token is not None}


@pytest.fixture
def rows(world: World, organisation: Organisation, now: datetime) -> dict[str, Any]:
    """A row for each part of an address that names one."""
    with tenancy.within(organisation.id):
        some = StaffMember.objects.first()
        own, day = {"organisation": organisation}, date(2026, 1, 1)
        thing = ClientProperty(chain_id=world.clients["relation"], staff=some, since=day, **own)
        thing.what = "een jas"
        thing.save()
        made: dict[str, Any] = {
            "competence_id": Competence.objects.create(staff=some, what="BIG", since=day, **own),
            "equipment_id": Equipment.objects.create(name="Tillift", since=day, every_months=12, **own),
            "material": Material.objects.create(name="Zeep", hazardous=False, since=day, **own),
            "item": thing,
            "service": Service.objects.create(name="Zorg", payer="wlz", valid_from=day, **own),
            "team": Team.objects.create(name="Noord", **own),
            "municipality": Municipality.objects.create(code="0363", name="Amsterdam", **own),
            "member": some,
        }
        Document.objects.create(
            sort="privacy", version=1, title="Privacy", text="Wij *letten* op.", in_force_from=day, made_by=some,
            made_at=now - timedelta(days=9), **own,
        )  # fmt: skip
    return {name: row.pk for name, row in made.items()} | dict(world.rows) | {
        "seq": 1, "kind": "plan.deviated", "power": "sign_agreement", "form": "plan.deviated", "what": "csv",
        "sort": "privacy", "version": 1, "number": 1, "topic": "keys", "register": "keys",
    }  # fmt: skip


def screens(resolver: URLResolver) -> Iterator[tuple[str, list[str]]]:
    """Every screen of the desk: its name, and the parts of its address."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from screens(entry)
        elif hasattr(entry.callback, "permission"):
            yield str(entry.name), re.findall(r"<\w+:(\w+)>", str(entry.pattern))


def address(screen: tuple[str, list[str]], world: World, rows: dict[str, Any]) -> str:
    """The address of a screen, about what is there as far as it can be."""
    name, parts = screen
    given = {part: rows.get(part, uuid4()) for part in parts if part != "client"}
    if "client" in parts:
        given["client"] = world.clients["relation"]
    if name in ("today_export", "overview_export"):
        given["form"] = "csv"
    if name in ("guided", "guided_draft"):
        given["name"] = "notice"
    return reverse(name, kwargs=given)


def filled(page: str, chance: random.Random) -> dict[str, Any]:
    """Something for each field of a page, mostly nasty, sometimes one of its own values."""
    names = dict.fromkeys([*_NAMES.findall(page), *EXTRA])
    own = _VALUES.findall(page) or [""]
    made: dict[str, Any] = {}
    for name in names:
        many = chance.random() < 0.15
        made[name] = [chance.choice(NASTY) for _ in range(3)] if many else chance.choice(NASTY)
        if chance.random() < 0.45:
            made[name] = chance.choice(own)
        if chance.random() < 0.1:
            del made[name]
    made.pop("csrfmiddlewaretoken", None)
    return made


def undone(window: Client, method: str, path: str, data: object = None, **more: Any) -> Any:
    """An answer, what it did undone."""
    with transaction.atomic():
        answer = getattr(window, method)(path, data, **more)
        transaction.set_rollback(True)
    return answer


def broken(world: World, windows: dict[str, Client], rows: dict[str, Any], seed: int) -> Iterator[str]:
    """Which screen breaks, for whom, with what."""
    chance = random.Random(seed)  # noqa: S311 - the same tries each time
    for screen in screens(get_resolver()):
        path = address(screen, world, rows)
        for role in ROLES:
            window = windows[role]
            page = undone(window, "get", path)
            if page.status_code >= 500:
                yield f"GET {screen[0]} {role}: {_why(page)}"
            if page.status_code in (403, 404):
                continue
            text = "" if page.streaming else page.content.decode()
            for method in ("post", "get"):
                given = filled(text, chance)
                answer = undone(window, method, path, given)
                if answer.status_code >= 500:
                    yield f"{method} {screen[0]} {role}: {_why(answer)}"


def _why(answer: Any) -> str:
    """What broke, and where in these programs."""
    kind, _error, trace = answer.exc_info
    places = [f"{each.filename.rpartition('/')[2]}:{each.lineno}" for each in traceback.extract_tb(trace)]
    return f"{kind.__name__} at {' '.join(places[-6:])}"


def test_no_screen_breaks_on_what_is_sent(world: World, windows: dict[str, Client], rows: dict[str, Any]) -> None:
    assert list(broken(world, windows, rows, 1)) == []


def test_a_text_too_long_to_keep_is_told_and_stays_in_the_form(world: World, windows: dict[str, Client]) -> None:
    window, client, text = windows["coordinator"], world.clients["relation"], "lang " * 50_000
    register = reverse("register")
    kind = reverse("act_new", args=[client, "plan.deviated"])
    for address, data in ((register, {"name": text}), (kind, {"note": text, "_do": "draft"})):
        answer = window.post(address, data)
        assert answer.status_code == 422, address
        assert text.strip() in answer.content.decode()
    assert window.post(reverse("register_draft"), {"name": text}).status_code == 413
    assert window.post(reverse("draft_save", args=[client, "plan.deviated"]), {"note": text}).status_code == 413


def test_a_draft_is_kept_of_forms_that_exist_only(world: World, windows: dict[str, Client]) -> None:
    window, client = windows["coordinator"], world.clients["relation"]
    for form, about in (("no.such", ""), ("act.corrected", "abc"), ("plan.deviated", "a\x00b")):
        answer = window.post(reverse("draft_save", args=[client, form]), {"_about": about, "note": "x"})
        assert answer.status_code == 400, form
    assert window.get(reverse("client", args=[client])).status_code == 200


def test_a_key_that_was_used_already_is_told_at_a_retraction_too(world: World, windows: dict[str, Client]) -> None:
    window, client, key = windows["coordinator"], world.clients["relation"], uuid4().hex
    data = {"on": "2026-03-02", "urgent": "no", "note": "Iets anders.", "_do": "record", "_key": key}
    made = window.post(reverse("act_new", args=[client, "plan.deviated"]), data)
    assert made.status_code == 302, made.content
    retract = made.headers["Location"] + "retract/"
    answer = window.post(retract, {"_key": key})
    assert (answer.status_code, answer.headers["Location"]) == (302, retract)
    assert window.get(retract).status_code == 200


@pytest.mark.parametrize("answers", ["[" * 100_000, '{"when.on": ["\\ud800"]}', "[1]", '{"when.on": 1}'])
def test_answers_that_a_page_carried_along_badly_count_as_none(
    world: World, windows: dict[str, Client], answers: str
) -> None:
    address = reverse("guided", args=[world.clients["relation"], "plan"])
    assert windows["coordinator"].post(address, {"go": "record", "answers": answers}).status_code == 422
