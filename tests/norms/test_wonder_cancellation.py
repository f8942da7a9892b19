"""wonder-2020, 12.7 with 25.2 and 36.3: cancelling in time, being absent, and what that may cost."""

from typing import Any

import pytest

from tests.norms.support import Json, act, agreed, ask, bill, findings, may, row, rows

WONDER = "wonder-2020"
CARE = "wonder-2020/12.7"
BOTH = [CARE, "wonder-2020/25.2"]


def planned(start: str = "2026-03-10T10:00:00+01:00", **changes: Any) -> Json:
    fields = {"id": "v", "start": start, "minutes": 50, "service": "verzorging", "payer": "wlz", "tariff_hour": "60.00"}
    return act("visit.planned", "2026-02-01", **{**fields, **changes})


def cancelled(on: str, **changes: Any) -> Json:
    fields = {"id": "x", "act": "v", "by": "client", "costs": "40.00", **changes}
    return act("visit.cancelled", on, **{name: value for name, value in fields.items() if value is not None})


def missed(on: str = "2026-03-10T10:15:00+01:00", **changes: Any) -> Json:
    return act("visit.missed", on, **{"id": "x", "act": "v", "costs": "40.00", **changes})


LATE = cancelled("2026-03-10T07:00:00+01:00")


def charge(*acts: Json, as_of: str = "2026-04-01") -> Json:
    return may(WONDER, [*agreed(WONDER), *acts], "charge_cancellation", as_of, visit="v")


def duty(*acts: Json, as_of: str = "2026-04-01") -> Json:
    return row(ask(WONDER, [*agreed(WONDER), *acts], as_of), "12.7.a")


# --- the hours ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "on", "in_time"),
    [
        ("2026-03-10T10:00:00+01:00", "2026-03-09T10:00:00+01:00", True),  # exactly twenty-four hours
        ("2026-03-10T10:00:00+01:00", "2026-03-09T10:00:01+01:00", False),
        ("2026-03-10T10:00:00+01:00", "2026-03-09T09:00:00+00:00", True),  # the same moment in another zone
        ("2026-03-29T10:00:00+02:00", "2026-03-28T09:00:00+01:00", True),  # a day of twenty-three hours
        ("2026-03-29T10:00:00+02:00", "2026-03-28T09:30:00+01:00", False),
        ("2026-10-25T10:00:00+01:00", "2026-10-24T11:00:00+02:00", True),  # a day of twenty-five hours
        ("2026-10-25T10:00:00+01:00", "2026-10-24T11:00:01+02:00", False),
        ("2026-03-10T10:00:00+01:00", "2026-03-08", True),
        ("2026-03-10T10:00:00+01:00", "2026-03-10", False),
    ],
)
def test_reading_01_twenty_four_real_hours(start: str, on: str, in_time: bool) -> None:
    acts = [planned(start), cancelled(on)]
    answer, found = charge(*acts, as_of="2026-11-30"), duty(*acts, as_of="2026-11-30")
    assert found["state"] == ("done" if in_time else "done_late")
    assert answer["allowed"] is not in_time
    assert answer["unmet"] == ([{"clause": CARE, "what": "visit.cancelled"}] if in_time else [])


def test_reading_01_a_date_alone_is_undetermined_on_the_day_that_matters() -> None:
    acts = [planned(), cancelled("2026-03-09")]
    answer, found = charge(*acts), duty(*acts)
    assert (answer["allowed"], answer["missing"], answer["unmet"]) == (None, ["x.on"], [])
    assert (found["state"], found["missing"], found["due_at"]) == (
        "undetermined",
        ["x.on"],
        "2026-03-09T10:00:00+01:00",
    )


def test_the_term_follows_a_visit_that_was_moved() -> None:
    moved = act("visit.moved", "2026-03-01", act="v", start="2026-03-12T10:00:00+01:00", by="client")
    assert duty(planned(), moved, cancelled("2026-03-11T09:00:00+01:00"))["state"] == "done"


def test_a_miss_is_never_reported_in_time() -> None:
    found = duty(planned(), missed())
    assert (found["bearer"], found["what"], found["state"], found["due"]) == (
        "client",
        "visit.cancelled",
        "overdue",
        "2026-03-09",
    )
    assert charge(planned(), missed())["amount"] == "40.00"


