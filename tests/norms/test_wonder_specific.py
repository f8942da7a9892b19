"""wonder-2020, articles 38-44: exclusion, the dwelling, hygiene, materials, refusal of care, abuse, restraint."""

from typing import Any

import pytest

from tests.norms.support import Json, act, agreed, ask, findings, may, row, rows

WONDER = "wonder-2020"


def standing_of(*acts: Json, as_of: str, **more: Any) -> Json:
    return ask(WONDER, [*agreed(WONDER), *acts], as_of, **more)


def judged(power: str, *acts: Json, as_of: str = "2026-06-01", **params: Any) -> Json:
    return may(WONDER, [*agreed(WONDER), *acts], power, as_of, **params)


def unmet(answer: Json) -> list[tuple[str, str]]:
    return [(item["clause"].removeprefix("wonder-2020/"), item["what"]) for item in answer["unmet"]]


def told(topic: str, on: str, **changes: Any) -> Json:
    fields = {"topics": [topic], "channel": "paper", "to": "client", "fits_level": True, "understood": True, **changes}
    return act("information.given", on, **fields)


# --- refusal of care (38-42) ----------------------------------------------------------------------------------------

UNSAFE = act("hygiene.unsafe_found", "2026-03-02", id="u", endangers=["staff"])
CONDITIONS = ["38.3", "38.3.b", "39.4", "42"]


def refuse(reason: str, *acts: Json, as_of: str = "2026-06-01") -> Json:
    return judged("refuse_care", *acts, as_of=as_of, reason=reason)


def checked(*missing: str, on: str = "2026-03-02") -> Json:
    return act("home.checked", on, id=f"h{on}", missing=list(missing))


@pytest.mark.parametrize(
    ("reason", "lacks"),
    [
        ("exclusion", [("38.1", "exclusion.assessed")]),
        ("hygiene", [("39.3", "hygiene.unsafe_found")]),
        ("conduct", [("41", "conduct.recorded")]),
        ("materials", [("40.1.a", "materials.missing_found")]),
        (
            "conditions",
            [
                ("38.3", "home.checked"),
                ("38.3.b", "home.checked"),
                ("39.4", "home.checked"),
                ("42", "hygiene.unsafe_found"),
            ],
        ),
    ],
)
def test_without_a_ground_each_refusal_names_what_is_unmet(reason: str, lacks: list[tuple[str, str]]) -> None:
    answer = refuse(reason)
    assert (answer["allowed"], unmet(answer)) == (False, lacks)


@pytest.mark.parametrize(
    ("outcome", "criteria", "allowed"),
    [
        ("refuse", ["violent"], True),
        ("accept", ["violent"], False),
        ("transfer", ["violent"], False),
        ("refuse", [], False),
    ],
)
def test_exclusion_is_assessed_per_person(outcome: str, criteria: list[str], *, allowed: bool) -> None:
    assessed = act("exclusion.assessed", "2026-03-02", id="e", criteria=criteria, outcome=outcome, motivation="…")
    assert refuse("exclusion", assessed)["allowed"] is allowed
    assert len(findings(standing_of(assessed, as_of="2026-03-03"), "38.1")) == (
        1 if outcome != "accept" and not criteria else 0
    )


def test_hygiene_refuses_only_on_danger_to_staff_and_until_restored() -> None:
    for_care = act("hygiene.unsafe_found", "2026-03-02", id="u", endangers=["care"])
    restored = act("hygiene.restored", "2026-03-10", act="u")
    assert refuse("hygiene", for_care)["allowed"] is False
    assert [refuse("hygiene", UNSAFE, restored, as_of=day)["allowed"] for day in ("2026-03-09", "2026-03-10")] == [
        True,
        False,
    ]
    assert refuse("hygiene", UNSAFE)["because"] == ["u"]
    assert [len(findings(standing_of(soiled, as_of="2026-03-03"), "39.3.a")) for soiled in (for_care, UNSAFE)] == [1, 0]


@pytest.mark.parametrize(
    ("form", "toward", "allowed"),
    [
        ("violence", "staff", True),
        ("aggression", "staff", True),
        ("sexual_harassment", "staff", True),
        ("discrimination", "staff", False),
        ("violence", "other", False),
    ],
)
def test_harassment_aggression_or_violence_toward_staff(form: str, toward: str, *, allowed: bool) -> None:
    answer = refuse("conduct", act("conduct.recorded", "2026-03-02", id="b", form=form, toward=toward))
    assert (answer["allowed"], answer["clauses"]) == (allowed, ["wonder-2020/41"])


