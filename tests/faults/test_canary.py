"""What is recorded of a client is nowhere but where it belongs: not in logs, e-mail, addresses, errors or elsewhere."""

from __future__ import annotations

import gzip
import json
import os
import zlib
from base64 import b64encode
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from nakomen.record import destroying, ledger, mail, tasks, tenancy
from nakomen.record.actors import system
from nakomen.record.background import LIMIT
from nakomen.record.importing import ImportedClient, import_clients
from nakomen.record.models import DeadTask, Organisation, User
from nakomen.record.roles import roles as known_roles
from nakomen.web.api import limits
from tests import databases, servers
from tests.commands_record.running import Place
from tests.conftest import OwnDatabase, People, StaffMaker
from tests.faults import canary_life, canary_rooms, canary_scene
from tests.faults.canary import CLIENT, MARKERS, OTHERS, Haul, found
from tests.faults.canary_house import opened
from tests.faults.canary_scene import Scene
from tests.record.lives import REGISTERED, act
from tests.record.mail_server import Inbox, mail_server
from tests.record.receiver import Receiver, receiving
from tests.web.api.asking import caller, client_of
from tests.web.api.routes import Route, routes
from tests.web.signing_in import sign_in

IN_TABLES = {
    "record_balancecopy": {"invoice"},
    "record_carerelation": {"role"},
    "record_clientcard": {"name", "birth_date", "postcode", "city", "municipality", "number"},
    "record_dutycopy": {"act"},
    "record_occasion": {"act"},
    "record_outgoingmail": {"staff_email"},
    "record_searchword": {"name"},
    "record_user": {"staff_email"},
}
"""Where something readable is kept on purpose, so that lists, search and those who review can show it."""


def test_the_search_for_markers_finds_them_in_whatever_way_they_are_written() -> None:
    text = f"een {CLIENT['name']} hier".encode()
    for written in (
        text,
        text.upper(),
        text.decode().encode("utf-16"),
        text.hex().encode(),
        *(b64encode(b"x" * shift + text) for shift in range(3)),
        b"before" + gzip.compress(text) + b"after",
        b"before" + zlib.compress(text, 1) + b"after",
        json.dumps({"told": text.decode()}).encode(),
        sha256(CLIENT["name"].encode()).digest(),
        sha256(CLIENT["name"].encode()).hexdigest().encode(),
    ):
        assert found(written) == {"name"}, written
    assert found(b"een gewone naam") == set()


@pytest.fixture
def received() -> Iterator[tuple[Receiver, Inbox]]:
    """What came in at another system and at a mail server."""
    with receiving() as receiver, mail_server() as inbox:
        yield receiver, inbox


@pytest.fixture
def scene(
    own_database: OwnDatabase,
    organisation: Organisation,
    other_organisation: Organisation,
    staff: StaffMaker,
    received: tuple[Receiver, Inbox],
    tmp_path: Path,
) -> Iterator[Scene]:
    """The installation at work, with the people of the test."""
    now = timezone.now()
    more = {
        "EMAIL_URL": f"smtp+plain://127.0.0.1:{received[1].port}",
        "NAKOMEN_WEBHOOKS_TO_LOOPBACK": "yes",
        "NAKOMEN_LOG_LEVEL": "DEBUG",
        "NAKOMEN_API_RATE": "72",
    }
    board = staff("board")
    User.objects.filter(pk=board.user_id).update(email=OTHERS["staff_email"])
    other = ("administration", "coordinator", "care_professional", "board", "functional_administrator")
    stranger = staff(*other, organisation=other_organisation)
    place = Place(own_database.home, {**own_database.environment, **more})
    with opened(place, tmp_path / "server.log", Haul()) as house:
        yield Scene(
            house=house,
            now=now,
            lead=staff("administration", "coordinator"),
            carer=staff("care_professional"),
            rescuer=staff("care_professional"),
            colleague=staff("care_professional"),
            board=board,
            stranger=stranger,
            theirs=_client(other_organisation.id, {**REGISTERED, "name": "Iemand Anders", "bsn": "999990044"}, now),
        )


def _client(organisation: UUID, first: dict[str, object], now: datetime, *others: dict[str, object]) -> UUID:
    with tenancy.within(organisation):
        made = import_clients([ImportedClient("", [first, *others])], actor=system("command"), now=now)
    return made[0]


