"""Wonder 2020, articles 18 to 23: standards, working together, incidents, property, remote care."""

import pytest

from tests.norms.support import Json, act, agreed, ask, client, findings, may, row, rows

W = "wonder-2020"


# --- 18: standards ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("explained", "noted", "outcome"), [(True, True, "done"), (False, True, "open"), (True, False, "open")]
)
def test_reading_30_a_deviation_from_the_standard_is_explained_and_noted(
    explained: bool, noted: bool, outcome: str
) -> None:
    deviated = act("standard.deviated", "2026-02-10", motivation="x", explained=explained, noted_in_plan=noted)
    assert row(ask(W, [*agreed(W), deviated], "2026-06-01"), "18.2.b")["state"] == outcome


def test_reading_30_a_correction_closes_the_deviation() -> None:
    deviated = act("standard.deviated", "2026-02-10", id="d", motivation="x", explained=True, noted_in_plan=False)
    put_right = act("act.corrected", "2026-02-20", act="d", fields={"noted_in_plan": True})
    assert row(ask(W, [*agreed(W), deviated, put_right], "2026-02-19"), "18.2.b")["state"] == "open"
    assert row(ask(W, [*agreed(W), deviated, put_right], "2026-02-20"), "18.2.b")["state"] == "done"


# --- 20: working together ---------------------------------------------------------------------------------------------


def member(on: str, caregiver: str, **fields: object) -> Json:
    return act(
        "team.assigned",
        on,
        **{"id": caregiver, "caregiver": caregiver, "role": "wijk", "contact_point": False, **fields},
    )


def test_a_referral_is_owed_on_request() -> None:
    acts = [*agreed(W), act("referral.requested", "2026-02-01", id="q")]
    found = row(ask(W, acts, "2026-06-01"), "20.1.1.b")
    assert (found["state"], found["due"]) == ("open", None)
    made = act("referral.made", "2026-02-03", id="m", to="arts", reason="client_request")
    assert row(ask(W, [*acts, {**made, "act": "q"}], "2026-06-01"), "20.1.1.b")["state"] == "done"
    assert row(ask(W, [*acts, made], "2026-06-01"), "20.1.1.b")["because"] == ["q", "m"]


def test_a_referral_that_could_answer_two_requests_leaves_both_undetermined() -> None:
    acts = [
        *agreed(W),
        act("referral.requested", "2026-02-01", id="q"),
        act("referral.requested", "2026-02-02", id="r"),
    ]
    made = act("referral.made", "2026-02-03", id="m", to="arts", reason="client_request")
    found = rows(ask(W, [*acts, made], "2026-06-01"), "20.1.1.b")
    assert [(duty["state"], duty["missing"]) for duty in found] == [("undetermined", ["m.act"])] * 2
    found = rows(ask(W, [*acts, {**made, "act": "r"}], "2026-06-01"), "20.1.1.b")
    assert {duty["because"][0]: duty["state"] for duty in found} == {"q": "open", "r": "done"}
    before_the_second = rows(ask(W, [*acts[:-1], {**made, "on": "2026-02-01"}, {**acts[-1]}], "2026-06-01"), "20.1.1.b")
    assert {duty["because"][0]: duty["state"] for duty in before_the_second} == {"q": "done", "r": "open"}


def test_two_caregivers_meet_periodically() -> None:
    acts = [*agreed(W), member("2026-02-01", "A")]
    assert rows(ask(W, acts, "2026-09-01"), "20.1.1.c") == []
    acts.append(member("2026-11-30", "B"))
    found = row(ask(W, acts, "2027-02-28"), "20.1.1.c")
    assert (found["state"], found["since"], found["due"], found["open_norm"]) == (
        "open",
        "2026-11-30",
        "2027-02-28",
        True,
    )
    assert row(ask(W, acts, "2027-03-01"), "20.1.1.c")["state"] == "overdue"
    acts.append(act("team.met", "2027-02-28", id="m"))
    turns = rows(ask(W, acts, "2027-03-01"), "20.1.1.c")
    assert [(duty["state"], duty["due"]) for duty in turns] == [("done", "2027-02-28"), ("open", "2027-05-28")]
    sooner = rows(ask(W, acts, "2027-03-01", settings={"team_meeting_every": "P6W"}), "20.1.1.c")
    assert [(duty["state"], duty["due"]) for duty in sooner] == [("done_late", "2027-01-11"), ("open", "2027-04-11")]