def test_nothing_opens_before_the_cancellation_nor_by_the_providers_own() -> None:
    acts = [*agreed(WONDER), planned()]
    own = cancelled("2026-03-10T07:00:00+01:00", by="provider")
    assert rows(ask(WONDER, acts, "2026-04-01"), "12.7.a") == []
    assert rows(ask(WONDER, [*acts, own], "2026-04-01"), "12.7.a") == []


@pytest.mark.parametrize(
    ("on", "state"),
    [("2026-03-08T23:00:00+01:00", "done"), ("2026-03-09T01:00:00+01:00", "done_late"), ("2026-03-09", "undetermined")],
)
def test_a_period_is_reported_a_day_before_it_begins(on: str, state: str) -> None:
    """The period begins at 00:00 of its first day; a day earlier on 9 March only at 00:00 exactly."""
    pause = act("care.paused", on, id="p", from_="2026-03-10", until="2026-03-20", by="client", reason="holiday")
    assert duty(pause)["state"] == state


def pause(on: str) -> Json:
    return act("care.paused", on, id="p", from_="2026-03-10", until="2026-03-20", by="client")


@pytest.mark.parametrize(
    ("on", "allowed", "missing"),
    [
        ("2026-03-09T10:00:00+01:00", False, []),
        ("2026-03-09T10:00:01+01:00", True, []),
        ("2026-03-09", None, ["p.on"]),
    ],
)
@pytest.mark.parametrize("report", [LATE, missed()])
def test_a_pause_told_a_day_before_the_visit_cancels_it_too(
    report: Json, on: str, allowed: bool | None, missing: list[str]
) -> None:
    answer = charge(planned(), pause(on), report)
    assert (answer["allowed"], answer["missing"]) == (allowed, missing)
    found = ask(WONDER, [*agreed(WONDER), planned(), pause(on), report], "2026-04-01")
    own = [duty for duty in rows(found, "12.7.a") if "x" in duty["because"]]
    late = "done_late" if report is LATE else "overdue"
    assert [duty["state"] for duty in own] == ([] if allowed is False else [late] if allowed else ["undetermined"])


# --- the charge -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("costs", "amount"), [("40.00", "40.00"), ("75.00", "50.00"), ("50.00", "50.00")])
def test_reading_27_the_lower_of_costs_and_planned_time(costs: str, amount: str) -> None:
    answer = charge(planned(), cancelled("2026-03-10T07:00:00+01:00", costs=costs))
    assert (answer["allowed"], answer["amount"], answer["cap"]) == (True, amount, "50.00")
    assert (answer["clauses"], answer["because"]) == ([CARE], ["v", "x"])


def test_reading_27_the_agreed_price_of_a_service_caps_too() -> None:
    """45 minutes at the agreed 40.00 an hour, VAT on top: 36.30."""
    services = [{"name": "ramen", "tariff_hour": "40.00", "vat": "excluded", "payer": "client"}]
    visit = planned(service="ramen", payer="client", minutes=45)
    del visit["tariff_hour"]
    acts = [*agreed(WONDER, services=services), visit, cancelled("2026-03-10T07:00:00+01:00", costs="90.00")]
    answer = may(WONDER, acts, "charge_cancellation", "2026-04-01", visit="v")
    assert (answer["amount"], answer["cap"]) == ("36.30", "36.30")


def test_costs_that_nobody_wrote_down_leave_it_open() -> None:
    answer = charge(planned(), cancelled("2026-03-10T07:00:00+01:00", costs=None))
    assert (answer["allowed"], answer["missing"], answer["amount"]) == (None, ["x.costs"], None)


@pytest.mark.parametrize(("on", "allowed"), [("2026-03-08T16:00:00+01:00", False), ("2026-03-09T16:00:00+01:00", True)])
def test_reading_08_a_day_ahead_is_in_time_for_services_and_both_are_cited(on: str, *, allowed: bool) -> None:
    """25.2 speaks of 48 hours and refers to 12.7, which says 24: the client's reading."""
    answer = charge(planned(service="ramen", payer="client"), cancelled(on))
    assert (answer["allowed"], answer["clauses"]) == (allowed, BOTH)


