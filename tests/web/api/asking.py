"""Asking the API as another system does: a token, a method, a path."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID, uuid4

import jsonschema_rs
from django.http import HttpResponse
from django.test import Client

from nakomen.record import ledger, tenancy, tokens
from nakomen.record.actors import system
from nakomen.record.models import ApiToken, StaffMember
from nakomen.record.roles import roles
from nakomen.web.api import api
from tests.record.lives import REGISTERED, act

ALL = tuple(roles().permissions)


@dataclass
class Caller:
    """Another system with its token, and who it acts for."""

    text: str
    token: ApiToken | None = None
    web: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def get(self, path: str, **query: Any) -> HttpResponse:
        """GET /api/v1 and the path."""
        return promised(self.web.get(f"/api/v1{path}", query, headers=self._headers()))

    def post(self, path: str, body: object = None, key: str | None = None, **headers: str) -> HttpResponse:
        """POST a JSON body; each time with a new idempotency key unless one is given, none where it is empty."""
        key = uuid4().hex if key is None else key
        extra = {"Idempotency-Key": key} if key else {}
        data = body if isinstance(body, bytes) else json.dumps(body, default=str).encode()
        kind = headers.pop("content_type", "application/json")
        every = {**self._headers(), **extra, **headers}
        return promised(self.web.post(f"/api/v1{path}", data, content_type=kind, headers=every))

    def delete(self, path: str) -> HttpResponse:
        """DELETE /api/v1 and the path."""
        return promised(self.web.delete(f"/api/v1{path}", headers=self._headers()))

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.text}"} if self.text else {}


@cache
def _document() -> dict[str, Any]:
    return dict(json.loads(json.dumps(api.get_openapi_schema(), default=str)))


def promised(answered: Any) -> HttpResponse:
    """The answer, after making sure that the OpenAPI document promises it."""
    response: HttpResponse = answered
    request = answered.wsgi_request
    route = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", f"/{request.resolver_match.route}")
    told = _document()["paths"].get(route, {}).get(request.method.lower())
    if told is not None:
        answer = told["responses"][str(response.status_code)]
        for kind, content in answer.get("content", {}).items():
            assert response.headers["Content-Type"] == kind
            schema = {**content["schema"], "components": _document()["components"]}
            jsonschema_rs.validate(schema, json.loads(response.content), validate_formats=True)
    return response


def caller(member: StaffMember, now: datetime, scopes: tuple[str, ...] = ALL) -> Caller:
    """A system with a token on behalf of this staff member."""
    with tenancy.within(member.organisation_id):
        token, text = tokens.make(
            name=f"koppeling {member.code}",
            scopes=scopes,
            on_behalf_of=member.id,
            expires_at=now + timedelta(days=30),
            actor=system("command"),
            now=now,
        )
    return Caller(text, token)


def client_of(organisation: UUID, now: datetime, *carers: StaffMember, **fields: object) -> UUID:
    """A new client of an organisation, with a care relation for each of these staff members."""
    with tenancy.within(organisation):
        return ledger.register(
            [{**REGISTERED, **fields}, *(assigned(member) for member in carers)], actor=system("command"), now=now
        ).client


def assigned(member: StaffMember) -> dict[str, Any]:
    """The act by which a staff member joins the client's team."""
    return act("team.assigned", caregiver=member.code, role="verzorgende", contact_point=False)


def case_of(organisation: UUID, now: datetime, acts: list[dict[str, Any]], *carers: StaffMember) -> UUID:
    """A new client of an organisation with the acts of a case file."""
    with tenancy.within(organisation):
        made = ledger.register(acts, actor=system("command"), now=now, keep_recorded=True)
        if carers:
            ledger.append(made.client, [assigned(member) for member in carers], actor=system("command"), now=now)
        return made.client


def problem(response: HttpResponse, status: int) -> dict[str, Any]:
    """The problem of an answer, after making sure that it is one."""
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    told: dict[str, Any] = json.loads(response.content)
    assert told["status"] == status
    assert set(told) == {"type", "title", "status", "detail", "errors"}
    return told


def places(response: HttpResponse, status: int = 422) -> list[str]:
    """The places that a problem names."""
    return [each["place"] for each in problem(response, status)["errors"]]