@pytest.mark.parametrize(
    ("item", "clause"),
    [("water", "38.3"), ("aid_space", "38.3"), ("bed_height", "38.3.b"), ("room", "38.3.b"), ("wiring", "39.4")],
)
def test_reading_21_the_dwelling_grounds_refusal_while_it_lacks_something(item: str, clause: str) -> None:
    answer = refuse("conditions", checked(item))
    assert (answer["allowed"], answer["clauses"][0]) == (True, f"wonder-2020/{clause}")
    assert refuse("conditions", checked(item), checked(on="2026-04-01"))["allowed"] is False


def test_a_dirty_dwelling_is_no_ground_by_itself() -> None:
    assert refuse("conditions", checked("clean"))["allowed"] is False


def test_reading_21_non_payment_is_no_ground() -> None:
    sent = act(
        "invoice.sent",
        "2026-01-10",
        number="1",
        amount="9.00",
        channel="electronic",
        lines=[{"for": "visit", "amount": "9.00"}],
    )
    answers = [refuse(reason, sent) for reason in ("conditions", "conduct", "hygiene", "materials", "exclusion")]
    assert {answer["allowed"] for answer in answers} == {False}


def test_missing_materials_until_they_are_there() -> None:
    lacking = act("materials.missing_found", "2026-03-02", id="m", what="handschoenen")
    there = act("materials.supplied", "2026-03-05", act="m")
    assert [refuse("materials", lacking, there, as_of=day)["allowed"] for day in ("2026-03-04", "2026-03-05")] == [
        True,
        False,
    ]


# --- 12.6 and 42: a visit that was refused --------------------------------------------------------------------------

VISIT = act(
    "visit.planned",
    "2026-03-01",
    id="v",
    start="2026-03-10T10:00:00+01:00",
    minutes=60,
    service="verzorging",
    payer="wlz",
)


def not_given(reason: str) -> Json:
    return act("visit.not_given", "2026-03-10", id="ng", act="v", reason=reason)


@pytest.mark.parametrize(
    ("acts", "state", "count"),
    [
        ([UNSAFE], "excused", 0),
        ([act("conduct.recorded", "2026-03-09", form="violence", toward="staff")], "excused", 0),
        ([checked("water")], "excused", 0),
        ([], "open", 1),
        ([UNSAFE, act("hygiene.restored", "2026-03-09", act="u")], "open", 1),
        ([act("hygiene.unsafe_found", "2026-03-11", endangers=["staff"])], "open", 1),
    ],
)
def test_reading_30_lawful_refusal_is_no_non_delivery(acts: list[Json], state: str, count: int) -> None:
    found = standing_of(VISIT, *acts, not_given("refusal"), as_of="2026-03-20")
    assert row(found, "12.6")["state"] == state
    assert [item["because"] for item in findings(found, "42")] == [["ng"]] * count


@pytest.mark.parametrize(
    ("acts", "state"),
    [([], "open"), ([told("materials", "2026-03-01")], "excused"), ([told("materials", "2026-03-11")], "open")],
)
def test_reading_30_missing_materials_only_when_told_before(acts: list[Json], state: str) -> None:
    assert row(standing_of(VISIT, *acts, not_given("materials"), as_of="2026-03-20"), "12.6")["state"] == state


# --- 38.3: aids and two caregivers ----------------------------------------------------------------------------------

STAFFED = {"organised": True, "solution": True}
CARER = act("client.carer_named", "2026-02-01", name="B", involve=True)


