"""`bill` under wonder-2020 (12.7, 25, 36): delivered time, rounding, VAT, office work, copies, and what is left out."""

from typing import Any

import pytest

from tests.norms.support import Json, act, agreed, ask, bill, findings, may

WONDER = "wonder-2020"
NO_VAT = {"vat": "0.00", "vat_rate": "0"}


def visit(number: int = 1, delivered: int | None = 50, on: str = "2026-03-10", **changes: Any) -> list[Json]:
    """A visit planned for an hour, delivered or not."""
    fields = {
        "id": f"v{number}",
        "start": f"{on}T10:00:00{'+02:00' if '03-29' <= on[5:] < '10-25' else '+01:00'}",
        "minutes": 60,
        "service": "verzorging",
        "payer": "client",
        "tariff_hour": "60.00",
        **changes,
    }
    planned = act("visit.planned", "2026-02-01", **{name: value for name, value in fields.items() if value is not None})
    return (
        [planned] if delivered is None else [planned, act("visit.delivered", on, act=f"v{number}", minutes=delivered)]
    )


def sheet(*acts: Json, month: str = "2026-03", **offer: Any) -> Json:
    return bill(WONDER, [*agreed(WONDER, **offer), *acts], month)


def line(made: Json) -> Json:
    assert len(made["lines"]) == 1, made
    only: Json = made["lines"][0]
    return only


def test_a_delivered_visit_as_the_contract_shows_it() -> None:
    assert sheet(*visit()) == {
        "month": "2026-03",
        "lines": [
            {
                "payer": "client",
                "for": "visit",
                "act": "v1",
                "minutes": 50,
                "tariff_hour": "60.00",
                "net": "41.32",
                "vat": "8.68",
                "vat_rate": "21",
                "amount": "50.00",
                "clauses": ["wonder-2020/36.2", "wonder-2020/36.4"],
            }
        ],
        "left_out": [],
        "totals": {"client": "50.00"},
    }


@pytest.mark.parametrize(
    ("delivered", "minutes", "amount"),
    [(1, 5, "5.00"), (5, 5, "5.00"), (46, 50, "50.00"), (51, 55, "55.00"), (75, 75, "75.00")],
)
@pytest.mark.parametrize("payer", ["client", "pgb"])
def test_delivered_time_is_rounded_up_to_five_minutes(payer: str, delivered: int, minutes: int, amount: str) -> None:
    made = line(sheet(*visit(delivered=delivered, payer=payer)))
    assert (made["minutes"], made["amount"], made["payer"]) == (minutes, amount, payer)


@pytest.mark.parametrize("payer", ["wlz", "zvw"])
def test_article_36_is_not_for_care_in_kind(payer: str) -> None:
    made = sheet(*visit(delivered=46, payer=payer))
    assert [(each["minutes"], each["amount"], each["vat"]) for each in made["lines"]] == [(46, "46.00", "0.00")]
    assert made["totals"] == {payer: "46.00"}


@pytest.mark.parametrize(
    ("vat", "net", "tax", "amount"),
    [
        ("included", "41.32", "8.68", "50.00"),
        ("excluded", "50.00", "10.50", "60.50"),
        ("exempt", "50.00", "0.00", "50.00"),
    ],
)
@pytest.mark.parametrize("payer", ["client", "pgb"])
def test_reading_26_the_services_own_vat_comes_first(payer: str, vat: str, net: str, tax: str, amount: str) -> None:
    made = line(sheet(*visit(vat=vat, payer=payer)))
    assert (made["net"], made["vat"], made["amount"]) == (net, tax, amount)


def test_reading_26_a_personal_budget_is_within_the_acts_and_bears_no_vat_by_default() -> None:
    made = line(sheet(*visit(payer="pgb")))
    assert (made["net"], made["vat"], made["vat_rate"], made["amount"]) == ("50.00", "0.00", "0", "50.00")


