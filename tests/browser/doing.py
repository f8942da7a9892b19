"""What somebody at work does on the screens, as a test asks for it: by the words that stand on them."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

MAIN = "main button.main"
TYPED = "main form[data-draft]"
"""A form with fields, as against the small ones around it."""


def fill(page: Page, form: str = TYPED, **values: str | list[str]) -> None:
    """Fills in fields by their names; `__` in a name stands for a hyphen, a list ticks several boxes."""
    for given, value in values.items():
        name = given.replace("__", "-")
        field = page.locator(f"{form} [name='{name}']")
        sort = field.first.evaluate("field => field.type")
        if sort in {"radio", "checkbox"}:
            for one in [value] if isinstance(value, str) else value:
                page.locator(f"{form} [name='{name}'][value='{one}']").check()
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


def register(page: Page, **values: Any) -> str:
    """Registers a client whom nobody knows; leads to the way to an agreement."""
    page.goto("/register/")
    page.locator("main [name=contact]").select_option(index=2)
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
