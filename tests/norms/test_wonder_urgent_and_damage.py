"""wonder-2020, articles 28 and 37: a sudden need for other care, and damage to what is the client's."""

from typing import Any

import pytest

from tests.norms.support import Json, act, agreed, ask, findings, row, rows

WONDER = "wonder-2020"


def standing_of(*acts: Json, as_of: str, **more: Any) -> Json:
    return ask(WONDER, [*agreed(WONDER), *acts], as_of, **more)


# --- 28: urgent need ------------------------------------------------------------------------------------------------


def need(on: str = "2026-03-06", **changes: Any) -> Json:
    fields = {"id": "n", "within_hours": 24, "can_deliver": True, "expected_days": 20, **changes}
    return act("urgent.need_arose", on, **fields)


def reported(on: str, to: str = "indication_body", **changes: Any) -> Json:
    return act("urgent.reported", on, act="n", to=to, **changes)


@pytest.mark.parametrize(
    ("changes", "clauses"),
    [
        ({}, {"28.I", "28.I.a"}),
        ({"within_hours": 48}, {"28.I", "28.I.a"}),
        ({"within_hours": 49}, set()),
        ({"can_deliver": False}, {"28.II", "28.II.2"}),
    ],
)
def test_a_sudden_need_opens_what_the_provider_can_deliver_decides(changes: Json, clauses: set[str]) -> None:
    found = standing_of(need(**changes), as_of="2026-03-06")
    assert {clause for clause in ("28.I", "28.I.a", "28.II", "28.II.2") if rows(found, clause)} == clauses


def test_reading_07_at_once_is_five_working_days_by_setting() -> None:
    """From a Friday over the weekend to the next Friday."""
    duty = row(standing_of(need(), as_of="2026-03-13"), "28.I")
    assert (duty["due"], duty["state"], duty["open_norm"]) == ("2026-03-13", "open", True)
    assert row(standing_of(need(), as_of="2026-03-14"), "28.I")["state"] == "overdue"
    sooner = standing_of(need(), as_of="2026-03-08", settings={"at_once": "1 WD"})
    assert row(sooner, "28.I")["due"] == "2026-03-09"


@pytest.mark.parametrize(
    ("days", "report", "state"),
    [
        (14, {}, "done"),
        (15, {"with_application": True}, "done"),
        (15, {"with_application": False}, "open"),
        (15, {}, "undetermined"),
    ],
)
def test_over_fourteen_days_the_report_needs_an_application(days: int, report: Json, state: str) -> None:
    found = standing_of(need(expected_days=days), reported("2026-03-09", id="r", **report), as_of="2026-03-09")
    assert row(found, "28.I")["state"] == state
    assert row(found, "28.I")["missing"] == (["r.with_application"] if state == "undetermined" else [])


def test_who_cannot_deliver_reports_to_both_and_asks_placement() -> None:
    to_body = reported("2026-03-09", with_application=True)
    to_office = reported("2026-03-09", "care_office", placement_requested=True)
    without = reported("2026-03-09", "care_office", placement_requested=False)
    states = [
        [
            row(standing_of(need(can_deliver=False), *acts, as_of="2026-03-10"), clause)["state"]
            for clause in ("28.II", "28.II.2")
        ]
        for acts in ([to_body], [to_office], [to_body, without], [to_body, to_office])
    ]
    assert states == [["done", "open"], ["open", "done"], ["done", "open"], ["done", "done"]]


def test_the_procedure_is_explained_in_a_talk() -> None:
    explained = act("urgent.procedure_explained", "2026-03-07", act="n")
    duty = row(standing_of(need(), explained, as_of="2026-03-08"), "28.I.a")
    assert (duty["what"], duty["due"], duty["state"]) == ("urgent.procedure_explained", None, "done")


# --- 37: damage -----------------------------------------------------------------------------------------------------


def damage(on: str = "2026-03-02T10:00:00+01:00") -> Json:
    return act("damage.found", on, id="f")


def report(on: str, **changes: Any) -> Json:
    return act("damage.reported", on, **{"id": "r", "act": "f", "in_writing": True, "to": "board", **changes})


