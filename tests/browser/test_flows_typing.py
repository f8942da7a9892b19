"""What helps whoever types all day: nothing is lost, keys, a list that narrows in place, languages, the dark, paper."""

from __future__ import annotations

import re
import time

from playwright.sync_api import Page, expect

from nakomen.commands.demo import PASSWORD, SECRET
from tests.browser.conftest import People, Window, sign_in
from tests.browser.doing import TYPED, fill, in_force, record, refused
from tests.web.signing_in import code_of

COORDINATOR = "ineke.brandsen@example.nl"
LINDE = "pieter.wolthuis@example.nl"
BY_HAND = "rutger.elskamp@example.nl"
"""Signs in twice in one test, and so by hand: in no other."""
WISHES = "Liever ’s ochtends vroeg, en geen wisselende gezichten."


def test_what_is_typed_is_there_when_one_comes_back(window: Window) -> None:
    page = window(COORDINATOR)
    client = in_force(page, 9)
    page.goto(f"/clients/{client}/guided/notice/")
    fill(page, by="provider", ground="compelling")
    expect(page.locator("[data-draft-state]")).to_have_text("Bewaard, nog niet vastgelegd.")
    page.goto("/today/")
    page.goto(f"/clients/{client}/guided/notice/")
    expect(page.locator(f"{TYPED} [name=ground][value=compelling]")).to_be_checked()

    page.goto(f"/clients/{client}/record/intake.choices_stated/")
    page.locator(f"{TYPED} textarea").fill(WISHES)
    expect(page.locator("[data-draft-state]")).to_have_text("Wat u typte, is bewaard.")
    page.goto(f"/clients/{client}/record/")
    page.locator(".draft-list a[href*='intake.choices_stated']").click()
    expect(page.locator(".draft-notice")).to_be_visible()
    expect(page.locator(f"{TYPED} textarea")).to_have_value(WISHES)


def test_what_was_sent_after_the_session_had_ended_is_recorded_after_signing_in(window: Window, people: People) -> None:
    page = window()
    sign_in(page, BY_HAND)
    client = in_force(page, 3)
    page.goto(f"/clients/{client}/record/intake.choices_stated/")
    page.context.clear_cookies(name="nakomen")
    page.locator(f"{TYPED} textarea").fill(WISHES)
    page.locator(TYPED).locator("button.main").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Er is niets kwijt: verstuur het nog eens")
    refused(people, 403)
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Inloggen").click()
    _sign_in_again(opened.value)
    opened.value.close()
    page.get_by_role("button", name="Nog eens versturen").click()
    expect(page.locator("main")).to_contain_text("Klopt dit?")
    expect(page.locator("main")).to_contain_text(WISHES)
    record(page)
    expect(page.locator("main")).to_contain_text(WISHES)


def _sign_in_again(page: Page) -> None:
    """A code works once: the second sign-in within half a minute takes the next one, as from a clock that is fast."""
    page.fill("input[name=login]", BY_HAND)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button")
    page.fill("input[name=code]", code_of(SECRET, time.time() + 30))
    page.click("main form button")
    page.wait_for_url("**/confirmed/**")


def test_keys_lead_to_everywhere(window: Window) -> None:
    page = window(LINDE)
    page.goto("/clients/")
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#shortcuts")).to_be_hidden()
    rows = page.locator("[data-rows] a[data-row]")
    for key, place in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        expect(rows.nth(place)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/clients/[0-9a-f-]{36}/$"))
    page.keyboard.press("a")
    page.wait_for_url("**/record/")
    page.keyboard.press("g")
    page.keyboard.press("t")
    page.wait_for_url("**/today/")
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("g t?")
    expect(page.locator("#find")).to_have_value("g t?")
    expect(page.locator("#shortcuts")).to_be_hidden()


def test_the_work_list_narrows_in_place_and_goes_back(window: Window) -> None:
    page = window(LINDE)
    page.goto("/today/?scope=all")
    page.evaluate("window.stayed = true")
    every = page.locator("[data-rows] tbody tr")
    before = every.count()
    page.get_by_label("Te doen").select_option("team.met")
    page.wait_for_url("**what=team.met**")
    expect(page.locator("[data-rows] tbody tr").filter(has_not_text="Teamoverleg voeren")).to_have_count(0)
    assert 0 < every.count() <= before
    assert page.evaluate("window.stayed") is True
    page.reload()
    expect(page.get_by_label("Te doen")).to_have_value("team.met")
    page.get_by_role("link", name="Haal weg: Teamoverleg voeren").click()
    page.wait_for_url(lambda address: "what" not in address)
    page.go_back()
    page.wait_for_url("**what=team.met**")
    expect(page.locator("[data-rows] tbody tr").filter(has_not_text="Teamoverleg voeren")).to_have_count(0)


def test_another_language_leaves_one_where_one_was(window: Window) -> None:
    page = window(LINDE)
    client = in_force(page, 2)
    page.goto(f"/clients/{client}/explain/?clause=wonder-2020%2F12.1")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", level=1)).to_contain_text("12.1")
    page.get_by_role("button", name="Nederlands").click()
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    expect(page.get_by_role("heading", level=1)).to_contain_text("12.1")


def test_the_page_is_dark_where_the_computer_is(window: Window) -> None:
    grounds = []
    for scheme in ("light", "dark"):
        page = window(LINDE, color_scheme=scheme)
        page.goto("/today/")
        told = page.evaluate("getComputedStyle(document.body).backgroundColor")
        grounds.append(sum(int(part) for part in re.findall(r"\d+", told)[:3]))
    light, dark = grounds
    assert light > 600
    assert dark < 150


def test_an_explanation_is_printed_on_one_sheet_without_menus(window: Window) -> None:
    page = window(LINDE)
    client = in_force(page, 2)
    page.goto(f"/clients/{client}/explain/?clause=wonder-2020%2F3.1")
    page.emulate_media(media="print")
    for gone in (".menu", ".find", "footer", "main form"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator(".reason").first).to_be_visible()
    sheets = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", sheets)) == 1
    fitting = page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert fitting is True
