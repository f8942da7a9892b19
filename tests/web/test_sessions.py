from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nakomen.record import staff as record_staff
from nakomen.record import tenancy
from nakomen.record.models import Organisation, StaffMember, User
from tests.conftest import StaffMaker, actor
from tests.web.signing_in import PASSWORD, enter_password, sign_in

pytestmark = pytest.mark.usefixtures("own_database", "database")

PAGE = "usersessions_list"
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def user(database: None) -> User:
    return User.objects.create_user("eva@example.nl", PASSWORD, name="Eva Eigenaar")


def at_work(client: Client) -> bool:
    """Whether a page behind the complete sign-in answers; a fresh sign-in is another matter."""
    return client.get(reverse("organisations")).status_code == 200


def test_a_session_ends_when_nobody_used_it_for_half_an_hour(client: Client, user: User) -> None:
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client, user.email)
        clock.shift(timedelta(minutes=29))
        assert at_work(client)
        clock.shift(timedelta(minutes=29))
        assert at_work(client)
        clock.shift(timedelta(minutes=30))
        assert not at_work(client)
        assert client.get(reverse("account_login")).status_code == 200


def test_a_session_ends_after_twelve_hours_however_busy(client: Client, user: User) -> None:
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client, user.email)
        for _ in range(35):
            clock.shift(timedelta(minutes=20))
            assert at_work(client)
        clock.shift(timedelta(minutes=20))
        assert not at_work(client)


def test_a_session_that_did_not_begin_at_the_sign_in_page_is_none(client: Client, user: User) -> None:
    client.force_login(user)
    assert client.get(reverse("mfa_index")).headers["Location"].startswith(reverse("account_login"))


def change(member: StaffMember, admin: StaffMember) -> None:
    record_staff.change_roles(member.id, ["coordinator"], actor=actor(admin, fresh=True), now=timezone.now())


def leave(member: StaffMember, admin: StaffMember) -> None:
    record_staff.leave(member.id, date(2099, 1, 1), actor=actor(admin, fresh=True), now=timezone.now())


@pytest.mark.parametrize("what", [change, leave])
def test_every_session_of_a_person_ends_when_the_rights_change(
    staff: StaffMaker, organisation: Organisation, what: Callable[[StaffMember, StaffMember], None]
) -> None:
    admin, member = staff("functional_administrator"), staff("care_professional")
    clients = {member: Client(), admin: Client()}
    for person, client in clients.items():
        sign_in(client, person.user.email)
        client.get(reverse("start"), follow=True)
        assert client.get(reverse("own_account")).context["actor"].roles == tuple(person.roles)
    with tenancy.within(organisation.id):
        what(member, admin)
    assert not at_work(clients[member])
    assert clients[member].get(reverse("start")).headers["Location"].startswith(reverse("account_login"))
    assert clients[admin].get(reverse("own_account")).status_code == 200


def test_rights_that_changed_end_a_session_even_where_its_row_is_still_there(client: Client, user: User) -> None:
    sign_in(client, user.email)
    User.objects.filter(pk=user.pk).update(rights_changed_at=timezone.now())
    assert not at_work(client)


def test_a_place_that_ended_counts_at_once(client: Client, staff: StaffMaker, organisation: Organisation) -> None:
    member = staff("care_professional")
    sign_in(client, member.user.email)
    assert client.get(reverse("start"), follow=True).status_code == 200
    with tenancy.within(organisation.id):
        StaffMember.objects.filter(pk=member.pk).update(until=date(2020, 12, 31))
    assert client.get(reverse("start")).headers["Location"] == reverse("organisations")


def test_somebody_sees_the_own_sessions_only_and_can_end_the_others(user: User) -> None:
    other = User.objects.create_user("vera@example.nl", PASSWORD, name="Vera Vreemd")
    stranger, first, second = Client(), Client(), Client()
    sign_in(stranger, other.email)
    with time_machine.travel(timezone.now() - timedelta(minutes=2)):
        secret = sign_in(first, user.email)
    enter_password(second, user.email)
    codes = first.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    second.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert secret
    listed = second.get(reverse(PAGE)).context["sessions"]
    assert {session.user_id for session in listed} == {user.pk}
    assert len(listed) == 2
    second.post(reverse(PAGE))
    assert [at_work(client) for client in (first, second, stranger)] == [False, True, True]


def test_signing_out_ends_the_session_on_the_server(client: Client, user: User) -> None:
    sign_in(client, user.email)
    key = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    client.post(reverse("account_logout"))
    thief = Client()
    thief.cookies[django_settings.SESSION_COOKIE_NAME] = key
    assert not at_work(thief)


def test_the_session_before_the_sign_in_is_worth_nothing_after_it(client: Client, user: User) -> None:
    client.get(reverse("account_login"))
    enter_password(client, user.email)
    before = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    sign_in(client, user.email)
    client.post(reverse("account_logout"))
    enter_password(client, user.email)
    assert client.cookies[django_settings.SESSION_COOKIE_NAME].value != before


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: Client, user: User) -> None:
    enter_password(client, user.email)
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["domain"], cookie["path"]) == (True, "Lax", "", "/")


def test_under_https_every_cookie_is_bound_to_it_and_to_this_host(tmp_path: Path) -> None:
    asked = (
        "from nakomen import settings as s;"
        "print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_NAME, s.CSRF_COOKIE_SECURE,"
        " s.LANGUAGE_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0)"
    )
    environment = {**os.environ, "NAKOMEN_HOME": str(tmp_path), "NAKOMEN_URL": "https://nakomen.example.nl"}
    told = subprocess.run([sys.executable, "-c", asked], env=environment, check=True, capture_output=True, text=True)
    assert told.stdout.split() == ["__Host-nakomen", "True", "__Host-csrf", "True", "True", "True"]
