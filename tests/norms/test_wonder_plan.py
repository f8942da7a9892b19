"""Wonder 2020, articles 10 to 12.5: the care plan, its evaluation, deviation from it, medical acts."""

import pytest

from tests.norms.support import Json, act, agreed, ask, findings, may, row, rows

W = "wonder-2020"
FULL = [
    "quality_of_life",
    "health",
    "prognosis",
    "risks",
    "care",
    "disciplines",
    "contact_point",
    "family",
    "evaluation",
]


def planned(on: str, id: str = "p", **fields: object) -> Json:
    return act("plan.presented", on, id=id, **{"sections": FULL, **fields})


def consented(on: str, plan: str = "p", **fields: object) -> Json:
    return act("plan.agreed", on, **{"id": f"{plan}!", "act": plan, "by": "client", **fields})


def evaluated(on: str, **fields: object) -> Json:
    return act("plan.evaluated", on, **fields)


def delivered(on: str) -> list[Json]:
    visit = act("visit.planned", on, id=f"v{on}", start=f"{on}T09:00:00Z", minutes=30, service="zorg", payer="wlz")
    return [visit, act("visit.delivered", on, id=f"d{on}", act=f"v{on}", minutes=30)]


# --- 10: how the plan comes about -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("presented", "as_of", "outcome"),
    [
        (None, "2026-02-19", "open"),
        (None, "2026-02-20", "overdue"),
        ("2026-01-06", "2026-02-20", "done"),
        ("2026-02-19", "2026-02-20", "done"),
        ("2026-02-20", "2026-02-20", "done_late"),
    ],
)
def test_reading_04_the_plan_is_presented_within_six_weeks_of_the_start_of_care(
    presented: str | None, as_of: str, outcome: str
) -> None:
    acts = [*agreed(W), act("care.started", "2026-01-08", id="s")]
    acts += [planned(presented)] if presented else []
    found = row(ask(W, acts, as_of), "10.2")
    assert (found["state"], found["since"], found["due"]) == (outcome, "2026-01-08", "2026-02-19")
    assert found["because"][0] == "s"


@pytest.mark.parametrize(
    ("started", "visited", "since", "due"),
    [
        ("2026-01-08", "2026-01-12", "2026-01-08", "2026-02-19"),
        ("2026-01-12", "2026-01-08", "2026-01-08", "2026-02-19"),
        ("2026-01-08", "2026-01-08", "2026-01-08", "2026-02-19"),
        (None, "2026-01-08", "2026-01-08", "2026-02-19"),
        ("2026-02-14", None, "2026-02-14", "2026-03-28"),  # a Saturday: terms of the conditions are not extended
    ],
)
def test_reading_15_the_earlier_of_the_start_and_the_first_visit_counts(
    started: str | None, visited: str | None, since: str, due: str
) -> None:
    acts = agreed(W)
    acts += [act("care.started", started)] if started else []
    acts += [*delivered(visited), *delivered("2026-03-01")] if visited else []
    found = row(ask(W, acts, "2026-03-01"), "10.2")
    assert (found["since"], found["due"]) == (since, due)


def test_reading_07_a_term_that_has_passed_when_the_agreement_comes_about_gives_what_is_at_once() -> None:
    started = [*agreed(W), act("care.started", "2025-10-01")]
    found = row(ask(W, started, "2026-01-12"), "10.2")
    assert (found["state"], found["since"], found["due"]) == ("open", "2026-01-05", "2026-01-12")
    assert row(ask(W, started, "2026-01-13"), "10.2")["state"] == "overdue"
    planned_before = [*agreed(W), planned("2025-05-01"), consented("2025-05-02")]
    first = row(ask(W, planned_before, "2026-01-12", settings={"at_once": "7 WD"}), "12.3.a")
    assert (first["state"], first["since"], first["due"]) == ("open", "2026-01-05", "2026-01-14")
    not_yet_passed = [*agreed(W), act("care.started", "2025-12-08")]
    assert row(ask(W, not_yet_passed, "2026-01-05"), "10.2")["due"] == "2026-01-19"


def test_each_agreement_has_its_own_six_weeks() -> None:
    first = [*agreed(W), act("care.started", "2026-01-08"), planned("2026-01-10"), consented("2026-01-11")]
    ended = act("agreement.ended", "2026-03-01", ground="mutual")
    again = [
        act("agreement.offered", "2026-05-01", id="o2", services=[], contains=["terms"]),
        act("agreement.accepted", "2026-05-01", id="a2", act="o2", by="client"),
        act("care.started", "2026-05-04", id="s2"),
    ]
    found = ask(W, [*first, ended, *again], "2026-05-05")
    assert [(duty["state"], duty["due"]) for duty in rows(found, "10.2")] == [
        ("done", "2026-02-19"),
        ("open", "2026-06-15"),
    ]
    assert [duty["state"] for duty in rows(found, "10.1")] == ["done", "open"]
    assert found["plan"] == {"status": "none", "since": None}
    assert (
        may(W, [*first, ended, *again], "perform_medical_act", "2026-05-05", urgent=False, name="x")["allowed"] is False
    )


