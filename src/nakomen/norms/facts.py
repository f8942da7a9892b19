"""Acts as the engine sees them: which of them count on a day, and which answers which.

An entry of the ledger is never changed. Corrections and retractions change what follows from it, from the moment that
they were recorded (reading 11); every other act counts when it had been recorded by then and its day is not later than
the day asked.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from nakomen.acts.moments import recorded_at
from nakomen.law.clock import local_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nakomen.acts.base import Act

CORRECTED = "act.corrected"
RETRACTED = "act.retracted"
#: Acts that change what follows from others.
REWRITING = frozenset({CORRECTED, RETRACTED})

#: Kinds whose answer without a reference goes to the latest thing: a newer plan or offer takes the place of the older.
LATEST: Mapping[str, str] = {
    "agreement.accepted": "agreement.offered",
    "agreement.signed": "agreement.offered",
    "agreement.offer_declined": "agreement.offered",
    "plan.agreed": "plan.presented",
    "plan.signed": "plan.presented",
    "plan.copied": "plan.presented",
    "plan.evaluated": "plan.presented",
    "plan.changed": "plan.presented",
    "plan.refused": "plan.presented",
    "plan.deviated": "plan.presented",
    "plan.goal_reached": "plan.presented",
    "plan.evaluation_requested": "plan.presented",
}
AGREED = "plan.agreed"
#: Kinds that, once a plan is in effect, speak of that plan.
OF_PLAN_IN_FORCE = frozenset(
    {"plan.evaluated", "plan.changed", "plan.deviated", "plan.goal_reached", "plan.evaluation_requested"}
)
#: Kinds whose answer without a reference goes to the only open thing; two open things leave it undetermined.
ONLY_OPEN: Mapping[str, str] = {
    "dispute.choice_asked": "complaint.received",
    "referral.made": "referral.requested",
}


class Fact:
    """An act with its name, its local day, its instant where the time is known, and what it answers."""

    __slots__ = ("act", "at", "day", "kind", "name", "ref")

    def __init__(self, act: Act, name: str) -> None:
        on = act.on
        # Which fields there are depends on the kind; the norms that name them are checked against the vocabulary.
        self.act: Any = act
        self.name = name
        self.kind = act.kind
        self.ref = act.act
        if type(on) is date:
            self.day: date = on
            self.at: datetime | None = None
        else:
            assert isinstance(on, datetime)
            self.day = local_day(on)
            self.at = on

    def __repr__(self) -> str:
        return f"<{self.kind} {self.name} {self.day}>"


def not_after(fact: Fact, day: date, at: datetime | None) -> bool:
    """Whether `fact` was done by a moment: acts of one day without a time count in the order that a clause asks for."""
    if fact.day != day:
        return fact.day < day
    return fact.at is None or at is None or fact.at <= at


def precedes(first: Fact, second: Fact) -> bool:
    """Whether `first` can have been done before `second`, or at the same time."""
    return not_after(first, second.day, second.at)


class Effective:
    """The facts that count, and the acts that a retraction took along."""

    __slots__ = ("facts", "orphans", "retracted")

    def __init__(self, facts: list[Fact], retracted: list[Fact], orphans: list[Fact]) -> None:
        self.facts = facts
        self.retracted = retracted
        self.orphans = orphans


def effective(named: Sequence[tuple[str, Act]], as_of: date, known_on: datetime | None) -> Effective:
    """The facts known by `known_on` that had happened by the end of `as_of`, in order of time.

    `named` pairs each act with its name, in canonical order. Without `known_on` all acts count as known.
    """
    kept = named if known_on is None else _known(named, known_on)
    retracted: list[Fact] = []
    orphans: list[Fact] = []
    if not REWRITING.isdisjoint([act.kind for _, act in kept]):
        kept, retracted, orphans = _rewrite(kept)
    facts = [fact for fact in [Fact(act, name) for name, act in kept] if fact.day <= as_of]
    facts = _grounded(facts)
    if not _in_order(facts):
        facts.sort(key=_sort_key)
    return Effective(facts, retracted, [fact for fact in orphans if fact.day <= as_of])


def _known(named: Sequence[tuple[str, Act]], known_on: datetime) -> list[tuple[str, Act]]:
    """The acts that had been recorded by a moment; a day alone is 00:00, so that comparing days is enough for it."""
    kept: list[tuple[str, Act]] = []
    last = local_day(known_on)
    for pair in named:
        act = pair[1]
        on = act.on
        if act.recorded is not None:
            known = act.recorded <= known_on
        elif isinstance(on, datetime):
            known = on <= known_on
        else:
            known = on <= last
        if known:
            kept.append(pair)
    return kept


def _grounded(facts: list[Fact]) -> list[Fact]:
    """Leave out what answers an act that is not known yet, or has not happened yet: until then it answers nothing."""
    while True:
        names = {fact.name for fact in facts}
        kept = [fact for fact in facts if fact.ref is None or fact.ref in names]
        if len(kept) == len(facts):
            return kept
        facts = kept


def _in_order(facts: list[Fact]) -> bool:
    """Whether facts stand in order of time already, as those of a ledger mostly do."""
    for one, next_one in pairwise(facts):
        if next_one.day > one.day:
            continue
        if next_one.day < one.day or (one.at is not None and (next_one.at is None or next_one.at < one.at)):
            return False
    return True


def _sort_key(fact: Fact) -> tuple[date, float]:
    return (fact.day, fact.at.timestamp() if fact.at is not None else 0.0)


def _rewrite(kept: Sequence[tuple[str, Act]]) -> tuple[list[tuple[str, Act]], list[Fact], list[Fact]]:
    """Apply retractions, then corrections; drop what answers a retracted act, directly or not."""
    gone = _retracted(kept)
    changes = [(name, act) for name, act in kept if act.kind == CORRECTED and name not in gone]
    changes.sort(key=lambda pair: recorded_at(pair[1]))
    newer: dict[str, dict[str, object]] = {}
    for _, act in changes:
        correction: Any = act
        newer.setdefault(act.act or "", {}).update(correction.fields)
    current = [(name, replace(act, **newer[name]) if name in newer else act) for name, act in kept]  # type: ignore[arg-type]
    about = [(name, act) for name, act in current if act.kind not in (CORRECTED, RETRACTED)]
    lost = _lost(about, gone)
    rest = [(name, act) for name, act in about if name not in gone and name not in lost]
    orphans = [Fact(act, name) for name, act in about if name in lost]
    return rest, [Fact(act, name) for name, act in current if name in gone], orphans


def _retracted(kept: Sequence[tuple[str, Act]]) -> set[str]:
    """Names of the acts that are retracted by a retraction that itself still stands."""
    retractions = [(name, act) for name, act in kept if act.kind == RETRACTED]
    retractions.sort(key=lambda pair: recorded_at(pair[1]), reverse=True)
    gone: set[str] = set()
    for name, act in retractions:
        if name not in gone and act.act is not None:
            gone.add(act.act)
    return gone


def _lost(about: list[tuple[str, Act]], gone: set[str]) -> set[str]:
    """Names of the acts that answer a retracted act, directly or not.

    Also those that did so without naming it and have nothing else left to answer.
    """
    lost = _answering(about, gone)
    answered = _answered(about)
    while True:
        left = _answered([(name, act) for name, act in about if name not in gone and name not in lost])
        more = {name for name, ref in left.items() if ref is None and answered[name] in gone | lost}
        if not more:
            return lost
        lost |= more | _answering(about, gone | lost | more)


def _answered(pairs: list[tuple[str, Act]]) -> dict[str, str | None]:
    """What each act answers, whether it names it or not."""
    facts = sorted((Fact(act, name) for name, act in pairs), key=_sort_key)
    by_kind: dict[str, list[Fact]] = {}
    for fact in facts:
        by_kind.setdefault(fact.kind, []).append(fact)
    link(facts, by_kind)
    return {fact.name: fact.ref for fact in facts}


def _answering(kept: Sequence[tuple[str, Act]], gone: set[str]) -> set[str]:
    lost = set(gone)
    grown = True
    while grown:
        grown = False
        for name, act in kept:
            if name not in lost and act.act in lost:
                lost.add(name)
                grown = True
    return lost - gone


def link(facts: Iterable[Fact], by_kind: Mapping[str, list[Fact]]) -> dict[str, list[Fact]]:
    """Give answering facts without a reference the thing they answer; return the candidates left undecided, by name."""
    undecided: dict[str, list[Fact]] = {}
    loose = [fact for fact in facts if fact.ref is None]
    for fact in loose:
        if fact.kind == AGREED:
            _link_latest(fact, by_kind.get(LATEST[AGREED], []))
    for fact in loose:
        if fact.ref is not None:
            continue
        if fact.kind in OF_PLAN_IN_FORCE and _link_in_force(fact, by_kind.get(AGREED, [])):
            continue
        target = LATEST.get(fact.kind)
        if target is not None:
            _link_latest(fact, by_kind.get(target, []))
        elif (target := ONLY_OPEN.get(fact.kind)) is not None:
            _link_only_open(fact, by_kind.get(target, []), by_kind[fact.kind], undecided)
    return undecided


def _link_in_force(fact: Fact, agreed: list[Fact]) -> bool:
    """What is said of a plan without naming it is said of the plan in effect."""
    for consent in reversed(agreed):
        if precedes(consent, fact):
            fact.ref = consent.ref
            return True
    return False


def _link_latest(fact: Fact, things: list[Fact]) -> None:
    for thing in reversed(things):
        if precedes(thing, fact):
            fact.ref = thing.name
            return


def _link_only_open(fact: Fact, things: list[Fact], answers: list[Fact], undecided: dict[str, list[Fact]]) -> None:
    answered = {other.ref for other in answers if other is not fact and precedes(other, fact)}
    open_things = [thing for thing in things if precedes(thing, fact) and thing.name not in answered]
    if len(open_things) == 1:
        fact.ref = open_things[0].name
    for thing in open_things if len(open_things) > 1 else ():
        undecided.setdefault(thing.name, []).append(fact)
