"""Money and visits: paid, overdue, reminded, to be collected, credited; cancelled, missed, not given, moved."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from nakomen.demo import money
from nakomen.demo import relation as step
from nakomen.demo.visits import visit, visited
from nakomen.law.costs import collection_costs

if TYPE_CHECKING:
    from nakomen.demo.life import Life


def _settled(life: Life, *, visits: bool = True) -> None:
    step.settled(life, -life.some(240, 400), decision=life.some(150, 500), visits=False)
    if visits:
        visited(life, -life.some(20, 26), life.some(1, 5))


def invoices_paid(life: Life) -> None:
    """Month after month invoiced and paid; one was put right by a credit note."""
    _settled(life)
    money.billed(life, -100)
    invoice, amount = money.month_billed(life, -140)
    life.note("invoice.credited", -130, act=invoice, amount=amount)


def invoice_open(life: Life) -> None:
    """An invoice that the client has to pay within days."""
    _settled(life)
    money.month_billed(life, -life.some(25, 29))


def invoice_due_today(life: Life) -> None:
    """An invoice that the client has to pay today."""
    _settled(life)
    money.month_billed(life, -30)


def invoice_overdue(life: Life) -> None:
    """The client has not paid; a reminder must go out within days."""
    _settled(life)
    invoice, amount = money.month_billed(life, -life.some(38, 43))
    if life.one_in(3):
        money.paid(life, -20, invoice, (amount / 2).quantize(Decimal("0.01")))


def reminder_late(life: Life) -> None:
    """The client has not paid, and the reminder was forgotten."""
    _settled(life)
    money.month_billed(life, -life.some(48, 55))


def reminded(life: Life) -> None:
    """The client was reminded and may still pay."""
    _settled(life)
    on = -life.some(45, 50)
    invoice, amount = money.month_billed(life, on)
    money.reminded(life, on + 36, invoice, amount)


def collection(life: Life) -> None:
    """The second term passed too: interest and collection costs may be charged, and were where the costs are billed."""
    _settled(life)
    invoice, amount = money.month_billed(life, -90)
    reminder = money.reminded(life, -56, invoice, amount)
    if life.second:
        costs = collection_costs(amount).total
        money.invoiced(life, -14, [{"for": "collection_costs", "act": reminder, "amount": costs}], exact=True)


def cancelled(life: Life) -> None:
    """One visit cancelled in time, one too late and charged, one for an urgent reason of health, one moved."""
    _settled(life)
    in_time = visit(life, -30, 11)
    life.note_at("visit.cancelled", life.moment(-33, 14), act=in_time, by="client", reason="other")
    ill = visit(life, -24, 11)
    life.note_at("visit.cancelled", life.moment(-24, 8), act=ill, by="client", reason="urgent_health")
    place = money.own_service(life)
    late = visit(life, -40, 13, place)
    costs = Decimal("18.50")
    life.note_at("visit.cancelled", life.moment(-40, 9), act=late, by="client", reason="other", costs=costs)
    charged = {"for": "cancellation", "act": late, "amount": costs}
    invoice, amount = money.invoiced(life, -28, [charged], exact=True)
    money.paid(life, -12, invoice, amount)
    moved = visit(life, -9, 10)
    life.note("visit.moved", -11, act=moved, start=life.moment(-8, 15), by="client")
    life.note_at("visit.delivered", life.moment(-8, 16), act=moved, minutes=60)


def missed_once(life: Life) -> None:
    """The client was not there once, without a word before."""
    _settled(life)
    name = visit(life, -16, 10)
    life.note_at("visit.missed", life.moment(-16, 10, 15), act=name, costs=Decimal("25.00"))
    life.note("change.told", -15, act=name, by="client")


def missed_unclear(life: Life) -> None:
    """Not there, by force majeure as the client says; proof has yet to come."""
    _settled(life)
    name = visit(life, -8, 10)
    life.note_at("visit.missed", life.moment(-8, 10, 15), act=name, reason="force_majeure", costs=Decimal("25.00"))
    life.note("change.told", -7, act=name, by="client")


def missed_twice(life: Life) -> None:
    """Twice not there: under support the municipality is told, and a talk follows or has yet to."""
    _settled(life)
    for on in (-45, -38):
        name = visit(life, on, 10)
        life.note_at("visit.missed", life.moment(on, 10, 15), act=name)
        life.note("change.told", on + 1, act=name, by="client")
    if life.care:
        return
    life.note("noshow.municipality_contacted", -35, channel="email")
    life.note("disclosure.made", -35, recipient="municipality", purpose="no_show", needed=True, data=["fact", "date"])
    if not life.second:
        life.note("noshow.talk_held", -20, outcome="Voortaan een bericht op de dag ervoor.")


def visit_refused(life: Life) -> None:
    """The caregiver was not let in."""
    _settled(life)
    name = visit(life, -13, 10)
    life.note("visit.refused", -13, act=name, reason="Geen zin.")


def not_given(life: Life) -> None:
    """The provider did not come: told, and made good or to be made good; another time a replacement came."""
    _settled(life)
    name = visit(life, -18, 10)
    missing = life.note("visit.not_given", -18, act=name, reason="no_staff")
    life.note("change.told", -18, exact=True, act=name, by="provider")
    if life.second:
        life.note("compensation.offered", -15, act=missing)
    other = visit(life, -11, 10)
    life.note("visit.caregiver_dropped_out", -12, act=other)
    life.note("visit.reassigned", -12, act=other, caregiver=life.team[1].code)
    life.note_at("visit.delivered", life.moment(-11, 11), act=other, minutes=60)


def cancelled_by_provider(life: Life) -> None:
    """The provider cancelled a visit and told so at once."""
    _settled(life)
    name = visit(life, -10, 10)
    life.note_at("visit.cancelled", life.moment(-12, 10), act=name, by="provider")
    missing = life.note("visit.not_given", -10, act=name, reason="no_staff")
    life.note("compensation.offered", -8, act=missing)


def office_work(life: Life) -> None:
    """Work at the office for the client, with consent, invoiced and paid."""
    _settled(life)
    life.note("consent.given", -120, for_="office_work", in_writing=True, by="client")
    tariff = Decimal("48.00")
    work = life.note(
        "office_work.done", -70, what="Overleg met de huisarts", minutes=30, payer="client", tariff_hour=tariff
    )
    charged = {"for": "office_work", "act": work, "minutes": 30, "tariff_hour": tariff, "amount": Decimal("24.00")}
    sent = (life.day(-70).replace(day=1) - life.today).days + 35
    invoice, amount = money.invoiced(life, sent, [charged])
    money.paid(life, sent + 10, invoice, amount)
