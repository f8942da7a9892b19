"""The work list on the screen: what is late, due today and later, the form that does it, and who sees none of it."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nakomen.acts.labels import kind_label
from nakomen.record import ledger, tenancy
from nakomen.record.actors import system
from nakomen.record.models import AccessEntry, DutyCopy, Organisation
from nakomen.terms.compiled import packaged_norms
from nakomen.terms.packaged import SETS
from nakomen.web.desk.today.todo import TODO, todo
from tests.conftest import People, StaffMaker
from tests.record.lives import act
from tests.web.api.asking import client_of
from tests.web.desk.today.conftest import Enter, add

NAME = "Aleida Voorbeeld-Zoetemelk"


def page(window: Client, **query: str) -> str:
    answer = window.get(reverse("today"), query)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def groups(text: str) -> list[tuple[str, str]]:
    """The groups that are shown, each with its number."""
    return re.findall(r'<h2 class="group" id="group-(\w+)">[^<]*<span class="count">(\d+)</span>', text)


def test_each_duty_is_in_its_group_with_its_day_and_the_form_that_does_it(
    enter: Enter, people: People, mine: UUID
) -> None:
    text = page(enter(people.owner))
    assert groups(text) == [("late", "1"), ("today", "1"), ("none", "1")]
    assert "3 dagen te laat" in text
    assert "27 feb 2026" in text.lower()
    assert "Plan evalueren" in text
    form = reverse("act_new", args=[mine, "plan.evaluated"])
    assert f'href="{form}?act=laat&amp;clause=wonder-2020%2F12.3" data-row' in text
    why = reverse("explain", args=[mine])
    assert f'href="{why}?clause=wonder-2020%2F12.3&amp;act=laat"' in text
    assert text.count(NAME) >= 3


def test_nobody_sees_the_duties_of_clients_of_others(enter: Enter, people: People, mine: UUID) -> None:
    for member in (people.colleague, people.stranger):
        window = enter(member)
        for query in ({}, {"scope": "all"}, {"scope": "all", "client": str(mine)}, {"about": "clients"}):
            text = page(window, **query)
            assert NAME not in text, query
            assert "/clients/" + str(mine) not in text, query
            assert not {"late", "today"} & {name for name, _ in groups(page(window, about="clients"))}


def test_what_lies_outside_one_s_areas_is_neither_shown_nor_counted(
    enter: Enter, people: People, staff: StaffMaker, organisation: Organisation, mine: UUID
) -> None:
    add(organisation, mine, "overdue", date(2026, 2, 1), kind="complaint.received", what="complaint.decided")
    assert groups(page(enter(people.owner)))[0] == ("late", "1")
    office = enter(staff("administration"))
    assert groups(page(office, about="clients")) == []
    add(organisation, mine, "open", date(2026, 3, 2), kind="invoice.sent", what="reminder.sent")
    assert groups(page(office, about="clients")) == [("today", "1")]


def test_every_client_on_the_page_stands_in_the_log(
    enter: Enter, people: People, organisation: Organisation, mine: UUID
) -> None:
    page(enter(people.owner))
    with tenancy.within(organisation.id):
        lines = AccessEntry.objects.filter(subject="work list", staff=people.owner)
        assert set(lines.values_list("chain_id", "action", "event")) == {
            (None, "organisation.read", "R"),
            (mine, "standing.read", "R"),
        }


def test_a_choice_narrows_and_a_chip_takes_it_off(
    enter: Enter, people: People, organisation: Organisation, mine: UUID
) -> None:
    add(organisation, mine, "open", date(2026, 3, 4), bearer="client", what="payment.received", act="nota")
    window = enter(people.owner)
    assert groups(page(window, group="late")) == [("late", "1")]
    assert groups(page(window, what="incident.explained")) == [("none", "1")]
    assert groups(page(window, clause="wonder-2020/12.3", state="open")) == [("today", "1")]
    theirs = page(window, whose="client")
    assert groups(theirs) == [("week", "1")]
    assert "Herinner: cliënt" in theirs
    one = page(window, client=str(mine), clause="wonder-2020/21.1")
    assert f'href="/today/?scope=all&amp;client={mine}"' in one
    assert 'href="/today/?scope=all&amp;clause=wonder-2020%2F21.1"' in one
    assert "Niets voldoet" in page(window, clause="wonder-2020/99")


def test_an_address_that_fits_nothing_still_shows_the_list(enter: Enter, people: People, mine: UUID) -> None:
    query = {"scope": "x", "group": "x", "whose": "x", "client": "x", "clause": "<b>", "state": "x", "after": "x"}
    assert len(groups(page(enter(people.owner), **query))) == 3


def test_the_organisation_s_own_duties_stand_in_the_same_list(
    enter: Enter, staff: StaffMaker, people: People, organisation: Organisation, mine: UUID
) -> None:
    own = "<strong>Document publiceren</strong>"
    text = page(enter(staff("board")))
    assert NAME not in text
    assert own in text
    office = enter(staff("administration"))
    one = page(office, clause="wonder-2020/43", what="publish_document")
    assert one.count(own) == one.count("<strong>") == 1
    assert "Meldcode" in one
    carer = enter(people.owner)
    assert own not in page(carer)
    assert own in page(carer, about="organisation")
    assert own in page(carer, scope="all")
    assert own not in page(carer, scope="all", about="clients")


def test_where_nothing_waits_it_says_so(enter: Enter, people: People) -> None:
    text = page(enter(people.owner), about="clients", scope="mine")
    assert "Niets voldoet aan wat u koos." in text
    assert "Niets te doen." in page(enter(people.owner), scope="mine")


def test_a_duty_that_cannot_be_told_asks_the_question_that_settles_it(
    enter: Enter, people: People, organisation: Organisation, now: datetime, mine: UUID
) -> None:
    with tenancy.within(organisation.id):
        asked = act("information.requested", "2026-02-09", id="v1", topic="complaints")
        ledger.append(mine, [asked], actor=system("command"), now=now)
        DutyCopy.objects.filter(chain_id=mine).delete()
    add(organisation, mine, "undetermined", None, missing=["v1.topic", "consent.given", "payment_term"])
    add(organisation, mine, "undetermined", None, missing=["complaint.received"], act="a2")
    text = page(enter(people.owner), group="undetermined")
    seq = next(each for each in range(1, 9) if f"/acts/{each}/correct/" in text)
    assert f'href="{reverse("act_correct", args=[mine, seq])}?field=topic"' in text
    assert f'href="{reverse("act_new", args=[mine, "consent.given"])}"' in text
    assert "Eerste betalingstermijn van een factuur" in text
    assert reverse("act_new", args=[mine, "complaint.received"]) not in text
    assert "iemand met andere rechten" in text


def test_every_duty_of_the_packaged_conditions_says_what_is_to_be_done() -> None:
    asked = {norm.what for name in SETS for norm in packaged_norms(name).duty_list}
    assert set(TODO) == asked
    assert all(todo(kind, "nl") != todo(kind, "en") for kind in asked)
    assert todo("care.transferred", "nl") == kind_label("care.transferred", "nl")


def test_on_an_english_page_the_clause_s_title_says_that_it_is_dutch(enter: Enter, people: People, mine: UUID) -> None:
    window = enter(people.owner)
    window.cookies["nakomen_language"] = "en"
    text = page(window)
    assert "3 days late" in text
    assert "Evaluate the plan" in text
    assert '<span class="clause">12.3</span> <span lang="nl">' in text


def test_a_long_list_turns_by_fifty(enter: Enter, people: People, organisation: Organisation, mine: UUID) -> None:
    for number in range(60):
        add(organisation, mine, "open", date(2026, 4, 1) + timedelta(days=number), act=f"p{number}")
    window = enter(people.owner)
    first = page(window)
    shown = re.findall(r"\?act=(\w+)&amp;", first)
    (further,) = re.findall(r'rel="next" href="/today/\?([^"]+)"', first)
    answer = window.get("/today/?" + further.replace("&amp;", "&"))
    rest = re.findall(r"\?act=(\w+)&amp;", answer.content.decode())
    assert len(shown) == 50
    assert len(set(shown) | set(rest)) == 63
    assert set(shown).isdisjoint(rest)
    assert len(answer.content) < len(first) < 120_000


def test_filters_that_change_swap_the_list_alone(enter: Enter, people: People, mine: UUID) -> None:
    answer = enter(people.owner).get(reverse("today"), {"group": "late"}, headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert text.lstrip().startswith('<div id="list">')
    assert groups(text) == [("late", "1")]


@pytest.mark.parametrize(
    ("query", "number"),
    [({"group": "late"}, 14), ({"group": "undetermined"}, 15), ({"scope": "all", "about": "clients"}, 14)],
)
def test_a_list_of_three_rows_asks_as_often_as_one_of_one_row(
    query: dict[str, str], number: int, enter: Enter, people: People, organisation: Organisation, now: datetime
) -> None:
    window = enter(people.owner)
    found = []
    for rows in (1, 2):
        client = client_of(organisation.id, now, people.owner, name=f"Klant {rows}")
        with tenancy.within(organisation.id):
            DutyCopy.objects.filter(chain_id=client).delete()
        for _ in range(rows):
            add(organisation, client, "overdue", date(2026, 2, 1))
            add(organisation, client, "undetermined", None, missing=["consent.given"])
        page(window, **query)
        with CaptureQueriesContext(connection) as queries:
            page(window, **query)
        found.append([each["sql"] for each in queries if not each["sql"].startswith(AROUND)])
    assert [len(each) for each in found] == [number, number], "\n".join(found[1])


AROUND = ("SAVEPOINT", "RELEASE", "SELECT set_config", "SELECT e.chain_id")
"""What is not the same on both databases: a transaction within the test's own, and how the acts' rows are read."""