def test_support_is_offered_before_the_plan_is_presented() -> None:
    offered = act("plan.support_offered", "2026-01-20")
    assert row(ask(W, agreed(W), "2026-06-01"), "10.1.a")["state"] == "open"
    acts = [*agreed(W), planned("2026-01-20")]
    assert row(ask(W, acts, "2026-01-20"), "10.1.a")["state"] == "open"
    assert row(ask(W, acts, "2026-01-21"), "10.1.a")["state"] == "overdue"
    assert row(ask(W, [*acts, offered], "2026-01-21"), "10.1.a")["state"] == "done"
    assert row(ask(W, [*acts, {**offered, "on": "2026-01-21"}], "2026-01-21"), "10.1.a")["state"] == "done_late"


def test_the_plan_takes_effect_on_consent_and_is_signed_and_copied() -> None:
    acts = [*agreed(W), planned("2026-01-20")]
    assert ask(W, acts, "2026-01-22")["plan"] == {"status": "presented", "since": "2026-01-20"}
    acts.append(consented("2026-01-23"))
    found = ask(W, acts, "2026-01-23")
    assert found["plan"] == {"status": "in_force", "since": "2026-01-23"}
    assert [(duty["bearer"], duty["state"]) for duty in rows(found, "10.3.a")] == [
        ("client", "open"),
        ("provider", "open"),
    ]
    assert row(found, "10.3.b")["state"] == "open"
    acts += [
        act("plan.signed", "2026-01-24", act="p", party="client"),
        act("plan.signed", "2026-01-23", act="p", party="provider"),
        act("plan.copied", "2026-01-25", act="p"),
    ]
    found = ask(W, acts, "2026-01-26")
    assert [(duty["bearer"], duty["done_on"]) for duty in rows(found, "10.3.a")] == [
        ("client", "2026-01-24"),
        ("provider", "2026-01-23"),
    ]
    assert row(found, "10.3.b")["done_on"] == "2026-01-25"


@pytest.mark.parametrize(
    ("left_out", "clause"),
    [
        ("quality_of_life", "11.1"),
        ("health", "11.2"),
        ("risks", "11.2"),
        ("care", "11.2"),
        ("family", "11.3"),
        ("evaluation", "11.3"),
    ],
)
def test_a_section_that_is_missing_is_a_finding(left_out: str, clause: str) -> None:
    found = ask(
        W, [*agreed(W), planned("2026-01-20", sections=[item for item in FULL if item != left_out])], "2026-01-21"
    )
    assert [item["clause"] for item in found["findings"] if item["because"] == ["p"]] == [f"{W}/{clause}"]


def test_the_section_on_medical_acts_only_where_there_are_any() -> None:
    assert findings(ask(W, [*agreed(W), planned("2026-01-20")], "2026-01-21"), "11.2") == []
    acts = [*agreed(W), planned("2026-01-20", medical_acts=["injectie"])]
    assert len(findings(ask(W, acts, "2026-01-21"), "11.2")) == 1
    acts = [*agreed(W), planned("2026-01-20", medical_acts=["injectie"], sections=[*FULL, "medical_acts"])]
    assert findings(ask(W, acts, "2026-01-21"), "11.2") == []


# --- 10.4: medical acts -----------------------------------------------------------------------------------------------


def medical(on: str, name: str = "injectie", *, urgent: bool = False) -> Json:
    return act("medical_act.performed", on, id="m", name=name, urgent=urgent)


def agrees_to(on: str, **fields: object) -> Json:
    return act("consent.given", on, **{"for": "medical_act", "in_writing": False, "by": "client", **fields})


def test_reading_17_before_the_plan_is_in_effect_medical_acts_need_consent_unless_urgent() -> None:
    acts = agreed(W)
    found = may(W, acts, "perform_medical_act", "2026-01-10", urgent=False, name="injectie")
    assert (found["allowed"], found["unmet"]) == (False, [{"clause": f"{W}/10.4", "what": "consent.given"}])
    assert may(W, acts, "perform_medical_act", "2026-01-10", urgent=True, name="injectie")["allowed"] is True
    given = [*acts, agrees_to("2026-01-10", id="k", scope="injectie")]
    found = may(W, given, "perform_medical_act", "2026-01-10", urgent=False, name="injectie")
    assert (found["allowed"], found["because"]) == (True, ["k"])
    assert may(W, given, "perform_medical_act", "2026-01-10", urgent=False, name="katheter")["allowed"] is False
    any_act = [*acts, agrees_to("2026-01-10")]
    assert may(W, any_act, "perform_medical_act", "2026-01-10", urgent=False, name="katheter")["allowed"] is True


