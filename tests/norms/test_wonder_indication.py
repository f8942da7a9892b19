"""wonder-2020, articles 26 and 27: the follow-up indication, its terms, and who bears what a gap costs."""

from typing import Any

import pytest

from tests.norms.support import Json, act, agreed, ask, findings, row, rows

WONDER = "wonder-2020"
LONG = {"valid_from": "2026-01-01", "valid_until": "2026-12-31"}
SHORT = {"valid_from": "2026-03-01", "valid_until": "2026-08-30"}


def issued(on: str = "2026-01-02", **changes: Any) -> Json:
    fields = {"id": "i1", "number": "1", "law": "wlz", "body": "CIZ", "care": ["verzorging"], **LONG, **changes}
    return act("indication.issued", on, **fields)


def talk(on: str, **changes: Any) -> Json:
    fields = {
        "id": "t1",
        "act": "i1",
        "applicant": "client",
        "why": True,
        "choice": True,
        "continuity": True,
        **changes,
    }
    return act("indication.talk_held", on, **fields)


def applied(on: str, **changes: Any) -> Json:
    return act("indication.applied", on, **{"id": "ap", "act": "i1", "by": "client", "complete": True, **changes})


def reminded(on: str) -> Json:
    return act("indication.client_reminded", on, id="re", act="i1")


def standing_of(*acts: Json, as_of: str, on: str = "2026-01-05", **known: Any) -> Json:
    return ask(WONDER, [*agreed(WONDER, on), *acts], as_of, **known)


# --- 26.1: the talk -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of", "state"), [("2026-10-21", "open"), ("2026-10-22", "open"), ("2026-10-23", "overdue")]
)
def test_the_talk_is_due_ten_weeks_before_the_end(as_of: str, state: str) -> None:
    """31 December less 70 days is 22 October, also across the clock change (reading_02)."""
    duty = row(standing_of(issued(), as_of=as_of), "26.1")
    assert (duty["since"], duty["due"], duty["state"]) == ("2026-01-05", "2026-10-22", state)
    assert (duty["bearer"], duty["toward"], duty["what"]) == ("provider", "client", "indication.talk_held")
    assert (duty["open_norm"], duty["due_at"], duty["because"]) == (False, None, ["i1"])


@pytest.mark.parametrize(
    ("valid", "due"),
    [
        ({"valid_from": "2026-03-01", "valid_until": "2026-08-30"}, "2026-07-12"),  # a day short: 7 weeks
        ({"valid_from": "2026-03-01", "valid_until": "2026-08-31"}, "2026-06-22"),  # exactly six months: 10 weeks
        ({"valid_from": "2026-08-31", "valid_until": "2027-02-26"}, "2027-01-08"),  # six months end on 28 February
        ({"valid_from": "2026-08-31", "valid_until": "2027-02-27"}, "2026-12-19"),
        ({"valid_from": "2027-08-29", "valid_until": "2028-02-28"}, "2027-12-20"),  # a leap year: to 29 February
        ({"valid_from": "2027-08-30", "valid_until": "2028-02-27"}, "2028-01-09"),
    ],
)
def test_reading_03_less_than_six_months_is_seven_weeks(valid: Json, due: str) -> None:
    assert row(standing_of(issued(**valid), as_of="2026-09-01"), "26.1")["due"] == due


def test_reading_02_a_decision_without_an_end_opens_nothing() -> None:
    endless = issued()
    del endless["valid_until"]
    found = standing_of(endless, talk("2026-05-01"), as_of="2028-01-01")
    assert [rows(found, clause) for clause in ("26.1", "26.3", "26.3.a", "26.5")] == [[], [], [], []]


@pytest.mark.parametrize(("on", "state"), [("2026-10-22", "done"), ("2026-10-23", "done_late")])
def test_the_talk_is_held_in_time_or_late(on: str, state: str) -> None:
    duty = row(standing_of(issued(), talk(on), as_of="2026-11-01"), "26.1")
    assert (duty["state"], duty["done_on"], duty["because"]) == (state, on, ["i1", "t1"])


