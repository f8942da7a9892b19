from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from nakomen.record.models import User
from nakomen.web import doors
from tests.conftest import StaffMaker
from tests.web.signing_in import PASSWORD, code_of, sign_in

pytestmark = pytest.mark.usefixtures("own_database", "database")

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
RISKY = ("mfa_generate_recovery_codes", "account_change_password", "mfa_view_recovery_codes", "usersessions_list")


@pytest.fixture
def user(database: None) -> User:
    return User.objects.create_user("eva@example.nl", PASSWORD, name="Eva Eigenaar")


def test_a_risky_page_asks_anew_five_minutes_after_the_sign_in(client: Client, user: User) -> None:
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client, user.email)
        clock.shift(timedelta(minutes=4, seconds=59))
        for name in RISKY:
            assert client.get(reverse(name)).status_code == 200, name
        clock.shift(timedelta(seconds=1))
        for name in RISKY:
            answer = client.get(reverse(name))
            assert urlsplit(answer.headers["Location"]).path == reverse("account_reauthenticate"), name


def test_the_password_or_a_code_leads_back_to_the_page(client: Client, user: User) -> None:
    with time_machine.travel(START, tick=False) as clock:
        secret = sign_in(client, user.email)
        for page, answer in (
            ("account_reauthenticate", {"password": PASSWORD}),
            ("mfa_reauthenticate", {"code": code_of(secret, START.timestamp() + 720)}),
        ):
            clock.shift(timedelta(minutes=6))
            risky = reverse("mfa_generate_recovery_codes")
            asked = client.get(risky).headers["Location"]
            back = parse_qs(urlsplit(asked).query)["next"][0]
            assert client.post(reverse(page), {**answer, "next": back}).headers["Location"] == risky
            assert client.get(risky).status_code == 200


def test_a_wrong_password_does_not(client: Client, user: User) -> None:
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client, user.email)
        clock.shift(timedelta(minutes=6))
        client.post(reverse("account_reauthenticate"), {"password": "not the right sentence"})
        assert client.get(reverse("mfa_generate_recovery_codes")).status_code == 302


def test_what_was_posted_is_not_kept_while_somebody_confirms(client: Client, user: User) -> None:
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client, user.email)
        clock.shift(timedelta(minutes=6))
        answer = client.post(reverse("account_change_password"), {"oldpassword": "KANARIE", "password1": "KANARIE"})
        assert urlsplit(answer.headers["Location"]).path == reverse("account_reauthenticate")
        for session in Session.objects.all():
            assert "KANARIE" not in str(session.get_decoded())


def test_the_actor_is_fresh_for_five_minutes(client: Client, staff: StaffMaker) -> None:
    member = staff("coordinator")
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client, member.user.email)
        client.get(reverse("start"), follow=True)
        assert client.get(reverse("own_account")).context["actor"].fresh
        clock.shift(timedelta(minutes=5))
        actor = client.get(reverse("own_account")).context["actor"]
        assert (actor.fresh, actor.name, actor.staff, actor.part) == (False, member.code, member.id, "desk")


def test_every_page_that_changes_how_one_signs_in_asks_for_it() -> None:
    risky = {
        "account_change_password",
        "account_set_password",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_add_webauthn",
        "mfa_edit_webauthn",
        "mfa_remove_webauthn",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_generate_recovery_codes",
        "usersessions_list",
    }
    assert risky == doors.FRESH
