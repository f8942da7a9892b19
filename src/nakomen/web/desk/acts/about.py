"""What a form of an act must know beyond the act's own class: the client's acts, and the words at hand.

`of` makes it from a request; words at hand are looked up only when a field asks for them. A test makes one by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from nakomen.acts import labels
from nakomen.law.clock import AMSTERDAM, local_day
from nakomen.law.money import cents
from nakomen.norms import rating
from nakomen.record.applying import Sets, law_of
from nakomen.record.models import ConditionsVersion, Service, StaffMember
from nakomen.record.standings import terms_of
from nakomen.web.desk import words

if TYPE_CHECKING:
    from nakomen.acts.base import Act
    from nakomen.norms.state import State
    from nakomen.record.access import Decision
    from nakomen.record.seeing import Seen
    from nakomen.web.desk.asking import Desk

type Choices = Sequence[tuple[str, str]]

DETAILS: Mapping[str, str] = {
    "client.representative_appointed": "name",
    "client.carer_named": "name",
    "client.other_provider_reported": "provider",
    "indication.issued": "number",
    "invoice.sent": "number",
    "key.handed_over": "to",
    "team.assigned": "caregiver",
    "visit.planned": "service",
}
"""The field that tells acts of one kind apart, where the day alone does not."""


FIRST_REMINDER = 14
"""Days that a reminder gives at least where the conditions say nothing, from the day after receipt (BW 6:96 lid 6)."""


@dataclass(frozen=True)
class Pointed:
    """An act that another can point at: its name, how a list calls it, its day, and (`ref`) what it points at."""

    name: str
    kind: str
    day: date
    label: str
    act: Act | None = None
    ref: str = ""


@dataclass
class About:
    """The surroundings of a form: language, day, the acts to point at (the newest first), and lists of words.

    `sources` gives the choices by a name: staff, services, versions, clauses, topics. `balances` is what is open on
    each invoice, in euro, `late` the invoices of which the term has passed, `reminder_days` the days that a reminder
    gives, `offers` the services as rows of an offer; `topic_of` tells the topic that a clause is about, `bill`
    the lines of an invoice to the client for the month of a day. `own_set`: whether it is clear which set of conditions
    is this client's; its versions then come first.
    """

    language: labels.Language
    today: date
    acts: Sequence[Pointed] = ()
    sources: Mapping[str, Callable[[], Choices]] = field(default_factory=dict)
    balances: Mapping[str, Decimal] = field(default_factory=dict)
    late: Sequence[str] = ()
    reminder_days: int = FIRST_REMINDER
    offers: Callable[[], list[dict[str, Any]]] = list
    topic_of: Callable[[str], str] = lambda _clause: ""
    bill: Callable[[date], list[dict[str, Any]]] = lambda _day: []
    own_set: bool = True
    _found: dict[str, Choices] = field(default_factory=dict)

    def choices(self, source: str) -> Choices:
        """The choices of a source, looked up once; none where there is no such source."""
        if source not in self._found:
            self._found[source] = tuple(self.sources[source]()) if source in self.sources else ()
        return self._found[source]

    def pointed(self, kinds: Sequence[str]) -> list[Pointed]:
        """The acts of these kinds (none: of any kind), what is nearest to today first."""
        found = [each for each in self.acts if not kinds or each.kind in kinds]
        return sorted(found, key=lambda each: abs(each.day - self.today))

    def find(self, name: str | None) -> Pointed | None:
        """The act with this name, where it can be pointed at."""
        return next((each for each in self.acts if each.name == name), None)


def of(asked: Desk, seen: Seen, *decisions: Decision) -> About:
    """The surroundings of a client's forms; acts that one of the decisions does not cover cannot be pointed at."""
    s = seen.case.state(asked.today, None)
    every = [fact for fact in reversed(s.facts) if all(_covers(each, fact, s.named) for each in decisions)]
    acts = [pointed(fact.name, fact.act, asked.language, fact.ref or "") for fact in every]
    balances = {name: account.open for name, account in s.accounts.items()}
    return About(
        language=asked.language,
        today=asked.today,
        acts=acts,
        sources=sources(asked, seen),
        balances=balances,
        late=[name for name, account in s.accounts.items() if account.open > 0 and account.due < asked.today],
        reminder_days=int(s.norms.rates.get("reminder_days", (FIRST_REMINDER,))[0]),
        offers=lambda: offers(asked.today),
        topic_of=lambda clause: _topic_of(seen, clause),
        bill=lambda day: client_bill(s, day, {each.name for each in acts}),
        own_set=own_set(seen),
    )


def without_client(asked: Desk) -> About:
    """The surroundings of the form by which a client is registered: there are no acts yet."""
    return About(asked.language, asked.today, (), sources(asked, None))


def _covers(decision: Decision, fact: Any, named: Mapping[str, Any]) -> bool:
    about = named.get(fact.ref or "")
    return decision.covers(fact.kind, about.kind if about is not None else None)


def pointed(name: str, act: Act, language: labels.Language, ref: str = "") -> Pointed:
    """How an act is called in a list of acts to choose from."""
    told: Any = act
    start = getattr(told, "start", None) if act.kind == "visit.planned" else None
    when = start if isinstance(start, datetime) else act.on
    day = local_day(when) if isinstance(when, datetime) else when
    shown = words.day(day) + (f" {when.astimezone(AMSTERDAM):%H:%M}" if isinstance(when, datetime) else "")
    detail = getattr(told, DETAILS.get(act.kind, ""), "") or ""
    parts = [labels.kind_label(act.kind, language), str(detail), shown]
    return Pointed(name, act.kind, day, ", ".join(part for part in parts if part), act, ref)


