"""What lies in a client's file besides duties: consents in force, documents given, findings, money, where to call."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from nakomen.acts import KIND_AREAS
from nakomen.acts.labels import choice_label, kind_label
from nakomen.norms import persons
from nakomen.terms.clause_texts import numbered
from nakomen.web.desk import words
from nakomen.web.desk.asking import language
from nakomen.web.desk.clients.values import version

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nakomen.norms.facts import Fact
    from nakomen.norms.findings import Finding
    from nakomen.norms.standing import Standing
    from nakomen.norms.state import State
    from nakomen.record.seeing import Seen
    from nakomen.terms.clause_texts import ClauseTexts

DOCUMENTS = (
    "terms.provided",
    "agreement.offered",
    "agreement.signed",
    "plan.signed",
    "plan.copied",
    "indication.talk_reported",
    "indication.application_copied",
    "dossier.copy_given",
)
"""Acts by which a document went to the client, or was signed."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Where the client lives and how to reach the client now; `ahead` is the day of a move that is still to come."""

    address: str
    postcode: str
    city: str
    phone: str
    email: str
    electronic: bool
    ahead: date | None


@dataclass(frozen=True, slots=True)
class Consent:
    """A consent in force: for what, within which bounds, since when; it holds until it is withdrawn."""

    act: str
    purpose: str
    bounds: str
    in_writing: bool
    since: date


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that went to the client, with what tells it apart: the version, the party, the channel."""

    act: str
    label: str
    note: str
    day: date


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in words: what it is about, the acts, what is said of it (in Dutch), and under which clauses."""

    what: str
    acts: tuple[tuple[str, str, date | None], ...]
    say: str
    clauses: tuple[str, ...]

    @property
    def single(self) -> bool:
        """Whether it is about one act alone, of the kind that it is called by."""
        return [label for _name, label, _day in self.acts] == [self.what]


@dataclass(frozen=True, slots=True)
class Balance:
    """What is open on an invoice."""

    act: str
    number: str
    open: Decimal
    due: date | None
    late: bool


def reach(s: State, seen: Seen) -> Reach | None:
    """How to reach the client, changes included; None where who asks may not see it, or nothing is known."""
    registered: Any = s.last("client.registered")
    if registered is None or not seen.decision.covers("client.registered"):
        return None
    home, ahead = registered.act, None
    for moved in _facts(s, seen, "client.moved"):
        day = moved.act.moves_on or moved.day
        home, ahead = (moved.act, ahead) if day <= s.as_of else (home, day)
    told = {name: getattr(registered.act, name) for name in ("phone", "email", "electronic")}
    for changed in _facts(s, seen, "client.details_changed"):
        told |= {name: value for name in told if (value := getattr(changed.act, name)) is not None}
    return Reach(
        home.address,
        home.postcode,
        home.city,
        told["phone"] or "",
        told["email"] or "",
        bool(told["electronic"]),
        ahead,
    )


def consents(s: State, seen: Seen) -> list[Consent]:
    """The consents in force, each once, the newest first."""
    made: dict[tuple[str, str], Consent] = {}
    for given in reversed(_facts(s, seen, "consent.given")):
        act = given.act
        if persons.consent(s, act.for_, partial(operator.is_, act)) is None:
            continue
        bounds = ", ".join(filter(None, (act.scope, _told(given, "recipient"), _told(given, "purpose"), act.study)))
        purpose = choice_label("consent.given", "for", act.for_, language())
        made.setdefault((purpose, bounds), Consent(given.name, purpose, bounds, act.in_writing, given.day))
    return list(made.values())


def papers(s: State, seen: Seen) -> list[Paper]:
    """The documents given or signed, the newest first."""
    found = [fact for kind in DOCUMENTS for fact in _facts(s, seen, kind)]
    found.sort(key=lambda fact: fact.day, reverse=True)
    return [Paper(fact.name, kind_label(fact.kind, language()), _note(fact), fact.day) for fact in found]


def _note(fact: Any) -> str:
    """The version of the conditions, or who signed; the offer that an act is about tells itself."""
    if fact.kind == "terms.provided":
        return _("version of %(day)s") % {"day": version(fact.act.version)}
    return _told(fact, "party") if fact.kind.endswith(".signed") else ""


def _told(fact: Any, field: str) -> str:
    """A choice in words, or the text as it was written."""
    value = getattr(fact.act, field)
    if value is None:
        return ""
    try:
        return choice_label(fact.kind, field, value, language()).lower()
    except KeyError:
        return str(value)


def _facts(s: State, seen: Seen, kind: str) -> list[Any]:
    return list(s.of(kind)) if seen.decision.covers(kind) else []


def findings(found: Standing, shown: Iterable[Finding], texts: ClauseTexts) -> list[Told]:
    """The findings in words; what is said of the same acts under several clauses stands once."""
    grouped: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for item in shown:
        text = texts.of(item.clause) if item.clause and not item.say else None
        key = (item.what, item.say or (text[1] if text else ""), tuple(item.because))
        grouped.setdefault(key, []).append(item.clause or "")
    return [
        Told(
            what=_what(what),
            acts=tuple(_act(found.s, name) for name in because),
            say=say,
            clauses=tuple(sorted(filter(None, clauses), key=numbered)),
        )
        for (what, say, because), clauses in grouped.items()
    ]


def _what(what: str) -> str:
    """What a finding is about: a kind of act, or what is wrong with acts together."""
    if what in KIND_AREAS and what != "act.retracted":
        return kind_label(what, language())
    told = {"contradiction": _("These cannot both be true"), "act.retracted": _("Belongs to a retracted act")}
    return told.get(what, what.replace("_", " "))


def _act(s: State, name: str) -> tuple[str, str, date | None]:
    fact: Fact | None = s.named.get(name)
    return (name, kind_label(fact.kind, language()), fact.day) if fact is not None else (name, name, None)


def balances(found: Standing, seen: Seen) -> list[Balance]:
    """What is open on invoices, the first to be paid first."""
    if not seen.part("balances"):
        return []
    owed = [each for each in found.balances if each["open"]]
    made = [
        Balance(
            each["invoice"],
            found.s.named[each["invoice"]].act.number,
            each["open"],
            each["due"],
            each["due"] is not None and each["due"] < found.as_of,
        )
        for each in owed
    ]
    return sorted(made, key=lambda each: each.due or date.max)


def amount(balances_: Iterable[Balance]) -> str:
    """What is open on all invoices together, in words."""
    return words.euro(sum((each.open for each in balances_), Decimal(0)))
