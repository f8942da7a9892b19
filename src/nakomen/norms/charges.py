"""The sums behind the powers to charge: a visit that was not used, a late application, collection, a copy, sickness."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from nakomen.law.money import ZERO, cents, euro
from nakomen.law.tables import OutOfTable, dutch
from nakomen.norms import debts, duties, indications, rating, visits
from nakomen.norms.facts import Fact, precedes
from nakomen.norms.powers import Sum

if TYPE_CHECKING:
    from nakomen.norms.state import State

SPELL = timedelta(days=20)
ONE_DAY = timedelta(days=1)


def charged(s: State, for_: str, name: str) -> Decimal:
    """What was invoiced for something already, credit notes on those invoices taken off."""
    total = ZERO
    for invoice, own in _invoiced(s.whole).get((for_, name), {}).items():
        if own and s.seen(invoice):
            credited = sum((debts.amount(fact) for fact in s.answering(invoice, debts.CREDIT)), ZERO)
            total += max(ZERO, own - credited)
    return total


def _invoiced(s: State) -> dict[tuple[str, str], dict[Fact, Decimal]]:
    """For each thing that was invoiced, by what for and its act, how much each invoice asked."""
    asked: dict[tuple[str, str], dict[Fact, Decimal]] | None = s.memo.get("invoiced")
    if asked is None:
        asked = s.memo["invoiced"] = {}
        for invoice in s.of(debts.INVOICE):
            for line in invoice.act.lines:
                if line.act is not None:
                    own = asked.setdefault((line.for_, line.act), {})
                    own[invoice] = own.get(invoice, ZERO) + line.amount
    return asked


def most(s: State, visit: Fact) -> Decimal | None:
    """The most that a visit that was not used may cost the client, where it is known."""
    fact, cap = visits.reported(s, visit), rating.planned_price(s, visit)
    if fact is None or cap is None or s.norms.rates["cancellation"][0] != "costs":
        return cap
    costs: Decimal | None = fact.act.costs
    return cap if costs is None else min(costs, cap)


def cancellation(s: State, name: str) -> Sum | None:
    """The charge for a visit cancelled too late or missed (12.7, 25.2; `zonl` 7.3, 7.4; reading 27).

    Where the conditions ask for demonstrable costs: the lower of those and the cap. Else what could have been claimed.
    """
    visit = s.named[name]
    fact = visits.reported(s, visit)
    cap = rating.planned_price(s, visit)
    if fact is None or cap is None:
        return None
    act: Any = visit.act
    steps = [f"Maximum: {act.minutes} geplande minuten tegen het tarief van het bezoek is {euro(cap)}."]
    amount = cap
    if s.norms.rates["cancellation"][0] == "costs":
        costs: Decimal | None = fact.act.costs
        if costs is None:
            s.lack(f"{fact.name}.costs")
            return None
        amount = min(costs, cap)
        steps.append(f"Aantoonbare kosten: {euro(costs)}; het laagste van de twee is {euro(amount)}.")
    already = charged(s, "cancellation", name)
    if already:
        amount = max(ZERO, amount - already)
        steps.append(f"Al in rekening gebracht: {euro(already)}; open is {euro(amount)}.")
    return Sum(amount, cap, steps=steps, facts=[visit, fact])


def _client_application(s: State, t: Fact) -> duties.Duty | None:
    """The client's duty to apply for the follow-up of a decision, as it stands."""
    return _duty(s, t, "indication.applied", "client")


def _duty(s: State, t: Fact, what: str, bearer: str) -> duties.Duty | None:
    """The duty of 26 about a decision that the last choice of applicant opened."""
    found = None
    for norm in s.norms.duty_list:
        if norm.what == what and norm.bearer == bearer and norm.carry:
            for duty in duties.open_duties(norm, s):
                if duty.trigger is t or duty.trigger.ref == t.name:
                    found = duty
    return found


def gap_by_client(s: State, name: str) -> Any:
    """Whether the client, with its full term, applied not, late or incompletely (26.4, readings 7 and 12)."""
    t = s.named[name]
    application = _client_application(s, t)
    if application is None or application.caught_up:
        return False
    if application.state not in (duties.OVERDUE, duties.DONE_LATE, duties.LAPSED):
        return False
    if application.state == duties.LAPSED and not _lapsed_late(application):
        return False
    return application.trigger


