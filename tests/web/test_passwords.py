from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from nakomen import settings as own_settings
from nakomen.installation import mailer
from nakomen.record.models import User
from tests.web.signing_in import PASSWORD, enter_password, sign_in

pytestmark = pytest.mark.usefixtures("own_database", "database")

NEW = "another long and private sentence"


@pytest.fixture
def user(database: None) -> User:
    return User.objects.create_user("eva@example.nl", PASSWORD, name="Eva Eigenaar")


def ask(email: str) -> str:
    """Asks for a new password, and gives the letter."""
    assert Client().post(reverse("account_reset_password"), {"email": email}).status_code == 302
    (letter,) = mail.outbox
    assert letter.to == [email]
    return str(letter.body)


def choose(link: str) -> Any:
    client = Client()
    path = client.get(link.replace("http://testserver", ""), follow=True).redirect_chain[-1][0]
    return client.post(path, {"password1": NEW, "password2": NEW})


def link_in(body: str) -> str:
    found = re.search(r"http://\S+", body)
    assert found, body
    return found[0]


def test_a_new_password_by_a_letter_still_needs_the_second_factor(user: User) -> None:
    sign_in(Client(), user.email)
    mail.outbox.clear()
    assert choose(link_in(ask(user.email))).status_code == 302
    client = Client()
    assert enter_password(client, user.email).status_code == 200
    assert enter_password(client, user.email, NEW).headers["Location"] == reverse("mfa_authenticate")


def test_the_link_works_once(user: User) -> None:
    link = link_in(ask(user.email))
    choose(link)
    client = Client()
    page = client.get(link.replace("http://testserver", ""), follow=True)
    assert "Deze link werkt niet" in page.content.decode()


def test_a_letter_names_nobody_and_speaks_the_readers_language(user: User) -> None:
    User.objects.filter(pk=user.pk).update(language="en", name="KANARIE")
    body = ask(user.email)
    assert "KANARIE" not in body
    assert "Somebody asked for a new password" in body


def test_an_unknown_address_gets_the_same_page_and_a_letter_without_a_link_to_anybody(database: None) -> None:
    body = ask("nobody@example.nl")
    assert "Er is geen account" in mail.outbox[0].subject
    assert "/reset/" not in body


def test_a_password_that_changed_is_told_by_letter_and_ends_the_other_sessions(user: User) -> None:
    first, second = Client(), Client()
    sign_in(first, user.email)
    codes = first.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    enter_password(second, user.email)
    second.post(reverse("mfa_authenticate"), {"code": codes[0]})
    mail.outbox.clear()
    second.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert [client.get(reverse("organisations")).status_code for client in (first, second)] == [302, 200]
    (letter,) = mail.outbox
    assert letter.subject == "Hoe u inlogt, is veranderd"


def test_a_letter_that_cannot_be_sent_undoes_nothing(user: User, settings: Settings) -> None:
    settings.MAILERS = {"default": mailer("smtp+plain://127.0.0.1:1")}
    sign_in(Client(), user.email)


def test_outside_the_tests_passwords_are_hashed_by_argon2() -> None:
    assert own_settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
