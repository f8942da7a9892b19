"""Small questions that clauses ask about indications, notices and ends; the library gives them to the language."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from nakomen.norms import agreements, indications, matters
from nakomen.norms.facts import Fact

if TYPE_CHECKING:
    from nakomen.norms.state import State

REFLECTION = timedelta(weeks=2)
LIMIT = Decimal("25000.00")


def _act(fact: Fact) -> Any:
    return fact.act


# --- indications ------------------------------------------------------------------------------------------------------


def _decision(s: State, t: Fact) -> Fact | None:
    return s.named.get(t.ref) if t.ref else None


def chosen(s: State, t: Fact, who: str) -> bool:
    """Whether in this talk it was first chosen who applies, for a decision that ends (reading 12).

    A talk in which the choice was not put to the client (26.2) leaves it open who applies.
    """
    decision = _decision(s, t)
    if decision is None or _act(decision).valid_until is None or not _act(t).choice or _act(t).applicant != who:
        return False
    talks = [talk for talk in s.answering(decision, "indication.talk_held") if _act(talk).choice]
    place = talks.index(t)
    return place == 0 or _act(talks[place - 1]).applicant != who


def superseded_or_rechosen(s: State, t: Fact) -> date | None:
    """The day on which the decision was succeeded, or a later talk chose another applicant."""
    decision = _decision(s, t)
    if decision is None:
        return None
    ends = [indications.superseded(s, decision)]
    ends += [
        talk.day
        for talk in s.answering(decision, "indication.talk_held")
        if _act(talk).choice and talk.day > t.day and _act(talk).applicant != _act(t).applicant
    ]
    return min((day for day in ends if day is not None), default=None)


def within_reflection(s: State, t: Fact) -> bool:
    """Whether the provider applied within the two weeks of reflection, not waived by the client (27.2).

    The last day of the two weeks belongs to them (reading 4).
    """
    decision = _decision(s, t)
    if decision is None or _act(t).by != "provider" or not s.answering(decision, "indication.outgrown"):
        return False
    if s.answering(decision, "indication.reflection_waived"):
        return False
    offered = s.answering(decision, "indication.reflection_offered")
    return not offered or t.day <= offered[0].day + REFLECTION


def newly_indicated(s: State, name: str | None, fact: str) -> Any:
    """Whether the newly indicated care is among that which the provider may not or cannot give."""
    decision = s.named.get(name) if name is not None else s.last(indications.ISSUED)
    lacking = set(s.provider.get(fact) or ())
    return decision if decision is not None and lacking & set(_act(decision).care) else False


def no_indication_left(s: State) -> Any:
    """Whether the indication ended and no new one was obtained, or none was granted (31.1.d)."""
    issued, refusals = s.of(indications.ISSUED), s.of("indication.refused")
    if refusals and (not issued or refusals[-1].day >= issued[-1].day):
        law = _act(refusals[-1]).law
        if not any(_act(t).law != law and _covers_later(s, t) for t in issued):
            return refusals[-1]
    if issued and not any(_covers_later(s, t) for t in issued):
        return issued[-1]
    return False


def _covers_later(s: State, t: Fact) -> bool:
    act = _act(t)
    if s.answering(t, "indication.withdrawn"):
        return False
    return act.valid_until is None or act.valid_until >= s.day


# --- notice and end ---------------------------------------------------------------------------------------------------


def told_at_intake(s: State, topic: str) -> Any:
    """The information given before the agreement came about that made something clear at the intake."""
    agreement = s.agreement_on(s.day)
    for f in s.of("information.given"):
        if matters.gives(s, f, topic) and (agreement is None or f.day <= agreement.since):
            return f
    return False


def told_for_notice(s: State, kind: str) -> Any:
    """The last act of a kind under the present agreement."""
    agreement = s.agreement_on(s.day)
    for f in reversed(s.of(kind)):
        if agreement is None or f.day >= agreement.since:
            return f
    return False


def transfer_or(s: State, day: date | None) -> date | None:
    """The later of a day and that on which the new provider gives the care, where it is known (31.2)."""
    days = [_act(f).expected_on or f.day for f in s.of("care.transferred")]
    agreement = s.agreement_on(s.day)
    after = [given for given in days if agreement is None or given >= agreement.since]
    return max([day, *after]) if day is not None else None


def _end(s: State, t: Fact) -> agreements.End | None:
    for agreement in s.agreements:
        for end in agreement.ends:
            if end.fact is t:
                return end
    return None


def over(s: State) -> bool:
    """Whether the agreement had ended before the day the state is seen from: there is nothing left to end."""
    last = s.agreements[-1] if s.agreements else None
    return last is not None and last.ended is not None and last.ended < s.day


def notice_ends(s: State, t: Fact) -> bool:
    """Whether a notice brings the agreement to an end; one that was withdrawn did until then."""
    return _end(s, t) is not None or agreements.withdrawn(s, t)


def notice_day(s: State, t: Fact) -> date | None:
    """The day on which the agreement ends after a notice, sooner if something else ended it; none while it waits."""
    end = _end(s, t)
    agreement = s.agreement_on(t.day)
    if end is None or agreement is None:
        return None
    days = [day for day in (end.day, agreement.ended) if day is not None]
    return min(days, default=None)


def notice_moot(s: State, t: Fact) -> Fact | None:
    """What took the talk at the end away: the notice was withdrawn, or the client died."""
    for f in s.answering(t, "notice.withdrawn"):
        if _act(f).agreed:
            return f
    return s.first("client.died")


def same_agreement(s: State, f: Fact, t: Fact) -> bool:
    """Whether two acts belong to one agreement."""
    return s.agreement_on(f.day) is s.agreement_on(t.day)


def agreement_start(s: State, t: Fact) -> date:
    """The day on which the agreement of an act came about."""
    agreement = s.agreement_on(t.day)
    return agreement.since if agreement is not None else t.day
