"""Wonder 2020, articles 14, 16.1 and 17: consents, disclosure to others, research."""

from typing import Any

import pytest

from tests.norms.support import Json, act, agreed, ask, findings, may, row, rows

W = "wonder-2020"


def consent(on: str, for_: str, **fields: object) -> Json:
    return act("consent.given", on, **{"id": "k", "for": for_, "in_writing": True, "by": "client", **fields})


def representative(on: str = "2026-01-10", *scope: str, **fields: object) -> list[Json]:
    about = list(scope) or ["all"]
    return [
        act("client.representative_appointed", on, id="r", name="B", basis="written", scope=about, **fields),
        act("client.capacity_assessed", on, capable=False, assessor="arts"),
    ]


# --- 14: intrusive acts, images, trainees -----------------------------------------------------------------------------

POWERS = [
    (
        "observe_act",
        "observed_act",
        "14.1",
        act("observation.occurred", "2026-02-10", id="x", intrusive=True, observer="other"),
    ),
    ("publish_images", "publication", "14.1.b", act("image.made", "2026-02-10", id="x", for_publication=True)),
    ("admit_trainee", "trainee", "14.3", act("trainee.present", "2026-02-10", id="x", at="talk")),
]


@pytest.mark.parametrize(("power", "for_", "clause"), [item[:3] for item in POWERS])
def test_consent_in_force_gives_the_power(power: str, for_: str, clause: str) -> None:
    without = may(W, agreed(W), power, "2026-02-10")
    assert (without["allowed"], without["unmet"]) == (False, [{"clause": f"{W}/{clause}", "what": "consent.given"}])
    given = [*agreed(W), consent("2026-02-10", for_)]
    found = may(W, given, power, "2026-02-10")
    assert (found["allowed"], found["because"], found["clauses"]) == (True, ["k"], [f"{W}/{clause}"])
    assert may(W, given, power, "2026-02-09")["allowed"] is False
    assert may(W, [*given, act("consent.withdrawn", "2026-02-11", act="k")], power, "2026-02-11")["allowed"] is False
    assert (
        may(W, [*given, act("consent.refused", "2026-02-11", **{"for": for_})], power, "2026-02-11")["allowed"] is False
    )
    assert may(W, [*agreed(W), consent("2026-02-10", "research", study="s")], power, "2026-02-10")["allowed"] is False


@pytest.mark.parametrize(("for_", "clause", "used"), [item[1:] for item in POWERS])
def test_an_act_without_the_consent_of_its_day_is_a_finding(for_: str, clause: str, used: Json) -> None:
    finding = [{"clause": f"{W}/{clause}", "what": used["kind"], "because": ["x"]}]
    assert findings(ask(W, [*agreed(W), used], "2026-03-01"), clause) == finding
    assert findings(ask(W, [*agreed(W), used, consent("2026-02-11", for_)], "2026-03-01"), clause) == finding
    given = [*agreed(W), used, consent("2026-02-10", for_)]
    assert findings(ask(W, given, "2026-03-01"), clause) == []
    assert findings(ask(W, [*given, act("consent.withdrawn", "2026-02-12", act="k")], "2026-03-01"), clause) == []
    assert findings(ask(W, [*given, act("consent.withdrawn", "2026-02-09", act="k")], "2026-03-01"), clause) == finding


@pytest.mark.parametrize(
    "harmless",
    [
        act("observation.occurred", "2026-02-10", intrusive=False, observer="other"),
        act("observation.occurred", "2026-02-10", intrusive=True, observer="needed"),
        act("observation.occurred", "2026-02-10", intrusive=True, observer="representative"),
        act("image.made", "2026-02-10", for_publication=False),
        act("trainee.present", "2026-02-10", at="other"),
    ],
)
def test_what_needs_no_consent(harmless: Json) -> None:
    about = [f"{W}/14.1", f"{W}/14.1.b", f"{W}/14.3"]
    assert [item for item in ask(W, [*agreed(W), harmless], "2026-03-01")["findings"] if item["clause"] in about] == []


# --- 16.1: disclosure -------------------------------------------------------------------------------------------------


def disclose(acts: list[Json], **params: Any) -> Json:
    return may(W, [*agreed(W), *acts], "disclose", "2026-02-10", **params)