@pytest.mark.parametrize("report", [LATE, missed()])
@pytest.mark.parametrize(
    ("reason", "allowed", "unmet", "missing", "state"),
    [
        ({"reason": "force_majeure", "shown": True}, False, [CARE], [], "excused"),
        ({"reason": "force_majeure", "shown": False}, True, [], [], None),
        ({"reason": "force_majeure"}, None, [], ["x.shown"], "undetermined"),
        ({"reason": "urgent_health"}, False, ["wonder-2020/36.3"], [], "excused"),
        ({"reason": "urgent_health", "shown": False}, False, ["wonder-2020/36.3"], [], "excused"),
        ({"reason": "sickness"}, True, [], [], None),
        ({"reason": "other", "shown": True}, True, [], [], None),
    ],
)
def test_reading_07_what_excuses(
    report: Json, reason: Json, allowed: bool | None, unmet: list[str], missing: list[str], state: str | None
) -> None:
    answer, found = charge(planned(), {**report, **reason}), duty(planned(), {**report, **reason})
    assert (answer["allowed"], [item["clause"] for item in answer["unmet"]], answer["missing"]) == (
        allowed,
        unmet,
        missing,
    )
    late = "done_late" if report is LATE else "overdue"
    assert (found["state"], found["missing"]) == (state or late, missing)


def test_a_visit_that_was_not_cancelled_costs_nothing() -> None:
    delivered = act("visit.delivered", "2026-03-10", act="v", minutes=50)
    for acts in (
        [planned()],
        [planned(), delivered],
        [planned(), cancelled("2026-03-10T07:00:00+01:00", by="provider")],
    ):
        answer = charge(*acts)
        assert (answer["allowed"], answer["unmet"]) == (False, [{"clause": CARE, "what": "visit.missed"}])


@pytest.mark.parametrize(
    "given_up",
    [
        act("visit.cancelled", "2026-03-10T06:00:00+01:00", act="v", by="provider"),
        act("visit.not_given", "2026-03-10T06:00:00+01:00", act="v", reason="no_staff"),
    ],
)
def test_who_cancels_what_the_provider_gave_up_owes_nothing(given_up: Json) -> None:
    assert charge(planned(), given_up, LATE)["allowed"] is False


def test_a_cancellation_by_the_representative_counts_as_the_clients() -> None:
    assert charge(planned(), {**LATE, "by": "representative"})["amount"] == "40.00"


def test_reading_08_the_charge_is_made_once_and_36_3_adds_nothing() -> None:
    sheet = bill(WONDER, [*agreed(WONDER), planned(payer="client"), LATE], "2026-03")
    assert [(line["for"], line["payer"], line["amount"], line["vat"], line["clauses"]) for line in sheet["lines"]] == [
        ("cancellation", "client", "40.00", "0.00", BOTH)
    ]
    assert sheet["totals"] == {"client": "40.00"}


# --- on an invoice --------------------------------------------------------------------------------------------------


def billed(amount: str, number: str = "F1", for_: str = "cancellation", on: str = "2026-03-30") -> Json:
    line = {"for": for_, "act": "v", "amount": amount}
    return act("invoice.sent", on, id=number, number=number, amount=amount, channel="electronic", lines=[line])


def test_what_was_billed_is_no_longer_open_until_it_is_credited() -> None:
    credit = act("invoice.credited", "2026-03-31", act="F1", amount="15.00")
    answers = [charge(planned(), LATE, billed("40.00")), charge(planned(), LATE, billed("40.00"), credit)]
    assert [(answer["allowed"], answer["amount"]) for answer in answers] == [(False, "0.00"), (True, "15.00")]
    assert answers[0]["unmet"] == [{"clause": CARE, "what": "nothing_due"}]


@pytest.mark.parametrize(
    ("acts", "count"),
    [
        ([LATE, billed("40.00")], 0),
        ([LATE, billed("50.00")], 1),  # within the tariff, above the costs
        ([LATE, billed("40.00"), billed("40.00", "F2", on="2026-03-31")], 1),  # charged twice
        ([cancelled("2026-03-08"), billed("40.00")], 1),
        ([LATE, billed("50.00", for_="visit")], 1),
        ([{**LATE, "reason": "force_majeure"}, billed("40.00")], 0),  # not known yet
    ],
)
def test_an_undue_line_is_a_finding(acts: list[Json], count: int) -> None:
    found = ask(WONDER, [*agreed(WONDER), planned(), *acts], "2026-04-01")
    assert len(findings(found, "25.2")) == count


def test_the_power_needs_the_visit() -> None:
    from nakomen.norms.powers import PowerError

    with pytest.raises(PowerError, match=r"charge_cancellation\.visit: required"):
        may(WONDER, [*agreed(WONDER), planned()], "charge_cancellation", "2026-04-01")
