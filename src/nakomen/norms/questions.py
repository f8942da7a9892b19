"""Small questions that clauses ask about people, dossier, plan and visits; the library gives them to the language."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from nakomen.law.clock import hours_after, start_of_day
from nakomen.norms import indications, matters, persons, plans, visits
from nakomen.norms.facts import Fact, precedes
from nakomen.norms.state import Moment, received

if TYPE_CHECKING:
    from nakomen.norms.state import State

# --- information ------------------------------------------------------------------------------------------------------


def all_topics(s: State, f: Fact, t: Fact) -> bool:
    """Whether one information act covers all topics of another, for the same receiver."""
    mine, other = _act(f), _act(t)
    return mine.to == other.to and set(other.topics) <= set(mine.topics)


def told_before(s: State, t: Fact, topic: str) -> bool:
    """Whether the client had been told of a topic before an act."""
    return any(
        topic in _act(f).topics and _act(f).to in ("client", "representative") and precedes(f, t)
        for f in s.of("information.given")
    )


def answers_topic(s: State, f: Fact, t: Fact) -> bool:
    """Whether an answer is about what was asked; an advance directive answers the question for one."""
    if f.kind == "client.directive_recorded":
        return bool(_act(t).topic == "advance_directive")
    return bool(_act(f).topic == _act(t).topic)


def of_agreement(s: State, f: Fact, t: Fact) -> bool:
    """Whether two acts belong to the same agreement: the one in force, else the first that came after."""
    return s.agreement_on(f.day) is s.agreement_on(t.day)


def turned_down(s: State) -> Fact | None:
    """The refusal of the last offer; no duty of the intake is left then."""
    declined, offers = s.of("agreement.offer_declined"), s.of("agreement.offered")
    if not declined or not offers:
        return declined[-1] if declined else None
    return declined[-1] if declined[-1].ref in (None, offers[-1].name) else None


def decision_received(s: State, t: Fact) -> date | None:
    """The first day from an act on that the client has an indication decision."""
    days = [received(f) for f in s.of(indications.ISSUED) if received(f) >= t.day and indications.not_over(s, f, t.day)]
    return min(days, default=None)


def remote_since(s: State, t: Fact) -> date:
    """From when instructions for remote care are owed: from an act on, or from when such care first came up later."""
    offers = [f.day for f in s.of("agreement.offered") if remote_trigger(s, f)]
    visits_planned = [f.day for f in s.of("visit.planned") if remote_trigger(s, f)]
    agreement = s.agreement_on(t.day)
    first = min(offers + visits_planned, default=t.day)
    return first if agreement is not None and first > agreement.since else t.day


# --- people -----------------------------------------------------------------------------------------------------------


def consent_valid(s: State, t: Fact) -> bool:
    """Whether who gave a consent could give it."""
    return persons.valid(s, t)


def represented_in_any(s: State) -> Any:
    """The representative who may act now in any matter."""
    for matter in persons.MATTERS:
        if persons.represented(s, matter):
            return persons.representative(s, matter)
    return False


def cannot_consent(s: State) -> bool:
    """Whether the client cannot consent to a disclosure: not able to decide on it, or dead."""
    return persons.died(s) or not persons.capable(s, "information")


def by_board(s: State, t: Fact) -> bool:
    """Whether the board decided."""
    return _act(t).by.strip().lower() in ("board", "directie", "bestuur", "raad van bestuur")


def was_contact(s: State, t: Fact) -> bool:
    """Whether the caregiver who left was the only point of contact."""
    left = s.named.get(t.ref) if t.ref else None
    if left is None or not _act(left).contact_point:
        return False
    others = [f for f in s.of("team.assigned") if f is not left and _act(f).contact_point and precedes(f, t)]
    return all(any(precedes(gone, t) for gone in s.answering(f, "team.left")) for f in others)


def still_there(s: State, f: Fact) -> bool:
    """Whether a caregiver is still in the team."""
    return not s.answering(f, "team.left")


def team_alone(s: State, t: Fact) -> date | None:
    """The day on which only one caregiver was left in the team."""
    present = {_act(f).caregiver for f in s.of("team.assigned")}
    for gone in s.of("team.left"):
        member = s.named.get(gone.ref) if gone.ref else None
        if member is not None:
            present.discard(_act(member).caregiver)
            if len(present) < 2 and gone.day >= t.day:
                return gone.day
    return None


# --- dossier ----------------------------------------------------------------------------------------------------------


def answered_by(s: State, t: Fact, kind: str) -> Any:
    """The answer of a kind to an act, or no answer."""
    found = s.answering(t, kind)
    return found[0] if found else False


def answered_by_fact(s: State, t: Fact, kind: str) -> Fact | None:
    """The same where none means that nothing ended."""
    found = s.answering(t, kind)
    return found[0] if found else None


def answered_sibling(s: State, t: Fact, kind: str) -> Any:
    """The answer of a kind to what this act answers too."""
    found = s.answering(s.named.get(t.ref), kind) if t.ref else []
    return found[0] if found else False


def answers_client(s: State, t: Fact) -> bool:
    """Whether a refusal answers a request by the client or the representative."""
    request = s.named.get(t.ref) if t.ref else None
    return request is not None and _act(request).by in ("client", "representative")


def by_relative(s: State, t: Fact) -> bool:
    """Whether inspection was given to a relative."""
    request = s.named.get(t.ref) if t.ref else None
    return request is not None and _act(request).by == "relative"


def ground_after_death(s: State, ground: str | None, t: Fact | None = None) -> Any:
    """Whether relatives may inspect after death (BW 7:458a, which outranks presumed consent).

    The client's written consent, notice of an incident, or a weighty interest; the last is stated by who asks.
    """
    if ground is None:
        s.lack(f"{t.name}.ground" if t is not None else "ground")
        return None
    if ground == "consent":
        return persons.consent(s, "relatives_inspection", lambda act: bool(act.in_writing)) or False
    if ground == "incident":
        incidents = s.of("incident.occurred") + s.of("calamity.occurred")
        return incidents[0] if incidents else False
    return True


def relative_may(s: State, t: Fact) -> bool:
    """Whether a relative who was given inspection had a ground for it."""
    request = s.named.get(t.ref) if t.ref else None
    if request is None or not persons.died(s):
        return False
    return ground_after_death(s, _act(request).ground, request) not in (False, None)


def _refused_with(s: State, t: Fact, kind: str, reasons: tuple[str, ...]) -> Any:
    """A refusal on one of the grounds, of the whole: where only a part is refused, the rest is still owed."""
    for fact in s.answering(t, kind):
        if _act(fact).reason in reasons and getattr(fact.act, "part", None) is None:
            return fact
    return False


def inspection_refused_lawfully(s: State, t: Fact) -> Any:
    """A refusal of inspection on a ground that conditions or statute give."""
    grounds = (
        ("privacy_of_other",) if s.norms.regime == "care" else ("privacy_of_other", "domestic_violence", "child_abuse")
    )
    return _refused_with(s, t, "dossier.inspection_refused", grounds)


def copy_refused_lawfully(s: State, t: Fact) -> Any:
    """A refusal of a copy for another's privacy."""
    return _refused_with(s, t, "dossier.copy_refused", ("privacy_of_other",))