def test_what_was_recorded_late_counts_from_when_it_was_known() -> None:
    late = talk("2026-10-20", recorded="2026-11-05T09:00:00+01:00")
    before = standing_of(issued(), late, as_of="2026-10-25")
    after = standing_of(issued(), late, as_of="2026-10-25", known_on="2026-11-05T09:00:00+01:00")
    assert [row(found, "26.1")["state"] for found in (before, after)] == ["overdue", "done"]


def test_reading_07_a_term_that_had_passed_at_receipt_is_five_working_days() -> None:
    """Received on a Friday, ten weeks before the end already past: the next Friday, whatever the weekend."""
    late = issued("2026-10-01", received_on="2026-11-06")
    states = [row(standing_of(late, as_of=day), "26.1") for day in ("2026-11-06", "2026-11-13", "2026-11-14")]
    assert [(duty["since"], duty["due"], duty["state"]) for duty in states] == [
        ("2026-11-06", "2026-11-13", "open"),
        ("2026-11-06", "2026-11-13", "open"),
        ("2026-11-06", "2026-11-13", "overdue"),
    ]


def test_reading_07_an_agreement_concluded_later_gives_five_working_days() -> None:
    """Accepted on the Wednesday before Christmas: Christmas and Boxing Day are no working days."""
    duty = row(standing_of(issued(), on="2026-12-23", as_of="2026-12-24"), "26.1")
    assert (duty["since"], duty["due"], duty["state"]) == ("2026-12-23", "2026-12-31", "open")


def test_before_it_is_received_a_decision_opens_nothing() -> None:
    assert rows(standing_of(issued(received_on="2026-02-01"), as_of="2026-01-31"), "26.1") == []


def test_two_decisions_at_once_are_two_duties_and_a_talk_does_one() -> None:
    other = issued(id="i2", law="zvw", care=["verpleging"], valid_until="2026-11-30")
    found = standing_of(issued(), other, talk("2026-10-01"), as_of="2026-10-10")
    assert [(duty["because"][0], duty["due"], duty["state"]) for duty in rows(found, "26.1")] == [
        ("i2", "2026-09-21", "overdue"),
        ("i1", "2026-10-22", "done"),
    ]


def test_the_client_may_release_the_provider() -> None:
    waived = act("duty.waived", "2026-10-01", id="w", clause="wonder-2020/26.1", act="i1")
    duty = row(standing_of(issued(), waived, as_of="2026-12-01"), "26.1")
    assert (duty["state"], duty["closed_on"], duty["because"]) == ("waived", "2026-10-01", ["i1", "w"])


def test_a_release_that_could_mean_two_decisions_leaves_both_open() -> None:
    other = issued(id="i2", law="zvw", care=["verpleging"])
    waived = act("duty.waived", "2026-10-01", id="w", clause="wonder-2020/26.1")
    duties = rows(standing_of(issued(), other, waived, as_of="2026-12-01"), "26.1")
    assert [(duty["state"], duty["missing"]) for duty in duties] == [("undetermined", ["w.act"])] * 2


def test_a_correction_counts_from_when_it_was_recorded() -> None:
    longer = act("act.corrected", "2026-10-30", act="i1", fields={"valid_until": "2027-03-31"})
    dues = [row(standing_of(issued(), longer, as_of=day), "26.1")["due"] for day in ("2026-10-29", "2026-10-30")]
    assert dues == ["2026-10-22", "2027-01-20"]


@pytest.mark.parametrize(("until", "count"), [("2026-01-04", 0), ("2026-01-05", 1)])
def test_a_decision_that_was_over_before_the_agreement_opens_nothing(until: str, count: int) -> None:
    old = issued("2025-10-01", valid_from="2025-07-01", valid_until=until)
    assert len(rows(standing_of(old, as_of="2026-01-10"), "26.1")) == count


def test_the_end_of_the_agreement_takes_the_duty_away() -> None:
    ended = act("agreement.ended", "2026-10-01", id="e", end_on="2026-10-15", ground="mutual")
    duty = row(standing_of(issued(), ended, as_of="2026-12-01"), "26.1")
    assert (duty["state"], duty["closed_on"]) == ("lapsed", "2026-10-15")


