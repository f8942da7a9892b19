from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse

from nakomen.record import tenancy
from nakomen.record.models import ClientCard, Draft, Organisation, StaffMember
from tests.conftest import StaffMaker
from tests.web.api.asking import client_of
from tests.web.desk.guided.conftest import Window, hidden, problems

pytestmark = pytest.mark.usefixtures("database")

WHO: dict[str, Any] = {
    "go": "register",
    "key": "een-sleutel",
    "name": "Nieuwe van der Proef",
    "birth_date": "1950-04-05",
    "bsn": "999990032",
    "address": "Proefpad 2",
    "postcode": "1234ab",
    "city": "Zwolle",
    "municipality": "Zwolle",
    "phone": "038 1234567",
    "email": "",
    "electronic": "no",
    "plain_language": "",
    "on": "2026-03-02",
    "number": "C-0101",
    "contact": "none",
}


@pytest.fixture
def office(staff: StaffMaker, window: Callable[[StaffMember], Window]) -> Window:
    return window(staff("administration"))


def cards(organisation: Organisation) -> list[ClientCard]:
    with tenancy.within(organisation.pk):
        return list(ClientCard.objects.order_by("number"))


def drafts(organisation: Organisation) -> int:
    with tenancy.within(organisation.pk):
        return int(Draft.objects.count())


def test_registering_opens_the_file_and_leads_to_what_comes_before_the_agreement(
    office: Window, organisation: Organisation
) -> None:
    answer = office.web.post(reverse("register"), WHO)
    (card,) = cards(organisation)
    assert answer.headers["Location"] == reverse("signing", args=(card.pk,))
    assert (card.name, card.number, card.postcode) == ("Nieuwe van der Proef", "C-0101", "1234AB")
    assert office.kinds(card.pk) == ["client.registered"]


def test_the_same_form_sent_twice_registers_one_client(office: Window, organisation: Organisation) -> None:
    first = office.web.post(reverse("register"), {**WHO, "number": ""})
    again = office.web.post(reverse("register"), {**WHO, "number": "", "go": "anyway"})
    assert first.headers["Location"] == again.headers["Location"]
    assert len(cards(organisation)) == 1


def test_the_next_free_number_is_filled_in(office: Window, organisation: Organisation) -> None:
    office.web.post(reverse("register"), {**WHO, "number": "C-0199"})
    assert 'value="C-0200"' in office.web.get(reverse("register")).content.decode()


def test_wrong_answers_are_told_all_at_once_and_nothing_typed_is_lost(
    office: Window, organisation: Organisation
) -> None:
    wrong = {**WHO, "birth_date": "2027-01-01", "bsn": "123456789", "postcode": "0123 AB", "electronic": ""}
    answer = office.web.post(reverse("register"), wrong)
    assert answer.status_code == 422
    assert [each.partition(":")[0] for each in problems(answer)] == [
        "Date of birth",
        "Citizen service number (BSN)",
        "Postcode",
        "Can receive electronic information",
    ]
    page = answer.content.decode()
    for typed in ("Nieuwe van der Proef", "123456789", "0123 AB", "Proefpad 2", "038 1234567"):
        assert f'value="{typed}"' in page
    assert cards(organisation) == []
    assert 'value="Proefpad 2"' in office.web.get(reverse("register")).content.decode()


def test_a_draft_of_a_new_client_goes_when_it_is_registered_or_thrown_away(
    office: Window, organisation: Organisation
) -> None:
    assert office.web.post(reverse("register_draft"), {**WHO, "name": "Half"}).status_code == 204
    assert 'value="Half"' in office.web.get(reverse("register")).content.decode()
    office.web.post(reverse("register"), {"go": "wipe"})
    assert drafts(organisation) == 0
    office.web.post(reverse("register"), {**WHO, "go": "save"})
    assert drafts(organisation) == 1
    office.web.post(reverse("register"), WHO)
    assert drafts(organisation) == 0


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name": "Heel Anders", "birth_date": "1960-01-01", "bsn": "999990019"}, "the same BSN"),
        ({"name": "A. Zoetemelk", "birth_date": "1941-03-09", "bsn": ""}, "about the same name, the same birthday"),
    ],
)
def test_a_client_who_may_be_there_already_is_shown_before_another_one_is_made(
    office: Window, organisation: Organisation, now: datetime, changed: dict[str, str], told: str
) -> None:
    there = client_of(organisation.pk, now)
    answer = office.web.post(reverse("register"), {**WHO, **changed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert reverse("client", args=(there,)) in page
    assert told in page
    assert len(cards(organisation)) == 1
    anyway = office.web.post(reverse("register"), {**WHO, **changed, "go": "anyway", "key": hidden(page, "key")})
    assert anyway.status_code == 302
    assert len(cards(organisation)) == 2


def test_nothing_is_told_of_a_client_whom_one_may_not_find(
    staff: StaffMaker, window: Callable[[StaffMember], Window], organisation: Organisation, now: datetime
) -> None:
    client_of(organisation.pk, now)
    coordinator = window(staff("coordinator"))
    answer = coordinator.web.post(reverse("register"), {**WHO, "bsn": "999990019"})
    assert answer.status_code == 302


def test_a_coordinator_is_in_the_team_of_whom_she_registers(
    staff: StaffMaker, window: Callable[[StaffMember], Window], organisation: Organisation
) -> None:
    member = staff("coordinator")
    own = window(member)
    assert f'<option value="{member.code}" selected>' in own.web.get(reverse("register")).content.decode()
    answer = own.web.post(reverse("register"), {**WHO, "contact": member.code})
    (card,) = cards(organisation)
    assert own.kinds(card.pk) == ["client.registered", "team.assigned"]
    assert own.web.get(answer.headers["Location"]).status_code == 200


def test_who_is_not_in_the_team_hears_that_the_file_is_not_open(
    staff: StaffMaker, window: Callable[[StaffMember], Window], organisation: Organisation
) -> None:
    own = window(staff("coordinator"))
    assert own.web.post(reverse("register"), WHO).headers["Location"] == reverse("clients")


@pytest.mark.parametrize("role", ["care_professional", "finance", "quality", "board", "complaints_officer"])
def test_a_role_that_does_not_register_gets_no_form(
    role: str, staff: StaffMaker, window: Callable[[StaffMember], Window], organisation: Organisation
) -> None:
    own = window(staff(role))
    assert own.web.get(reverse("register")).status_code == 403
    assert own.web.post(reverse("register"), WHO).status_code == 403
    assert cards(organisation) == []


def test_a_number_of_another_client_is_refused(office: Window, organisation: Organisation) -> None:
    office.web.post(reverse("register"), WHO)
    answer = office.web.post(reverse("register"), {**WHO, "go": "anyway", "key": "anders", "bsn": ""})
    assert answer.status_code == 422
    assert problems(answer) == ["Client number: Another client has this number. The next free one is C-0102."]
