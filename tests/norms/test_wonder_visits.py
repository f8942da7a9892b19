"""Wonder 2020, articles 12.1, 12.2, 12.6, 12.7.a and 18.3: what happens to a visit."""

import pytest

from tests.norms.support import Json, act, agreed, ask, may, row, rows

W = "wonder-2020"


def visit(start: str = "2026-02-10T09:00:00+01:00", id: str = "v", on: str = "2026-02-01", **fields: object) -> Json:
    made = {"start": start, "minutes": 60, "service": "zorg", "payer": "wlz", "tariff_hour": "60.00", **fields}
    return act("visit.planned", on, id=id, **made)


def cancelled(on: str, **fields: object) -> Json:
    return act("visit.cancelled", on, **{"id": "x", "act": "v", "by": "client", **fields})


def missed(on: str, **fields: object) -> Json:
    return act("visit.missed", on, **{"id": "m", "act": "v", **fields})


BASE = [*agreed(W), visit()]


def state(acts: list[Json], as_of: str, clause: str) -> str:
    return str(row(ask(W, acts, as_of), clause)["state"])


# --- 12.1: care by the plan -------------------------------------------------------------------------------------------


def test_a_planned_visit_is_owed_on_its_day() -> None:
    found = row(ask(W, BASE, "2026-02-10"), "12.1")
    assert (found["state"], found["since"], found["due"]) == ("open", "2026-02-01", "2026-02-10")
    assert state(BASE, "2026-02-11", "12.1") == "overdue"
    assert state([*BASE, act("visit.delivered", "2026-02-10", act="v", minutes=60)], "2026-02-11", "12.1") == "done"
    assert (
        state([*BASE, act("visit.delivered", "2026-02-11", act="v", minutes=60)], "2026-02-11", "12.1") == "done_late"
    )
    moved = act("visit.moved", "2026-02-09", act="v", start="2026-02-12T09:00:00+01:00", by="client")
    assert row(ask(W, [*BASE, moved], "2026-02-11"), "12.1")["due"] == "2026-02-12"


@pytest.mark.parametrize(
    "fact", [cancelled("2026-02-08"), missed("2026-02-10"), act("visit.refused", "2026-02-10", act="v")]
)
def test_a_visit_that_the_client_makes_fall_away_is_not_owed(fact: Json) -> None:
    found = row(ask(W, [*BASE, fact], "2026-02-11"), "12.1")
    assert (found["state"], found["closed_on"]) == ("lapsed", fact["on"])


def test_a_hindrance_suspends_the_visits_of_its_days_only() -> None:
    acts = [*BASE, visit("2026-02-20T09:00:00+01:00", "w")]
    unsafe = act("hygiene.unsafe_found", "2026-02-15", id="h", endangers=["staff"])
    states = {duty["because"][0]: duty["state"] for duty in rows(ask(W, [*acts, unsafe], "2026-02-21"), "12.1")}
    assert states == {"v": "overdue", "w": "suspended"}
    restored = act("hygiene.restored", "2026-02-22", act="h")
    states = {
        duty["because"][0]: duty["state"] for duty in rows(ask(W, [*acts, unsafe, restored], "2026-02-23"), "12.1")
    }
    assert states == {"v": "overdue", "w": "suspended"}
    care_only = act("hygiene.unsafe_found", "2026-02-15", endangers=["care"])
    states = {duty["because"][0]: duty["state"] for duty in rows(ask(W, [*acts, care_only], "2026-02-16"), "12.1")}
    assert states == {"v": "overdue", "w": "open"}


@pytest.mark.parametrize(
    ("resumed", "outcome"), [(None, "suspended"), ("2026-02-10", "overdue"), ("2026-02-11", "suspended")]
)
def test_a_pause_suspends_the_visits_within_it(resumed: str | None, outcome: str) -> None:
    pause = act("care.paused", "2026-02-05", id="k", by="client", **{"from": "2026-02-08", "until": "2026-02-20"})
    acts = [*BASE, pause, *([act("care.resumed", resumed, act="k")] if resumed else [])]
    assert state(acts, "2026-02-12", "12.1") == outcome


