"""What acts would change, before they are recorded: the standing without and with them, made in memory alone.

The acts go the way of the ledger (`preparing.prepare`, the areas of who records), so that what can be previewed can be
recorded. Nothing is written, and nothing outside what the person may read is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nakomen.acts.reading_acts import draft
from nakomen.acts.writing import write_act
from nakomen.law.clock import local_day
from nakomen.norms.difference import Difference, difference
from nakomen.norms.standing import standing
from nakomen.record.preparing import check_areas, prepare
from nakomen.record.seeing import STANDS_ON

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from nakomen.acts.base import Act
    from nakomen.norms.standing import Case, Standing
    from nakomen.record.access import Decision
    from nakomen.record.actors import Actor
    from nakomen.record.seeing import Seen


@dataclass(frozen=True, slots=True)
class Preview:
    """Acts that are not recorded yet, the standings without and with them, and what of the difference may be shown.

    `readable` tells whether what follows from all of these acts lies within what may be read.
    """

    acts: tuple[Act, ...]
    before: Standing
    after: Standing
    difference: Difference
    readable: bool


def preview(
    seen: Seen, given: Sequence[Mapping[str, object]], *, actor: Actor, now: datetime, reading: Decision
) -> Preview:
    """What these acts would change today, for the client of `seen`, which a decision on `act.append` made.

    `reading` is the decision by which the standing may be read: what it does not cover is left out of the difference,
    which is empty where it refuses. Raises AppendError as the ledger would.
    """
    known = seen.acts
    kinds = {act.id: act.kind for act in known}
    hidden = {act.id for act in known if not seen.decision.covers(act.kind, kinds.get(act.act))}
    drafts = [draft(0, write_act(act)) for act in known]
    made = prepare(given, drafts, actor=actor, now=now, hidden=hidden)
    check_areas(made, kinds | {act.id: act.kind for act in made}, seen.decision)
    day = local_day(now)
    after_case = seen.conditions.case((*known, *made))
    before, after = standing(seen.case, day), standing(after_case, day)
    shown = _shown(difference(before, after), after_case, reading)
    every = kinds | {act.id: act.kind for act in made}
    readable = all(reading.covers(act.kind, every.get(act.act)) for act in made)
    return Preview(made, before, after, shown, readable)


def _shown(found: Difference, case: Case, reading: Decision) -> Difference:
    """The difference as far as the decision opens the acts that it rests on."""
    if not reading.allowed:
        return Difference()
    kinds = {name: act.kind for name, act in case.named}
    about = {name: kinds.get(act.act or "") for name, act in case.named}

    def sees(names: Iterable[str]) -> bool:
        return reading.areas is None or all(
            name in kinds and reading.covers(kinds[name], about[name]) for name in names
        )

    def part(name: str) -> bool:
        return reading.areas is None or reading.covers(STANDS_ON[name])

    return found.within(lambda row: reading.covers(row.trigger.kind), lambda item: sees(item.because), part)