@pytest.mark.parametrize(
    ("params", "allowed", "clause"),
    [
        ({"recipient": "caregiver", "purpose": "care", "needed": True}, True, "16.1.a"),
        ({"recipient": "caregiver", "purpose": "coordination", "needed": True}, True, "16.1.a"),
        ({"recipient": "caregiver", "purpose": "care", "needed": False}, False, "16.1.a"),
        ({"recipient": "caregiver", "purpose": "research", "needed": True}, False, "16.1"),
        ({"recipient": "other_provider", "purpose": "care", "needed": True}, False, "16.1"),
        ({"recipient": "police", "purpose": "legal_duty", "legal_basis": "Sv 126nd", "needed": True}, True, "16.1"),
        ({"recipient": "police", "purpose": "legal_duty", "needed": True}, False, "16.1"),
        ({"recipient": "supervisor", "purpose": "supervision", "needed": True}, True, "16.1"),
        ({"recipient": "supervisor", "purpose": "calamity", "needed": True}, True, "16.1"),
        ({"recipient": "supervisor", "purpose": "statistics", "needed": True}, False, "16.1"),
        ({"recipient": "municipality", "purpose": "periodic_check", "needed": True}, False, "16.1"),
        ({"recipient": "representative", "purpose": "care", "needed": True}, False, "16.1.b"),
    ],
)
def test_reading_23_the_exceptions_of_16_1(params: dict[str, Any], allowed: bool, clause: str) -> None:
    found = disclose([], **params)
    assert found["allowed"] is allowed
    assert f"{W}/{clause}" in found["clauses"]
    assert f"{W}/{clause}" in [item["clause"] for item in found["unmet"]] or allowed


@pytest.mark.parametrize(
    ("recipient", "purpose", "extra"),
    [
        ("caregiver", "care", {}),
        ("police", "legal_duty", {"legal_basis": "Sv 126nd"}),
        ("supervisor", "supervision", {}),
    ],
)
def test_reading_23_need_that_is_not_stated_leaves_it_undetermined(recipient: str, purpose: str, extra: Json) -> None:
    found = disclose([], recipient=recipient, purpose=purpose, **extra)
    assert (found["allowed"], found["missing"], found["unmet"]) == (None, ["needed"], [])


def test_reading_23_a_legal_duty_without_its_ground_is_refused_whatever_else_is_missing() -> None:
    found = disclose([], recipient="police", purpose="legal_duty")
    assert found["allowed"] is False
    assert {"clause": f"{W}/16.1", "what": "legal_basis"} in found["unmet"]


def test_reading_23_the_representative_within_the_task() -> None:
    found = disclose(representative(), recipient="representative", purpose="care", needed=True)
    assert (found["allowed"], found["because"]) == (True, ["r"])
    assert disclose(representative()[:1], recipient="representative", purpose="care", needed=True)["allowed"] is False
    assert disclose(representative(), recipient="representative", purpose="care", needed=False)["allowed"] is False


@pytest.mark.parametrize(
    ("fields", "allowed"),
    [
        ({"recipient": "insurer"}, True),
        ({"recipient": "insurer", "purpose": "statistics"}, True),
        ({"recipient": "insurer", "purpose": "research"}, False),
        ({"recipient": "police"}, False),
        ({}, False),
        ({"recipient": "insurer", "in_writing": False}, False),
    ],
)
def test_reading_23_consent_matches_recipient_and_purpose_and_is_in_writing(fields: Json, allowed: bool) -> None:
    found = disclose(
        [consent("2026-02-10", "disclosure", **fields)], recipient="insurer", purpose="statistics", needed=True
    )
    assert found["allowed"] is allowed


def test_reading_23_consent_to_quality_measurement_carries_that_purpose() -> None:
    given = [consent("2026-02-10", "quality_measurement")]
    assert disclose(given, recipient="insurer", purpose="quality_measurement", needed=True)["allowed"] is True
    assert disclose(given, recipient="insurer", purpose="statistics", needed=True)["allowed"] is False


def test_reading_23_a_disclosure_is_judged_on_its_day() -> None:
    made = act("disclosure.made", "2026-02-10", id="x", recipient="insurer", purpose="statistics", needed=True)
    finding = [{"clause": f"{W}/16.1", "what": "disclosure.made", "because": ["x"]}]
    assert findings(ask(W, [*agreed(W), made], "2026-03-01"), "16.1") == finding
    given = consent("2026-02-10", "disclosure", recipient="insurer")
    assert findings(ask(W, [*agreed(W), made, given], "2026-03-01"), "16.1") == []
    assert findings(ask(W, [*agreed(W), made, {**given, "on": "2026-02-11"}], "2026-03-01"), "16.1") == finding
    to_caregiver = {**made, "recipient": "caregiver", "purpose": "care"}
    assert findings(ask(W, [*agreed(W), to_caregiver], "2026-03-01"), "16.1.a") == []
    too_much = {**to_caregiver, "needed": False}
    assert [item["because"] for item in findings(ask(W, [*agreed(W), too_much], "2026-03-01"), "16.1.a")] == [["x"]]