# --- 12.2: telling ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["visit.caregiver_dropped_out", "visit.not_given"])
def test_the_client_is_told_at_once_when_care_cannot_be_given(kind: str) -> None:
    acts = [*BASE, act(kind, "2026-02-10", id="n", act="v")]
    found = row(ask(W, acts, "2026-02-17"), "12.2")
    assert (found["state"], found["since"], found["due"], found["open_norm"]) == (
        "open",
        "2026-02-10",
        "2026-02-17",
        True,
    )
    assert state(acts, "2026-02-18", "12.2") == "overdue"
    told = act("change.told", "2026-02-17", act="v", by="provider")
    assert state([*acts, told], "2026-02-18", "12.2") == "done"
    assert state([*acts, {**told, "on": "2026-02-18"}], "2026-02-18", "12.2") == "done_late"
    assert state([*acts, {**told, "by": "client"}], "2026-02-18", "12.2") == "overdue"
    other = [*acts, visit(id="w"), {**told, "act": "w"}]
    assert state(other, "2026-02-18", "12.2") == "overdue"


def test_a_cancellation_by_the_provider_is_itself_the_telling() -> None:
    found = row(ask(W, [*BASE, cancelled("2026-02-09", by="provider")], "2026-02-10"), "12.2")
    assert (found["state"], found["because"]) == ("done", ["x"])
    dropped = [*BASE, act("visit.caregiver_dropped_out", "2026-02-08", act="v"), cancelled("2026-02-09", by="provider")]
    assert [duty["state"] for duty in rows(ask(W, dropped, "2026-02-10"), "12.2")] == ["done", "done"]


def test_a_replacement_leaves_nothing_to_tell() -> None:
    dropped = [*BASE, act("visit.caregiver_dropped_out", "2026-02-08", act="v")]
    replaced = act("visit.reassigned", "2026-02-09", act="v", caregiver="B")
    found = ask(W, [*dropped, replaced], "2026-02-10")
    assert (row(found, "12.2")["state"], row(found, "18.3")["state"]) == ("lapsed", "done")


def test_the_client_tells_at_once_too() -> None:
    found = row(ask(W, [*BASE, cancelled("2026-02-08")], "2026-02-10"), "12.2.a")
    assert (found["state"], found["bearer"], found["because"]) == ("done", "client", ["x"])
    acts = [*BASE, missed("2026-02-10")]
    assert (state(acts, "2026-02-17", "12.2.a"), state(acts, "2026-02-18", "12.2.a")) == ("open", "overdue")
    told = act("change.told", "2026-02-16", act="v", by="client")
    assert state([*acts, told], "2026-02-18", "12.2.a") == "done"


def test_the_setting_at_once_moves_the_term() -> None:
    acts = [*BASE, act("visit.not_given", "2026-02-10", act="v")]
    assert row(ask(W, acts, "2026-02-10", settings={"at_once": "2 WD"}), "12.2")["due"] == "2026-02-12"


# --- 12.6: compensation -----------------------------------------------------------------------------------------------


def test_compensation_is_owed_for_care_not_given() -> None:
    acts = [*BASE, act("visit.not_given", "2026-02-10", id="n", act="v", reason="no_staff")]
    found = row(ask(W, acts, "2026-06-01"), "12.6")
    assert (found["state"], found["due"], found["because"]) == ("open", None, ["n"])
    assert state([*acts, act("compensation.offered", "2026-03-01", act="n")], "2026-06-01", "12.6") == "done"
    waived = act("duty.waived", "2026-02-20", clause=f"{W}/12.6", act="n")
    assert state([*acts, waived], "2026-06-01", "12.6") == "waived"


def test_reading_30_a_lawful_refusal_is_no_non_delivery() -> None:
    refused = act("visit.not_given", "2026-02-10", id="n", act="v", reason="refusal")
    assert state([*BASE, refused], "2026-02-11", "12.6") == "open"
    unsafe = act("hygiene.unsafe_found", "2026-02-09", id="h", endangers=["staff"])
    found = row(ask(W, [*BASE, refused, unsafe], "2026-02-11"), "12.6")
    assert (found["state"], found["closed_on"]) == ("excused", "2026-02-10")
    violent = act("conduct.recorded", "2026-02-01", form="violence", toward="staff")
    assert state([*BASE, refused, violent], "2026-02-11", "12.6") == "excused"
    restored = act("hygiene.restored", "2026-02-09", act="h")
    assert state([*BASE, refused, unsafe, restored], "2026-02-11", "12.6") == "open"
    assert state([*BASE, refused, {**unsafe, "on": "2026-02-11"}], "2026-02-11", "12.6") == "open"