def destruction_refused_lawfully(s: State, t: Fact) -> Any:
    """A refusal to destroy because keeping matters much to another, or a statute forbids it."""
    return _refused_with(s, t, "dossier.destruction_refused", ("interest_of_other", "statute"))


def open_request(s: State, kind: str, done: str) -> Any:
    """The last request that has not been carried out."""
    for t in reversed(s.of(kind)):
        if not s.answering(t, done):
            return t
    return False


def other_interest(s: State) -> bool:
    """Whether the last request to destroy was refused for another's interest or by statute."""
    requests = s.of("dossier.destruction_requested")
    return bool(requests) and destruction_refused_lawfully(s, requests[-1]) is not False


def open_before(s: State, t: Fact) -> bool:
    """Whether a destruction answers a request that bound: not after death (20), and not refused lawfully before."""
    request = s.named.get(t.ref) if t.ref is not None else None
    if request is None or persons.died(s):
        return False
    return destruction_refused_lawfully(s, request) is False


def has_fee(s: State, t: Fact) -> bool:
    """Whether a fee was charged for a copy."""
    return bool(_act(t).fee)


# --- plan, visits, home -----------------------------------------------------------------------------------------------


def in_plan(s: State, name: str | None) -> bool | None:
    """Whether the plan in effect holds a medical act; unknown while the act is not named."""
    plan = plans.current(s)
    if plan is None:
        return False
    if name is None:
        s.lack("name")
        return None
    return name in (_act(plan).medical_acts or ())


def made_good(s: State, t: Fact) -> Fact | None:
    """The compensation offered for a visit that was not given: with that nothing more can be done about it (12.6)."""
    for fact in s.answering(t, "visit.not_given"):
        offered = s.answering(fact, "compensation.offered")
        if offered:
            return offered[0]
    return None


def told_change(s: State, f: Fact) -> bool:
    """Whether the provider told that care changes; a cancellation by the provider is itself the telling (12.2)."""
    return bool(_act(f).by == "provider")


