"""The time of day in guided forms: kept as typed, recorded with its zone, and never one that has not come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from nakomen.record.models import Organisation, StaffMember
from tests.conftest import People
from tests.web.api.asking import client_of
from tests.web.desk.guided.conftest import Window, problems
from tests.web.desk.guided.test_signing import TODAY

pytestmark = pytest.mark.usefixtures("database")

SKIPPED: dict[str, dict[str, Any]] = {name: {} for name in ("consult", "talk", "weigh", "decide")}


@pytest.fixture
def care(people: People, window: Callable[[StaffMember], Window]) -> Window:
    return window(people.owner)


@pytest.fixture
def client_(people: People, organisation: Organisation, now: datetime) -> UUID:
    return client_of(organisation.pk, now, people.owner)


def steps(**suspicion: str) -> dict[str, dict[str, Any]]:
    """The reporting code up to its first step, on one day."""
    return {"suspicion": {"on": TODAY, "form": "elder", **suspicion}, "signals": {"taken_on": TODAY}, **SKIPPED}


def test_a_suspicion_and_its_step_are_recorded_with_their_times(care: Window, client_: UUID) -> None:
    given = steps(on_time="08:15") | {"signals": {"taken_on": TODAY, "taken_on_time": "09:40"}}
    page = care.through(client_, "reporting_code", given)
    assert "08:15" in page
    care.record(client_, "reporting_code", page)
    suspicion, step = care.acts(client_)[-2:]
    assert suspicion.on == datetime.fromisoformat(f"{TODAY}T08:15:00+01:00")
    assert step.on == datetime.fromisoformat(f"{TODAY}T09:40:00+01:00")


def test_a_day_without_a_time_stays_a_day(care: Window, client_: UUID) -> None:
    care.record(client_, "reporting_code", care.through(client_, "reporting_code", steps()))
    assert not isinstance(care.acts(client_)[-1].on, datetime)


def test_a_time_that_was_typed_is_there_again_when_the_step_is_opened_anew(care: Window, client_: UUID) -> None:
    address = reverse("guided", args=(client_, "reporting_code"))
    care.fill(client_, "reporting_code", "suspicion", on=TODAY, on_time="08:15")
    page = care.web.get(address, {"step": "suspicion"}).content.decode()
    assert 'name="on_time" value="08:15"' in page


def test_a_day_that_was_emptied_is_not_filled_in_again(care: Window, client_: UUID) -> None:
    address = reverse("guided", args=(client_, "reporting_code"))
    care.fill(client_, "reporting_code", "suspicion", on="", on_time="", form="elder")
    assert f'value="{TODAY}"' not in care.web.get(address, {"step": "suspicion"}).content.decode()


def test_a_time_that_has_not_come_is_refused_at_its_field(care: Window, client_: UUID) -> None:
    answer = care.fill(client_, "reporting_code", "suspicion", on=TODAY, on_time="23:59", form="elder")
    assert answer.status_code == 422
    assert "This time has not come yet." in problems(answer)[0]


def test_a_step_earlier_on_the_day_than_the_one_before_it_is_pointed_out(care: Window, client_: UUID) -> None:
    given = steps() | {
        "signals": {"taken_on": TODAY, "taken_on_time": "09:40"},
        "consult": {"taken_on": TODAY, "taken_on_time": "09:10"},
    }
    wrong = "This step comes before the one that goes first: Consult a colleague."
    assert wrong in care.through(client_, "reporting_code", given)
    given["consult"] = {"taken_on": TODAY, "taken_on_time": "09:50"}
    assert wrong not in care.through(client_, "reporting_code", given)


@pytest.mark.parametrize(("form", "step"), [("notice", "who"), ("exclusion", "criteria"), ("complaint", "complaint")])
def test_forms_whose_moment_matters_ask_the_time(form: str, step: str, care: Window, client_: UUID) -> None:
    page = care.web.get(reverse("guided", args=(client_, form)), {"step": step}).content.decode()
    assert 'name="on_time"' in page


def test_without_scripts_a_question_says_with_which_answer_it_counts(care: Window, client_: UUID) -> None:
    page = care.web.get(reverse("guided", args=(client_, "notice"))).content.decode()
    assert '<noscript><p class="helptext">Only where you answer “By whom” with: The provider.</p></noscript>' in page
