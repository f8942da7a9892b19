"""Explain: the reasons of a clause as a tree, with acts, sums and clauses to go to, within what may be seen."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries

from nakomen.record import ledger, tenancy
from nakomen.record.actors import system
from nakomen.record.models import AccessEntry, Organisation
from nakomen.record.standings import stand
from nakomen.terms.explaining import NO_MORE
from tests.conftest import People
from tests.record.lives import act
from tests.web.api.asking import client_of
from tests.web.desk.powers.conftest import Enter, Live
from tests.web.desk.powers.test_may import text


def explain(window: Client, client: UUID, clause: str = "", **given: str) -> Any:
    """The explanation of a clause."""
    return window.get(reverse("explain", args=[client]), {"clause": clause, **given} if clause else given)


def test_a_duty_is_explained_with_its_sum_and_links_to_its_acts(office: Client, live: Live) -> None:
    client = live("unpaid-invoice")
    page = explain(office, client, "25.3", as_of="2026-02-20")
    said = text(page)
    assert page.status_code == 200
    assert "25.3 Een herinnering met nog 21 dagen" in said
    assert "Plicht van de zorgaanbieder tegenover de cliënt: een herinnering met nog 21 dagen." in said
    assert re.search(r"\d+ [a-z]+ 2025 \+ 14 dagen = \d+ [a-z]+ 2025", said)
    link = rf'<a href="/clients/{client}/acts/\d+/">Factuur verstuurd</a> op 1 oktober 2025'
    assert re.search(link, page.content.decode())
    assert "(f1" not in page.content.decode()


def test_a_duty_that_waits_can_be_recorded_where_it_is_explained(office: Client, live: Live) -> None:
    client = live("wonder-whole-life")
    form = f'href="{reverse("act_new", args=[client, "team.met"])}?act='
    assert form in explain(office, client, "20.1.1.c").content.decode()
    assert form not in explain(office, client, "20.1.1.c", as_of="2026-03-09").content.decode()


def test_what_still_waits_is_explained_before_what_is_over(office: Client, live: Live) -> None:
    said = text(explain(office, live("wonder-whole-life"), "20.1.1.c"))
    states = re.findall(r"Stand: (\w+)", said)
    assert states[0] == "open"
    assert set(states[1:]) == {"gedaan"}


@pytest.mark.parametrize(
    ("terms", "example"), [("wonder-2020", "unpaid-invoice"), ("zonl-thuisbegeleiding", "no-shows")]
)
def test_every_clause_of_a_set_has_its_explanation(office: Client, live: Live, terms: str, example: str) -> None:
    from nakomen.terms.packaged import packaged_terms

    client = live(example, terms=terms)
    for clause in list(packaged_terms(terms).clauses)[::4]:
        page = explain(office, client, f"{terms}/{clause}")
        assert page.status_code == 200, clause
        assert "nakomen may" not in page.content.decode(), clause
        assert len(page.content) < 120_000, clause


def test_an_act_narrows_it_to_the_duty_that_it_opened(office: Client, live: Live, organisation: Organisation) -> None:
    client = live("unpaid-invoice")
    whole, one = explain(office, client, "25.1"), explain(office, client, "25.1", act="f1")
    counts = [page.content.decode().count('<ul class="reason">') for page in (whole, one)]
    assert counts[0] > counts[1] == 1
    assert "Alleen wat hoort bij: Factuur verstuurd, 1 okt 2025." in text(one)
    with tenancy.within(organisation.id):
        found = stand(client, datetime(2026, 3, 2).date())  # noqa: DTZ001 - a day, no instant
    assert counts[0] == sum(row.norm.clause == "wonder-2020/25.1" for row in found.duties)


def test_an_amount_is_explained_by_the_act_that_it_is_about(office: Client, live: Live) -> None:
    said = text(explain(office, live("unpaid-invoice"), "25.4", act="r1"))
    named = "Rente en incassokosten in rekening brengen: herinnering verstuurd (8 december 2025). Mag dit: ja."
    assert named in said
    assert re.search(r"Bedrag: € \d", said)


def test_a_power_that_depends_leads_to_where_it_is_asked(office: Client, live: Live) -> None:
    client = live("unpaid-invoice")
    page = explain(office, client, "31.1.f")
    assert "Deze bepaling gaat over een bevoegdheid." in text(page)
    assert f'href="{reverse("may_power", args=[client, "terminate"])}"' in page.content.decode()


def test_a_clause_leads_to_the_public_page_and_statute_to_its_source(
    office: Client, live: Live, organisation: Organisation
) -> None:
    client = live("unpaid-invoice")
    address = reverse("public_conditions", args=[organisation.slug])
    assert f'href="{address}#c26.3"' in explain(office, client, "26.3").content.decode()
    statute = explain(office, client, "statute/wkkgz-17")
    assert "Bron: Wkkgz art. 17." in text(statute)
    assert address not in statute.content.decode()


def test_a_deviation_that_was_agreed_is_told(
    office: Client, live: Live, organisation: Organisation, now: datetime
) -> None:
    client = live("unpaid-invoice")
    deviation = act(
        "agreement.deviation_agreed", "2025-09-01", clause="wonder-2020/25.3", express=True, recorded_in="agreement",
        in_writing=True, detrimental=False,
    )  # fmt: skip
    with tenancy.within(organisation.id):
        ledger.append(client, [deviation], actor=system("command"), now=now)
    assert "Afwijking afgesproken" in text(explain(office, client, "25.3"))


def test_without_a_clause_what_stands_is_listed(office: Client, live: Live) -> None:
    page = explain(office, live("unpaid-invoice"))
    assert page.status_code == 200
    listed = page.content.decode().partition("data-rows")[2]
    assert ">25.1</a>" in listed
    assert len(page.content) < 120_000


@pytest.mark.parametrize(
    "given", [{"clause": "99.99"}, {"clause": "25.3", "act": "zomaar"}, {"clause": "1", "as_of": "x"}]
)
def test_what_cannot_be_explained_is_told_without_quoting_it(office: Client, live: Live, given: dict[str, str]) -> None:
    page = explain(office, live("unpaid-invoice"), **given)
    assert page.status_code == 422
    assert "Dit kan niet worden uitgelegd" in text(page)
    assert "zomaar" not in page.content.decode()
    place = re.search(r'class="problems".*?href="#(\w+)"', page.content.decode(), re.DOTALL)
    assert place
    assert f'id="{place[1]}"' in page.content.decode()


def test_a_long_explanation_comes_in_pages(
    office: Client, live: Live, organisation: Organisation, now: datetime
) -> None:
    client = live("unpaid-invoice")
    sent = [
        act("invoice.sent", "2026-02-02", id=f"x{number}", number=f"X{number}", amount="10.00",
            channel="electronic", lines=[{"for": "other", "amount": "10.00"}])
        for number in range(30)
    ]  # fmt: skip
    with tenancy.within(organisation.id):
        ledger.append(client, sent, actor=system("command"), now=now)
    first, second = explain(office, client, "25.1"), explain(office, client, "25.1", page="2")
    assert first.content.decode().count('<ul class="reason">') == 12
    assert "Pagina 1 van 3" in text(first)
    assert 'href="/clients/' in first.content.decode()
    assert first.content != second.content
    assert len(first.content) < 120_000


# --- who may see what -----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("own_database")
def test_a_client_that_is_not_for_you_is_not_there(enter: Enter, people: People, live: Live) -> None:
    client = live("unpaid-invoice", people.owner)
    assert explain(enter(people.owner), client, "26.1").status_code == 200
    for member in (people.colleague, people.stranger):
        assert explain(enter(member), client, "26.1").status_code == 404


def test_who_sees_some_areas_is_not_told_whether_something_stands_outside_them(
    enter: Enter, people: People, live: Live, organisation: Organisation, now: datetime
) -> None:
    window = enter(people.owner)  # who sees no invoices
    full, bare = live("unpaid-invoice", people.owner), client_of(organisation.id, now, people.owner)
    for clause in ("25.1", "25.3", "25.4"):
        told = []
        for client in (full, bare):
            page = explain(window, client, clause)
            assert page.status_code == 200
            main = page.content.decode().partition("<h1>")[2].partition("</main>")[0]
            told.append(re.sub(r'csrfmiddlewaretoken" value="\w+"', "", main.replace(str(client), "CLIENT")))
        assert escape(NO_MORE) in told[0]
        assert told[0] == told[1]
    assert ">25.3</a>" not in explain(window, full).content.decode()


def test_an_act_outside_the_areas_is_answered_as_one_that_is_not_there(
    enter: Enter, people: People, live: Live
) -> None:
    window, client = enter(people.owner), live("unpaid-invoice", people.owner)
    pages = [explain(window, client, "25.1", act=name) for name in ("f1", "nothing")]
    assert {page.status_code for page in pages} == {422}
    bodies = {page.content.decode().partition("<h1>")[2].partition("</main>")[0] for page in pages}
    assert len(bodies) == 1


def test_what_was_explained_is_logged(office: Client, live: Live, organisation: Organisation) -> None:
    client = live("unpaid-invoice")
    explain(office, client, "25.3")
    with tenancy.within(organisation.id):
        assert AccessEntry.objects.filter(chain_id=client, action="explain.read", allowed=True).count() == 1


def test_an_explanation_asks_as_much_of_the_database_for_a_long_life_as_for_a_short_one(
    office: Client,
    live: Live,
    organisation: Organisation,
    people: People,
    now: datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for client in (live("unpaid-invoice", people.owner), client_of(organisation.id, now, people.owner)):
        explain(office, client, "25.1")
        with django_assert_num_queries(15):
            explain(office, client, "25.1")
