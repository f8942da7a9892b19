"""Looking at a page as it comes to people: what is wrong with it wide and narrow, light and dark; and its HTML."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from axe_playwright_python.base import AXE_SCRIPT

from nakomen.commands.demo import PASSWORD
from tests import servers

if TYPE_CHECKING:
    from playwright.sync_api import Page, ViewportSize

    from tests.browser.conftest import Site

WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 360, "height": 740}
LARGEST = 120_000
"""Bytes that a page may have."""
_RULES: dict[str, object] = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
_COLOURS: dict[str, object] = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
type Way = tuple[ViewportSize, Literal["light", "dark"], dict[str, object]]
_ALL: tuple[Way, ...] = (
    (WIDE, "light", _RULES),
    (WIDE, "dark", _COLOURS),
    (NARROW, "light", _RULES),
    (NARROW, "dark", _COLOURS),
)
"""In the dark only colours differ, so only what is said about colours is asked anew."""
_FEW: dict[str, tuple[Way, ...]] = {"nl": ((WIDE, "light", _RULES),), "en": ((NARROW, "dark", _RULES),)}
"""What every run looks at, for it takes seconds a page: each language, width and scheme once. `make screens` looks in
all eight ways.
"""
EVERY_WAY = "NAKOMEN_TEST_EVERY_WAY" in os.environ
_AXE = """async which => (await axe.run({runOnly: which, resultTypes: ["violations"]})).violations.map(
    found => [found.id, found.nodes.slice(0, 4).map(node => String(node.target[0])).join("; ")])"""


def visit(page: Page, path: str) -> None:
    """Opens a page; where it asks for a sign-in of moments ago, that is given."""
    page.goto(path)
    if "/reauthenticate/?" in page.url:
        page.fill("input[name=password]", PASSWORD)
        page.click("main form button")
        page.wait_for_url(lambda address: "/reauthenticate/" not in address)


def speak(page: Page, site: Site, language: str) -> None:
    """Chooses the language of the pages of a window."""
    page.context.add_cookies([{"name": "nakomen_language", "value": language, "url": site.address}])


def wrongs(page: Page, language: str) -> list[str]:
    """What is wrong with the page that is open, in each way of looking at it."""
    told = []
    if page.locator("html").get_attribute("lang") != language:
        told.append(f"is not in {language}")
    page.evaluate(AXE_SCRIPT)
    for size, scheme, which in _ALL if EVERY_WAY else _FEW[language]:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        told += [f"{size['width']} {scheme} {rule}: {where}" for rule, where in page.evaluate(_AXE, which)]
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)
        if page.evaluate("document.documentElement.scrollWidth") > size["width"]:
            told.append(f"scrolls sideways at {size['width']}")
    page.emulate_media(color_scheme="light")
    return told


def invalid(folder: Path) -> list[str]:
    """What the W3C's checker says against the pages in a folder."""
    checker = servers.programs("bring-vnu")
    done = subprocess.run(
        ["java", "-jar", checker, "--stdout", "--format", "gnu", "--errors-only", "--skip-non-html", folder],  # noqa: S607
        check=False,
        stdout=subprocess.PIPE,
        text=True,
    )
    told = [re.sub(r'^"?file:.*/', "", line) for line in done.stdout.splitlines()]
    return [line for line in told if line]
