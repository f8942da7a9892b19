"""Choosing what to record: what is waited for first, then the kinds of one's role, found by a word or a clause."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from nakomen.acts import kind_class
from nakomen.record.models import Organisation
from tests.conftest import People, StaffMaker
from tests.record.lives import act
from tests.web.api.asking import client_of
from tests.web.desk.clients.conftest import Enter, record

CHOOSE = 14


def choose(client: UUID, query: str = "") -> str:
    return reverse("act_choose", args=[client]) + query


def link(client: UUID, kind: str) -> str:
    return f'href="{reverse("act_new", args=[client, kind])}"'


def test_what_is_waited_for_stands_first_and_leads_to_its_form(
    known: UUID, enter: Enter, people: People, organisation: Organisation, now: datetime
) -> None:
    page = enter(people.owner).get(choose(known)).content.decode()
    waited = page.index("Hier wordt nu op gewacht")
    assert waited < page.index("Alle soorten handelingen")
    assert "record/plan.presented/?act=" in page[waited:] or "guided/plan" in page[waited:]


def test_only_the_kinds_of_ones_role_can_be_chosen(known: UUID, enter: Enter, staff: StaffMaker) -> None:
    page = enter(staff("finance")).get(choose(known)).content.decode()
    assert link(known, "payment.received") in page
    assert link(known, "team.met") not in page
    assert kind_class("team.met").labels.nl not in page


def test_a_word_or_the_number_of_a_clause_finds_a_kind_in_either_language(
    known: UUID, enter: Enter, people: People
) -> None:
    window = enter(people.owner)
    for wanted in ("sleutel+terug", "key+returned", "8.1.8"):
        page = window.get(choose(known, f"?q={wanted}")).content.decode()
        assert link(known, "key.returned") in page
        assert link(known, "team.met") not in page
    assert "Geen soort handeling past" in window.get(choose(known, "?q=onzin")).content.decode()


def test_kinds_with_a_guided_form_lead_there(known: UUID, enter: Enter, staff: StaffMaker) -> None:
    page = enter(staff("coordinator", "administration")).get(choose(known)).content.decode()
    assert reverse("guided", args=[known, "home_check"]) in page


def test_the_list_takes_as_many_queries_for_three_duties_as_for_one(
    enter: Enter,
    people: People,
    organisation: Organisation,
    now: datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    fresh = client_of(organisation.id, now, people.owner)
    window = enter(people.owner)
    window.get(choose(fresh))
    for count in (1, 3):
        asked = [act("dossier.copy_requested", "2026-03-01", id=f"{count}-{n}", by="client") for n in range(count)]
        record(organisation, fresh, now, *asked)
        with django_assert_num_queries(CHOOSE):
            page = window.get(choose(fresh)).content
        assert page.count(b"<a data-row") >= count
        assert len(page) < 120_000
