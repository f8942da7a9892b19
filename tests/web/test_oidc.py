from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from nakomen.record.models import User
from tests.web import oidc
from tests.web.signing_in import PASSWORD, set_up_app, sign_in

pytestmark = pytest.mark.usefixtures("own_database", "database", "configured")


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[oidc.Provider]:
    with oidc.running(tmp_path_factory.mktemp("provider")) as started:
        yield started


@pytest.fixture
def configured(provider: oidc.Provider, settings: Settings) -> None:
    settings.OIDC_ISSUER = provider.issuer
    settings.SOCIALACCOUNT_PROVIDERS = provider.settings()


@pytest.fixture
def user(database: None) -> User:
    return User.objects.create_user("eva@example.nl", None, name="Eva Eigenaar")


def new_subject() -> str:
    return uuid.uuid4().hex


def inside(client: Client) -> bool:
    return client.get(reverse("usersessions_list")).status_code == 200


EVA: dict[str, Any] = {"email": "eva@example.nl", "email_verified": True}


def test_with_more_than_one_factor_at_the_provider_the_sign_in_is_complete(
    client: Client, user: User, provider: oidc.Provider
) -> None:
    answer = oidc.enter(client, provider.browser(new_subject(), **EVA, amr=["pwd", "mfa"]))
    assert answer.headers["Location"] == reverse("start")
    assert inside(client)


@pytest.mark.parametrize("claims", [{"acr": "phr"}, {"amr": ["mfa"]}])
def test_the_provider_may_say_so_in_either_claim(
    client: Client, user: User, provider: oidc.Provider, claims: dict[str, Any]
) -> None:
    oidc.enter(client, provider.browser(new_subject(), **EVA, **claims))
    assert inside(client)


@pytest.mark.parametrize("claims", [{}, {"amr": ["pwd"]}, {"amr": "mfa-not"}, {"acr": "1"}, {"amr": [["mfa"]]}])
def test_without_such_a_word_a_second_factor_of_our_own_is_set_up(
    client: Client, user: User, provider: oidc.Provider, claims: dict[str, Any]
) -> None:
    oidc.enter(client, provider.browser(new_subject(), **EVA, **claims))
    assert client.get(reverse("start")).headers["Location"] == reverse("mfa_index")
    set_up_app(client)
    assert inside(client)


def test_without_such_a_word_the_second_factor_that_is_there_is_asked(user: User, provider: oidc.Provider) -> None:
    browser = provider.browser(new_subject(), **EVA)
    first = Client()
    oidc.enter(first, browser)
    set_up_app(first)
    second = Client()
    assert oidc.enter(second, browser).headers["Location"] == reverse("mfa_authenticate")
    assert not inside(second)


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "eva@example.nl", "email_verified": False},
        {"email": "eva@example.nl"},
        {"email": "stranger@example.nl", "email_verified": True},
        {},
    ],
    ids=["not verified", "verified not told", "unknown address", "no address"],
)
def test_an_unknown_or_unverified_address_is_refused_with_the_same_page(
    client: Client, user: User, provider: oidc.Provider, claims: dict[str, Any]
) -> None:
    answer = oidc.enter(client, provider.browser(new_subject(), **claims, amr=["mfa"]))
    assert (answer.status_code, answer.templates[0].name) == (403, "accounts/oidc_refused.html")
    assert not inside(client)
    assert not SocialAccount.objects.exists()
    assert User.objects.count() == 1


def test_an_address_of_a_domain_that_the_provider_vouches_for_needs_no_word(
    client: Client, user: User, provider: oidc.Provider, settings: Settings
) -> None:
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["verified_email"] = ["example.nl"]
    oidc.enter(client, provider.browser(new_subject(), email="eva@example.nl", amr=["mfa"]))
    assert inside(client)


