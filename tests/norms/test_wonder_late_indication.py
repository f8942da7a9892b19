"""wonder-2020, 26.4, 26.6 and 27: what a gap costs and whom, and the follow-up in between."""

from typing import Any

import pytest

from tests.norms.support import Json, act, agreed, ask, findings, may, row, rows
from tests.norms.test_wonder_indication import applied, issued, reminded, talk

WONDER = "wonder-2020"


def given(number: int, start: str, minutes: int = 60, **changes: Any) -> list[Json]:
    """A visit planned and delivered at 60.00 an hour."""
    day, name = start[:10], f"v{number}"
    fields = {"service": "verzorging", "payer": "wlz", "tariff_hour": "60.00", "start": start, "minutes": minutes}
    return [
        act("visit.planned", "2026-12-01", id=name, **{**fields, **changes}),
        act("visit.delivered", day, id=f"d{number}", act=name, minutes=minutes),
    ]


IN_GAP = [*given(1, "2027-01-04T09:00:00+01:00"), *given(2, "2027-01-11T09:00:00+01:00", minutes=50)]
OUTSIDE = [*given(3, "2026-12-31T09:00:00+01:00"), *given(4, "2027-02-01T09:00:00+01:00")]
DEFAULT = [issued(), talk("2026-10-01"), reminded("2026-10-20")]


def charge(*acts: Json, as_of: str = "2027-02-10", costs: str = "500.00") -> Json:
    return may(WONDER, [*agreed(WONDER), *acts], "charge_late_indication", as_of, act="i1", costs=costs)


def follower(valid_from: str = "2027-02-01", **changes: Any) -> Json:
    return issued("2027-01-20", **{"id": "i2", "valid_from": valid_from, "valid_until": "2027-12-31", **changes})


# --- 26.4 -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("costs", "amount"), [("500.00", "110.00"), ("80.00", "80.00")])
def test_the_lower_of_costs_and_what_was_delivered_in_the_gap(costs: str, amount: str) -> None:
    """110 minutes at 60.00 between 31 December and 1 February; no rounding to five minutes here."""
    answer = charge(*DEFAULT, *IN_GAP, *OUTSIDE, follower(), costs=costs)
    assert (answer["allowed"], answer["amount"], answer["cap"]) == (True, amount, "110.00")
    assert (answer["clauses"], answer["unmet"], answer["missing"]) == (["wonder-2020/26.4"], [], [])


def test_without_a_new_decision_the_gap_runs_to_the_day_asked() -> None:
    caps = [charge(*DEFAULT, *IN_GAP, *OUTSIDE, as_of=day)["cap"] for day in ("2027-01-10", "2027-01-11", "2027-02-01")]
    assert caps == ["60.00", "110.00", "170.00"]


def test_reading_12_nothing_delivered_is_a_cap_of_nothing() -> None:
    answer = charge(*DEFAULT, *OUTSIDE, follower())
    assert (answer["allowed"], answer["amount"], answer["cap"]) == (False, "0.00", "0.00")
    assert answer["unmet"] == [{"clause": "wonder-2020/26.4", "what": "nothing_due"}]


@pytest.mark.parametrize(
    "next_one",
    [follower("2027-01-01"), follower("2026-12-15"), follower(law="zvw", succeeds="i1", valid_from="2027-01-01")],
)
def test_without_a_gap_nothing_is_due(next_one: Json) -> None:
    answer = charge(*DEFAULT, *IN_GAP, next_one)
    assert (answer["allowed"], answer["cap"]) == (False, "0.00")


def test_another_indication_of_the_same_law_does_not_fill_the_gap() -> None:
    other = issued(id="i9", number="9", care=["verpleging"], valid_until="2027-12-31")
    answer = charge(*DEFAULT, *IN_GAP, other)
    assert (answer["allowed"], answer["amount"]) == (True, "110.00")


def test_care_under_another_law_is_no_part_of_the_cap() -> None:
    nursing = given(7, "2027-01-05T09:00:00+01:00", payer="zvw")
    assert charge(*DEFAULT, *IN_GAP, *nursing, follower())["cap"] == "110.00"


@pytest.mark.parametrize(
    ("acts", "unmet"),
    [
        ([issued()], [("26.1", "indication.talk_held"), ("26.4", "indication.applied")]),
        (
            [issued(), talk("2026-10-01", choice=False)],
            [("26.2", "indication.talk_held"), ("26.4", "indication.applied")],
        ),
        ([issued(), talk("2026-10-01")], [("26.3", "indication.client_reminded")]),
        ([issued(), talk("2026-10-01"), reminded("2026-10-30")], [("26.3", "indication.client_reminded")]),
        ([*DEFAULT, applied("2026-11-05")], [("26.4", "indication.applied")]),
        (
            [issued(), talk("2026-10-01", applicant="provider")],
            [("26.4", "indication.applied"), ("26.6", "indication.applied")],
        ),
    ],
)
def test_reading_12_each_requirement_in_turn(acts: list[Json], unmet: list[tuple[str, str]]) -> None:
    answer = charge(*acts, *IN_GAP)
    assert (answer["allowed"], answer["amount"]) == (False, None)
    assert [(item["clause"], item["what"]) for item in answer["unmet"]] == [
        (f"wonder-2020/{c}", what) for c, what in unmet
    ]


@pytest.mark.parametrize(
    "application",
    [[], [applied("2026-11-06")], [applied("2026-11-01", complete=False)], [applied("2026-10-20", complete=False)]],
)
def test_not_late_and_incomplete_are_each_the_clients_default(application: list[Json]) -> None:
    assert charge(*DEFAULT, *application, *IN_GAP, follower())["amount"] == "110.00"


