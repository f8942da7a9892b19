"""From visits to euros: delivered time, rounding, tariff, VAT; what a month's invoice may hold (36, `zonl` 9)."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from nakomen.law.money import ZERO, cents, euro
from nakomen.law.vat import add_vat, general_rate, split_inclusive
from nakomen.norms.visits import BY_CLIENT, reported, start_day, visit_of

if TYPE_CHECKING:
    from datetime import date

    from nakomen.norms.facts import Fact
    from nakomen.norms.powers import Answer
    from nakomen.norms.state import State

OWN_PAYERS = frozenset({"client", "pgb"})
SIXTY = Decimal(60)


@dataclass(slots=True)
class Line:
    """A line that may be invoiced: to whom, for what, the sum, and the clauses that carry it. Amounts include VAT."""

    payer: str
    for_: str
    act: str
    amount: Decimal
    minutes: int | None = None
    tariff_hour: Decimal | None = None
    net: Decimal | None = None
    vat: Decimal = ZERO
    vat_rate: Decimal = ZERO
    clauses: list[str] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)


@dataclass(slots=True)
class LeftOut:
    """What is not invoiced, under which clauses, and why in plain Dutch."""

    act: str
    clauses: list[str]
    why: str


@dataclass(slots=True)
class Bill:
    """What may be invoiced for a month."""

    month: str
    lines: list[Line]
    left_out: list[LeftOut]

    def totals(self) -> dict[str, Decimal]:
        """The sum for each payer."""
        sums: dict[str, Decimal] = {}
        for line in self.lines:
            sums[line.payer] = sums.get(line.payer, ZERO) + line.amount
        return dict(sorted(sums.items()))


def service_of(s: State, visit: Fact) -> Any:
    """The agreed service that a visit gives, by its name."""
    act: Any = visit.act
    agreement = s.agreement_on(start_day(s, visit))
    for service in agreement.services() if agreement is not None else ():
        if service.name == act.service:
            return service
    return None


def tariff(s: State, visit: Fact) -> Decimal | None:
    """The tariff an hour: that of the visit, else of the agreed service; unknown when neither names one."""
    act: Any = visit.act
    if act.tariff_hour is not None:
        return act.tariff_hour  # type: ignore[no-any-return]
    service = service_of(s, visit)
    found: Decimal | None = service.tariff_hour if service is not None else None
    if found is None:
        s.lack(f"{visit.name}.tariff_hour")
    return found


def rounded(s: State, payer: str, minutes: int) -> tuple[int, str | None]:
    """Delivered minutes rounded up to the unit of the conditions, and the clause that says so (36.2)."""
    rule = s.norms.rates.get("unit_minutes")
    if rule is None or payer not in OWN_PAYERS:
        return minutes, None
    unit, clause = int(rule[0]), str(rule[1])
    return -(-minutes // unit) * unit, clause


def vat_kind(s: State, visit: Fact, payer: str) -> tuple[str, str | None]:
    """Whether VAT is exempt, included or on top, and under which clause; the service's own fact comes first (36.4)."""
    act: Any = visit.act
    service = service_of(s, visit) if act.vat is None else None
    own = act.vat if act.vat is not None else service.vat if service is not None else None
    rule = s.norms.rates.get("vat")
    if payer != "client" or rule is None:
        return (own if own is not None else "exempt"), None
    return (own if own is not None else str(rule[0])), str(rule[1])


def price(hour: Decimal, minutes: int, kind: str, day: date) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    """Net, VAT, rate and gross for a time at a tariff an hour; rounded once, on what the tariff gives."""
    base = cents(hour * minutes / SIXTY)
    if kind == "exempt":
        return base, ZERO, ZERO, base
    rate = general_rate(day)
    if kind == "excluded":
        vat, gross = add_vat(base, rate)
        return base, vat, rate, gross
    net, vat = split_inclusive(base, rate)
    return net, vat, rate, base


def planned_price(s: State, visit: Fact) -> Decimal | None:
    """What the planned time of a visit would have cost, VAT included: the cap of a charge for it (reading 27)."""
    hour = tariff(s, visit)
    if hour is None:
        return None
    act: Any = visit.act
    kind, _ = vat_kind(s, visit, act.payer)
    return price(hour, act.minutes, kind, start_day(s, visit))[3]


