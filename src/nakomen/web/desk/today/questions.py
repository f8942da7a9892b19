"""Of the duties on a page of which it cannot be told whether or when they are owed: the questions that settle them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from nakomen.acts.naming import name_acts, order
from nakomen.law.clock import local_day
from nakomen.norms.duties import UNDETERMINED
from nakomen.record import ledger
from nakomen.record.standings import norms_of
from nakomen.web.desk.questions import Known, KnownAct, Question, question

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from nakomen.norms.model import NormSet
    from nakomen.record.access import Decision
    from nakomen.record.models import DutyCopy
    from nakomen.record.standings import Conditions
    from nakomen.record.stored import StoredAct


@dataclass(frozen=True, slots=True)
class Asking:
    """What questions are asked by: the conditions, the decision for each client on the page, what one may record."""

    conditions: Conditions
    decisions: Mapping[UUID, Decision]
    append: Decision

    def of(self, duties: Sequence[DutyCopy]) -> dict[int, list[Question]]:
        """The questions of those duties that need one, by the duty; in as many queries as for one of them."""
        unsettled = [each for each in duties if each.state == UNDETERMINED]
        if not unsettled:
            return {}
        stored = ledger.entries_of(list(dict.fromkeys(each.chain_id for each in unsettled)))
        known = {client: self._known(client, _by_name(own)) for client, own in stored.items()}
        return {each.pk: list(self._of_one(each, known)) for each in unsettled}

    def _of_one(self, duty: DutyCopy, known: Mapping[UUID, Known]) -> Iterator[Question]:
        own = known.get(duty.chain_id) or self._known(duty.chain_id, {})
        return (found for missing in duty.missing if (found := question(missing, own)) is not None)

    def _known(self, client: UUID, acts: Mapping[str, StoredAct]) -> Known:
        decision = self.decisions[client]

        def act(name: str) -> KnownAct | None:
            stored = acts.get(name)
            if stored is None:
                return None
            seen = decision.covers(stored.act.kind, _about(stored, acts))
            return KnownAct(stored.act.kind, _day(stored.act.on), stored.seq, seen)

        return Known(client, act, decision.covers, self.append.covers, self._norms)

    def _norms(self) -> Iterator[NormSet]:
        """The conditions, the newest version first."""
        return (norms_of(row.name, bytes(row.source)) for row in reversed(self.conditions.rows))


def _by_name(stored: Sequence[StoredAct]) -> dict[str, StoredAct]:
    """A client's acts by the names under which the standing speaks of them."""
    of_act = {id(each.act): each for each in stored}
    ordered = order([each.act for each in stored])
    return {name: of_act[id(act)] for name, act in zip(name_acts(ordered), ordered, strict=True)}


def _about(stored: StoredAct, acts: Mapping[str, StoredAct]) -> str | None:
    """The kind of the act that this one corrects, if any."""
    other = acts.get(str(getattr(stored.act, "act", "") or ""))
    return other.act.kind if other else None


def _day(on: date | datetime) -> date:
    return local_day(on) if isinstance(on, datetime) else on
