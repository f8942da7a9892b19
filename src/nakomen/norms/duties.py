"""Duties: opened by an act, due by a term, done, excused, waived, lapsed, suspended, or undetermined."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from nakomen.law.calendar import add_working_days
from nakomen.law.clock import end_of_day, local_day
from nakomen.law.periods import add
from nakomen.norms.facts import Fact, precedes
from nakomen.norms.model import AGREEMENT, DutyNorm

if TYPE_CHECKING:
    from nakomen.norms.agreements import Agreement
    from nakomen.norms.state import State

OPEN, OVERDUE, DONE, DONE_LATE = "open", "overdue", "done", "done_late"
EXCUSED, WAIVED, SUSPENDED, LAPSED, UNDETERMINED = "excused", "waived", "suspended", "lapsed", "undetermined"
STATES = (OVERDUE, UNDETERMINED, OPEN, SUSPENDED, DONE_LATE, DONE, EXCUSED, WAIVED, LAPSED)
PENDING = frozenset({OPEN, OVERDUE, SUSPENDED, UNDETERMINED})
ONE_DAY = timedelta(days=1)
WAIVER = "duty.waived"
NONE: list[Fact] = []
#: Up to so many facts, looking at each is quicker than searching the first that matters.
FEW = 8
_DAY = attrgetter("day")


class Duty:
    """What one side owes the other under a clause, once for each act that opened it."""

    # Most duties need few of these, and a standing makes many duties: they stay on the class until they are needed.
    state: str = OPEN
    due: date | None = None
    due_at: datetime | None = None
    done_on: date | None = None
    closed_on: date | None = None
    by: Fact | None = None
    closer: Fact | None = None
    caught_up: bool = False
    unsure: str | None = None

    def __init__(self, norm: DutyNorm, trigger: Fact, since: date, agreement: Agreement | None, certain: bool) -> None:
        self.norm = norm
        self.trigger = trigger
        self.since = since
        self.agreement = agreement
        self.certain = certain

    @property
    def clause(self) -> str:
        """The full id of the clause."""
        return self.norm.clause

    def vague(self) -> bool:
        """Whether hours count from an act of which the time is not known (reading 1)."""
        return self.due_at is not None and self.trigger.at is None and self.norm.link != "self"

    def because(self) -> list[str]:
        """The acts that opened it and that ended it."""
        names = [self.trigger.name]
        for fact in (self.by, self.closer):
            if fact is not None and fact.name not in names:
                names.append(fact.name)
        return names


def open_duties(norm: DutyNorm, s: State) -> list[Duty]:
    """Every duty that the norm has opened by the day asked; one that opens once does so for each agreement."""
    duties: list[Duty] = []
    by = s.by
    for kind in norm.on:
        for t in by.get(kind, ()):
            duty = open_duty(norm, s, t)
            if duty is None or (norm.once and any(other.agreement is duty.agreement for other in duties)):
                continue
            duties.append(duty)
    return duties


def open_duty(norm: DutyNorm, s: State, t: Fact) -> Duty | None:
    """The duty that a fact has opened under the norm by the day asked, if it has."""
    certain = True
    if norm.when is not None:
        held = norm.when.run(s, t)
        if held is False:
            return None
        certain = held is not None
    since = t.day
    if norm.since is not None:
        since = norm.since.run(s, t) or t.day
    agreement = None
    if norm.scope == AGREEMENT:
        agreement = s.agreement_on(since)
        if norm.carry and agreement is not None and agreement.ended is not None:
            agreement = _running(s, agreement)
        if agreement is None:
            return None
        since = max(since, agreement.since)
    elif norm.ends:
        agreement = s.agreement_on(since)
    if since > s.as_of:
        s.marks.add(since - ONE_DAY)
        return None
    duty = Duty(norm, t, since, agreement, certain)
    settle(duty, s)
    return duty


def _running(s: State, agreement: Agreement) -> Agreement:
    """A decision goes on under a later agreement: the last one that has begun."""
    begun = [later for later in s.agreements if later.since <= s.as_of]
    return begun[-1] if begun else agreement


def settle(duty: Duty, s: State) -> None:
    """Find the term and the state of a duty that has opened."""
    norm = duty.norm
    _term(duty, s)
    done, unsure = _fulfilment(duty, s)
    lapse, closer = _ground_gone(duty, s)
    if done is not None and (lapse is None or done.day <= lapse) and _done_in_time(duty, done):
        return
    if WAIVER in s.by and _waived(duty, s, done):
        return
    if norm.excuse is not None and _excused(duty, s):
        return
    if duty.done_on is not None:
        duty.state = DONE_LATE if duty.certain else UNDETERMINED
    elif lapse is not None and lapse <= s.as_of:
        duty.state, duty.closed_on, duty.closer = LAPSED, lapse, closer
    elif not duty.certain or unsure is not None:
        duty.state, duty.unsure = UNDETERMINED, unsure
    elif norm.suspend is not None and norm.suspend.run(s, duty.trigger):
        duty.state = SUSPENDED
    else:
        duty.state = OVERDUE if _too_late(duty, s) else OPEN


def _ground_gone(duty: Duty, s: State) -> tuple[date | None, Fact | None]:
    """The day on which the ground of the duty fell away, and what took it away; mostly the end of the agreement."""
    norm, agreement = duty.norm, duty.agreement
    if norm.lapse is not None or (norm.ends and agreement is None):
        return _lapse(duty, s)
    if norm.ends and agreement is not None:
        return agreement.ended, agreement.cause
    return None, None


def _done_in_time(duty: Duty, done: Fact) -> bool:
    """Note what did the duty; whether that settles its state: done in time, or not to tell for want of a time."""
    duty.by, duty.done_on = done, done.day
    due = duty.due
    on_time = _in_time(duty, done) if duty.due_at is not None else due is None or done.day <= due
    if on_time:
        duty.state = DONE if duty.certain else UNDETERMINED
    elif on_time is None:
        duty.state, duty.unsure = UNDETERMINED, f"{duty.trigger.name if duty.vague() else done.name}.on"
    return on_time is not False


def _waived(duty: Duty, s: State, done: Fact | None) -> bool:
    """Whether the one it is owed to released the other side before it was done; sets the state accordingly."""
    waiver = _waiver(duty, s)
    if waiver is None or (done is not None and done.day <= waiver.day):
        return False
    duty.by = duty.done_on = None
    if waiver.ref is None and _waivable(s, duty.norm.clause, waiver) > 1:
        duty.state, duty.unsure = UNDETERMINED, f"{waiver.name}.act"
    else:
        duty.state, duty.closed_on, duty.closer = WAIVED, waiver.day, waiver
    return True


def _term(duty: Duty, s: State) -> None:
    norm, t = duty.norm, duty.trigger
    if norm.statute_due is not None:
        duty.due = norm.statute_due.run(s, t)
    elif norm.due is not None:
        duty.due = norm.due.run(s, t)
    elif norm.due_at is not None:
        duty.due_at = norm.due_at.run(s, t)
        if duty.due_at is not None:
            duty.due = local_day(duty.due_at)
        return
    due = duty.due
    if due is not None and due < duty.since and norm.catch_up:
        duty.due = at_once(s, duty.since)
        duty.caught_up = True


def at_once(s: State, day: date) -> date:
    """The day by which something asked at once is still in time (setting `at_once`, five working days)."""
    period = s.settings["at_once"]
    if isinstance(period, timedelta):
        return day + period
    return add_working_days(day, period.working_days) if period.working_days else add(day, period)


def candidates(norm: DutyNorm, s: State, t: Fact) -> list[Fact]:
    """The facts that could do the duty, in order of time, before they are looked at closely."""
    link, kinds = norm.link, norm.done
    if link == "self":
        return [t]
    if link == "any":
        if len(kinds) == 1:
            return s.by.get(kinds[0], NONE)
        return sorted((f for kind in kinds for f in s.by.get(kind, ())), key=lambda f: f.day)
    name = t.name if link == "act" else t.ref if link == "sibling" else (t.ref or t.name)
    found = s.answers.get(name) if name is not None else None
    return [f for f in found if f.kind in kinds] if found else []


def _fulfilment(duty: Duty, s: State) -> tuple[Fact | None, str | None]:
    """The first fact that does the duty, or what is unsure about one that might."""
    norm, t = duty.norm, duty.trigger
    if norm.done_rule is not None:
        found: Fact | None = norm.done_rule.run(s, t)
        return found, None
    unsure: str | None = None
    fits = norm.fits.run if norm.fits is not None else None
    after = norm.order == "after"
    could = s.by.get(norm.done[0], NONE) if norm.link == "any" and len(norm.done) == 1 else candidates(norm, s, t)
    for f in _on_or_after(could, t.day) if after else could:
        if after and not comes_after(s, f, t):
            continue
        held = True if fits is None else fits(s, t, f)
        if held:
            return f, None
        if held is None and unsure is None:
            unsure = f.name
    if unsure is None and s.undecided and norm.link != "any":
        for f in s.undecided.get(t.name, ()):
            if f.kind in norm.done:
                return None, f"{f.name}.act"
    return None, unsure


def _on_or_after(facts: list[Fact], day: date) -> list[Fact]:
    """The facts from a day on, of facts in order of time."""
    return facts[bisect_left(facts, day, key=_DAY) :] if len(facts) > FEW else facts


def comes_after(s: State, f: Fact, t: Fact) -> bool:
    """Whether `f` can have been done after `t`; among acts of one kind their order decides."""
    if f is t or not precedes(t, f):
        return False
    return f.kind != t.kind or not _earlier(s, f, t)


def _earlier(s: State, f: Fact, t: Fact) -> bool:
    """Whether `f` stands before `t` among the facts of one kind."""
    if f.day != t.day:
        return f.day < t.day
    same = s.by[t.kind]
    return same.index(f) < same.index(t)


def _lapse(duty: Duty, s: State) -> tuple[date | None, Fact | None]:
    """The day on which the ground of the duty fell away, and the fact that took it away."""
    norm = duty.norm
    day: date | None = None
    closer: Fact | None = None
    if norm.ends:
        agreement = duty.agreement
        if agreement is not None:
            day, closer = agreement.ended, agreement.cause
        elif "client.died" in s.by:
            closer = s.by["client.died"][0]
            day = closer.day
    if norm.lapse is not None:
        value: Any = norm.lapse.run(s, duty.trigger)
        if isinstance(value, Fact):
            if day is None or value.day < day:
                return value.day, value
        elif value is not None and (day is None or value < day):
            return value, None
    return day, closer


def _in_time(duty: Duty, done: Fact) -> bool | None:
    """Whether a term in hours was kept; unknown where the time of that day matters and is not known."""
    assert duty.due is not None
    assert duty.due_at is not None
    if done.at is not None and not duty.vague():
        return done.at <= duty.due_at
    return None if done.day == duty.due else done.day < duty.due


def _too_late(duty: Duty, s: State) -> bool:
    if duty.due_at is not None and not duty.vague():
        return end_of_day(s.as_of) > duty.due_at
    return duty.due is not None and s.as_of > duty.due


def _waiver(duty: Duty, s: State) -> Fact | None:
    for fact in s.by.get(WAIVER, ()):
        if fact.act.clause == duty.norm.clause and fact.ref in (None, duty.trigger.name) and fact.day >= duty.since:
            return fact
    return None


def _waivable(s: State, clause: str, waiver: Fact) -> int:
    """How many duties under the clause were pending when a waiver without a reference came."""
    total = 0
    for norm in s.norms.duty_list:
        if norm.clause == clause:
            for kind in norm.on:
                total += sum(1 for t in s.by.get(kind, ()) if _pending(norm, s, t, waiver))
    return total


def _pending(norm: DutyNorm, s: State, t: Fact, waiver: Fact) -> bool:
    if t.day > waiver.day or (norm.when is not None and norm.when.run(s, t) is False):
        return False
    duty = Duty(norm, t, t.day, None, certain=True)
    done, _ = _fulfilment(duty, s)
    return done is None or done.day > waiver.day


def _excused(duty: Duty, s: State) -> bool:
    """Whether an exception applies, or may apply; sets the state accordingly."""
    norm, t = duty.norm, duty.trigger
    assert norm.excuse is not None
    value: Any = norm.excuse.run(s, t)
    if value is False:
        return False
    if value is None:
        duty.state = UNDETERMINED
        return True
    day: Any = value if isinstance(value, Fact) else norm.excused_on.run(s, t) if norm.excused_on else t
    duty.state = EXCUSED
    duty.closed_on = day.day if isinstance(day, Fact) else day
    duty.closer = day if isinstance(day, Fact) else None
    duty.by = duty.done_on = None
    return True