def delivered_line(s: State, delivered: Fact) -> Line | None:
    """The line for delivered time; None when no tariff is known."""
    visit = visit_of(s, delivered)
    assert visit is not None
    act: Any = visit.act
    hour = tariff(s, visit)
    if hour is None:
        return None
    time: int = delivered.act.minutes
    minutes, unit_clause = rounded(s, act.payer, time)
    kind, vat_clause = vat_kind(s, visit, act.payer)
    net, vat, rate, gross = price(hour, minutes, kind, start_day(s, visit))
    clauses = [clause for clause in (unit_clause, vat_clause) if clause is not None] or [pay_clause(s)]
    steps = [f"Geleverd: {time} minuten."]
    if unit_clause is not None and minutes != time:
        steps.append(f"Naar boven afgerond op {s.norms.rates['unit_minutes'][0]} minuten: {minutes} minuten.")
    steps.append(f"{minutes} / 60 uur × {euro(hour)} = {euro(cents(hour * minutes / SIXTY))}.")
    if kind != "exempt":
        steps.append(f"Btw {rate}%: {euro(vat)}; {'daarin begrepen' if kind == 'included' else 'komt erbij'}.")
    return Line(act.payer, "visit", visit.name, gross, minutes, hour, net, vat, rate, clauses, steps)


def pay_clause(s: State) -> str:
    """The clause under which the client pays."""
    return str(s.norms.rates["pay_clause"][1])


def bill(s: State, month: str) -> Bill:
    """The lines that may be invoiced for a month (`YYYY-MM`), and what is left out with the reason."""
    made = Bill(month, [], [])
    done = _invoiced(s)
    for visit in s.of("visit.planned"):
        if start_day(s, visit).isoformat()[:7] == month:
            _bill_visit(s.under(start_day(s, visit)), visit, done, made)
    for fact in s.of("office_work.done"):
        if fact.day.isoformat()[:7] == month:
            _bill_office_work(s.under(fact.day), fact, done, made)
    for fact in s.of("dossier.copy_given"):
        if fact.day.isoformat()[:7] == month:
            _bill_copy(s, fact, done, made)
    made.lines.sort(key=lambda line: (line.payer, s.named[line.act].day, line.act))
    return made


def _invoiced(s: State) -> set[tuple[str, str]]:
    credited = {fact.ref for fact in s.of("invoice.credited")}
    return {
        (line.for_, line.act)
        for invoice in s.of("invoice.sent")
        if invoice.name not in credited
        for line in invoice.act.lines
        if line.act is not None
    }


def _bill_visit(s: State, visit: Fact, done: set[tuple[str, str]], made: Bill) -> None:
    delivered = s.answering(visit, "visit.delivered")
    if delivered:
        if ("visit", visit.name) in done:
            made.left_out.append(LeftOut(visit.name, [pay_clause(s)], "Dit bezoek staat al op een factuur."))
            return
        line = delivered_line(s, delivered[-1])
        if line is None:
            why = "Er is geen tarief bekend: het bezoek noemt er geen en de afgesproken dienst ook niet."
            made.left_out.append(LeftOut(visit.name, [pay_clause(s)], why))
        else:
            made.lines.append(line)
        return
    if _bill_sickness(s, visit, done, made):
        return
    for fact in s.answers.get(visit.name, ()):
        if fact.kind == "visit.missed" or (fact.kind == "visit.cancelled" and fact.act.by in BY_CLIENT):
            _bill_cancellation(s, visit, done, made)
            return
    _not_delivered(s, visit, made)


def _not_delivered(s: State, visit: Fact, made: Bill) -> None:
    kinds = {fact.kind for fact in s.answers.get(visit.name, ())}
    clause = pay_clause(s)
    if kinds & {"visit.not_given", "visit.cancelled"}:
        made.left_out.append(LeftOut(visit.name, [clause], "De aanbieder gaf dit bezoek niet."))
    elif "visit.refused" in kinds:
        made.left_out.append(
            LeftOut(visit.name, [clause], "De cliënt liet de zorgverlener niet werken; er is niets geleverd.")
        )
    else:
        made.left_out.append(LeftOut(visit.name, [clause], "Er is geen geleverde tijd vastgelegd."))


def _bill_sickness(s: State, visit: Fact, done: set[tuple[str, str]], made: Bill) -> bool:
    from nakomen.norms.powers import judge

    if "bill_sickness" not in s.norms.powers or s.norms.parameters.get("bill_sickness") is None:
        return False
    answer = judge(s, "bill_sickness", {"visit": visit.name})
    if not answer.allowed or answer.amount is None or ("visit", visit.name) in done:
        return False
    act: Any = visit.act
    steps = [f"Doorgedeclareerd wegens ziekte: {act.minutes} geplande minuten."]
    hour = tariff(s, visit)
    made.lines.append(
        Line(
            act.payer,
            "visit",
            visit.name,
            answer.amount,
            act.minutes,
            hour,
            answer.amount,
            clauses=answer.clauses,
            steps=steps,
        )
    )
    return True