def barred(s: State, visit: Fact) -> bool:
    """Whether a planned visit need not be given: a pause on its day, or a hindrance then (by now if it is to come)."""
    day = visits.start_day(s, visit)
    if visits.paused(s, day) is not None:
        return True
    then = s if day >= s.as_of else Moment(s, day)
    unsafe = matters.unsafe_for_staff(then)
    return bool(unsafe or matters.unresolved(then, "materials.missing_found", "materials.supplied"))


def reassigned(s: State, t: Fact) -> Fact | None:
    """The replacement with which care goes on as planned; nothing has to be told then."""
    if t.kind != "visit.caregiver_dropped_out" or t.ref is None:
        return None
    found = s.answering(s.named.get(t.ref), "visit.reassigned")
    return found[0] if found else None


def by_client(s: State, t: Fact) -> bool:
    """Whether the client's side cancelled, or was not there."""
    return t.kind == "visit.missed" or _act(t).by != "provider"


def first_of(s: State, *facts: Fact | None) -> Fact | None:
    """The earliest of the facts that are there."""
    there = [fact for fact in facts if fact is not None]
    return min(there, key=lambda fact: fact.day) if there else None


def between_24_and_48(s: State, name: str) -> bool:
    """Whether a visit that the client pays was cancelled 24 to 48 hours ahead, where 25.2 and 12.7 differ."""
    visit = s.named[name]
    fact = visits.reported(s, visit)
    if fact is None or _act(visit).payer not in ("client", "pgb"):
        return False
    return visits.in_time(s, fact, 24) is True and visits.in_time(s, fact, 48) is False


def remote_visit(s: State, t: Fact) -> bool:
    """Whether a delivered visit was at a distance."""
    visit = visits.visit_of(s, t)
    return visit is not None and bool(_act(visit).remote)


def remote_trigger(s: State, t: Fact) -> bool:
    """Whether an offer or a planned visit holds remote care."""
    if t.kind == "visit.planned":
        return bool(_act(t).remote)
    return any(service.remote for service in _act(t).services)


def first_remote_visit(s: State, t: Fact) -> date | None:
    """The day of the first remote visit under the agreement of an act."""
    own = s.agreement_on(t.day)
    days = [visits.start_day(s, visit) for visit in s.of("visit.planned") if visit.act.remote]
    return min((day for day in days if s.agreement_on(day) is own), default=None)


def later_check(s: State, t: Fact) -> Fact | None:
    """A later check of the dwelling, which takes the place of this one."""
    checks = s.of("home.checked")
    later = checks[checks.index(t) + 1 :]
    return later[0] if later else None


def hours_later(s: State, t: Fact, hours: int) -> datetime:
    """So many real hours after an act; after 00:00 of its day where the time is not known (reading 1)."""
    return hours_after(t.at if t.at is not None else start_of_day(t.day), hours)


def excluded(s: State) -> Any:
    """The assessment that refuses care on one of the criteria."""
    assessed = s.of("exclusion.assessed")
    last = assessed[-1] if assessed else None
    return last if last is not None and _act(last).outcome == "refuse" and _act(last).criteria else False


def breach_of_conditions(s: State) -> Any:
    """A breach of conditions other than those of the dwelling: soiling that endangers staff, missing materials (42)."""
    soiled = matters.unsafe_for_staff(s)
    return soiled or matters.unresolved(s, "materials.missing_found", "materials.supplied")


def misconduct(s: State) -> Any:
    """Harassment, aggression or violence toward staff (41)."""
    for t in reversed(s.of("conduct.recorded")):
        if (
            _act(t).form in ("aggression", "intimidation", "sexual_harassment", "violence")
            and _act(t).toward == "staff"
        ):
            return t
    return False


def no_carer_helps(s: State) -> bool:
    """Whether there is no carer who can assist."""
    return not any(_act(t).involve for t in s.of("client.carer_named"))


def no_lifting_aid(s: State, usable: bool | None) -> bool | None:
    """Whether no lifting aid can be used: as stated, else when the check of the dwelling found no room for one."""
    if usable is not None:
        return not usable
    checks = s.of("home.checked")
    if checks and "aid_space" in _act(checks[-1]).missing:
        return True
    s.lack("lifting_aid")
    return None


def first_after(s: State, kind: str, t: Fact) -> date | None:
    """The day of the first act of a kind from an act on."""
    for fact in s.of(kind):
        if precedes(t, fact):
            return fact.day
    return None


def _act(fact: Fact) -> Any:
    return fact.act