def test_a_retracted_decision_leaves_no_duty_and_its_talk_is_a_finding() -> None:
    gone = act("act.retracted", "2026-11-01", act="i1")
    found = standing_of(issued(), talk("2026-10-20"), gone, as_of="2026-11-02")
    assert [rows(found, clause) for clause in ("26.1", "26.2.a", "26.3.a")] == [[], [], []]
    assert [item["because"] for item in findings(found, None)] == [["t1"]]


@pytest.mark.parametrize(
    "next_one",
    [
        {"succeeds": "i1", "law": "zvw", "care": ["verpleging"], "valid_from": "2027-03-01"},
        {"valid_from": "2027-01-01", "valid_until": "2027-12-31"},  # adjoining
        {"valid_from": "2026-09-01", "valid_until": "2027-08-31"},  # overlapping, ending later
    ],
)
def test_reading_13_a_follower_lapses_what_was_open(next_one: Json) -> None:
    follower = issued("2026-09-10", **{"id": "i2", "valid_until": "2027-12-31", **next_one})
    old = [
        duty for duty in rows(standing_of(issued(), follower, as_of="2026-11-01"), "26.1") if "i1" in duty["because"]
    ]
    assert [(duty["state"], duty["closed_on"]) for duty in old] == [("lapsed", "2026-09-10")]


@pytest.mark.parametrize(
    "other",
    [
        {"law": "zvw", "valid_from": "2027-01-01", "valid_until": "2027-12-31"},
        {"care": ["verpleging"], "valid_from": "2027-01-01", "valid_until": "2027-12-31"},
        {"valid_from": "2027-01-02", "valid_until": "2027-12-31"},  # a day between
        {"valid_from": "2026-02-01", "valid_until": "2026-11-30"},  # ends earlier
    ],
)
def test_reading_13_another_decision_lapses_nothing(other: Json) -> None:
    second = issued("2026-09-10", **{"id": "i2", **other})
    old = [
        duty for duty in rows(standing_of(issued(), second, as_of="2026-11-01"), "26.1") if duty["because"][0] == "i1"
    ]
    assert [duty["state"] for duty in old] == ["overdue"]


# --- 26.2: its content and report -----------------------------------------------------------------------------------


@pytest.mark.parametrize("left_out", ["why", "choice", "continuity"])
def test_a_talk_that_leaves_something_out_is_a_finding(left_out: str) -> None:
    found = standing_of(issued(), talk("2026-10-01", **{left_out: False}), as_of="2026-10-02")
    assert [item["because"] for item in findings(found, "26.2")] == [["t1"]]


def test_the_report_is_open_until_it_was_copied_to_the_client() -> None:
    def reported(on: str, *, copied: bool) -> Json:
        return act("indication.talk_reported", on, act="t1", copied_to_client=copied)

    acts = [issued(), talk("2026-10-01"), reported("2026-10-02", copied=False), reported("2026-10-05", copied=True)]
    days = ("2026-10-01", "2026-10-04", "2026-10-05")
    assert [row(standing_of(*acts, as_of=day), "26.2.a")["state"] for day in days] == ["open", "open", "done"]


# --- 26.3: the client applies ---------------------------------------------------------------------------------------


def test_reading_12_who_applies_decides_which_duties_open() -> None:
    clauses = ("26.3", "26.3.a", "26.5")
    no_talk = standing_of(issued(), as_of="2026-12-01")
    by_client = standing_of(issued(), talk("2026-10-01"), as_of="2026-12-01")
    by_provider = standing_of(issued(), talk("2026-10-01", applicant="provider"), as_of="2026-12-01")
    no_choice = standing_of(issued(), talk("2026-10-01", choice=False), as_of="2026-12-01")
    opened = [
        [len(rows(found, clause)) for clause in clauses] for found in (no_talk, by_client, by_provider, no_choice)
    ]
    assert opened == [[0, 0, 0], [1, 1, 0], [0, 0, 1], [0, 0, 0]]
    assert row(no_talk, "26.1")["state"] == "overdue"