def _bill_cancellation(s: State, visit: Fact, done: set[tuple[str, str]], made: Bill) -> None:
    from nakomen.norms.powers import judge

    if ("cancellation", visit.name) in done:
        made.left_out.append(LeftOut(visit.name, [pay_clause(s)], "Deze afzegging staat al op een factuur."))
        return
    answer = judge(s, "charge_cancellation", {"visit": visit.name})
    if answer.allowed and answer.amount:
        line = Line("client", "cancellation", visit.name, answer.amount, net=answer.amount, clauses=answer.clauses)
        line.steps = list(answer.steps)
        made.lines.append(line)
        return
    made.left_out.append(LeftOut(visit.name, answer.clauses, why_free(s, visit, answer)))


def why_free(s: State, visit: Fact, answer: Answer) -> str:
    """Why a visit that was not used costs nothing, in plain Dutch."""
    fact = reported(s, visit)
    if fact is None or answer.allowed is None:
        return why_not(answer, s)
    # Each set has its own hours; its requirement about them tells whether they were kept.
    if any(item.met is False and "in_time(" in item.requirement.test.source for item in answer.judged):
        return "Het bezoek is op tijd afgezegd."
    reasons = {
        "force_majeure": "Afzeggen kon niet op tijd door overmacht.",
        "urgent_health": "Er was een dringende reden die met de gezondheid te maken heeft.",
        "sickness": "De cliënt was ziek.",
    }
    if any(item["what"] != "nothing_due" for item in answer.unmet) and fact.act.reason in reasons:
        return reasons[fact.act.reason]
    return why_not(answer, s)


def why_not(answer: Answer, s: State) -> str:
    """Why a power was lacking, in plain Dutch."""
    if answer.allowed is None:
        from nakomen.norms.telling import all_lacking

        return f"Niet te bepalen: niet bekend is {all_lacking(answer.missing, s)}."
    if answer.refusals:
        return " ".join(answer.refusals)
    return "Er valt niets in rekening te brengen."


def _bill_office_work(s: State, fact: Fact, done: set[tuple[str, str]], made: Bill) -> None:
    from nakomen.norms.powers import judge

    act: Any = fact.act
    if act.payer not in OWN_PAYERS:
        return
    if ("office_work", fact.name) in done:
        made.left_out.append(LeftOut(fact.name, [pay_clause(s)], "Dit werk staat al op een factuur."))
        return
    clauses = [pay_clause(s)]
    if "bill_office_work" in s.norms.powers:
        answer = judge(s.moment(fact), "bill_office_work", {})
        clauses = answer.clauses
        if not answer.allowed:
            made.left_out.append(
                LeftOut(fact.name, clauses, "Er was geen toestemming voor werk op kantoor op kosten van de cliënt.")
            )
            return
    if act.tariff_hour is None:
        made.left_out.append(LeftOut(fact.name, clauses, "Er is geen tarief bekend."))
        return
    rule = s.norms.rates.get("vat") if act.payer == "client" else None
    kind = str(rule[0]) if rule is not None else "exempt"
    net, vat, rate, gross = price(act.tariff_hour, act.minutes, kind, fact.day)
    clauses = clauses + ([str(rule[1])] if rule is not None else [])
    steps = [
        f"{act.minutes} / 60 uur × {euro(act.tariff_hour)} = {euro(cents(act.tariff_hour * act.minutes / SIXTY))}."
    ]
    made.lines.append(
        Line(act.payer, "office_work", fact.name, gross, act.minutes, act.tariff_hour, net, vat, rate, clauses, steps)
    )


def _bill_copy(s: State, fact: Fact, done: set[tuple[str, str]], made: Bill) -> None:
    from nakomen.norms.powers import judge

    fee: Decimal | None = fact.act.fee
    if not fee or fact.ref is None or ("copy", fact.name) in done:
        return
    answer = judge(s, "charge_copy", {"act": fact.ref})
    if answer.allowed:
        made.lines.append(Line("client", "copy", fact.name, fee, net=fee, clauses=answer.clauses))
    else:
        made.left_out.append(LeftOut(fact.name, answer.clauses, why_not(answer, s)))