def test_what_is_recorded_of_a_client_is_nowhere_but_where_it_belongs(
    scene: Scene,
    own_database: OwnDatabase,
    organisation: Organisation,
    other_organisation: Organisation,
    received: tuple[Receiver, Inbox],
    staff: StaffMaker,
    client: Client,
    tmp_path: Path,
) -> None:
    house, haul, (receiver, inbox) = scene.house, scene.house.haul, received
    keeper = scene.token(staff("functional_administrator"))
    assert house.api(keeper, "POST", "/webhooks", {"url": receiver.url}, place="API for the keeper").status == 201

    canary_scene.live(scene)
    canary_scene.pry(scene)
    scene.destroyed = _destroyed(organisation.id, scene.now)
    assert canary_scene.go_wrong(scene) >= {400, 401, 403, 404, 405, 409, 413, 415, 422, 429}
    broken = partial(_broken, own_database, scene.client)
    assert {status for _, status in canary_scene.faults(scene, broken)} == {500}
    sign_in(client, scene.carer.user.email)
    canary_scene.pages(scene, client)

    _work(scene, own_database, organisation.id)
    _command(scene, organisation, other_organisation, tmp_path)

    for headers, body in receiver.heard:
        haul.add("webhook", json.dumps(headers).encode() + body)
    for envelope in inbox.messages:
        haul.add("e-mail", envelope.content, allowed=frozenset({"staff_email"}))  # the address that it went to
    assert len(receiver.heard) > 3
    assert len(inbox.messages) == 1  # to the board, which reviews
    own = canary_rooms.sorts_by_table(organisation.id)
    theirs = canary_rooms.sorts_by_table(other_organisation.id)
    assert own == IN_TABLES
    assert theirs == {"record_user": IN_TABLES["record_user"]}  # which is of no organisation
    _look_through_files(own_database, haul)
    if databases.ON_POSTGRESQL:
        haul.add("log of PostgreSQL", told := servers.log(Path(os.environ[databases.CLUSTER])))
        assert b"STATEMENT" in told  # some of what was tried failed in the database
    log = house.log()
    assert log.count('"event": "request"') > 100
    assert log.count('"event": "api_fault"') == 4
    assert haul.leaks == set()


def _destroyed(organisation: UUID, now: datetime) -> UUID:
    asked = act("dossier.destruction_requested", on="2026-02-20", id="vraag")
    client = _client(organisation, canary_life.registration()[0], now, *canary_life.care(), asked)
    with tenancy.within(organisation):
        destroying.destroy(client, "vraag", actor=system("command"), now=now)
    return client


def _broken(own: OwnDatabase, client: UUID, what: str) -> AbstractContextManager[None]:
    if what == "cards":
        return canary_rooms.refusing_cards(own)
    if what == "keys":
        return canary_rooms.damaged_keys(own.home, client)
    return canary_rooms.without_table(own, what)


def _work(scene: Scene, own: OwnDatabase, organisation: UUID) -> None:
    """The worker delivers, sends, and gives up what fails; what it says goes into the haul."""
    house = scene.house
    ids = {"organisation": str(organisation), "client": str(scene.client)}
    tasks.refresh_client.enqueue(**ids, attempt=LIMIT)
    with ExitStack() as harm:
        harm.enter_context(canary_rooms.refusing_cards(own))
        harm.enter_context(canary_rooms.without_table(own, "record_dutycopy"))
        house.run("worker", "--once")
    with tenancy.within(organisation):
        assert [letter.arguments for letter in DeadTask.objects.all()] == [ids]
        mail.tell(scene.board.user, "waiting", "/", scene.now)
    house.run("worker", "--once", EMAIL_URL=f"file://{own.home}/mail")


def _command(scene: Scene, ours: Organisation, others: Organisation, folder: Path) -> None:
    """Every command of the record is run, and what went wrong for it is told without what was in it."""
    run = scene.house.run
    case, wrong, broken = (folder / name for name in ("case.json", "wrong.json", "broken.json"))
    kept = run("export-case", CLIENT["number"], "--organisation", ours.slug, "--output", case)
    assert kept.out == ""
    shown = run("export-case", str(scene.client), "--organisation", ours.slug, allowed=frozenset(CLIENT)).out
    assert found(shown.encode()) >= {"name", "bsn", "complaint", "phone"}
    run("export-case", str(scene.theirs), "--organisation", others.slug)
    run("export-case", str(scene.client), "--organisation", others.slug, status=2)
    run("export-case", MARKERS["argument"], "--organisation", others.slug, status=2)
    acts = [{"kind": MARKERS["body"], "on": each, "name": each} for each in CLIENT.values()]
    wrong.write_text(
        json.dumps({"terms": "wonder-2020", "acts": [*acts, {**canary_life.registration()[0], "on": "x"}]})
    )
    broken.write_text('{"terms": "wonder-2020", "acts": [' + MARKERS["name"])
    run("import-case", wrong, broken, "--organisation", ours.slug, status=2)
    run("import-case", case, "--organisation", ours.slug)
    for command in (
        ("organisation", "list"),
        ("organisation", "show", ours.slug),
        ("sweep",),
        ("rebuild",),
        ("verify",),
    ):
        run(*command)
    run("doctor", status=1)
    run("backup", folder / "backup", "--keys", folder / "backed-up-keys")
    run("rotate-keys")
    run("restore", folder / "backup", status=2)
    for name, data in canary_rooms.files(folder / "backup"):
        scene.house.haul.add(f"backup: {name}", data)
    for name, data in canary_rooms.files(folder / "backed-up-keys"):
        scene.house.haul.add(f"copy of the keys: {name}", data)


