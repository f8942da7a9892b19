"""Signing in with a code and with a passkey, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Window, sign_in

ADMINISTRATION = "saskia.tolboom@example.nl"


@pytest.mark.parametrize("script", [True, False])
def test_with_a_password_and_a_code(window: Window, *, script: bool) -> None:
    page = window(java_script_enabled=script)
    email = "marleen.oosterbaan@example.nl" if script else "gerda.nijhoving@example.nl"  # a code works once
    sign_in(page, email)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Vandaag")


def key(page: Page) -> str:
    """A passkey that lives in this window alone, as a telephone or a computer has one."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send(
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
    return str(made["authenticatorId"])


def test_with_a_passkey(window: Window) -> None:
    page = window()
    sign_in(page, ADMINISTRATION)
    key(page)
    page.goto("/account/factors/passkeys/add/")
    page.fill("input[name=name]", "Laptop")
    if page.locator("input[name=passwordless]").count():
        page.check("input[name=passwordless]")
    page.click("main form button")
    page.wait_for_url(lambda address: "/passkeys/add/" not in address)
    page.goto("/account/logout/")
    page.click("main form button")
    page.goto("/account/login/")
    page.click("#passkey_login")
    page.wait_for_url("**/today/")