def test_an_address_that_went_to_somebody_else_does_not_open_the_former_owners_account(
    user: User, provider: oidc.Provider
) -> None:
    oidc.enter(Client(), provider.browser(new_subject(), **EVA, amr=["mfa"]))
    successor = Client()
    assert oidc.enter(successor, provider.browser(new_subject(), **EVA, amr=["mfa"])).status_code == 403
    assert not inside(successor)


def test_a_known_subject_stays_known_under_another_address(user: User, provider: oidc.Provider) -> None:
    subject = new_subject()
    oidc.enter(Client(), provider.browser(subject, **EVA, amr=["mfa"]))
    client = Client()
    oidc.enter(client, provider.browser(subject, email="eva.new@example.nl", email_verified=False, amr=["mfa"]))
    assert inside(client)


def test_nothing_that_the_provider_tells_of_a_person_is_kept(user: User, provider: oidc.Provider) -> None:
    browser = provider.browser(new_subject(), **EVA, amr=["mfa"], phone_number="0612345678")
    for _ in range(2):
        oidc.enter(Client(), browser)
        assert [account.extra_data for account in SocialAccount.objects.all()] == [{}]


def test_somebody_who_is_signed_in_cannot_link_an_account_of_the_provider(
    client: Client, user: User, provider: oidc.Provider
) -> None:
    user.set_password(PASSWORD)
    user.save()
    sign_in(client, user.email)
    browser = provider.browser(new_subject(), email="somebody@example.nl", email_verified=True)
    assert oidc.enter(client, browser, process="connect").status_code == 403
    assert not SocialAccount.objects.exists()


def test_the_code_is_bound_to_the_browser_that_asked_for_it(user: User, provider: oidc.Provider) -> None:
    address = oidc.asked(Client())
    query = parse_qs(urlsplit(address).query)
    assert query["code_challenge_method"] == ["S256"]
    assert query["code_challenge"]
    victim = Client()
    answer = oidc.come_back(victim, provider.browser(new_subject(), **EVA, amr=["mfa"]), address)
    assert answer.status_code != 302 or "login" in answer.headers["Location"]
    assert not inside(victim)


def test_a_code_made_for_another_verifier_is_worth_nothing(user: User, provider: oidc.Provider) -> None:
    client, other = Client(), Client()
    own, foreign = oidc.asked(client), oidc.asked(other)
    mixed = foreign.replace(parse_qs(urlsplit(foreign).query)["state"][0], parse_qs(urlsplit(own).query)["state"][0])
    answer = oidc.come_back(client, provider.browser(new_subject(), **EVA, amr=["mfa"]), mixed)
    assert answer.status_code == 401
    assert not inside(client)


def test_a_sign_in_of_long_ago_at_the_provider_is_not_fresh_here(
    client: Client, user: User, provider: oidc.Provider
) -> None:
    browser = provider.browser(new_subject(), 3600, **EVA, amr=["mfa"])
    oidc.enter(client, browser)
    assert client.get(reverse("start")).status_code == 302  # no place yet, but inside
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked.headers["Location"].startswith(reverse("fresh_oidc"))
    onward = client.get(asked.headers["Location"]).headers["Location"]
    at_provider = client.get(onward, headers=oidc.HOST).headers["Location"]
    query = parse_qs(urlsplit(at_provider).query)
    assert (query["prompt"], query["max_age"]) == (["login"], ["0"])


def test_a_refusal_by_the_provider_shows_a_plain_page(client: Client, user: User) -> None:
    state = parse_qs(urlsplit(oidc.asked(client)).query)["state"][0]
    callback = reverse("openid_connect_callback", args=["staff"])
    answer = client.get(callback, {"error": "server_error", "state": state, "error_description": "KANARIE"})
    assert answer.status_code == 401
    assert "KANARIE" not in answer.content.decode()


def test_the_sessions_of_an_address_end_when_the_account_closes(user: User, provider: oidc.Provider) -> None:
    client = Client()
    oidc.enter(client, provider.browser(new_subject(), **EVA, amr=["mfa"]))
    User.objects.filter(pk=user.pk).update(rights_changed_at=timezone.now())
    assert not inside(client)
