"""Values, acts and choices in Dutch, as an explanation shows them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from nakomen.law.clock import AMSTERDAM
from nakomen.law.money import euro
from nakomen.law.periods import Period, describe
from nakomen.law.tables import dutch
from nakomen.norms.facts import Fact
from nakomen.norms.words import CHOICES, FIELDS, POWERS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nakomen.norms.state import State

AGREEMENT = {
    "none": "geen",
    "offered": "aangeboden",
    "in_force": "van kracht",
    "ending": "loopt af",
    "ended": "beëindigd",
}
_FINDINGS = {"contradiction": "tegenspraak", "act.retracted": "hoort bij een ingetrokken handeling"}


def shown(value: Any) -> str:
    """A value in words."""
    if value is None:
        return "onbekend"
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, Fact):
        own = f"{value.name}, " if own_name(value) else ""
        return f"{lowered(value.act.labels.nl)} ({own}{dutch(value.day)})"
    if isinstance(value, date):
        return _moment(value)
    if isinstance(value, (timedelta, Period)):
        return _period(value)
    if isinstance(value, Decimal):
        return euro(value)
    if isinstance(value, (tuple, list)):
        return listed([shown(part) for part in value]) or "niets"
    return str(value)


def _moment(value: date) -> str:
    if isinstance(value, datetime):
        local = value.astimezone(AMSTERDAM)
        return f"{dutch(local.date())} {local:%H:%M}"
    return dutch(value)


def _period(value: timedelta | Period) -> str:
    if isinstance(value, Period):
        return describe(value)
    return describe(Period(weeks=value.days // 7) if value.days % 7 == 0 else Period(days=value.days))


def own_name(fact: Fact) -> bool:
    """Whether an act has an id of its own; a name made for it (`KIND@WHEN#1`) says nothing to a person."""
    return fact.act.id is not None


def label(fact: Fact) -> str:
    """An act in words: what it is, its id if it has one, and its day."""
    own = f" ({fact.name})" if own_name(fact) else ""
    return f"{fact.act.labels.nl}{own} op {dutch(fact.day)}"


def listed(words: Iterable[str], last: str = "en") -> str:
    """The words with commas, and a word before the last."""
    every = list(words)
    return f" {last} ".join(filter(None, (", ".join(every[:-1]), every[-1]))) if every else ""


def act_label(kind: str) -> str:
    """What a kind of act is called; other words stand for themselves."""
    from nakomen.acts import KIND_AREAS, kind_class

    return kind_class(kind).labels.nl if kind in KIND_AREAS else _FINDINGS.get(kind, kind.replace("_", " "))


def power_label(power: str) -> str:
    """What a power lets somebody do."""
    return capital(POWERS.get(power, power.replace("_", " ")))


def asked_of_state(name: str, s: State) -> str:
    """The act behind a name, in words: what, its name and its day."""
    fact = s.named.get(name)
    return name if fact is None else shown(fact)


def of_kind(kind: str) -> str:
    """What a kind of act is called, to stand within a sentence."""
    from nakomen.acts import KIND_AREAS, kind_class

    return f"‘{lowered(kind_class(kind).labels.nl)}’" if kind in KIND_AREAS else kind.replace("_", " ")


def choice(value: object, of: str = "") -> str:
    """A value of a field in words; `of` is the field. A text that no table knows is what somebody wrote: it stays."""
    if not isinstance(value, str):
        return shown(value) if not isinstance(value, (tuple, list)) else listed(choice(part, of) for part in value)
    found = CHOICES.get(f"{of}.{value}") or CHOICES.get(value)
    return found or (of_kind(value) if of == "kind" else value)


def field_label(name: str, kinds: Iterable[str] = ()) -> str:
    """What a field holds, as it stands before its value."""
    plain = name.removesuffix("_")
    for kind in kinds:
        if f"{kind}.{plain}" in FIELDS:
            return FIELDS[f"{kind}.{plain}"]
    return FIELDS.get(plain, plain.replace("_", " "))


def capital(text: str) -> str:
    """The text with a capital."""
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """The text without its capital, unless that belongs to the word (CIZ)."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text
