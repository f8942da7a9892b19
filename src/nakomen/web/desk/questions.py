"""The questions that settle a duty of which it cannot be told whether or when it is owed: worded in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from nakomen.acts import KIND_AREAS
from nakomen.acts.labels import field_label, kind_label
from nakomen.web.desk import words
from nakomen.web.desk.addresses import of_act, of_client
from nakomen.web.desk.asking import language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date
    from uuid import UUID

    from nakomen.norms.model import NormSet


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody has to tell before a duty can be told, and where to tell it (empty: nowhere that one may).

    `dutch` are words that the Dutch text alone has: the label of a setting.
    """

    text: str
    address: str
    dutch: str = ""


@dataclass(frozen=True, slots=True)
class KnownAct:
    """An act of the client: its kind, its day, its place in the file, and whether who asks may see it."""

    kind: str
    day: date
    seq: int
    seen: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What questions about one client are asked by.

    `act` finds an act by its name, `sees` and `records` tell which kinds of acts who asks may see and record, `norms`
    are the conditions in which a setting is looked up, the first that has it.
    """

    client: UUID
    act: Callable[[str], KnownAct | None]
    sees: Callable[[str], bool]
    records: Callable[[str], bool]
    norms: Callable[[], Iterable[NormSet]]


def question(missing: str, known: Known) -> Question | None:
    """The question for what is missing: a kind of act, a field of an act, a setting. None where one may not see it."""
    if missing in KIND_AREAS:
        return _happened(missing, known) if known.sees(missing) else None
    owner, _dot, field = missing.rpartition(".")
    act = known.act(owner)
    if act is not None:
        return _field(act, field.removesuffix("_"), known) if act.seen else None
    return _setting(missing.removeprefix("provider."), known)


def _happened(kind: str, known: Known) -> Question:
    text = _("Did this happen: %(act)s? Then record it.") % {"act": kind_label(kind, language())}
    return Question(text, of_client("act_new", known.client, kind) if known.records(kind) else "")


def _field(act: KnownAct, field: str, known: Known) -> Question:
    told = {"field": _label(act.kind, field), "act": kind_label(act.kind, language()), "day": words.day(act.day)}
    text = _("“%(field)s” was not filled in at: %(act)s, %(day)s. Fill it in.") % told
    address = f"{of_act('act_correct', known.client, act.seq)}?{urlencode({'field': field})}"
    return Question(text, address if known.records(act.kind) else "")


def _setting(name: str, known: Known) -> Question:
    address = reverse("settings_norms")
    for norms in known.norms():
        found = norms.settings.get(name) or norms.facts.get(name)
        if found is not None:
            return Question(_("This is not settled for the organisation yet:"), address, found.label)
    return Question(_("A setting of the organisation is missing."), address)


def _label(kind: str, field: str) -> str:
    try:
        return field_label(kind, field, language())
    except KeyError:  # what is asked for can be a part of a field
        return field.replace("_", " ")
