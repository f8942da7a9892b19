"""May I?: the list of powers, and of each power its conditions, amounts and days; who may ask, and of what."""

from __future__ import annotations

import re
from datetime import datetime
from html import unescape
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from nakomen.record import tenancy
from nakomen.record.models import AccessEntry, Organisation
from nakomen.web.desk.powers import words
from tests.conftest import People, StaffMaker
from tests.web.api.asking import client_of
from tests.web.desk.powers.conftest import Enter, Live


def ask(window: Client, client: UUID, power: str = "", **given: str) -> Any:
    """The list, or the page of a power with these answers in the address."""
    path = reverse("may_power", args=[client, power]) if power else reverse("may", args=[client])
    return window.get(f"{path}?{urlencode(given)}")


def text(answer: Any) -> str:
    """What a page says, without its markup."""
    main = answer.content.decode().partition("<main")[2]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split())


def row(answer: Any, label: str) -> str:
    """The row of a power in the list."""
    found = [part for part in answer.content.decode().split("<tr>") if f">{label}</a>" in part]
    assert len(found) == 1, label
    return " ".join(re.sub(r"<[^>]*>", " ", found[0].partition("</tr>")[0]).split())


# --- the list -------------------------------------------------------------------------------------------------------


def test_the_list_tells_of_each_power_whether_it_is_there(office: Client, live: Live) -> None:
    page = ask(office, live("unpaid-invoice"))
    assert page.status_code == 200
    assert row(page, "Een evaluatie vragen").split()[3] == "ja"
    assert "nu niet eerst: Toestemming gegeven" in row(page, "Zorg op afstand geven")
    assert "hangt ervan af keuze uit 1" in row(page, "Rente en incassokosten in rekening brengen")
    assert "er is niets om het over te vragen" in row(page, "Een kopie van het dossier in rekening brengen")
    assert "niet te bepalen" in row(page, "Twee medewerkers tegelijk inzetten")


@pytest.mark.parametrize(
    ("terms", "example"), [("wonder-2020", "unpaid-invoice"), ("zonl-thuisbegeleiding", "no-shows")]
)
def test_every_power_of_a_set_is_listed_once_and_has_a_page(
    office: Client, live: Live, terms: str, example: str
) -> None:
    from nakomen.terms.compiled import packaged_norms

    client = live(example, terms=terms)
    page = ask(office, client).content.decode()
    powers = packaged_norms(terms).parameters
    for power in powers:
        address = reverse("may_power", args=[client, power])
        assert page.count(f'href="{address}"') == 1, power
        assert office.get(address).status_code == 200, power
    assert len(re.findall(r"data-row", page.partition("<div data-rows>")[2])) == len(powers)


def test_a_word_or_the_number_of_a_clause_finds_a_power(office: Client, live: Live) -> None:
    client = live("unpaid-invoice")
    for sought, found in (("opzeggen", 1), ("31.1.f", 1), ("rekening brengen", 5), ("onzin", 0)):
        answer = office.post(reverse("may", args=[client]), {"q": sought})
        assert answer.content.decode().count('<th scope="row">') == found, sought
    nothing = office.post(reverse("may", args=[client]), {"q": "onzin"})
    assert "Niets met deze woorden" in text(nothing)