@pytest.mark.parametrize(
    ("acts", "params", "allowed"),
    [
        ([], {"one_suffices": False, "lifting_aid": True, **STAFFED}, True),
        ([CARER], {"one_suffices": False, "lifting_aid": True, **STAFFED}, False),
        ([CARER], {"one_suffices": False, "lifting_aid": False, **STAFFED}, True),
        ([], {"one_suffices": True, "lifting_aid": True, **STAFFED}, False),
        ([], {"one_suffices": False, "organised": False, "solution": True}, False),
        ([], {"one_suffices": False, "organised": True, "solution": False}, False),
        ([checked("aid_space")], STAFFED, True),
        ([], {"one_suffices": False, "organised": True}, None),
        ([], {}, None),
    ],
)
def test_reading_32_one_of_two_grounds_and_both_conditions(
    acts: list[Json], params: Json, allowed: bool | None
) -> None:
    answer = judged("double_staffing", *acts, **params)
    assert (answer["allowed"], bool(answer["missing"]), bool(answer["unmet"])) == (
        allowed,
        allowed is None,
        allowed is False,
    )


# --- 39.1, 39.2, 39.5, 40.1 -----------------------------------------------------------------------------------------


def test_the_client_tells_what_matters_for_hygiene_and_safety() -> None:
    question = act("information.asked_of_client", "2026-03-02", topic="hygiene_safety")
    answer = act("information.received", "2026-03-04", topic="hygiene_safety")
    other = act("information.received", "2026-03-04", topic="wishes")
    states = [row(standing_of(question, said, as_of="2026-03-05"), "39.1") for said in (answer, other)]
    assert [(duty["bearer"], duty["state"]) for duty in states] == [("client", "done"), ("client", "open")]
    assert rows(standing_of(question, as_of="2026-03-05"), "24.3") == []


@pytest.mark.parametrize(("channel", "state"), [("paper", "done"), ("electronic", "done"), ("oral", "open")])
def test_a_copy_of_the_hygiene_guidelines_on_request(channel: str, state: str) -> None:
    request = act("information.requested", "2026-03-02", topic="hygiene_guidelines")
    found = standing_of(request, told("hygiene_guidelines", "2026-03-03", channel=channel), as_of="2026-03-04")
    assert row(found, "39.2.a")["state"] == state


def test_a_threatening_pet_asks_a_solution() -> None:
    pets = [act("pet.threat_found", "2026-03-02", id="p1"), act("pet.threat_found", "2026-03-03", id="p2")]
    solved = act("pet.solution_found", "2026-03-05", act="p2", solution="hond in de tuin")
    duties = rows(standing_of(*pets, solved, as_of="2026-03-06"), "39.5")
    assert [(duty["because"][0], duty["state"]) for duty in duties] == [("p1", "open"), ("p2", "done")]


def test_staff_tell_which_materials_are_needed() -> None:
    assert row(standing_of(as_of="2026-01-06"), "40.1")["state"] == "open"
    assert row(standing_of(told("materials", "2026-01-08"), as_of="2026-01-09"), "40.1")["state"] == "done"


# --- 43 and 44 ------------------------------------------------------------------------------------------------------


def test_the_reporting_code_has_five_steps() -> None:
    suspected = act("abuse.suspected", "2026-03-02", id="s", form="elder")
    steps = [act("abuse.step_taken", f"2026-03-0{number + 2}", act="s", step=number) for number in range(1, 6)]
    found = [standing_of(suspected, *steps[:taken], as_of="2026-03-10") for taken in (0, 4, 5)]
    assert [(row(each, "43")["state"], row(each, "43")["done_on"]) for each in found] == [
        ("open", None),
        ("open", None),
        ("done", "2026-03-07"),
    ]


@pytest.mark.parametrize("group", [None, "psychogeriatric", "other"])
def test_restraint_is_refused_by_default(group: str | None) -> None:
    acts = [] if group is None else [act("client.diagnosis_group_recorded", "2026-02-01", group=group)]
    answer = judged("restrain", *acts)
    assert (answer["allowed"], answer["clauses"], len(answer["unmet"])) == (False, ["wonder-2020/44"], 1)
    applied = act("restraint.applied", "2026-03-02", id="r", form="bedhek")
    assert [item["because"] for item in findings(standing_of(*acts, applied, as_of="2026-03-03"), "44")] == [["r"]]


def test_a_risk_that_was_signalled_is_handled() -> None:
    signal = act("risk.signalled", "2026-03-02", id="k", what="dwalen")
    handled = act("risk.handled", "2026-03-09", act="k")
    assert [row(standing_of(signal, *more, as_of="2026-03-10"), "44")["state"] for more in ([], [handled])] == [
        "open",
        "done",
    ]
