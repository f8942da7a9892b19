"""Small questions that many clauses share: information, consents, payments, the team, the dwelling, the offer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from nakomen.norms import debts, indications, persons
from nakomen.norms import duties as terms_of_duties
from nakomen.norms.facts import Fact
from nakomen.norms.state import received

if TYPE_CHECKING:
    from nakomen.norms.state import State

#: What the clause on the forms of care names itself, so that who tells of those at intake tells of these too.
NAMED_THERE = frozenset({"care_not_given", "early_end"})


def accepted(s: State, t: Fact | None = None) -> date | None:
    """The day on which the agreement came about; none yet is no day."""
    if t is not None:
        agreement = s.agreement_on(t.day)
        return agreement.since if agreement is not None else None
    return s.agreements[0].since if s.agreements else None


def in_force(s: State) -> bool:
    """Whether an agreement is in force on the day the state is seen from."""
    return s.in_force(s.day)


def known_before(s: State, t: Fact, kind: str) -> bool:
    """Whether an act of a kind had been done before another."""
    return bool(s.moment(t).of(kind))


def reaches(s: State, f: Fact) -> bool:
    """Whether information could reach the client: electronically only one who can receive that (reading 30)."""
    act: Any = f.act
    if act.channel != "electronic" or getattr(act, "to", "client") != "client":
        return True
    return persons.receives_electronically(s, f) is not False


def told(s: State, topic: str, writing: bool, to: str = "client") -> Any:
    """The information act by which a topic was given, to client or representative, in writing where that is asked."""
    for f in s.of("information.given"):
        if gives(s, f, topic, writing, to):
            return f
    return False


def gives(s: State, f: Fact, topic: str, writing: bool = False, to: str = "client") -> bool:
    """Whether one information act gives a topic in the right way to the right one."""
    act: Any = f.act
    topics = act.topics
    if topic not in topics and (topic not in NAMED_THERE or "care_forms_and_tariffs" not in topics):
        return False
    if act.to != to and not (to == "client" and act.to == "representative"):
        return False
    return not (writing and act.channel == "oral") and (act.channel != "electronic" or reaches(s, f))


def consented(s: State, for_: str) -> Any:
    """The consent in force for something, or false."""
    return persons.consent(s, for_) or False


def consented_in_writing(s: State, for_: str) -> Any:
    """The same, given in writing."""
    return persons.consent(s, for_, lambda act: bool(act.in_writing)) or False


def consented_about(s: State, for_: str, field: str, value: str | None) -> Any:
    """A consent of which a field is absent or has this value."""
    return persons.consent(s, for_, lambda act: getattr(act, field) in (None, value)) or False


def consented_exactly(s: State, for_: str, field: str, value: str | None) -> Any:
    """A consent of which a field has exactly this value."""
    return persons.consent(s, for_, lambda act: getattr(act, field) == value) or False


def consented_to_disclose(s: State, recipient: str, purpose: str | None, written: bool) -> Any:
    """A consent that matches recipient, and purpose where it gives one, in writing where the clause asks that (23)."""

    def fits(act: Any) -> bool:
        return bool(
            act.recipient == recipient
            and (act.purpose is None or act.purpose == purpose)
            and (act.in_writing or not written)
        )

    return persons.consent(s, "disclosure", fits) or persons.consent(s, "exchange", fits) or False


def settled(s: State, t: Fact) -> Fact | None:
    """The payment with which nothing of an invoice was left open."""
    fact = s.accounts[t.name].settled
    return fact if fact is not None and fact.kind == debts.PAYMENT else None


def credited(s: State, t: Fact) -> Fact | None:
    """The credit note with which nothing of an invoice was left open."""
    fact = s.accounts[t.name].settled
    return fact if fact is not None and fact.kind == debts.CREDIT else None


def cleared(s: State, t: Fact) -> Fact | None:
    """The booking with which nothing of an invoice was left open."""
    return s.accounts[t.name].settled


def unpaid_at_due(s: State, t: Fact) -> bool:
    """Whether the first payment term lapsed with something open."""
    due = s.accounts[t.name].due
    return s.passed(due) and debts.open_on(s, t, due) > 0


def due_of(s: State, t: Fact) -> date:
    """The last day of the first payment term of an invoice."""
    return s.accounts[t.name].due


def day_after(s: State, day: date | None) -> date | None:
    """The next day."""
    return None if day is None else day + timedelta(days=1)


def reminder_fits(s: State, t: Fact, f: Fact) -> bool:
    """Whether a reminder names an invoice, came after its default and gives the days that the conditions promise."""
    return t.name in f.act.invoices and f.day > debts.due(s, t) and debts.gives_enough(s, f)


def steps_taken(s: State, t: Fact) -> Fact | None:
    """The step of the reporting code with which all five had been taken."""
    taken: set[int] = set()
    for f in s.answering(t, "abuse.step_taken"):
        taken.add(f.act.step)
        if taken >= {1, 2, 3, 4, 5}:
            return f
    return None


def latest(s: State, *days: date | None) -> date | None:
    """The latest of the days that are known."""
    last: date | None = None
    for day in days:
        if day is not None and (last is None or day > last):
            last = day
    return last


def first_day(s: State, kind: str) -> date | None:
    """The day of the first act of a kind."""
    facts = s.of(kind)
    return facts[0].day if facts else None


def at_once(s: State, day: date | None) -> date | None:
    """The day by which something asked at once is still in time (setting `at_once`)."""
    return None if day is None else terms_of_duties.at_once(s, day)


def any_in(s: State, values: Any, *wanted: str) -> bool:
    """Whether a list holds one of the values."""
    return any(item in values for item in wanted) if values else False


def all_in(s: State, values: Any, *wanted: str) -> bool:
    """Whether a list holds all of the values."""
    return all(item in values for item in wanted) if values else not wanted


def empty(s: State, values: Any) -> bool:
    """Whether a list has nothing in it."""
    return not values


def fact(s: State, name: Any) -> Fact | None:
    """The act of an id."""
    return s.named.get(name) if name is not None else None


def refused_lawfully(s: State, t: Fact) -> Any:
    """Whether a refusal of care was lawful on that day (39.3, 41, 42), so that it is no non-delivery (reading 30)."""
    from nakomen.norms.powers import judge

    if "refuse_care" not in s.norms.powers:
        return False
    then = s.moment(t)
    return any(
        judge(then, "refuse_care", {"reason": reason}).allowed for reason in ("hygiene", "conduct", "conditions")
    )


def instructed(s: State, f: Fact, topic: str) -> bool:
    """Whether staff had been instructed on a topic; a date of the provider later than the telling does not count."""
    instructed = s.provider.get("instructed") or {}
    day = instructed.get(topic)
    return day is None or day <= f.day


def remote(s: State) -> bool:
    """Whether remote care applies: a service or visit at a distance was offered or planned."""
    if any(service.remote for offer in s.of("agreement.offered") for service in offer.act.services):
        return True
    return any(visit.act.remote for visit in s.of("visit.planned"))


def offers(s: State, t: Fact | None, what: str) -> bool:
    """Whether an offer has a part: `indicated`, `own` (paid by the client), `additional`, `remote`."""
    if t is None:
        return False
    services: Any = getattr(t.act, "services", ())
    if what == "indicated":
        return any(indications.rests_on_indication(service.payer) for service in services)
    if what == "own":
        return any(service.payer in ("client", "pgb") and not service.additional for service in services)
    return any(bool(getattr(service, what)) for service in services)


def indicated(s: State, day: date) -> bool:
    """Whether a decision had been received by a day and covers it or what follows."""
    return any(received(t) <= day and indications.not_over(s, t, day) for t in s.of(indications.ISSUED))


def covered(s: State, day: date) -> bool:
    """Whether an indication covers a day."""
    return any(indications.in_force(s, t, day) for t in s.of(indications.ISSUED))


def caregivers(s: State) -> set[str]:
    """The caregivers in the team of the client."""
    return {t.act.caregiver for t in s.of("team.assigned") if not s.answering(t, "team.left")}


def shared_care(s: State, t: Fact) -> bool:
    """Whether the client had to do with two or more caregivers when something was done."""
    return len(caregivers(s.moment(t))) > 1


def second_caregiver(s: State, t: Fact) -> bool:
    """Whether with this assignment the client comes to have to do with two caregivers."""
    facts = s.of("team.assigned")
    then = s.moment(t)
    before = {fact.act.caregiver for fact in facts[: facts.index(t)] if not then.answering(fact, "team.left")}
    return len(before) == 1 and t.act.caregiver not in before


def lifted(s: State, kind: str, closing: str, **wanted: Any) -> Any:
    """The first act of a kind with these fields that no closing act answers."""
    for t in s.of(kind):
        if not s.answering(t, closing) and all(getattr(t.act, name) == value for name, value in wanted.items()):
            return t
    return False


def unresolved(s: State, kind: str, closing: str) -> Any:
    """The first fact of a kind that none has closed yet."""
    return lifted(s, kind, closing)


def unsafe_for_staff(s: State) -> Any:
    """Soiling that endangers staff and was not restored (39.3)."""
    for t in s.of("hygiene.unsafe_found"):
        if "staff" in t.act.endangers and not s.answering(t, "hygiene.restored"):
            return t
    return False


def home_lacks(s: State, *items: str) -> Any:
    """The last check of the dwelling, where it found one of these missing."""
    checks = s.of("home.checked")
    if checks and (not items or any(item in checks[-1].act.missing for item in items)):
        return checks[-1] if checks[-1].act.missing else False
    return False


def municipality(s: State, day: date) -> str | None:
    """The municipality in which the client lives on a day."""
    name: str | None = None
    for fact in s.of("client.registered"):
        name = fact.act.municipality
    for fact in s.of("client.moved"):
        act: Any = fact.act
        if (act.moves_on or fact.day) <= day:
            name = act.municipality
    if name is None:
        s.lack("client.registered")
    return name


def document_valid(s: State, f: Fact) -> bool:
    """Whether an identity document was valid when it was seen (24.1)."""
    act: Any = f.act
    return bool(act.valid_until >= f.day)


def fitting_deviation(s: State, t: Fact) -> bool:
    """Whether a deviation counts: express, in writing, recorded, not to the client's detriment (4, 35.1.a)."""
    act: Any = t.act
    return bool(act.express and act.in_writing and act.recorded_in is not None and not act.detrimental)


def specified(s: State, t: Fact) -> bool:
    """Whether an invoice is specified: it has lines and they add up to its amount."""
    act: Any = t.act
    return bool(act.lines) and sum(line.amount for line in act.lines) == act.amount


def details_support(s: State, t: Fact) -> bool:
    """Whether every line for support says which, how much and at what tariff (`zonl` 9.3)."""
    act: Any = t.act
    return all(line.act and line.minutes and line.tariff_hour is not None for line in act.lines if line.for_ == "visit")