def _look_through_files(own: OwnDatabase, haul: Haul) -> None:
    readable = frozenset().union(*IN_TABLES.values())
    for name, data in canary_rooms.files(own.home):
        of_database = name.startswith("record.sqlite3")
        in_mail = name.startswith("mail/")
        allowed = readable if of_database else frozenset({"staff_email"}) if in_mail else frozenset()
        haul.add(f"file {name}", data, allowed=allowed)
    assert any(place.startswith("file mail/") for place in haul.places)
    assert any(place.startswith("file keys/") for place in haul.places)


# --- who is not let in ----------------------------------------------------------------------------------------------


@pytest.fixture
def at(now: datetime) -> Iterator[None]:
    """Requests of this process come at the moment of the tests."""
    limits.forget()
    with time_machine.travel(now, tick=False):
        yield


def _said(answer: HttpResponse, client: UUID) -> tuple[int, dict[str, str], bytes]:
    headers = {name: value for name, value in answer.headers.items() if name != "X-Request-ID"}
    return answer.status_code, headers, answer.content.replace(str(client).encode(), b"(client)")


@pytest.mark.parametrize("destroyed", [False, True])
def test_a_client_that_is_not_theirs_is_to_the_byte_a_client_that_is_not_there(
    people: People, organisation: Organisation, staff: StaffMaker, now: datetime, at: None, *, destroyed: bool
) -> None:
    there = _destroyed(organisation.id, now) if destroyed else client_of(organisation.id, now, people.owner)
    every = [role.name for role in known_roles().staff() if not role.alone]
    away = [people.colleague, staff("coordinator"), staff(*every, organisation=people.stranger.organisation)]
    for member in away:
        system_of = caller(member, now)
        for route in [*routes(), *EMERGENCIES]:
            if not route.about_client and route.name not in {"explain_decision", "append_many", "short_reason"}:
                continue
            nobody = uuid4()
            known = _said(route.ask(system_of, there, nobody), there)
            assert known == _said(route.ask(system_of, nobody, nobody), nobody), (member.roles, route.name)
            assert known[0] < 500


class _ShortReason(Route):
    def body(self, client: UUID) -> object:
        return {"client": str(client), "reason": "spoed"}


EMERGENCIES = [_ShortReason("short_reason", "POST", "/emergencies", "emergency.open")]


def test_a_key_of_somebody_else_gets_nobody_an_answer(
    people: People, organisation: Organisation, staff: StaffMaker, now: datetime, at: None
) -> None:
    client = client_of(organisation.id, now, people.owner)
    body = {"client": str(client), "reason": "Er nam niemand op en de cliënt riep om hulp."}
    first = caller(people.colleague, now).post("/emergencies", body, key="zelfde")
    assert first.status_code == 201
    assert caller(staff("care_professional"), now).post("/emergencies", body, key="zelfde").status_code == 422
    office, colleague = (caller(staff("administration"), now) for _ in range(2))
    died = act("client.died")
    for path, sent in (
        ("/clients", {"acts": [REGISTERED]}),
        (f"/clients/{client}/acts", {"acts": [died]}),
        ("/acts", {"items": [{"client": str(client), "acts": [{**died, "id": "nog-eens"}]}]}),
    ):
        assert office.post(path, sent, key=path).status_code == 201
        assert office.post(path, sent, key=path).status_code == 200
        assert colleague.post(path, sent, key=path).status_code == 422
    review, said = f"/emergencies/{json.loads(first.content)['id']}/review", {"justified": True}
    assert caller(staff("board"), now).post(review, said, key="klaar").status_code == 200
    assert caller(staff("quality"), now).post(review, said, key="klaar").status_code == 422


def test_acts_that_somebody_may_not_see_are_not_told_apart_from_acts_that_are_not_there(
    organisation: Organisation, staff: StaffMaker, now: datetime, at: None
) -> None:
    client = client_of(organisation.id, now)
    with tenancy.within(organisation.id):
        hidden = [act("abuse.suspected", id="geheim", form="domestic")]
        ledger.append(client, hidden, actor=system("command"), now=now)
    office = caller(staff("administration"), now)
    for asked in (
        act("act.corrected", act="geheim", fields={"strange": 1}),
        act("act.retracted", act="geheim"),
        act("risk.handled", act="geheim"),
        act("abuse.step_taken", act="geheim", step=1),
    ):
        known = office.post(f"/clients/{client}/acts", {"acts": [asked]})
        unknown = office.post(f"/clients/{client}/acts", {"acts": [{**asked, "act": "nergens"}]})
        assert known.status_code == 422
        assert known.content == unknown.content
