"""What a form of an act must know beyond the act's own class: the client's acts, and the words at hand.

`of` makes it from a request; words at hand are looked up only when a field asks for them. A test makes one by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from nakomen.acts import labels
from nakomen.law.clock import AMSTERDAM, local_day
from nakomen.record.models import ConditionsVersion, Service, StaffMember
from nakomen.web.desk import words

if TYPE_CHECKING:
    from nakomen.acts.base import Act
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
    gives, `offers` the services as rows of an offer; `topic_of` tells the topic that a clause is about.
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
        "versions": versions,
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


def versions() -> Choices:
    """The versions of the conditions, the newest first, by the day of publication."""
    rows = ConditionsVersion.objects.order_by("-published").values_list("published", flat=True)
    return [(day.isoformat(), words.day(day)) for day in rows]


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