def test_reading_30_missing_materials_excuse_only_if_told_before() -> None:
    lacking = act("visit.not_given", "2026-02-10", act="v", reason="materials")
    told = act(
        "information.given",
        "2026-02-09",
        topics=["materials"],
        channel="oral",
        to="client",
        fits_level=True,
        understood=True,
    )
    assert state([*BASE, lacking], "2026-02-11", "12.6") == "open"
    assert state([*BASE, lacking, told], "2026-02-11", "12.6") == "excused"
    assert state([*BASE, lacking, {**told, "on": "2026-02-11"}], "2026-02-11", "12.6") == "open"


def test_a_release_that_does_not_say_from_which_of_two_is_undetermined() -> None:
    acts = [*BASE, visit("2026-02-11T09:00:00+01:00", "w")]
    acts += [
        act("visit.not_given", "2026-02-10", id="n", act="v"),
        act("visit.not_given", "2026-02-11", id="k", act="w"),
    ]
    released = act("duty.waived", "2026-02-12", id="x", clause=f"{W}/12.6")
    loose = rows(ask(W, [*acts, released], "2026-02-12"), "12.6")
    assert [(duty["state"], duty["missing"]) for duty in loose] == [("undetermined", ["x.act"])] * 2
    named = rows(ask(W, [*acts, {**released, "act": "n"}], "2026-02-12"), "12.6")
    assert {duty["because"][0]: duty["state"] for duty in named} == {"n": "waived", "k": "open"}


def test_two_visits_not_given_are_two_duties() -> None:
    acts = [*BASE, visit("2026-02-11T09:00:00+01:00", "w")]
    acts += [
        act("visit.not_given", "2026-02-10", id="n", act="v"),
        act("visit.not_given", "2026-02-11", id="k", act="w"),
    ]
    acts.append(act("compensation.offered", "2026-02-12", act="k"))
    states = {duty["because"][0]: duty["state"] for duty in rows(ask(W, acts, "2026-02-13"), "12.6")}
    assert states == {"n": "open", "k": "done"}


# --- 12.7.a: 24 hours -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "outcome"),
    [
        ("2026-02-09T08:59:59+01:00", "done"),
        ("2026-02-09T09:00:00+01:00", "done"),
        ("2026-02-09T08:00:00Z", "done"),
        ("2026-02-09T09:00:01+01:00", "done_late"),
        ("2026-02-08", "done"),
        ("2026-02-10", "done_late"),
    ],
)
def test_reading_01_exactly_24_hours_is_in_time(on: str, outcome: str) -> None:
    found = row(ask(W, [*BASE, cancelled(on)], "2026-02-11"), "12.7.a")
    assert (found["state"], found["due_at"], found["due"]) == (outcome, "2026-02-09T09:00:00+01:00", "2026-02-09")
    assert (found["bearer"], found["because"]) == ("client", ["x"])


def test_reading_01_a_date_alone_is_undetermined_where_the_time_of_that_day_matters() -> None:
    found = row(ask(W, [*BASE, cancelled("2026-02-09")], "2026-02-11"), "12.7.a")
    assert (found["state"], found["missing"]) == ("undetermined", ["x.on"])


@pytest.mark.parametrize(
    ("start", "limit"),
    [
        ("2026-03-29T12:00:00+02:00", "2026-03-28T11:00:00+01:00"),  # the night of 23 hours
        ("2026-10-25T12:00:00+01:00", "2026-10-24T13:00:00+02:00"),  # the night of 25 hours
        ("2026-03-30T02:30:00+02:00", "2026-03-29T01:30:00+01:00"),
    ],
)
def test_reading_01_hours_are_real_hours_across_a_clock_change(start: str, limit: str) -> None:
    acts = [*agreed(W), visit(start)]
    on_time = row(ask(W, [*acts, cancelled(limit)], "2026-11-01"), "12.7.a")
    assert (on_time["state"], on_time["due_at"]) == ("done", limit)
    late = limit.replace(":00+", ":01+", 1) if limit.count(":00+") == 1 else limit
    assert row(ask(W, [*acts, cancelled(late)], "2026-11-01"), "12.7.a")["state"] == "done_late"