def test_the_meetings_end_when_one_caregiver_is_left_and_begin_again_with_another() -> None:
    acts = [*agreed(W), member("2026-02-01", "A"), member("2026-02-02", "B"), act("team.met", "2026-03-01")]
    acts.append(act("team.left", "2026-04-01", act="B"))
    turns = rows(ask(W, acts, "2026-09-01"), "20.1.1.c")
    assert [(duty["state"], duty["closed_on"]) for duty in turns] == [("done", None), ("lapsed", "2026-04-01")]
    acts.append(member("2026-05-01", "C"))
    assert [duty["due"] for duty in rows(ask(W, acts, "2026-09-01"), "20.1.1.c")] == [
        "2026-05-02",
        "2026-06-01",
        "2026-08-01",
    ]


@pytest.mark.parametrize(
    ("passed", "told", "outcome"), [(True, True, "done"), (False, True, "open"), (True, False, "open")]
)
def test_a_hand_over_passes_the_data_on_and_tells_the_client(passed: bool, told: bool, outcome: str) -> None:
    handed = act("team.handed_over", "2026-02-10", to="C", data_passed=passed, client_told=told)
    assert row(ask(W, [*agreed(W), handed], "2026-06-01"), "20.1.1.d")["state"] == outcome


def test_it_is_clear_who_is_responsible_and_whom_to_turn_to() -> None:
    found = ask(W, agreed(W), "2026-02-01")
    assert [row(found, clause)["state"] for clause in ("20.1.2.a", "20.1.2.b")] == ["open", "open"]
    acts = [*agreed(W), member("2026-01-20", "A", contact_point=True)]
    found = ask(W, acts, "2026-02-01")
    assert [row(found, clause)["state"] for clause in ("20.1.2.a", "20.1.2.b")] == ["open", "done"]
    acts.append(member("2026-01-21", "B", responsible_for="wondzorg"))
    assert row(ask(W, acts, "2026-02-01"), "20.1.2.a")["state"] == "done"
    gone = [*acts, act("team.left", "2026-02-10", id="l", act="A")]
    assert [duty["state"] for duty in rows(ask(W, gone, "2026-02-10"), "20.1.2.b")] == ["done", "open"]
    again = rows(ask(W, [*gone, member("2026-02-12", "C", contact_point=True)], "2026-02-12"), "20.1.2.b")
    assert [duty["state"] for duty in again] == ["done", "done"]
    not_the_only = [*gone, member("2026-02-01", "C", contact_point=True)]
    assert [duty["state"] for duty in rows(ask(W, not_the_only, "2026-02-12"), "20.1.2.b")] == ["done"]


EXCHANGE = act("consent.given", "2026-02-10", **{"for": "exchange", "in_writing": True, "by": "client", "id": "k"})
OTHER = act("client.other_provider_reported", "2026-02-10", id="b", provider="B", since="2026-02-10")
HELD = act("coordination.held", "2026-02-12", **{"id": "h", "with": ["B"], "client_experience": True})


def test_care_from_outside_opens_the_division_of_tasks() -> None:
    acts = [*agreed(W), OTHER]
    assert row(ask(W, acts, "2026-02-11"), "20.2.1.a")["state"] == "open"
    assert (
        row(ask(W, [*acts, act("tasks.divided", "2026-02-12", providers=["B"])], "2026-02-12"), "20.2.1.a")["state"]
        == "done"
    )
    ended = row(ask(W, [*acts, act("client.other_provider_ended", "2026-02-12", act="b")], "2026-02-12"), "20.2.1.a")
    assert (ended["state"], ended["closed_on"]) == ("lapsed", "2026-02-12")


def test_reading_23_coordination_with_outside_needs_consent_and_the_clients_experience() -> None:
    acts = [*agreed(W), OTHER]
    asked = row(ask(W, acts, "2026-02-11"), "20.2.1.b")
    assert (asked["state"], asked["missing"]) == ("undetermined", ["consent.given"])
    assert row(ask(W, [*acts, EXCHANGE], "2026-02-11"), "20.2.1.b")["state"] == "open"
    assert row(ask(W, [*acts, EXCHANGE, HELD], "2026-02-13"), "20.2.1.b")["state"] == "done"
    without = {**HELD, "client_experience": False}
    assert row(ask(W, [*acts, EXCHANGE, without], "2026-02-13"), "20.2.1.b")["state"] == "open"
    refused = act("consent.refused", "2026-02-11", **{"for": "exchange"})
    assert row(ask(W, [*acts, refused], "2026-02-13"), "20.2.1.b")["state"] == "excused"
    assert [item["because"] for item in findings(ask(W, [*acts, HELD], "2026-02-13"), "20.2.1.b")] == [["h"]]
    assert findings(ask(W, [*acts, HELD, EXCHANGE], "2026-02-13"), "20.2.1.b") == []


