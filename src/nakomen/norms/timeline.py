"""What a picture of a client's time shows: indications, agreements, plans, pauses and last days, as plain data.

How it is drawn is for others. Each part names the act on which it rests, so that whoever may not see that act can leave
the part out before the window of the picture is chosen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from nakomen.norms import agreements, indications, plans
from nakomen.norms.duties import PENDING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nakomen.norms.agreements import Agreement
    from nakomen.norms.duties import Duty
    from nakomen.norms.facts import Fact
    from nakomen.norms.standing import Standing
    from nakomen.norms.state import State

LANES = ("indication", "agreement", "plan", "pause", "deadline")
"""The lanes of the picture, from the top."""

ONE_DAY = timedelta(days=1)
BEHIND, AHEAD = timedelta(days=365), timedelta(days=365)
"""How far a picture reaches at most before and after the day asked."""
LEAST_BEHIND, LEAST_AHEAD = timedelta(days=60), timedelta(days=60)
"""How far it reaches at least, so that a young file does not look like a long one."""


@dataclass(frozen=True, slots=True)
class Span:
    """Something that holds from a day until a last day (None: no end is known); a deadline is one day.

    `state` is a word of the lane: current, past, ahead or withdrawn for an indication; offered, in_force, ending or
    ended for an agreement; presented, in_force or replaced for a plan; past, current or ahead for a pause; the state of
    the duty for a deadline. `label` is what it is called: the law, a clause, or nothing.
    """

    lane: str
    start: date
    end: date | None
    state: str
    act: str
    label: str = ""


def timeline(found: Standing, duties: Iterable[Duty]) -> list[Span]:
    """The parts of the picture on the day of a standing, lane by lane in order of time; `duties` are those to show."""
    s = found.s
    spans = [*_indications(s), *_agreements(s), *_plans(s), *_pauses(s), *_deadlines(duties)]
    return sorted(spans, key=lambda span: (LANES.index(span.lane), span.start, span.end or date.max, span.act))


def window(spans: Sequence[Span], as_of: date) -> tuple[date, date]:
    """The first and the last day to draw: what the spans need, within a year before and after the day asked."""
    days = [day for span in spans for day in (span.start, span.end) if day is not None]
    first = min([*days, as_of - LEAST_BEHIND])
    last = max([*days, as_of + LEAST_AHEAD])
    return max(first, as_of - BEHIND), min(last, as_of + AHEAD)


# --- lanes ----------------------------------------------------------------------------------------------------------


def _indications(s: State) -> list[Span]:
    made = []
    for fact in s.of(indications.ISSUED):
        act: Any = fact.act
        gone = s.answering(fact, "indication.withdrawn")
        end = min(filter(None, [act.valid_until, *(each.day for each in gone)]), default=None)
        state = "withdrawn" if gone else _now(s, act.valid_from, end)
        made.append(Span("indication", act.valid_from, end, state, fact.name, act.law))
    return made


def _agreements(s: State) -> list[Span]:
    made = [Span("agreement", each.since, _last(each), each.status(), each.accepted.name) for each in s.agreements]
    offer = agreements.pending_offer(s)
    if offer is not None and not s.of("client.died"):
        made.append(Span("agreement", offer.day, None, "offered", offer.name))
    return made


def _plans(s: State) -> list[Span]:
    """Each plan from the consent to it until the next one or the end of the agreement; and one that awaits consent."""
    agreed = s.of("plan.agreed")
    present = plans.in_force(s)
    made = []
    for fact, following in zip_longest(agreed, agreed[1:]):
        end = _end_of(s, fact)
        if following is not None:
            before = max(fact.day, following.day - ONE_DAY)
            end = before if end is None else min(end, before)
        state = "in_force" if fact is present and (end is None or end >= s.as_of) else "replaced"
        made.append(Span("plan", fact.day, end, state, fact.name))
    answered = {fact.ref for fact in agreed}
    waiting = [fact for fact in s.of("plan.presented") if fact.name not in answered]
    if waiting and (not agreed or waiting[-1].day >= agreed[-1].day):
        made.append(Span("plan", waiting[-1].day, _end_of(s, waiting[-1]), "presented", waiting[-1].name))
    return made


def _end_of(s: State, fact: Fact) -> date | None:
    """The last day of the agreement that a plan goes with, as far as it is known."""
    agreement = s.agreement_on(fact.day)
    return None if agreement is None else _last(agreement)


def _last(agreement: Agreement) -> date | None:
    end = agreement.end()
    return agreement.ended if agreement.ended is not None else end.day if end is not None else None


def _pauses(s: State) -> list[Span]:
    made = []
    for fact in s.of("care.paused"):
        act: Any = fact.act
        resumed = [max(act.from_, each.day - ONE_DAY) for each in s.answering(fact, "care.resumed")]
        end = min(filter(None, [act.until, *resumed]), default=None)
        made.append(Span("pause", act.from_, end, _now(s, act.from_, end), fact.name, act.reason or ""))
    return made


def _deadlines(duties: Iterable[Duty]) -> list[Span]:
    return [
        Span("deadline", duty.due, duty.due, duty.state, duty.trigger.name, duty.clause)
        for duty in duties
        if duty.state in PENDING and duty.due is not None
    ]


def _now(s: State, start: date, end: date | None) -> str:
    """Whether something that holds from a day until a day is past, current or still ahead."""
    if start > s.as_of:
        return "ahead"
    return "past" if end is not None and end < s.as_of else "current"