# --- words at hand --------------------------------------------------------------------------------------------------


def sources(asked: Desk, seen: Seen | None) -> Mapping[str, Callable[[], Choices]]:
    """The lists of words that fields suggest, each a question that is put only when a form needs it."""
    return {
        "staff": lambda: staff(asked.today),
        "services": lambda: services(asked.today),
        "versions": lambda: versions(seen),
        "clauses": lambda: clauses(seen),
        "topics": lambda: topics(seen, asked.language),
        "board": lambda: [("board", _("The board"))],
        "consent": lambda: _choices_of("consent.given", "for", asked.language),
        "law": lambda: _choices_of("indication.issued", "law", asked.language),
        "recipient": lambda: _choices_of("disclosure.made", "recipient", asked.language),
    }


def staff(today: date) -> Choices:
    """Those who work here today, by the code that acts name."""
    rows = StaffMember.objects.filter(since__lte=today).exclude(until__lt=today)
    return [
        (code, f"{name}, {function}" if function else name)
        for code, name, function in rows.values_list("code", "name", "function")
    ]


def services(today: date) -> Choices:
    """The names of the services that are offered today."""
    rows = Service.objects.exclude(valid_from__gt=today).exclude(valid_until__lt=today)
    return [(name, name) for name in dict.fromkeys(rows.values_list("name", flat=True))]


def offers(today: date) -> list[dict[str, Any]]:
    """The services that are offered today, as an offer lists them."""
    rows = Service.objects.exclude(valid_from__gt=today).exclude(valid_until__lt=today)
    return [_offer(row) for row in rows]


def _offer(row: Service) -> dict[str, Any]:
    told: dict[str, Any] = {"name": row.name, "payer": row.payer}
    if row.tariff_hour is not None:
        told |= {"tariff_hour": f"{row.tariff_hour:.2f}", "vat": row.vat}
    return told | {name: True for name in ("additional", "remote") if getattr(row, name)}


def client_bill(s: State, day: date, known: Container[str]) -> list[dict[str, Any]]:
    """What the client pays for a month, as lines of an invoice, as far as the acts are known to who records it."""
    lines = rating.bill(s, f"{day:%Y-%m}").lines
    return [_billed(line) for line in lines if line.payer == "client" and line.act in known]


def _billed(line: rating.Line) -> dict[str, Any]:
    told = {"for": line.for_, "act": line.act, "minutes": line.minutes, "amount": f"{cents(line.amount):.2f}"}
    sums = {"tariff_hour": line.tariff_hour, "vat": line.vat or None}
    told |= {name: f"{cents(value):.2f}" for name, value in sums.items() if value is not None}
    return {name: value for name, value in told.items() if value is not None}


def versions(seen: Seen | None) -> Choices:
    """The versions of the conditions, by the day of publication: those of the client's own set first, then the newest.

    Where there are two sets, the title tells them apart.
    """
    sets = seen.conditions.sets if seen is not None else Sets(list(ConditionsVersion.objects.all()))
    own = law_of(seen.conditions.rows[-1]) if seen is not None and sets.several else ""
    lines = sorted(sets.lines.items(), key=lambda each: each[0] != own)
    rows = [row for _law, line in lines for row in reversed(line)]
    return [(row.published.isoformat(), _called(row, several=sets.several)) for row in rows]


def _called(row: ConditionsVersion, *, several: bool) -> str:
    day = words.day(row.published)
    return f"{terms_of(row.name, bytes(row.source)).title}, {day}" if several else day


def own_set(seen: Seen) -> bool:
    """Whether it is clear which set of conditions is the client's: there is one, or what happened tells it."""
    return seen.conditions.sets.decided(seen.case.named)


def clauses(seen: Seen | None) -> Choices:
    """The clauses of the present conditions, by number and title."""
    if seen is None:
        return []
    newest = seen.conditions.texts().sets[-1]
    return [(f"{newest.name}/{own}", f"{own} {clause.title}") for own, clause in newest.clauses.items()]


def topics(seen: Seen | None, language: labels.Language) -> Choices:
    """The topics that the organisation's conditions name, and those that belong to no set."""
    every = labels.topics()
    named = _named_topics(seen)
    shown = [topic for topic in every if topic in named or topic not in _bound_topics()] if named else every
    return [(topic, labels.topic_label(topic, language)) for topic in shown]


def _named_topics(seen: Seen | None) -> set[str]:
    if seen is None:
        return set()
    return {clause.topic for terms in seen.conditions.texts().sets for clause in terms.clauses.values() if clause.topic}


def _bound_topics() -> set[str]:
    """Topics that a clause of some packaged set carries, so that they are of that set only."""
    from nakomen.terms.packaged import SETS, packaged_terms

    return {clause.topic for name in SETS for clause in packaged_terms(name).clauses.values() if clause.topic}


def _topic_of(seen: Seen, clause: str) -> str:
    """The topic that a clause is about; empty where it is about none."""
    name, _slash, own = clause.partition("/")
    for terms in reversed(seen.conditions.texts().sets):
        if terms.name == name and own in terms.clauses:
            return terms.clauses[own].topic or ""
    return ""


def _choices_of(kind: str, name: str, language: labels.Language) -> Choices:
    from typing import get_args

    from nakomen.acts import kind_class
    from nakomen.acts.reading_acts import members

    values = get_args(members(kind_class(kind))[name].type)
    return [(value, labels.choice_label(kind, name, value, language)) for value in values]
