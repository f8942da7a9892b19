"""Keeping a choice by a name: opening, renaming and removing it, one's own only."""

from __future__ import annotations

from uuid import UUID

from django.test import Client
from django.urls import reverse

from nakomen.record import filters, tenancy
from nakomen.record.models import Organisation
from tests.conftest import People
from tests.web.desk.today.conftest import Enter


def kept(people: People, organisation: Organisation) -> list[tuple[int, str, str]]:
    with tenancy.within(organisation.id):
        return [(each.pk, each.name, each.query) for each in filters.entries(people.owner.pk)]


def save(window: Client, name: str, query: str = "scope=mine&group=late") -> int:
    return window.post(reverse("today_filters"), {"name": name, "query": query}).status_code


def test_a_saved_choice_is_one_click_away(enter: Enter, people: People, organisation: Organisation, mine: UUID) -> None:
    window = enter(people.owner)
    assert save(window, "Te laat, eerst") == 302
    ((_, name, query),) = kept(people, organisation)
    assert (name, query) == ("Te laat, eerst", "scope=mine&group=late")
    text = window.get(reverse("today")).content.decode()
    assert '<a href="/today/?scope=mine&amp;group=late">★ Te laat, eerst</a>' in text
    assert "Te laat, eerst" not in enter(people.colleague).get(reverse("today")).content.decode()


def test_only_what_can_be_chosen_is_kept(enter: Enter, people: People, organisation: Organisation) -> None:
    save(enter(people.owner), "Alles", "scope=all&group=x&next=//elsewhere.example&after=2026-01-01.1")
    assert [query for _, _, query in kept(people, organisation)] == ["scope=all"]


def test_a_name_that_will_not_do_comes_back_as_it_was_typed(
    enter: Enter, people: People, organisation: Organisation
) -> None:
    window = enter(people.owner)
    answer = window.post(reverse("today_filters"), {"name": "x" * 70, "query": "group=late"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="' + "x" * 70 in text
    assert 'role="alert"' in text
    assert 'name="query" value="group=late"' in text
    assert kept(people, organisation) == []


def test_renaming_and_removing_are_for_the_owner_only(enter: Enter, people: People, organisation: Organisation) -> None:
    window, other = enter(people.owner), enter(people.colleague)
    save(window, "Een")
    save(window, "Twee", "group=today")
    (one, _, _), _ = kept(people, organisation)
    address = reverse("today_filter", args=[one])
    assert other.post(address, {"name": "Gekaapt"}).status_code == 404
    other.post(address, {"remove": "yes"})
    assert window.post(address, {"name": "Twee"}).status_code == 422
    assert window.post(address, {"name": "Drie"}).status_code == 302
    assert [name for _, name, _ in kept(people, organisation)] == ["Drie", "Twee"]
    page = window.get(reverse("today_filters")).content.decode()
    assert 'value="Drie"' in page
    window.post(address, {"remove": "yes"})
    assert [name for _, name, _ in kept(people, organisation)] == ["Twee"]
