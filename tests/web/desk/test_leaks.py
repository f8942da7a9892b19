"""What somebody may not see stands on no screen: not in words, not in a link, not as a choice, not in a file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from nakomen.acts import kinds
from nakomen.norms.facts import REWRITING
from nakomen.record import drafts, ledger, tenancy
from nakomen.record.actors import system
from nakomen.record.grounds import covers
from nakomen.record.models import ClientProperty, EmergencyAccess, Organisation, SavedFilter, StaffMember
from nakomen.record.roles import roles
from tests.conftest import Installation, People, StaffMaker
from tests.record.lives import REGISTERED
from tests.web.api.asking import assigned, client_of
from tests.web.desk.acts.sending import example
from tests.web.signing_in import session_of

LIMITED = ("administration", "care_professional", "complaints_officer", "quality", "finance")
"""Roles that see some areas of a client's file only."""
LEFT_OUT = frozenset({*REWRITING, "client.registered", "client.died", "dossier.destroyed"})
"""Kinds of which an example says nothing here: they rewrite, begin or end the file."""
CARD = "client.moved"
"""The town of the last move stands on the card by which a client is found, whatever else of the file is open."""
_NAMED = re.compile(rf"(?:x-|kanarie-)({'|'.join(sorted(map(re.escape, kinds()), key=len, reverse=True))})")


def marked(value: Any, kind: str) -> Any:
    """An example with words that tell which kind they belong to."""
    if isinstance(value, dict):
        return {name: marked(each, kind) for name, each in value.items()}
    if isinstance(value, list):
        return [marked(each, kind) for each in value]
    return f"kanarie-{kind} {value}" if isinstance(value, str) and value.startswith("woorden over") else value


def every_act() -> list[dict[str, Any]]:
    """An act of each kind, named after it."""
    made = [marked(example(kind), kind) | {"id": f"x-{kind}"} for kind in kinds() if kind not in LEFT_OUT]
    for act in made:
        if act["kind"] == "indication.issued":
            del act["succeeds"]  # the example names itself
    return made


@dataclass(frozen=True)
class House:
    """A client with an act of every kind, somebody of each limited role, and how many acts there are."""

    client: UUID
    windows: Mapping[str, Client]
    count: int


@pytest.fixture(autouse=True)
def at(now: datetime) -> Iterator[None]:
    """Every request comes at the moment of the tests."""
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def house(organisation: Organisation, staff: StaffMaker, now: datetime) -> House:
    """The client, whom the care professional cares for; a complaint and an incident are in hand."""
    members = {role: staff(role, name=f"Lid {place}") for place, role in enumerate(LIMITED)}
    first = {**REGISTERED, "id": "x-client.registered", "municipality": "kanarie-client.registered"}
    with tenancy.within(organisation.id):
        acts = [first, assigned(members["care_professional"]), *every_act()]
        client = ledger.register(acts, actor=system("command"), now=now).client
    return House(client, {role: session_of(member, now) for role, member in members.items()}, len(acts))


def addresses(house: House) -> Iterator[str]:
    """The screens on which something of the client can stand."""
    for name in ("clients", "register_keys", "register_property", "overview", "registers", "settings"):
        yield reverse(name)
    yield reverse("today") + "?scope=all"
    yield reverse("today_export", args=["csv"]) + "?scope=all"
    yield reverse("register_export", args=["keys"])
    for name in ("client", "client_log", "act_choose", "signing", "may", "explain"):
        yield reverse(name, args=[house.client])
    yield reverse("client", args=[house.client]) + "?as_of=2026-06-01&known_on=2026-03-02"
    yield reverse("bill", args=[house.client]) + "?month=2026-03"
    for page in (1, 2, 3, 4):
        yield reverse("client_acts", args=[house.client]) + f"?page={page}"
    for guide in ("intake", "plan", "notice", "complaint"):
        yield reverse("guided", args=[house.client, guide])
    for power in ("suspend_care", "terminate", "sign_agreement"):
        yield reverse("may_power", args=[house.client, power])
    for seq in range(3, house.count + 1, 12):
        for name in ("client_act", "act_correct", "act_retract"):
            yield reverse(name, args=[house.client, seq])
    for kind in ("invoice.sent", "complaint.decided", "information.given", "incident.explained", "notice.withdrawn"):
        yield reverse("act_new", args=[house.client, kind])


def body_of(answer: Any) -> str:
    """All that came back."""
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


