"""A button that is pressed twice does its work once; two people who work at once both do theirs, and nothing breaks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from nakomen.record import tenancy
from nakomen.record.models import (
    CalendarFeed,
    Chain,
    ClientCard,
    ClientProperty,
    Competence,
    Document,
    Draft,
    EmergencyAccess,
    Equipment,
    EquipmentCheck,
    Invitation,
    Material,
    Municipality,
    Organisation,
    OutgoingMail,
    SavedFilter,
    Service,
    StaffMember,
    Team,
    TeamMember,
)
from tests.conftest import OwnDatabase, StaffMaker
from tests.web.api.asking import client_of
from tests.web.desk.pressing import Button, counted, places, posted
from tests.web.signing_in import session_of

DAY = "2026-03-02"
NOTE = {"on": DAY, "urgent": "no", "note": "Iets anders.", "_do": "record"}
POLICY = {"title": "Privacy", "text": "Wij letten op.", "in_force_from": DAY, "review_by": "2027-03-02"}
NEW = {
    "go": "register", "name": "Nieuwe Jansen", "birth_date": "1940-01-01", "address": "Straat 1", "postcode": "1234 AB",
    "city": "Ede", "municipality": "Ede", "electronic": "no", "on": DAY, "contact": "none", "number": "K-1",
}  # fmt: skip
URGENT = {"bsn": "999990019", "reason": "Er is brand en niemand neemt op, ik moet erbij."}


@pytest.fixture(autouse=True)
def at(now: datetime) -> Iterator[time_machine.Traveller]:
    """Every request comes at the moment of the tests."""
    with time_machine.travel(now, tick=False) as clock:
        yield clock


@pytest.fixture
def boss(staff: StaffMaker) -> StaffMember:
    """Somebody who may do nearly everything, in a small organisation."""
    return staff("board", "quality", "administration", "coordinator", "functional_administrator")


@pytest.fixture
def carer(staff: StaffMaker) -> StaffMember:
    """Somebody who gives care, and has no client."""
    return staff("care_professional")


@pytest.fixture
def window(boss: StaffMember, now: datetime) -> Client:
    """The browser of the one who may do nearly everything."""
    return session_of(boss, now)


@pytest.fixture
def client(organisation: Organisation, boss: StaffMember, now: datetime) -> UUID:
    """A client with two acts, of the one who may do nearly everything."""
    return client_of(organisation.id, now, boss)


def buttons(organisation: Organisation, client: UUID, carer: StaffMember) -> Iterator[Button]:
    """Buttons that make something, each after what it needs; a form of an act carries a key of its own too."""

    def acts() -> int:
        return int(Chain.objects.get(pk=client).length)

    def key() -> dict[str, str]:
        return {"_key": uuid4().hex}

    yield Button(reverse("act_new", args=[client, "plan.deviated"]), NOTE | key(), acts)
    yield Button(reverse("act_correct", args=[client, 3]), {**NOTE, "note": "Beter."} | key(), acts)
    yield Button(reverse("act_retract", args=[client, 3]), key(), acts)
    yield Button(reverse("register"), {**NEW, "key": uuid4().hex}, Chain.objects.count)
    yield Button(reverse("register_document_publish", args=["privacy"]), POLICY, Document.objects.count)
    device = {"name": "Lift", "code": "1", "since": DAY, "every_months": "12"}
    yield Button(reverse("register_device_add"), device, Equipment.objects.count)
    with tenancy.within(organisation.id):
        lift = Equipment.objects.get().pk
    check = {"on": DAY, "sound": "yes"}
    yield Button(reverse("register_device_check", args=[lift]), check, EquipmentCheck.objects.count)
    retire = reverse("register_device_retire", args=[lift])
    yield Button(retire, {"on": DAY}, lambda: Equipment.objects.exclude(retired_on=None).count())
    soap = {"name": "Zeep", "hazardous": "no", "since": DAY}
    yield Button(reverse("register_material_add"), soap, Material.objects.count)
    skill = {"staff": str(carer.pk), "what": "BIG", "since": DAY}
    yield Button(reverse("register_competence_add"), skill, Competence.objects.count)
    coat = {"staff": str(carer.pk), "what": "jas", "since": DAY}
    yield Button(reverse("register_property_add", args=[client]), coat, ClientProperty.objects.count)
    yield Button(reverse("settings_team_new"), {"name": "Noord"}, Team.objects.count)
    with tenancy.within(organisation.id):
        north = Team.objects.get().pk
    join = {"member": str(carer.pk), "what": "add"}
    yield Button(reverse("settings_team_members", args=[north]), join, TeamMember.objects.count)
    care = {"name": "Zorg", "payer": "wlz", "vat": "exempt"}
    yield Button(reverse("settings_service_new"), care, Service.objects.count)
    town = {"name": "Ede", "code": "0228"}
    yield Button(reverse("settings_municipality_new"), town, Municipality.objects.count)
    guest = {"email": "x@example.nl", "name": "X", "code": "x1", "roles": "care_professional"}
    yield Button(reverse("settings_invite"), guest, Invitation.objects.count)
    yield Button(reverse("today_filters"), {"name": "Mijn", "query": "scope=all"}, SavedFilter.objects.count)


def test_a_button_that_is_pressed_once_more_leads_to_what_it_did(
    organisation: Organisation, client: UUID, carer: StaffMember, window: Client
) -> None:
    for button in buttons(organisation, client, carer):
        before, sent = counted(organisation, button.count), button.drawn()
        answers = [window.post(button.address, sent) for _ in range(3)]
        assert {answer.status_code for answer in answers} == {302}, (button.address, answers[0].content)
        assert len(set(places(answers))) == 1, button.address
        assert counted(organisation, button.count) == before + 1, button.address
        page = window.get(answers[0].headers["Location"])
        assert "U hebt twee keer op de knop gedrukt. Het is één keer gedaan." in page.content.decode(), button.address


def test_a_button_that_is_pressed_twice_at_once_does_it_once(
    own_database: OwnDatabase, organisation: Organisation, client: UUID, carer: StaffMember, window: Client
) -> None:
    for button in buttons(organisation, client, carer):
        before, sent = counted(organisation, button.count), button.drawn()
        answers = posted(window, button.address, sent, sent)
        assert len(set(places(answers))) == 1, (button.address, places(answers))
        assert counted(organisation, button.count) == before + 1, button.address


def test_an_emergency_that_is_opened_twice_at_once_is_one_emergency_and_told_once(
    own_database: OwnDatabase, organisation: Organisation, client: UUID, carer: StaffMember, now: datetime
) -> None:
    sent = {**URGENT, "csrfmiddlewaretoken": "t"}
    answers = posted(session_of(carer, now), reverse("client_emergency"), sent, sent, sent)
    assert places(answers) == [reverse("client", args=[client])] * 3
    assert counted(organisation, EmergencyAccess.objects.count) == 1
    assert counted(organisation, OutgoingMail.objects.count) == 1


def test_a_form_that_was_drawn_anew_is_done_anew_and_so_is_one_of_long_ago(
    organisation: Organisation, window: Client, at: time_machine.Traveller
) -> None:
    button = Button(reverse("register_material_add"), {"name": "Zeep", "hazardous": "no", "since": DAY}, lambda: 0)
    sent = button.drawn()
    for given in (sent, button.drawn(), {**sent, "name": "Azijn"}):
        assert window.post(button.address, given).status_code == 302
    assert counted(organisation, Material.objects.count) == 3
    at.shift(timedelta(seconds=61))
    assert window.post(button.address, sent).status_code == 302
    assert counted(organisation, Material.objects.count) == 4


def test_what_is_kept_while_it_is_recorded_does_not_come_back_as_a_draft(
    organisation: Organisation, client: UUID, window: Client
) -> None:
    act = NOTE | {"_key": uuid4().hex}
    new = NEW | {"key": uuid4().hex}
    draft = reverse("draft_save", args=[client, "plan.deviated"])
    for keep, record, sent in (
        (draft, reverse("act_new", args=[client, "plan.deviated"]), act),
        (reverse("register_draft"), reverse("register"), new),
    ):
        assert window.post(keep, sent).status_code == 204
        assert counted(organisation, Draft.objects.count) == 1
        assert window.post(record, sent).status_code == 302
        assert window.post(keep, sent).status_code == 204
        assert counted(organisation, Draft.objects.count) == 0
    assert window.post(draft, act | {"_key": uuid4().hex}).status_code == 204
    assert counted(organisation, Draft.objects.count) == 1


def test_what_was_refused_is_not_remembered(organisation: Organisation, window: Client) -> None:
    sent = {"name": "Noord", "csrfmiddlewaretoken": "t"}
    address = reverse("settings_team_new")
    assert window.post(address, {**sent, "name": ""}).status_code == 422
    assert window.post(address, sent).status_code == 302
    assert window.post(address, {**sent, "csrfmiddlewaretoken": "u"}).status_code == 422
    assert counted(organisation, Team.objects.count) == 1


# --- two windows, or two people -------------------------------------------------------------------------------------


def test_versions_that_are_published_at_once_are_numbered_one_after_the_other(
    own_database: OwnDatabase, organisation: Organisation, window: Client
) -> None:
    address = reverse("register_document_publish", args=["privacy"])
    for turn in range(2):
        sent = [{**POLICY, "text": f"Tekst {turn}{number}"} for number in range(4)]
        assert set(places(posted(window, address, *sent))) == {reverse("register_document", args=["privacy"])}
    with tenancy.within(organisation.id):
        made = list(Document.objects.order_by("version").values_list("version", "text"))
    assert [version for version, _ in made] == list(range(1, 9))
    assert len({text for _, text in made}) == 8


def test_a_choice_and_a_draft_that_two_windows_keep_at_once_are_one(
    own_database: OwnDatabase, organisation: Organisation, window: Client
) -> None:
    kept = [{"name": "Mijn", "query": f"scope={scope}"} for scope in ("all", "mine", "team", "all")]
    assert "IntegrityError" not in str(places(posted(window, reverse("today_filters"), *kept)))
    typed = [{"name": name} for name in ("Jan", "Jans", "Janse", "Jansen")]
    assert places(posted(window, reverse("register_draft"), *typed)) == ["204"] * 4
    assert counted(organisation, SavedFilter.objects.count) == 1
    assert counted(organisation, Draft.objects.count) == 1


def test_of_calendars_made_at_once_the_address_of_one_works(
    own_database: OwnDatabase, organisation: Organisation, window: Client
) -> None:
    assert places(posted(window, reverse("today_calendar"), *[{"make": "yes"}] * 4)) == ["201"] * 4
    assert counted(organisation, lambda: CalendarFeed.objects.filter(revoked_at=None).count()) == 1


def test_a_colleague_who_is_put_in_a_team_by_two_at_once_is_in_it_once(
    own_database: OwnDatabase, organisation: Organisation, carer: StaffMember, window: Client
) -> None:
    with tenancy.within(organisation.id):
        north = Team.objects.create(organisation=organisation, name="Noord")
    address = reverse("settings_team_members", args=[north.pk])
    join = {"member": str(carer.pk), "what": "add"}
    assert set(places(posted(window, address, join, join, join))) == {reverse("settings_team", args=[north.pk])}
    assert counted(organisation, TeamMember.objects.count) == 1


def test_of_two_who_take_the_same_number_or_code_at_once_one_is_told_so(
    own_database: OwnDatabase, organisation: Organisation, window: Client
) -> None:
    clients = [{**NEW, "name": name, "key": uuid4().hex} for name in ("Derde Klaassen", "Vierde Pietersen")]
    assert sorted(places(posted(window, reverse("register"), *clients)))[1] == "422"
    guests = [{"email": f"{n}@example.nl", "name": n, "code": "x1", "roles": "care_professional"} for n in "ab"]
    assert sorted(places(posted(window, reverse("settings_invite"), *guests)))[1] == "422"
    teams = posted(window, reverse("settings_team_new"), {"name": "Noord"}, {"name": "Noord"})
    towns = posted(window, reverse("settings_municipality_new"), *[{"name": "Ede", "code": "0228"}] * 2)
    assert sorted(places(teams))[1] == sorted(places(towns))[1] == "422"
    assert counted(organisation, lambda: ClientCard.objects.filter(number="K-1").count()) == 1
    assert counted(organisation, Invitation.objects.count) == 1
