"""Visits: when they start, whether they were cancelled in time, and what excuses that they were not."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from nakomen.law.clock import hours_before, local_day, start_of_day
from nakomen.norms.facts import precedes

if TYPE_CHECKING:
    from nakomen.norms.facts import Fact
    from nakomen.norms.state import State

ONE_DAY = timedelta(days=1)
BY_CLIENT = frozenset({"client", "representative"})


def visit_of(s: State, fact: Fact) -> Fact | None:
    """The planned visit that a fact is about."""
    return fact if fact.kind == "visit.planned" else s.named.get(fact.ref) if fact.ref else None


def start(s: State, visit: Fact) -> datetime:
    """When a visit starts, after it was moved by agreement."""
    act: Any = visit.act
    begin: datetime = act.start
    for moved in s.answering(visit, "visit.moved"):
        begin = moved.act.start
    return begin


def start_day(s: State, visit: Fact) -> date:
    """The local day on which a visit starts."""
    return local_day(start(s, visit))


def ahead(s: State, fact: Fact, hours: int) -> datetime | None:
    """So many real hours before the visit, or before the first day of the pause, that a fact is about (reading 1)."""
    if fact.kind == "care.paused":
        return hours_before(start_of_day(fact.act.from_), hours)
    visit = visit_of(s, fact)
    return hours_before(start(s, visit), hours) if visit is not None else None


def in_time(s: State, fact: Fact, hours: int) -> bool | None:
    """Whether a visit was cancelled that many hours ahead, by itself or by a pause of the client that covers it.

    A miss by itself never was; unknown where the time of that day matters.
    """
    by_pause = announced(s, fact, hours)
    if by_pause or fact.kind == "visit.missed":
        return by_pause
    by_itself = _told_ahead(s, fact, ahead(s, fact, hours))
    return by_itself if by_itself or by_pause is False else None


def announced(s: State, fact: Fact, hours: int) -> bool | None:
    """Whether the client had told that many hours ahead that no care was wanted in a period that covers the visit."""
    visit = visit_of(s, fact)
    if visit is None:
        return False
    pause = paused(s, start_day(s, visit))
    if pause is None or pause.act.by != "client":
        return False
    return _told_ahead(s, pause, hours_before(start(s, visit), hours))


def _told_ahead(s: State, fact: Fact, limit: datetime | None) -> bool | None:
    if limit is None:
        return None
    if fact.at is not None:
        return fact.at <= limit
    last = local_day(limit)
    if fact.day == last:
        s.lack(f"{fact.name}.on")
        return None
    return fact.day < last


def force_majeure(s: State, fact: Fact) -> bool | None:
    """Whether force majeure was shown: `shown` absent leaves it undetermined, false is no excuse (reading 7)."""
    act: Any = fact.act
    if getattr(act, "reason", None) != "force_majeure":
        return False
    if act.shown is None:
        s.lack(f"{fact.name}.shown")
    return act.shown  # type: ignore[no-any-return]


def urgent_health(fact: Fact) -> bool:
    """Whether an urgent reason of health was given; it needs no proof (reading 7)."""
    return getattr(fact.act, "reason", None) == "urgent_health"


def excused(s: State, fact: Fact) -> bool | None:
    """Whether either clause's excuse bars a charge: force majeure shown, or urgent health (reading 8)."""
    return True if urgent_health(fact) else force_majeure(s, fact)


def said_unable(fact: Fact) -> bool:
    """Whether force majeure was the reason, where the clause asks for no proof (`zonl` 7.5, reading 7)."""
    act: Any = fact.act
    return getattr(act, "reason", None) == "force_majeure"


def reported(s: State, visit: Fact) -> Fact | None:
    """The cancellation by the client's side, or the miss, of a visit that the provider had not given up before."""
    for fact in s.answers.get(visit.name, ()):
        if fact.kind == "visit.not_given":
            return None
        if fact.kind == "visit.cancelled":
            return fact if fact.act.by in BY_CLIENT else None
        if fact.kind == "visit.missed":
            return fact
    return None


def not_needed(s: State, visit: Fact) -> Fact | None:
    """The act by which the client's side made a planned visit fall away."""
    for kind in ("visit.cancelled", "visit.missed", "visit.refused"):
        for fact in s.answering(visit, kind):
            if kind != "visit.cancelled" or fact.act.by in BY_CLIENT:
                return fact
    return None


def paused(s: State, day: date) -> Fact | None:
    """The pause that covers a day."""
    for pause in s.of("care.paused"):
        act: Any = pause.act
        until = act.until
        resumed = s.answering(pause, "care.resumed")
        if resumed and (until is None or resumed[0].day <= until):
            until = resumed[0].day - ONE_DAY
        if act.from_ <= day and (until is None or day <= until):
            return pause
    return None


def misses(s: State, since: Fact | None) -> list[tuple[Fact, bool | None]]:
    """The missed visits after a talk, each with whether it counts: without force majeure (`zonl` 7.6, reading 29)."""
    return [
        (fact, not said_unable(fact)) for fact in s.of("visit.missed") if since is None or not precedes(fact, since)
    ]


def second_miss(s: State, fact: Fact) -> bool | None:
    """Whether this miss is a second one since the last talk, within one agreement (reading 29)."""
    if said_unable(fact):
        return False
    agreement = s.agreement_on(fact.day)
    talks = [talk for talk in s.of("noshow.talk_held") if not precedes(fact, talk)]
    counted = 0
    for other, counts in misses(s, talks[-1] if talks else None):
        if counts and s.agreement_on(other.day) is agreement:
            counted += 1
        if other is fact:
            break
    return counted > 0 and counted % 2 == 0
