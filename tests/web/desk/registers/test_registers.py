"""The screens of the registers: who sees and who writes, what is late, and that nothing of another shows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from nakomen.record import ledger, registers, tenancy
from nakomen.record.actors import system
from nakomen.record.models import (
    AccessEntry,
    ClientProperty,
    Competence,
    Document,
    Equipment,
    Instruction,
    KeyCopy,
    Material,
    Organisation,
    StaffMember,
)
from nakomen.record.registers import competence, documents, equipment
from tests.conftest import People, StaffMaker
from tests.record.lives import act
from tests.web.api.asking import client_of
from tests.web.signing_in import session_of

TODAY = date(2026, 3, 2)
SYSTEM = system("command")
LISTS = (
    "registers", "register_competence", "register_instruction", "register_equipment", "register_materials",
    "register_keys", "register_property", "register_documents",
)  # fmt: skip


def entered(member: StaffMember, now: datetime, language: str = "nl") -> Client:
    window = session_of(member, now)
    session = window.session
    session["account_authentication_methods_user"] = str(member.user_id)  # whose sign-in it was, so that it is fresh
    session.save()
    window.cookies["nakomen_language"] = language
    return window


def page(window: Client, name: str, status: int = 200, query: str = "", **parts: object) -> str:
    answer = window.get(reverse(name, kwargs=parts) + query)
    assert answer.status_code == status, answer.content
    return answer.content.decode()


def post(window: Client, name: str, data: Mapping[str, object], **parts: object) -> Any:
    return window.post(reverse(name, kwargs=parts), dict(data))


def with_key(organisation: Organisation, now: datetime, *carers: StaffMember, name: str = "Aleida Sleutel") -> UUID:
    client = client_of(organisation.id, now, *carers, name=name)
    with tenancy.within(organisation.id):
        ledger.append(client, [act("key.handed_over", id="k1", to="Eva")], actor=SYSTEM, now=now)
    return client


# --- seeing ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_register_opens_while_it_is_empty(staff: StaffMaker, now: datetime, language: str) -> None:
    window = entered(staff("quality"), now, language)
    for name in LISTS:
        assert page(window, name).count("<h1") == 1, name


def test_the_overview_tells_what_is_late_where(staff: StaffMaker, organisation: Organisation, now: datetime) -> None:
    member = staff("care_professional", name="Eva Eigenaar", since=TODAY)
    with tenancy.within(organisation.id):
        competence.add(
            member.id, "Insuline spuiten", evidence="", since=date(2024, 1, 1), until=TODAY - timedelta(days=1),
            actor=SYSTEM, now=now,
        )  # fmt: skip
    text = page(entered(staff("quality", since=TODAY), now), "registers")
    assert "Eva Eigenaar: Insuline spuiten" in text
    assert "Document publiceren: klachtenregeling" in text
    assert reverse("register_document", kwargs={"sort": "complaint_scheme"}) in text


def test_a_stranger_sees_nothing_of_these_registers(
    people: People, staff: StaffMaker, organisation: Organisation, now: datetime
) -> None:
    with_key(organisation, now, people.owner)
    with tenancy.within(organisation.id):
        row = competence.add(people.owner.id, "KANARIE", evidence="", since=TODAY, until=TODAY, actor=SYSTEM, now=now)
        device = equipment.add(name="KANARIE", code="", place="", since=TODAY, every_months=1, actor=SYSTEM, now=now)
        documents.publish(
            "privacy", title="KANARIE", text="KANARIE", in_force_from=TODAY, review_by=None,
            asks=registers.wanted(TODAY), actor=SYSTEM, now=now,
        )  # fmt: skip
    stranger = staff("quality", organisation=people.stranger.organisation)
    window = entered(stranger, now)
    for name in LISTS:
        assert "KANARIE" not in page(window, name)
    for register in ("competence", "equipment", "documents", "keys"):
        assert "KANARIE" not in page(window, "register_export", register=register)
    assert "KANARIE" not in page(window, "register_document", sort="privacy")
    page(window, "register_competence_end", 404, competence_id=row.id)
    page(window, "register_device", 404, equipment_id=device.id)
    page(window, "register_document_version", 404, sort="privacy", version=1)


def test_keys_show_to_who_has_the_relation_and_each_client_is_logged(
    people: People, organisation: Organisation, now: datetime
) -> None:
    client = with_key(organisation, now, people.owner)
    text = page(entered(people.owner, now), "register_keys")
    assert "Aleida Sleutel" in text
    assert f"{reverse('act_new', kwargs={'client': client, 'kind': 'key.returned'})}?act=k1" in text
    with tenancy.within(organisation.id):
        logged = AccessEntry.objects.filter(chain_id=client, subject="register keys", staff_id=people.owner.id)
        assert logged.count() == 1
    for other in (people.colleague, people.stranger):
        assert "Aleida Sleutel" not in page(entered(other, now), "register_keys")
        assert "Aleida Sleutel" not in page(entered(other, now), "register_export", register="keys")
    assert "Aleida Sleutel" in page(entered(people.owner, now), "register_export", register="keys")


def test_a_role_whose_areas_leave_out_the_home_sees_no_keys(
    staff: StaffMaker, organisation: Organisation, now: datetime
) -> None:
    with_key(organisation, now)
    for role in ("administration", "finance", "board"):
        assert "Aleida Sleutel" not in page(entered(staff(role), now), "register_keys"), role


@pytest.mark.parametrize(
    ("name", "expected"),
    [("register_competence", 12), ("register_equipment", 10), ("register_keys", 13), ("register_property", 13)],
)
def test_a_list_takes_as_many_queries_for_one_row_as_for_three(
    name: str, expected: int, people: People, staff: StaffMaker, organisation: Organisation, now: datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    window = entered(people.owner, now)
    page(window, name)
    for place in range(3):
        client = with_key(organisation, now, people.owner, name=f"Aleida Nummer {place}")
        with tenancy.within(organisation.id):
            competence.add(staff("finance").id, "BIG", evidence="", since=TODAY, until=TODAY, actor=SYSTEM, now=now)
            equipment.add(name="T", code=f"{place}", place="", since=TODAY, every_months=1, actor=SYSTEM, now=now)
            thing = ClientProperty(organisation=organisation, chain_id=client, staff=people.owner, since=TODAY)
            thing.what = "jas"
            thing.save()
        if place in (0, 2):
            with django_assert_num_queries(expected):
                page(window, name)


def test_a_long_list_has_pages(staff: StaffMaker, organisation: Organisation, now: datetime) -> None:
    with tenancy.within(organisation.id):
        Equipment.objects.bulk_create(
            [
                Equipment(organisation=organisation, name=f"Toestel {place:03}", since=TODAY, every_months=12)
                for place in range(120)
            ]
        )
    window = entered(staff("quality"), now)
    first, last = page(window, "register_equipment"), page(window, "register_equipment", query="?page=3")
    assert "Toestel 049" in first
    assert "Toestel 050" not in first
    assert "Toestel 119" in last
    assert len(first) < 60_000


def test_who_can_do_one_thing_is_found_at_once(staff: StaffMaker, organisation: Organisation, now: datetime) -> None:
    able, other = staff("care_professional", name="Eva Eigenaar"), staff("care_professional", name="Otto Overig")
    with tenancy.within(organisation.id):
        for member, what in ((able, "Insuline spuiten"), (other, "Tillift & hulp")):
            competence.add(member.id, what, evidence="", since=TODAY, until=None, actor=SYSTEM, now=now)
        gone = competence.add(other.id, "Katheter", evidence="", since=TODAY, until=None, actor=SYSTEM, now=now)
        competence.end(gone.pk, TODAY, actor=SYSTEM, now=now)
    window = entered(staff("quality"), now)
    found = page(window, "register_competence", query="?what=Insuline+spuiten")
    assert "Eva Eigenaar" in found
    assert "Otto Overig" not in found
    assert "?show=all&amp;what=Insuline+spuiten" in found
    assert "Niemand in dienst is hier nu bekwaam in: Katheter." in page(
        window, "register_competence", query="?what=Katheter"
    )
    assert "Otto Overig" in page(window, "register_competence", query="?what=Tillift+%26+hulp")
    everybody = page(window, "register_competence", query="?what=%3Cb%3E")
    assert "Eva Eigenaar" in everybody
    assert "Otto Overig" in everybody


# --- writing --------------------------------------------------------------------------------------------------------


def test_who_may_not_keep_registers_gets_no_form_and_no_button(
    people: People, organisation: Organisation, now: datetime
) -> None:
    window = entered(people.owner, now)
    assert reverse("register_competence_add") not in page(window, "register_competence")
    for name in ("register_competence_add", "register_instruction_add", "register_device_add", "register_material_add"):
        page(window, name, 403)
        assert post(window, name, {"name": "x"}).status_code == 403
    page(window, "register_document_publish", 403, sort="privacy")
    with tenancy.within(organisation.id):
        assert AccessEntry.objects.filter(allowed=False, action="register.manage").count() == 8


def test_a_competence_is_added_renewed_and_ended(staff: StaffMaker, organisation: Organisation, now: datetime) -> None:
    member = staff("coordinator")
    window = entered(member, now)
    data = {"staff": member.id, "what": "BIG", "evidence": "nr 1", "since": "2025-01-01", "until": "2026-03-10"}
    assert post(window, "register_competence_add", data).headers["Location"] == reverse("register_competence")
    with tenancy.within(organisation.id):
        row = Competence.objects.get()
    assert "verloopt binnenkort" in page(window, "register_competence")
    assert 'value="nr 1"' in page(window, "register_competence_add", query=f"?renews={row.pk}")
    renewed = data | {"since": "2026-03-01", "until": "2031-03-10"}
    post(window, "register_competence_add", renewed)
    assert "verloopt binnenkort" not in page(window, "register_competence")
    assert "verloopt binnenkort" in page(window, "register_competence", query="?show=all")
    done = post(window, "register_competence_end", {"on": "2026-03-02"}, competence_id=row.pk)
    assert done.status_code == 302
    with tenancy.within(organisation.id):
        assert list(Competence.objects.order_by("since").values_list("ended_on", flat=True)) == [TODAY, None]


def test_what_does_not_fit_is_told_on_top_and_at_the_field_with_what_was_typed(
    staff: StaffMaker, organisation: Organisation, now: datetime
) -> None:
    member = staff("coordinator")
    answer = post(
        entered(member, now), "register_competence_add",
        {"staff": member.id, "what": "Getypt", "since": "2027-01-01", "until": "geen dag"},
    )  # fmt: skip
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'role="alert"' in text
    assert 'href="#id_until"' in text
    assert 'aria-invalid="true"' in text
    assert 'value="Getypt"' in text
    later = post(
        entered(member, now), "register_competence_add", {"staff": member.id, "what": "W", "since": "2027-01-01"}
    )
    assert later.status_code == 422
    assert "Kies een dag die niet in de toekomst ligt." in later.content.decode()
    with tenancy.within(organisation.id):
        assert not Competence.objects.exists()


def test_several_people_are_instructed_at_once_and_the_day_is_taken_over(
    staff: StaffMaker, organisation: Organisation, now: datetime
) -> None:
    board, carer = staff("board", name="Bea"), staff("care_professional", name="Eva")
    window = entered(board, now)
    form = page(window, "register_instruction_add", query="?topic=lifting")
    assert form.count("checked") == 1  # the board gives no care, so only the carer is chosen already
    assert form.index(f'value="{carer.id}"') < form.index("checked") < form.index("</div>", form.index("checked"))
    data = {"topic": "confidentiality", "staff": [carer.id, board.id], "on": "2026-02-02", "by": "docent"}
    assert post(window, "register_instruction_add", data).status_code == 302
    with tenancy.within(organisation.id):
        assert Instruction.objects.count() == 2
    assert "Neem 2 feb 2026 over in de instellingen" in page(window, "register_instruction")
    adopted = post(window, "register_instruction_adopt", {}, topic="confidentiality")
    assert adopted.headers["Location"] == reverse("register_instruction")
    organisation.refresh_from_db()
    assert organisation.provider["instructed"] == {"confidentiality": "2026-02-02"}
    assert "Neem 2 feb 2026 over" not in page(window, "register_instruction")


def test_who_keeps_registers_without_managing_the_organisation_takes_nothing_over(
    staff: StaffMaker, organisation: Organisation, now: datetime
) -> None:
    window = entered(staff("quality"), now)
    assert post(window, "register_instruction_adopt", {}, topic="confidentiality").status_code == 403
    organisation.refresh_from_db()
    assert "instructed" not in organisation.provider


def test_a_device_is_added_checked_and_retired_and_its_checks_stay(
    staff: StaffMaker, organisation: Organisation, now: datetime
) -> None:
    window = entered(staff("coordinator"), now)
    data: dict[str, object] = {"name": "Tillift", "code": "TL-1", "since": "2024-01-01", "every_months": 12}
    assert post(window, "register_device_add", data).status_code == 302
    with tenancy.within(organisation.id):
        device = Equipment.objects.get()
    assert "keuring te laat" in page(window, "register_equipment")
    refused = post(window, "register_device_check", {"on": "2026-03-01", "sound": "no"}, equipment_id=device.pk)
    assert refused.status_code == 422
    post(window, "register_device_check", {"on": "2026-03-01", "sound": "yes", "by": "keurder"}, equipment_id=device.pk)
    assert "goedgekeurd" in page(window, "register_equipment")
    post(window, "register_device_retire", {"on": "2026-03-02"}, equipment_id=device.pk)
    assert "TL-1" not in page(window, "register_equipment")
    assert "TL-1" in page(window, "register_equipment", query="?show=all")
    assert "keurder" in page(window, "register_device", equipment_id=device.pk)


def test_a_hazardous_material_stands_out_until_it_is_used_no_more(
    staff: StaffMaker, organisation: Organisation, now: datetime
) -> None:
    window = entered(staff("coordinator"), now)
    post(window, "register_material_add", {"name": "Chloor", "hazardous": "yes", "since": "2026-03-01"})
    with tenancy.within(organisation.id):
        row = Material.objects.get()
    assert "gevaarlijk" in page(window, "register_materials")
    post(window, "register_material_end", {"on": "2026-03-02"}, material=row.pk)
    assert "Chloor" not in page(window, "register_materials")


def test_property_is_handed_over_and_given_back_by_who_cares_for_the_client(
    people: People, organisation: Organisation, now: datetime
) -> None:
    client = client_of(organisation.id, now, people.owner, name="Aleida Eigendom")
    window = entered(people.owner, now)
    found = window.post(reverse("register_property_choose"), {"q": "aleida"}).content.decode()
    assert reverse("register_property_add", kwargs={"client": client}) in found
    data = {"what": "winterjas", "staff": people.owner.id, "since": "2026-03-02", "back_by": "2026-03-09"}
    assert post(window, "register_property_add", data, client=client).status_code == 302
    assert "winterjas" in page(window, "register_property")
    with tenancy.within(organisation.id):
        row = ClientProperty.objects.get()
    for other in (people.colleague, people.stranger):
        elsewhere = entered(other, now)
        assert "winterjas" not in page(elsewhere, "register_property")
        page(elsewhere, "register_property_back", 404, item=row.pk)
        page(elsewhere, "register_property_add", 404, client=client)
        hidden = elsewhere.post(reverse("register_property_choose"), {"q": "aleida"}).content.decode()
        assert "Aleida Eigendom" not in hidden
    assert post(window, "register_property_back", {"on": "2026-03-02"}, item=row.pk).status_code == 302
    assert "winterjas" not in page(window, "register_property")


# --- documents ------------------------------------------------------------------------------------------------------


def test_a_document_is_looked_at_before_it_is_published(
    staff: StaffMaker, organisation: Organisation, now: datetime
) -> None:
    window = entered(staff("quality"), now)
    data: dict[str, object] = {
        "title": "Klachtenregeling", "text": "# Klagen\n\nBel <script>ons</script>.", "in_force_from": "2026-03-02",
        "review_by": "2027-03-02",
    }  # fmt: skip
    seen = post(window, "register_document_publish", data | {"preview": "yes"}, sort="complaint_scheme")
    assert seen.status_code == 200
    assert "<h3>Klagen</h3>" in seen.content.decode()
    assert "<script>ons" not in seen.content.decode()
    with tenancy.within(organisation.id):
        assert not Document.objects.exists()
    post(window, "register_document_publish", data, sort="complaint_scheme")
    post(window, "register_document_publish", data | {"text": "Nieuwe tekst"}, sort="complaint_scheme")
    shown = page(window, "register_document", sort="complaint_scheme")
    assert "Nieuwe tekst" in shown
    assert reverse("register_document_version", kwargs={"sort": "complaint_scheme", "version": 1}) in shown
    assert "Klagen" in page(window, "register_document_version", sort="complaint_scheme", version=1)
    assert "Nieuwe tekst" in page(window, "register_document_publish", sort="complaint_scheme")


def test_a_document_with_nothing_in_it_is_not_published_and_no_sort_is_made_up(
    staff: StaffMaker, now: datetime
) -> None:
    window = entered(staff("quality"), now)
    answer = post(
        window, "register_document_publish", {"title": "T", "text": " ", "in_force_from": "x"}, sort="privacy"
    )
    assert answer.status_code == 422
    page(window, "register_document", 404, sort="menu")
    page(window, "register_document_publish", 404, sort="menu")


# --- export ---------------------------------------------------------------------------------------------------------


def test_an_export_holds_what_has_ended_too_and_no_formula(
    staff: StaffMaker, organisation: Organisation, now: datetime
) -> None:
    member = staff("quality", name="Kee")
    with tenancy.within(organisation.id):
        row = competence.add(member.id, "=1+1", evidence="", since=date(2025, 1, 1), until=None, actor=SYSTEM, now=now)
        competence.end(row.id, date(2025, 6, 1), actor=SYSTEM, now=now)
    answer = entered(member, now).get(reverse("register_export", kwargs={"register": "competence"}))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="competence-2026-03-02.csv"'
    lines = answer.content.decode().splitlines()
    assert lines[0].startswith("\ufeffMedewerker;")
    assert lines[1] == f"Kee;{member.code};'=1+1;;2025-01-01;;2025-06-01;beëindigd"
    for register in ("instruction", "equipment", "materials", "property", "documents"):
        assert entered(member, now).get(reverse("register_export", kwargs={"register": register})).status_code == 200
    assert entered(member, now).get(reverse("register_export", kwargs={"register": "menu"})).status_code == 404


def test_a_key_that_went_back_shows_with_what_has_ended(
    people: People, organisation: Organisation, now: datetime
) -> None:
    with_key(organisation, now, people.owner)
    with tenancy.within(organisation.id):
        KeyCopy.objects.update(returned_on=TODAY)
    window = entered(people.owner, now)
    assert "Aleida Sleutel" not in page(window, "register_keys")
    assert "Aleida Sleutel" in page(window, "register_keys", query="?show=all")