def test_the_carer_is_told_with_consent_and_without_a_veto() -> None:
    carer = act("client.carer_named", "2026-02-01", name="B", involve=True)
    given = consent("2026-02-10", "carer_information")
    assert may(W, [*agreed(W), carer, given], "inform_carer", "2026-02-10")["allowed"] is True
    assert may(W, [*agreed(W), carer], "inform_carer", "2026-02-10")["unmet"] == [
        {"clause": f"{W}/16.1", "what": "consent.given"}
    ]
    veto = {**carer, "involve": False}
    assert may(W, [*agreed(W), veto, given], "inform_carer", "2026-02-10")["unmet"] == [
        {"clause": f"{W}/16.1", "what": "client.carer_named"}
    ]


# --- 17: research -----------------------------------------------------------------------------------------------------


def test_research_asks_for_consent_to_that_study_after_an_explanation() -> None:
    told = act("research.explained", "2026-02-09", study="s")
    given = consent("2026-02-10", "research", study="s")

    def lacks(*acts: Json) -> list[str]:
        found = may(W, [*agreed(W), *acts], "include_in_research", "2026-02-10", study="s")
        assert found["allowed"] is (not found["unmet"])
        return [item["clause"].removeprefix(f"{W}/") for item in found["unmet"]]

    assert lacks(told, given) == []
    assert lacks(told) == ["17.1"]
    assert lacks(given) == ["17.2"]
    assert lacks() == ["17.1", "17.2"]
    assert lacks(told, {**given, "study": "t"}) == ["17.1"]
    assert lacks({**told, "study": "t"}, given) == ["17.2"]


def test_who_takes_part_without_consent_or_explanation_is_found() -> None:
    told = act("research.explained", "2026-02-09", study="s")
    given = consent("2026-02-10", "research", study="s")
    included = act("research.included", "2026-02-11", id="x", study="s")
    found = ask(W, [*agreed(W), given, included], "2026-03-01")
    assert [item["because"] for item in findings(found, "17.2")] == [["x"]]
    assert findings(ask(W, [*agreed(W), told, given, included], "2026-03-01"), "17.2") == []
    other = ask(W, [*agreed(W), told, given, {**included, "study": "t"}], "2026-03-01")
    assert [item["clause"] for item in other["findings"] if item["because"] == ["x"]] == [f"{W}/17.1", f"{W}/17.2"]


@pytest.mark.parametrize(
    ("explained", "outcome"), [(None, "overdue"), ("2026-02-10", "done"), ("2026-02-11", "done_late")]
)
def test_purpose_and_risks_are_told_before_the_consent(explained: str | None, outcome: str) -> None:
    acts = [*agreed(W), consent("2026-02-10", "research", study="s")]
    acts += (
        [act("research.explained", explained, study="s"), act("research.explained", "2026-02-01", study="t")]
        if explained
        else []
    )
    found = row(ask(W, acts, "2026-02-11"), "17.2")
    assert (found["state"], found["due"]) == (outcome, "2026-02-10")
    assert rows(ask(W, [*agreed(W), consent("2026-02-10", "trainee")], "2026-02-11"), "17.2") == []


def test_a_consent_that_names_no_study_leaves_it_undetermined() -> None:
    acts = [*agreed(W), consent("2026-02-10", "research"), act("research.explained", "2026-02-09", study="s")]
    found = row(ask(W, acts, "2026-02-11"), "17.2")
    assert (found["state"], found["missing"]) == ("undetermined", ["k.study"])
    assert may(W, acts, "include_in_research", "2026-02-11", study="s")["allowed"] is False


def test_requests_of_the_living_end_with_death_and_relatives_come_after_it() -> None:
    died = act("client.died", "2026-03-01", id="z")
    own = [*agreed(W), act("dossier.inspection_requested", "2026-02-20", by="client"), died]
    assert row(ask(W, own, "2026-06-01"), "15.2")["state"] == "lapsed"
    early = act("dossier.inspection_requested", "2026-02-20", by="relative", ground="weighty_interest")
    assert rows(ask(W, [*agreed(W), early, died], "2026-06-01"), "16.2") == []
    late = {**early, "on": "2026-03-02", "id": "q"}
    assert row(ask(W, [*agreed(W), late, died], "2026-06-01"), "16.2")["state"] == "open"
    refused = act("dossier.inspection_refused", "2026-03-05", act="q", reason="privacy_of_other")
    assert row(ask(W, [*agreed(W), late, died, refused], "2026-06-01"), "16.2")["state"] == "excused"
