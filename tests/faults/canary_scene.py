"""Who there is in the installation of the canary, and everything that they do in it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

from django.test import Client

from nakomen.record.models import StaffMember
from tests.faults import canary_life
from tests.faults.canary import CLIENT, MARKERS, OTHERS
from tests.faults.canary_house import ALL_OF_CLIENT, Answer, House
from tests.web.api.asking import ALL, caller
from tests.web.api.routes import QUERIES, Route, routes

NOBODY = UUID(int=0)


@dataclass
class Scene:
    """The house and its people; each is asked for a new token, since a token can ask only so often."""

    house: House
    now: datetime
    lead: StaffMember
    carer: StaffMember
    rescuer: StaffMember
    colleague: StaffMember
    board: StaffMember
    stranger: StaffMember
    theirs: UUID
    client: UUID = NOBODY
    destroyed: UUID = NOBODY

    def token(self, member: StaffMember, scopes: tuple[str, ...] = ALL) -> str:
        """A new token for this member of the staff."""
        return caller(member, self.now, scopes).text

    def may_see(self, member: StaffMember) -> Callable[..., Answer]:
        """Asks the API as somebody who may see the client: the answer can hold what is recorded."""
        token = self.token(member)

        def ask(method: str, path: str, body: object = None, **more: str) -> Answer:
            place = "API for who may see the client"
            answer = self.house.api(token, method, path, body, place=place, allowed=ALL_OF_CLIENT, **more)
            assert answer.status < 300, (method, path, answer.body)
            return answer

        return ask


# --- what is recorded and seen --------------------------------------------------------------------------------------


def live(scene: Scene) -> None:
    """The client's whole life, recorded and looked at by those who may; every way to find the client is tried."""
    lead, carer = scene.may_see(scene.lead), scene.may_see(scene.carer)
    first = [*canary_life.registration(), canary_life.assignment(scene.lead.code)]
    made = lead("POST", "/clients", {"acts": first, "number": CLIENT["number"]}, key=OTHERS["key"])
    scene.client = UUID(made.json["client"])
    again = lead("POST", "/clients", {"acts": first, "number": CLIENT["number"]}, key=OTHERS["key"])
    assert again.status == 200
    own = f"/clients/{scene.client}"
    lead("POST", f"{own}/acts", {"acts": [canary_life.assignment(scene.carer.code)]})
    carer("POST", f"{own}/acts", {"acts": canary_life.care()})
    lead(
        "POST",
        "/acts",
        {"items": [{"client": str(scene.client), "acts": canary_life.office()}]},
        key=OTHERS["key"] + "2",
    )
    for asked in (
        {"name": CLIENT["name"]},
        {"bsn": CLIENT["bsn"]},
        {"birth_date": CLIENT["birth_date"]},
        {"postcode": CLIENT["postcode"]},
    ):
        answer = lead("POST", "/clients/search", asked)
        assert [each["client"] for each in answer.json["clients"]] == [str(scene.client)]
    for path in (
        "/acts",
        "/standing",
        "/duties",
        "/next",
        "/case",
        "/log",
        "/explain?clause=33.3",
        "/bill?month=2026-02",
    ):
        lead("GET", own + path)
    assert CLIENT["name"] in lead("GET", own).body.decode()
    lead("GET", "/clients")
    lead("GET", "/duties")
    emergency(scene)
    reviewed = scene.may_see(scene.board)
    opened = reviewed("GET", "/emergencies").json["emergencies"][0]["id"]
    reviewed("POST", f"/emergencies/{opened}/review", {"justified": False, "note": CLIENT["note"]})
    reviewed("GET", "/log")


def emergency(scene: Scene) -> None:
    """Somebody without a care relation opens access; those who review hear of it by e-mail."""
    body = {"client": str(scene.client), "reason": f"Een {CLIENT['emergency']}: er nam niemand op."}
    scene.may_see(scene.rescuer)("POST", "/emergencies", body)


# --- who may not see it ---------------------------------------------------------------------------------------------


