"""`zonl` 5.3, 6, 9 and 10: reports and cooperation, invoices and reminders, complaints."""

import pytest

from nakomen.norms.settings import SettingsError
from tests.norms.support import Json, act, agreed, ask, bill, client, findings, may, row, rows

TERMS = "zonl-thuisbegeleiding"


def invoice(
    id_: str = "f", on: str = "2026-01-31", amount: str = "100.00", channel: str = "electronic", **more: object
) -> Json:
    line = {"for": "visit", "act": "v", "minutes": 60, "tariff_hour": amount, "amount": amount}
    return act(
        "invoice.sent", on, **{"id": id_, "number": id_, "amount": amount, "channel": channel, "lines": [line], **more}
    )


def paid(on: str, amount: str, of: str = "f") -> Json:
    return act("payment.received", on, act=of, amount=amount)


def reminder(
    on: str, days: int = 14, counted: str = "day_after_receipt", invoices: list[str] | None = None, **more: object
) -> Json:
    fields = {
        "days_given": days,
        "counted_from": counted,
        "channel": "electronic",
        "invoices": invoices or ["f"],
        **more,
    }
    return act("reminder.sent", on, **{"id": "r", **fields})


START = act(
    "visit.planned",
    "2026-01-06",
    id="v",
    start="2026-01-12T10:00:00+01:00",
    minutes=60,
    service="extra",
    payer="client",
)
BASE = [*agreed(TERMS), START]


def on_terms(*acts: Json, as_of: str) -> Json:
    return ask(TERMS, [*BASE, *acts], as_of)


# --- 5.3, 6.4 to 6.6 ------------------------------------------------------------------------------


def test_a_suspicion_is_done_with_after_five_steps() -> None:
    acts = [client(), act("abuse.suspected", "2026-02-01", id="x", form="domestic")]
    steps = [act("abuse.step_taken", f"2026-02-0{step + 1}", id=f"s{step}", act="x", step=step) for step in range(1, 6)]
    assert row(ask(TERMS, [*acts, *steps[:4]], "2026-03-01"), "5.3")["state"] == "open"
    assert row(ask(TERMS, [*acts, *steps], "2026-03-01"), "5.3")["done_on"] == "2026-02-06"


@pytest.mark.parametrize(
    "event",
    [
        act("calamity.occurred", "2026-04-30", id="x"),
        act("violence.occurred", "2026-04-30", id="x", by="client", against="staff"),
    ],
)
def test_reading_09_every_calamity_and_violence_goes_at_once_to_the_supervisor_of_the_municipality(event: Json) -> None:
    """Five working days after Thursday 30 April: 1, 4, 6, 7 and 8 May; 5 May is a general holiday."""
    found = row(ask(TERMS, [client(), event], "2026-05-08"), "6.4")
    assert (found["state"], found["due"], found["statute"], found["open_norm"]) == (
        "open",
        "2026-05-08",
        "statute/wmo-3.4",
        True,
    )
    assert (found["toward"], found["what"]) == ("supervisor", "supervisor.notified")
    assert row(ask(TERMS, [client(), event], "2026-05-09"), "6.4")["state"] == "overdue"
    told = act("supervisor.notified", "2026-05-09", act="x")
    assert row(ask(TERMS, [client(), event, told], "2026-05-09"), "6.4")["state"] == "done_late"


def test_the_client_answers_what_was_asked() -> None:
    acts = [*agreed(TERMS), act("information.asked_of_client", "2026-02-01", topic="wishes")]
    assert (
        row(ask(TERMS, acts, "2026-03-01"), "6.5")["state"],
        row(ask(TERMS, acts, "2026-03-01"), "6.5")["bearer"],
    ) == (
        "open",
        "client",
    )
    assert (
        row(ask(TERMS, [*acts, act("information.received", "2026-02-03", topic="keys")], "2026-03-01"), "6.5")["state"]
        == "open"
    )
    assert (
        row(ask(TERMS, [*acts, act("information.received", "2026-02-03", topic="wishes")], "2026-03-01"), "6.5")[
            "state"
        ]
        == "done"
    )


def test_undesired_conduct_is_a_finding() -> None:
    acts = [*agreed(TERMS), act("conduct.recorded", "2026-02-01", id="x", form="intimidation", toward="staff")]
    assert [item["because"] for item in findings(ask(TERMS, acts, "2026-02-01"), "6.6")] == [["x"]]


# --- 9.1 to 9.3 -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "channel", "received", "since", "due"),
    [
        ("2026-01-31", "electronic", None, "2026-01-31", "2026-03-02"),
        ("2026-01-30", "paper", None, "2026-02-03", "2026-03-05"),  # Friday; Saturday, then Tuesday
        ("2026-01-30", "paper", "2026-02-10", "2026-02-10", "2026-03-12"),
    ],
)
def test_reading_26_thirty_days_from_receipt(
    sent: str, channel: str, received: str | None, since: str, due: str
) -> None:
    stated = {"received_on": received} if received else {}
    found = row(on_terms(invoice(on=sent, channel=channel, **stated), as_of=due), "9.1")
    assert (found["since"], found["due"], found["state"], found["bearer"]) == (since, due, "open", "client")
    late = on_terms(invoice(on=sent, channel=channel, **stated), as_of="2026-04-01")
    assert row(late, "9.1")["state"] == "overdue"


