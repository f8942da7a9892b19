"""The bill of a month: its lines with their sums, what was left out and why, and for whom it is."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from nakomen.norms import rating
from nakomen.record import tenancy
from nakomen.record.models import Organisation
from nakomen.record.standings import case
from nakomen.web.desk.words import euro
from tests.conftest import People, StaffMaker
from tests.web.api.asking import client_of
from tests.web.desk.powers.conftest import Enter, Live
from tests.web.desk.powers.test_may import text


def bill(window: Client, client: UUID, month: str = "") -> Any:
    """The bill of a month."""
    return window.get(reverse("bill", args=[client]), {"month": month} if month else {})


@pytest.mark.parametrize(
    ("example", "terms", "month"),
    [("unpaid-invoice", "wonder-2020", "2025-09"), ("no-shows", "zonl-thuisbegeleiding", "2026-02")],
)
def test_every_line_and_what_was_left_out_is_shown(
    office: Client, live: Live, organisation: Organisation, now: datetime, example: str, terms: str, month: str
) -> None:
    client = live(example, terms=terms)
    with tenancy.within(organisation.id):
        made = rating.bill(case(client).state(now.date(), None), month)
    page = bill(office, client, month)
    said = text(page)
    assert page.status_code == 200
    assert made.lines or made.left_out
    for line in made.lines:
        assert euro(line.amount) in said
        assert all(step in said for step in line.steps)
    for item in made.left_out:
        assert item.why in said
    for total in made.totals().values():
        assert f"Totaal {euro(total)}" in said


def test_each_line_explains_its_clause(office: Client, live: Live) -> None:
    client = live("unpaid-invoice")
    page = bill(office, client, "2025-09").content.decode()
    links = re.findall(rf'href="(/clients/{client}/explain/\?clause=[^"]+)"', page)
    assert links
    for link in set(links):
        assert office.get(link.replace("&amp;", "&")).status_code == 200


def test_a_month_without_anything_says_so(office: Client, live: Live) -> None:
    client = live("unpaid-invoice")
    assert "Over deze maand is er niets in rekening te brengen." in text(bill(office, client, "2024-01"))
    assert "maart 2026" in text(bill(office, client))


@pytest.mark.parametrize("month", ["2026-13", "gisteren", "0001-01", "2026-3"])
def test_a_month_that_there_is_not_is_told(office: Client, live: Live, month: str) -> None:
    page = bill(office, live("unpaid-invoice"), month)
    assert page.status_code == 422
    assert "Deze maand kan niet worden getoond" in text(page)


@pytest.mark.usefixtures("own_database")
def test_who_may_not_see_the_bill(enter: Enter, people: People, live: Live, staff: StaffMaker) -> None:
    client = live("unpaid-invoice", people.owner)
    assert bill(enter(people.owner), client).status_code == 403  # a care professional sees no money
    assert bill(enter(people.stranger), client).status_code == 403
    assert bill(enter(staff("coordinator")), client).status_code == 404
    assert bill(enter(staff("finance")), client).status_code == 200


def test_a_bill_asks_as_much_of_the_database_for_three_visits_as_for_none(
    office: Client,
    live: Live,
    organisation: Organisation,
    people: People,
    now: datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for client in (live("unpaid-invoice", people.owner), client_of(organisation.id, now, people.owner)):
        bill(office, client, "2025-09")
        with django_assert_num_queries(14):
            bill(office, client, "2025-09")
