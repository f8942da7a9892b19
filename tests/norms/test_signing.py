from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from nakomen.acts.naming import name_acts
from nakomen.acts.reading import read_acts
from nakomen.norms.signing import on_day, signed_by, way, who_accepts
from nakomen.norms.standing import Case, Version
from nakomen.norms.state import State
from nakomen.terms.compiled import packaged_norms
from nakomen.terms.packaged import packaged_terms

TODAY = date(2026, 3, 2)
REGISTERED: dict[str, Any] = {
    "kind": "client.registered",
    "on": "2026-01-05",
    "name": "Aleida Voorbeeld",
    "birth_date": "1941-03-09",
    "address": "Proefstraat 1",
    "postcode": "1011 AB",
    "city": "Amsterdam",
    "municipality": "Amsterdam",
    "electronic": True,
}
SERVICE = {"name": "Zorg", "tariff_hour": "61.20", "payer": "zvw"}
OFFERED = {
    "kind": "agreement.offered",
    "on": "2026-02-10",
    "id": "offer",
    "services": [SERVICE],
    "contains": ["indication", "plan_clause", "quality_data", "terms"],
}


def state(*given: dict[str, Any], terms: str = "wonder-2020", day: date = TODAY, **who: Any) -> State:
    acts, problems = read_acts([{**REGISTERED, **who}, *given])
    assert not problems
    assert acts is not None
    named = list(zip(name_acts(acts), acts, strict=True))
    return Case([Version(packaged_norms(terms))], named).state(day, None)


def topics(terms: str = "wonder-2020") -> dict[str, str]:
    own = packaged_terms(terms)
    return {own.full_id(name): clause.topic for name, clause in own.clauses.items() if clause.topic}


def told(*names: str, channel: str = "paper") -> dict[str, Any]:
    return {
        "kind": "information.given",
        "on": "2026-02-01",
        "topics": list(names),
        "channel": channel,
        "to": "client",
        "fits_level": True,
        "understood": True,
    }


def test_a_new_client_needs_what_the_conditions_ask_and_no_more() -> None:
    found = way(state(), topics())
    assert found.signable is False
    assert [step.kind for step in found.steps if step.required] == [
        "client.identified",
        "terms.provided",
        "information.given",
        "agreement.offered",
    ]
    assert found.counted == (1, 11)
    assert [step.kind for step in found.steps if not step.needed] == [
        "client.representative_appointed",
        "home.checked",
        "exclusion.assessed",
    ]


def test_a_topic_counts_when_it_was_given_in_writing() -> None:
    step = way(state(told("keys"), told("wishes", channel="oral")), topics()).step("information.given")
    assert step is not None
    assert {topic.name for topic in step.topics if topic.given} == {"keys"}
    assert len(step.topics) == 18


def test_remote_care_brings_its_own_topic() -> None:
    offer = {**OFFERED, "services": [{**SERVICE, "remote": True}]}
    step = way(state(offer), topics()).step("information.given")
    assert step is not None
    assert "remote_care" in {topic.name for topic in step.topics}


def test_without_an_indication_the_client_declares_that_one_was_applied_for() -> None:
    assert way(state(), topics()).step("intake.application_declared") is None
    step = way(state(OFFERED), topics()).step("intake.application_declared")
    assert step is not None
    assert (step.progress, step.required) == ("todo", True)


def test_under_conditions_for_support_the_steps_are_those_of_support() -> None:
    terms = "zonl-thuisbegeleiding"
    kinds = [step.kind for step in way(state(terms=terms), topics(terms)).steps]
    assert {"support.requested", "plan.wishes_discussed", "plan.supporter_told", "plan.presented"} <= set(kinds)
    assert not {"client.identified", "terms.provided", "intake.held"} & set(kinds)
    offered = way(state({**OFFERED, "contains": []}, terms=terms), topics(terms))
    assert offered.signable is True


@pytest.mark.parametrize(
    ("born", "assessed", "who"),
    [
        ("1941-03-09", None, ("client",)),
        ("1941-03-09", False, ("representative",)),
        ("2012-06-01", None, ("client", "representative")),
        ("2018-06-01", None, ("representative",)),
    ],
)
def test_who_says_yes_goes_by_age_and_capacity(born: str, assessed: bool | None, who: tuple[str, ...]) -> None:
    acts = (
        []
        if assessed is None
        else [{"kind": "client.capacity_assessed", "on": "2026-02-01", "capable": assessed, "assessor": "arts"}]
    )
    assert who_accepts(state(*acts, birth_date=born)) == who


def test_the_power_is_that_of_the_day() -> None:
    s = state({**OFFERED, "on": "2026-02-10"}, terms="zonl-thuisbegeleiding")
    assert on_day(s, date(2026, 2, 10)).allowed is True
    assert on_day(s, date(2026, 2, 9)).allowed is False


def test_who_signs_for_the_client_counts_as_the_client() -> None:
    acts: list[dict[str, Any]] = [
        OFFERED,
        {"kind": "agreement.accepted", "on": "2026-02-12", "act": "offer", "by": "representative"},
        {"kind": "agreement.signed", "on": "2026-02-12", "act": "offer", "party": "representative"},
    ]
    assert signed_by(state(*acts)) == {"client"}
    step = way(state(*acts), topics()).step("agreement.signed")
    assert step is not None
    assert step.progress == "todo"


def test_a_declined_offer_is_no_offer() -> None:
    found = way(state(OFFERED, {"kind": "agreement.offer_declined", "on": "2026-02-12", "act": "offer"}), topics())
    steps = {step.kind: step.progress for step in found.steps}
    assert (steps["agreement.offered"], steps["agreement.accepted"]) == ("todo", "waiting")