def pry(scene: Scene) -> None:
    """Every operation is tried on the client by the other organisation, a colleague, and a token with one scope."""
    stranger = scene.token(scene.stranger)
    tokens = {
        "the other organisation": stranger,
        "a token of one scope": scene.token(scene.lead, ("decision.explain",)),
        "a colleague": scene.token(scene.colleague),
    }
    for who, token in tokens.items():
        for route in routes():
            if (who, route.name) != ("a colleague", "open_emergency"):  # which would open the client to that one
                _try(scene, route, token, f"API for {who}")
    for asked in ({"name": CLIENT["name"]}, {"bsn": CLIENT["bsn"]}, {"postcode": CLIENT["postcode"]}):
        answer = scene.house.api(stranger, "POST", "/clients/search", asked, place="search by the other organisation")
        assert answer.json["clients"] == []


def _try(scene: Scene, route: Route, token: str, place: str) -> None:
    path = route.path.replace("{client}", str(scene.client)).replace("{seq}", "1")
    path = path.replace("{emergency_id}", str(uuid4())).replace("{webhook}", str(uuid4()))
    query = "&".join(f"{name}={value}" for name, value in QUERIES.get(route.name, {}).items())
    if route.name == "explain_decision":
        query += f"&client={scene.client}"
    body = route.body(scene.client) if route.method == "POST" else None
    scene.house.api(token, route.method, f"{path}?{query}" if query else path, body, place=f"{place}: {route.name}")


# --- what goes wrong ------------------------------------------------------------------------------------------------


def go_wrong(scene: Scene) -> set[int]:
    """Requests that cannot be answered, with markers in every part of them; the statuses that came back."""
    house, token, own = scene.house, scene.token(scene.lead), f"/api/v1/clients/{scene.client}"
    bearer = {"Authorization": f"Bearer {token}"}
    junk = {
        "X-Junk": MARKERS["header"],
        "User-Agent": MARKERS["header"],
        "Referer": f"http://localhost/{MARKERS['path']}",
    }
    query = "?" + "&".join(f"{quote(name)}={quote(value)}" for name, value in MARKERS.items() if name != "bsn")
    everything = {"acts": [{"kind": MARKERS["body"], "on": text, "name": text} for text in MARKERS.values()]}
    tries: list[tuple[str, str, object, dict[str, str]]] = [
        ("POST", own + "/acts", b'{"name": "%s"' % MARKERS["name"].encode(), bearer),
        ("GET", own, None, {"Authorization": f"Bearer {MARKERS['password']}"}),
        ("GET", own + query, None, {"Authorization": f"Bearer nkm_{'a' * 26}_{'b' * 43}"}),
        ("POST", "/api/v1/webhooks", {"url": f"https://{MARKERS['body']}.example.nl/"}, bearer),
        ("GET", f"/api/v1/clients/{MARKERS['path']}{query}", None, bearer),
        ("GET", f"/api/v1/clients/{uuid4()}", None, bearer),
        ("DELETE", f"/api/v1/clients{query}", None, bearer),
        ("POST", f"/api/v1/clients/{scene.destroyed}/acts", {"acts": canary_life.care()}, bearer),
        ("POST", own + "/acts", MARKERS["name"].encode() * 600_000, bearer),
        ("POST", own + "/acts", MARKERS["name"].encode(), {**bearer, "Content-Type": f"text/{MARKERS['header']}"}),
        ("POST", own + "/acts", everything, bearer),
        ("POST", "/api/v1/clients/search", {"name": MARKERS["name"], "bsn": "1" + MARKERS["bsn"]}, bearer),
        ("POST", "/api/v1/clients/search", {"name": [MARKERS["name"]], "postcode": MARKERS["city"]}, bearer),
        ("POST", own + "/may", {"power": MARKERS["body"].lower(), "parameters": {"by": MARKERS["name"]}}, bearer),
        ("POST", own + "/may", {"power": "terminate", "parameters": {"by": MARKERS["name"]}}, bearer),
        ("GET", own + query, None, bearer),
        ("GET", f"{own}/explain?clause={MARKERS['query']}", None, bearer),
        ("GET", f"{own}/standing?as_of={MARKERS['query']}", None, bearer),
        ("GET", f"/api/v1/duties?cursor={MARKERS['query']}&state={MARKERS['query']}", None, bearer),
        ("POST", "/api/v1/clients", everything, bearer | {"Idempotency-Key": f"{MARKERS['key']} \t{MARKERS['name']}"}),
        ("POST", "/api/v1/clients", {"acts": canary_life.registration()}, bearer | {"Idempotency-Key": MARKERS["key"]}),
        ("GET", f"/{MARKERS['path']}/{query}", None, {}),
        ("GET", f"/account/login/{query}", None, {"Host": f"{MARKERS['header']}.example.nl"}),
        ("POST", f"/account/login/{query}", b"login=" + MARKERS["email"].encode(), {"Content-Type": "text/plain"}),
        ("DELETE", f"/account/login/{query}", None, {}),
        ("PUT", f"/healthz{query}", None, {}),
        ("GET", f"/invitation/{scene.client}/{MARKERS['link']}", None, {}),
        ("GET", f"/account/password/reset/1a-{MARKERS['link']}/", None, {}),
        ("GET", f"/organisations/{query}", None, {}),
        ("POST", "/identity/o/api/token", {"client_id": MARKERS["name"], "grant_type": MARKERS["name"]}, {}),
    ]
    statuses = set()
    for method, path, body, headers in tries:
        key = {"Idempotency-Key": uuid4().hex} if method == "POST" else {}
        place = f"{method} {path.partition('?')[0]}"
        answer = house.ask(method, path, body, {**key, **junk, **headers}, place=place, allowed=_shown_back(path))
        statuses.add(answer.status)
    for line in (b"GET /%s HTTP/9.9\r\n\r\n", b"GET \xff%s HTTP/1.1\r\nHost: localhost\r\n\r\n", b"%s\x00\r\n\r\n"):
        house.raw(line % MARKERS["path"].encode(), place="no request at all")
    return statuses | {_too_often(scene, query)}


