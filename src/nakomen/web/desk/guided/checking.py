"""The last page of a guided form: what is about to be recorded, in words, and what changes by it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from nakomen.acts import labels
from nakomen.record import previewing
from nakomen.record.ledger import AppendError
from nakomen.record.seeing import Seen
from nakomen.web.desk.acts import previews

if TYPE_CHECKING:
    from nakomen.web.desk.guided.flow import Collected
    from nakomen.web.desk.guided.steps import Guiding

_KEY = re.compile(r"[0-9a-f]{12}", re.ASCII)


def key_of(given: str) -> str:
    """The key that the page carried, where it is one: it becomes part of ids."""
    return given if _KEY.fullmatch(given) else ""


def recorded(count: int) -> str:
    """What is told after recording."""
    return _("One act is recorded.") if count == 1 else _("%(count)s acts are recorded.") % {"count": count}


def shown(guiding: Guiding, found: Collected, refused: list[str]) -> dict[str, Any]:
    """What the page shows: what is wrong by step, else the acts in words and what they change."""
    context: dict[str, Any] = {"wrong": found.wrong, "notes": found.notes, "refused": refused, "empty": not found.acts}
    if found.wrong or not found.acts or refused:
        return context
    asked = guiding.asked
    seen = Seen(guiding.record, guiding.client)
    reading = asked.decide("standing.read", guiding.client)
    try:
        made = previewing.preview(seen, found.acts, actor=asked.actor, now=asked.now, reading=reading)
    except AppendError as error:
        return context | {"refused": told(guiding, found, error)}
    return context | {"preview": previews.shown(asked, made, seen), "ready": True}


def told(guiding: Guiding, found: Collected, error: AppendError) -> list[str]:
    """Problems of the record in words: which act, which field. The field's own form could not have known."""
    kinds = {f"#{place}": act["kind"] for place, act in enumerate(found.acts, 1)}
    kinds |= {str(act["id"]): act["kind"] for act in found.acts if "id" in act}
    lines = []
    for problem in error.problems:
        kind = kinds.get(problem.act, "")
        lines.append(
            _("%(act)s, %(field)s: this does not fit with what is known of the client.")
            % {"act": _kind(guiding, kind), "field": _field(guiding, kind, problem.field)}
        )
    return list(dict.fromkeys(lines))


def _kind(guiding: Guiding, kind: str) -> str:
    return labels.kind_label(kind, guiding.asked.language) if kind else _("The form")


def _field(guiding: Guiding, kind: str, field: str) -> str:
    try:
        return labels.field_label(kind, field, guiding.asked.language)
    except KeyError:
        return field