@pytest.mark.parametrize(
    ("found_at", "told_at", "state", "missing"),
    [
        ("2026-03-02T10:00:00+01:00", "2026-03-04T10:00:00+01:00", "done", []),
        ("2026-03-02T10:00:00+01:00", "2026-03-04T10:00:01+01:00", "done_late", []),
        ("2026-03-28T10:00:00+01:00", "2026-03-30T11:00:00+02:00", "done", []),  # the clock went forward
        ("2026-03-28T10:00:00+01:00", "2026-03-30T11:00:01+02:00", "done_late", []),
        ("2026-10-24T10:00:00+02:00", "2026-10-26T09:00:00+01:00", "done", []),  # and back
        ("2026-10-24T10:00:00+02:00", "2026-10-26T09:00:01+01:00", "done_late", []),
        ("2026-03-02T10:00:00+01:00", "2026-03-03", "done", []),
        ("2026-03-02T10:00:00+01:00", "2026-03-04", "undetermined", ["r.on"]),
        ("2026-03-02T10:00:00+01:00", "2026-03-05", "done_late", []),
        ("2026-03-02", "2026-03-03", "done", []),
        ("2026-03-02", "2026-03-04T08:00:00+01:00", "undetermined", ["f.on"]),
        ("2026-03-02", "2026-03-05", "done_late", []),
    ],
)
def test_reading_32_forty_eight_hours_from_finding_reading_01(
    found_at: str, told_at: str, state: str, missing: list[str]
) -> None:
    duty = row(standing_of(damage(found_at), report(told_at), as_of="2026-11-30"), "37.1")
    assert (duty["state"], duty["missing"], duty["bearer"]) == (state, missing, "client")


@pytest.mark.parametrize(("as_of", "state"), [("2026-03-03", "open"), ("2026-03-04", "overdue")])
def test_damage_that_was_not_reported(as_of: str, state: str) -> None:
    duty = row(standing_of(damage(), as_of=as_of), "37.1")
    assert (duty["state"], duty["due"], duty["due_at"]) == (state, "2026-03-04", "2026-03-04T10:00:00+01:00")
    assert row(standing_of(damage(), as_of=as_of), "24.8")["state"] == "open"


@pytest.mark.parametrize("changes", [{"in_writing": False}, {"to": "other"}])
def test_only_in_writing_to_the_board_counts(changes: Json) -> None:
    found = standing_of(damage(), report("2026-03-02T12:00:00+01:00", **changes), as_of="2026-03-05")
    assert (row(found, "37.1")["state"], row(found, "24.8")["state"]) == ("overdue", "done")


def test_reading_32_a_late_report_is_handled_all_the_same() -> None:
    found = standing_of(damage(), report("2026-03-09"), as_of="2026-03-10")
    assert (row(found, "37.3")["state"], row(found, "37.1.a")["state"]) == ("open", "open")
    assert row(found, "37.3")["due"] == "2026-03-23"
    answered = act("damage.answered", "2026-03-24", act="f")
    form = act("damage.form_completed", "2026-03-12", act="f")
    after = standing_of(damage(), report("2026-03-09"), answered, form, as_of="2026-03-25")
    assert (row(after, "37.3")["state"], row(after, "37.1.a")["state"]) == ("done_late", "done")


def test_reading_19_damage_goes_on_after_the_end() -> None:
    ended = act("agreement.ended", "2026-03-03", ground="mutual")
    assert row(standing_of(damage(), ended, as_of="2026-03-10"), "37.1")["state"] == "overdue"


@pytest.mark.parametrize(
    ("fields", "clauses"),
    [
        ({"liable": True, "ground": "wear", "by": "board"}, ["37.1.b"]),
        ({"liable": False, "ground": "wear", "by": "board"}, []),
        ({"liable": True, "ground": "fault", "by": "teamleider"}, ["22", "37.2"]),
        ({"liable": True, "ground": "fault", "by": "directie"}, ["22"]),
    ],
)
def test_the_decision_on_liability(fields: Json, clauses: list[str]) -> None:
    found = standing_of(damage(), act("damage.decided", "2026-03-10", act="f", **fields), as_of="2026-03-11")
    assert [clause for clause in ("22", "37.1.b", "37.2") if findings(found, clause)] == clauses
