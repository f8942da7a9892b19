"""Small questions that clauses ask about people, dossier, plan and visits; the library gives them to the language."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from nakomen.law.clock import hours_after, start_of_day
from nakomen.norms import charges, persons, plans, visits
from nakomen.norms.facts import Fact, precedes

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
    """Whether the client cannot consent to a disclosure."""
    return not persons.capable(s, "information")


def carer_vetoed(s: State) -> bool:
    """Whether the client does not want carers to be involved: the last word on every carer was no."""
    named = s.of("client.carer_named")
    return bool(named) and not any(_act(t).involve for t in named)


def vetoed(s: State, t: Fact) -> bool:
    """Whether the carer of this act was vetoed by the client."""
    carer = s.named.get(t.ref) if t.ref else None
    return carer is not None and not _act(carer).involve


def by_board(s: State, t: Fact) -> bool:
    """Whether the board decided."""
    return _act(t).by.strip().lower() in ("board", "directie", "bestuur", "raad van bestuur")


def exchange_excuse(s: State) -> bool | None:
    """Coordination needs consent: refused it is excused, without a word it is undetermined, consented it is owed."""
    if persons.consent(s, "exchange") is not None:
        return False
    if persons.refused(s, "exchange"):
        return True
    s.lack("consent.given")
    return None


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
    for fact in s.answering(t, kind):
        if _act(fact).reason in reasons:
            return fact
    return False


def inspection_refused_lawfully(s: State, t: Fact) -> Any:
    """A refusal of inspection on a ground that conditions or statute give."""
    grounds = ("privacy_of_other",) if s.norms.regime == "care" else ("privacy_of_other", "domestic_violence", "child_abuse")
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
    """Whether a destruction answers a request."""
    return t.ref is not None and t.ref in s.named


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


def given_up(s: State, t: Fact) -> Fact | None:
    """The act by which the provider gave up a planned visit."""
    for fact in s.answers.get(t.name, ()):
        if fact.kind == "visit.not_given" or (fact.kind == "visit.cancelled" and _act(fact).by == "provider"):
            return fact
    return None


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


def remote_visit(s: State, t: Fact) -> bool:
    """Whether a delivered visit was at a distance."""
    visit = visits.visit_of(s, t)
    return visit is not None and bool(_act(visit).remote)


def remote_trigger(s: State, t: Fact) -> bool:
    """Whether an offer or a planned visit holds remote care."""
    if t.kind == "visit.planned":
        return bool(_act(t).remote)
    return any(service.remote for service in _act(t).services)


def first_remote_visit(s: State) -> date | None:
    """The day of the first remote visit."""
    days = [visits.start_day(s, t) for t in s.of("visit.planned") if _act(t).remote]
    return min(days) if days else None


def later_check(s: State, t: Fact) -> Fact | None:
    """A later check of the dwelling, which takes the place of this one."""
    checks = s.of("home.checked")
    later = checks[checks.index(t) + 1 :]
    return later[0] if later else None


def hours_later(s: State, t: Fact, hours: int) -> datetime:
    """So many real hours after an act; after 00:00 of its day where the time is not known (reading 1)."""
    return hours_after(t.at if t.at is not None else start_of_day(t.day), hours)


def twice_missed(s: State) -> Any:
    """The second no-show since the last talk, which opens the contact with the municipality (`zonl` 7.6)."""
    for t in reversed(s.of("visit.missed")):
        if visits.second_miss(s, t):
            return t
    return False


def billed_for_sickness(s: State, name: str) -> bool:
    """Whether a visit falls within the sickness that the municipality may be billed for (`zonl` 7.2)."""
    visit = s.named[name]
    from nakomen.norms.library import FUNCTIONS

    lives_in = FUNCTIONS["municipality"].run(s, visits.start_day(s, visit))
    return lives_in == "Noordoostpolder" and _act(visit).payer == "wmo" and charges.within_spell(s, name)


def excluded(s: State) -> Any:
    """The assessment that refuses care on one of the criteria."""
    assessed = s.of("exclusion.assessed")
    last = assessed[-1] if assessed else None
    return last if last is not None and _act(last).outcome == "refuse" and _act(last).criteria else False


def misconduct(s: State) -> Any:
    """Harassment, aggression or violence toward staff (41)."""
    for t in reversed(s.of("conduct.recorded")):
        if _act(t).form in ("aggression", "intimidation", "sexual_harassment", "violence") and _act(t).toward == "staff":
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


# --- budget and months ------------------------------------------------------------------------------------------------


def first_talk_on_plan(s: State, t: Fact) -> date | None:
    """The first talk on the plan: the wishes discussed, else the plan presented."""
    days = [facts[0].day for facts in (s.of("plan.wishes_discussed"), s.of("plan.presented")) if facts]
    return min(days) if days else None


def budget_turn(s: State, t: Fact) -> bool:
    """Whether an act starts a turn of telling what is left of the budget (`zonl` 8.4)."""
    if t.kind == "budget.granted":
        return True
    return "budget_remaining" in _act(t).topics and bool(s.of("budget.granted")) and _act(t).to != "carer"


def turn_from(s: State, t: Fact) -> date:
    """The day from which a turn runs: not before the budget itself."""
    day = t.day
    if t.kind == "budget.granted":
        day = max(day, _act(t).valid_from)
    agreement = s.agreement_on(t.day)
    return max(day, agreement.since) if agreement is not None else day


def budget_over(s: State, t: Fact) -> date | None:
    """The day after the last budget's end."""
    ends = [_act(fact).valid_until for fact in s.of("budget.granted")]
    last: date = max(ends)
    return last + timedelta(days=1) if s.passed(last) else None
