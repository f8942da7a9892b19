"""How often somebody may try counts over all processes of an installation."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

import pytest
import requests
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nakomen.record.models import User
from tests.conftest import OwnDatabase
from tests.web.signing_in import PASSWORD, enter_password, sign_in

pytestmark = pytest.mark.usefixtures("own_database", "database")

WRONG = "not the right sentence"
TOO_OFTEN = "U hebt te vaak geprobeerd in te loggen"


@pytest.fixture
def user(database: None) -> User:
    return User.objects.create_user("eva@example.nl", PASSWORD, name="Eva Eigenaar")


def test_after_five_wrong_passwords_even_the_right_one_waits(user: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        pages = [enter_password(Client(), user.email, WRONG).content.decode() for _ in range(6)]
        assert [TOO_OFTEN in page for page in pages] == [False] * 5 + [True]
        assert TOO_OFTEN in enter_password(Client(), user.email).content.decode()
        clock.shift(301)
        assert enter_password(Client(), user.email).status_code == 302


def test_an_address_that_tries_many_names_is_stopped(database: None) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        pages = [enter_password(Client(), f"e{n}@example.nl", WRONG).content.decode() for n in range(11)]
    assert [TOO_OFTEN in page for page in pages] == [False] * 10 + [True]


def test_codes_cannot_be_guessed(user: User) -> None:
    sign_in(Client(), user.email)
    with time_machine.travel(timezone.now(), tick=False):
        client = Client()
        enter_password(client, user.email)
        pages = [client.post(reverse("mfa_authenticate"), {"code": f"{n:06}"}).content.decode() for n in range(6)]
    assert TOO_OFTEN in pages[-1]


def test_asking_for_a_new_password_is_stopped_with_a_page(client: Client, user: User) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        answers = [client.post(reverse("account_reset_password"), {"email": user.email}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert answers[-1].headers["Retry-After"] == "60"
    assert "U hebt dit te vaak geprobeerd" in answers[-1].content.decode()
    assert len(mail.outbox) == 5


def test_confirming_who_one_is_is_stopped_too(client: Client, user: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(client, user.email)
        clock.shift(360)
        page = reverse("account_reauthenticate")
        answers = [client.post(page, {"password": WRONG}) for _ in range(11)]
    assert TOO_OFTEN in answers[5].content.decode()
    assert answers[-1].status_code == 429


def test_tries_at_two_processes_are_counted_together(own_database: OwnDatabase, user: User, tmp_path: Path) -> None:
    with ExitStack() as stack, (tmp_path / "log").open("w") as log:
        servers = [stack.enter_context(serving(own_database, log)) for _ in range(2)]
        pages = [try_at(servers[n % 2], user.email) for n in range(6)]
    assert [TOO_OFTEN in page for page in pages] == [False] * 5 + [True]
    written = (tmp_path / "log").read_text()
    assert written.count('"route": "account_login"') == 12
    assert "/account/login/" not in written
    assert user.email not in written


def try_at(server: str, email: str) -> str:
    browser = requests.Session()
    browser.headers["Host"] = "localhost:8000"  # as people know the installation, whichever process answers
    page = browser.get(f"{server}{reverse('account_login')}", timeout=30).text
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert found, page
    data = {"login": email, "password": WRONG, "csrfmiddlewaretoken": found[1]}
    return browser.post(f"{server}{reverse('account_login')}", data, timeout=30).text


@contextmanager
def serving(installation: OwnDatabase, log: IO[str]) -> Iterator[str]:
    """A web server as an installation has it, in a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--no-access-log", "--log-level", "warning", "nakomen.web.wsgi:application"]
    server = f"http://127.0.0.1:{port}"
    with subprocess.Popen(command, env=installation.environment, stderr=log) as process:
        try:
            for _ in range(300):
                try:
                    requests.get(f"{server}/healthz", timeout=5).raise_for_status()
                    break
                except requests.ConnectionError:
                    time.sleep(0.1)
            yield server
        finally:
            process.terminate()