def _shown_back(path: str) -> frozenset[str]:
    """A page has its own path in it, so that changing the language leads back to it; the API repeats nothing."""
    return frozenset() if path.startswith("/api/") else frozenset({"path", "link"})


def _too_often(scene: Scene, query: str) -> int:
    token, status = scene.token(scene.lead), 0
    for _ in range(400):
        status = scene.house.api(token, "GET", f"/organisation{query}", place="too often").status
        if status == 429:
            break
    return status


def faults(scene: Scene, broken: Callable[[str], contextlib.AbstractContextManager[None]]) -> Iterator[tuple[str, int]]:
    """Faults of the program's own, with markers in what it was doing; what each was and its status."""
    house, own = scene.house, f"/clients/{scene.client}"
    acts: dict[str, Any] = {"acts": [{"kind": "risk.signalled", "on": "2026-02-04", "what": CLIENT["risk"]}]}
    token = scene.token(scene.lead)
    with broken("cards"):
        for path, body in (("/clients", {"acts": canary_life.registration()}), (f"{own}/acts", acts)):
            yield "cards", house.api(token, "POST", path, body, place="fault: cards").status
    with broken("keys"):
        yield "keys", house.api(token, "POST", f"{own}/acts", acts, place="fault: keys").status
        yield "keys", house.api(token, "GET", f"{own}/case", place="fault: keys").status
    with broken("django_session"):
        form = f"login={quote(MARKERS['email'])}&password={MARKERS['password']}".encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"nakomen={'a' * 32}"}
        yield "session", house.ask("GET", "/organisations/", None, headers, place="fault: session").status
        yield "session", house.ask("POST", "/account/login/", form, headers, place="fault: session").status


# --- pages ----------------------------------------------------------------------------------------------------------


def pages(scene: Scene, browser: Client) -> None:
    """A member of the staff, signed in, visits pages with markers in the address; somebody else tries to sign in."""
    cookie = {"Cookie": f"nakomen={browser.cookies['nakomen'].value}"}
    query = f"?name={MARKERS['name']}&next=/{MARKERS['path']}"
    seen = {
        scene.house.ask(
            "GET", path + query, None, cookie, place=f"page {path}", allowed=frozenset({"query", "path"})
        ).status
        for path in ("/", "/organisations/", "/account/factors/", "/account/sessions/", "/account/password/change/")
    }
    assert 200 in seen
