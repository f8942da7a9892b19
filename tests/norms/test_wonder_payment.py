"""wonder-2020, article 25: terms of payment, the reminder, and interest and costs after it."""

from decimal import Decimal
from typing import Any

import pytest

from tests.norms.support import Json, act, agreed, ask, findings, may, row, rows

WONDER = "wonder-2020"
NOTHING = {"interest": "0.00", "costs": "0.00"}


def invoice(number: str = "F1", on: str = "2026-01-10", amount: str = "100.00", **changes: Any) -> Json:
    lines = [{"for": "visit", "amount": amount}]
    fields = {"id": number, "number": number, "amount": amount, "channel": "electronic", "lines": lines, **changes}
    return act("invoice.sent", on, **fields)


def reminder(on: str = "2026-02-16", **changes: Any) -> Json:
    fields = {
        "id": "R1",
        "invoices": ["F1"],
        "days_given": 21,
        "counted_from": "day_after_receipt",
        "channel": "electronic",
        "costs_announced": "40.00",
        **changes,
    }
    return act("reminder.sent", on, **{name: value for name, value in fields.items() if value is not None})


def paid(on: str, amount: str, number: str = "F1") -> Json:
    return act("payment.received", on, id=f"P{on}", act=number, amount=amount)


def standing_of(*acts: Json, as_of: str, **settings: str) -> Json:
    return ask(WONDER, [*agreed(WONDER), *acts], as_of, settings=settings)


def collect(*acts: Json, as_of: str, **settings: Any) -> Json:
    return may(WONDER, [*agreed(WONDER), *acts], "charge_collection", as_of, settings=settings, reminder="R1")


# --- 25.1: paying ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "since", "due"),
    [
        ({}, "2026-01-10", "2026-02-09"),
        ({"received_on": "2026-01-12"}, "2026-01-12", "2026-02-11"),
        ({"channel": "paper", "on": "2026-03-06"}, "2026-03-10", "2026-04-09"),  # Friday: Saturday one, Tuesday two
        (
            {"channel": "paper", "on": "2026-04-03"},
            "2026-04-07",
            "2026-05-07",
        ),  # Good Friday: Saturday one, Easter Monday none
        ({"due_on": "2026-01-20"}, "2026-01-10", "2026-02-09"),  # the invoice cannot shorten the term
        ({"due_on": "2026-03-01"}, "2026-01-10", "2026-03-01"),
    ],
)
def test_reading_26_the_term_runs_from_receipt(changes: Json, since: str, due: str) -> None:
    duty = row(standing_of(invoice(**changes), as_of="2026-05-01"), "25.1")
    assert (duty["since"], duty["due"], duty["bearer"], duty["toward"]) == (since, due, "client", "provider")
    assert (duty["what"], duty["open_norm"]) == ("payment.received", True)


def test_reading_05_on_paper_sent_before_easter_counts_two_delivery_days() -> None:
    """Sent on Maundy Thursday: Good Friday is a holiday, Saturday is one, Monday none, Tuesday two."""
    assert (
        row(standing_of(invoice(channel="paper", on="2026-04-02"), as_of="2026-05-01"), "25.1")["since"] == "2026-04-07"
    )


def test_reading_06_a_term_of_the_conditions_is_not_extended() -> None:
    """Received on 16 January the term ends on Sunday 15 February."""
    assert row(standing_of(invoice(on="2026-01-16"), as_of="2026-02-01"), "25.1")["due"] == "2026-02-15"


@pytest.mark.parametrize(
    ("bookings", "as_of", "state", "open_"),
    [
        ([], "2026-02-09", "open", "100.00"),
        ([], "2026-02-10", "overdue", "100.00"),
        ([paid("2026-02-09", "100.00")], "2026-02-10", "done", "0.00"),
        ([paid("2026-02-01", "40.00")], "2026-02-10", "overdue", "60.00"),
        ([paid("2026-02-01", "40.00"), paid("2026-02-10", "60.00")], "2026-02-10", "done_late", "0.00"),
        ([act("invoice.credited", "2026-02-01", act="F1", amount="100.00")], "2026-02-10", "lapsed", "0.00"),
    ],
)
def test_payment_in_whole_or_part(bookings: list[Json], as_of: str, state: str, open_: str) -> None:
    found = standing_of(invoice(), *bookings, as_of=as_of)
    assert row(found, "25.1")["state"] == state
    assert found["balances"] == [{"invoice": "F1", "open": open_, "due": "2026-02-09"}]


def test_three_invoices_are_three_duties_each_with_its_own_payment() -> None:
    acts = [invoice(), invoice("F2", "2026-01-11"), invoice("F3", "2026-01-12"), paid("2026-02-01", "100.00", "F2")]
    found = standing_of(*acts, as_of="2026-02-11")
    assert [(duty["because"][0], duty["state"]) for duty in rows(found, "25.1")] == [
        ("F1", "overdue"),
        ("F2", "done"),
        ("F3", "open"),
    ]


