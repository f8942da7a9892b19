"""Makes the pictures of the documentation: `python -m tests.browser.pictures`, from a demonstration loaded for it."""

from __future__ import annotations

import base64
import os
import struct
import sys
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django

django.setup()

from playwright.sync_api import sync_playwright  # noqa: E402 - what follows needs Django set up

from tests import servers  # noqa: E402
from tests.browser import screens  # noqa: E402
from tests.browser.conftest import FLAGS, People, load, served  # noqa: E402
from tests.browser.doing import TYPED, fill, in_force  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Page, ViewportSize

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
LARGEST = 150_000
"""Bytes of a picture."""
PHONE: ViewportSize = {"width": 360, "height": 740}
CLIENTS = "150"


def today(page: Page) -> None:
    """The work list of the administration."""
    page.goto("/today/?scope=all")


def client(page: Page) -> None:
    """The file of the first client on the work list."""
    today(page)
    page.locator("[data-rows] td:nth-child(3) a").first.click()


def preview(page: Page) -> None:
    """What a talk of the team would change, before it is recorded."""
    page.goto("/today/?scope=all&what=team.met")
    page.locator("[data-rows] a.button").first.click()
    page.locator(TYPED).locator("button.main").click()


def notice(page: Page) -> None:
    """The conditions of a notice for compelling reasons."""
    page.goto(f"/clients/{in_force(page, 3)}/guided/notice/?step=who")
    fill(page, by="provider", ground="compelling", channel="letter")
    page.locator(TYPED).locator("button.main").click()
    page.wait_for_url("**step=conditions**")


def signing(page: Page) -> None:
    """What a new client still lacks for an agreement."""
    page.goto("/clients/?status=offered")
    row = page.locator("[data-rows] a[data-row]").first.get_attribute("href")
    page.goto(f"{row}signing/")


def may(page: Page) -> None:
    """Whether the provider may give notice, and what that takes."""
    page.goto(f"/clients/{in_force(page, 4)}/may/terminate/?by=provider&ground=compelling")


def why(page: Page) -> None:
    """Why a duty is late."""
    today(page)
    page.locator("[data-rows] td:nth-child(2) a").first.click()


def overview(page: Page) -> None:
    """How it goes with all clauses."""
    page.goto("/overview/")


def registers(page: Page) -> None:
    """What the registers ask."""
    page.goto("/registers/")


def norms(page: Page) -> None:
    """What the conditions leave open."""
    page.goto("/settings/norms/")


def conditions(page: Page) -> None:
    """The conditions as everybody may read them."""
    page.goto("/o/linde/conditions/")


PICTURES: list[tuple[str, Callable[[Page], None]]] = [
    (screens.ADMINISTRATION, today),
    (screens.ADMINISTRATION, client),
    (screens.ADMINISTRATION, preview),
    (screens.ADMINISTRATION, notice),
    (screens.ADMINISTRATION, signing),
    (screens.ADMINISTRATION, may),
    (screens.ADMINISTRATION, why),
    (screens.BOARD, overview),
    (screens.ADMINISTRATION, registers),
    (screens.BOARD, norms),
    (screens.NOBODY, conditions),
]
ON_A_PHONE = (today, client)


def main() -> None:
    """Makes every picture anew; ends with a fault when one is too large for the repository."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        load(Path(folder), CLIENTS)
        _make_all(Path(folder))
    large = [file.name for file in FOLDER.glob("*.png") if file.stat().st_size > LARGEST]
    if large:
        sys.exit(f"larger than {LARGEST} bytes: {', '.join(large)}")


def _make_all(home: Path) -> None:
    with served(home) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=servers.programs("bring-chromium"), args=FLAGS)
        people = People(site, browser)
        for person, asked in PICTURES:
            _make(people, person, asked, asked.__name__)
            if asked in ON_A_PHONE:
                _make(people, person, asked, f"{asked.__name__}-phone", viewport=PHONE)
        browser.close()


def _make(people: People, person: str, asked: Callable[[Page], None], name: str, **options: object) -> None:
    page = people.window(person, **options)
    asked(page)
    page.wait_for_load_state()
    page.evaluate(_DUTCH_DAYS)
    shot = base64.b64encode(page.screenshot()).decode()
    page.goto("about:blank")
    width, height, colours, pixels = page.evaluate(_FEW_COLOURS, shot)
    (FOLDER / f"{name}.png").write_bytes(_png(width, height, bytes(colours), base64.b64decode(pixels)))
    page.context.close()


_DUTCH_DAYS = """() => document.querySelectorAll("input[type=date]").forEach(field => {
    const shown = field.value.split("-").reverse().join("-")
    field.style.width = `${field.offsetWidth}px`
    field.type = "text"
    field.value = shown
    field.placeholder = "dd-mm-jjjj"
})"""
"""Fields for a day as a Dutch browser shows them: the one that makes the pictures speaks English alone."""

_FEW_COLOURS = """async shot => {
    const bytes = Uint8Array.from(atob(shot), letter => letter.charCodeAt(0))
    const image = await createImageBitmap(new Blob([bytes]))
    const pen = new OffscreenCanvas(image.width, image.height).getContext("2d")
    pen.drawImage(image, 0, 0)
    const dots = pen.getImageData(0, 0, image.width, image.height).data
    const counts = new Map()
    for (let at = 0; at < dots.length; at += 4) {
        const colour = dots[at] << 16 | dots[at + 1] << 8 | dots[at + 2]
        counts.set(colour, (counts.get(colour) || 0) + 1)
    }
    const kept = [...counts].sort((one, other) => other[1] - one[1]).slice(0, 256).map(each => each[0])
    const parts = colour => [colour >> 16, colour >> 8 & 255, colour & 255]
    const apart = (one, other) => parts(one).reduce((sum, part, at) => sum + (part - parts(other)[at]) ** 2, 0)
    const places = new Map(kept.map((colour, place) => [colour, place]))
    for (const colour of counts.keys())
        if (!places.has(colour))
            places.set(colour, kept.reduce((best, each, at) =>
                apart(colour, each) < apart(colour, kept[best]) ? at : best, 0))
    let pixels = ""
    for (let at = 0; at < dots.length; at += 4)
        pixels += String.fromCharCode(places.get(dots[at] << 16 | dots[at + 1] << 8 | dots[at + 2]))
    return [image.width, image.height, kept.flatMap(parts), btoa(pixels)]
}"""
"""The pixels of a picture as places in a table of its 256 most frequent colours: a third of the bytes."""


def _png(width: int, height: int, colours: bytes, pixels: bytes) -> bytes:
    """A PNG with a table of colours (ISO/IEC 15948, colour type 3)."""
    lines = b"".join(b"\0" + pixels[row * width : (row + 1) * width] for row in range(height))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in (
            (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            (b"PLTE", colours),
            (b"IDAT", zlib.compress(lines, 9)),
            (b"IEND", b""),
        )
    )


if __name__ == "__main__":
    main()
