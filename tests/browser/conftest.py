"""A real browser at a real server: the demonstration, loaded into a folder of its own and served on this machine.

One installation, one server and one browser for each process of the tests; each test works with people and clients of
its own choice in it. Who signs in does so through the pages, once for each person.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from nakomen.commands.demo import PASSWORD, SECRET
from tests import databases, servers
from tests.browser import screens
from tests.web.signing_in import code_of

FLAGS = [
    "--no-sandbox",  # the tests' own pages, in a container that gives root only
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAKOMEN = "import sys; from nakomen.cli import main; sys.exit(main())"
CLIENTS = "40"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the tests in a browser last: it runs its own event loop, beside which Django asks no database any more."""
    items.sort(key=lambda item: "browser" in getattr(item, "fixturenames", ()))


@dataclass
class Site:
    """The served demonstration: where it is, and the environment in which a command works on it."""

    address: str
    environment: dict[str, str]

    def run(self, *arguments: str) -> str:
        """What a command of `nakomen` on this installation prints."""
        done = subprocess.run(
            [sys.executable, "-c", NAKOMEN, *arguments],
            env=self.environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return done.stdout


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration with a few dozen clients for each provider, served from an SQLite database."""
    home = tmp_path_factory.mktemp("site")
    shutil.copytree(_loaded(databases.shared_folder(tmp_path_factory.getbasetemp())), home, dirs_exist_ok=True)
    with served(home) as made:
        yield made


def _loaded(shared: Path) -> Path:
    """The folder of the demonstration, loaded by whichever process of this run comes first."""
    home = shared / "demonstration"
    with (shared / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():
            begun = shared / "demonstration.begun"
            begun.mkdir(mode=0o700)
            load(begun, CLIENTS)
            begun.rename(home)
    return home


def load(home: Path, clients: str) -> None:
    """Loads the demonstration, with so many clients for each provider, into a folder."""
    Site("", _environment(home, "http://localhost")).run("demo", "--load-only", "--clients", clients)


@contextmanager
def served(home: Path) -> Iterator[Site]:
    """The demonstration of a folder, served on a port of its own."""
    home.chmod(0o700)
    port = _free_port()
    address = f"http://localhost:{port}"
    made = Site(address, _environment(home, address))
    with _serving(made.environment, port, home / "server.log"):
        yield made


def _environment(home: Path, address: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NAKOMEN_", "DATABASE_"))}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "nakomen.settings",
        "NAKOMEN_HOME": str(home),
        "NAKOMEN_URL": address,
    }


@contextmanager
def _serving(environment: dict[str, str], port: int, log: Path) -> Iterator[None]:
    with log.open("w") as told:
        server = subprocess.Popen(
            [sys.executable, "-c", NAKOMEN, "serve", "--port", str(port)], env=environment, stdout=told, stderr=told
        )
    try:
        _wait_for(f"http://localhost:{port}/healthz", server)
        yield
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(address: str, server: subprocess.Popen[Any]) -> None:
    end = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 - the server that was started here
        except (URLError, ConnectionError, TimeoutError):
            assert server.poll() is None, "the server ended"
            assert time.monotonic() < end, "the server does not answer"
            time.sleep(0.1)
        else:
            return


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, as scripts/bring-chromium finds or installs it."""
    path = servers.programs("bring-chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


@dataclass
class People:
    """Signs people in, each once for the whole run, and gives each test windows of its own."""

    site: Site
    browser: Browser
    states: dict[str, Any] = field(default_factory=dict)
    opened: list[BrowserContext] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def window(self, email: str = "", **options: Any) -> Page:
        """A window in which this person has signed in (nobody, without an address); what its console tells is kept."""
        if email and email not in self.states:
            self.states[email] = self._state_of(email)
        state = self.states.get(email)
        options = {"locale": "nl-NL", "viewport": {"width": 1280, "height": 900}, **options}
        context = self.browser.new_context(base_url=self.site.address, storage_state=state, **options)
        context.set_default_timeout(20_000)
        self.opened.append(context)
        page = context.new_page()
        page.on("console", lambda line: self.errors.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        return page

    def _state_of(self, email: str) -> Any:
        page = self.window()
        sign_in(page, email)
        return page.context.storage_state()


def sign_in(page: Page, email: str) -> None:
    """Signs in through the pages, with the password and the code of this moment."""
    page.goto("/account/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button")
    page.fill("input[name=code]", code_of(SECRET))
    page.click("main form button")
    page.wait_for_url("**/today/")


@pytest.fixture(scope="session")
def _people(site: Site, browser: Browser) -> People:
    return People(site, browser)


@pytest.fixture
def people(_people: People) -> Iterator[People]:
    """Windows for a test, closed with it; an error in a browser's console fails the test."""
    _people.errors.clear()
    yield _people
    for context in _people.opened:
        context.close()
    _people.opened.clear()
    assert _people.errors == []


@pytest.fixture(scope="session")
def facts(site: Site) -> dict[str, Any]:
    """Whom the screens are looked at with, see facts.py."""
    done = subprocess.run(
        [sys.executable, Path(__file__).with_name("facts.py"), screens.COORDINATOR],
        env=site.environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return dict(json.loads(done.stdout))


type Window = Callable[..., Page]


@pytest.fixture
def window(people: People) -> Window:
    """`window("pieter.wolthuis@example.nl")`: a window in which this person has signed in."""
    return people.window
