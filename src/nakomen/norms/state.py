"""The facts of one client on one day, indexed for the norms that read them.

`State` holds everything that counts; `Moment` is the same state as it was at an earlier moment, for acts that are
judged by what had been done when they were done.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date, datetime, timedelta
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from nakomen.law.calendar import delivery_day
from nakomen.norms.facts import Fact, link, not_after

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from nakomen.norms.agreements import Agreement
    from nakomen.norms.debts import Account
    from nakomen.norms.model import NormSet

NONE: list[Fact] = []
#: Up to so many facts, looking at each is quicker than searching.
FEW = 8
_DAY = attrgetter("day")
ONE_DAY = timedelta(days=1)


class State:
    """What counts on a day: facts by kind, by name and by what they answer, with the provider's facts and settings."""

    def __init__(
        self,
        norms: NormSet,
        facts: Sequence[Fact],
        as_of: date,
        settings: Mapping[str, Any],
        provider: Mapping[str, Any],
    ) -> None:
        self.norms = norms
        self.facts = facts
        self.as_of = as_of
        self.settings = settings
        self.provider = provider
        self.lacking: list[str] | None = None
        self.marks: set[date] = set()
        self.governing: Callable[[date], State] | None = None
        by: dict[str, list[Fact]] = {}
        for fact in facts:
            kind = fact.kind
            if kind in by:
                by[kind].append(fact)
            else:
                by[kind] = [fact]
        self.by = by
        self.undecided = link(facts, by)
        self.memo: dict[Any, Any] = {}
        answers: dict[str, list[Fact]] = {}
        for fact in facts:
            ref = fact.ref
            if ref is not None:
                if ref in answers:
                    answers[ref].append(fact)
                else:
                    answers[ref] = [fact]
        self.answers = answers

    @cached_property
    def named(self) -> dict[str, Fact]:
        """The facts by the name of their act."""
        return {fact.name: fact for fact in self.facts}

    @cached_property
    def agreements(self) -> list[Agreement]:
        """The agreements in order of time, with their ends."""
        from nakomen.norms.agreements import timeline

        return timeline(self)

    @cached_property
    def accounts(self) -> dict[str, Account]:
        """What is open on each invoice, by its name."""
        from nakomen.norms.debts import accounts

        return accounts(self)

    # -- questions --------------------------------------------------------------------------------------------------

    @property
    def day(self) -> date:
        """The day from which the facts are seen."""
        return self.as_of

    def of(self, kind: str) -> list[Fact]:
        """The facts of a kind, in order of time."""
        return self.by.get(kind, NONE)

    def answering(self, fact: Fact | None, kind: str) -> list[Fact]:
        """The facts of a kind that answer `fact`."""
        if fact is None:
            return NONE
        found = self.answers.get(fact.name)
        return [other for other in found if other.kind == kind] if found is not None else NONE

    def last(self, kind: str, fits: Callable[[Fact], Any] | None = None) -> Fact | None:
        """The last fact of a kind that certainly fits."""
        if kind not in self.by:
            return None
        facts = self.of(kind)
        if fits is None:
            return facts[-1] if facts else None
        for fact in reversed(facts):
            if fits(fact):
                return fact
        return None

    def first(self, kind: str, fits: Callable[[Fact], Any] | None = None) -> Fact | None:
        """The first fact of a kind that certainly fits."""
        if kind not in self.by:
            return None
        facts = self.of(kind)
        if fits is None:
            return facts[0] if facts else None
        for fact in facts:
            if fits(fact):
                return fact
        return None

    def lack(self, name: str) -> None:
        """Note what is missing (`ID.FIELD`, parameter, setting, kind of act); heard only when reasons are asked."""
        if self.lacking is not None and name not in self.lacking:
            self.lacking.append(name)

    def passed(self, day: date) -> bool:
        """Whether the day has passed; remembered, because the standing changes by time alone when it does."""
        self.marks.add(day)
        return self.as_of > day

    def reached(self, day: date) -> bool:
        """Whether the day has come."""
        self.marks.add(day - ONE_DAY)
        return self.as_of >= day

    def agreement_on(self, day: date) -> Agreement | None:
        """The agreement that is in force on a day, or the first one after it."""
        for agreement in self.agreements:
            end = agreement.ended
            if end is None or day <= end:
                return agreement
        return None

    def in_force(self, day: date) -> bool:
        """Whether an agreement is in force on a day."""
        agreement = self.agreement_on(day)
        return agreement is not None and agreement.since <= day

    def under(self, day: date) -> State:
        """The state under the version that governs an act of a day; this one where the conditions never changed."""
        return self if self.governing is None else self.governing(day)

    @property
    def whole(self) -> State:
        """The state with all that counts, from whatever moment it is seen."""
        return self

    def seen(self, fact: Fact) -> bool:
        """Whether a fact had been done by the moment from which the state is seen."""
        return fact.day <= self.as_of

    def moment(self, fact: Fact) -> Moment:
        """This state as it was when `fact` was done."""
        return Moment(self, fact.day, fact.at)


class Moment(State):
    """A state seen at an earlier moment: facts that had not been done by then are left out."""

    def __init__(self, state: State, day: date, at: datetime | None = None) -> None:
        self.__dict__.update(state.__dict__)
        self.memo = {}
        self._whole = state.whole
        self._day = day
        self._at = at

    def as_seen(self, state: State) -> Moment:
        """Another state at this same moment."""
        return Moment(state, self._day, self._at)

    @property
    def day(self) -> date:
        """The day from which the facts are seen."""
        return self._day

    @property
    def whole(self) -> State:
        """The state with all that counts."""
        return self._whole

    def seen(self, fact: Fact) -> bool:
        """Whether a fact had been done by then."""
        return not_after(fact, self._day, self._at)

    def of(self, kind: str) -> list[Fact]:
        """The facts of a kind done by then."""
        found: list[Fact] | None = self.memo.get(kind)
        if found is None:
            facts = self.by.get(kind, NONE)
            earlier = bisect_left(facts, self._day, key=_DAY) if len(facts) > FEW else 0
            day_after = bisect_right(facts, self._day, lo=earlier, key=_DAY) if len(facts) > FEW else len(facts)
            found = facts[:earlier] + [fact for fact in facts[earlier:day_after] if self.seen(fact)]
            self.memo[kind] = found
        return found

    def answering(self, fact: Fact | None, kind: str) -> list[Fact]:
        """The facts of a kind done by then that answer `fact`."""
        return [other for other in super().answering(fact, kind) if not_after(other, self._day, self._at)]


def received(fact: Fact) -> date:
    """The day of receipt: `received_on`, else the day itself, for paper the second delivery day (reading 5)."""
    act: Any = fact.act
    stated: date | None = getattr(act, "received_on", None)
    if stated is not None:
        return stated
    if getattr(act, "channel", None) in ("paper", "letter"):
        return delivery_day(fact.day)
    return fact.day