@pytest.mark.parametrize(
    ("clause", "due", "bearer"), [("26.3", "2026-10-29", "provider"), ("26.3.a", "2026-11-05", "client")]
)
def test_reminder_nine_and_application_eight_weeks_before_the_end(clause: str, due: str, bearer: str) -> None:
    duty = row(standing_of(issued(), talk("2026-10-01"), as_of=due), clause)
    late = row(standing_of(issued(), talk("2026-10-01"), as_of="2026-11-06"), clause)
    assert (duty["since"], duty["due"], duty["state"], duty["bearer"]) == ("2026-10-01", due, "open", bearer)
    assert late["state"] == "overdue"


def test_a_short_decision_needs_no_reminder_and_gives_the_client_six_weeks() -> None:
    found = standing_of(issued(**SHORT), talk("2026-07-01"), as_of="2026-07-02")
    assert rows(found, "26.3") == []
    assert row(found, "26.3.a")["due"] == "2026-07-19"


def test_only_a_complete_application_by_the_client_does_it() -> None:
    half, whole = applied("2026-10-20", id="a1", complete=False), applied("2026-11-10", id="a2")
    found = [standing_of(issued(), talk("2026-10-01"), half, whole, as_of=day) for day in ("2026-11-06", "2026-11-10")]
    assert [(row(each, "26.3.a")["state"], row(each, "26.3.a")["done_on"]) for each in found] == [
        ("overdue", None),
        ("done_late", "2026-11-10"),
    ]


def test_an_application_before_the_talk_is_in_time() -> None:
    duty = row(standing_of(issued(), applied("2026-09-20"), talk("2026-10-01"), as_of="2026-12-01"), "26.3.a")
    assert (duty["state"], duty["done_on"]) == ("done", "2026-09-20")


def test_two_talks_on_one_day_with_one_choice_are_one_duty() -> None:
    found = standing_of(issued(), talk("2026-10-01"), talk("2026-10-01", id="t2"), as_of="2026-10-02")
    assert [duty["due"] for duty in rows(found, "26.3.a")] == ["2026-11-05"]


def test_another_choice_lapses_the_duty_of_the_first() -> None:
    found = standing_of(
        issued(), talk("2026-10-01"), talk("2026-10-10", id="t2", applicant="provider"), as_of="2026-11-20"
    )
    assert (row(found, "26.3.a")["state"], row(found, "26.3.a")["closed_on"]) == ("lapsed", "2026-10-10")
    assert row(found, "26.5")["state"] == "overdue"


def test_copies_go_to_the_other_side() -> None:
    mine = [issued(), talk("2026-10-01"), applied("2026-10-10")]
    copy = act("indication.application_copied", "2026-10-12", act="ap", to="provider")
    assert row(standing_of(*mine, as_of="2026-10-13"), "26.3.b")["state"] == "open"
    done = row(standing_of(*mine, copy, as_of="2026-10-13"), "26.3.b")
    assert (done["state"], done["bearer"], done["toward"]) == ("done", "client", "provider")
    theirs = [
        issued(),
        talk("2026-10-01", applicant="provider"),
        applied("2026-10-10", by="provider", signed_by_client=True),
    ]
    assert row(standing_of(*theirs, copy, as_of="2026-10-13"), "26.5.a")["state"] == "open"
    assert row(standing_of(*theirs, {**copy, "to": "client"}, as_of="2026-10-13"), "26.5.a")["state"] == "done"


# --- 26.5: the provider applies -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("application", "state", "missing"),
    [
        ({"signed_by_client": True}, "done", []),
        ({"signed_by_client": False}, "overdue", []),
        ({}, "undetermined", ["ap.signed_by_client"]),
        ({"complete": False, "signed_by_client": True}, "overdue", []),
    ],
)
def test_the_provider_files_a_complete_and_signed_application(
    application: Json, state: str, missing: list[str]
) -> None:
    acts = [issued(), talk("2026-10-01", applicant="provider"), applied("2026-11-05", by="provider", **application)]
    duty = row(standing_of(*acts, as_of="2026-11-06"), "26.5")
    assert (duty["due"], duty["state"], duty["missing"]) == ("2026-11-05", state, missing)


def test_a_short_decision_gives_the_provider_six_weeks() -> None:
    found = standing_of(issued(**SHORT), talk("2026-07-01", applicant="provider"), as_of="2026-07-02")
    assert row(found, "26.5")["due"] == "2026-07-19"
