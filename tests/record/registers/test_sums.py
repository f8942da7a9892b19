"""The duties that follow from registers, around each day that counts; no database, no clock."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from nakomen.record.registers import states, sums
from nakomen.record.registers.asked import wanted_of
from nakomen.record.registers.sums import Device, Held, Member, OrganisationDuty, Published, Told
from nakomen.terms.packaged import packaged_terms

EVA, BOB = UUID(int=1), UUID(int=2)
DAY = date(2026, 3, 2)
ONE = timedelta(days=1)


def states_of(duties: list[OrganisationDuty]) -> list[tuple[str, date | None, str]]:
    return [(duty.what, duty.due, duty.state) for duty in duties]


# --- competence -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (DAY + timedelta(days=61), []),
        (DAY + timedelta(days=60), ["open"]),
        (DAY, ["open"]),
        (DAY - ONE, ["overdue"]),
        (None, []),
    ],
)
def test_a_competence_is_renewed_from_sixty_days_ahead_and_late_after_its_last_day(
    until: date | None, expected: list[str]
) -> None:
    found = list(sums.renewals([Held(EVA, "Eva", "BIG", until)], DAY, "set/18.2"))
    assert [each.state for each in found] == expected
    assert all((each.clause, each.about, each.due) == ("set/18.2", "Eva: BIG", until) for each in found)


@pytest.mark.parametrize("later", [DAY + timedelta(days=700), None])
def test_what_was_renewed_is_owed_no_more(later: date | None) -> None:
    rows = [Held(EVA, "Eva", "BIG", DAY - ONE), Held(EVA, "Eva", "big", later)]
    assert list(sums.renewals(rows, DAY, "set/18.2")) == []
    assert list(sums.renewals(rows[::-1], DAY, "set/18.2")) == []


def test_the_renewal_of_a_colleague_helps_nobody_else() -> None:
    rows = [Held(EVA, "Eva", "BIG", DAY - ONE), Held(BOB, "Bob", "BIG", None)]
    assert [each.about for each in sums.renewals(rows, DAY, "set/18.2")] == ["Eva: BIG"]


@pytest.mark.parametrize(
    ("since", "until", "ended", "state"),
    [
        (DAY + ONE, None, None, "later"),
        (DAY, None, None, "valid"),
        (DAY, DAY + timedelta(days=61), None, "valid"),
        (DAY, DAY + timedelta(days=60), None, "expires"),
        (DAY - ONE, DAY, None, "expires"),
        (DAY - ONE, DAY - ONE, None, "expired"),
        (DAY - ONE, None, DAY, "valid"),
        (DAY - ONE, None, DAY - ONE, "ended"),
    ],
)
def test_the_state_of_a_competence_on_a_day(since: date, until: date | None, ended: date | None, state: str) -> None:
    assert states.of_competence(since, until, ended, DAY) == state


# --- instruction ----------------------------------------------------------------------------------------------------


def lacking(*since: date) -> list[OrganisationDuty]:
    members = [Member(UUID(int=place), f"Lid {place}", day, cares=True) for place, day in enumerate(since, 1)]
    days = sums.instructed_on("lifting", members, [], None)
    return list(sums.instructions("lifting", "set/38.3.a", members, days, DAY))


@pytest.mark.parametrize(
    ("since", "due", "state"),
    [
        (date(2026, 2, 2), date(2026, 3, 2), "open"),
        (date(2026, 2, 1), date(2026, 3, 1), "overdue"),
        (date(2026, 1, 31), date(2026, 2, 28), "overdue"),
    ],
)
def test_who_is_new_is_instructed_within_a_month(since: date, due: date, state: str) -> None:
    assert states_of(lacking(since)) == [("instruct_staff", due, state)]


def test_the_late_are_one_duty_and_the_others_one_more_however_many_they_are() -> None:
    late, soon = lacking(*[date(2020, 1, day) for day in range(1, 6)], DAY, DAY)
    assert (late.state, late.due, late.count, late.about) == ("overdue", date(2020, 2, 1), 5, "Lid 1, Lid 2, Lid 3 +2")
    assert (soon.state, soon.count, soon.about, soon.thing) == ("open", 2, "Lid 6, Lid 7", "lifting")


def test_the_first_instruction_counts_and_one_on_another_topic_does_not() -> None:
    members = [Member(EVA, "Eva", date(2020, 1, 1), cares=True), Member(BOB, "Bob", date(2020, 1, 1), cares=True)]
    told = [Told(EVA, "lifting", DAY), Told(EVA, "lifting", DAY - ONE), Told(BOB, "hygiene", DAY)]
    assert sums.instructed_on("lifting", members, told, None) == {EVA: DAY - ONE, BOB: None}


def test_what_the_organisation_states_counts_for_who_was_in_service_then() -> None:
    stated = date(2021, 6, 1)
    members = [Member(EVA, "Eva", stated, cares=True), Member(BOB, "Bob", stated + ONE, cares=True)]
    assert sums.instructed_on("lifting", members, [], stated) == {EVA: stated, BOB: None}


# --- things ---------------------------------------------------------------------------------------------------------


def device(checked: date | None, *, sound: bool = True) -> Device:
    return Device(EVA, "Tillift", date(2025, 1, 31), 12, checked, sound)


@pytest.mark.parametrize(
    ("checked", "expected"),
    [
        (None, [("check_equipment", date(2026, 1, 31), "overdue")]),
        (date(2025, 3, 1), [("check_equipment", date(2026, 3, 1), "overdue")]),
        (date(2025, 3, 2), [("check_equipment", date(2026, 3, 2), "open")]),
        (date(2025, 4, 1), [("check_equipment", date(2026, 4, 1), "open")]),
        (date(2025, 4, 2), []),
    ],
)
def test_a_device_is_checked_from_thirty_days_ahead_and_late_after_its_day(
    checked: date | None, expected: list[tuple[str, date, str]]
) -> None:
    assert states_of(list(sums.checks([device(checked)], DAY, "set/19"))) == expected


def test_a_device_that_is_not_sound_is_to_be_repaired_whatever_its_next_check() -> None:
    found = list(sums.checks([device(DAY - ONE, sound=False)], DAY, "set/19"))
    assert states_of(found) == [("repair_equipment", DAY - ONE, "overdue")]
    assert found[0].route_args == {"equipment_id": str(EVA)}


def test_the_state_of_a_device_on_a_day() -> None:
    assert states.of_device(device(DAY), None, DAY) == "sound"
    assert states.of_device(device(date(2025, 4, 1)), None, DAY) == "due"
    assert states.of_device(device(date(2025, 3, 1)), None, DAY) == "late"
    assert states.of_device(device(DAY, sound=False), None, DAY) == "unsound"
    assert states.of_device(device(DAY, sound=False), DAY, DAY) == "retired"


def test_things_that_must_go_back_are_one_duty_by_the_first_day() -> None:
    found = list(sums.returns([DAY, DAY - ONE], "return_keys", "register_keys", DAY, "set/8.1.8"))
    assert states_of(found) == [("return_keys", DAY - ONE, "overdue")]
    assert (found[0].count, found[0].about) == (2, "")
    assert list(sums.returns([], "return_keys", "register_keys", DAY, "set/8.1.8")) == []


def test_a_key_should_be_back_the_day_after_its_last_day() -> None:
    assert states.of_return(DAY, None, DAY) == "out"
    assert states.of_return(DAY - ONE, None, DAY) == "back_late"
    assert states.of_return(DAY - ONE, DAY, DAY) == "returned"
    assert states.of_return(None, None, DAY) == "out"


def test_a_hazardous_material_in_use_is_late_from_the_next_day() -> None:
    assert states_of(list(sums.materials([("Chloor", DAY - ONE)], DAY, "set/40.2"))) == [
        ("stop_material", DAY - ONE, "overdue")
    ]
    assert states.of_material(hazardous=True, ended_on=None, day=DAY) == "hazardous"
    assert states.of_material(hazardous=True, ended_on=DAY - ONE, day=DAY) == "ended"


# --- documents ------------------------------------------------------------------------------------------------------


def test_a_document_that_is_asked_and_lacking_is_late_and_has_no_day() -> None:
    found = list(sums.documents({"privacy": "set/1"}, [], DAY))
    assert states_of(found) == [("publish_document", None, "overdue")]
    assert (found[0].thing, found[0].clause, found[0].route_args) == ("privacy", "set/1", {"sort": "privacy"})


@pytest.mark.parametrize(
    ("review", "expected", "state"),
    [
        (None, [], "valid"),
        (DAY + timedelta(days=61), [], "valid"),
        (DAY + timedelta(days=60), ["open"], "review"),
        (DAY, ["open"], "review"),
        (DAY - ONE, ["overdue"], "review_late"),
    ],
)
def test_a_document_is_reviewed_from_sixty_days_ahead(review: date | None, expected: list[str], state: str) -> None:
    there = [Published("hygiene", DAY, review)]
    assert [each.state for each in sums.documents({"hygiene": "set/39.2"}, there, DAY)] == expected
    assert states.of_document(DAY, review, DAY, asked=True) == state


def test_what_nobody_asks_for_may_lack() -> None:
    assert states.of_document(None, None, DAY, asked=False) == "none"
    assert states.of_document(None, None, DAY, asked=True) == "missing"
    assert list(sums.documents({}, [], DAY)) == []


# --- what the conditions ask ----------------------------------------------------------------------------------------


def test_the_care_conditions_ask_for_these_registers_instructions_and_documents() -> None:
    asks = wanted_of(packaged_terms("wonder-2020"))
    assert {name: [each.id for each in clauses] for name, clauses in asks.registers.items()} == {
        "keys": ["8.1.8"],
        "instruction": ["12.5", "16.3", "38.3.a"],
        "norms": ["18.1"],
        "competence": ["18.2"],
        "equipment": ["19"],
        "team": ["20.1.1.a"],
        "property": ["22"],
        "policies": ["39.2", "43"],
        "materials": ["40.2"],
    }
    assert {topic: (each.clause, each.whom) for topic, each in asks.topics.items()} == {
        "plan_rights": ("wonder-2020/12.5", "care"),
        "confidentiality": ("wonder-2020/16.3", "all"),
        "lifting": ("wonder-2020/38.3.a", "care"),
        "hygiene": ("wonder-2020/39.2", "care"),
        "reporting_code": ("wonder-2020/43", "all"),
    }
    assert {sort: each.clause for sort, each in asks.documents.items()} == {
        "choice_information": "wonder-2020/7.1",
        "norms": "wonder-2020/18.1",
        "complaint_scheme": "wonder-2020/33.1",
        "hygiene": "wonder-2020/39.2",
        "reporting_code": "wonder-2020/43",
    }


def test_the_support_conditions_ask_for_these() -> None:
    asks = wanted_of(packaged_terms("zonl-thuisbegeleiding"))
    assert asks.clause("competence") == "zonl-thuisbegeleiding/6.2"
    assert asks.clause("equipment") is None
    assert {topic: each.clause for topic, each in asks.topics.items()} == {
        "reporting_code": "zonl-thuisbegeleiding/6.3"
    }
    assert {sort: each.clause for sort, each in asks.documents.items()} == {
        "norms": "zonl-thuisbegeleiding/6.1",
        "reporting_code": "zonl-thuisbegeleiding/6.3",
        "complaint_scheme": "zonl-thuisbegeleiding/10.4",
    }
    assert asks.sorts()[:3] == ("norms", "reporting_code", "complaint_scheme")
    assert len(asks.sorts()) == len(set(asks.sorts()))