def reminded_in_time(s: State, name: str) -> Any:
    """Whether the provider reminded the client of the terms in time, where a reminder was due (26.3, reading 12)."""
    reminder = _duty(s, s.named[name], "indication.client_reminded", "provider")
    if reminder is None:
        return True
    return reminder.state in (duties.DONE, duties.EXCUSED, duties.WAIVED) and (reminder.by or reminder.closer or True)


def _lapsed_late(duty: duties.Duty) -> bool:
    return duty.due is not None and duty.closed_on is not None and duty.closed_on > duty.due


def gap(s: State, t: Fact) -> tuple[date, date] | None:
    """The days without an indication after this one, up to the new start or the day asked; None without a gap."""
    end: date | None = t.act.valid_until
    if end is None or s.day <= end:
        return None
    starts: list[date] = [
        other.act.valid_from
        for other in s.of(indications.ISSUED)
        if other is not t and _for_the_same(t, other) and _goes_on(other, end)
    ]
    start = min(starts) if starts else s.day + ONE_DAY
    first, last = end + ONE_DAY, start - ONE_DAY
    return (first, last) if first <= last else None


def _for_the_same(t: Fact, other: Fact) -> bool:
    """Whether a decision is about the care of this one: it names it, or has its law and some of its care."""
    mine: Any = t.act
    act: Any = other.act
    return act.succeeds == t.name or (act.law == mine.law and not set(act.care).isdisjoint(mine.care))


def _goes_on(other: Fact, end: date) -> bool:
    act: Any = other.act
    return act.valid_until is None or act.valid_until > end


def late_indication(s: State, params: Mapping[str, Any], name: str) -> Sum | None:
    """The charge for care given without an indication by the client's default: the lower of costs and cap (26.4)."""
    t = s.named[name]
    days = gap(s, t)
    if days is None:
        return Sum(ZERO, ZERO, refusal="Er was geen dag zonder indicatie.")
    cap = ZERO
    facts = [t]
    steps = [f"Zonder indicatie van {dutch(days[0])} tot en met {dutch(days[1])}."]
    for delivered in s.of("visit.delivered"):
        visit = visits.visit_of(s, delivered)
        if visit is None or not days[0] <= visits.start_day(s, visit) <= days[1]:
            continue
        act: Any = visit.act
        if act.payer not in (t.act.law, "pgb"):
            continue
        hour = rating.tariff(s, visit)
        if hour is None:
            return None
        minutes: int = delivered.act.minutes
        part = cents(hour * minutes / rating.SIXTY)
        cap += part
        facts.append(delivered)
        steps.append(
            f"Bezoek van {dutch(visits.start_day(s, visit))}: {minutes} minuten tegen {euro(hour)} per uur"
            f" is {euro(part)}."
        )
    costs = Decimal(str(params["costs"]))
    amount = min(costs, cap)
    steps.append(f"Maximum {euro(cap)}; aantoonbare kosten {euro(costs)}; het laagste van de twee is {euro(amount)}.")
    already = charged(s, "late_indication", name)
    if already:
        amount = max(ZERO, amount - already)
        steps.append(f"Al in rekening gebracht: {euro(already)}.")
    return Sum(amount, cap, steps=steps, facts=facts)


def collection(s: State, name: str) -> Sum | None:
    """Interest and collection costs over the invoices of a reminder, still open on the day asked (25.4, `zonl` 9.5)."""
    reminder = s.named[name]
    nothing = {"interest": ZERO, "costs": ZERO}
    if not debts.holds(s, reminder):
        return Sum(ZERO, parts=nothing)
    try:
        found = debts.claim_of(s, reminder, s.day)
    except OutOfTable:
        s.lack("law.interest")
        return None
    billed = _billed_collection(s, reminder)
    parts = {
        "interest": max(ZERO, found.interest - billed["interest"]),
        "costs": max(ZERO, found.costs - billed["collection_costs"]),
    }
    steps = [step.text for step in found.steps]
    if any(billed.values()):
        steps.append(
            f"Al in rekening gebracht: rente {euro(billed['interest'])}, kosten {euro(billed['collection_costs'])}."
        )
    if not debts.announced(s, reminder):
        steps.append("De herinnering noemde niet precies het bedrag van de incassokosten: die zijn niet verschuldigd.")
    facts = [reminder, *debts.covered(s, reminder)]
    for invoice in debts.covered(s, reminder):
        facts += s.answering(invoice, debts.PAYMENT)
    return Sum(parts["interest"] + parts["costs"], parts=parts, steps=steps, facts=facts)


