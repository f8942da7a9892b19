"""The provider of a test, and a browser that goes to it and comes back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import requests
from django.urls import reverse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

CLIENT_ID, SECRET = "nakomen", "a secret between the two"  # which last as long as a test
CALLBACK = "http://localhost:8000/account/oidc/staff/login/callback/"


class Provider:
    """A running provider, at `issuer`."""

    def __init__(self, port: int) -> None:
        self.issuer = f"http://localhost:{port}"

    def settings(self) -> dict[str, Any]:
        """What an installation with this provider has in SOCIALACCOUNT_PROVIDERS."""
        app = {
            "provider_id": "staff",
            "name": "Werkaccount",
            "client_id": CLIENT_ID,
            "secret": SECRET,
            "settings": {"server_url": self.issuer, "verified_email": []},
        }
        return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}

    def browser(self, subject: str, ago: int = 0, **claims: Any) -> requests.Session:
        """A browser in which this subject signed in at the provider so many seconds ago."""
        browser = requests.Session()
        query = {"as": subject, "claims": json.dumps(claims), "ago": str(ago)}
        browser.get(f"{self.issuer}/enter/", params=query, timeout=10).raise_for_status()
        return browser


@contextmanager
def running(folder: Path) -> Iterator[Provider]:
    """Starts the provider, and ends it."""
    environment = {**os.environ, "PROVIDER_FOLDER": str(folder)}
    command = [sys.executable, "-m", "tests.oidc_provider", CLIENT_ID, SECRET, CALLBACK]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield Provider(int(process.stdout.readline()))
        finally:
            process.kill()


def asked(client: Client, **query: str) -> str:
    """Where the sign-in page's link leads at the provider."""
    answer = client.get(reverse("openid_connect_login", args=["staff"]), {"process": "login", **query}, headers=HOST)
    assert answer.status_code == 302, answer.content
    return answer.headers["Location"]


def come_back(client: Client, browser: requests.Session, address: str) -> Any:
    """Lets the browser go to the provider, and brings what it is sent back with to the installation."""
    sent = browser.get(address, allow_redirects=False, timeout=10)
    assert sent.status_code == 302, sent.text
    back = urlsplit(sent.headers["Location"])
    assert sent.headers["Location"].startswith(CALLBACK), sent.headers["Location"]
    return client.get(back.path, {name: values[0] for name, values in parse_qs(back.query).items()}, headers=HOST)


def enter(client: Client, browser: requests.Session, **query: str) -> Any:
    """The whole way through the provider."""
    return come_back(client, browser, asked(client, **query))


HOST = {"host": "localhost:8000"}
