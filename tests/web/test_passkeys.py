from __future__ import annotations

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from nakomen.record.models import User
from tests.web.authenticator import Passkey
from tests.web.signing_in import PASSWORD, enter_password, set_up_app, sign_in

pytestmark = pytest.mark.usefixtures("own_database", "database")  # what follows a commit must follow here too


@pytest.fixture
def user(database: None) -> User:
    return User.objects.create_user("eva@example.nl", PASSWORD, name="Eva Eigenaar")


def options_of(client: Client, page: str, what: str) -> dict[str, Any]:
    return dict(json.loads(json.dumps(client.get(reverse(page)).context["js_data"][what], default=vars)))


def add(client: Client, passkey: Passkey) -> Any:
    answer = passkey.create(options_of(client, "mfa_add_webauthn", "creation_options"))
    return client.post(reverse("mfa_add_webauthn"), {"name": "Sleutel", "passwordless": "on", "credential": answer})


def enter_with(client: Client, passkey: Passkey) -> Any:
    asked = client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"}).json()
    return client.post(reverse("mfa_login_webauthn"), {"credential": passkey.get(asked["request_options"])})


def inside(client: Client) -> bool:
    return client.get(reverse("usersessions_list")).status_code == 200


def with_passkey(user: User) -> Passkey:
    client, passkey = Client(), Passkey()
    enter_password(client, user.email)
    assert add(client, passkey).status_code == 302
    assert inside(client)
    return passkey


def test_a_passkey_is_a_second_factor_of_its_own(user: User) -> None:
    passkey = with_passkey(user)
    client = Client()
    assert enter_password(client, user.email).headers["Location"] == reverse("mfa_authenticate")
    asked = options_of(client, "mfa_authenticate", "request_options")
    client.post(reverse("mfa_authenticate"), {"credential": passkey.get(asked)})
    assert inside(client)


def test_a_passkey_alone_is_a_complete_sign_in(user: User) -> None:
    passkey = with_passkey(user)
    client = Client()
    assert enter_with(client, passkey).headers["Location"] == reverse("start")
    assert inside(client)


@pytest.mark.parametrize(
    "stolen",
    [
        {"origin": "https://nakomen.example.com"},
        {"origin": "https://localhost.example.com"},
        {"rp_id": "example.com"},
        {"verifies": False},
        {"id": b"another credential"},
        {"key": Passkey().key},
    ],
    ids=lambda change: next(iter(change)),
)
def test_an_answer_for_another_place_or_by_another_key_is_refused(user: User, stolen: dict[str, Any]) -> None:
    passkey = with_passkey(user)
    for name, value in stolen.items():
        setattr(passkey, name, value)
    client = Client()
    assert enter_with(client, passkey).headers["Location"] == reverse("account_login")
    assert not inside(client)


def test_an_answer_cannot_be_sent_twice(user: User) -> None:
    passkey = with_passkey(user)
    client = Client()
    asked = client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"}).json()
    answer = passkey.get(asked["request_options"])
    assert not inside(Client())
    other = Client()
    other.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    other.post(reverse("mfa_login_webauthn"), {"credential": answer})
    assert not inside(other)
    client.post(reverse("mfa_login_webauthn"), {"credential": answer})
    assert inside(client)


@pytest.mark.parametrize("change", [{"origin": "https://nakomen.example.com"}, {"rp_id": "example.com"}])
def test_a_passkey_of_another_place_cannot_be_added(user: User, change: dict[str, Any]) -> None:
    client = Client()
    enter_password(client, user.email)
    assert add(client, Passkey(**change)).status_code == 200
    assert not Authenticator.objects.exists()


def test_the_last_factor_stays_and_one_of_two_can_go(user: User) -> None:
    client = Client()
    enter_password(client, user.email)
    add(client, Passkey())
    passkey = Authenticator.objects.get(user=user, type=Authenticator.Type.WEBAUTHN)
    remove = reverse("mfa_remove_webauthn", args=[passkey.pk])
    client.post(remove)
    assert Authenticator.objects.filter(pk=passkey.pk).exists()
    set_up_app(client)
    client.post(remove)
    assert not Authenticator.objects.filter(pk=passkey.pk).exists()


def test_the_key_is_asked_for_the_address_of_the_installation_not_of_the_request(
    user: User, settings: Settings
) -> None:
    settings.BASE_URL = "https://nakomen.example.nl"
    asked = Client().get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"}).json()
    assert asked["request_options"]["publicKey"]["rpId"] == "nakomen.example.nl"


def test_a_stranger_cannot_change_somebodys_passkeys(user: User) -> None:
    with_passkey(user)
    passkey = Authenticator.objects.get(user=user, type=Authenticator.Type.WEBAUTHN)
    User.objects.create_user("vera@example.nl", PASSWORD, name="Vera Vreemd")
    stranger = Client()
    sign_in(stranger, "vera@example.nl")
    for name in ("mfa_remove_webauthn", "mfa_edit_webauthn"):
        assert stranger.post(reverse(name, args=[passkey.pk]), {"name": "x"}).status_code == 404
    assert Authenticator.objects.get(pk=passkey.pk).data["name"] == "Sleutel"