def test_three_invoices_are_settled_each_by_its_own_payments() -> None:
    bills = [invoice("f"), invoice("g", "2026-02-28"), invoice("h", "2026-03-31")]
    found = on_terms(
        *bills,
        paid("2026-02-10", "60.00"),
        paid("2026-02-20", "40.00"),
        paid("2026-03-02", "99.99", "g"),
        as_of="2026-03-31",
    )
    assert {duty["because"][0]: duty["state"] for duty in rows(found, "9.1")} == {
        "f": "done",
        "g": "overdue",
        "h": "open",
    }
    assert [(one["invoice"], one["open"]) for one in found["balances"]] == [
        ("f", "0.00"),
        ("g", "0.01"),
        ("h", "100.00"),
    ]


def test_a_credited_invoice_is_owed_no_more() -> None:
    found = row(
        on_terms(invoice(), act("invoice.credited", "2026-02-10", act="f", amount="100.00"), as_of="2026-04-01"), "9.1"
    )
    assert (found["state"], found["closed_on"]) == ("lapsed", "2026-02-10")


def test_the_term_of_thirty_days_is_no_setting() -> None:
    with pytest.raises(SettingsError, match=r"settings\.payment_term: fixed by clause 9\.3"):
        ask(TERMS, BASE, "2026-02-01", settings={"payment_term": "P14D"})


def test_a_month_is_invoiced_in_the_next() -> None:
    given = act("visit.delivered", "2026-01-12", act="v", minutes=60)
    assert rows(on_terms(given, as_of="2026-01-31"), "9.2") == []
    found = row(on_terms(given, as_of="2026-02-28"), "9.2")
    assert (found["since"], found["due"], found["state"]) == ("2026-02-01", "2026-02-28", "open")
    assert row(on_terms(given, as_of="2026-03-01"), "9.2")["state"] == "overdue"
    assert row(on_terms(given, invoice(on="2026-02-03"), as_of="2026-03-01"), "9.2")["state"] == "done"


def test_what_the_municipality_pays_is_not_invoiced_to_the_client() -> None:
    acts = [*agreed(TERMS), {**START, "payer": "wmo"}, act("visit.delivered", "2026-01-12", act="v", minutes=60)]
    assert rows(ask(TERMS, acts, "2026-03-01"), "9.2") == []


def test_the_bill_takes_delivered_time_as_it_is_and_without_vat_unless_the_service_says_so() -> None:
    acts = [
        *agreed(TERMS),
        {**START, "tariff_hour": "45.00"},
        act("visit.delivered", "2026-01-12", act="v", minutes=50),
    ]
    (line,) = bill(TERMS, acts, "2026-01")["lines"]
    assert (line["minutes"], line["amount"], line["vat"], line["clauses"]) == (50, "37.50", "0.00", [f"{TERMS}/9.1"])


@pytest.mark.parametrize("lacking", ["act", "minutes", "tariff_hour"])
def test_an_invoice_says_which_support_how_much_and_at_what_tariff(lacking: str) -> None:
    assert findings(on_terms(invoice(), as_of="2026-02-01"), "9.3") == []
    assert row(on_terms(invoice(), as_of="2026-02-01"), "9.3")["state"] == "done"
    bare = invoice()
    bare["lines"] = [{key: value for key, value in bare["lines"][0].items() if key != lacking}]
    found = on_terms(bare, as_of="2026-02-01")
    assert (len(findings(found, "9.3")), row(found, "9.3")["state"]) == (1, "open")


def test_support_that_was_not_given_is_not_invoiced_as_given() -> None:
    missed = act("visit.missed", "2026-01-12", act="v")
    assert len(findings(on_terms(missed, invoice(), as_of="2026-02-01"), "9.3")) == 1


# --- 9.4 and 9.5 ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of", "state"), [("2026-03-15", "open"), ("2026-03-16", "open"), ("2026-03-17", "overdue")]
)
def test_after_thirty_days_a_reminder_follows_soon(as_of: str, state: str) -> None:
    assert rows(on_terms(invoice(), as_of="2026-03-02"), "9.4") == []
    found = row(on_terms(invoice(), as_of=as_of), "9.4")
    assert (found["state"], found["since"], found["due"], found["open_norm"]) == (
        state,
        "2026-03-03",
        "2026-03-16",
        True,
    )
    assert rows(on_terms(invoice(), paid("2026-03-02", "100.00"), as_of=as_of), "9.4") == []


@pytest.mark.parametrize(
    ("sent", "state"),
    [
        (reminder("2026-03-05"), "done"),
        (reminder("2026-03-05", days=13), "overdue"),
        (reminder("2026-03-05", days=14, counted="receipt"), "overdue"),  # the day of receipt counts as the first
        (reminder("2026-03-05", days=15, counted="receipt"), "done"),
        (reminder("2026-03-02"), "overdue"),  # sent before default
        (reminder("2026-03-20"), "done_late"),
    ],
)
def test_reading_25_a_reminder_gives_fourteen_days_after_receipt(sent: Json, state: str) -> None:
    assert row(on_terms(invoice(), sent, as_of="2026-04-30"), "9.4")["state"] == state