def test_the_list_asks_as_much_of_the_database_for_a_long_life_as_for_a_short_one(
    office: Client,
    live: Live,
    organisation: Organisation,
    people: People,
    now: datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for client in (live("unpaid-invoice", people.owner), client_of(organisation.id, now, people.owner)):
        ask(office, client)
        with django_assert_num_queries(15):
            ask(office, client)
        with django_assert_num_queries(15):
            ask(office, client, "terminate", by="client", channel="letter")


# --- a power --------------------------------------------------------------------------------------------------------


def test_notice_for_compelling_reasons_tells_which_condition_lacks_and_what_would_meet_it(
    office: Client, live: Live
) -> None:
    client = live("compelling-reasons")
    page = ask(office, client, "terminate", by="provider", ground="compelling", channel="letter")
    said = text(page)
    assert "Nee, dit mag nu niet" in said
    assert "Niet voldaan: 2 van 4 voorwaarden" in said
    assert "niet voldaan ‘alternatief aangeboden’ is vastgelegd bij deze overeenkomst" in said
    address = reverse("act_new", args=[client, "notice.alternative_offered"])
    assert f'href="{address}?clause=wonder-2020%2F31.1.f"' in page.content.decode()
    assert reverse("act_new", args=[client, "notice.grounds_discussed"]) not in page.content.decode()


def test_a_power_that_is_there_leads_to_the_act_that_uses_it(office: Client, live: Live) -> None:
    client = live("compelling-reasons")
    page = ask(office, client, "terminate", by="client", channel="letter")
    assert "Ja, dit mag" in text(page)
    assert "Vroegste laatste dag 2 apr 2026" in text(page)
    assert f'href="{reverse("act_new", args=[client, "notice.given"])}?' in page.content.decode()


def test_an_amount_is_told_with_its_sum_and_the_acts_on_which_it_rests(office: Client, live: Live) -> None:
    client = live("unpaid-invoice")
    page = ask(office, client, "charge_collection", reminder="r1")
    said = text(page)
    assert "Ja, dit mag" in said
    assert re.search(r"Bedrag € \d+,\d\d waarvan rente € \d+,\d\d waarvan incassokosten € \d+,\d\d", said)
    assert "De som" in said
    assert re.search(rf'href="/clients/{client}/acts/\d+/">Herinnering verstuurd, 8 dec 2025<', page.content.decode())
    assert "clause=wonder-2020%2F25.4&amp;act=r1" in page.content.decode()


def test_what_time_alone_brings_is_told_with_its_day(office: Client, live: Live) -> None:
    client = live("unpaid-invoice")
    page = ask(office, client, "charge_collection", reminder="r1", as_of="2025-12-10")
    said = text(page)
    assert "Nee, dit mag nu niet" in said
    day = re.search(r"Vanzelf mag het vanaf (\d+ \w+ \d{4})", said)
    assert day, said
    link = re.search(r'href="\?(reminder=r1&amp;as_of=[\d-]+)"', page.content.decode())
    assert link
    then = ask(office, client, "charge_collection", **dict(part.split("=") for part in link[1].split("&amp;")))
    assert f"Gevraagd over {day[1]}" in text(then)
    assert "Ja, dit mag" in text(then)


def test_another_day_is_asked_with_all_that_is_known_now(office: Client, live: Live) -> None:
    page = ask(office, live("unpaid-invoice"), "request_evaluation", as_of="2026-05-01")
    assert "U kijkt naar 1 mei 2026, met alles wat nu bekend is." in text(page)


def test_what_is_not_known_is_asked_with_where_to_fill_it_in(office: Client, live: Live) -> None:
    page = ask(office, live("unpaid-invoice"), "disclose", recipient="caregiver", purpose="care")
    assert "Het is niet te bepalen" in text(page) or "Nee, dit mag nu niet" in text(page)
    assert "Niet beantwoord: Zijn de gegevens voor dat doel nodig?" in text(page)


def test_a_text_of_somebodys_own_goes_by_post_and_is_taken_from_no_address(office: Client, live: Live) -> None:
    client = live("unpaid-invoice")
    path = reverse("may_power", args=[client, "include_in_research"])
    asked = office.get(f"{path}?study=geheim")
    assert asked.status_code == 200
    assert "geheim" not in asked.content.decode()
    assert '<form method="post"' in asked.content.decode().partition('class="ask"')[2]
    answer = office.post(path, {"study": "Onderzoek A", "ask": "1"})
    assert answer.status_code == 200
    assert "Nee, dit mag nu niet" in text(answer)


def test_all_that_is_wrong_is_told_at_once_without_quoting_it(office: Client, live: Live) -> None:
    client = live("unpaid-invoice")
    page = ask(
        office, client, "file_dispute", by="geheim", at="dispute_body", amount="veel", as_of="31-31-2026", ask="1"
    )
    assert page.status_code == 422
    told = page.content.decode().partition('class="problems"')[2].partition("</ul>")[0]
    assert re.findall(r'href="#([^"]+)"', told) == ["id_by_0", "id_amount", "as_of"]
    assert "geheim" not in page.content.decode()
    for place in ("id_by_0", "id_amount", "as_of"):
        assert f'id="{place}"' in page.content.decode()


def test_a_required_answer_that_lacks_is_asked_for(office: Client, live: Live) -> None:
    client = live("unpaid-invoice")
    assert ask(office, client, "terminate").status_code == 200
    page = ask(office, client, "terminate", by="provider", ask="1")
    assert page.status_code == 422
    assert "Op welke grond?" in text(page).partition("niet te beantwoorden")[2][:200]


def test_a_power_that_there_is_not_has_no_page(office: Client, live: Live) -> None:
    assert ask(office, live("unpaid-invoice"), "fly_away").status_code == 404


# --- who may ask what -----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("own_database")
def test_a_client_that_is_not_for_you_is_not_there(enter: Enter, people: People, live: Live) -> None:
    client = live("unpaid-invoice", people.owner)
    assert ask(enter(people.owner), client).status_code == 200
    for member in (people.colleague, people.stranger):
        window = enter(member)
        assert ask(window, client).status_code == 404
        assert ask(window, client, "terminate", by="client").status_code == 404


@pytest.mark.usefixtures("own_database")
def test_a_role_that_may_not_ask_is_told_so(enter: Enter, staff: StaffMaker, live: Live) -> None:
    answer = ask(enter(staff("quality")), live("unpaid-invoice"))
    assert answer.status_code == 403
    assert "vragen wat is toegestaan" in text(answer)


def test_what_was_asked_is_logged(office: Client, live: Live, organisation: Organisation) -> None:
    client = live("unpaid-invoice")
    ask(office, client, "terminate", by="client", channel="letter")
    with tenancy.within(organisation.id):
        assert AccessEntry.objects.filter(chain_id=client, action="may.read", allowed=True).count() == 1


def test_who_may_not_see_an_act_cannot_ask_about_it(enter: Enter, people: People, live: Live, now: datetime) -> None:
    client = live("unpaid-invoice", people.owner)
    window = enter(people.owner)  # who sees no invoices
    unseen, unknown = (ask(window, client, "charge_collection", reminder=name) for name in ("r1", "r9"))
    assert unseen.status_code == unknown.status_code == 422
    assert re.search(r"\br1\b", unseen.content.decode()) is None
    assert "er is niets om het over te vragen" in row(ask(window, client), "Rente en incassokosten in rekening brengen")


# --- words ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("terms", ["wonder-2020", "zonl-thuisbegeleiding"])
def test_every_power_parameter_and_choice_has_words_in_both_languages(terms: str) -> None:
    from django.utils import translation

    from nakomen.acts import KIND_AREAS
    from nakomen.norms.words import POWERS
    from nakomen.terms.compiled import packaged_norms

    norms = packaged_norms(terms)
    named = {power for group in words.GROUPS.values() for power in group}
    for power, table in norms.parameters.items():
        assert power in POWERS
        assert power in words.ENGLISH
        assert power in named
        assert words.used_by(norms, power) in {"", *KIND_AREAS}
        for name, expected in table.get("params", {}).items():
            choices = [each for each in expected if isinstance(each, str)] if isinstance(expected, list) else []
            for lang in ("nl", "en"):
                with translation.override(lang):
                    assert words.parameter_label(power, name) != name.replace("_", " "), (power, name)
                    for each in choices:
                        told = words.parameter_choice(words.used_by(norms, power), name, each, lang)
                        assert told[:1].isupper(), (power, name, each)


def test_an_english_page_marks_what_is_dutch(office: Client, live: Live) -> None:
    client = live("compelling-reasons")
    office.cookies["nakomen_language"] = "en"
    page = ask(office, client, "terminate", by="provider", ground="compelling")
    assert "No, this is not permitted now" in text(page)
    assert '<span lang="nl">‘alternatief aangeboden’ is vastgelegd' in page.content.decode()
