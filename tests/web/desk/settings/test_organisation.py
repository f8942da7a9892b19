"""Details, services, municipalities, teams: kept where they can be, told field by field where they cannot."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from nakomen.record import tenancy
from nakomen.record.models import AccessEntry, Municipality, Organisation, Service, Team, TeamMember
from tests.conftest import StaffMaker
from tests.web.desk.settings.entering import enter, problems, words

SERVICE = {"name": "Begeleiding", "payer": "wmo", "tariff_hour": "62,50", "vat": "exempt"}


def test_changed_details_are_kept_and_logged_without_their_values(
    organisation: Organisation, staff: StaffMaker
) -> None:
    client = enter(staff("board"))
    given = {"name": "De Linde Thuis", "kvk": "12345678", "agb": "", "email": "info@example.nl", "phone": "0570 12"}
    answer = client.post(reverse("settings_organisation_change"), given, follow=True)
    assert "The details were changed." in words(answer)
    assert "De Linde Thuis" in words(answer)
    with tenancy.within(organisation.id):
        line = AccessEntry.objects.get(action="organisation.manage", event="U")
    assert line.subject == "details agb,email,kvk,name,phone"


def test_every_wrong_detail_is_told_at_once_and_nothing_typed_is_lost(
    organisation: Organisation, staff: StaffMaker
) -> None:
    client = enter(staff("board"))
    given = {"name": "", "kvk": "123", "agb": "x", "email": "no address", "phone": "call me"}
    answer = client.post(reverse("settings_organisation_change"), given)
    assert "Name: This field is required." in problems(answer)
    answer = client.post(reverse("settings_organisation_change"), {**given, "name": "De Linde"})
    told = problems(answer)
    for field, expected in (
        ("Number in the trade register", "Give the eight figures of the trade register."),
        ("AGB code", "Give the eight figures of the AGB code."),
        ("E-mail address", "Give an e-mail address."),
        ("Telephone number", "Give a telephone number."),
    ):
        assert f"{field}: {expected}" in told
    assert 'value="no address"' in answer.content.decode()
    assert 'aria-describedby="id_email_error"' in answer.content.decode()
    organisation.refresh_from_db()
    assert organisation.name == "Thuiszorg De Linde"


def test_who_signed_in_long_ago_confirms_first_and_loses_nothing(organisation: Organisation, staff: StaffMaker) -> None:
    client = enter(staff("board"), fresh=False)
    address = reverse("settings_organisation_change")
    assert client.get(address).status_code == 302
    answer = client.post(address, {"name": "De Linde Thuis"}, headers={"sec-fetch-site": "same-origin"})
    assert answer.status_code == 403
    assert 'name="name" value="De Linde Thuis"' in answer.content.decode()
    organisation.refresh_from_db()
    assert organisation.name == "Thuiszorg De Linde"


def test_a_service_is_added_with_an_amount_as_people_write_it(organisation: Organisation, staff: StaffMaker) -> None:
    client = enter(staff("functional_administrator"))
    client.post(reverse("settings_service_new"), {**SERVICE, "additional": "on", "first_day": "2-3-2026"})
    with tenancy.within(organisation.id):
        made = Service.objects.get()
    assert (made.tariff_hour, made.additional, made.remote) == (Decimal("62.50"), True, False)
    assert made.valid_from == date(2026, 3, 2)
    assert "€ 62,50" in words(client.get(reverse("settings_services")))


@pytest.mark.parametrize("tariff", ["a lot", "62,505", "-1", "1000000"])
def test_a_tariff_that_is_no_amount_is_told(tariff: str, organisation: Organisation, staff: StaffMaker) -> None:
    answer = enter(staff("board")).post(reverse("settings_service_new"), {**SERVICE, "tariff_hour": tariff})
    assert "Give an amount in euros with at most two decimals." in problems(answer)
    with tenancy.within(organisation.id):
        assert not Service.objects.exists()


def test_a_changed_service_ends_and_begins_anew_the_day_after(organisation: Organisation, staff: StaffMaker) -> None:
    client = enter(staff("board"))
    client.post(reverse("settings_service_new"), {**SERVICE, "first_day": "2026-01-01"})
    with tenancy.within(organisation.id):
        old = Service.objects.get()
    address = reverse("settings_service_change", args=[old.pk])
    answer = client.post(address, {**SERVICE, "tariff_hour": "65", "first_day": "2026-01-01"})
    assert "Choose a day after the one on which the service as it is now began." in problems(answer)
    client.post(address, {**SERVICE, "tariff_hour": "65", "first_day": "2026-04-01"})
    with tenancy.within(organisation.id):
        kept = list(Service.objects.order_by("pk").values_list("tariff_hour", "valid_from", "valid_until"))
    assert kept == [
        (Decimal("62.50"), date(2026, 1, 1), date(2026, 3, 31)),
        (Decimal("65.00"), date(2026, 4, 1), None),
    ]
    assert client.get(address).status_code == 404  # what ended is not changed once more


def test_a_service_is_not_ended_before_it_began(organisation: Organisation, staff: StaffMaker) -> None:
    client = enter(staff("board"))
    client.post(reverse("settings_service_new"), {**SERVICE, "first_day": "2026-02-01"})
    with tenancy.within(organisation.id):
        made = Service.objects.get()
    address = reverse("settings_service_end", args=[made.pk])
    answer = client.post(address, {"valid_until": "2026-01-31"})
    assert "Choose a day that is not before the first one." in problems(answer)
    client.post(address, {"valid_until": "2026-03-01"})
    assert "Services that ended (1)" in words(client.get(reverse("settings_services")))


def test_a_municipality_is_added_once(organisation: Organisation, staff: StaffMaker) -> None:
    client = enter(staff("board"))
    given = {"code": "0150", "name": "Deventer", "email": ""}
    client.post(reverse("settings_municipality_new"), given)
    told = problems(client.post(reverse("settings_municipality_new"), given))
    assert "Code: This municipality is in the list already." in told
    assert "Give the four figures" in problems(
        client.post(reverse("settings_municipality_new"), {**given, "code": "D"})
    )
    with tenancy.within(organisation.id):
        assert list(Municipality.objects.values_list("code", "name")) == [("0150", "Deventer")]


def test_a_team_gets_and_loses_members_but_nobody_adds_oneself(organisation: Organisation, staff: StaffMaker) -> None:
    keeper, carer = staff("functional_administrator"), staff("care_professional", name="Coen Collega")
    client = enter(keeper)
    assert client.post(reverse("settings_team_new"), {"name": "Team Noord"}).status_code == 302
    assert "There is a team with this name already." in problems(
        client.post(reverse("settings_team_new"), {"name": "Team Noord"})
    )
    with tenancy.within(organisation.id):
        team = Team.objects.get()
    address = reverse("settings_team_members", args=[team.pk])
    answer = client.post(address, {"member": str(carer.pk), "what": "add"}, follow=True)
    assert "Coen Collega" in words(answer)
    assert client.post(address, {"member": str(keeper.pk), "what": "add"}).status_code == 403
    client.post(address, {"member": str(carer.pk), "what": "remove"})
    with tenancy.within(organisation.id):
        assert list(team.members.all()) == []


def test_a_municipality_is_changed_and_removed(organisation: Organisation, staff: StaffMaker) -> None:
    client = enter(staff("board"))
    with tenancy.within(organisation.id):
        kept = Municipality.objects.create(organisation=organisation, code="0150", name="Deventer")
        other = Municipality.objects.create(organisation=organisation, code="0177", name="Raalte")
    address = reverse("settings_municipality_change", args=[kept.pk])
    assert 'value="Deventer"' in client.get(address).content.decode()
    answer = client.post(address, {"code": "0177", "name": "Deventer", "email": "wmo@example.nl"})
    assert "Code: This municipality is in the list already." in problems(answer)
    client.post(address, {"code": "0150", "name": "Deventer", "email": "wmo@example.nl"})
    told = words(client.post(reverse("settings_municipality_remove", args=[other.pk]), follow=True))
    assert "The municipality was removed." in told
    assert "wmo@example.nl" in told
    with tenancy.within(organisation.id):
        assert [each.code for each in Municipality.objects.all()] == ["0150"]


def test_a_team_gets_another_name_and_goes_only_when_nobody_is_in_it(
    organisation: Organisation, staff: StaffMaker
) -> None:
    client, carer = enter(staff("board")), staff("care_professional")
    with tenancy.within(organisation.id):
        team = Team.objects.create(organisation=organisation, name="Noord")
        Team.objects.create(organisation=organisation, name="Zuid")
        TeamMember.objects.create(organisation=organisation, team=team, staff=carer)
    address, page = reverse("settings_team_name", args=[team.pk]), reverse("settings_team", args=[team.pk])
    assert "There is a team with this name already." in problems(client.post(address, {"name": "Zuid"}))
    assert "Noordwest" in words(client.post(address, {"name": "Noordwest"}, follow=True))
    assert "Remove this team" not in words(client.get(page))
    told = words(client.post(reverse("settings_team_remove", args=[team.pk]), follow=True))
    assert "There is still somebody in this team." in told
    client.post(reverse("settings_team_members", args=[team.pk]), {"member": str(carer.pk), "what": "remove"})
    assert "Remove this team" in words(client.get(page))
    assert "The team was removed." in words(client.post(reverse("settings_team_remove", args=[team.pk]), follow=True))
    with tenancy.within(organisation.id):
        assert [each.name for each in Team.objects.all()] == ["Zuid"]


@pytest.mark.usefixtures("own_database")  # what was refused is logged in its own transaction
def test_nobody_changes_a_municipality_or_team_of_another_organisation(
    organisation: Organisation, other_organisation: Organisation, staff: StaffMaker
) -> None:
    with tenancy.within(other_organisation.id):
        town = Municipality.objects.create(organisation=other_organisation, code="0150", name="Deventer")
        team = Team.objects.create(organisation=other_organisation, name="Noord")
    client, carer = enter(staff("board")), enter(staff("care_professional"))
    for name, key in (
        ("settings_municipality_change", town.pk),
        ("settings_municipality_remove", town.pk),
        ("settings_team_name", team.pk),
        ("settings_team_remove", team.pk),
    ):
        address = reverse(name, args=[key])
        assert client.post(address, {"name": "x", "code": "0001"}).status_code == 404
        assert carer.post(address, {"name": "x", "code": "0001"}).status_code == 403
    with tenancy.within(other_organisation.id):
        assert (Municipality.objects.get().name, Team.objects.get().name) == ("Deventer", "Noord")