def test_reading_17_outside_the_medical_acts_of_the_plan_consent_is_needed_too() -> None:
    acts = [*agreed(W), planned("2026-01-20", medical_acts=["injectie"]), consented("2026-01-21")]
    assert may(W, acts, "perform_medical_act", "2026-01-21", urgent=False, name="injectie")["allowed"] is True
    assert may(W, acts, "perform_medical_act", "2026-01-20", urgent=False, name="injectie")["allowed"] is False
    assert may(W, acts, "perform_medical_act", "2026-01-21", urgent=False, name="katheter")["allowed"] is False
    assert may(W, acts, "perform_medical_act", "2026-01-21", urgent=True, name="katheter")["allowed"] is True
    unknown = may(W, acts, "perform_medical_act", "2026-01-21", urgent=False)
    assert (unknown["allowed"], unknown["missing"]) == (None, ["name"])
    given = [*acts, agrees_to("2026-01-21")]
    assert may(W, given, "perform_medical_act", "2026-01-21", urgent=False)["allowed"] is True


def test_reading_17_a_medical_act_is_judged_on_its_day() -> None:
    acts = [*agreed(W), planned("2026-01-20", medical_acts=["injectie"]), consented("2026-01-21")]
    finding = [{"clause": f"{W}/10.4", "what": "medical_act.performed", "because": ["m"]}]
    assert findings(ask(W, [*acts, medical("2026-01-20")], "2026-02-01"), "10.4") == finding
    assert findings(ask(W, [*acts, medical("2026-01-21")], "2026-02-01"), "10.4") == []
    assert findings(ask(W, [*acts, medical("2026-01-22", "katheter")], "2026-02-01"), "10.4") == finding
    assert findings(ask(W, [*acts, medical("2026-01-22", "katheter", urgent=True)], "2026-02-01"), "10.4") == []
    withdrawn = [agrees_to("2026-01-10", id="k"), act("consent.withdrawn", "2026-01-14", act="k")]
    assert findings(ask(W, [*acts, *withdrawn, medical("2026-01-13")], "2026-02-01"), "10.4") == []
    assert findings(ask(W, [*acts, *withdrawn, medical("2026-01-15")], "2026-02-01"), "10.4") == finding


# --- 12.3: evaluation -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("consent", "due"),
    [
        ("2026-01-23", "2026-07-23"),
        ("2026-08-31", "2027-02-28"),
        ("2027-08-29", "2028-02-29"),
        ("2027-08-31", "2028-02-29"),
        ("2026-02-28", "2026-08-28"),
        ("2026-09-29", "2027-03-29"),
        ("2026-06-25", "2026-12-25"),  # Christmas: not extended
    ],
)
def test_reading_16_the_first_evaluation_is_six_months_after_consent(consent: str, due: str) -> None:
    acts = [*agreed(W), planned("2026-01-20"), consented(consent)]
    assert row(ask(W, acts, due), "12.3.a")["due"] == due
    assert row(ask(W, acts, due), "12.3.a")["state"] == "open"
    after = f"{due[:8]}{int(due[8:]) + 1:02}" if due[5:] not in ("02-28", "02-29") else f"{due[:4]}-03-01"
    assert row(ask(W, acts, after), "12.3.a")["state"] == "overdue"


def test_reading_16_days_that_the_plan_itself_sets_do_not_shorten_the_term() -> None:
    acts = [*agreed(W), planned("2026-01-20", evaluate_on=["2026-03-01", "2026-09-01"]), consented("2026-01-23")]
    assert row(ask(W, acts, "2026-03-02"), "12.3.a")["due"] == "2026-07-23"


def test_reading_30_12_3_a_is_the_first_evaluation_and_12_3_the_later_turns() -> None:
    acts = [*agreed(W), planned("2026-01-20"), consented("2026-01-23"), evaluated("2026-07-23", id="e1")]
    found = ask(W, acts, "2027-07-23")
    assert (row(found, "12.3.a")["state"], row(found, "12.3.a")["because"]) == ("done", ["p!", "e1"])
    turn = row(found, "12.3")
    assert (turn["state"], turn["since"], turn["due"], turn["because"]) == ("open", "2026-07-23", "2027-07-23", ["e1"])
    assert row(ask(W, acts, "2027-07-24"), "12.3")["state"] == "overdue"
    acts.append(evaluated("2027-07-24", id="e2"))
    turns = rows(ask(W, acts, "2027-07-24"), "12.3")
    assert [(duty["state"], duty["due"]) for duty in turns] == [("done_late", "2027-07-23"), ("open", "2028-07-24")]