def test_a_visit_that_was_missed_was_not_reported() -> None:
    found = row(ask(W, [*BASE, missed("2026-02-10")], "2026-02-10"), "12.7.a")
    assert (found["state"], found["what"], found["because"]) == ("overdue", "visit.cancelled", ["m"])
    assert rows(ask(W, BASE, "2026-02-12"), "12.7.a") == []
    assert rows(ask(W, [*BASE, cancelled("2026-02-10", by="provider")], "2026-02-12"), "12.7.a") == []


@pytest.mark.parametrize(
    ("reason", "outcome", "lacking"),
    [
        ({"reason": "force_majeure", "shown": True}, "excused", []),
        ({"reason": "force_majeure", "shown": False}, "overdue", []),
        ({"reason": "force_majeure"}, "undetermined", ["m.shown"]),
        ({"reason": "urgent_health"}, "excused", []),
        ({"reason": "sickness"}, "overdue", []),
    ],
)
def test_reading_07_force_majeure_must_be_shown_and_urgent_health_needs_no_proof(
    reason: Json, outcome: str, lacking: list[str]
) -> None:
    found = row(ask(W, [*BASE, missed("2026-02-10", **reason)], "2026-02-11"), "12.7.a")
    assert (found["state"], found["missing"]) == (outcome, lacking)
    charge = may(
        W, [*BASE, missed("2026-02-10", costs="20.00", **reason)], "charge_cancellation", "2026-02-11", visit="v"
    )
    assert charge["allowed"] is {"excused": False, "overdue": True, "undetermined": None}[outcome]
    assert charge["missing"] == lacking


def test_a_visit_that_was_moved_counts_from_its_new_start() -> None:
    moved = act("visit.moved", "2026-02-08", act="v", start="2026-02-12T09:00:00+01:00", by="client")
    found = row(ask(W, [*BASE, moved, cancelled("2026-02-11T09:00:00+01:00")], "2026-02-13"), "12.7.a")
    assert (found["state"], found["due_at"]) == ("done", "2026-02-11T09:00:00+01:00")


@pytest.mark.parametrize(
    ("on", "outcome"),
    [("2026-02-08", "done"), ("2026-02-08T23:00:00Z", "done"), ("2026-02-09T12:00:00+01:00", "done_late")],
)
def test_a_period_without_care_is_reported_24_hours_before_its_first_day(on: str, outcome: str) -> None:
    pause = act("care.paused", on, id="k", by="client", **{"from": "2026-02-10"})
    found = row(ask(W, [*agreed(W), pause], "2026-02-11"), "12.7.a")
    assert (found["state"], found["what"], found["due_at"]) == (outcome, "care.paused", "2026-02-09T00:00:00+01:00")
    own = act("care.paused", on, id="k", by="provider", **{"from": "2026-02-10"})
    assert rows(ask(W, [*agreed(W), own], "2026-02-11"), "12.7.a") == []


# --- 18.3: continuity -------------------------------------------------------------------------------------------------


def test_a_visit_without_a_caregiver_is_filled_by_its_day() -> None:
    acts = [*BASE, act("visit.caregiver_dropped_out", "2026-02-08", id="n", act="v")]
    found = row(ask(W, acts, "2026-02-10"), "18.3")
    assert (found["state"], found["due"], found["what"]) == ("open", "2026-02-10", "visit.reassigned")
    assert state(acts, "2026-02-11", "18.3") == "overdue"
    assert state([*acts, act("visit.delivered", "2026-02-10", act="v", minutes=60)], "2026-02-11", "18.3") == "done"
    assert state([*acts, cancelled("2026-02-09")], "2026-02-11", "18.3") == "lapsed"
