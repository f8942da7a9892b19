"""Who may look: a colleague without a care relation, a stranger, an emergency that is opened and reviewed."""

from __future__ import annotations

from uuid import uuid4

from playwright.sync_api import expect

from tests.browser.conftest import People, Site, Window
from tests.browser.doing import confirm, grow_old, refused, register

ADMINISTRATION = "pieter.wolthuis@example.nl"
COLLEAGUE = "wilma.stegink@example.nl"
STRANGER = "nadia.bouzian@example.nl"
BOARD = "hanneke.roskam@example.nl"
HOME = {"address": "Kerkstraat 1", "postcode": "7411 AB", "city": "Deventer", "municipality": "Deventer"}
REASON = "De buren belden: mevrouw riep om hulp en deed niet open."


def test_a_client_of_others_is_not_there(window: Window) -> None:
    page = window(ADMINISTRATION)
    person = {"name": "Jacomina van Elders", "birth_date": "1942-02-03", "electronic": "no"}
    client = register(page, "Fatma Yildirim", **person, **HOME)
    for email in (COLLEAGUE, STRANGER):
        other = window(email)
        for path in ("", "acts/", "log/", "record/", "may/", "signing/", "explain/"):
            answered = other.request.get(f"/clients/{client}/{path}")
            assert answered.status == other.request.get(f"/clients/{uuid4()}/{path}").status
            assert answered.status in {403, 404}
            assert "Jacomina" not in answered.text()
        assert other.request.get(f"/clients/{client}/").status == 404
        other.goto("/clients/")
        other.locator("#find").fill("Jacomina")
        other.locator("#find").press("Enter")
        expect(other.get_by_role("heading", name="Cliënt zoeken")).to_be_visible()
        expect(other.locator("main table")).to_have_count(0)


def test_an_emergency_opens_a_file_and_is_reviewed(window: Window, people: People, site: Site) -> None:
    page = window(ADMINISTRATION)
    client = register(page, "Fatma Yildirim", name="Geesje Noodgeval", birth_date="1938-06-07", electronic="no", **HOME)

    other = window(COLLEAGUE)
    grow_old(site, other)
    other.goto("/clients/emergency/")
    confirm(other)
    other.get_by_label("Naam", exact=True).fill("Geesje Noodgeval")
    other.get_by_label("Geboortedatum").fill("7-6-1938")
    other.get_by_role("button", name="Noodtoegang openen").click()
    expect(other.locator(".problems")).to_contain_text("Waarom hebt u dit dossier nu nodig?")
    refused(people, 422)
    other.get_by_label("Waarom hebt u dit dossier nu nodig?").fill(REASON)
    other.get_by_role("button", name="Noodtoegang openen").click()
    other.wait_for_url(f"**/clients/{client}/")
    expect(other.locator(".client-head")).to_contain_text("U hebt noodtoegang tot dit dossier")

    board = window(BOARD)
    board.goto("/emergencies/")
    board.locator("tr").filter(has_text=REASON).get_by_role("link").click()
    expect(board.locator("main")).to_contain_text("Wilma Stegink")
    board.get_by_label("Ja, ").check()
    board.get_by_role("button", name="Beoordeling bewaren").click()
    expect(board.locator(".messages")).to_be_visible()
    expect(board.locator("tr").filter(has_text=REASON)).to_have_count(0)

    board.goto(f"/clients/{client}/log/")
    by_her = board.locator("tr").filter(has_text="Wilma Stegink")
    expect(by_her.filter(has=board.locator(".tag-warn")).first).to_contain_text("ingezien")
