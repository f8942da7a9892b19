"""The functions that the expressions of a set may call: small questions about facts, and the named rules.

Each takes the state first. What data cannot say stands in the modules of this package under a name that the docs list.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from nakomen.law.calendar import extend
from nakomen.law.periods import add_months
from nakomen.norms import (
    charges,
    dealings,
    debts,
    disputes,
    indications,
    persons,
    plans,
    questions,
    social_support,
    visits,
)
from nakomen.norms.duties import at_once
from nakomen.norms.facts import Fact
from nakomen.norms.state import received

if TYPE_CHECKING:
    from collections.abc import Callable

    from nakomen.norms.state import State


#: What the clause on the forms of care names itself, so that who tells of those at intake tells of these too.
NAMED_THERE = frozenset({"care_not_given", "early_end"})


class Function(NamedTuple):
    """A function of the language: whether it can be unknown, and whether it reads the parameters of a power."""

    run: Callable[..., Any]
    unknown: bool = False
    parameters: bool = False


def _accepted(s: State, t: Fact | None = None) -> date | None:
    """The day on which the agreement came about; none yet is no day."""
    if t is not None:
        agreement = s.agreement_on(t.day)
        return agreement.since if agreement is not None else None
    return s.agreements[0].since if s.agreements else None


def _in_force(s: State) -> bool:
    return s.in_force(s.day)


def _known_before(s: State, t: Fact, kind: str) -> bool:
    return bool(s.moment(t).of(kind))


def _reaches(s: State, f: Fact) -> bool:
    """Whether information could reach the client: electronically only one who can receive that (reading 30)."""
    act: Any = f.act
    if act.channel != "electronic" or getattr(act, "to", "client") != "client":
        return True
    return persons.receives_electronically(s, f) is not False


def _told(s: State, topic: str, writing: bool, to: str = "client") -> Any:
    """The information act by which a topic was given, to client or representative, in writing where that is asked."""
    for f in s.of("information.given"):
        if _gives(s, f, topic, writing, to):
            return f
    return False


def _gives(s: State, f: Fact, topic: str, writing: bool = False, to: str = "client") -> bool:
    """Whether one information act gives a topic in the right way to the right one."""
    act: Any = f.act
    topics = act.topics
    if topic not in topics and (topic not in NAMED_THERE or "care_forms_and_tariffs" not in topics):
        return False
    if act.to != to and not (to == "client" and act.to == "representative"):
        return False
    return not (writing and act.channel == "oral") and (act.channel != "electronic" or _reaches(s, f))


def _consented(s: State, for_: str) -> Any:
    return persons.consent(s, for_) or False


def _consented_in_writing(s: State, for_: str) -> Any:
    return persons.consent(s, for_, lambda act: bool(act.in_writing)) or False


def _consented_about(s: State, for_: str, field: str, value: str | None) -> Any:
    """A consent of which a field is absent or has this value."""
    return persons.consent(s, for_, lambda act: getattr(act, field) in (None, value)) or False


def _consented_exactly(s: State, for_: str, field: str, value: str | None) -> Any:
    """A consent of which a field has exactly this value."""
    return persons.consent(s, for_, lambda act: getattr(act, field) == value) or False


def _consented_to_disclose(s: State, recipient: str, purpose: str | None, written: bool) -> Any:
    """A consent that matches recipient, and purpose where it gives one, in writing where the clause asks that (23)."""

    def fits(act: Any) -> bool:
        return bool(
            act.recipient == recipient
            and (act.purpose is None or act.purpose == purpose)
            and (act.in_writing or not written)
        )

    return persons.consent(s, "disclosure", fits) or persons.consent(s, "exchange", fits) or False


def _settled(s: State, t: Fact) -> Fact | None:
    fact = s.accounts[t.name].settled
    return fact if fact is not None and fact.kind == debts.PAYMENT else None


def _credited(s: State, t: Fact) -> Fact | None:
    fact = s.accounts[t.name].settled
    return fact if fact is not None and fact.kind == debts.CREDIT else None


def _cleared(s: State, t: Fact) -> Fact | None:
    return s.accounts[t.name].settled


def _unpaid_at_due(s: State, t: Fact) -> bool:
    due = s.accounts[t.name].due
    return s.passed(due) and debts.open_on(s, t, due) > 0


def _due_of(s: State, t: Fact) -> date:
    return s.accounts[t.name].due


def _day_after(s: State, day: date | None) -> date | None:
    return None if day is None else day + timedelta(days=1)


def _reminder_fits(s: State, t: Fact, f: Fact) -> bool:
    return t.name in f.act.invoices and f.day > debts.due(s, t) and debts.gives_enough(s, f)


def _steps_taken(s: State, t: Fact) -> Fact | None:
    """The step of the reporting code with which all five had been taken."""
    taken: set[int] = set()
    for f in s.answering(t, "abuse.step_taken"):
        taken.add(f.act.step)
        if taken >= {1, 2, 3, 4, 5}:
            return f
    return None


def _latest(s: State, *days: date | None) -> date | None:
    """The latest of the days that are known."""
    last: date | None = None
    for day in days:
        if day is not None and (last is None or day > last):
            last = day
    return last


def _first_day(s: State, kind: str) -> date | None:
    facts = s.of(kind)
    return facts[0].day if facts else None


def _month_extended(s: State, t: Fact, months: int) -> date:
    return extend(add_months(t.day, months)).date


def _at_once(s: State, day: date | None) -> date | None:
    return None if day is None else at_once(s, day)


def _any_in(s: State, values: Any, *wanted: str) -> bool:
    return any(item in values for item in wanted) if values else False


def _all_in(s: State, values: Any, *wanted: str) -> bool:
    return all(item in values for item in wanted) if values else not wanted


def _empty(s: State, values: Any) -> bool:
    return not values


def _fact(s: State, name: Any) -> Fact | None:
    return s.named.get(name) if name is not None else None


def _refused_lawfully(s: State, t: Fact) -> Any:
    """Whether a refusal of care was lawful on that day (39.3, 41, 42), so that it is no non-delivery (reading 30)."""
    from nakomen.norms.powers import judge

    if "refuse_care" not in s.norms.powers:
        return False
    then = s.moment(t)
    return any(
        judge(then, "refuse_care", {"reason": reason}).allowed for reason in ("hygiene", "conduct", "conditions")
    )


def _instructed(s: State, f: Fact, topic: str) -> bool:
    """Whether staff had been instructed on a topic; a date of the provider later than the telling does not count."""
    instructed = s.provider.get("instructed") or {}
    day = instructed.get(topic)
    return day is None or day <= f.day


def _remote(s: State) -> bool:
    """Whether remote care applies: a service or visit at a distance was offered or planned."""
    if any(service.remote for offer in s.of("agreement.offered") for service in offer.act.services):
        return True
    return any(visit.act.remote for visit in s.of("visit.planned"))


def _offers(s: State, t: Fact | None, what: str) -> bool:
    """Whether an offer has a part: `indicated`, `own` (paid by the client), `additional`, `remote`."""
    if t is None:
        return False
    services: Any = getattr(t.act, "services", ())
    if what == "indicated":
        return any(indications.rests_on_indication(service.payer) for service in services)
    if what == "own":
        return any(service.payer in ("client", "pgb") and not service.additional for service in services)
    return any(bool(getattr(service, what)) for service in services)


def _indicated(s: State, day: date) -> bool:
    """Whether a decision had been received by a day and covers it or what follows."""
    return any(received(t) <= day and indications.not_over(s, t, day) for t in s.of(indications.ISSUED))


def _covered(s: State, day: date) -> bool:
    """Whether an indication covers a day."""
    return any(indications.in_force(s, t, day) for t in s.of(indications.ISSUED))


def _caregivers(s: State) -> set[str]:
    """The caregivers in the team of the client."""
    return {t.act.caregiver for t in s.of("team.assigned") if not s.answering(t, "team.left")}


def _shared_care(s: State, t: Fact) -> bool:
    """Whether the client had to do with two or more caregivers when something was done."""
    return len(_caregivers(s.moment(t))) > 1


def _second_caregiver(s: State, t: Fact) -> bool:
    """Whether with this assignment the client comes to have to do with two caregivers."""
    facts = s.of("team.assigned")
    then = s.moment(t)
    before = {fact.act.caregiver for fact in facts[: facts.index(t)] if not then.answering(fact, "team.left")}
    return len(before) == 1 and t.act.caregiver not in before


def _has_contact(s: State) -> Any:
    """The present point of contact."""
    for t in s.of("team.assigned"):
        if t.act.contact_point and not s.answering(t, "team.left"):
            return t
    return False


def _lifted(s: State, kind: str, closing: str, **wanted: Any) -> Any:
    for t in s.of(kind):
        if not s.answering(t, closing) and all(getattr(t.act, name) == value for name, value in wanted.items()):
            return t
    return False


def _unresolved(s: State, kind: str, closing: str) -> Any:
    """The first fact of a kind that none has closed yet."""
    return _lifted(s, kind, closing)


def _unsafe_for_staff(s: State) -> Any:
    """Soiling that endangers staff and was not restored (39.3)."""
    for t in s.of("hygiene.unsafe_found"):
        if "staff" in t.act.endangers and not s.answering(t, "hygiene.restored"):
            return t
    return False


def _home_lacks(s: State, *items: str) -> Any:
    """The last check of the dwelling, where it found one of these missing."""
    checks = s.of("home.checked")
    if checks and (not items or any(item in checks[-1].act.missing for item in items)):
        return checks[-1] if checks[-1].act.missing else False
    return False


def _municipality(s: State, day: date) -> str | None:
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


def _document_valid(s: State, f: Fact) -> bool:
    act: Any = f.act
    return bool(act.valid_until >= f.day)


def _fitting_deviation(s: State, t: Fact) -> bool:
    """Whether a deviation counts: express, in writing, recorded, not to the client's detriment (4, 35.1.a)."""
    act: Any = t.act
    return bool(act.express and act.in_writing and act.recorded_in is not None and not act.detrimental)


