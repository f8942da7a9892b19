"""When a complaint has become a dispute, and until when it can be brought (clauses 33.4 and 34, readings 9 and 31)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from nakomen.law.calendar import extend
from nakomen.law.periods import add_months
from nakomen.norms.facts import precedes

if TYPE_CHECKING:
    from nakomen.norms.facts import Fact
    from nakomen.norms.state import State

ONE_DAY = timedelta(days=1)
SIX_WEEKS = timedelta(weeks=6)
TEN_WEEKS = timedelta(weeks=10)


def complaint_due(s: State, complaint: Fact) -> date:
    """The statutory term for a decision: six weeks from filing, once extended by at most four weeks (Wkkgz 17).

    The extension counts on from the six weeks and needs written notice before they end; the end is extended once (6).
    """
    plain = complaint.day + SIX_WEEKS
    for extension in s.answering(complaint, "complaint.extended"):
        if extension.day <= extend(plain).date:
            act: Any = extension.act
            plain = max(plain, min(act.until, complaint.day + TEN_WEEKS))
            break
    return extend(plain).date


def request_due(s: State, request: Fact) -> date:
    """One month from the request, extendable by two with notice within the first month (GDPR 12(3), reading 9)."""
    plain = add_months(request.day, 1)
    for extension in s.answering(request, "dossier.term_extended"):
        if extension.day <= extend(plain).date:
            act: Any = extension.act
            plain = max(plain, min(act.until, add_months(request.day, 3)))
            break
    return extend(plain).date


def decided(s: State, complaint: Fact) -> Fact | None:
    """The decision on a complaint: in writing and with reasons."""
    for fact in s.answering(complaint, "complaint.decided"):
        act: Any = fact.act
        if act.in_writing and act.reasoned:
            return fact
    return None


def resolved(s: State, complaint: Fact) -> Fact | None:
    """What took the complaint away: withdrawn, or solved by mediation."""
    for fact in s.answering(complaint, "complaint.withdrawn"):
        return fact
    for fact in s.answering(complaint, "complaint.mediated"):
        if fact.act.resolved:
            return fact
    return None


def window(s: State, complaint: Fact) -> tuple[date, date] | None:
    """The first and the last day on which the dispute can be brought; None while there is no dispute.

    It opens the day after the term lapsed undecided, or on a decision that does not satisfy; it closes twelve months
    after the later of the decision and the lapse of the conditions' two months (reading 31).
    """
    gone = resolved(s, complaint)
    lapse = complaint_due(s, complaint)
    decision = decided(s, complaint)
    rejected = [
        fact for fact in s.answering(complaint, "complaint.result_rejected") if decision and precedes(decision, fact)
    ]
    undecided = s.day > lapse and (decision is None or decision.day > lapse) and (gone is None or gone.day > lapse)
    starts = [lapse + ONE_DAY] if undecided else []
    if decision is not None and rejected:
        starts.append(decision.day)
    if not starts:
        s.marks.add(lapse)
        return None
    two_months = add_months(complaint.day, 2)
    last = max(two_months, decision.day) if decision is not None else two_months
    return min(starts), add_months(last, 12)


def complete(s: State, complaint: Fact) -> bool:
    """Whether the complaint was filed completely, at once or later (clause 33.2)."""
    return bool(complaint.act.complete) or bool(s.answering(complaint, "complaint.completed"))


def choice(s: State, complaint: Fact) -> bool | None:
    """The client's answer when the provider asked whether the dispute body is agreed (34.5).

    True agreed, False not; silence is no agreement once five weeks have passed; None while they run or none was asked.
    """
    made = s.answering(complaint, "dispute.choice_made")
    if made:
        return bool(made[-1].act.agrees)
    asked = s.answering(complaint, "dispute.choice_asked")
    if asked and s.day > asked[-1].day + timedelta(weeks=5):
        return False
    return None
