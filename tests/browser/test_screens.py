"""Every screen, as it comes to people: no violation of axe wide and narrow, in both languages and colour schemes; valid
HTML; small enough; nothing to scroll sideways on a telephone.

A route that answers a plain visit with a page and stands in no list here fails, so that no new one is forgotten.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser import screens
from tests.browser.conftest import Site, Window
from tests.browser.looking import LARGEST, invalid, speak, visit, wrongs
from tests.web.test_doors import PAGES


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
    speak(page, site, language)
    found: list[str] = []
    for screen in screens.SCREENS:
        if screen.email == person:
            visit(page, screen.path(facts))
            found += [f"{screen.route}: {told}" for told in wrongs(page, language)]
    assert found == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_screen_is_valid_html_and_small(
    window: Window, site: Site, facts: dict[str, Any], tmp_path: Path, language: str
) -> None:
    windows: dict[str, Page] = {}
    refused, large = [], []
    for number, screen in enumerate(screens.SCREENS):
        if screen.email not in windows:
            windows[screen.email] = window(screen.email)
            speak(windows[screen.email], site, language)
        body = body_of(windows[screen.email], screen.path(facts))
        if body is None:
            refused.append(screen.route)
        elif len(body) > LARGEST:
            large.append((screen.route, len(body)))
        (tmp_path / f"{number:03}-{re.sub(r'[^a-z_]', '', screen.route)}.html").write_bytes(body or b"")
    assert refused == []
    assert large == []
    assert invalid(tmp_path) == []


def body_of(page: Page, path: str) -> bytes | None:
    """What is answered, without drawing it; None where there is no page."""
    answer = page.request.get(path)
    if "/reauthenticate/?" in answer.url:
        visit(page, path)
        answer = page.request.get(path)
    return answer.body() if answer.status == 200 else None
