"""Invoices, payments, reminders and work that may be charged."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from nakomen.acts.base import Act, AnyActId, Days, InvoiceId, Minutes, Money, Payer, WrittenChannel, kind


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceLine:
    """One line of an invoice; ``act`` is what it charges, amounts in euro."""

    for_: Literal[
        "visit", "cancellation", "late_indication", "office_work", "copy", "interest", "collection_costs", "other"
    ]
    act: AnyActId | None = None
    minutes: Minutes | None = None
    tariff_hour: Money | None = None
    vat: Money | None = None
    amount: Money


@kind(
    "invoice.sent",
    nl="Factuur verstuurd",
    en="Invoice sent",
    done_by=("provider",),
    clauses=(
        "wonder-2020/25.2",
        "wonder-2020/36.4",
        "zonl-thuisbegeleiding/9.2",
        "zonl-thuisbegeleiding/9.3",
    ),
    personal=("number", "amount", "lines"),
)
class InvoiceSent(Act):
    """An invoice in euro with its lines; VAT is part of the amounts."""

    number: str
    amount: Money
    channel: WrittenChannel
    received_on: date | None = None
    due_on: date | None = None
    lines: tuple[InvoiceLine, ...]


@kind(
    "invoice.credited",
    nl="Factuur gecrediteerd",
    en="Invoice credited",
    done_by=("provider",),
    answers=("invoice.sent",),
    clauses=("wonder-2020/25.2", "zonl-thuisbegeleiding/9.3"),
    personal=("amount",),
)
class InvoiceCredited(Act):
    """A credit note in euro on that invoice."""

    act: str
    amount: Money


@kind(
    "payment.received",
    nl="Betaling ontvangen",
    en="Payment received",
    done_by=("client",),
    answers=("invoice.sent",),
    clauses=("wonder-2020/25.1", "zonl-thuisbegeleiding/9.1"),
    personal=("amount",),
)
class PaymentReceived(Act):
    """Money in euro that came in on that invoice."""

    act: str
    amount: Money


@kind(
    "reminder.sent",
    nl="Herinnering verstuurd",
    en="Reminder sent",
    done_by=("provider",),
    clauses=("wonder-2020/25.3", "zonl-thuisbegeleiding/9.4"),
)
class ReminderSent(Act):
    """One reminder for all invoices then due.

    `days_given` is its term, `costs_announced` the collection costs in euro that it names.
    """

    invoices: tuple[InvoiceId, ...]
    days_given: Days
    counted_from: Literal["receipt", "day_after_receipt"]
    channel: WrittenChannel
    received_on: date | None = None
    costs_announced: Money | None = None


@kind(
    "office_work.done",
    nl="Kantoorwerk gedaan",
    en="Office work done",
    done_by=("provider",),
    clauses=("wonder-2020/36.5",),
    personal=("what",),
)
class OfficeWorkDone(Act):
    """Work at the office for the client, in minutes, at a tariff per hour in euro."""

    what: str
    minutes: Minutes
    payer: Payer
    tariff_hour: Money | None = None
