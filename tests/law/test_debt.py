"""A claim with its life. The first invoice is 1000 euros, due 31 March 2026; statutory interest is 4% in 2026."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nakomen.law.costs import collection_costs
from nakomen.law.debt import Booking, Claim, ClaimInvoice, claim, settle
from nakomen.law.interest import interest
from nakomen.law.money import ZERO
from nakomen.law.rates import rates
from nakomen.law.tables import OutOfTable

DUE = date(2026, 3, 31)
RECEIVED = date(2026, 4, 10)
SECOND_END = date(2026, 5, 1)
ASKED = date(2026, 6, 1)

AMOUNTS = st.decimals(0, 1500, places=2)
BOOKINGS = st.lists(st.tuples(st.dates(date(2026, 3, 1), date(2026, 8, 1)), AMOUNTS), max_size=3).map(tuple)


def pay(*booked: tuple[int, int, str]) -> tuple[Booking, ...]:
    """Month, day of 2026 and euros."""
    return tuple((date(2026, month, day), Decimal(amount)) for month, day, amount in booked)


def asked(
    *payments: tuple[int, int, str],
    credited: tuple[Booking, ...] = (),
    as_of: date = ASKED,
    costs_allowed: bool = True,
    exclude: str = "0",
    vat: bool = False,
) -> Claim:
    """The claim over the first invoice alone."""
    invoice = ClaimInvoice("f1", Decimal(1000), DUE, pay(*payments), credited)
    return claim(
        [invoice],
        RECEIVED,
        SECOND_END,
        as_of,
        costs_allowed=costs_allowed,
        exclude_from_costs=Decimal(exclude),
        vat=vat,
    )


def amounts(outcome: Claim) -> tuple[str, str, str]:
    """Interest, costs and principal that are open."""
    return str(outcome.interest), str(outcome.costs), str(outcome.principal_open)


def test_an_unpaid_claim_bears_interest_and_costs() -> None:
    outcome = asked()
    assert amounts(outcome) == ("6.68", "150.00", "1000.00")
    assert (outcome.chargeable, outcome.costs_base) == (True, Decimal("1000.00"))


def test_nothing_comes_on_top_before_the_second_term_has_lapsed() -> None:
    on_the_last_day = asked(as_of=SECOND_END)
    assert amounts(on_the_last_day) == ("0.00", "0.00", "1000.00")
    assert on_the_last_day.chargeable is False
    the_day_after = asked(as_of=SECOND_END + timedelta(days=1))
    assert amounts(the_day_after) == ("3.40", "150.00", "1000.00")


def test_without_a_reminder_nothing_comes_on_top() -> None:
    outcome = claim([ClaimInvoice("f1", Decimal(1000), DUE)], None, None, date(2030, 1, 1), costs_allowed=True)
    assert amounts(outcome) == ("0.00", "0.00", "1000.00")


@pytest.mark.parametrize("day", [1, 20, 30])
def test_paying_the_whole_in_time_leaves_nothing(day: int) -> None:
    assert amounts(asked((4, day, "1000.00"))) == ("0.00", "0.00", "0.00")


def test_the_last_day_of_the_second_term_is_in_time_and_the_next_is_not() -> None:
    assert amounts(asked((5, 1, "1000.00"))) == ("0.00", "0.00", "0.00")
    # 150.00 costs and 3.40 interest come first, so 153.40 of principal stays, with 30 days of interest over it.
    assert amounts(asked((5, 2, "1000.00"))) == ("0.50", "0.00", "153.40")


def test_payments_and_credits_in_time_may_make_the_whole_together() -> None:
    assert amounts(asked((4, 15, "700.00"), credited=pay((5, 1, "300.00")))) == ("0.00", "0.00", "0.00")


def test_a_part_paid_in_time_leaves_costs_over_the_remainder() -> None:
    outcome = asked((5, 1, "400.00"))
    assert amounts(outcome) == ("5.33", "90.00", "600.00")
    (invoice,) = outcome.invoices
    assert [(step.until, step.principal, step.amount) for step in invoice.segments] == [
        (date(2026, 5, 1), Decimal("1000.00"), Decimal("3.29")),
        (date(2026, 6, 1), Decimal("600.00"), Decimal("2.04")),
    ]


def test_a_part_paid_before_the_first_term_ended_never_bore_interest() -> None:
    assert amounts(asked((3, 20, "400.00"))) == ("4.01", "90.00", "600.00")


def test_a_later_payment_goes_to_costs_then_interest_then_principal() -> None:
    assert amounts(asked((5, 2, "100.00"))) == ("6.69", "50.00", "1000.00")
    assert amounts(asked((5, 2, "152.00"))) == ("4.69", "0.00", "1000.00")
    assert amounts(asked((5, 2, "400.00"))) == ("2.48", "0.00", "753.40")


def test_a_credit_note_takes_off_principal_from_its_day() -> None:
    outcome = asked(credited=pay((5, 10, "500.00")))
    # 39 days over 1000, 22 days over 500; the costs stay over what was open when the second term ended.
    assert amounts(outcome) == ("5.48", "150.00", "500.00")


def test_a_payment_on_the_day_of_a_credit_note_comes_after_it() -> None:
    outcome = asked((5, 10, "700.00"), credited=pay((5, 10, "500.00")))
    (invoice,) = outcome.invoices
    assert amounts(outcome) == ("0.00", "0.00", "0.00")
    assert invoice.surplus == Decimal("45.73")


def test_costs_only_where_allowed_and_only_over_what_bears_them() -> None:
    assert amounts(asked(costs_allowed=False)) == ("6.68", "0.00", "1000.00")
    assert amounts(asked(exclude="600")) == ("6.68", "60.00", "1000.00")
    assert amounts(asked(exclude="1000")) == ("6.68", "0.00", "1000.00")
    assert amounts(asked((4, 20, "500.00"), exclude="600"))[1] == "0.00"
    assert amounts(asked(vat=True)) == ("6.68", "181.50", "1000.00")


def test_the_principals_of_a_reminder_are_added_before_the_scale() -> None:
    second = ClaimInvoice("f2", Decimal(200), date(2026, 4, 5))
    first = ClaimInvoice("f1", Decimal(1000), DUE)
    outcome = claim([first, second], RECEIVED, SECOND_END, ASKED, costs_allowed=True)
    # 56 days over 200 from 6 April; apart the costs would have been 150 and 40.
    assert amounts(outcome) == ("7.91", "180.00", "1200.00")
    assert [(invoice.ref, str(invoice.interest)) for invoice in outcome.invoices] == [("f1", "6.68"), ("f2", "1.23")]


def test_an_invoice_paid_whole_in_time_bears_no_interest_beside_one_that_was_not() -> None:
    first = ClaimInvoice("f1", Decimal(1000), DUE, pay((4, 30, "1000.00")))
    second = ClaimInvoice("f2", Decimal(200), date(2026, 4, 5))
    outcome = claim([first, second], RECEIVED, SECOND_END, ASKED, costs_allowed=True)
    assert amounts(outcome) == ("1.23", "40.00", "200.00")
    assert outcome.costs_base == Decimal("200.00")


def test_a_later_payment_counts_on_the_invoice_that_it_pays() -> None:
    first = ClaimInvoice("f1", Decimal(1000), DUE)
    second = ClaimInvoice("f2", Decimal(200), date(2026, 4, 5), pay((5, 2, "250.00")))
    outcome = claim([first, second], RECEIVED, SECOND_END, ASKED, costs_allowed=True)
    # 180.00 on the costs, 0.57 on the interest of f2, 69.43 on its principal.
    assert [(str(invoice.interest), str(invoice.principal)) for invoice in outcome.invoices] == [
        ("6.68", "1000.00"),
        ("0.43", "130.57"),
    ]


def test_what_comes_after_the_day_asked_for_is_left_out() -> None:
    assert amounts(asked((6, 2, "1000.00"))) == amounts(asked())
    assert amounts(asked((6, 1, "100.00"))) == ("6.68", "50.00", "1000.00")


def test_the_steps_tell_the_story_in_order() -> None:
    assert [(step.on, step.text) for step in asked((5, 2, "400.00")).steps] == [
        (
            date(2026, 5, 1),
            "De herinnering, ontvangen op 10 april 2026, gaf tijd tot en met 1 mei 2026; die termijn is verstreken.",
        ),
        (date(2026, 5, 2), "Incassokosten: 15% over € 1.000,00 is € 150,00."),
        (
            date(2026, 5, 2),
            (
                "Factuur f1, rente: 1 april 2026 tot en met 1 mei 2026: 31 dagen tegen 4% per jaar over € 1.000,00 "
                "(31/365) is € 3,40."
            ),
        ),
        (
            date(2026, 5, 2),
            "Betaling van € 400,00 op factuur f1: € 150,00 op de kosten, € 3,40 op de rente, € 246,60 op de hoofdsom.",
        ),
        (
            date(2026, 6, 1),
            (
                "Factuur f1, rente: 2 mei 2026 tot en met 31 mei 2026: 30 dagen tegen 4% per jaar over € 753,40 "
                "(30/365) is € 2,48."
            ),
        ),
        (date(2026, 6, 1), "Open op 1 juni 2026: hoofdsom € 753,40, rente € 2,48, incassokosten € 0,00."),
    ]


def test_a_term_that_still_runs_says_so() -> None:
    assert [step.text for step in asked(as_of=date(2026, 4, 20)).steps] == [
        (
            "De herinnering, ontvangen op 10 april 2026, geeft tijd tot en met 1 mei 2026; "
            "die termijn loopt nog: nog geen rente of kosten."
        ),
        "Open op 20 april 2026: hoofdsom € 1.000,00, rente € 0,00, incassokosten € 0,00.",
    ]


def test_beyond_the_table_a_rate_must_be_assumed() -> None:
    with pytest.raises(OutOfTable):
        asked(as_of=date(2027, 2, 1))
    assert amounts(asked((4, 30, "1000.00"), as_of=date(2027, 2, 1))) == ("0.00", "0.00", "0.00")
    assumed = claim(
        [ClaimInvoice("f1", Decimal(1000), DUE)],
        RECEIVED,
        SECOND_END,
        date(2027, 2, 1),
        costs_allowed=False,
        percentages=rates(assume_rate=Decimal(5)),
    )
    assert amounts(assumed) == ("34.39", "0.00", "1000.00")


def test_negative_amounts_are_refused() -> None:
    with pytest.raises(ValueError, match="not negative"):
        asked((4, 30, "-1.00"))
    with pytest.raises(ValueError, match="not negative"):
        asked(credited=pay((4, 30, "-1.00")))
    with pytest.raises(ValueError, match="not negative"):
        asked(exclude="-1.00")
    with pytest.raises(ValueError, match="not negative"):
        settle(Decimal(-1), date(2026, 4, 1), [], ASKED)


def test_one_debt_is_settled_alike() -> None:
    alone = settle(
        Decimal(1000),
        DUE + timedelta(days=1),
        pay((5, 2, "400.00")),
        ASKED,
        second_term_end=SECOND_END,
        costs_allowed=True,
    )
    assert amounts(alone) == ("2.48", "0.00", "753.40")
    assert amounts(settle(Decimal(1000), DUE, pay((5, 2, "400.00")), ASKED)) == ("0.00", "0.00", "600.00")


@given(st.lists(st.tuples(AMOUNTS, BOOKINGS, BOOKINGS), min_size=1, max_size=3), st.dates(DUE, date(2026, 12, 31)))
def test_every_cent_is_counted_once(
    given_: list[tuple[Decimal, tuple[Booking, ...], tuple[Booking, ...]]], as_of: date
) -> None:
    invoices = [ClaimInvoice(str(n), amount, DUE, paid, credited) for n, (amount, paid, credited) in enumerate(given_)]
    outcome = claim(invoices, RECEIVED, SECOND_END, as_of, costs_allowed=True)
    principal = sum((invoice.principal for invoice in invoices), ZERO)
    booked = sum((amount for one in invoices for day, amount in one.payments + one.credits if day <= as_of), ZERO)
    accrued = sum((invoice.interest_accrued for invoice in outcome.invoices), ZERO)
    surplus = sum((invoice.surplus for invoice in outcome.invoices), ZERO)
    still_open = outcome.principal_open + outcome.interest + outcome.costs
    assert still_open + booked == principal + accrued + outcome.costs_charged + surplus
    assert outcome.costs_charged == collection_costs(outcome.costs_base).total
    assert all(part >= 0 for part in (outcome.interest, outcome.costs, outcome.principal_open))
    assert outcome.chargeable or (outcome.interest, outcome.costs) == (ZERO, ZERO)


@given(AMOUNTS, st.dates(SECOND_END + timedelta(days=1), date(2027, 1, 1)))
def test_an_unpaid_claim_is_the_plain_sum_of_interest(principal: Decimal, as_of: date) -> None:
    outcome = claim([ClaimInvoice("f1", principal, DUE)], RECEIVED, SECOND_END, as_of, costs_allowed=True)
    assert outcome.interest == interest(principal, DUE + timedelta(days=1), as_of).amount
    assert outcome.costs == collection_costs(principal).amount