def test_a_payment_that_was_booked_late_counts_from_when_it_was_known() -> None:
    late = {**paid("2026-02-09", "100.00"), "recorded": "2026-03-01T09:00:00+01:00"}
    acts = [*agreed(WONDER), invoice(), late]
    known = [ask(WONDER, acts, "2026-02-20", known_on=at) for at in (None, "2026-03-01T09:00:00+01:00")]
    assert [row(found, "25.1")["state"] for found in known] == ["overdue", "done"]
    assert [len(rows(found, "25.3")) for found in known] == [1, 0]


def test_payment_goes_on_after_the_end_and_death() -> None:
    died = act("client.died", "2026-01-20")
    assert row(standing_of(invoice(), died, as_of="2026-02-10"), "25.1")["state"] == "overdue"


def test_a_term_of_the_provider_is_a_setting() -> None:
    assert row(standing_of(invoice(), as_of="2026-01-20", payment_term="P14D"), "25.1")["due"] == "2026-01-24"


@pytest.mark.parametrize(
    ("lines", "state"), [([], "open"), ([{"for": "visit", "amount": "90.00"}], "open"), (None, "done")]
)
def test_an_invoice_is_specified(lines: list[Json] | None, state: str) -> None:
    sent = invoice() if lines is None else invoice(lines=lines)
    assert row(standing_of(sent, as_of="2026-01-11"), "25.2")["state"] == state


# --- 25.3: the reminder ---------------------------------------------------------------------------------------------


def test_the_reminder_is_due_after_the_term_lapsed_unpaid() -> None:
    assert rows(standing_of(invoice(), as_of="2026-02-09"), "25.3") == []
    duty = row(standing_of(invoice(), as_of="2026-02-23"), "25.3")
    assert (duty["since"], duty["due"], duty["state"], duty["open_norm"]) == ("2026-02-10", "2026-02-23", "open", True)
    assert row(standing_of(invoice(), as_of="2026-02-24"), "25.3")["state"] == "overdue"


def test_paid_in_time_opens_no_reminder_and_paid_later_lapses_it() -> None:
    assert rows(standing_of(invoice(), paid("2026-02-09", "100.00"), as_of="2026-03-01"), "25.3") == []
    duty = row(standing_of(invoice(), paid("2026-02-12", "100.00"), as_of="2026-03-01"), "25.3")
    assert (duty["state"], duty["closed_on"]) == ("lapsed", "2026-02-12")


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, "done"),
        ({"days_given": 20}, "overdue"),
        ({"counted_from": "receipt"}, "overdue"),  # the day of receipt counts: one day short
        ({"counted_from": "receipt", "days_given": 22}, "done"),
        ({"on": "2026-02-09"}, "overdue"),  # before the term had lapsed
        ({"on": "2026-02-25"}, "done_late"),
    ],
)
def test_reading_25_twenty_one_days_from_receipt(changes: Json, state: str) -> None:
    assert row(standing_of(invoice(), reminder(**changes), as_of="2026-03-01"), "25.3")["state"] == state


def test_one_reminder_does_the_duty_of_every_invoice_that_it_names() -> None:
    acts = [invoice(), invoice("F2", "2026-01-11"), invoice("F3", "2026-01-12"), reminder(invoices=["F1", "F3"])]
    assert [(duty["because"][0], duty["state"]) for duty in rows(standing_of(*acts, as_of="2026-02-20"), "25.3")] == [
        ("F1", "done"),
        ("F2", "open"),
        ("F3", "done"),
    ]


# --- 25.4: interest and costs ---------------------------------------------------------------------------------------


def test_reading_24_interest_from_the_first_term_and_costs_by_the_scale() -> None:
    """From 10 February to 10 March: 28 days at 4% over 100.00 is 0.31; 15% is less than the minimum of 40.00."""
    answer = collect(invoice(), reminder(), as_of="2026-03-10")
    assert (answer["allowed"], answer["amount"]) == (True, "40.31")
    assert answer["parts"] == {"interest": "0.31", "costs": "40.00"}
    assert answer["clauses"] == ["wonder-2020/25.4", "statute/bw-6-96", "statute/bw-6-119"]
    assert answer["because"] == ["R1", "F1"]


@pytest.mark.parametrize(
    ("changes", "as_of", "unmet"),
    [
        ({}, "2026-03-09", [("25.4", "second_term_lapsed")]),
        ({"days_given": 14}, "2026-03-10", [("25.3", "reminder.sent")]),
        ({"on": "2026-02-09"}, "2026-03-10", [("25.3", "reminder.sent")]),
        (
            {"on": "2026-02-09", "days_given": 14},
            "2026-02-20",
            [("25.3", "reminder.sent"), ("25.4", "second_term_lapsed")],
        ),
    ],
)
def test_each_requirement_in_turn(changes: Json, as_of: str, unmet: list[tuple[str, str]]) -> None:
    answer = collect(invoice(), reminder(**changes), as_of=as_of)
    assert (answer["allowed"], answer["parts"]) == (False, NOTHING)
    assert [(item["clause"], item["what"]) for item in answer["unmet"]] == [
        (f"wonder-2020/{c}", what) for c, what in unmet
    ]


