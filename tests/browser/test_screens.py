"""Every screen, as it comes to people: no violation of axe wide and narrow, in both languages and colour schemes; valid
HTML; small enough; nothing to scroll sideways on a telephone.

A route that answers a plain visit with a page and stands in no list here fails, so that no new one is forgotten.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from nakomen.commands.demo import PASSWORD
from tests import servers
from tests.browser import screens
from tests.browser.conftest import Site, Window
from tests.web.test_doors import PAGES

LARGEST = 120_000
"""Bytes that a page may have."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


@pytest.fixture(scope="session")
def facts(site: Site) -> dict[str, Any]:
    """Whom the screens are looked at with, see facts.py."""
    done = subprocess.run(
        [sys.executable, Path(__file__).with_name("facts.py")],
        env=site.environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return dict(json.loads(done.stdout))


def test_no_page_is_forgotten() -> None:
    looked_at = {screen.route for screen in screens.SCREENS}
    assert {name for name, _ in PAGES} - looked_at - set(screens.NO_PAGE) == set()
    assert looked_at - {name for name, _ in PAGES} == set()


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("person", sorted({screen.email for screen in screens.SCREENS}))
def test_no_screen_keeps_anybody_out(
    window: Window, site: Site, facts: dict[str, Any], person: str, language: str
) -> None:
    page = window(person)
    page.context.add_cookies([{"name": "nakomen_language", "value": language, "url": site.address}])
    wrong: list[str] = []
    for screen in screens.SCREENS:
        if screen.email == person:
            page.set_viewport_size(WIDE)  # type: ignore[arg-type]
            visit(page, screen.path(facts))
            wrong += [f"{screen.route}: {told}" for told in looked_at(page, language)]
    assert wrong == []


def visit(page: Page, path: str) -> None:
    """Opens a page; where it asks for a sign-in of moments ago, that is given."""
    page.goto(path)
    if "/reauthenticate/" in page.url:
        page.fill("input[name=password]", PASSWORD)
        page.click("main form button")
        page.wait_for_url(lambda address: "/reauthenticate/" not in address)


def looked_at(page: Page, language: str) -> list[str]:
    """What is wrong with the page that is open: in four ways of looking at it."""
    wrong = []
    if page.locator("html").get_attribute("lang") != language:
        wrong.append(f"is not in {language}")
    page.evaluate(AXE_SCRIPT)
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)
            for violation in found["violations"]:
                where = "; ".join(str(node["target"][0]) for node in violation["nodes"][:4])
                wrong.append(f"{size['width']} {scheme} {violation['id']}: {where}")
    if page.evaluate("document.documentElement.scrollWidth") > NARROW["width"]:
        wrong.append("scrolls sideways at 360")
    return list(dict.fromkeys(wrong))


def test_every_screen_is_valid_html_and_small(window: Window, facts: dict[str, Any], tmp_path: Path) -> None:
    large = []
    for number, screen in enumerate(screens.SCREENS):
        page = window_of(window, screen.email)
        visit(page, screen.path(facts))
        answer = page.request.get(screen.path(facts))
        assert answer.status == 200, (screen.route, answer.status)
        body = answer.body()
        if len(body) > LARGEST:
            large.append((screen.route, len(body)))
        (tmp_path / f"{number:03}-{re.sub(r'[^a-z_]', '', screen.route)}.html").write_bytes(body)
    assert large == []
    checker = servers.programs("bring-vnu")
    done = subprocess.run(
        ["java", "-jar", checker, "--stdout", "--format", "gnu", "--errors-only", "--skip-non-html", tmp_path],  # noqa: S607
        check=False,
        stdout=subprocess.PIPE,
        text=True,
    )
    told = [re.sub(r'^"?file:.*/', "", line) for line in done.stdout.splitlines()]
    assert [line for line in told if line] == []


_windows: dict[str, Page] = {}


def window_of(window: Window, email: str) -> Page:
    """The window of a person within one test: signing in takes longer than a page."""
    found = _windows.get(email)
    if found is None or found.is_closed():
        found = _windows[email] = window(email)
    return found
