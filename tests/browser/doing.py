"""What somebody at work does on the screens, as a test asks for it: by the words that stand on them."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import Any

from playwright.sync_api import Locator, Page, expect

from nakomen.commands.demo import PASSWORD
from tests.browser.conftest import People, Site

MAIN = "main button.main"
TYPED = "main form[data-draft]"
"""A form with fields, as against the small ones around it."""


def fill(page: Page, within: str = TYPED, /, **values: str | list[str]) -> None:
    """Fills in fields by their names; `__` in a name stands for a hyphen, a list ticks several boxes."""
    for given, value in values.items():
        name = given.replace("__", "-")
        field = page.locator(f"{within} [name='{name}']")
        sort = field.first.evaluate("field => field.type")
        if sort in {"radio", "checkbox"}:
            for one in [value] if isinstance(value, str) else value:
                page.locator(f"{within} [name='{name}'][value='{one}']").check()
        elif sort == "select-one":
            field.select_option(value)
        else:
            assert isinstance(value, str)
            field.fill(value)


def step(page: Page, title: str) -> Locator:
    """A step on the way to an agreement, by its title."""
    return page.locator(".way li").filter(has=page.get_by_role("heading", name=title, exact=True))


def take(page: Page, client: str, title: str, **values: str | list[str]) -> None:
    """Takes a step on the way to an agreement: its form, the preview, and recording it."""
    page.goto(f"/clients/{client}/signing/")
    step(page, title).get_by_role("link", name="Invullen").click()
    fill(page, **values)
    page.locator(TYPED).locator("button.main").click()
    record(page)


def record(page: Page) -> None:
    """Confirms what a preview tells."""
    page.get_by_role("button", name="Vastleggen", exact=True).first.click()
    expect(page.locator(".messages")).to_be_visible()


def client_of(page: Page) -> str:
    """The client whose page is open, by the address."""
    found = re.search(r"/clients/([0-9a-f-]{36})/", page.url)
    assert found is not None, "no page of a client"
    return found[1]


def register(page: Page, contact: str, **values: Any) -> str:
    """Registers a client whom nobody knows, in the care of a colleague; leads to the way to an agreement."""
    page.goto("/register/")
    page.locator("main [name=contact]").select_option(label=contact)
    fill(page, **values)
    page.locator(TYPED).locator("button.main").click()
    page.wait_for_url("**/signing/")
    return client_of(page)


def in_force(page: Page, number: int) -> str:
    """A client with an agreement in force: the one at this place of the list."""
    page.goto("/clients/?status=in_force")
    address = page.locator("[data-rows] a[data-row]").nth(number).get_attribute("href")
    assert address is not None
    return address.split("/")[2]


def new_act(page: Page, client: str, kind: str, **values: str | list[str]) -> None:
    """Records an act with the form of its kind."""
    page.goto(f"/clients/{client}/record/{kind}/")
    fill(page, **values)
    page.locator(TYPED).locator("button.main").click()
    record(page)


AGEING = """
import sys, django
django.setup()
from django.contrib.sessions.backends.db import SessionStore
session = SessionStore(sys.argv[1])
session["account_authentication_methods"] = [
    {**each, "at": each["at"] - 3600} for each in session["account_authentication_methods"]
]
session.save()
"""


def grow_old(site: Site, page: Page) -> None:
    """Makes the sign-in of this window one of an hour ago, in the session that the server keeps."""
    key = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "nakomen")
    subprocess.run([sys.executable, "-c", AGEING, key], env=site.environment, check=True)


def confirm(page: Page) -> None:
    """Shows once more to be this person, as a page asks for it."""
    page.wait_for_url("**/reauthenticate/**")
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button")
    page.wait_for_url(lambda address: "/reauthenticate/" not in address)


def refused(people: People, status: int) -> None:
    """The browser's console has told of a refusal with this status, which was meant, and of nothing else."""
    told = people.errors[:]
    people.errors.clear()
    assert told, f"no answer {status}"
    assert [line for line in told if f"the server responded with a status of {status} " not in line] == []


def virtual_key(page: Page) -> None:
    """A passkey that lives in this window alone, as a telephone or a computer has one."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
