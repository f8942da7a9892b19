"""What would stand if the acts of a guided form were recorded: tried in memory, nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nakomen.acts.reading_acts import draft
from nakomen.acts.writing import write_act
from nakomen.record.preparing import prepare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nakomen.norms.state import State
    from nakomen.web.desk.guided.steps import Act, Guiding


def supposed(guiding: Guiding, acts: Sequence[Act]) -> State:
    """The state of today with these acts added. Raises AppendError where they cannot be recorded."""
    known = guiding.seen.acts
    kinds = {act.id: act.kind for act in known}
    hidden = {act.id for act in known if not guiding.record.covers(act.kind, kinds.get(act.act))}
    asked = guiding.asked
    there = [draft(0, write_act(act)) for act in known]
    new = prepare(acts, there, actor=asked.actor, now=asked.now, hidden=hidden)
    return guiding.seen.conditions.case([*known, *new]).state(asked.today, asked.now)