def test_the_second_term_runs_from_receipt_on_paper() -> None:
    """Sent on paper on Monday 16 February, received on Wednesday 18: the last day is 11 March."""
    on_paper = reminder(channel="paper")
    days = [collect(invoice(), on_paper, as_of=day)["allowed"] for day in ("2026-03-11", "2026-03-12")]
    assert days == [False, True]


@pytest.mark.parametrize("announced", [None, "39.99", "40.01", "48.40"])
def test_reading_25_without_the_exact_amount_no_costs(announced: str | None) -> None:
    answer = collect(invoice(), reminder(costs_announced=announced), as_of="2026-03-10")
    assert (answer["allowed"], answer["parts"]) == (True, {"interest": "0.31", "costs": "0.00"})


def test_reading_25_principals_are_added_before_the_scale() -> None:
    """200 + 300 is 500: 75.00 in one, not 40.00 and 45.00."""
    acts = [
        invoice(amount="200.00"),
        invoice("F2", amount="300.00"),
        reminder(invoices=["F1", "F2"], costs_announced="75.00"),
    ]
    assert collect(*acts, as_of="2026-03-10")["parts"]["costs"] == "75.00"


def test_reading_25_payment_in_time_leaves_costs_over_the_remainder() -> None:
    """1000 announced at 150.00; 600 paid within the second term: 15% of 400 is 60.00."""
    acts = [invoice(amount="1000.00"), reminder(costs_announced="150.00"), paid("2026-03-01", "600.00")]
    assert collect(*acts, as_of="2026-03-10")["parts"]["costs"] == "60.00"


def test_reading_24_the_whole_principal_within_the_second_term_leaves_nothing() -> None:
    answer = collect(invoice(), reminder(), paid("2026-03-09", "100.00"), as_of="2026-03-20")
    assert (answer["allowed"], answer["amount"], answer["parts"]) == (False, "0.00", NOTHING)
    assert answer["unmet"] == [{"clause": "wonder-2020/25.4", "what": "nothing_due"}]


def test_reading_24_a_later_payment_counts_on_costs_then_interest_then_principal() -> None:
    """On 10 March 40.00 costs and 0.31 interest are open; 50.31 leaves 90.00 of principal, 22 days later 0.22."""
    acts = [invoice(), reminder(), paid("2026-03-10", "50.31")]
    assert collect(*acts, as_of="2026-04-01")["parts"] == {"interest": "0.22", "costs": "0.00"}
    found = standing_of(*acts, as_of="2026-04-01")
    assert [balance["open"] for balance in found["balances"]] == ["90.00"]


def test_reading_25_damages_for_a_visit_bear_no_costs_unless_by_setting() -> None:
    lines = [{"for": "visit", "amount": "300.00"}, {"for": "cancellation", "amount": "100.00"}]
    sent = invoice(amount="400.00", lines=lines)
    plain = collect(sent, reminder(costs_announced="45.00"), as_of="2026-03-10")
    chosen = collect(sent, reminder(costs_announced="60.00"), as_of="2026-03-10", costs_over_damages=True)
    assert [answer["parts"]["costs"] for answer in (plain, chosen)] == ["45.00", "60.00"]


def test_what_was_invoiced_already_is_no_longer_open() -> None:
    answers = [
        collect(invoice(), reminder(), billed("0.31", costs), as_of="2026-03-10") for costs in ("40.00", "10.00")
    ]
    assert [(answer["allowed"], answer["parts"]) for answer in answers] == [
        (False, NOTHING),
        (True, {"interest": "0.00", "costs": "30.00"}),
    ]


def test_interest_beyond_what_is_known_leaves_the_amount_open() -> None:
    answer = collect(invoice(), reminder(), as_of="2027-02-01")
    assert (answer["allowed"], answer["amount"], answer["missing"]) == (None, None, ["law.interest"])


def billed(interest: str, costs: str, on: str = "2026-03-10") -> Json:
    lines = [{"for": "interest", "amount": interest}, {"for": "collection_costs", "amount": costs}]
    amount = str(Decimal(interest) + Decimal(costs))
    return invoice("F9", on, amount, lines=lines)


@pytest.mark.parametrize(
    ("acts", "count"),
    [
        ([reminder(), billed("0.31", "40.00")], 0),
        ([reminder(), billed("0.32", "40.00")], 1),
        ([reminder(costs_announced="40.01"), billed("0.31", "40.00")], 1),
        ([billed("0.31", "40.00")], 1),
        ([reminder(), billed("0.30", "40.00", on="2026-03-09")], 1),
        ([reminder(), reminder("2026-02-17", id="R2"), billed("0.31", "80.00", on="2026-03-11")], 1),
        ([reminder(), {**billed("0.00", "40.00"), "id": "F8"}, billed("0.31", "40.00", on="2026-03-11")], 1),
    ],
)
def test_interest_or_costs_billed_unduly_is_a_finding(acts: list[Json], count: int) -> None:
    assert len(findings(standing_of(invoice(), *acts, as_of="2026-03-20"), "25.4")) == count
