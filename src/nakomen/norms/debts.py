"""Invoices and what is open on them: terms from receipt, reminders, payments in the statutory order (24 to 26)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from nakomen.law.costs import collection_costs, reminder_term, second_term_end
from nakomen.law.debt import Claim, ClaimInvoice, claim
from nakomen.law.money import ZERO
from nakomen.law.tables import OutOfTable
from nakomen.norms.grammar import plus
from nakomen.norms.state import received

if TYPE_CHECKING:
    from nakomen.norms.facts import Fact
    from nakomen.norms.state import State

INVOICE, REMINDER, PAYMENT, CREDIT = "invoice.sent", "reminder.sent", "payment.received", "invoice.credited"
ONE_DAY = timedelta(days=1)


class Account:
    """What is open on one invoice: its principal, and the act that settled it."""

    __slots__ = ("credits", "due", "invoice", "open", "payments", "settled")

    def __init__(self, s: State, invoice: Fact) -> None:
        self.invoice = invoice
        self.due = due(s, invoice)
        self.payments = s.answering(invoice, PAYMENT)
        self.credits = s.answering(invoice, CREDIT)
        self.open = ZERO
        self.settled: Fact | None = None


def amount(fact: Fact) -> Decimal:
    """The euros of an invoice, payment or credit note."""
    value: Decimal = fact.act.amount
    return value


def due(s: State, invoice: Fact) -> date:
    """The last day of the payment term: from receipt; an own date on the invoice counts only when it is later (26)."""
    day = plus(received(invoice), s.settings["payment_term"])
    assert day is not None
    stated: date | None = invoice.act.due_on
    return stated if stated is not None and stated > day else day


def open_on(s: State, invoice: Fact, day: date) -> Decimal:
    """What is open of the principal at the end of a day when every payment counts on principal."""
    booked = s.answering(invoice, PAYMENT) + s.answering(invoice, CREDIT)
    return max(ZERO, amount(invoice) - sum((amount(fact) for fact in booked if fact.day <= day), ZERO))


def covered(s: State, reminder: Fact) -> list[Fact]:
    """The invoices that a reminder names."""
    names: tuple[str, ...] = reminder.act.invoices
    return [s.named[name] for name in names if name in s.named]


def after_default(s: State, reminder: Fact) -> bool:
    """Whether the reminder was sent after the first term of every claim had lapsed (BW 6:96 lid 6)."""
    return all(reminder.day > due(s, invoice) for invoice in covered(s, reminder))


def gives_enough(s: State, reminder: Fact) -> bool:
    """Whether the reminder gives the days that the conditions promise, counted from receipt (reading 25)."""
    act: Any = reminder.act
    if act.days_given < 1:
        return False
    got = received(reminder)
    days = int(s.norms.rates["reminder_days"][0])
    return reminder_term(got, act.days_given, act.counted_from) >= got + timedelta(days=days)


def holds(s: State, reminder: Fact) -> bool:
    """Whether a reminder does what the clause asks: after default, and with its full days."""
    return after_default(s, reminder) and gives_enough(s, reminder)


def second_term(reminder: Fact) -> date:
    """The last day on which paying after the reminder is in time."""
    act: Any = reminder.act
    return second_term_end(received(reminder), max(1, act.days_given), act.counted_from).date


def damages(s: State, invoice: Fact) -> Decimal:
    """The part of an invoice that is damages for a visit that was not used: no costs over it, save by setting (25)."""
    if s.settings["costs_over_damages"]:
        return ZERO
    lines: Any = invoice.act.lines
    return sum((line.amount for line in lines if line.for_ == "cancellation"), ZERO)


def costs_base(s: State, reminder: Fact) -> Decimal:
    """The principal over which the reminder had to announce the costs: all claims then due, less the damages."""
    base = ZERO
    for invoice in covered(s, reminder):
        base += max(ZERO, open_on(s, invoice, reminder.day) - damages(s, invoice))
    return base


def announced(s: State, reminder: Fact) -> bool:
    """Whether the reminder announced the exact amount of the costs (BW 6:96 lid 6)."""
    told: Decimal | None = reminder.act.costs_announced
    return told is not None and told == collection_costs(costs_base(s, reminder)).total


def claim_of(s: State, reminder: Fact, as_of: date) -> Claim:
    """The claim of a reminder on a day: interest, costs and principal still open, with every step.

    Raises OutOfTable when the interest of a day is not known yet.
    """
    invoices = covered(s, reminder)
    return claim(
        [_claim_invoice(s, invoice) for invoice in invoices],
        received(reminder),
        second_term(reminder),
        as_of,
        costs_allowed=announced(s, reminder),
        exclude_from_costs=sum((damages(s, invoice) for invoice in invoices), ZERO),
    )


def _claim_invoice(s: State, invoice: Fact) -> ClaimInvoice:
    return ClaimInvoice(
        invoice.name,
        amount(invoice),
        due(s, invoice),
        tuple((fact.day, amount(fact)) for fact in s.answering(invoice, PAYMENT)),
        tuple((fact.day, amount(fact)) for fact in s.answering(invoice, CREDIT)),
    )


def accounts(s: State) -> dict[str, Account]:
    """What is open on each invoice; after a lapsed second term payments count on costs and interest first."""
    made = {invoice.name: Account(s, invoice) for invoice in s.of(INVOICE)}
    governed: dict[str, Fact] = {}
    for reminder in s.of(REMINDER):
        if holds(s, reminder):
            for invoice in covered(s, reminder):
                governed.setdefault(invoice.name, reminder)
    for account in made.values():
        reminder_or_none = governed.get(account.invoice.name)
        account.open = principal_open(s, account.invoice, reminder_or_none, s.as_of)
        if account.open == ZERO:
            account.settled = _settled(s, account, reminder_or_none)
        if reminder_or_none is not None:
            s.passed(second_term(reminder_or_none))
    return made


def principal_open(s: State, invoice: Fact, reminder: Fact | None, as_of: date) -> Decimal:
    """The principal of an invoice that is open at the end of a day."""
    # Only what is paid after the second term counts on costs and interest first; all else counts on principal.
    if reminder is not None and _paid_late(s, invoice, second_term(reminder), as_of):
        try:
            found = claim_of(s, reminder, as_of)
        except OutOfTable:
            return open_on(s, invoice, as_of)
        for line in found.invoices:
            if line.ref == invoice.name:
                return line.principal
    return open_on(s, invoice, as_of)


def _paid_late(s: State, invoice: Fact, second: date, as_of: date) -> bool:
    return any(second < payment.day <= as_of for payment in s.answering(invoice, PAYMENT))


def _settled(s: State, account: Account, reminder: Fact | None) -> Fact | None:
    """The booking with which nothing of the principal was left."""
    booked = sorted(account.payments + account.credits, key=lambda fact: fact.day)
    for fact in booked:
        if principal_open(s, account.invoice, reminder, fact.day) == ZERO:
            same_day = [other for other in booked if other.day == fact.day]
            payments = [other for other in same_day if other.kind == PAYMENT]
            return payments[-1] if payments else fact
    return booked[-1] if booked else None