@pytest.mark.parametrize("role", LIMITED)
def test_no_screen_shows_words_ids_or_choices_of_acts_outside_the_areas(house: House, role: str) -> None:
    areas, shown = roles().roles[role].areas("client.read"), 0
    assert areas is not None
    leaks = set()
    for address in addresses(house):
        answer = house.windows[role].get(address)
        assert answer.status_code in {200, 403, 404, 422}, address
        found = set(_NAMED.findall(body_of(answer)))
        shown += len(found)
        leaks |= {(address, kind) for kind in found if not covers(areas, kind) and kind != CARD}
    assert leaks == set()
    assert shown > 10


@pytest.mark.parametrize("role", LIMITED)
def test_a_hidden_act_is_not_there_in_whatever_address_it_is_named(house: House, role: str) -> None:
    window, areas = house.windows[role], roles().roles[role].areas("client.read")
    hidden = [f"x-{kind}" for kind in kinds() if kind not in LEFT_OUT and not covers(areas, kind)]
    own = next(kind for kind in ("invoice.sent", "information.given", "incident.explained") if covers(areas, kind))
    for name in [hidden[0], hidden[len(hidden) // 2], hidden[-1]]:
        for address in (
            reverse("act_new", args=[house.client, own]) + f"?act={name}",
            reverse("explain", args=[house.client]) + f"?clause=12.3&act={name}",
            reverse("may_power", args=[house.client, "terminate"]) + f"?act={name}&ask=1",
        ):
            there, gone = (body_of(window.get(each)) for each in (address, address.replace(name, "x-nothing")))
            assert plain(there, name) == plain(gone, "x-nothing"), address


def plain(page: str, name: str) -> str:
    """A page without its tokens and without the name that was asked for."""
    page = re.sub(r'name="(csrfmiddlewaretoken|_?key)" value="[^"]*"', "", page)
    return page.replace(name, "").replace(name.replace(".", "%2E"), "")


# --- what is somebody else's ----------------------------------------------------------------------------------------


def test_drafts_and_filters_of_somebody_else_cannot_be_seen_opened_or_removed(
    people: People, staff: StaffMaker, organisation: Organisation, now: datetime
) -> None:
    other = staff("care_professional")
    client = client_of(organisation.id, now, people.owner, other)
    with tenancy.within(organisation.id):
        drafts.save(people.owner.id, client, "plan.deviated", "", {"note": ["kanariedraft"]}, now)
        kept = SavedFilter.objects.create(organisation=organisation, staff=people.owner, name="kanariefilter", query="")
    window = session_of(other, now)
    pages = [reverse("client", args=[client]), reverse("act_choose", args=[client]), reverse("today_filters")]
    pages += [reverse("act_new", args=[client, "plan.deviated"]), reverse("today")]
    for page in pages:
        assert "kanarie" not in body_of(window.get(page)), page
    window.post(reverse("draft_drop", args=[client, "plan.deviated"]), {"_about": ""})
    assert window.post(reverse("today_filter", args=[kept.pk]), {"name": "anders"}).status_code == 404
    window.post(reverse("today_filter", args=[kept.pk]), {"remove": "yes"})
    with tenancy.within(organisation.id):
        assert drafts.load(people.owner.id, client, "plan.deviated", "") is not None
        assert SavedFilter.objects.get(pk=kept.pk).name == "kanariefilter"


def test_rows_of_another_organisation_are_not_there_to_look_at_or_to_change(
    people: People, staff: StaffMaker, organisation: Organisation, now: datetime
) -> None:
    client = client_of(organisation.id, now, people.owner)
    with tenancy.within(organisation.id):
        thing = ClientProperty(organisation=organisation, chain_id=client, staff=people.owner, since=now.date())
        thing.what = "kanariejas"
        thing.save()
        opened = EmergencyAccess(
            organisation=organisation,
            staff=people.owner,
            chain_id=client,
            opened_at=now,
            until=now + timedelta(hours=4),
        )
        opened.reason = "kanariereden die lang genoeg is"
        opened.save()
    stranger = staff("coordinator", organisation=people.stranger.organisation)
    window = session_of(stranger, now)
    tries = [
        (reverse("client", args=[client]), {}),
        (reverse("client_act", args=[client, 1]), {}),
        (reverse("act_retract", args=[client, 1]), {}),
        (reverse("act_new", args=[client, "plan.deviated"]), {"_do": "record", "on": "2026-03-02"}),
        (reverse("draft_save", args=[client, "plan.deviated"]), {"note": "x"}),
        (reverse("guided", args=[client, "plan"]), {"go": "record"}),
        (
            reverse("register_property_add", args=[client]),
            {"what": "x", "staff": str(stranger.id), "since": "2026-03-02"},
        ),
        (reverse("register_property_back", args=[thing.pk]), {"on": "2026-03-02"}),
        (reverse("settings_emergency", args=[opened.pk]), {"justified": "yes"}),
        (reverse("settings_staff_member", args=[people.owner.pk]), {}),
    ]
    for address, data in tries:
        for answer in (window.get(address), window.post(address, data)):
            assert answer.status_code in {403, 404, 405}, address
            assert "kanarie" not in body_of(answer)
            assert "Aleida" not in body_of(answer)
    with tenancy.within(organisation.id):
        assert len(ledger.acts(client)) == 2
        assert ClientProperty.objects.get(pk=thing.pk).returned_on is None
        assert EmergencyAccess.objects.get(pk=opened.pk).reviewed_at is None


# --- where an answer leads ------------------------------------------------------------------------------------------

ELSEWHERE = (
    "https://evil.example/", "//evil.example/", "/\\evil.example/", "\\\\evil.example", "/\t/evil.example/",
    "/\n/evil.example", "javascript:alert(1)", " //evil.example", "/%09/evil.example", "///evil.example",
    "http:evil.example", "/today/\r\nSet-Cookie: a=b",
)  # fmt: skip


@pytest.mark.parametrize("where", ELSEWHERE)
def test_no_form_leads_away_from_these_pages(
    people: People, organisation: Organisation, now: datetime, where: str
) -> None:
    client = client_of(organisation.id, now, people.owner)
    window = session_of(people.owner, now)
    posts = [
        (reverse("draft_drop", args=[client, "plan.deviated"]), {"_about": "", "next": where}),
        (reverse("language"), {"language": "nl", "next": where}),
        (
            reverse("act_new", args=[client, "plan.deviated"]),
            {"_do": "record", "on": "2026-03-02", "urgent": "no", "note": "Iets anders.", "next": where},
        ),
    ]
    for address, data in posts:
        answer = window.post(address, data)
        assert answer.status_code == 302, (address, body_of(answer))
        place = answer.headers["Location"]
        assert re.match(r"/(?![/\\\s])[^\s\\]*$", place), (address, place)
        assert "Set-Cookie" not in place.partition("?")[0].split("/")
    shown = body_of(window.get(reverse("act_new", args=[client, "plan.deviated"]), {"next": where}))
    assert f'value="{where}"' not in shown


# --- files and pages in which somebody else's words stand ------------------------------------------------------------

SCRIPTS = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "=1+1", "@SUM(1)", "-1+1", "{{ 7|add:1 }}")


@pytest.mark.parametrize("text", SCRIPTS)
def test_words_of_people_are_never_markup_nor_a_formula(
    people: People, organisation: Organisation, now: datetime, installation: Installation, text: str
) -> None:
    client = client_of(organisation.id, now, people.owner, name=f"{text} Jansen", city=text)
    with tenancy.within(organisation.id):
        SavedFilter.objects.create(organisation=organisation, staff=people.owner, name=text, query="")
        StaffMember.objects.filter(pk=people.owner.pk).update(name=text)
        Organisation.objects.filter(pk=organisation.pk).update(name=text)
    window = session_of(people.owner, now)
    for address in (
        reverse("today") + "?scope=all",
        reverse("clients"),
        reverse("client", args=[client]),
        reverse("client_acts", args=[client]),
        reverse("client_act", args=[client, 1]),
        reverse("today_filters"),
        reverse("settings_staff"),
        reverse("public", args=[organisation.slug]),
    ):
        answer = window.get(address)
        page = body_of(answer)
        assert answer.status_code == 200, address
        assert "<script>alert" not in page, address
        assert "<img src=x" not in page, address
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe-inline" not in policy
        assert "script-src" in policy or "default-src" in policy
    lines = body_of(window.get(reverse("today_export", args=["csv"]) + "?scope=all")).splitlines()[1:]
    assert lines
    for line in lines:
        for cell in line.split(";"):
            assert not cell.strip('"').startswith(("=", "+", "-", "@", "\t")), line
