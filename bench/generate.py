"""Made-up clients for the measurements: typed acts of a whole life under a set, the same for the same number.

A life runs from registration and intake over the agreement, the plan and the visits, month by month with invoices,
payments and reminders, to a follow-up indication or a notice. About one in three clients has something out of the
ordinary: a complaint, an incident, a damage, a disclosure, a request about the dossier. Short lives stop early.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, Any

from nakomen.acts import kind_class
from nakomen.acts.agreement import Service
from nakomen.acts.invoice import InvoiceLine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nakomen.acts import Act

WONDER, ZONL = "wonder-2020", "zonl-thuisbegeleiding"
FIRST_DAY = date(2024, 1, 8)
TOPICS = (
    "care_forms_and_tariffs",
    "new_indication",
    "contact_and_representative",
    "advance_directive",
    "care_plan_procedure",
    "own_payments",
    "volunteers",
    "keys",
    "emergency_contact",
    "working_conditions",
    "wishes",
    "participation",
    "ethics",
    "restraint_policy",
    "complaint_scheme",
    "terms",
    "remote_care",
    "privacy_policy",
    "other_costs",
)
SECTIONS = (
    "quality_of_life",
    "health",
    "prognosis",
    "risks",
    "care",
    "medical_acts",
    "disciplines",
    "contact_point",
    "family",
    "evaluation",
    "goal",
    "arrangements",
    "own_part",
    "carers_part",
)
OUTCOMES = ("visit.delivered",) * 12 + ("visit.cancelled", "visit.cancelled", "visit.missed", "visit.not_given")
TARIFF = Decimal("60.00")


@dataclass(frozen=True, slots=True)
class Client:
    """One made-up client: the conditions that hold, the acts in order of time, each with an id, the day asked for."""

    terms: str
    acts: tuple[Act, ...]
    as_of: date


@dataclass(slots=True)
class _Entry:
    day: date
    number: int
    act: Act


class _Life:
    """Writes one life down; acts may be noted in any order, they are sorted by day in the end."""

    def __init__(self, chance: Random, terms: str) -> None:
        self.chance = chance
        self.terms = terms
        self.entries: list[_Entry] = []
        self.day = FIRST_DAY + timedelta(days=chance.randrange(500))

    def note(self, kind: str, day: date, **fields: Any) -> str:
        """Note an act without a time; returns its id."""
        number = len(self.entries)
        name = f"a{number}"
        self.entries.append(_Entry(day, number, kind_class(kind)(on=day, id=name, **fields)))
        return name

    def note_at(self, kind: str, moment: datetime, **fields: Any) -> str:
        """Note an act of which the time is known; returns its id."""
        name = self.note(kind, moment.date(), **fields)
        entry = self.entries[-1]
        entry.act = kind_class(kind)(on=moment, id=name, **fields)
        return name

    def within(self, days: int) -> date:
        """A day at most so many days after the present one, which moves there."""
        self.day += timedelta(days=self.chance.randrange(days + 1))
        return self.day

    def one_in(self, number: int) -> bool:
        """Whether something that happens to one client in so many happens to this one."""
        return self.chance.randrange(number) == 0


def _informed(life: _Life, topics: tuple[str, ...], **fields: Any) -> str:
    told = {"channel": "paper", "to": "client", "fits_level": True, "understood": True, **fields}
    return life.note("information.given", life.day, topics=topics, **told)


def _intake(life: _Life) -> None:
    """From the first contact to all that must have been told before an agreement."""
    chance = life.chance
    life.note(
        "client.registered",
        life.day,
        name=f"Cliënt {chance.randrange(10**6)}",
        birth_date=date(1935 + chance.randrange(60), 1 + chance.randrange(12), 1 + chance.randrange(28)),
        address="Kerkstraat 1",
        postcode="8316 AB",
        city="Marknesse",
        municipality="Noordoostpolder",
        electronic=not life.one_in(4),
    )
    if life.terms == ZONL:
        life.note("support.requested", life.day)
    life.note("intake.held", life.within(7), information_understood=not life.one_in(20))
    split = chance.randrange(4, 15)
    _informed(life, TOPICS[:split])
    life.within(3)
    _informed(
        life, TOPICS[split:] if not life.one_in(8) else TOPICS[split:-1], channel=chance.choice(("paper", "electronic"))
    )
    life.note("terms.provided", life.day, version=life.terms, channel="paper")
    life.note("client.identified", life.day, document="identity_card", number_end="1234", valid_until=date(2032, 1, 1))
    life.note("client.contact_person_named", life.day, name="Contact")
    life.note("intake.choices_stated", life.within(10))


def _indication(life: _Life, valid_from: date, months: int, succeeds: str | None = None) -> tuple[str, date]:
    until = valid_from + timedelta(days=30 * months)
    law = "wmo" if life.terms == ZONL else "wlz"
    name = life.note(
        "indication.issued",
        life.day,
        number=f"I{life.chance.randrange(10**6)}",
        law=law,
        body="Gemeente" if law == "wmo" else "CIZ",
        care=("begeleiding",) if law == "wmo" else ("verpleging", "verzorging"),
        valid_from=valid_from,
        valid_until=until,
        succeeds=succeeds,
    )
    return name, until


def _agreed(life: _Life) -> None:
    """Offer, acceptance and signatures."""
    payer = "wmo" if life.terms == ZONL else "wlz"
    services = (
        Service(name="Zorg thuis", tariff_hour=TARIFF, payer=payer, vat="exempt"),  # type: ignore[arg-type]
        Service(name="Schoonmaak", tariff_hour=Decimal("42.00"), payer="client", vat="included"),
    )
    contains = ("indication", "plan_clause", "services", "additional", "quality_data", "terms")
    offer = life.note("agreement.offered", life.within(5), services=services, contains=contains)
    life.note("agreement.accepted", life.within(5), act=offer, by="client")
    life.note("agreement.signed", life.day, act=offer, party="provider")
    if not life.one_in(6):
        life.note("agreement.signed", life.within(4), act=offer, party="client")
    _informed(life, ("plan_rights_instructed", "confidentiality_instructed", "materials"))
    life.note("team.assigned", life.day, caregiver="A", role="verzorgende", responsible_for="care", contact_point=True)


def _plan(life: _Life) -> None:
    """The plan put to the client, consented to, signed and copied."""
    life.note("plan.wishes_discussed", life.within(6))
    life.note("plan.supporter_told", life.day)
    life.note("plan.support_offered", life.day)
    plan = life.note("plan.presented", life.within(30), sections=SECTIONS, medical_acts=("medicatie",))
    life.note("plan.agreed", life.within(7), act=plan, by="client")
    life.note("plan.signed", life.day, act=plan, party="provider")
    life.note("plan.signed", life.day, act=plan, party="client")
    if not life.one_in(5):
        life.note("plan.copied", life.within(9), act=plan)


def _follow_up(life: _Life, decision: str, until: date) -> None:
    """The talk on the follow-up indication, and what comes of it."""
    who = life.chance.choice(("client", "provider"))
    talk_on = until - timedelta(days=life.chance.randrange(55, 100))
    talk = life.note(
        "indication.talk_held", talk_on, act=decision, applicant=who, why=True, choice=True, continuity=True
    )
    life.note("indication.talk_reported", talk_on + timedelta(days=3), act=talk, copied_to_client=True)
    applied_on = until - timedelta(days=life.chance.randrange(40, 54))
    application = life.note(
        "indication.applied", applied_on, act=decision, by=who, complete=True, signed_by_client=True
    )
    other = "provider" if who == "client" else "client"
    life.note("indication.application_copied", applied_on, act=application, to=other)
    before, life.day = life.day, until - timedelta(days=5)
    _indication(life, until + timedelta(days=1), 12, succeeds=decision)
    life.day = before


def _trouble(life: _Life, day: date) -> None:
    """Something out of the ordinary, of the kinds that the conditions speak of."""
    later = day + timedelta(days=life.chance.randrange(3, 40))
    match life.chance.randrange(9):
        case 0:
            complaint = life.note("complaint.received", day, about="zorg", complete=True, to="provider")
            life.note("complaint.decided", later, act=complaint, in_writing=True, reasoned=True)
        case 1:
            incident = life.note("incident.occurred", day, consequences=life.one_in(2), urgent=False)
            life.note("incident.explained", later, act=incident, nature=True, cause=True, measures=True)
        case 2:
            found = life.note_at("damage.found", datetime(day.year, day.month, day.day, 9, tzinfo=UTC))
            life.note("damage.reported", day + timedelta(days=2), act=found, in_writing=True, to="board")
        case 3:
            consent = {"recipient": "insurer", "purpose": "care", "in_writing": True, "by": "client"}
            life.note("consent.given", day, for_="disclosure", **consent)
            life.note("disclosure.made", later, recipient="insurer", purpose="care", needed=True)
        case 4:
            asked = life.note("dossier.copy_requested", day, by="client")
            life.note("dossier.copy_given", later, act=asked)
        case 5:
            life.note("client.carer_named", day, name="Mantelzorger", relation="dochter", involve=True)
            life.note("consent.given", later, for_="carer_information", in_writing=True, by="client")
        case 6:
            life.note("information.requested", day, topic="complaint_scheme")
            life.note("team.assigned", later, caregiver=f"B{day.toordinal()}", role="helpende", contact_point=False)
        case 7:
            life.note("home.checked", day, missing=("bath_mat",))
            life.note("home.checked", later, missing=())
        case _:
            life.note("medical_act.performed", day, name="medicatie", urgent=False)
            life.note(
                "care.paused", later, from_=later + timedelta(days=3), until=later + timedelta(days=9), by="client"
            )


def _visit(life: _Life, day: date) -> tuple[str, str]:
    """A planned visit and how it went; the id of the visit and the kind of the outcome."""
    chance = life.chance
    start = datetime(day.year, day.month, day.day, 8 + chance.randrange(8), tzinfo=UTC)
    own = life.one_in(4)
    visit = life.note(
        "visit.planned",
        day - timedelta(days=7),
        start=start,
        minutes=60,
        service="Schoonmaak" if own else "Zorg thuis",
        payer="client" if own else "wmo" if life.terms == ZONL else "wlz",
        tariff_hour=Decimal("42.00") if own else TARIFF,
        vat="included" if own else "exempt",
    )
    outcome = chance.choice(OUTCOMES)
    if outcome == "visit.delivered":
        life.note_at(outcome, start + timedelta(hours=1), act=visit, minutes=60)
    elif outcome == "visit.cancelled":
        life.note_at(
            outcome, start - timedelta(hours=chance.randrange(2, 90)), act=visit, by="client", costs=Decimal("20.00")
        )
    elif outcome == "visit.missed":
        life.note_at(outcome, start, act=visit, reason=chance.choice((None, "urgent_health")), costs=Decimal("30.00"))
    else:
        life.note_at(outcome, start, act=visit, reason="no_staff")
    return visit, outcome


def _line(visit: str, outcome: str) -> InvoiceLine:
    if outcome == "visit.missed":
        return InvoiceLine(for_="cancellation", act=visit, amount=Decimal("30.00"))
    return InvoiceLine(for_="visit", act=visit, minutes=60, tariff_hour=TARIFF, amount=TARIFF)


def _invoiced(life: _Life, month_end: date, visits: list[tuple[str, str]]) -> None:
    """The invoice of a month, and what came of it."""
    lines = tuple(_line(visit, outcome) for visit, outcome in visits)
    total = sum((line.amount for line in lines), Decimal("0.00"))
    number = f"F{len(life.entries)}"
    sent = life.note("invoice.sent", month_end, number=number, amount=total, channel="electronic", lines=lines)
    if life.one_in(5):
        reminder = {"days_given": 21, "counted_from": "receipt", "channel": "electronic"}
        reminded = month_end + timedelta(days=36)
        life.note("reminder.sent", reminded, invoices=(sent,), costs_announced=Decimal("40.00"), **reminder)
    else:
        life.note("payment.received", month_end + timedelta(days=life.chance.randrange(3, 40)), act=sent, amount=total)


def _months_of_care(life: _Life, count: int) -> date:
    """Visits with their outcome and a monthly invoice, until about `count` acts are noted; the last day of care."""
    started = life.day
    pause = 7 if count > 200 else 21
    day, month, unbilled = started + timedelta(days=9), started.month, list[tuple[str, str]]()
    evaluated = started + timedelta(days=170)
    while len(life.entries) < count:
        visit, outcome = _visit(life, day)
        if outcome in ("visit.delivered", "visit.missed"):
            unbilled.append((visit, outcome))
        following = day + timedelta(days=life.chance.randrange(2, pause))
        if following.month != month:
            month = following.month
            if unbilled:
                _invoiced(life, day + timedelta(days=1), unbilled)
            unbilled = []
        if following > evaluated:
            life.note("plan.evaluated", evaluated + timedelta(days=life.chance.randrange(20)))
            evaluated += timedelta(days=180)
        if life.one_in(18):
            _trouble(life, day)
        day = following
    return day


def _end(life: _Life, day: date) -> None:
    """Some leave: a notice, and the talk at the end."""
    life.note("notice.given", day, by="client", channel="letter")
    life.note("exit.talk_held", day + timedelta(days=10), officer="A", recipients=())


def client(number: int, count: int = 40, terms: str | None = None) -> Client:
    """The client of a number with exactly `count` acts; the two sets take turns where none is named."""
    chance = Random(f"{number}/{count}")
    life = _Life(chance, terms or (WONDER, ZONL)[number % 2])
    _intake(life)
    months = chance.choice((4, 5, 6, 12, 12, 24))
    decision, until = _indication(life, life.day, months)
    if life.terms == ZONL:
        life.note("budget.granted", life.day, amount=Decimal("3000.00"), valid_from=life.day, valid_until=until)
    _agreed(life)
    life.note("care.started", life.within(6))
    _plan(life)
    if life.one_in(3):
        _trouble(life, life.within(20))
    if months <= 12 and count > 30:
        _follow_up(life, decision, until)
    last = _months_of_care(life, count - 2)
    if life.one_in(4):
        _end(life, last)
    while len(life.entries) < count:
        last += timedelta(days=5)
        life.note("information.requested", last, topic="privacy_policy")
    # What answers an act always comes after it, so that a life cut off early is still a whole one.
    entries = sorted(life.entries, key=lambda entry: (entry.day, entry.number))[:count]
    return Client(
        life.terms, tuple(entry.act for entry in entries), entries[-1].day + timedelta(days=chance.randrange(60))
    )


def clients(number: int, count: int = 40, terms: str | None = None) -> Iterator[Client]:
    """So many clients, one after the other."""
    return (client(each, count, terms) for each in range(number))
