"""What is planned or done that nobody, or somebody who is named, is not in the register for (wonder 18.2, zonl 6.2)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from nakomen.acts import Act, kind_class
from nakomen.record import tenancy
from nakomen.record.models import Competence, Organisation, StaffMember
from nakomen.record.registers import competence
from tests.conftest import StaffMaker

SINCE, LAST = date(2025, 1, 1), date(2026, 3, 1)


@pytest.fixture
def nurse(organisation: Organisation, staff: StaffMaker) -> StaffMember:
    member = staff("care_professional")
    with tenancy.within(organisation.id):
        Competence.objects.create(
            organisation=organisation, staff=member, what="Insuline spuiten", since=SINCE, until=LAST
        )
    return member


def made(kind: str, on: date | datetime, **fields: Any) -> Act:
    act: Act = kind_class(kind)(on=on, **fields)
    return act


@pytest.mark.parametrize(
    ("day", "lacking"), [(date(2026, 3, 1), []), (date(2026, 3, 2), [("insuline spuiten", "m001")])]
)
def test_who_was_competent_until_a_day_is_not_the_day_after(
    nurse: StaffMember, organisation: Organisation, day: date, lacking: list[tuple[str, str]]
) -> None:
    act = made("medical_act.performed", day, name="insuline spuiten", urgent=False, caregiver=nurse.code)
    with tenancy.within(organisation.id):
        assert competence.lacking([act]) == lacking


def test_a_plan_with_an_act_that_nobody_can_do_any_more_is_told_once(
    nurse: StaffMember, organisation: Organisation
) -> None:
    plan = made("plan.presented", date(2026, 3, 2), sections=("care",), medical_acts=("Insuline spuiten", "Wassen"))
    with tenancy.within(organisation.id):
        assert competence.lacking([plan, plan]) == [("Insuline spuiten", "")]


def test_a_visit_counts_on_its_own_day(nurse: StaffMember, organisation: Organisation) -> None:
    start = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)  # after midnight in Amsterdam
    visit = made(
        "visit.planned",
        date(2026, 2, 20),
        start=start,
        minutes=15,
        service="Insuline spuiten",
        payer="zvw",
        caregivers=(nurse.code, "m999"),
    )
    with tenancy.within(organisation.id):
        assert competence.lacking([visit]) == [("Insuline spuiten", nurse.code), ("Insuline spuiten", "m999")]


def test_of_what_the_register_does_not_know_it_says_nothing(nurse: StaffMember, organisation: Organisation) -> None:
    act = made("medical_act.performed", date(2026, 3, 2), name="Katheter spoelen", urgent=True, caregiver=nurse.code)
    with tenancy.within(organisation.id):
        assert competence.lacking([act, made("client.died", date(2026, 3, 2))]) == []


def test_what_nobody_can_do_on_that_day_cannot_be_planned_any_more(
    nurse: StaffMember, organisation: Organisation
) -> None:
    last, after = (datetime(2026, 3, day, 9, 0, tzinfo=UTC) for day in (1, 2))
    planned = [
        made("visit.planned", date(2026, 2, 20), start=start, minutes=15, service=service, payer="zvw")
        for start, service in ((last, "Insuline spuiten"), (after, "insuline spuiten"), (after, "Katheter spoelen"))
    ]
    with tenancy.within(organisation.id):
        assert competence.cannot_be_planned(planned[:1], last) == []
        assert competence.cannot_be_planned([*planned, planned[1]], last) == ["insuline spuiten"]
        assert competence.cannot_be_planned(planned, after.replace(minute=1)) == []  # it was planned all the same
