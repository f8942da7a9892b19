"""The head of every page of one client: who it is, how things stand, whom to call, and what nobody may overlook.

It shows what the person who asks may see of the client (`client.read`), whatever the page itself is about.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from nakomen.norms import agreements, persons, social_support
from nakomen.record.models import ClientCard, EmergencyAccess
from nakomen.web.desk.clients import people
from nakomen.web.desk.clients.people import Member, Representative

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from nakomen.norms.facts import Fact
    from nakomen.norms.standing import Standing
    from nakomen.norms.state import State
    from nakomen.record.access import Decision
    from nakomen.record.seeing import Seen
    from nakomen.web.desk.asking import Desk


@dataclass(frozen=True, slots=True)
class Alert:
    """Something to know before anything is done for this client; `sort` is the look: alert, warn or info."""

    text: str
    since: date | None
    sort: str


@dataclass(frozen=True, slots=True)
class Heading:
    """What the head shows; what lies outside the areas is empty, and `named` tells whether a name may be shown.

    `conditions` is the title of the set that governs the day, `version` when it was published, `in_force` since when
    it holds (None: from the start). `signing` tells that no agreement has come about yet, `may` which permissions of
    the tabs this person has for some clients: each page decides anew for this one.
    """

    client: UUID
    name: str = ""
    age: int | None = None
    birth_date: date | None = None
    number: str = ""
    phone: str = ""
    status: str = ""
    ends_on: date | None = None
    deceased: date | None = None
    conditions: str = ""
    version: date | None = None
    in_force: date | None = None
    representatives: tuple[Representative, ...] = ()
    team: tuple[Member, ...] = ()
    alerts: tuple[Alert, ...] = ()
    emergency_until: datetime | None = None
    signing: bool = False
    may: frozenset[str] = frozenset()

    @property
    def named(self) -> bool:
        """Whether who asks may know who this is."""
        return bool(self.name)

    @property
    def contact_points(self) -> list[Member]:
        """Who of the team is the fixed point of contact."""
        return [each for each in self.team if each.contact_point]


def heading(asked: Desk, seen: Seen, found: Standing | None = None) -> Heading:
    """The head of the page of the client for whom `asked.require` decided; `found`: the standing, where at hand."""
    client = _client(asked)
    decision = _reading(asked, seen)
    if not decision.allowed:
        return _bare(asked, client)
    s = found.s if found is not None else seen.case.state(asked.today, None)
    registered: Any = s.last("client.registered") if decision.covers("client.registered") else None
    died = s.first("client.died") if decision.covers("client.died") else None
    view = agreements.view(s) if decision.covers("agreement.accepted") else {}
    title, version, in_force = _conditions(seen, s)
    return Heading(
        client=client,
        name=registered.act.name if registered else "",
        age=persons.age(s, died.day if died else s.as_of) if registered else None,
        birth_date=registered.act.birth_date if registered else None,
        number=_number(client),
        phone=people.phone(s, decision) if died is None else "",
        status=view.get("status", ""),
        ends_on=view.get("ends_on"),
        deceased=died.day if died else None,
        conditions=title,
        version=version,
        in_force=in_force,
        representatives=people.representatives(s, decision),
        team=people.team(s, decision),
        alerts=tuple(_alerts(s, decision)),
        emergency_until=_emergency(asked, client) if decision.ground == "emergency" else None,
        signing=view.get("status") in ("none", "offered") and died is None,
        may=_tabs(asked),
    )


def _client(asked: Desk) -> UUID:
    if asked.client is None:
        raise ValueError("the head of a client's page: expected a decision on a client first")
    return asked.client


def _reading(asked: Desk, seen: Seen) -> Decision:
    """What may be seen of the client: what opens a page for recording can be narrower or wider than that."""
    if seen.decision.permission in ("client.read", "standing.read"):
        return seen.decision
    return asked.decide("client.read", _client(asked))


def _bare(asked: Desk, client: UUID) -> Heading:
    """Of a client whom one may not read only what a search shows, and nothing where one may not search."""
    found = asked.decide("client.search", client).allowed
    card = ClientCard.objects.filter(pk=client).first() if found else None
    if card is None:
        return Heading(client, may=_tabs(asked))
    return Heading(
        client, name=card.name, birth_date=card.birth_date, number=card.number, status=card.status, may=_tabs(asked)
    )


def _tabs(asked: Desk) -> frozenset[str]:
    return frozenset(filter(asked.may, ("client.read", "may.read", "log.read", "act.append")))


def _number(client: UUID) -> str:
    return ClientCard.objects.filter(pk=client).values_list("number", flat=True).first() or ""


def _conditions(seen: Seen, s: State) -> tuple[str, date | None, date | None]:
    """The set that governs the day, when it was published, and since when it holds."""
    texts = seen.conditions.texts()
    for version, terms in zip(seen.case.versions, texts.sets, strict=True):
        if version.norms is s.norms:
            return terms.title, version.published, version.since
    # Where conditions changed to a client's detriment, the norms of a day are put together from two versions.
    terms = next((each for each in reversed(texts.sets) if each.name == s.norms.name), texts.sets[-1])
    return terms.title, s.norms.published, None


def _emergency(asked: Desk, client: UUID) -> datetime | None:
    """Until when the emergency access lasts by which the file is open now."""
    return (
        EmergencyAccess.objects.filter(staff=asked.actor.staff, chain=client, until__gt=asked.now)
        .order_by("-until")
        .values_list("until", flat=True)
        .first()
    )


# --- what nobody may overlook ---------------------------------------------------------------------------------------


def _alerts(s: State, decision: Decision) -> list[Alert]:
    """The alerts that lie within the areas, the gravest first."""
    words = {
        "abuse": (_("Reporting code is being followed"), "alert"),
        "danger": (_("Home unsafe for staff or care"), "alert"),
        "missing": (_("Safe materials are missing"), "warn"),
        "no_show": (_("Twice not at home"), "warn"),
        "directive": (_("Has an advance directive"), "info"),
    }
    return [
        Alert(words[code][0], fact.day, words[code][1])
        for code, fact in _alerting(s)
        if fact is not None and decision.covers(fact.kind)
    ]


def _alerting(s: State) -> list[tuple[str, Fact | None]]:
    if persons.died(s):
        return []
    return [
        ("abuse", next((f for f in reversed(s.of("abuse.suspected")) if not _finished(s, f)), None)),
        ("danger", _unresolved(s, "hygiene.unsafe_found", "hygiene.restored")),
        ("danger", _unresolved(s, "pet.threat_found", "pet.solution_found")),
        ("missing", _unresolved(s, "materials.missing_found", "materials.supplied")),
        ("no_show", social_support.twice_missed(s) or None),
        ("directive", s.last("client.directive_recorded")),
    ]


def _unresolved(s: State, kind: str, closing: str) -> Fact | None:
    return next((fact for fact in reversed(s.of(kind)) if not s.answering(fact, closing)), None)


def _finished(s: State, suspected: Fact) -> bool:
    """Whether the fifth and last step of the reporting code was taken."""
    steps: list[Any] = s.answering(suspected, "abuse.step_taken")
    return any(step.act.step == 5 for step in steps)