def test_reading_16_a_late_first_evaluation_moves_the_next_and_a_leap_day_is_cut() -> None:
    acts = [*agreed(W), planned("2026-01-20"), consented("2026-01-23"), evaluated("2028-02-29")]
    found = ask(W, acts, "2028-03-01")
    assert row(found, "12.3.a")["state"] == "done_late"
    assert row(found, "12.3")["due"] == "2029-02-28"


def test_reading_16_a_changed_plan_resets_nothing_and_a_new_plan_starts_the_terms_anew() -> None:
    acts = [*agreed(W), planned("2026-01-20"), consented("2026-01-23"), act("plan.changed", "2026-03-01")]
    assert row(ask(W, acts, "2026-03-02"), "12.3.a")["due"] == "2026-07-23"
    acts += [planned("2026-04-01", "q"), consented("2026-04-03", "q")]
    first, second = rows(ask(W, acts, "2026-04-03"), "12.3.a")
    assert (first["state"], first["closed_on"], first["due"]) == ("lapsed", "2026-04-03", "2026-07-23")
    assert (second["state"], second["due"], second["because"]) == ("open", "2026-10-03", ["q!"])
    assert ask(W, acts, "2026-04-03")["plan"] == {"status": "in_force", "since": "2026-04-03"}
    assert row(ask(W, [*acts[:-1]], "2026-04-03"), "12.3.a")["state"] == "open"


def test_an_evaluation_in_between_is_owed_on_request() -> None:
    acts = [
        *agreed(W),
        planned("2026-01-20"),
        consented("2026-01-23"),
        act("plan.evaluation_requested", "2026-03-01", id="r", reasons="x"),
    ]
    asked = row(ask(W, acts, "2026-03-02"), "12.3")
    assert (asked["state"], asked["due"], asked["because"]) == ("open", None, ["r"])
    acts.append(evaluated("2026-03-05", id="e"))
    turns = rows(ask(W, acts, "2026-03-06"), "12.3")
    assert [(duty["state"], duty["because"][0], duty["due"]) for duty in turns] == [
        ("open", "e", "2027-03-05"),
        ("done", "r", None),
    ]


def test_late_recording_seen_from_two_moments() -> None:
    held = evaluated("2026-07-20", recorded="2026-07-28T12:00:00+02:00")
    acts = [*agreed(W), planned("2026-01-20"), consented("2026-01-23"), held]
    assert row(ask(W, acts, "2026-07-25", "2026-07-26T00:00:00+02:00"), "12.3.a")["state"] == "overdue"
    assert row(ask(W, acts, "2026-07-25", "2026-07-28T12:00:00+02:00"), "12.3.a")["state"] == "done"


# --- 12.4 and 12.5 ----------------------------------------------------------------------------------------------------


def test_a_deviation_from_the_plan_needs_consent_unless_urgent() -> None:
    acts = [*agreed(W), planned("2026-01-20"), consented("2026-01-23")]
    refused = may(W, acts, "deviate_from_plan", "2026-02-01", urgent=False)
    assert (refused["allowed"], refused["unmet"]) == (False, [{"clause": f"{W}/12.4", "what": "consent.given"}])
    assert may(W, acts, "deviate_from_plan", "2026-02-01", urgent=True)["allowed"] is True
    given = act("consent.given", "2026-02-01", **{"for": "plan_deviation", "in_writing": False, "by": "client"})
    assert may(W, [*acts, given], "deviate_from_plan", "2026-02-01", urgent=False)["allowed"] is True
    deviated = act("plan.deviated", "2026-01-31", id="x", urgent=False)
    assert [item["because"] for item in findings(ask(W, [*acts, given, deviated], "2026-02-02"), "12.4")] == [["x"]]
    assert findings(ask(W, [*acts, given, {**deviated, "on": "2026-02-01"}], "2026-02-02"), "12.4") == []
    assert findings(ask(W, [*acts, {**deviated, "urgent": True}], "2026-02-02"), "12.4") == []


@pytest.mark.parametrize(("clause", "topic"), [("12.5", "plan_rights"), ("16.3", "confidentiality")])
def test_caregivers_are_instructed_and_the_client_is_told(clause: str, topic: str) -> None:
    told = act(
        "information.given",
        "2026-01-04",
        topics=[f"{topic}_instructed"],
        channel="oral",
        to="client",
        fits_level=True,
        understood=True,
    )
    assert row(ask(W, agreed(W), "2026-02-01"), clause)["state"] == "open"
    acts = [*agreed(W), told]
    assert row(ask(W, acts, "2026-02-01", provider={"instructed": {topic: "2026-01-04"}}), clause)["state"] == "done"
    assert row(ask(W, acts, "2026-02-01", provider={"instructed": {topic: "2026-01-05"}}), clause)["state"] == "open"
