"""The duty that a form was opened for: what its form starts with, what does it, and what an act leaves undone of it.

An address names the duty by its clause and the act that opened it; where a clause asks the same of both sides, also by
the side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.http import urlencode

from nakomen.norms import wanting
from nakomen.norms.duties import PENDING
from nakomen.web.desk.acts.opening import given_back
from nakomen.web.desk.addresses import of_act

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nakomen.norms.facts import Fact
    from nakomen.norms.model import DutyNorm
    from nakomen.norms.state import State
    from nakomen.record.previewing import Preview
    from nakomen.web.desk.acts.opening import Opened


@dataclass(frozen=True, slots=True)
class Left:
    """What is left undone: in Dutch, what is not yet as the clause asks; nothing where that cannot be told."""

    clause: str
    lacking: list[str]


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty: its norm, the act that opened it, and the standing's state under the conditions that it belongs to."""

    norm: DutyNorm
    trigger: Fact
    state: State

    @property
    def starts_with(self) -> dict[str, Any]:
        """Fields that the clause itself names."""
        return wanting.wanted(self.norm, self.trigger)

    @property
    def asked(self) -> str:
        """In Dutch, what must be so."""
        return wanting.asked(self.norm, self.state)

    @property
    def by_itself(self) -> bool:
        """Whether the act that opened it must itself be as the clause asks: putting that right does it."""
        return self.norm.link == "self"

    @property
    def first_wrong(self) -> str:
        """The field of that act to look at first: one that is not as the clause asks; empty where none can be told."""
        act: Any = self.trigger.act
        named = wanting.truths(self.norm)
        return next((name for name in named if not getattr(act, name, True)), "")

    def left_by(self, made: Preview) -> Left | None:
        """What the acts of a preview leave undone; None where they do the duty, or where it may not be seen."""
        after = [
            each for each in made.after.duties if each.norm is self.norm and each.trigger.name == self.trigger.name
        ]
        if not made.readable or not after or after[0].state not in PENDING:
            return None
        names = [name for name, act in made.after.case.named if any(act is each for each in made.acts)]
        state = made.after.state_of(after[0])
        return Left(self.norm.clause, wanting.lacking(after[0], state, names or [self.trigger.name]))


def owed(own: Opened, act: str, clause: str, kind: str = "", bearer: str = "") -> Owed | None:
    """The duty that an act of a kind is to do; None where the address names none, or one that may not be seen.

    Without a kind: the one that is done by putting the act right that opened it.
    """
    if not clause or not act or not (own.seen.sees(act) and own.reading.allowed):
        return None
    found = [each for each in _norms(own, act, clause) if _does(each, kind)]
    own_side = [each for each in found if each.norm.bearer == (bearer or "provider")]
    first = next(iter(own_side or found), None)
    return first if first is not None and own.reading.covers(first.trigger.kind) else None


def to_put_right(own: Opened, owed: Owed) -> str:
    """Where the act is put right that must itself be as the clause asks; empty where another act does the duty."""
    name = owed.trigger.name
    seq = next((place for place, act in enumerate(own.seen.acts, 1) if act.id == name), 0)
    if not owed.by_itself or not seq:
        return ""
    asked = {"field": owed.first_wrong, "clause": owed.norm.clause, "next": given_back(own.asked)}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{of_act('act_correct', own.client, seq)}?{query}"


def _does(each: Owed, kind: str) -> bool:
    return kind in (each.norm.what, *each.norm.done) if kind else each.by_itself


def _norms(own: Opened, act: str, clause: str) -> Iterator[Owed]:
    """The duties under a clause that an act can open, under every version of the conditions that governs some act."""
    for state in own.seen.case.states(own.asked.today, None)[1]:
        trigger = state.named.get(act)
        if trigger is not None:
            norms = state.norms.duties.get(trigger.kind, ())
            yield from (Owed(norm, trigger, state) for norm in norms if norm.clause == clause)
