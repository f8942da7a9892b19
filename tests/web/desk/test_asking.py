"""The frame around every screen of the desk: who gets in, what is told and logged, and that nothing typed is lost."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from nakomen.record import tenancy
from nakomen.record.models import AccessEntry, ClientPerson, Organisation, User
from nakomen.web import doors
from tests.conftest import People, StaffMaker
from tests.web.api.asking import client_of
from tests.web.signing_in import PASSWORD, sign_in

pytestmark = pytest.mark.usefixtures("own_database", "database")  # what was refused is logged in its own transaction

SAME_SITE = {"sec-fetch-site": "same-origin"}
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def enter(client: Client, email: str) -> Client:
    sign_in(client, email)
    client.get(reverse("start"), follow=True)
    return client


def refusals(organisation: Organisation) -> list[tuple[str, str, bool]]:
    with tenancy.within(organisation.id):
        return list(AccessEntry.objects.filter(allowed=False).values_list("actor", "action", "allowed"))


def test_staff_begin_at_today(client: Client, staff: StaffMaker) -> None:
    sign_in(client, staff("coordinator").user.email)
    answer = client.get(reverse("start"), follow=True)
    assert answer.redirect_chain[-1] == (reverse("today"), 302)
    assert answer.status_code == 200


def test_a_role_without_the_permission_is_told_why_and_it_is_logged(
    client: Client, staff: StaffMaker, organisation: Organisation
) -> None:
    member = staff("care_professional")
    enter(client, member.user.email)
    answer = client.get(reverse("overview"))
    assert answer.status_code == 403
    assert "cijfers over alle cliënten samen inzien" in answer.content.decode()
    assert refusals(organisation) == [(member.code, "overview.read", False)]


def test_a_client_outside_the_relation_is_not_there_as_one_that_does_not_exist(
    client: Client, people: People, organisation: Organisation, now: datetime
) -> None:
    known = client_of(organisation.id, now, people.owner)
    answers = []
    for member in (people.colleague, people.stranger):
        window = enter(Client(), member.user.email)
        answers += [window.get(reverse("client", args=[each])) for each in (known, uuid.uuid4())]
    assert {answer.status_code for answer in answers} == {404}
    told = {re.sub(r'value="[^"]*"', "", answer.content.decode()) for answer in answers[:2]}  # token and own address
    assert len(told) == 1
    assert (people.colleague.code, "client.read", False) in refusals(organisation)
    own = enter(Client(), people.owner.user.email)
    assert own.get(reverse("client", args=[known])).status_code == 200


def test_the_clients_side_has_no_desk(client: Client, organisation: Organisation, now: datetime) -> None:
    known = client_of(organisation.id, now)
    user = User.objects.create_user("els@example.nl", PASSWORD, name="Els Eerstman")
    with tenancy.within(organisation.id):
        ClientPerson.objects.create(
            organisation=organisation, user=user, chain_id=known, capacity="client", since=now.date()
        )
    sign_in(client, user.email)
    assert client.get(reverse("start"), follow=True).redirect_chain[-1][0] == reverse("start")
    for name in ("today", "clients", "settings"):
        assert client.get(reverse(name)).status_code == 403, name
    assert client.get(reverse("client", args=[known])).status_code == 403


def test_what_was_typed_comes_back_after_the_session_ended(client: Client, staff: StaffMaker) -> None:
    with time_machine.travel(START, tick=False) as clock:
        enter(client, staff("administration").user.email)
        clock.shift(timedelta(minutes=31))
        data = {"name": "Anna ‘van’ Beek", "scope": ["care", "finance"]}
        answer = client.post(reverse("register"), data, headers=SAME_SITE)
        page = answer.content.decode()
        assert answer.status_code == 403
        assert 'name="name" value="Anna ‘van’ Beek"' in page
        assert page.count('name="scope"') == 2
        elsewhere = client.post(reverse("register"), data, headers={"sec-fetch-site": "cross-site"})
        assert elsewhere.status_code == 302


def test_what_was_typed_comes_back_where_a_fresh_sign_in_is_needed(client: Client, staff: StaffMaker) -> None:
    with time_machine.travel(START, tick=False) as clock:
        enter(client, staff("board").user.email)
        clock.shift(timedelta(minutes=6))
        answer = client.post(reverse("settings_organisation_change"), {"name": "Nieuwe naam"}, headers=SAME_SITE)
        assert answer.status_code == 403
        assert 'name="name" value="Nieuwe naam"' in answer.content.decode()


def test_a_page_that_had_grown_old_gives_back_what_was_typed(staff: StaffMaker) -> None:
    strict = Client(enforce_csrf_checks=True)
    page = strict.post(reverse("register"), {"name": "Anna van Beek"}, headers=SAME_SITE)
    assert page.status_code == 403
    assert 'name="name" value="Anna van Beek"' in page.content.decode()
    forged = strict.post(reverse("register"), {"name": "Anna van Beek"}, headers={"sec-fetch-site": "cross-site"})
    assert "Anna van Beek" not in forged.content.decode()


def test_a_password_is_never_written_into_a_page(staff: StaffMaker) -> None:
    strict = Client(enforce_csrf_checks=True)
    page = strict.post(reverse("account_login"), {"login": "a@b.nl", "password": "KANARIE"}, headers=SAME_SITE)
    assert page.status_code == 403
    assert "KANARIE" not in page.content.decode()


def test_every_screen_asks_for_a_complete_sign_in() -> None:
    assert not {"today", "clients", "client", "register", "settings", "overview"} & doors._ANYONE