def collect(*acts: Json, as_of: str) -> Json:
    return may(TERMS, [*BASE, *acts], "charge_collection", as_of, reminder="r")


def test_interest_and_costs_come_after_the_second_term_only() -> None:
    sent = reminder("2026-03-05", costs_announced="40.00")
    answer = collect(invoice(), sent, as_of="2026-03-19")
    assert (answer["allowed"], answer["unmet"]) == (False, [{"clause": f"{TERMS}/9.5", "what": "second_term_lapsed"}])
    answer = collect(invoice(), sent, as_of="2026-03-20")
    assert (answer["allowed"], answer["parts"]["costs"], answer["clauses"][0]) == (True, "40.00", f"{TERMS}/9.5")


def test_reading_25_a_reminder_that_gives_too_little_bars_both() -> None:
    answer = collect(invoice(), reminder("2026-03-05", days=13, costs_announced="40.00"), as_of="2026-04-30")
    assert (answer["allowed"], answer["parts"]) == (False, {"interest": "0.00", "costs": "0.00"})
    assert {"clause": f"{TERMS}/9.4", "what": "reminder.sent"} in answer["unmet"]


def test_reading_25_costs_that_were_not_announced_exactly_are_not_due() -> None:
    for sent in (reminder("2026-03-05"), reminder("2026-03-05", costs_announced="39.99")):
        assert collect(invoice(), sent, as_of="2026-04-30")["parts"]["costs"] == "0.00"


def test_reading_24_interest_runs_from_the_first_term_at_four_percent() -> None:
    """100 euro from 3 March up to 30 April 2026 is 58 days at the rate of 2026: 100 × 0.04 × 58 / 365 = 0.64."""
    assert collect(invoice(), reminder("2026-03-05"), as_of="2026-04-30")["parts"]["interest"] == "0.64"


def test_paying_in_the_second_term_leaves_nothing() -> None:
    answer = collect(
        invoice(), reminder("2026-03-05", costs_announced="40.00"), paid("2026-03-19", "100.00"), as_of="2026-04-30"
    )
    assert (answer["allowed"], answer["unmet"]) == (False, [{"clause": f"{TERMS}/9.5", "what": "nothing_due"}])


def test_one_reminder_covers_all_claims_then_due() -> None:
    both = reminder("2026-04-05", invoices=["f", "g"], costs_announced="40.00")
    answer = collect(invoice("f", amount="100.00"), invoice("g", "2026-02-28"), both, as_of="2026-05-30")
    assert (answer["parts"]["costs"], set(answer["because"]) >= {"r", "f", "g"}) == ("40.00", True)


# --- 10 -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("to", "clause"), [("staff", "10.1"), ("manager", "10.1"), ("mediator", "10.2"), ("provider", "10.3")]
)
def test_the_client_may_complain(to: str, clause: str) -> None:
    answer = may(TERMS, [client()], "complain", "2026-02-01", to=to)
    assert (answer["allowed"], answer["clauses"]) == (True, [f"{TERMS}/{clause}"])


def complained(to: str) -> Json:
    return act("complaint.received", "2026-02-02", id="k", about="planning", complete=True, to=to)


def test_reading_09_a_complaint_is_handled_by_the_schemes_own_term() -> None:
    acts = [client(), complained("provider")]
    found = row(ask(TERMS, acts, "2026-03-16"), "10.3")
    assert (found["due"], found["state"], found["statute"], found["open_norm"]) == ("2026-03-16", "open", None, True)
    assert row(ask(TERMS, acts, "2026-03-17"), "10.3")["state"] == "overdue"
    assert row(ask(TERMS, acts, "2026-02-03", settings={"complaint_term": "P4W"}), "10.3")["due"] == "2026-03-02"
    decided = act("complaint.decided", "2026-03-10", act="k", in_writing=True, reasoned=True)
    assert row(ask(TERMS, [*acts, decided], "2026-04-01"), "10.3")["state"] == "done"
    assert (
        row(ask(TERMS, [*acts, act("complaint.withdrawn", "2026-03-10", act="k")], "2026-04-01"), "10.3")["state"]
        == "lapsed"
    )


def test_the_mediator_helps_and_no_decision_is_owed() -> None:
    found = ask(TERMS, [client(), complained("mediator")], "2026-05-01")
    assert (row(found, "10.2.a")["state"], rows(found, "10.3")) == ("open", [])
    helped = act("complaint.mediated", "2026-02-20", act="k", resolved=True)
    assert row(ask(TERMS, [client(), complained("mediator"), helped], "2026-05-01"), "10.2.a")["state"] == "done"


def test_reading_19_a_complaint_goes_on_after_the_end() -> None:
    acts = [*agreed(TERMS), complained("provider"), act("agreement.ended", "2026-02-05", ground="mutual")]
    assert row(ask(TERMS, acts, "2026-02-10"), "10.3")["state"] == "open"
