"""Readings 1, 4, 5 and 10: days and hours, terms and receipt, changes by the provider."""

import pytest

from tests.norms.support import act, agreed, ask, findings, row

W = "wonder-2020"

# --- 1: local days, real hours ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2026-02-09T22:59:59Z", "2026-02-09"),
        ("2026-02-09T23:00:00Z", "2026-02-10"),
        ("2026-07-09T21:59:59Z", "2026-07-09"),
        ("2026-07-09T22:00:00Z", "2026-07-10"),
        ("2026-03-28T23:00:00Z", "2026-03-29"),
        ("2026-10-24T22:00:00Z", "2026-10-25"),
        ("2026-10-25T22:59:59Z", "2026-10-25"),
        ("2026-10-25T23:00:00Z", "2026-10-26"),
        ("2026-02-10T01:00:00+09:00", "2026-02-09"),
    ],
)
def test_reading_01_days_are_local_days(at: str, day: str) -> None:
    found = row(
        ask(W, [*agreed(W), act("incident.occurred", at, consequences=False, urgent=False)], "2027-01-01"), "21.1"
    )
    assert found["since"] == day


@pytest.mark.parametrize("on", ["2026-03-29", "2026-10-25"])
def test_reading_01_the_day_of_a_clock_change_is_a_whole_day(on: str) -> None:
    acts = agreed(W, on=on)
    told = act("terms.provided", f"{on}T21:59:00Z", version="2020-01-01", channel="paper")
    found = row(ask(W, [*acts, told], on), "3.1")
    assert (found["state"], found["due"]) == ("done", on)
    next_day = f"{on[:8]}{int(on[8:]) + 1}"
    assert row(ask(W, acts, on), "3.1")["state"] == "open"
    assert row(ask(W, acts, next_day), "3.1")["state"] == "overdue"


def test_reading_01_what_is_known_at_the_end_of_a_day_across_a_clock_change() -> None:
    for on, late in (("2026-03-29", "2026-03-29T22:00:00Z"), ("2026-10-25", "2026-10-25T23:00:00Z")):
        told = act("terms.provided", on, version="2020-01-01", channel="paper", recorded=late)
        assert row(ask(W, [*agreed(W, on=on), told], on), "3.1")["state"] == "open"
        in_time = {**told, "recorded": late.replace("22:00:00", "21:59:59").replace("23:00:00", "22:59:59")}
        assert row(ask(W, [*agreed(W, on=on), in_time], on), "3.1")["state"] == "done"


# --- 4: terms from an act ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("consent", "due"),
    [
        ("2026-08-30", "2027-02-28"),
        ("2027-08-30", "2028-02-29"),
        ("2026-12-31", "2027-06-30"),
        ("2028-02-29", "2028-08-29"),
    ],
)
def test_reading_04_months_are_added_by_calendar_and_the_last_day_is_in_time(consent: str, due: str) -> None:
    acts = [
        *agreed(W),
        act("plan.presented", "2026-01-10", id="p", sections=["care"]),
        act("plan.agreed", consent, act="p", by="client"),
    ]
    assert row(ask(W, acts, due), "12.3.a")["due"] == due
    assert row(ask(W, [*acts, act("plan.evaluated", due)], "2029-01-01"), "12.3.a")["state"] == "done"


def test_reading_04_a_term_that_ends_on_a_holiday_is_not_extended() -> None:
    acts = [*agreed(W), act("care.started", "2026-03-24")]  # six weeks on is 5 May
    assert row(ask(W, acts, "2026-05-06"), "10.2")["due"] == "2026-05-05"
    assert row(ask(W, acts, "2026-05-06"), "10.2")["state"] == "overdue"


# --- 5: receipt -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "channel", "received_on", "since"),
    [
        ("2026-03-06", "letter", None, "2026-03-10"),  # Friday: Saturday, Tuesday
        ("2026-05-02", "letter", None, "2026-05-07"),  # Saturday: Tuesday 5 May is a holiday, so Wednesday, Thursday
        ("2026-05-13", "letter", None, "2026-05-19"),  # Ascension, the Friday after it and Sunday, Monday are none
        ("2026-03-06", "letter", "2026-03-08", "2026-03-08"),  # a Sunday, but it was received
        ("2026-03-08", "email", None, "2026-03-08"),
        ("2026-03-06T23:30:00Z", "email", None, "2026-03-07"),
    ],
)
def test_reading_05_receipt_of_a_notice(sent: str, channel: str, received_on: str | None, since: str) -> None:
    extra = {"received_on": received_on} if received_on else {}
    acts = [*agreed(W), act("notice.given", sent, by="client", channel=channel, **extra)]
    assert row(ask(W, acts, "2026-06-01"), "32")["since"] == since


# --- 10: changes ------------------------------------------------------------------------------------------------------


def test_reading_10_a_change_by_the_provider_alone_is_a_finding() -> None:
    alone = act("agreement.changed", "2026-02-01", id="x", by="provider")
    assert [item["because"] for item in findings(ask(W, [*agreed(W), alone], "2026-02-02"), "4")] == [["x"]]
    assert findings(ask(W, [*agreed(W), {**alone, "by": "both"}], "2026-02-02"), "4") == []