def _specified(s: State, t: Fact) -> bool:
    """Whether an invoice is specified: it has lines and they add up to its amount."""
    act: Any = t.act
    return bool(act.lines) and sum(line.amount for line in act.lines) == act.amount


def _details_support(s: State, t: Fact) -> bool:
    """Whether every line for support says which, how much and at what tariff (`zonl` 9.3)."""
    act: Any = t.act
    return all(line.act and line.minutes and line.tariff_hour is not None for line in act.lines if line.for_ == "visit")


FUNCTIONS: dict[str, Function] = {
    "received": Function(lambda s, t: received(t)),
    "accepted": Function(_accepted, unknown=True),
    "agreed": Function(_in_force),
    "day_after": Function(_day_after, unknown=True),
    "earliest": Function(lambda s, *days: min((day for day in days if day is not None), default=None), unknown=True),
    "latest": Function(_latest, unknown=True),
    "first_day": Function(_first_day, unknown=True),
    "known_before": Function(_known_before),
    "at_once": Function(_at_once, unknown=True),
    "extended": Function(_month_extended),
    "any_in": Function(_any_in),
    "all_in": Function(_all_in),
    "empty": Function(_empty),
    "fact": Function(_fact, unknown=True),
    "short": Function(lambda s, t: indications.short(t)),
    "superseded": Function(indications.superseded, unknown=True),
    "indicated": Function(_indicated),
    "covered": Function(_covered),
    "gives": Function(_gives),
    "told": Function(_told),
    "reaches": Function(_reaches),
    "receives": Function(persons.receives_electronically, unknown=True),
    "consented": Function(_consented),
    "consented_in_writing": Function(_consented_in_writing),
    "consented_about": Function(_consented_about),
    "consented_exactly": Function(_consented_exactly),
    "consented_to_disclose": Function(_consented_to_disclose),
    "refused": Function(persons.refused),
    "capable": Function(persons.capable),
    "represented": Function(persons.represented),
    "representative": Function(lambda s, matter: persons.representative(s, matter) or False),
    "died": Function(persons.died),
    "instructed": Function(_instructed),
    "start_day": Function(lambda s, t: visits.start_day(s, visits.visit_of(s, t) or t)),
    "start": Function(lambda s, t: visits.start(s, visits.visit_of(s, t) or t)),
    "ahead": Function(visits.ahead, unknown=True),
    "in_time": Function(visits.in_time, unknown=True),
    "announced": Function(visits.announced, unknown=True),
    "force_majeure": Function(visits.force_majeure, unknown=True),
    "excused": Function(visits.excused, unknown=True),
    "said_unable": Function(lambda s, t: visits.said_unable(t)),
    "second_miss": Function(visits.second_miss, unknown=True),
    "not_needed": Function(visits.not_needed, unknown=True),
    "reported": Function(visits.reported, unknown=True),
    "visit_of": Function(visits.visit_of, unknown=True),
    "paused": Function(lambda s, day: visits.paused(s, day) is not None),
    "refused_lawfully": Function(_refused_lawfully),
    "remote": Function(_remote),
    "offers": Function(_offers),
    "shared_care": Function(_shared_care),
    "second_caregiver": Function(_second_caregiver),
    "has_contact": Function(_has_contact),
    "unresolved": Function(_unresolved),
    "unsafe_for_staff": Function(_unsafe_for_staff),
    "home_lacks": Function(_home_lacks),
    "municipality": Function(_municipality, unknown=True),
    "document_valid": Function(_document_valid),
    "fitting_deviation": Function(_fitting_deviation),
    "specified": Function(_specified),
    "details_support": Function(_details_support),
    "plan_in_force": Function(lambda s: plans.in_force(s) or False),
    "plan": Function(plans.current, unknown=True),
    "replaced": Function(plans.replaced, unknown=True),
    "starts_care": Function(plans.starts_care),
    "had_plan": Function(plans.had_plan),
    "has_sections": Function(lambda s, t, *names: plans.has_sections(t, *names)),
    "settled": Function(_settled, unknown=True),
    "credited": Function(_credited, unknown=True),
    "cleared": Function(_cleared, unknown=True),
    "unpaid_at_due": Function(_unpaid_at_due),
    "due_of": Function(_due_of),
    "reminder_fits": Function(_reminder_fits),
    "reminder_after_default": Function(debts.after_default),
    "reminder_gives_enough": Function(debts.gives_enough),
    "second_term_lapsed": Function(lambda s, f: s.day > debts.second_term(f)),
    "steps_taken": Function(_steps_taken, unknown=True),
    "complaint_due": Function(disputes.complaint_due),
    "request_due": Function(disputes.request_due),
    "decided": Function(disputes.decided, unknown=True),
    "resolved": Function(disputes.resolved, unknown=True),
    "complete": Function(disputes.complete),
    "window": Function(disputes.window, unknown=True),
    "choice": Function(disputes.choice, unknown=True),
    "cancellation_sum": Function(charges.cancellation, unknown=True, parameters=False),
    "late_indication_sum": Function(charges.late_indication, unknown=True, parameters=True),
    "collection_sum": Function(charges.collection, unknown=True),
    "copy_sum": Function(charges.copy, unknown=True),
    "sickness_sum": Function(charges.sickness, unknown=True),
    "gap_by_client": Function(charges.gap_by_client, unknown=True),
    "reminded_in_time": Function(charges.reminded_in_time),
    "earlier_copy": Function(lambda s, name: charges.earlier_copy(s, name) or False),
    "sick": Function(lambda s, t: charges.sick(s, t) or False),
    "within_sickness_spell": Function(charges.within_spell),
    "all_topics": Function(questions.all_topics),
    "told_before": Function(questions.told_before),
    "answers_topic": Function(questions.answers_topic),
    "consent_valid": Function(questions.consent_valid),
    "represented_in_any": Function(questions.represented_in_any),
    "cannot_consent": Function(questions.cannot_consent),
    "carer_vetoed": Function(social_support.carer_vetoed),
    "vetoed": Function(social_support.vetoed),
    "by_board": Function(questions.by_board),
    "exchange_excuse": Function(social_support.exchange_excuse, unknown=True),
    "was_contact": Function(questions.was_contact),
    "still_there": Function(questions.still_there),
    "team_alone": Function(questions.team_alone, unknown=True),
    "answered_by": Function(questions.answered_by),
    "answered_by_fact": Function(questions.answered_by_fact, unknown=True),
    "answered_sibling": Function(questions.answered_sibling),
    "answers_client": Function(questions.answers_client),
    "by_relative": Function(questions.by_relative),
    "ground_after_death": Function(questions.ground_after_death, unknown=True),
    "relative_may": Function(questions.relative_may),
    "inspection_refused_lawfully": Function(questions.inspection_refused_lawfully),
    "copy_refused_lawfully": Function(questions.copy_refused_lawfully),
    "destruction_refused_lawfully": Function(questions.destruction_refused_lawfully),
    "open_request": Function(questions.open_request),
    "other_interest": Function(questions.other_interest),
    "open_before": Function(questions.open_before),
    "has_fee": Function(questions.has_fee),
    "of_agreement": Function(questions.of_agreement),
    "turned_down": Function(questions.turned_down, unknown=True),
    "decision_received": Function(questions.decision_received, unknown=True),
    "remote_since": Function(questions.remote_since),
    "told_change": Function(questions.told_change),
    "barred": Function(questions.barred),
    "in_plan": Function(questions.in_plan, unknown=True),
    "made_good": Function(questions.made_good, unknown=True),
    "reassigned": Function(questions.reassigned, unknown=True),
    "by_client": Function(questions.by_client),
    "first_of": Function(questions.first_of, unknown=True),
    "between_24_and_48": Function(questions.between_24_and_48),
    "remote_visit": Function(questions.remote_visit),
    "remote_trigger": Function(questions.remote_trigger),
    "first_remote_visit": Function(questions.first_remote_visit, unknown=True),
    "later_check": Function(questions.later_check, unknown=True),
    "hours_later": Function(questions.hours_later),
    "veto_after": Function(social_support.veto_after, unknown=True),
    "coordinated": Function(social_support.coordinated),
    "with_provider": Function(social_support.with_provider),
    "exchange_allowed": Function(social_support.exchange_allowed),
    "more_than_no_show": Function(social_support.more_than_no_show),
    "twice_missed": Function(social_support.twice_missed),
    "billed_for_sickness": Function(social_support.billed_for_sickness),
    "excluded": Function(questions.excluded),
    "breach_of_conditions": Function(questions.breach_of_conditions),
    "misconduct": Function(questions.misconduct),
    "no_carer_helps": Function(questions.no_carer_helps),
    "no_lifting_aid": Function(questions.no_lifting_aid, unknown=True),
    "first_after": Function(questions.first_after, unknown=True),
    "first_talk_on_plan": Function(social_support.first_talk_on_plan, unknown=True),
    "budget_turn": Function(social_support.budget_turn),
    "turn_from": Function(social_support.turn_from),
    "budget_over": Function(social_support.budget_over, unknown=True),
    "chosen": Function(dealings.chosen),
    "superseded_or_rechosen": Function(dealings.superseded_or_rechosen, unknown=True),
    "within_reflection": Function(dealings.within_reflection),
    "newly_indicated": Function(dealings.newly_indicated),
    "no_indication_left": Function(dealings.no_indication_left),
    "told_at_intake": Function(dealings.told_at_intake),
    "told_for_notice": Function(dealings.told_for_notice),
    "transfer_or": Function(dealings.transfer_or, unknown=True),
    "over": Function(dealings.over),
    "notice_ends": Function(dealings.notice_ends),
    "notice_day": Function(dealings.notice_day, unknown=True),
    "notice_moot": Function(dealings.notice_moot, unknown=True),
    "agreement_start": Function(dealings.agreement_start),
    "completed_by": Function(dealings.completed_by, unknown=True),
    "handled": Function(dealings.handled, unknown=True),
    "in_window": Function(dealings.in_window),
    "window_closed": Function(dealings.window_closed),
    "dispute_window": Function(dealings.dispute_window),
    "within_limit": Function(dealings.within_limit),
    "choice_asked": Function(dealings.choice_asked),
    "body_agreed": Function(dealings.body_agreed),
    "court_announced": Function(dealings.court_announced),
    "court_free": Function(dealings.court_free),
    "client_filed_at_body": Function(dealings.client_filed_at_body),
    "body_decided": Function(dealings.body_decided),
    "liability_amount": Function(dealings.liability_amount, unknown=True),
    "bills_unused": Function(dealings.bills_unused),
    "bills_undelivered": Function(dealings.bills_undelivered),
    "bills_cancellation_unduly": Function(dealings.bills_cancellation_unduly),
    "bills_cancellation_beyond": Function(dealings.bills_cancellation_beyond),
    "bills_late_indication_unduly": Function(dealings.bills_late_indication_unduly),
    "bills_collection_unduly": Function(dealings.bills_collection_unduly),
    "bills_office_work_unduly": Function(dealings.bills_office_work_unduly),
    "first_of_month": Function(dealings.first_of_month),
    "month_after": Function(dealings.month_after),
    "month_end_after": Function(dealings.month_end_after),
    "month_invoiced": Function(dealings.month_invoiced, unknown=True),
    "urgent_health": Function(lambda s, t: visits.urgent_health(t)),
}