def test_the_last_choice_of_applicant_counts() -> None:
    """The provider would apply, then the client after all: the last talk opens reminder and application."""
    others = [talk("2026-09-01", id="t0"), talk("2026-09-10", id="t9", applicant="provider")]
    in_time = charge(*others, *DEFAULT, applied("2026-11-05"), *IN_GAP)
    assert [item["clause"] for item in in_time["unmet"]] == ["wonder-2020/26.4"]
    assert charge(*others, *DEFAULT, *IN_GAP, follower())["amount"] == "110.00"


def test_a_short_decision_asks_no_reminder() -> None:
    short = issued(valid_from="2026-08-01")
    assert charge(short, talk("2026-10-01"), *IN_GAP)["amount"] == "110.00"


def test_reading_07_no_charge_where_the_clients_term_had_passed_at_birth() -> None:
    """A talk held after the eight weeks gives the client five working days, and is no ground for a charge."""
    late = talk("2026-11-20")
    duty = row(ask(WONDER, [*agreed(WONDER), issued(), late], "2026-11-20"), "26.3.a")
    assert (duty["due"], duty["state"]) == ("2026-11-27", "open")
    answer = charge(issued(), late, reminded("2026-11-20"), *IN_GAP)
    assert [item["clause"] for item in answer["unmet"]] == ["wonder-2020/26.4"]


def test_an_unknown_tariff_leaves_it_open() -> None:
    """The visit names no tariff and the service of that name was not agreed."""
    visit = given(1, "2027-01-04T09:00:00+01:00", service="anders")
    del visit[0]["tariff_hour"]
    answer = charge(*DEFAULT, *visit, follower())
    assert (answer["allowed"], answer["missing"]) == (None, ["v1.tariff_hour"])


def billed(amount: str, on: str = "2027-02-05", number: str = "F1") -> Json:
    line = {"for": "late_indication", "act": "i1", "amount": amount}
    return act("invoice.sent", on, id=number, number=number, amount=amount, channel="electronic", lines=[line])


def test_what_was_charged_already_is_no_longer_open() -> None:
    first = charge(*DEFAULT, *IN_GAP, follower(), billed("60.00"))
    second = charge(*DEFAULT, *IN_GAP, follower(), billed("60.00"), billed("50.00", number="F2"))
    assert [(answer["amount"], answer["cap"], answer["allowed"]) for answer in (first, second)] == [
        ("50.00", "110.00", True),
        ("0.00", "110.00", False),
    ]


@pytest.mark.parametrize(
    ("acts", "amount", "found"),
    [
        (DEFAULT, "110.00", 0),
        (DEFAULT, "110.01", 1),
        ([issued(), talk("2026-10-01", applicant="provider")], "50.00", 1),
    ],
)
def test_an_undue_charge_on_an_invoice_is_a_finding(acts: list[Json], amount: str, found: int) -> None:
    standing = ask(WONDER, [*agreed(WONDER), *acts, *IN_GAP, follower(), billed(amount)], "2027-02-10")
    assert [item["because"] for item in findings(standing, "26.4")] == [["F1"]] * found


# --- 27 -------------------------------------------------------------------------------------------------------------

OUTGROWN = act("indication.outgrown", "2026-04-01", id="og", act="i1")


def follow_up(*acts: Json, as_of: str) -> Json:
    return ask(WONDER, [*agreed(WONDER), issued(), OUTGROWN, *acts], as_of)


def test_an_indication_that_no_longer_fits_opens_talk_and_reflection() -> None:
    before, after = follow_up(as_of="2026-04-02"), follow_up(talk("2026-04-08"), as_of="2026-04-09")
    assert [(row(found, "27.1")["state"], row(found, "27.1")["due"]) for found in (before, after)] == [
        ("open", None),
        ("done", None),
    ]
    assert row(after, "26.2.a")["state"] == "open"
    assert row(before, "27.2")["what"] == "indication.reflection_offered"


def test_a_talk_before_the_indication_was_outgrown_does_not_do_it() -> None:
    assert row(follow_up(talk("2026-03-20"), as_of="2026-04-09"), "27.1")["state"] == "open"


def test_reflection_is_offered_or_waived() -> None:
    offered = act("indication.reflection_offered", "2026-04-08", id="ro", act="i1")
    waived = act("indication.reflection_waived", "2026-04-08", id="rw", act="i1")
    states = [row(follow_up(answer, as_of="2026-04-09"), "27.2") for answer in (offered, waived)]
    assert [(duty["state"], duty["done_on"], duty["closed_on"]) for duty in states] == [
        ("done", "2026-04-08", None),
        ("excused", None, "2026-04-08"),
    ]


@pytest.mark.parametrize(("on", "count"), [("2026-04-15", 1), ("2026-04-22", 1), ("2026-04-23", 0)])
def test_reading_04_the_two_weeks_last_through_their_last_day(on: str, count: int) -> None:
    offered = act("indication.reflection_offered", "2026-04-08", act="i1")
    found = follow_up(offered, applied(on, by="provider", signed_by_client=True), as_of="2026-05-01")
    assert len(findings(found, "27.2")) == count


def test_who_waives_reflection_may_be_served_at_once() -> None:
    waived = act("indication.reflection_waived", "2026-04-08", act="i1")
    found = follow_up(waived, applied("2026-04-08", by="provider", signed_by_client=True), as_of="2026-05-01")
    assert findings(found, "27.2") == []


def test_reading_13_a_follower_lapses_the_duties_of_27() -> None:
    found = follow_up(issued("2026-05-01", id="i2", succeeds="i1", valid_until="2027-06-30"), as_of="2026-05-02")
    assert [(row(found, clause)["state"], row(found, clause)["closed_on"]) for clause in ("27.1", "27.2")] == [
        ("lapsed", "2026-05-01")
    ] * 2
    assert len(rows(found, "27.1")) == 1
