"""A system that fetches its token by OAuth2 client credentials is bound by its scopes and by its person."""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta

import pytest
import time_machine
from allauth.idp.oidc.models import Client as OidcClient
from allauth.idp.oidc.models import Token
from django.test import Client

from nakomen.record import tenancy, tokens
from nakomen.record.actors import system
from nakomen.record.models import AccessEntry, Organisation
from tests.conftest import People
from tests.web.api.asking import Caller, problem
from tests.web.api.conftest import Systems


@pytest.fixture
def credentials(people: People, organisation: Organisation, now: datetime) -> tuple[str, str]:
    """The id and the secret of a client that acts for the owner."""
    with tenancy.within(organisation.id):
        client, secret = tokens.make_client(
            name="Rooster",
            scopes=["client.read", "standing.read"],
            on_behalf_of=people.owner.id,
            expires_at=now + timedelta(days=30),
            actor=system("command"),
            now=now,
        )
    return client.id, secret


def fetched(credentials: tuple[str, str], **form: str) -> dict[str, object]:
    """What the token endpoint answers."""
    basic = base64.b64encode(":".join(credentials).encode()).decode()
    data = {"grant_type": "client_credentials", **form}
    answered = Client().post("/identity/o/api/token", data, headers={"Authorization": f"Basic {basic}"})
    told: dict[str, object] = {"status": answered.status_code, **json.loads(answered.content)}
    return told


def test_its_token_opens_what_its_scopes_and_its_person_open(systems: Systems, credentials: tuple[str, str]) -> None:
    told = fetched(credentials)
    other = Caller(str(told["access_token"]))
    assert other.get(f"/clients/{systems.client}").status_code == 200
    assert other.get(f"/clients/{systems.client}/standing").status_code == 200
    problem(other.get("/organisation"), 403)
    problem(other.post(f"/clients/{systems.client}/acts", {"acts": [{"kind": "team.met", "on": "2026-02-02"}]}), 403)
    narrow = Caller(str(fetched(credentials, scope="client.read")["access_token"]))
    assert narrow.get(f"/clients/{systems.client}").status_code == 200
    problem(narrow.get(f"/clients/{systems.client}/standing"), 403)


def test_it_acts_by_its_own_name(systems: Systems, credentials: tuple[str, str], organisation: Organisation) -> None:
    Caller(str(fetched(credentials)["access_token"])).get(f"/clients/{systems.client}")
    with tenancy.within(organisation.id):
        line = AccessEntry.objects.select_related("staff").filter(chain_id=systems.client).first()
    assert line is not None
    assert (line.actor, line.staff.code, line.system) == ("Rooster", "m001", "api")


def test_a_scope_that_it_was_not_given_and_a_wrong_secret_get_no_token(credentials: tuple[str, str]) -> None:
    assert fetched(credentials, scope="act.append")["status"] == 400
    assert fetched((credentials[0], "verkeerd"))["status"] == 401


def test_its_token_ends_after_an_hour_and_when_its_person_leaves(
    systems: Systems, people: People, credentials: tuple[str, str], organisation: Organisation, now: datetime
) -> None:
    other = Caller(str(fetched(credentials)["access_token"]))
    with time_machine.travel(now + timedelta(hours=1, seconds=1), tick=False):
        problem(other.get("/clients"), 401)
    assert other.get("/clients").status_code == 200
    with tenancy.within(organisation.id):
        people.owner.until = now.date() - timedelta(days=1)
        people.owner.save()
    problem(other.get("/clients"), 401)


def test_its_token_ends_when_its_client_has_run_out(credentials: tuple[str, str], now: datetime) -> None:
    for day, status in ((29, 200), (30, 401)):
        with time_machine.travel(now + timedelta(days=day), tick=False):
            told = fetched(credentials)
            assert Caller(str(told["access_token"])).get("/clients").status_code == status


def test_a_client_whose_end_was_never_said_opens_nothing(credentials: tuple[str, str]) -> None:
    other = Caller(str(fetched(credentials)["access_token"]))
    client = OidcClient.objects.get(pk=credentials[0])
    for until in (None, "morgen"):
        OidcClient.objects.filter(pk=client.pk).update(data={**client.data, "expires_at": until})
        problem(other.get("/clients"), 401)


def test_a_client_that_was_ended_gets_no_tokens_and_those_that_it_had_open_nothing(
    credentials: tuple[str, str], organisation: Organisation, other_organisation: Organisation, now: datetime
) -> None:
    other = Caller(str(fetched(credentials)["access_token"]))
    with tenancy.within(other_organisation.id):
        assert tokens.clients() == []
        with pytest.raises(tokens.UnknownClientError):
            tokens.end_client(credentials[0], actor=system("command"), now=now)
    assert other.get("/clients").status_code == 200
    with tenancy.within(organisation.id):
        (shown,) = tokens.clients()
        assert (shown.id, shown.name, shown.expires_at) == (credentials[0], "Rooster", now + timedelta(days=30))
        assert (shown.scopes, shown.staff and shown.staff.code) == (("client.read", "standing.read"), "m001")
        tokens.end_client(credentials[0], actor=system("command"), now=now)
        assert tokens.clients() == []
    assert fetched(credentials)["status"] == 401
    problem(other.get("/clients"), 401)


def test_a_client_lasts_a_year_at_most(people: People, organisation: Organisation, now: datetime) -> None:
    with tenancy.within(organisation.id), pytest.raises(tokens.TokenError) as refused:
        tokens.make_client(
            name="Rooster",
            scopes=["client.read"],
            on_behalf_of=people.owner.id,
            expires_at=now + timedelta(days=367),
            actor=system("command"),
            now=now,
        )
    assert [place for place, _ in refused.value.problems] == ["expires_at"]


def test_a_client_of_nobody_s_organisation_opens_nothing(credentials: tuple[str, str]) -> None:
    other = Caller(str(fetched(credentials)["access_token"]))
    elsewhere = {"organisation": "x", "staff": "x", "expires_at": "x"}
    for data in (None, {}, elsewhere, {**elsewhere, "organisation": credentials[0]}):
        OidcClient.objects.filter(pk=credentials[0]).update(data=data)
        problem(other.get("/clients"), 401)


def test_a_token_that_a_person_signed_in_for_is_that_person_s_and_fresh_for_some_minutes(
    people: People, credentials: tuple[str, str], organisation: Organisation, now: datetime
) -> None:
    token = Token(type=Token.Type.ACCESS_TOKEN, client_id=credentials[0], user=people.colleague.user, created_at=now)
    token.set_scopes(["client.read"])
    with tenancy.within(organisation.id):
        first = tokens.actor_of(token, now=now, address=None, request="")
        later = tokens.actor_of(token, now=now + timedelta(minutes=6), address=None, request="")
        token.user = people.stranger.user
        assert tokens.actor_of(token, now=now, address=None, request="") is None
    assert first is not None
    assert later is not None
    assert (first.name, first.staff, first.scopes) == ("m002", people.colleague.id, frozenset({"client.read"}))
    assert (first.fresh, later.fresh) == (True, False)