def _billed_collection(s: State, reminder: Fact) -> dict[str, Decimal]:
    """Interest and costs that were invoiced already for the claims of a reminder, as far as not credited."""
    about = {reminder.name, *(invoice.name for invoice in debts.covered(s, reminder))}
    billed = {"interest": ZERO, "collection_costs": ZERO}
    for invoice in s.of(debts.INVOICE):
        if invoice.day < reminder.day or s.answering(invoice, debts.CREDIT):
            continue
        for line in invoice.act.lines:
            if line.for_ in billed and (line.act is None or line.act in about):
                billed[line.for_] += line.amount
    return billed


def copy(s: State, name: str) -> Sum | None:
    """The fee for a copy of the dossier: the first is free (GDPR 12 and 15), for a further one a reasonable fee."""
    request = s.named[name]
    given = s.answering(request, "dossier.copy_given")
    fee: Decimal | None = given[-1].act.fee if given else None
    if fee:
        already = charged(s, "copy", name) + sum((charged(s, "copy", fact.name) for fact in given), ZERO)
        fee = max(ZERO, fee - already)
    return Sum(fee if fee is not None else None, facts=[request, *given])


def earlier_copy(s: State, name: str) -> Fact | None:
    """A copy that had been given before this request."""
    request = s.named[name]
    for fact in s.of("dossier.copy_given"):
        if fact.ref != name and precedes(fact, request):
            return fact
    return None


def sick(s: State, visit: Fact) -> Fact | None:
    """The act that says that a visit fell away by sickness."""
    if s.answering(visit, "visit.delivered"):
        return None
    fact = visits.reported(s, visit)
    if fact is not None and fact.act.reason is not None:
        return fact if fact.act.reason == "sickness" else None
    pause = visits.paused(s, visits.start_day(s, visit))
    if pause is not None and pause.act.by == "client" and pause.act.reason == "sickness":
        return pause
    return None


def spell_start(s: State, visit: Fact) -> date | None:
    """The day of the first visit of the spell of sickness that a visit belongs to; None when it was not by sickness."""
    if sick(s, visit) is None:
        return None
    starts: dict[Fact, date] | None = s.memo.get("spells")
    if starts is None:
        starts = s.memo["spells"] = _spells(s)
    return starts.get(visit)


def _spells(s: State) -> dict[Fact, date]:
    """For each visit that fell away by sickness, the day of the first visit of its spell."""
    starts: dict[Fact, date] = {}
    first: date | None = None
    for item in sorted(s.of("visit.planned"), key=lambda each: visits.start(s, each)):
        if sick(s, item) is not None:
            first = first or visits.start_day(s, item)
            starts[item] = first
        elif s.answering(item, "visit.delivered"):
            first = None
    return starts


def within_spell(s: State, name: str) -> bool:
    """Whether a visit falls within 21 calendar days from the first missed one of the spell (`zonl` 7.2, reading 28)."""
    visit = s.named[name]
    first = spell_start(s, visit)
    return first is not None and visits.start_day(s, visit) <= first + SPELL


def sickness(s: State, name: str) -> Sum | None:
    """What the municipality may be billed for a visit missed by sickness: the planned time at its tariff."""
    visit = s.named[name]
    amount = rating.planned_price(s, visit)
    fact = sick(s, visit)
    if amount is None:
        return None
    act: Any = visit.act
    steps = [f"{act.minutes} geplande minuten tegen het tarief van het bezoek is {euro(amount)}."]
    return Sum(amount, amount, steps=steps, facts=[visit, fact] if fact is not None else [visit])