# --- 21: incidents ----------------------------------------------------------------------------------------------------


def incident(**fields: object) -> list[Json]:
    return [
        *agreed(W),
        act("incident.occurred", "2026-02-10", **{"id": "n", "consequences": True, "urgent": False, **fields}),
    ]


def explained(on: str, **fields: object) -> Json:
    return act("incident.explained", on, **{"act": "n", "nature": True, "cause": True, "measures": True, **fields})


def test_the_client_is_told_soon_of_an_incident() -> None:
    found = row(ask(W, incident(), "2026-02-24"), "21.1")
    assert (found["state"], found["due"], found["open_norm"]) == ("open", "2026-02-24", True)
    assert row(ask(W, incident(), "2026-02-25"), "21.1")["state"] == "overdue"
    assert row(ask(W, [*incident(), explained("2026-02-24")], "2026-02-25"), "21.1")["state"] == "done"
    assert row(ask(W, [*incident(), explained("2026-02-25")], "2026-02-25"), "21.1")["state"] == "done_late"
    for part in ("nature", "cause", "measures"):
        assert (
            row(ask(W, [*incident(), explained("2026-02-11", **{part: False})], "2026-02-25"), "21.1")["state"]
            == "overdue"
        )


def test_alternatives_and_a_second_opinion_where_there_are_consequences() -> None:
    assert row(ask(W, incident(), "2026-06-01"), "21.2")["state"] == "open"
    assert rows(ask(W, incident(consequences=False), "2026-06-01"), "21.2") == []
    assert rows(ask(W, incident(consequences=False), "2026-06-01"), "21.3") == []
    talked = act("incident.treatment_discussed", "2026-02-12", act="n", second_opinion_told=True)
    assert row(ask(W, [*incident(), talked], "2026-06-01"), "21.2")["state"] == "done"
    assert row(ask(W, [*incident(), {**talked, "second_opinion_told": False}], "2026-06-01"), "21.2")["state"] == "open"


def test_in_urgency_21_2_need_not_be_met_but_care_must_be_given() -> None:
    found = ask(W, incident(urgent=True), "2026-06-01")
    assert (row(found, "21.2")["state"], row(found, "21.3")["state"], row(found, "21.1")["state"]) == (
        "excused",
        "open",
        "overdue",
    )
    given = [*incident(urgent=True), act("incident.care_given", "2026-02-10", act="n")]
    assert row(ask(W, given, "2026-06-01"), "21.3")["state"] == "done"


def test_duties_of_an_incident_outlive_the_agreement_and_stay_apart() -> None:
    second = act("incident.occurred", "2026-02-11", id="k", consequences=False, urgent=False)
    acts = [*incident(), second, act("agreement.ended", "2026-02-12", ground="mutual"), explained("2026-02-13")]
    assert {duty["because"][0]: duty["state"] for duty in rows(ask(W, acts, "2026-03-01"), "21.1")} == {
        "n": "done",
        "k": "overdue",
    }


# --- 22: property -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("liable", "ground", "found"),
    [(True, "fault", [["x"]]), (True, "wear", []), (False, "none", []), (False, "fault", [])],
)
def test_property_damaged_by_fault_is_a_finding(liable: bool, ground: str, found: list[list[str]]) -> None:
    damaged = act("damage.found", "2026-02-10T09:00:00+01:00", id="d")
    decided = act("damage.decided", "2026-02-20", id="x", act="d", liable=liable, ground=ground, by="board")
    assert [item["because"] for item in findings(ask(W, [*agreed(W), damaged, decided], "2026-02-21"), "22")] == found


# --- 23: remote care --------------------------------------------------------------------------------------------------

REMOTE = [{"name": "beeldzorg", "payer": "zvw", "remote": True}]
AGREES = act("consent.given", "2026-01-20", **{"id": "k", "for": "remote_care", "in_writing": False, "by": "client"})
PLAN = act("plan.presented", "2026-01-20", id="p", sections=["remote_consent", "remote_exchange"])
PLAN_AGREED = act("plan.agreed", "2026-01-21", act="p", by="client")
CALL = act(
    "visit.planned",
    "2026-01-20",
    id="v",
    start="2026-01-25T09:00:00+01:00",
    minutes=20,
    service="beeldzorg",
    payer="zvw",
    remote=True,
)


