"""Signing in with a code and with a passkey, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Window, sign_in
from tests.browser.doing import virtual_key

ADMINISTRATION = "saskia.tolboom@example.nl"


@pytest.mark.parametrize("script", [True, False])
def test_with_a_password_and_a_code(window: Window, *, script: bool) -> None:
    page = window(java_script_enabled=script)
    email = "marleen.oosterbaan@example.nl" if script else "gerda.nijhoving@example.nl"  # a code works once
    sign_in(page, email)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Vandaag")


def test_with_a_passkey(window: Window) -> None:
    page = window()
    sign_in(page, ADMINISTRATION)
    virtual_key(page)
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
