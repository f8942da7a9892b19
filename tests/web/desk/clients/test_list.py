"""The list of clients and the search: who is shown to whom, what is counted, and that nothing typed gets lost."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from nakomen.record import tenancy
from nakomen.record.models import AccessEntry, ClientCard, EmergencyAccess, Organisation, StaffMember
from nakomen.web.desk.clients.searching import read
from tests.conftest import People, StaffMaker
from tests.web.api.asking import client_of
from tests.web.desk.clients.conftest import Enter, agreed, record
from tests.web.signing_in import session_of

NAME = "Aleida Voorbeeld-Zoetemelk"
SEARCH = reverse("client_search")


def lines(organisation: Organisation, subject: str) -> list[UUID | None]:
    with tenancy.within(organisation.id):
        return list(AccessEntry.objects.filter(subject=subject, allowed=True).values_list("chain_id", flat=True))


# --- the list -------------------------------------------------------------------------------------------------------


def test_the_list_shows_each_person_the_own_clients_and_logs_each_one(
    known: UUID, enter: Enter, people: People, organisation: Organisation
) -> None:
    assert NAME in enter(people.owner).get(reverse("clients")).content.decode()
    assert known in lines(organisation, "list")
    for other in (people.colleague, people.stranger):
        page = enter(other).get(reverse("clients")).content.decode()
        assert NAME not in page
        assert "Er zijn nog geen cliënten die u mag zien" in page


def test_the_list_takes_as_many_queries_for_three_clients_as_for_one(
    known: UUID,
    enter: Enter,
    people: People,
    organisation: Organisation,
    now: datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    window = enter(people.owner)
    window.get(reverse("clients"))
    with django_assert_num_queries(LIST):
        assert window.get(reverse("clients")).content.decode().count("data-row ") == 1
    for _ in range(2):
        record(organisation, client_of(organisation.id, now, people.owner), now, *agreed())
    with django_assert_num_queries(LIST):
        assert window.get(reverse("clients")).content.decode().count("data-row ") == 3


LIST = 12


def test_filters_leave_out_what_does_not_fit_and_stay_in_the_links_to_other_pages(
    known: UUID, enter: Enter, staff: StaffMaker, organisation: Organisation, now: datetime
) -> None:
    client_of(organisation.id, now, name="Nog Zonder Overeenkomst")
    window = enter(staff("administration"))
    page = window.get(reverse("clients"), {"status": "in_force"}).content.decode()
    assert NAME in page
    assert "Nog Zonder" not in page
    page = window.get(reverse("clients"), {"status": "none"}).content.decode()
    assert NAME not in page
    assert "Nog Zonder" in page
    assert "Geen cliënt past" in window.get(reverse("clients"), {"scope": "mine"}).content.decode()
    assert NAME in window.get(reverse("clients"), {"status": "x", "scope": "y", "page": "no"}).content.decode()


def test_mine_and_my_teams_are_those_of_the_care_relation(
    known: UUID, enter: Enter, people: People, staff: StaffMaker, organisation: Organisation
) -> None:
    from nakomen.record.models import Team, TeamMember

    leader = staff("coordinator", "administration")
    with tenancy.within(organisation.id):
        team = Team.objects.create(organisation=organisation, name="Noord")
        for member in (people.owner, leader):
            TeamMember.objects.create(organisation=organisation, team=team, staff=member)
    window = enter(leader)
    assert NAME in window.get(reverse("clients"), {"scope": "team"}).content.decode()
    assert NAME not in window.get(reverse("clients"), {"scope": "mine"}).content.decode()
    assert NAME in enter(people.owner).get(reverse("clients"), {"scope": "mine"}).content.decode()


def test_late_duties_of_another_area_are_neither_counted_nor_a_reason_to_be_listed(
    known: UUID, enter: Enter, staff: StaffMaker, organisation: Organisation
) -> None:
    from nakomen.record.models import DutyCopy

    with tenancy.within(organisation.id):
        ClientCard.objects.filter(pk=known).update(overdue_count=1)
        DutyCopy.objects.filter(chain_id=known).update(state="overdue", kind="plan.agreed")
    page = enter(staff("administration")).get(reverse("clients"), {"late": "yes"}).content.decode()
    assert NAME not in page
    assert "te laat</span>" not in enter(staff("administration")).get(reverse("clients")).content.decode()


# --- the search -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ("999990019", ["bsn"]),
        ("9999.90.019", ["bsn"]),
        ("9-3-1941", ["birth_date"]),
        ("09-03-1941", ["birth_date"]),
        ("1941-03-09", ["birth_date"]),
        ("31-2-1941", ["name"]),
        ("1011ab", ["postcode"]),
        ("1011", ["postcode"]),
        ("Zoetemelk", ["name"]),
        ("de Vries 2", ["name"]),
    ],
)
def test_what_is_typed_is_taken_for_what_it_looks_like(typed: str, fields: list[str]) -> None:
    assert read(typed).fields() == fields


@pytest.mark.parametrize("typed", ["zoetem", "999990019", "9-3-1941", "1011 AB"])
def test_the_only_one_who_fits_is_opened_at_once(typed: str, known: UUID, enter: Enter, people: People) -> None:
    answer = enter(people.owner).post(SEARCH, {"q": typed})
    assert answer.headers["Location"] == reverse("client", args=[known])


def test_several_who_fit_are_listed_by_name_and_logged(
    known: UUID, enter: Enter, people: People, organisation: Organisation, now: datetime
) -> None:
    other = client_of(organisation.id, now, people.owner, name="Berend Zoetemelk")
    page = enter(people.owner).post(SEARCH, {"q": "zoetemelk"}).content.decode()
    assert page.index("Aleida") < page.index("Berend")
    assert {known, other} <= set(lines(organisation, "search result"))


def test_a_search_finds_nobody_outside_the_care_relation_and_offers_emergency_access(
    known: UUID, enter: Enter, people: People
) -> None:
    page = enter(people.colleague).post(SEARCH, {"q": "Zoetemelk"}).content.decode()
    assert "Niemand gevonden" in page
    assert reverse("client_emergency") in page
    assert "Aleida" not in page
    assert "Niemand gevonden" in enter(people.stranger).post(SEARCH, {"q": "Zoetemelk"}).content.decode()


def test_what_cannot_be_searched_for_is_told_and_stays_typed(enter: Enter, people: People) -> None:
    window = enter(people.owner)
    for typed, told in (("x", "ten minste twee letters"), ("123456789", "geen BSN")):
        answer = window.post(SEARCH, {"q": typed})
        assert answer.status_code == 422
        assert told in answer.content.decode()
        assert f'value="{typed}"' in answer.content.decode()
    assert window.get(SEARCH).status_code == 200
    assert window.post(SEARCH, {"q": "zoete", "after": "nothing"}).status_code == 422


def test_a_complaints_officer_finds_a_client_to_record_a_complaint_but_opens_no_file(
    known: UUID, enter: Enter, staff: StaffMaker
) -> None:
    window = enter(staff("complaints_officer"))
    page = window.post(SEARCH, {"q": "Zoetemelk"}).content.decode()
    assert reverse("act_choose", args=[known]) in page
    assert f'href="{reverse("client", args=[known])}"' not in page
    assert window.get(reverse("client", args=[known])).status_code == 404


# --- emergency access -----------------------------------------------------------------------------------------------

REASON = "gevonden op straat, geen antwoord op vragen"


def fresh(member: StaffMember, now: datetime) -> Client:
    """Who has just signed in: emergency access asks for that."""
    window = session_of(member, now)
    session = window.session
    session["account_authentication_methods_user"] = str(member.user_id)
    session.save()
    return window


def test_emergency_access_asks_for_a_fresh_sign_in(people: People, now: datetime) -> None:
    window = fresh(people.colleague, now)
    assert window.get(reverse("client_emergency")).status_code == 200
    with time_machine.travel(now + timedelta(minutes=6), tick=False):
        assert "reauthenticate" in window.get(reverse("client_emergency")).headers["Location"]


def test_emergency_access_leads_to_the_file_and_says_so_there(
    known: UUID, people: People, organisation: Organisation, now: datetime
) -> None:
    window = fresh(people.colleague, now)
    assert window.get(reverse("client", args=[known])).status_code == 404
    given = {"name": NAME, "birth_date": "9-3-1941", "reason": REASON}
    answer = window.post(reverse("client_emergency"), given)
    assert answer.headers["Location"] == reverse("client", args=[known])
    page = window.get(answer.headers["Location"]).content.decode()
    assert "U hebt noodtoegang tot dit dossier tot 2 mrt 2026 14:00" in page
    with tenancy.within(organisation.id):
        opened = EmergencyAccess.objects.get()
        assert (opened.chain_id, opened.reason) == (known, REASON)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"reason": REASON}, "Geef het BSN"),
        ({"name": NAME, "reason": REASON}, "Geef het BSN"),
        ({"bsn": "999990019", "reason": "spoed"}, "ten minste 20 tekens"),
        ({"bsn": "123456789", "reason": REASON}, "geen BSN"),
        ({"name": NAME, "birth_date": "10-3-1941", "reason": REASON}, "past geen cliënt"),
        ({"name": NAME, "birth_date": "maart", "reason": REASON}, "Geboortedatum:"),
    ],
)
def test_emergency_access_tells_what_it_lacks_and_keeps_what_was_typed(
    given: dict[str, str], told: str, known: UUID, people: People, organisation: Organisation, now: datetime
) -> None:
    answer = fresh(people.colleague, now).post(reverse("client_emergency"), given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page
    assert all(value in page for value in given.values())
    with tenancy.within(organisation.id):
        assert not EmergencyAccess.objects.exists()


def test_who_gives_no_care_has_no_emergency_access(enter: Enter, staff: StaffMaker) -> None:
    assert enter(staff("administration")).get(reverse("client_emergency")).status_code == 403
