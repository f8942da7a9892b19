"""A claim with its life: invoices, a reminder, payments and credit notes, and what interest and costs are still open.

Readings 24 and 25 of the case file over BW 6:44, 6:96 and 6:119. While the second term, that of the reminder, has not
lapsed, nothing comes on top. Payments until its end count on the principal of their invoice, and an invoice whose
whole principal was met by then bears no interest. Afterwards interest runs from the day after each first due date, and
costs are owed over the principal that was open when the second term ended. Later payments count on costs, then on the
interest, then on the principal of the invoice that they pay (6:44). A credit note takes off principal from its day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from nakomen.law.costs import Costs, collection_costs
from nakomen.law.interest import Account, Step
from nakomen.law.money import ZERO, cents, euro
from nakomen.law.rates import Rates, rates
from nakomen.law.tables import dutch

StepKind = Literal["term", "payment", "credit", "interest", "costs", "outcome"]
Booking = tuple[date, Decimal]

_STATUTORY = rates()
_ORDER: tuple[StepKind, ...] = ("term", "costs", "interest", "credit", "payment", "outcome")


@dataclass(frozen=True, slots=True)
class ClaimInvoice:
    """An invoice of a claim: its principal in euros, the last day of its first term, what was paid and credited."""

    ref: str
    principal: Decimal
    due: date
    payments: tuple[Booking, ...] = ()
    credits: tuple[Booking, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimStep:
    """One step of the claim: the day, what happened or was reckoned in Dutch, and its euros."""

    on: date
    kind: StepKind
    text: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class InvoiceClaim:
    """What is open of one invoice, in euros, and the segments of its interest."""

    ref: str
    principal: Decimal
    interest: Decimal
    interest_accrued: Decimal
    """All the interest that fell due on it, paid or not; the segments add up to this."""
    surplus: Decimal
    """What was paid or credited beyond all that was owed on it."""
    segments: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """What is open at the end of the day asked for: interest, costs and principal, in euros.

    `chargeable` tells whether interest and costs could arise at all: the second term lapsed with principal open.
    `costs_charged` is what the costs came to before later payments took from them, over `costs_base`.
    """

    interest: Decimal
    costs: Decimal
    principal_open: Decimal
    invoices: tuple[InvoiceClaim, ...]
    chargeable: bool
    costs_base: Decimal
    costs_charged: Decimal
    steps: tuple[ClaimStep, ...]


def claim(
    invoices: Sequence[ClaimInvoice],
    reminder_received: date | None,
    second_term_end: date | None,
    as_of: date,
    *,
    costs_allowed: bool,
    exclude_from_costs: Decimal = ZERO,
    vat: bool = False,
    percentages: Rates = _STATUTORY,
) -> Claim:
    """What is open of the claims of one reminder at the end of `as_of`; the interest runs up to, not including it.

    `second_term_end` is the last day on which paying after the reminder is in time; it has lapsed on any later day.
    `reminder_received` serves the explanation. `costs_allowed` tells that the reminder opened the way to costs, and
    `exclude_from_costs` is the part of the principal that bears none, such as damages (reading 25). Payments and
    credits after `as_of` are left out. `percentages` come from `nakomen.law.rates.rates`, statutory interest without.

    Raises OutOfTable when interest is needed for a day whose rate is not known, ValueError for a negative amount.
    """
    reckoning = _Reckoning(invoices, percentages, as_of)
    lapsed = second_term_end is not None and as_of > second_term_end
    in_time_until = second_term_end if lapsed and second_term_end is not None else as_of
    reckoning.tell_term(reminder_received, second_term_end, lapsed=lapsed)
    reckoning.take_early(in_time_until, bear_interest=lapsed)
    if lapsed and reckoning.principal_open:
        reckoning.chargeable = True
        base = max(ZERO, reckoning.principal_open - _not_negative(exclude_from_costs))
        reckoning.charge_costs(in_time_until + timedelta(days=1), base if costs_allowed else ZERO, vat=vat)
    if lapsed:
        reckoning.take_late(in_time_until)
    return reckoning.outcome()


def settle(
    principal: Decimal,
    default_day: date,
    payments: Sequence[Booking],
    as_of: date,
    *,
    credits_: Sequence[Booking] = (),
    second_term_end: date | None = None,
    costs_allowed: bool = False,
    percentages: Rates = _STATUTORY,
) -> Claim:
    """The same for one debt, of which `default_day` is the first day of default.

    Without a second term it bears nothing but its principal.
    """
    due = default_day - timedelta(days=1)
    invoice = ClaimInvoice("1", principal, due, tuple(payments), tuple(credits_))
    return claim([invoice], None, second_term_end, as_of, costs_allowed=costs_allowed, percentages=percentages)


@dataclass(frozen=True, slots=True)
class _Event:
    on: date
    kind: Literal["credit", "payment"]
    line: _Line
    amount: Decimal


class _Line:
    """One invoice while the claim is being reckoned."""

    def __init__(self, invoice: ClaimInvoice, percentages: Rates) -> None:
        self.ref = invoice.ref
        self.invoice = invoice
        self.account = Account(invoice.principal, invoice.due + timedelta(days=1), percentages)
        self.surplus = ZERO

    def events(self) -> Iterator[_Event]:
        """Credit notes before payments of the same day, so that a payment is not counted on what was taken back."""
        for on, amount in self.invoice.credits:
            yield _Event(on, "credit", self, _not_negative(amount))
        for on, amount in self.invoice.payments:
            yield _Event(on, "payment", self, _not_negative(amount))

    def result(self) -> InvoiceClaim:
        account = self.account
        segments = tuple(account.steps)
        return InvoiceClaim(self.ref, account.principal, account.interest, account.accrued, self.surplus, segments)


class _Reckoning:
    """Goes through the life of a claim in order of days and writes down each step."""

    def __init__(self, invoices: Sequence[ClaimInvoice], percentages: Rates, as_of: date) -> None:
        self.lines = [_Line(invoice, percentages) for invoice in invoices]
        self.as_of = as_of
        events = (event for line in self.lines for event in line.events() if event.on <= as_of)
        self.events = sorted(events, key=lambda event: (event.on, event.kind))
        self.steps: list[ClaimStep] = []
        self.costs = ZERO
        self.costs_base = ZERO
        self.costs_charged = ZERO
        self.chargeable = False

    @property
    def principal_open(self) -> Decimal:
        return sum((line.account.principal for line in self.lines), ZERO)

    def tell_term(self, received: date | None, end: date | None, *, lapsed: bool) -> None:
        if end is None:
            self._tell(self.as_of, "term", "Er loopt geen tweede termijn: nog geen rente of kosten.", ZERO)
            return
        reminder = "De herinnering" if received is None else f"De herinnering, ontvangen op {dutch(received)},"
        gives, state = ("gaf", "is verstreken") if lapsed else ("geeft", "loopt nog: nog geen rente of kosten")
        text = f"{reminder} {gives} tijd tot en met {dutch(end)}; die termijn {state}."
        self._tell(min(end, self.as_of), "term", text, ZERO)

    def take_early(self, until: date, *, bear_interest: bool) -> None:
        """Count what came in up to and on that day on principal; only what stays open bears interest."""
        early = [event for event in self.events if event.on <= until]
        for line in self.lines:
            own = [event for event in early if event.line is line]
            met = sum((event.amount for event in own), ZERO) >= line.account.principal
            for event in own:
                if bear_interest and not met:
                    line.account.advance(event.on)
                self._reduce(event)

    def charge_costs(self, on: date, base: Decimal, *, vat: bool) -> None:
        """Collection costs over the principal that was open at the end of the second term."""
        self.costs_base = base
        if not base:
            self._tell(on, "costs", "Er zijn geen incassokosten verschuldigd.", ZERO)
            return
        charged: Costs = collection_costs(base, vat=vat)
        self.costs = self.costs_charged = charged.total
        for step in charged.steps:
            self._tell(on, "costs", f"Incassokosten: {step.text}", step.amount)

    def take_late(self, after: date) -> None:
        """What came in after the second term: a credit on principal, a payment on costs, interest, principal."""
        for event in self.events:
            if event.on <= after:
                continue
            event.line.account.advance(event.on)
            if event.kind == "credit":
                self._reduce(event)
            else:
                self._pay(event)
        for line in self.lines:
            line.account.advance(self.as_of)
            for segment in line.account.steps:
                self._tell(segment.until, "interest", f"Factuur {line.ref}, rente: {segment.text}", segment.amount)

    def outcome(self) -> Claim:
        results = tuple(line.result() for line in self.lines)
        interest = sum((result.interest for result in results), ZERO)
        principal = self.principal_open
        text = (
            f"Open op {dutch(self.as_of)}: hoofdsom {euro(principal)}, rente {euro(interest)}, "
            f"incassokosten {euro(self.costs)}."
        )
        self._tell(self.as_of, "outcome", text, principal + interest + self.costs)
        steps = tuple(sorted(self.steps, key=lambda step: (step.on, _ORDER.index(step.kind))))
        return Claim(
            interest, self.costs, principal, results, self.chargeable, self.costs_base, self.costs_charged, steps
        )

    def _reduce(self, event: _Event) -> None:
        rest = event.line.account.reduce(event.amount)
        event.line.surplus += rest
        name = "Creditnota" if event.kind == "credit" else "Betaling"
        text = (
            f"{name} van {euro(event.amount)} op factuur {event.line.ref}: {euro(event.amount - rest)} op de hoofdsom"
        )
        self._tell(event.on, event.kind, text + _over(rest), event.amount)

    def _pay(self, event: _Event) -> None:
        on_costs = min(event.amount, self.costs)
        self.costs -= on_costs
        counted = event.line.account.pay(event.amount - on_costs)
        event.line.surplus += counted.rest
        text = (
            f"Betaling van {euro(event.amount)} op factuur {event.line.ref}: {euro(on_costs)} op de kosten, "
            f"{euro(counted.interest)} op de rente, {euro(counted.principal)} op de hoofdsom"
        )
        self._tell(event.on, "payment", text + _over(counted.rest), event.amount)

    def _tell(self, on: date, kind: StepKind, text: str, amount: Decimal) -> None:
        self.steps.append(ClaimStep(on, kind, text, amount))


def _over(rest: Decimal) -> str:
    return f", {euro(rest)} is te veel." if rest else "."


def _not_negative(amount: Decimal) -> Decimal:
    if amount < 0:
        raise ValueError(f"a payment, a credit or an exclusion is not negative: {amount}")
    return cents(amount)
