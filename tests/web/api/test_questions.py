"""What is asked of a client equals what the command line says of the exported case."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from nakomen.record import tenancy
from nakomen.record.models import Chain, ConditionsVersion, Organisation, StaffMember
from nakomen.terms.explaining import NO_MORE
from nakomen.web.api import api
from tests.cli.asking import ask
from tests.conftest import People, StaffMaker
from tests.web.api.asking import Caller, caller, case_of, places, problem
from tests.web.api.conftest import Systems

EXAMPLES = Path(__file__).parents[3] / "examples"
DAY = "2026-02-20"
ASKED = (
    ("standing", {"as_of": DAY}),
    ("standing", {"as_of": DAY, "known_on": "2026-01-20T12:00:00+01:00"}),
    ("next", {"as_of": DAY}),
)


@pytest.fixture
def life(organisation: Organisation, people: People, lead: Caller, now: datetime) -> UUID:
    """A client of the owner and of the coordinator, with the acts of an example as far as they have happened."""
    return living(organisation, now, "unpaid-invoice.json", "wonder-2020", people.owner)


def living(organisation: Organisation, now: datetime, example: str, terms: str, *carers: StaffMember) -> UUID:
    """A client of the coordinator and of others, under the conditions, the settings and the acts of an example."""
    case = json.loads((EXAMPLES / example).read_text())
    given = {"settings": case.get("settings", {}), "provider": case.get("provider", {})}
    with tenancy.within(organisation.id):
        Organisation.objects.filter(pk=organisation.id).update(**given)
        ConditionsVersion.objects.update(name=terms)
        coordinator = StaffMember.objects.get(name="Carla Coördinator")
    acts = [each for each in case["acts"] if each["on"][:10] < now.date().isoformat()]
    return case_of(organisation.id, now, acts, *carers, coordinator)


@pytest.fixture
def lead(staff: StaffMaker, now: datetime) -> Caller:
    """The system of a coordinator, who sees every area."""
    return caller(staff("coordinator", name="Carla Coördinator"), now)


@pytest.fixture
def exported(lead: Caller, life: UUID, tmp_path: Path) -> Path:
    """The case file of the client, as the coordinator exports it."""
    answered = lead.get(f"/clients/{life}/case")
    assert answered.status_code == 200, answered.content
    file = tmp_path / "case.json"
    file.write_bytes(answered.content)
    return file


def said(*arguments: str) -> Any:
    """What the command line says."""
    found = ask(*arguments)
    assert (found.status, found.err) == (0, "")
    return found.json


@pytest.mark.parametrize(("question", "query"), ASKED)
def test_an_answer_equals_that_of_the_command_line(
    lead: Caller, life: UUID, exported: Path, question: str, query: dict[str, str]
) -> None:
    options = [part for name, value in query.items() for part in (f"--{name.replace('_', '-')}", value)]
    answered = lead.get(f"/clients/{life}/{question}", **query)
    assert json.loads(answered.content) == said(question, str(exported), *options, "--json")


def test_a_bill_equals_that_of_the_command_line(lead: Caller, life: UUID, exported: Path) -> None:
    for month in ("2026-01", "2025-12"):
        answered = lead.get(f"/clients/{life}/bill", month=month)
        assert json.loads(answered.content) == said("bill", str(exported), "--month", month, "--json")


def test_the_lines_of_a_bill_have_the_fields_that_the_document_promises(
    organisation: Organisation, lead: Caller, now: datetime
) -> None:
    client = living(organisation, now, "no-shows.json", "zonl-thuisbegeleiding")
    lines = json.loads(lead.get(f"/clients/{client}/bill", month="2026-01").content)["lines"]
    assert {line["for"] for line in lines} == {"visit", "cancellation"}
    for line in lines:
        assert set(line) == _promised("BillLine")


def test_whether_a_dispute_can_be_filed_has_the_fields_that_the_document_promises(lead: Caller, life: UUID) -> None:
    asked = {"power": "file_dispute", "parameters": {"by": "provider", "at": "dispute_body"}, "as_of": DAY}
    told = json.loads(lead.post(f"/clients/{life}/may", asked, key="").content)
    assert set(told) == _promised("Permitted")


def _promised(answer: str) -> set[str]:
    return set(api.get_openapi_schema()["components"]["schemas"][answer]["properties"])


def test_whether_something_is_permitted_equals_the_command_line(lead: Caller, life: UUID, exported: Path) -> None:
    body = {"power": "terminate", "parameters": {"by": "client"}, "as_of": DAY}
    answered = lead.post(f"/clients/{life}/may", body, key="")
    assert json.loads(answered.content) == said(
        "may", str(exported), "terminate", "by=client", "--as-of", DAY, "--json"
    )


def test_today_is_asked_where_no_day_is(systems: Systems, life: UUID, now: datetime) -> None:
    assert json.loads(systems.owner.get(f"/clients/{life}/standing").content)["as_of"] == now.date().isoformat()


def test_the_duties_are_those_of_the_standing(systems: Systems, life: UUID) -> None:
    standing = json.loads(systems.owner.get(f"/clients/{life}/standing", as_of=DAY).content)
    duties = json.loads(systems.owner.get(f"/clients/{life}/duties", as_of=DAY).content)
    assert len(duties["duties"]) > 10
    assert duties == {"as_of": DAY, "duties": standing["duties"]}


EXPLAINED = (
    # Duties and powers, a clause with its parts, a rule for amounts, an end, and why nothing stands under it.
    ("unpaid-invoice.json", "wonder-2020", "25.3 25.1 14.3 31.1.f 31.1.b 33.3 15.2 26.3 1 statute/wkkgz-17"),
    ("no-shows.json", "zonl-thuisbegeleiding", "8.1 7.6 10.2 1.3.a 1.3.e 5.4 5.5 5.1 3.5 9.4 2.2 6.1"),
)


@pytest.mark.parametrize(("example", "terms", "clauses"), EXPLAINED)
def test_an_explanation_is_the_text_of_the_command_line(
    organisation: Organisation,
    lead: Caller,
    now: datetime,
    tmp_path: Path,
    example: str,
    terms: str,
    clauses: str,
) -> None:
    client = living(organisation, now, example, terms)
    file = tmp_path / "case.json"
    file.write_bytes(lead.get(f"/clients/{client}/case").content)
    for clause in clauses.split():
        told = json.loads(lead.get(f"/clients/{client}/explain", clause=clause, as_of=DAY).content)
        asked = ("explain", str(file), clause, "--as-of", DAY)
        assert told.pop("text").split() == ask(*asked).out.split()
        assert told == said(*asked, "--json")


def test_a_clause_that_there_is_not_is_told(systems: Systems, life: UUID) -> None:
    assert places(systems.owner.get(f"/clients/{life}/explain", clause="99.99")) == ["clause"]


def test_who_sees_some_areas_is_not_told_whether_something_stands_outside_them(
    lead: Caller, life: UUID, systems: Systems
) -> None:
    bare = systems.client
    for clause in ("25.1", "25.3"):
        whole, cut, empty = (
            json.loads(system.get(f"/clients/{client}/explain", clause=clause, as_of=DAY).content)
            for system, client in ((lead, life), (systems.owner, life), (systems.owner, bare))
        )
        assert whole["reasons"]
        assert (cut["reasons"], cut["nothing"][-1]) == ([], NO_MORE)
        assert cut == empty
    static = json.loads(systems.owner.get(f"/clients/{life}/explain", clause="1", as_of=DAY).content)
    assert static == json.loads(lead.get(f"/clients/{life}/explain", clause="1", as_of=DAY).content)


def test_a_question_that_does_not_fit_is_told_without_what_was_given(
    systems: Systems, lead: Caller, life: UUID
) -> None:
    path = f"/clients/{life}/may"
    assert places(systems.owner.post(path, {"power": "fly_away"}, key="")) == ["power"]
    answered = systems.owner.post(path, {"power": "terminate", "parameters": {"by": "geheim", "x": "y"}}, key="")
    assert places(answered) == ["parameters.x", "parameters.by"]
    assert "geheim" not in answered.content.decode()
    assert places(systems.owner.get(f"/clients/{life}/standing", as_of="2026-02-30", since="x")) == ["query"]
    assert places(systems.owner.get(f"/clients/{life}/standing", as_of="2026-02-30")) == ["as_of"]
    assert places(lead.get(f"/clients/{life}/bill")) == ["month"]


QUESTIONS = ("standing", "duties", "next", "explain?clause=26.1", "bill?month=2026-01", "case", "log")


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_client_that_is_not_for_you_is_not_there(systems: Systems, question: str) -> None:
    for system in (systems.colleague, systems.stranger):
        path, _, query = question.partition("?")
        asked = dict(part.split("=") for part in query.split("&") if part)
        hidden = system.get(f"/clients/{systems.client}/{path}", **asked)
        assert hidden.content == system.get(f"/clients/{uuid4()}/{path}", **asked).content
        assert hidden.status_code in {403, 404}


def test_who_sees_some_areas_is_told_of_those_only(
    systems: Systems, lead: Caller, life: UUID, staff: StaffMaker, now: datetime
) -> None:
    finance = caller(staff("finance"), now)
    whole, care, part = (_standing(system, life) for system in (lead, systems.owner, finance))
    assert (part["plan"], care["balances"]) == (None, None)
    assert (part["balances"], care["plan"]) == (whole["balances"], whole["plan"])
    assert whole["balances"]
    for each in (part, care):
        assert 0 < len(each["duties"]) < len(whole["duties"])
        assert {told["clause"] for told in each["duties"]} < {told["clause"] for told in whole["duties"]}


def _standing(system: Caller, client: UUID) -> dict[str, Any]:
    shown: dict[str, Any] = json.loads(system.get(f"/clients/{client}/standing", as_of=DAY).content)
    return shown


def test_a_client_whose_dossier_was_destroyed_has_no_answers(
    systems: Systems, organisation: Organisation, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        Chain.objects.filter(pk=systems.client).update(destroyed_at=now)
    for question in ("standing", "acts", "duties"):
        problem(systems.owner.get(f"/clients/{systems.client}/{question}"), 409)
    problem(
        systems.owner.post(f"/clients/{systems.client}/acts", {"acts": [{"kind": "care.started", "on": "2026-02-02"}]}),
        409,
    )
