"""A day's work in a real browser: a duty done, a client signed, a notice given; two also without JavaScript."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.conftest import Window
from tests.browser.doing import TYPED, fill, in_force, new_act, record, register, step, take

LINDE = "pieter.wolthuis@example.nl"
VENSTER = "bram.uiterwijk@example.nl"
TEAM = "20.1.1.c"
"""The clause under which a team talks about a client every few months: somebody always waits for it."""


@pytest.mark.parametrize("script", [True, False])
def test_a_duty_is_taken_recorded_and_seen_as_done(window: Window, *, script: bool) -> None:
    page = window(LINDE, java_script_enabled=script)
    page.goto("/today/?scope=all")
    page.get_by_label("Te doen").select_option("team.met")
    if not script:
        page.get_by_role("button", name="Toon").click()
    page.wait_for_url("**what=team.met**")
    row = page.locator("[data-rows] tr").filter(has=page.get_by_role("link", name="Vastleggen")).first
    expect(row).to_contain_text("Teamoverleg voeren")
    client = row.get_by_role("link", name="alleen deze cliënt").get_attribute("href")
    assert client is not None
    row.get_by_role("link", name="Vastleggen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Teamoverleg gevoerd")
    page.locator(TYPED).locator("button.main").click()

    done = page.locator(".changes .change-done li")
    expect(done).to_have_count(1)
    expect(done).to_contain_text(TEAM)
    expect(page.locator("body")).to_contain_text("Er is nog niets vastgelegd.")
    record(page)

    page.get_by_role("link", name="Dossier", exact=True).click()
    page.get_by_text("Gedaan of niet meer nodig").first.click()
    gone = page.locator("tr").filter(has_text=TEAM).filter(has_text="gedaan")
    expect(gone).to_have_count(1)
    gone.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(TEAM)
    expect(page.locator(".reason").filter(has_text="Stand: gedaan").last).to_contain_text(
        "Gedaan met: Teamoverleg gevoerd"
    )


# --- a new client ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Start:
    """A client who becomes one: what is filled in at each step that is needed for signing."""

    email: str
    contact: str
    person: dict[str, str]
    steps: dict[str, dict[str, Any]]
    service: str
    contains: list[str]


HOME = {"birth_date": "1951-04-05", "address": "Kerkstraat 1", "electronic": "no"}
CARE = Start(
    LINDE,
    "Fatma Yildirim",
    HOME | {"postcode": "7411 AB", "city": "Deventer", "municipality": "Deventer"},
    {
        "De indicatie": {
            "number": "WLZ-26-1",
            "law": "wlz",
            "body": "CIZ",
            "care": "persoonlijke verzorging",
            "valid_from": "2020-01-01",
        },
        "Identiteitsbewijs": {"document": "passport", "number_end": "1234", "valid_until": "2099-12-31"},
        "De voorwaarden": {"version": "2020-01-01", "channel": "paper"},
        "Informatie voor de overeenkomst": {
            "whole": "yes",
            "channel": "paper",
            "fits_level": "yes",
            "understood": "yes",
        },
    },
    "Persoonlijke verzorging",
    ["indication", "plan_clause", "services", "quality_data", "terms"],
)
SUPPORT = Start(
    VENSTER,
    "Youssef Amrani",
    HOME | {"postcode": "8302 AB", "city": "Emmeloord", "municipality": "Noordoostpolder"},
    {"De vraag om ondersteuning": {}},
    "Individuele begeleiding",
    ["indication", "plan_clause", "terms"],
)


@pytest.mark.parametrize(
    ("start", "name", "script"),
    [(CARE, "Wendelmoet Aanvang", True), (CARE, "Gijsbrecht Begin", False), (SUPPORT, "Machteld Start", True)],
    ids=["care", "care without script", "support"],
)
def test_a_client_is_registered_up_to_an_agreement_in_force(
    window: Window, start: Start, name: str, *, script: bool
) -> None:
    page = window(start.email, java_script_enabled=script)
    client = register(page, start.contact, name=name, **start.person)
    expect(page.locator(".way-sum")).to_contain_text("U kunt nog niet tekenen")
    for title, values in start.steps.items():
        expect(step(page, title)).not_to_contain_text("gedaan")
        take(page, client, title, **values)
        expect(step(page, title)).to_contain_text("gedaan")
    _offer(page, start)
    expect(page.locator(".way-sum")).to_contain_text("U kunt tekenen")

    fill(page, "#sign form", by="client")
    if page.locator("#sign [name=signed]").count():
        fill(page, "#sign form", signed=["client", "provider"])
    page.get_by_role("button", name="Handtekeningen vastleggen").click()
    expect(page.locator(".client-name")).to_contain_text("van kracht")
    expect(page.locator("#sign")).to_have_count(0)
    page.goto(f"/clients/{client}/")
    expect(page.locator(".sentences")).to_contain_text("De overeenkomst geldt sinds")


def _offer(page: Page, start: Start) -> None:
    """Offers one service of those that the organisation has."""
    step(page, "Het aanbod").get_by_role("link", name="Invullen").click()
    for row in page.locator(".act-row").all():
        if row.get_by_role("combobox").input_value() != start.service:
            row.get_by_label("Deze regel weglaten").check()
    fill(page, contains=start.contains)
    page.locator(TYPED).locator("button.main").click()
    record(page)


# --- notice ---------------------------------------------------------------------------------------------------------

TOLD = "Op klachtmogelijkheid gewezen"


def test_a_notice_for_compelling_reasons_tells_the_one_condition_that_is_missing(window: Window) -> None:
    page = window(LINDE)
    client = in_force(page, 7)
    new_act(page, client, "notice.grounds_discussed")
    new_act(page, client, "notice.alternative_offered")

    _why(page, client)
    missing = page.locator(".guided-conditions > li").filter(has_text="niet voldaan")
    expect(missing).to_have_count(1)
    expect(missing).to_contain_text(TOLD)
    expect(missing).to_contain_text("31.1.f")
    expect(missing.get_by_label("Al gedaan, maar nog niet vastgelegd? Op welke dag?")).to_be_editable()

    page.goto(f"/clients/{client}/may/terminate/")
    fill(page, "main .ask form", by="provider", ground="compelling")
    page.get_by_role("button", name="Vraag", exact=True).click()
    expect(page.locator("#verdict")).to_have_text("Nee, dit mag nu niet")
    lacking = page.locator("table.conditions tr").filter(has_text="niet voldaan")
    expect(lacking).to_have_count(1)
    expect(lacking).to_contain_text(TOLD)
    lacking.get_by_role("link", name="Vastleggen").click()
    page.locator(TYPED).locator("button.main").click()
    record(page)

    _why(page, client)
    expect(page.locator(".guided-conditions > li").filter(has_text="niet voldaan")).to_have_count(0)
    page.locator(TYPED).locator("button.main").click()
    fill(page, received_on=timezone.localdate().isoformat())
    page.locator(TYPED).locator("button.main").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Controleren en vastleggen")
    expect(page.locator("main")).not_to_contain_text("Niet voldaan")
    record(page)
    page.goto(f"/clients/{client}/")
    expect(page.locator(".client-name")).to_contain_text("loopt af")


def _why(page: Page, client: str) -> None:
    """The first step of a notice by the provider."""
    page.goto(f"/clients/{client}/guided/notice/?step=who")
    fill(page, by="provider", ground="compelling", channel="letter")
    page.locator(TYPED).locator("button.main").click()
    page.wait_for_url(re.compile("step=conditions"))
