"""Of a duty of which it cannot be told whether or when it is owed: the questions that settle it, each with its form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from nakomen.acts import KIND_AREAS
from nakomen.acts.labels import field_label, kind_label
from nakomen.acts.naming import name_acts, order
from nakomen.law.clock import local_day
from nakomen.norms.duties import UNDETERMINED
from nakomen.record import ledger
from nakomen.record.standings import norms_of
from nakomen.web.desk import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from nakomen.record.access import Decision
    from nakomen.record.models import DutyCopy
    from nakomen.record.roles import Language
    from nakomen.record.standings import Conditions
    from nakomen.record.stored import StoredAct


@dataclass(frozen=True, slots=True)
class Question:
    """A question, where it is answered, and the words of a setting or fact that only the Dutch text has."""

    text: str
    url: str
    dutch: str = ""


@dataclass(frozen=True, slots=True)
class Asking:
    """What questions are asked by: the conditions, the language, and the decision for each client on the page."""

    conditions: Conditions
    language: Language
    decisions: Mapping[UUID, Decision]

    def of(self, duties: Sequence[DutyCopy]) -> dict[int, list[Question]]:
        """The questions of those duties that need one, by the duty; in as many queries as for one of them."""
        unsettled = [each for each in duties if each.state == UNDETERMINED]
        if not unsettled:
            return {}
        stored = ledger.entries_of(list(dict.fromkeys(each.chain_id for each in unsettled)))
        acts = {client: _by_name(own) for client, own in stored.items()}
        return {each.pk: list(self._of_one(each, acts.get(each.chain_id, {}))) for each in unsettled}

    def _of_one(self, duty: DutyCopy, acts: Mapping[str, StoredAct]) -> Iterator[Question]:
        decision = self.decisions[duty.chain_id]
        for missing in duty.missing:
            owner, _dot, field = missing.rpartition(".")
            if missing in KIND_AREAS:
                if decision.covers(missing):
                    yield self._happened(duty, missing)
            elif owner in acts:
                stored = acts[owner]
                if decision.covers(stored.act.kind, _about(stored, acts)):
                    yield self._field(duty, stored, field)
            else:
                yield self._setting(missing.removeprefix("provider."))

    def _happened(self, duty: DutyCopy, kind: str) -> Question:
        text = _("Did this happen: %(act)s? Then record it.") % {"act": kind_label(kind, self.language)}
        return Question(text, reverse("act_new", args=[duty.chain_id, kind]))

    def _field(self, duty: DutyCopy, stored: StoredAct, field: str) -> Question:
        told = {
            "field": _label(stored.act.kind, field, self.language),
            "act": kind_label(stored.act.kind, self.language),
            "day": words.day(_day(stored.act.on)),
        }
        address = reverse("act_correct", args=[duty.chain_id, stored.seq])
        return Question(
            _("“%(field)s” was not filled in at: %(act)s, %(day)s. Fill it in.") % told,
            f"{address}?{urlencode({'field': field})}",
        )

    def _setting(self, name: str) -> Question:
        for row in reversed(self.conditions.rows):
            norms = norms_of(row.name, bytes(row.source))
            found = norms.settings.get(name) or norms.facts.get(name)
            if found is not None:
                return Question(_("This is not settled for the organisation yet:"), reverse("settings"), found.label)
        return Question(_("A setting of the organisation is missing."), reverse("settings"))


def _by_name(stored: Sequence[StoredAct]) -> dict[str, StoredAct]:
    """A client's acts by the names under which the standing speaks of them."""
    of_act = {id(each.act): each for each in stored}
    ordered = order([each.act for each in stored])
    return {name: of_act[id(act)] for name, act in zip(name_acts(ordered), ordered, strict=True)}


def _about(stored: StoredAct, acts: Mapping[str, StoredAct]) -> str | None:
    """The kind of the act that this one corrects, if any."""
    other = acts.get(str(getattr(stored.act, "act", "") or ""))
    return other.act.kind if other else None


def _label(kind: str, field: str, language: Language) -> str:
    try:
        return field_label(kind, field, language)
    except KeyError:  # what is asked for can be a part of a field
        return field.replace("_", " ")


def _day(on: date | datetime) -> date:
    return local_day(on) if isinstance(on, datetime) else on