def test_tariff_and_vat_of_the_agreed_service() -> None:
    services = [{"name": "ramen", "tariff_hour": "30.00", "vat": "exempt", "payer": "client"}]
    made = line(sheet(*visit(service="ramen", tariff_hour=None), services=services))
    assert (made["tariff_hour"], made["amount"], made["vat"]) == ("30.00", "25.00", "0.00")


def test_half_a_cent_is_rounded_up_once() -> None:
    """5 minutes at 60.06 is 5.005."""
    made = line(sheet(*visit(delivered=5, tariff_hour="60.06")))
    assert (made["amount"], made["net"], made["vat"]) == ("5.01", "4.14", "0.87")


def left_out(made: Json) -> list[tuple[str, list[str]]]:
    assert all(item["why"] for item in made["left_out"])
    return [(item["act"], item["clauses"]) for item in made["left_out"]]


def test_without_a_tariff_nothing_is_guessed() -> None:
    made = sheet(*visit(service="ramen", tariff_hour=None))
    assert (made["lines"], left_out(made)) == ([], [("v1", ["wonder-2020/25.1"])])


def test_a_visit_belongs_to_the_month_in_which_it_starts_here() -> None:
    """23:30 UTC on 31 March is 1 April in Amsterdam."""
    late = visit(start="2026-03-31T23:30:00+00:00")
    assert [len(sheet(*late, month=month)["lines"]) for month in ("2026-03", "2026-04")] == [0, 1]


CANCELLED = act("visit.cancelled", "2026-03-10T08:00:00+01:00", id="x", act="v1", by="client", costs="30.00")
BOTH = ["wonder-2020/12.7", "wonder-2020/25.2"]


def test_a_late_cancellation_is_a_line_for_the_client_whoever_pays_the_care() -> None:
    made = line(sheet(*visit(delivered=None, payer="wlz"), CANCELLED))
    assert (made["payer"], made["for"], made["act"], made["amount"], made["vat"]) == (
        "client",
        "cancellation",
        "v1",
        "30.00",
        "0.00",
    )
    assert made["clauses"] == ["wonder-2020/12.7"]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"on": "2026-03-08"}, "Het bezoek is op tijd afgezegd."),
        ({"reason": "urgent_health"}, "Er was een dringende reden die met de gezondheid te maken heeft."),
        ({"reason": "force_majeure", "shown": True}, "Afzeggen kon niet op tijd door overmacht."),
        (
            {"reason": "force_majeure"},
            (
                "Niet te bepalen: niet bekend is of dit zo is: de overmacht is aangetoond, "
                "bij bezoek afgezegd (x, 10 maart 2026)."
            ),
        ),
    ],
)
def test_a_cancellation_without_a_charge_is_left_out_with_the_reason(changes: Json, why: str) -> None:
    made = sheet(*visit(delivered=None), {**CANCELLED, **changes})
    assert made["lines"] == []
    assert made["left_out"] == [{"act": "v1", "clauses": made["left_out"][0]["clauses"], "why": why}]
    assert made["left_out"][0]["clauses"][:1] == ["wonder-2020/12.7"]
    assert made["totals"] == {}


@pytest.mark.parametrize(
    "happened",
    [
        act("visit.not_given", "2026-03-10", act="v1", reason="no_staff"),
        act("visit.cancelled", "2026-03-10T08:00:00+01:00", act="v1", by="provider"),
        act("visit.refused", "2026-03-10", act="v1"),
        act("client.directive_recorded", "2026-03-10"),
    ],
)
def test_what_was_not_delivered_is_left_out(happened: Json) -> None:
    made = sheet(*visit(delivered=None), happened)
    assert (made["lines"], left_out(made)) == ([], [("v1", ["wonder-2020/25.1"])])


def test_what_was_invoiced_is_left_out_until_credited() -> None:
    sent = act(
        "invoice.sent",
        "2026-04-02",
        id="F1",
        number="1",
        amount="50.00",
        channel="electronic",
        lines=[{"for": "visit", "act": "v1", "amount": "50.00"}],
    )
    credit = act("invoice.credited", "2026-04-03", act="F1", amount="50.00")
    assert left_out(sheet(*visit(), sent)) == [("v1", ["wonder-2020/25.1"])]
    assert sheet(*visit(), sent, credit)["totals"] == {"client": "50.00"}


