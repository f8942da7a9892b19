"""The pages of the second factor open in their turn only: looked at while somebody goes through them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site, Window, sign_in
from tests.browser.doing import virtual_key
from tests.browser.looking import invalid, speak, visit, wrongs

FACTORS = "/account/factors/"
WHO = {"nl": "thomas.veldwachter@example.nl", "en": "wouter.zandstra@example.nl"}
"""What changes in the factors of a person stays, so each language has somebody of its own."""


def leave_the_page(page: Page, name: str = "") -> None:
    """Sends its form, and waits for the page that follows."""
    if name:
        page.fill("main input[name=name]", name)
    here = page.url
    page.locator("main form button").first.click()
    page.wait_for_url(lambda address: address != here)


def a_passkey_is_made(page: Page) -> None:
    virtual_key(page)
    visit(page, f"{FACTORS}passkeys/add/")
    leave_the_page(page, "Laptop")
    visit(page, f"{FACTORS}passkeys/")


def it_gets_another_name(page: Page) -> None:
    page.locator("main a[href$='/edit/']").click()
    page.wait_for_url("**/edit/")


def it_may_be_removed(page: Page) -> None:
    visit(page, f"{FACTORS}passkeys/")
    page.locator("main a[href$='/remove/']").click()
    page.wait_for_url("**/remove/")


def a_code_confirms_who_one_is(page: Page) -> None:
    page.goto(f"{FACTORS}reauthenticate/")


def a_passkey_confirms_who_one_is(page: Page) -> None:
    page.goto(f"{FACTORS}passkeys/reauthenticate/")


def the_app_is_gone(page: Page) -> None:
    visit(page, f"{FACTORS}app/remove/")
    leave_the_page(page)
    page.goto(FACTORS)


def another_app_is_set_up(page: Page) -> None:
    visit(page, f"{FACTORS}app/add/")
    assert page.locator("main img").evaluate("picture => picture.complete && picture.naturalWidth > 0")


def the_code_was_wrong(page: Page) -> None:
    page.fill("main input[name=code]", "000000")
    page.locator("main form button").first.click()
    page.wait_for_selector("main [aria-invalid=true]")


STEPS: list[Callable[[Page], None]] = [
    a_passkey_is_made,
    it_gets_another_name,
    it_may_be_removed,
    a_code_confirms_who_one_is,
    a_passkey_confirms_who_one_is,
    the_app_is_gone,
    another_app_is_set_up,
    the_code_was_wrong,
]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_page_of_the_second_factor_keeps_anybody_out(
    window: Window, site: Site, tmp_path: Path, language: str
) -> None:
    page = window()
    sign_in(page, WHO[language])
    speak(page, site, language)
    found: list[str] = []
    for step in STEPS:
        step(page)
        found += [f"{step.__name__}: {told}" for told in wrongs(page, language)]
        (tmp_path / f"{step.__name__}.html").write_bytes(page.request.get(page.url).body())
    assert found == []
    assert invalid(tmp_path) == []