def test_remote_care_needs_consent_that_stands_in_the_plan() -> None:
    def lacks(*acts: Json) -> list[str]:
        found = may(W, [*agreed(W, services=REMOTE), *acts], "give_remote_care", "2026-01-22")
        assert {item["clause"] for item in found["unmet"]} <= {f"{W}/23.1"}
        assert found["allowed"] is (not found["unmet"])
        return [item["what"] for item in found["unmet"]]

    assert lacks(AGREES, PLAN, PLAN_AGREED) == []
    assert lacks(PLAN, PLAN_AGREED) == ["consent.given"]
    assert lacks(AGREES) == ["plan.presented"]
    assert lacks(AGREES, PLAN) == ["plan.presented"]
    assert lacks(AGREES, {**PLAN, "sections": ["remote_exchange"]}, PLAN_AGREED) == ["plan.presented"]


def test_remote_care_given_without_it_is_a_finding_on_its_day() -> None:
    given = [*agreed(W, services=REMOTE), CALL, act("visit.delivered", "2026-01-25", id="d", act="v", minutes=20)]
    finding = [{"clause": f"{W}/23.1", "what": "visit.delivered", "because": ["d"]}]
    assert findings(ask(W, given, "2026-02-01"), "23.1") == finding
    assert findings(ask(W, [*given, AGREES, PLAN, PLAN_AGREED], "2026-02-01"), "23.1") == []
    assert (
        findings(ask(W, [*given, {**AGREES, "on": "2026-01-26"}, PLAN, PLAN_AGREED], "2026-02-01"), "23.1") == finding
    )
    at_home = [*agreed(W), {**CALL, "remote": False}, act("visit.delivered", "2026-01-25", act="v", minutes=20)]
    assert findings(ask(W, at_home, "2026-02-01"), "23.1") == []


def test_remote_care_opens_the_arrangements_the_checks_and_the_explanation_once() -> None:
    acts = [*agreed(W, services=REMOTE), CALL, {**CALL, "id": "w"}]
    found = ask(W, acts, "2026-01-25")
    assert [(row(found, clause)["state"], row(found, clause)["due"]) for clause in ("23.2", "23.3", "23.4")] == [
        ("open", None),
        ("open", "2026-01-25"),
        ("open", None),
    ]
    assert row(ask(W, acts, "2026-01-26"), "23.3")["state"] == "overdue"
    assert [rows(ask(W, agreed(W), "2026-01-26"), clause) for clause in ("23.2", "23.3", "23.4")] == [[], [], []]
    done = [
        PLAN,
        act("remote.preconditions_checked", "2026-01-25", met=True),
        act(
            "information.given",
            "2026-01-22",
            topics=["remote_responsibility"],
            channel="oral",
            to="client",
            fits_level=True,
            understood=True,
        ),
    ]
    found = ask(W, [*acts, *done], "2026-01-26")
    assert [row(found, clause)["state"] for clause in ("23.2", "23.3", "23.4")] == ["done", "done", "done"]


def test_preconditions_that_are_not_met_and_what_is_not_understood_leave_it_open() -> None:
    acts = [*agreed(W, services=REMOTE), act("remote.preconditions_checked", "2026-01-10", met=False)]
    acts.append(
        act(
            "information.given",
            "2026-01-22",
            topics=["remote_responsibility"],
            channel="oral",
            to="client",
            fits_level=True,
            understood=False,
        )
    )
    found = ask(W, acts, "2026-02-01")
    assert [row(found, clause)["state"] for clause in ("23.3", "23.4")] == ["open", "open"]


def test_each_agreement_has_its_own_duties_of_remote_care() -> None:
    def remote(on: str, id_: str) -> list[Json]:
        service = {"name": "beeldzorg", "payer": "wlz", "remote": True}
        return [
            act("agreement.offered", on, id=f"o{id_}", services=[service], contains=["terms"]),
            act("agreement.accepted", on, id=f"a{id_}", act=f"o{id_}", by="client"),
        ]

    acts = [
        client(),
        *remote("2026-01-05", "1"),
        act("remote.preconditions_checked", "2026-01-06", id="check", met=True),
        act("agreement.ended", "2026-02-01", ground="mutual"),
        *remote("2026-03-02", "2"),
    ]
    found = rows(ask("wonder-2020", acts, "2026-03-10"), "wonder-2020/23.3")
    assert [(row["state"], row["because"]) for row in found] == [("done", ["o1", "check"]), ("open", ["o2"])]
