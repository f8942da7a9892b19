from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains

from nakomen.record.models import User
from tests.web.signing_in import PASSWORD, code_of, enter_password, set_up_app, sign_in

pytestmark = pytest.mark.usefixtures("own_database", "database")  # what follows a commit must follow here too


@pytest.fixture
def user(database: None) -> User:
    return User.objects.create_user("eva@example.nl", PASSWORD, name="Eva Eigenaar")


def test_a_password_alone_reaches_only_the_pages_that_set_up_a_second_factor(client: Client, user: User) -> None:
    enter_password(client, user.email)
    for name in ("start", "organisations", "usersessions_list", "account_change_password", "mfa_list_webauthn"):
        answer = client.get(reverse(name))
        assert (answer.status_code, answer.headers["Location"]) == (302, reverse("mfa_index")), name
    assert client.get(reverse("mfa_index")).status_code == 200
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_an_app_that_was_just_set_up_completes_the_sign_in(client: Client, user: User) -> None:
    sign_in(client, user.email)
    assert client.get(reverse("usersessions_list")).status_code == 200


def test_at_the_next_sign_in_the_code_is_asked_and_needed(user: User) -> None:
    secret = sign_in(Client(), user.email)
    client = Client()
    assert enter_password(client, user.email).headers["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("usersessions_list")).headers["Location"].startswith(reverse("account_login"))
    refused = client.post(reverse("mfa_authenticate"), {"code": wrong(secret)})
    assert refused.status_code == 200
    assert client.get(reverse("usersessions_list")).status_code == 302
    later = code_of(secret, time.time() + 30)  # a telephone's clock that runs a step ahead
    assert client.post(reverse("mfa_authenticate"), {"code": later}).status_code == 302
    assert client.get(reverse("usersessions_list")).status_code == 200


def wrong(secret: str) -> str:
    near = {code_of(secret, time.time() + 30 * step) for step in range(-3, 4)}
    return next(code for code in ("000000", "111111", "222222", *map(str, range(300000, 300009))) if code not in near)


def test_a_code_works_once_even_in_the_steps_beside_its_own(user: User) -> None:
    secret = sign_in(Client(), user.email)
    code = code_of(secret, time.time() + 30)
    for expected in (302, 200):
        client = Client()
        enter_password(client, user.email)
        for row in Authenticator.objects.filter(
            user=user
        ):  # the guard of ours stays when allauth's shorter one runs out
            cache.delete(f"allauth.mfa.totp.used?user={row.user_id}&code={code}")
        assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == expected


def test_a_recovery_code_signs_in_once(user: User) -> None:
    first = Client()
    sign_in(first, user.email)
    codes = first.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    for expected in (302, 200):
        client = Client()
        enter_password(client, user.email)
        assert client.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == expected


def test_after_the_recovery_codes_the_page_leads_on(client: Client, user: User) -> None:
    sign_in(client, user.email)
    page = client.get(reverse("mfa_view_recovery_codes"))
    assertContains(page, f'<a class="button main" href="{reverse("start")}">', count=1)


def test_the_secret_of_an_app_is_not_in_the_database(client: Client, user: User) -> None:
    secret = sign_in(client, user.email)
    stored = [str(row.data) for row in Authenticator.objects.all()]
    assert len(stored) == 2
    assert not any(secret in data for data in stored)


def test_the_last_factor_cannot_be_removed(client: Client, user: User) -> None:
    sign_in(client, user.email)
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def test_a_session_from_before_the_second_factor_cannot_add_one_of_its_own(user: User) -> None:
    before = Client()
    enter_password(before, user.email)
    sign_in(Client(), user.email)
    answer = before.get(reverse("mfa_add_webauthn"))
    assert answer.headers["Location"].startswith(reverse("account_login"))
    assert before.get(reverse("mfa_index")).headers["Location"].startswith(reverse("account_login"))


def test_an_unknown_address_and_a_wrong_password_get_the_same_answer(user: User) -> None:
    pages = [enter_password(Client(), email, "not the right sentence") for email in (user.email, "nobody@example.nl")]
    texts = [page.content.decode().replace(user.email, "").replace("nobody@example.nl", "") for page in pages]
    hidden = [without_token(text) for text in texts]
    assert hidden[0] == hidden[1]


def without_token(text: str) -> str:
    start = 'name="csrfmiddlewaretoken" value="'
    return "".join(part[64:] if number else part for number, part in enumerate(text.split(start)))


def test_who_is_no_longer_active_cannot_sign_in(client: Client, user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)
    enter_password(client, user.email)
    assert client.get(reverse("mfa_index")).headers["Location"].startswith(reverse("account_login"))


def test_a_second_set_up_of_an_app_is_not_offered_while_one_is_there(client: Client, user: User) -> None:
    sign_in(client, user.email)
    assert client.get(reverse("mfa_activate_totp")).headers["Location"] == reverse("mfa_deactivate_totp")


def test_setting_up_needs_the_right_code(client: Client, user: User) -> None:
    enter_password(client, user.email)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    assert client.post(reverse("mfa_activate_totp"), {"code": wrong(secret)}).status_code == 200
    assert not Authenticator.objects.exists()
    assert set_up_app(client)
