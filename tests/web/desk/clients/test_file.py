"""The file of one client: what it tells to whom, on which day, and what stays outside for who sees some areas only."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from nakomen.record import tenancy
from nakomen.record.models import AccessEntry, Organisation
from tests.conftest import People, StaffMaker
from tests.record.lives import act
from tests.web.api.asking import client_of
from tests.web.desk.clients.conftest import Enter, record


def page(window: Client, known: UUID, **asked: str) -> str:
    answer: Any = window.get(reverse("client", args=[known]), asked)
    assert answer.status_code == 200
    text: str = answer.content.decode()
    return text


def test_the_file_tells_who_it_is_how_things_stand_and_who_cares(known: UUID, enter: Enter, people: People) -> None:
    told = page(enter(people.owner), known)
    for words in (
        "Aleida Voorbeeld-Zoetemelk",
        "9 mrt 1941 (84 jaar)",
        "De overeenkomst geldt sinds 14 jan 2026.",
        "Zonder iets nieuws eindigt zij op 30 jun 2026.",
        "Er geldt geen plan.",
        "Wij moeten",
        "De cliënt moet",
        "Eva Eigenaar",
        "Proefstraat 1",
    ):
        assert words in told, words
    assert told.count("<h1>") == 1


def test_a_colleague_without_a_relation_and_a_stranger_find_no_such_client(
    known: UUID, enter: Enter, people: People, organisation: Organisation
) -> None:
    for name in ("client", "client_acts"):
        for other in (people.colleague, people.stranger):
            assert enter(other).get(reverse(name, args=[known])).status_code == 404
    with tenancy.within(organisation.id):
        refused = AccessEntry.objects.filter(allowed=False)
        assert set(refused.values_list("actor", flat=True)) == {people.colleague.code}


def test_each_duty_leads_to_its_reason_and_to_the_form_that_does_it(known: UUID, enter: Enter, people: People) -> None:
    told = page(enter(people.owner), known)
    explain, form = reverse("explain", args=[known]), reverse("act_new", args=[known, "indication.talk_held"])
    assert f"{explain}?clause=wonder-2020%2F26.1&amp;act=ind" in told
    assert f"{form}?act=ind&amp;clause=wonder-2020%2F26.1" in told


def test_what_cannot_be_told_comes_with_the_question_that_settles_it(
    known: UUID, enter: Enter, people: People, staff: StaffMaker, organisation: Organisation, now: datetime
) -> None:
    start = {"start": "2026-02-20T10:00:00+01:00", "minutes": 60, "service": "verzorging", "payer": "wlz"}
    planned = act("visit.planned", "2026-02-10", id="v", **start)
    record(organisation, known, now, planned, act("visit.missed", "2026-02-20", act="v", reason="force_majeure"))
    address = f"{reverse('act_correct', args=[known, 7])}?field=shown"
    told = page(enter(people.owner), known)
    assert "niet te bepalen" in told
    assert f'<a href="{address}">' in told
    assert address not in page(enter(staff("finance")), known)


def test_who_may_not_record_an_act_is_not_led_to_its_form(known: UUID, enter: Enter, staff: StaffMaker) -> None:
    told = page(enter(staff("finance")), known)
    assert "/record/indication" not in told


def test_what_lies_outside_the_areas_is_in_no_part_of_the_page(
    known: UUID, enter: Enter, staff: StaffMaker, organisation: Organisation, now: datetime
) -> None:
    record(
        organisation,
        known,
        now,
        act("abuse.suspected", "2026-02-20", form="elder", id="ab"),
        act("client.directive_recorded", "2026-02-20", document="map in de gang"),
        act("plan.presented", "2026-02-20", sections=["care"], id="pl"),
        act("client.diagnosis_group_recorded", "2026-02-20", group="psychogeriatric"),
    )
    limited = page(enter(staff("administration")), known)
    assert "Meldcode" not in limited
    assert "wilsverklaring" not in limited
    assert "plan voorgelegd" not in limited
    assert "bewaard tot en met" not in limited


def test_all_who_decide_for_the_client_are_named_each_with_the_matters(
    known: UUID, enter: Enter, people: People, organisation: Organisation, now: datetime
) -> None:
    named = {"kind": "client.representative_appointed", "on": "2026-02-10"}
    proxy = {**named, "name": "Roel Zoon", "role": "child", "basis": "written", "scope": ["information"]}
    mentor = {**named, "name": "Stichting Steun", "role": "mentor", "basis": "statutory", "scope": ["care"]}
    lost = act(
        "client.capacity_assessed", "2026-02-12", about=["care", "information"], capable=False, assessor="huisarts"
    )
    record(organisation, known, now, proxy, mentor, lost)
    told = page(enter(people.owner), known)
    assert "Roel Zoon (kind) beslist voor de cliënt over: informatie." in told
    assert "Stichting Steun (mentor) beslist voor de cliënt over: zorg." in told


def test_both_parents_of_a_child_decide(
    enter: Enter, people: People, organisation: Organisation, now: datetime
) -> None:
    child = client_of(organisation.id, now, people.owner, birth_date="2017-05-01")
    parent = {"kind": "client.representative_appointed", "on": "2026-02-10", "role": "parent", "basis": "statutory"}
    record(organisation, child, now, *({**parent, "name": name, "scope": ["all"]} for name in ("Anja", "Piet")))
    told = page(enter(people.owner), child)
    for name in ("Anja", "Piet"):
        assert f"{name} (ouder) beslist voor de cliënt over: zorg, informatie" in told


def test_of_who_died_it_says_so_and_neither_calls_nor_lets_decide(
    known: UUID, enter: Enter, people: People, organisation: Organisation, now: datetime
) -> None:
    phoned = act("client.details_changed", "2026-02-20", phone="020 555 0101")
    record(organisation, known, now, phoned, act("client.died", "2026-02-25"))
    told = page(enter(people.owner), known)
    assert "overleden op 25 feb 2026" in told
    assert "beslist" not in told
    assert "tel:" not in told[: told.index("<h1>")]
    assert reverse("act_new", args=[known, "client.moved"]) not in told


def test_what_changes_often_is_one_click_away_and_on_no_other_day(
    known: UUID, enter: Enter, people: People, staff: StaffMaker
) -> None:
    links = [reverse("act_new", args=[known, kind]) for kind in ("client.details_changed", "team.assigned")]
    told = page(enter(people.owner), known)
    for link in links:
        assert f'href="{link}"' in told
        assert link not in page(enter(staff("finance")), known)
        assert link not in page(enter(people.owner), known, as_of="2026-03-09")


def test_the_number_to_call_stands_in_the_head_and_follows_changes(
    known: UUID, enter: Enter, people: People, organisation: Organisation, now: datetime
) -> None:
    record(organisation, known, now, act("client.details_changed", "2026-02-20", phone="020 555 0101"))
    told = page(enter(people.owner), known)
    assert '<a href="tel:0205550101">020 555 0101</a>' in told[: told.index("<h1>")]


def test_alerts_stand_in_the_head_until_they_are_solved(
    known: UUID, enter: Enter, people: People, organisation: Organisation, now: datetime
) -> None:
    window = enter(people.owner)
    found = act("hygiene.unsafe_found", "2026-02-20", endangers=["staff"], id="hy")
    directive = act("client.directive_recorded", "2026-02-20")
    suspected = act("abuse.suspected", "2026-02-20", form="elder", id="ab")
    record(organisation, known, now, found, directive, suspected)
    told = page(window, known)
    for words in ("Woning onveilig", "Heeft een wilsverklaring", "Meldcode loopt"):
        assert words in told, words
    record(organisation, known, now, act("hygiene.restored", "2026-02-25", act="hy"))
    record(organisation, known, now, act("abuse.step_taken", "2026-02-25", act="ab", step=5))
    told = page(window, known)
    assert "Woning onveilig" not in told
    assert "Meldcode loopt" not in told


def test_people_around_the_client_are_told_with_a_veto_and_until_they_leave(
    known: UUID, enter: Enter, people: People, organisation: Organisation, now: datetime
) -> None:
    record(
        organisation,
        known,
        now,
        act("client.contact_person_named", "2026-01-06", name="Bert Buur", phone="06-12345678"),
        act("client.carer_named", "2026-01-06", name="Carla Mantel", involve=False),
        act("client.other_provider_reported", "2026-01-06", provider="Zorg Elders", id="el"),
        act("client.representative_appointed", "2026-01-06", name="Marie Mentor", basis="statutory", role="mentor",
            scope=["care"]),
        act("consent.given", "2026-01-07", in_writing=True, by="client", id="tr", **{"for": "trainee"}),
    )  # fmt: skip
    window = enter(people.owner)
    told = page(window, known)
    for words in ("Bert Buur", "tel:06-12345678", "Carla Mantel", "cliënt wil dit niet", "Zorg Elders", "Marie Mentor"):
        assert words in told, words
    assert "schriftelijk, sinds 7 jan 2026" in told
    record(organisation, known, now, act("client.other_provider_ended", "2026-02-01", act="el"))
    record(organisation, known, now, act("consent.withdrawn", "2026-02-01", act="tr"))
    told = page(window, known)
    assert "Zorg Elders" not in told
    assert "schriftelijk, sinds" not in told


def test_another_day_shows_what_will_be_late_and_the_way_back(known: UUID, enter: Enter, people: People) -> None:
    window = enter(people.owner)
    told = page(window, known, as_of="2026-09-01")
    assert "U kijkt naar 1 sep 2026, met alles wat nu bekend is." in told
    assert "De overeenkomst gold van 14 jan 2026 tot en met 30 jun 2026." in told
    assert "Terug naar vandaag" in told


def test_an_act_recorded_later_is_left_out_of_what_was_known_before(
    known: UUID, enter: Enter, people: People, organisation: Organisation, now: datetime
) -> None:
    told = page(enter(people.owner), known, as_of="2026-02-01", known_on="2026-02-01")
    assert "zoals bekend aan het eind van 1 feb 2026" in told
    assert "Er is geen overeenkomst." in told
    assert "De overeenkomst geldt" in page(enter(people.owner), known, as_of="2026-02-01")


@pytest.mark.parametrize(
    "asked", [{"as_of": "morgen"}, {"as_of": "1850-01-01"}, {"known_on": "2026-03-03"}, {"as_of": "2090-01-01"}]
)
def test_a_day_that_cannot_be_shown_is_told_at_its_field(
    asked: dict[str, str], known: UUID, enter: Enter, people: People
) -> None:
    answer = enter(people.owner).get(reverse("client", args=[known]), asked)
    told = answer.content.decode()
    assert answer.status_code == 422
    assert 'role="alert"' in told
    assert f'value="{next(iter(asked.values()))}" aria-invalid="true"' in told


def test_the_picture_tells_in_a_table_what_it_shows(known: UUID, enter: Enter, people: People) -> None:
    told = page(enter(people.owner), known)
    assert told.count('<svg class="chart timeline"') == 2  # for wide screens and for narrow ones
    assert "Als tabel" in told
    assert "style=" not in told
    table = told[told.index("Als tabel") :]
    for words in ("Indicaties", "Wlz", "Overeenkomst", "1 jan 2025", "30 jun 2026"):
        assert words in table, words


def test_a_client_of_whom_only_the_registration_is_known_has_a_file_too(
    enter: Enter, people: People, organisation: Organisation, now: datetime
) -> None:
    told = page(enter(people.owner), client_of(organisation.id, now, people.owner))
    assert "Er is geen overeenkomst." in told
    assert "Overeenkomst sluiten" in told


def test_the_english_page_has_no_dutch_but_the_clauses(known: UUID, enter: Enter, people: People) -> None:
    window = enter(people.owner)
    window.cookies["nakomen_language"] = "en"
    told = page(window, known)
    for words in ("How things stand on 2 Mar 2026", "We must", "The client must", "Consents in force"):
        assert words in told, words
    assert "Wij moeten" not in told


def test_the_file_takes_the_same_number_of_queries_however_many_acts_there_are(
    known: UUID,
    enter: Enter,
    people: People,
    organisation: Organisation,
    now: datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    window = enter(people.owner)
    page(window, known)
    with django_assert_num_queries(FILE):
        page(window, known)
    record(organisation, known, now, *(act("team.met", f"2026-02-{day:02}") for day in range(3, 20)))
    with django_assert_num_queries(FILE):
        page(window, known)


FILE = 14