def test_totals_by_payer() -> None:
    acts = [*visit(1), *visit(2, payer="pgb"), *visit(3, payer="wlz"), *visit(4, on="2026-03-11")]
    assert sheet(*acts)["totals"] == {"client": "100.00", "pgb": "50.00", "wlz": "50.00"}


# --- 36.5: work at the office ---------------------------------------------------------------------------------------

OFFICE = act("office_work.done", "2026-03-12", id="w", what="huisarts", minutes=12, payer="client", tariff_hour="60.00")


def consent(on: str = "2026-03-01", **changes: Any) -> Json:
    fields = {"id": "k", "for": "office_work", "in_writing": False, "by": "client", **changes}
    return act("consent.given", on, **fields)


def test_office_work_needs_consent() -> None:
    made = sheet(OFFICE)
    assert (made["lines"], left_out(made)) == ([], [("w", ["wonder-2020/36.5"])])
    answer = may(WONDER, agreed(WONDER), "bill_office_work", "2026-03-12")
    assert (answer["allowed"], answer["unmet"]) == (False, [{"clause": "wonder-2020/36.5", "what": "consent.given"}])


def test_office_work_with_consent_is_billed_by_the_minute_with_vat() -> None:
    made = line(sheet(OFFICE, consent()))
    assert (made["for"], made["minutes"], made["net"], made["vat"], made["amount"]) == (
        "office_work",
        12,
        "9.92",
        "2.08",
        "12.00",
    )
    assert made["clauses"] == ["wonder-2020/36.5", "wonder-2020/36.4"]
    assert may(WONDER, [*agreed(WONDER), consent()], "bill_office_work", "2026-03-12")["because"] == ["k"]


@pytest.mark.parametrize(
    ("acts", "count"),
    [
        ([consent("2026-03-12")], 1),
        ([consent("2026-03-13")], 0),  # given after the work
        ([consent(), act("consent.withdrawn", "2026-03-11", act="k")], 0),
        ([consent(), act("consent.withdrawn", "2026-03-13", act="k")], 1),
        ([consent(for_="trainee")], 0),
    ],
)
def test_consent_is_judged_on_the_day_of_the_work(acts: list[Json], count: int) -> None:
    assert len(sheet(OFFICE, *acts)["lines"]) == count


def test_office_work_for_care_in_kind_is_nothing_for_the_client() -> None:
    made = sheet({**OFFICE, "payer": "wlz"}, consent())
    assert (made["lines"], made["left_out"]) == ([], [])


@pytest.mark.parametrize(("acts", "count"), [([], 1), ([consent()], 0)])
def test_office_work_on_an_invoice_without_consent_is_a_finding(acts: list[Json], count: int) -> None:
    lines = [{"for": "office_work", "act": "w", "amount": "12.00"}]
    sent = act("invoice.sent", "2026-04-02", number="1", amount="12.00", channel="electronic", lines=lines)
    found = ask(WONDER, [*agreed(WONDER), OFFICE, *acts, sent], "2026-04-03")
    assert len(findings(found, "36.5")) == count


# --- a copy of the dossier ------------------------------------------------------------------------------------------


def test_reading_09_the_first_copy_is_free_and_a_further_one_is_a_line() -> None:
    def copied(number: int, on: str) -> list[Json]:
        asked = act("dossier.copy_requested", on, id=f"q{number}", by="client")
        return [asked, act("dossier.copy_given", on, id=f"g{number}", act=f"q{number}", fee="7.50")]

    made = sheet(*copied(1, "2026-03-02"), *copied(2, "2026-03-20"))
    assert [(each["for"], each["act"], each["amount"]) for each in made["lines"]] == [("copy", "g2", "7.50")]
    assert left_out(made) == [("g1", ["wonder-2020/15.2.a", "statute/gdpr-15"])]
