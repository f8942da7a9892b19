"""Reading 11 and what is known when: corrections, retractions, late recording."""

import pytest

from tests.norms.support import Json, act, agreed, ask, client, findings, row, rows

W = "wonder-2020"


def plan(on: str, id: str = "p") -> Json:
    return act("plan.presented", on, id=id, sections=["care"])


def retracted(target: str, on: str, **fields: object) -> Json:
    return act("act.retracted", on, act=target, **fields)


def corrected(target: str, on: str, fields: Json, **more: object) -> Json:
    return act("act.corrected", on, act=target, fields=fields, **more)


STARTED = act("care.started", "2026-01-08", id="s")


# --- what is known ----------------------------------------------------------------------------------------------------


def test_an_act_counts_from_its_day_and_from_its_recording() -> None:
    late = act("care.started", "2026-01-08", id="s", recorded="2026-01-20T09:00:00+01:00")
    acts = [*agreed(W), late]
    assert rows(ask(W, acts, "2026-01-07"), "10.2") == []
    assert rows(ask(W, acts, "2026-01-19"), "10.2") == []
    assert rows(ask(W, acts, "2026-01-10", "2026-01-20T08:59:59+01:00"), "10.2") == []
    found = row(ask(W, acts, "2026-01-10", "2026-01-20T09:00:00+01:00"), "10.2")
    assert (found["state"], found["since"], found["due"]) == ("open", "2026-01-08", "2026-02-19")
    assert row(ask(W, acts, "2026-01-20"), "10.2")["due"] == "2026-02-19"


def test_an_answer_that_is_known_before_its_question_waits_for_it() -> None:
    presented = {**plan("2026-01-20"), "recorded": "2026-02-10T09:00:00+01:00"}
    acts = [*agreed(W), presented, act("plan.agreed", "2026-01-21", act="p", by="client")]
    assert ask(W, acts, "2026-02-09")["plan"]["status"] == "none"
    assert ask(W, acts, "2026-02-10")["plan"] == {"status": "in_force", "since": "2026-01-21"}


# --- corrections ------------------------------------------------------------------------------------------------------


def test_reading_11_a_correction_counts_from_its_recording_whatever_its_on() -> None:
    wrong = act(
        "client.identified", "2026-01-05", id="d", document="passport", number_end="1", valid_until="2025-01-01"
    )
    put_right = corrected("d", "2026-01-05", {"valid_until": "2030-01-01"}, recorded="2026-02-01T12:00:00+01:00")
    acts = [*agreed(W), wrong, put_right]
    assert row(ask(W, acts, "2026-01-31"), "24.1")["state"] == "overdue"
    assert row(ask(W, acts, "2026-02-01"), "24.1")["state"] == "done"
    assert row(ask(W, acts, "2026-01-06", "2026-02-01T12:00:00+01:00"), "24.1")["state"] == "done"
    assert row(ask(W, acts, "2026-01-06", "2026-02-01T11:59:59+01:00"), "24.1")["state"] == "overdue"
    of_later = corrected("d", "2026-03-01", {"valid_until": "2030-01-01"}, recorded="2026-03-01T12:00:00+01:00")
    assert (
        row(ask(W, [*agreed(W), wrong, of_later], "2026-02-01", "2026-03-02T00:00:00+01:00"), "24.1")["state"] == "done"
    )


def test_reading_11_a_corrected_day_moves_the_term() -> None:
    moved = corrected("s", "2026-02-01", {"on": "2026-01-15"})
    acts = [*agreed(W), STARTED, moved]
    assert row(ask(W, acts, "2026-01-31"), "10.2")["due"] == "2026-02-19"
    found = row(ask(W, acts, "2026-02-01"), "10.2")
    assert (found["since"], found["due"], found["because"]) == ("2026-01-15", "2026-02-26", ["s"])
    into_the_future = corrected("s", "2026-02-01", {"on": "2026-06-01"})
    assert rows(ask(W, [*agreed(W), STARTED, into_the_future], "2026-02-01"), "10.2") == []


def test_reading_11_the_later_recorded_correction_wins_and_a_retracted_one_does_not_count() -> None:
    first = corrected("s", "2026-02-01", {"on": "2026-01-15"}, id="k1", recorded="2026-02-01T09:00:00+01:00")
    second = corrected("s", "2026-02-01", {"on": "2026-01-20"}, id="k2", recorded="2026-02-01T10:00:00+01:00")
    acts = [*agreed(W), STARTED, second, first]
    assert row(ask(W, acts, "2026-02-02"), "10.2")["since"] == "2026-01-20"
    assert row(ask(W, [*acts, retracted("k2", "2026-02-03")], "2026-02-03"), "10.2")["since"] == "2026-01-15"
    assert (
        row(ask(W, [*acts, retracted("k2", "2026-02-03"), retracted("k1", "2026-02-03")], "2026-02-03"), "10.2")[
            "since"
        ]
        == "2026-01-08"
    )


