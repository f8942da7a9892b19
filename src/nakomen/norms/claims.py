"""Small questions that clauses ask about complaints, disputes and invoices; the library gives them to the language."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from nakomen.law.tables import OutOfTable
from nakomen.norms import charges, debts, disputes, indications, rating, visits
from nakomen.norms.facts import Fact

if TYPE_CHECKING:
    from nakomen.norms.powers import Answer
    from nakomen.norms.state import State

REFLECTION = timedelta(weeks=2)
LIMIT = Decimal("25000.00")


def _act(fact: Fact) -> Any:
    return fact.act


def _decision(s: State, t: Fact) -> Fact | None:
    return s.named.get(t.ref) if t.ref else None


# --- complaints and disputes ------------------------------------------------------------------------------------------


def completed_by(s: State, t: Fact) -> Fact | None:
    """The act with which a complaint was complete: the complaint itself, or its completion."""
    if _act(t).complete:
        return t
    found = s.answering(t, "complaint.completed")
    return found[0] if found else None


def handled(s: State, t: Fact) -> Fact | None:
    """What ended the handling of a complaint."""
    complaint = t if t.kind == "complaint.received" else _decision(s, t)
    if complaint is None:
        return None
    ends = [f for f in (disputes.decided(s, complaint), disputes.resolved(s, complaint)) if f is not None]
    return min(ends, key=lambda f: f.day) if ends else None


def in_window(s: State, complaint: Fact | None) -> bool:
    """Whether the complaint has become a dispute (33.4)."""
    return complaint is not None and disputes.window(s, complaint) is not None


def window_closed(s: State, complaint: Fact | None) -> bool:
    """Whether the twelve months have passed (34.4)."""
    window = disputes.window(s, complaint) if complaint is not None else None
    return window is not None and s.day > window[1]


def dispute_window(s: State, name: str | None) -> Any:
    """The window of a dispute; nothing to show without a complaint."""
    complaint = s.named.get(name) if name is not None else None
    window = disputes.window(s, complaint) if complaint is not None else None
    return window if window is not None else False


def within_limit(s: State, amount: Any) -> bool:
    """Whether a claim for damages stays within what the dispute body may judge (34.2)."""
    return Decimal(str(amount)) <= LIMIT


def _asked(s: State, name: str | None) -> list[Fact]:
    return [f for f in s.of("dispute.choice_asked") if name is None or f.ref in (None, name)]


def choice_asked(s: State, name: str | None) -> Any:
    """The question to the client whether the dispute body is agreed (34.5)."""
    asked = _asked(s, name)
    return asked[-1] if asked else False


def _answer(s: State, name: str | None) -> Fact | None:
    made = [f for f in s.of("dispute.choice_made") if name is None or f.ref in (None, name)]
    return made[-1] if made else None


def body_agreed(s: State, name: str | None) -> Any:
    """Whether the client agreed to the dispute body; silence is no agreement."""
    made = _answer(s, name)
    return made if made is not None and _act(made).agrees else False


def court_announced(s: State, name: str | None) -> bool:
    """Whether the question announced that the court follows without agreement (34.5.a)."""
    asked = _asked(s, name)
    return bool(asked) and bool(_act(asked[-1]).announced)


def court_free(s: State, name: str | None) -> bool:
    """Whether the provider is free to go to court: the client did not agree, or five weeks passed in silence."""
    made = _answer(s, name)
    if made is not None:
        return not _act(made).agrees
    asked = _asked(s, name)
    return bool(asked) and s.day > asked[-1].day + timedelta(weeks=5)


def client_filed_at_body(s: State, name: str | None) -> bool:
    """Whether the client brought this dispute before the body, which binds the provider (34.5)."""
    return any(
        _act(f).by == "client" and _act(f).at == "dispute_body" and (name is None or f.ref == name)
        for f in s.of("dispute.filed")
    )


def body_decided(s: State, name: str | None) -> Any:
    """The binding advice in this dispute, after which it cannot be brought again (34.6)."""
    for filed in s.of("dispute.filed"):
        found = s.answering(filed, "dispute.decided")
        if found and name is not None and filed.ref == name:
            return found[0]
    return False


def liability_amount(s: State, t: Fact) -> Decimal | None:
    """The euros of a claim for damages."""
    amount: Decimal | None = _act(t).amount
    return amount if _act(t).liability else None


# --- invoices ---------------------------------------------------------------------------------------------------------


def bills_unused(s: State, t: Fact) -> bool:
    """Whether an invoice charges a visit that was not given, or a cancellation for which that was not permitted."""
    return any(_unduly(s, t, line) for line in _act(t).lines if line.act is not None)


def _cancellation(s: State, visit: str) -> Answer:
    """The power to charge a cancellation; several clauses ask for it of the same invoice."""
    from nakomen.norms.powers import judge

    key = ("charge_cancellation", visit)
    answer: Answer | None = s.memo.get(key)
    if answer is None:
        answer = s.memo[key] = judge(s, "charge_cancellation", {"visit": visit})
    return answer


def _unduly(s: State, t: Fact, line: Any) -> bool:
    visit = s.named.get(line.act)
    if visit is None or visit.kind != "visit.planned":
        return False
    if line.for_ == "visit":
        return visits.reported(s, visit) is not None and not s.answering(visit, "visit.delivered")
    if line.for_ != "cancellation":
        return False
    answer = _cancellation(s, line.act)
    if any(item["what"] != "nothing_due" for item in answer.unmet):
        return True
    most = charges.most(s, visit)
    return most is not None and charges.charged(s, "cancellation", line.act) > most


def _cancellations(s: State, t: Fact) -> list[Fact]:
    """The planned visits for which an invoice charges that they were cancelled too late or missed."""
    names = [line.act for line in _act(t).lines if line.for_ == "cancellation" and line.act is not None]
    return [fact for name in names if (fact := s.named.get(name)) is not None and fact.kind == "visit.planned"]


def bills_cancellation_unduly(s: State, t: Fact, clause: str) -> bool:
    """Whether an invoice charges a visit although this clause stands in the way (`zonl` 7)."""
    full = s.norms.id(clause)
    return any(
        item["clause"] == full and item["what"] != "nothing_due"
        for visit in _cancellations(s, t)
        for item in _cancellation(s, visit.name).unmet
    )


def bills_cancellation_beyond(s: State, t: Fact) -> bool:
    """Whether more was charged for a visit than it would have brought in (`zonl` 7.4)."""
    for visit in _cancellations(s, t):
        most = charges.most(s, visit)
        if most is not None and charges.charged(s, "cancellation", visit.name) > most:
            return True
    return False


def bills_undelivered(s: State, t: Fact) -> bool:
    """Whether an invoice charges a visit that was not given, save what the municipality pays during sickness."""
    from nakomen.norms.powers import judge

    for line in _act(t).lines:
        visit = s.named.get(line.act) if line.for_ == "visit" and line.act is not None else None
        if visit is None or visit.kind != "visit.planned" or s.answering(visit, "visit.delivered"):
            continue
        if visits.reported(s, visit) is not None and not judge(s, "bill_sickness", {"visit": visit.name}).cap:
            return True
    return False


def bills_late_indication_unduly(s: State, t: Fact) -> bool:
    """Whether an invoice charges a late application without the power to, or beyond its ceiling (26.4, 26.6)."""
    from nakomen.norms.powers import judge

    for line in _act(t).lines:
        decision = s.named.get(line.act) if line.for_ == "late_indication" and line.act is not None else None
        if decision is None or decision.kind != indications.ISSUED:
            continue
        answer = judge(s, "charge_late_indication", {"act": decision.name, "costs": line.amount})
        lacking = any(item["what"] != "nothing_due" for item in answer.unmet)
        if lacking or (answer.cap is not None and charges.charged(s, "late_indication", decision.name) > answer.cap):
            return True
    return False


def bills_collection_unduly(s: State, t: Fact) -> bool:
    """Whether invoices together charge interest or collection costs beyond what the reminders have opened."""
    parts = {"interest": "interest", "collection_costs": "costs"}
    if not any(line.for_ in parts and line.amount for line in _act(t).lines):
        return False
    asked = {"interest": Decimal(0), "costs": Decimal(0)}
    for invoice in s.of(debts.INVOICE):
        for line in _act(invoice).lines if not s.answering(invoice, debts.CREDIT) else ():
            if line.for_ in parts:
                asked[parts[line.for_]] += line.amount
    try:
        due = _collectable(s)
    except OutOfTable:
        return False
    return any(asked[part] > due[part] for part in due)


def _collectable(s: State) -> dict[str, Decimal]:
    """Interest and costs that the reminders have opened, paid or not. Raises OutOfTable where a rate is not known."""
    due = {"interest": Decimal(0), "costs": Decimal(0)}
    claimed: set[str] = set()
    for reminder in s.of(debts.REMINDER):
        # A second reminder for the same invoices opens no second claim.
        if claimed.issuperset(_act(reminder).invoices) or not debts.holds(s, reminder):
            continue
        claimed.update(_act(reminder).invoices)
        if s.day > debts.second_term(reminder):
            found = debts.claim_of(s, reminder, s.day)
            due["costs"] += found.costs_charged
            due["interest"] += sum((invoice.interest_accrued for invoice in found.invoices), Decimal(0))
    return due


def bills_office_work_unduly(s: State, t: Fact) -> bool:
    """Whether an invoice charges office work for which there was no consent when it was done (36.5)."""
    from nakomen.norms.powers import judge

    for line in _act(t).lines:
        work = s.named.get(line.act) if line.for_ == "office_work" and line.act is not None else None
        if (
            line.for_ == "office_work"
            and not judge(s.moment(work) if work is not None else s, "bill_office_work", {}).allowed
        ):
            return True
    return False


def _billable(s: State, t: Fact) -> bool:
    if t.kind == "office_work.done":
        return _act(t).payer in rating.OWN_PAYERS
    visit = visits.visit_of(s, t)
    return visit is not None and _act(visit).payer in rating.OWN_PAYERS


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def first_of_month(s: State, t: Fact) -> bool:
    """Whether this is the first thing in its month that the client pays for."""
    month = _by_month(s).get(_month(t.day))
    return month is not None and month[0] is t


def _by_month(s: State) -> dict[tuple[int, int], list[Fact]]:
    """What the client pays for, by month, in order of day, kind and name."""
    months: dict[tuple[int, int], list[Fact]] | None = s.memo.get("billable by month")
    if months is None:
        months = s.memo["billable by month"] = {}
        done = [fact for kind in ("visit.delivered", "office_work.done") for fact in s.of(kind) if _billable(s, fact)]
        for fact in sorted(done, key=lambda each: (each.day, each.kind, each.name)):
            months.setdefault(_month(fact.day), []).append(fact)
    return months


def _first_invoiced(s: State) -> dict[str, int]:
    """For each act that an invoice has a line for, the place of the first such invoice among the invoices."""
    places: dict[str, int] | None = s.memo.get("first invoiced")
    if places is None:
        places = s.memo["first invoiced"] = {}
        for place, invoice in enumerate(s.of(debts.INVOICE)):
            for line in _act(invoice).lines:
                places.setdefault(line.act, place)
    return places


def month_after(s: State, t: Fact) -> date:
    """The first day of the month after an act."""
    return date(t.day.year + t.day.month // 12, t.day.month % 12 + 1, 1)


def month_end_after(s: State, t: Fact) -> date:
    """The last day on which the invoice for a month is in time (setting `invoice_within`, from the month's end).

    Counted from the first day of the next month, so that a period of a month is a whole month after a short one too.
    """
    from nakomen.norms.grammar import plus

    day = plus(month_after(s, t), s.settings["invoice_within"])
    assert day is not None
    return day - timedelta(days=1)


def month_invoiced(s: State, t: Fact) -> Fact | None:
    """The invoice with which all of the month that the client pays for had been invoiced."""
    places = _first_invoiced(s)
    last = 0
    for other in _by_month(s)[_month(t.day)]:
        place = places.get(other.name if other.kind == "office_work.done" else other.ref or "")
        if place is None:
            return None
        last = max(last, place)
    return s.of(debts.INVOICE)[last]