# --- retractions ------------------------------------------------------------------------------------------------------


def test_reading_11_a_retracted_trigger_leaves_no_duty() -> None:
    acts = [*agreed(W), STARTED, retracted("s", "2026-02-01")]
    assert row(ask(W, acts, "2026-01-31"), "10.2")["state"] == "open"
    assert rows(ask(W, acts, "2026-02-01"), "10.2") == []
    assert rows(ask(W, acts, "2026-01-20", "2026-02-01T00:00:00+01:00"), "10.2") == []
    assert ask(W, acts, "2026-02-01")["findings"] == ask(W, agreed(W), "2026-02-01")["findings"]


def test_reading_11_a_retracted_fulfilment_leaves_the_duty() -> None:
    acts = [*agreed(W), STARTED, plan("2026-01-20"), retracted("p", "2026-03-01")]
    assert row(ask(W, acts, "2026-02-28"), "10.2")["state"] == "done"
    assert row(ask(W, acts, "2026-03-01"), "10.2")["state"] == "overdue"


def test_reading_11_a_retraction_that_is_retracted_does_not_count() -> None:
    acts = [*agreed(W), STARTED, retracted("s", "2026-02-01", id="r"), retracted("r", "2026-02-02", id="rr")]
    assert rows(ask(W, acts, "2026-02-01"), "10.2") == []
    assert row(ask(W, acts, "2026-02-02"), "10.2")["state"] == "open"
    assert rows(ask(W, [*acts, retracted("rr", "2026-02-03")], "2026-02-03"), "10.2") == []


@pytest.mark.parametrize("named", [True, False])
def test_reading_11_what_answers_a_retracted_act_directly_or_not_is_ignored_and_reported(named: bool) -> None:
    link = {"act": "p"} if named else {}
    acts = [
        *agreed(W),
        plan("2026-01-20"),
        act("plan.agreed", "2026-01-21", id="g", by="client", **link),
        act("plan.evaluated", "2026-01-22", id="e", **link),
        retracted("p", "2026-02-01"),
    ]
    assert ask(W, acts, "2026-01-31")["plan"]["status"] == "in_force"
    found = ask(W, acts, "2026-02-01")
    assert found["plan"] == {"status": "none", "since": None}
    assert [rows(found, clause) for clause in ("12.3.a", "12.3", "10.3.a")] == [[], [], []]
    about = [item for item in findings(found, None) if item["what"] == "act.retracted"]
    assert sorted(item["because"] for item in about) == [["e"], ["g"]]


def test_reading_11_a_chain_of_answers_goes_along() -> None:
    acts = [
        *agreed(W),
        act("damage.found", "2026-02-01T10:00:00+01:00", id="d"),
        act("damage.reported", "2026-02-02T10:00:00+01:00", id="r", act="d", in_writing=True, to="board"),
        retracted("d", "2026-02-10"),
    ]
    found = ask(W, acts, "2026-02-10")
    assert [rows(found, clause) for clause in ("24.8", "37.1", "37.1.a", "37.3")] == [[], [], [], []]
    assert [item["because"] for item in findings(found, None)] == [["r"]]


def test_reading_11_an_answer_without_a_name_goes_to_what_is_left() -> None:
    acts = [
        *agreed(W),
        plan("2026-01-20"),
        plan("2026-01-25", "q"),
        act("plan.agreed", "2026-01-26", id="g", by="client"),
        retracted("q", "2026-02-01"),
    ]
    found = ask(W, acts, "2026-02-01")
    assert (found["plan"]["status"], findings(found, None)) == ("in_force", [])
    assert row(found, "12.3.a")["because"] == ["g"]


def test_reading_11_an_acceptance_of_a_retracted_offer_makes_no_agreement() -> None:
    offer = act("agreement.offered", "2026-01-05", id="o", services=[], contains=["terms"])
    accepted = act("agreement.accepted", "2026-01-05", id="a", by="client")
    acts = [client(), offer, accepted, retracted("o", "2026-01-10")]
    assert ask(W, acts, "2026-01-09")["agreement"]["status"] == "in_force"
    found = ask(W, acts, "2026-01-10")
    assert found["agreement"]["status"] == "none"
    assert findings(found, None) == [{"clause": None, "what": "act.retracted", "because": ["a"]}]


def test_reading_11_a_retraction_before_the_day_asked_reports_only_what_had_happened() -> None:
    acts = [
        *agreed(W),
        plan("2026-01-20"),
        act("plan.agreed", "2026-03-01", id="g", act="p", by="client"),
        retracted("p", "2026-02-01"),
    ]
    assert findings(ask(W, acts, "2026-02-10"), None) == []
    assert [item["because"] for item in findings(ask(W, acts, "2026-03-01"), None)] == [["g"]]
