"""Care relations and occasions, read from a client's acts: who cares for the client when, which complaint is in hand.

Both are copies. The acts say them, so they can be made anew at any time, and an act that is retracted takes along what
followed from it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from nakomen.acts.naming import name_acts, order
from nakomen.law.clock import local_day
from nakomen.norms.facts import effective
from nakomen.record.keeping import keep
from nakomen.record.models import CareRelation, Occasion
from nakomen.record.roles import term
from nakomen.record.tenancy import current

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from uuid import UUID

    from nakomen.acts.base import Act
    from nakomen.norms.facts import Fact

    type Named = Sequence[tuple[str, Act]]

TEAM = frozenset({"team.assigned", "team.left", "team.handed_over"})
VISITS = frozenset({"visit.planned", "visit.reassigned", "visit.moved"})
DISPUTE_OVER = frozenset({"complaint.decided", "complaint.withdrawn", "dispute.decided"})
DISPUTE_GOES_ON = frozenset({"complaint.result_rejected", "dispute.filed"})
INCIDENTS = frozenset(
    {
        "incident.occurred",
        "calamity.occurred",
        "violence.occurred",
        "abuse.suspected",
        "conduct.recorded",
        "restraint.applied",
        "risk.signalled",
    }
)
LONGEST_CODE = 40
_ALWAYS = date.max


@dataclass(frozen=True, slots=True)
class Relation:
    """That a staff member cares for the client, from a day until a day (None: as long as nothing ends it)."""

    code: str
    role: str
    contact_point: bool
    since: date
    until: date | None
    act: str


@dataclass(frozen=True, slots=True)
class Handling:
    """That a complaint or an incident (`sort`) is in hand, from a day until a day."""

    sort: str
    since: date
    until: date | None
    act: str


def relations_of(acts: Sequence[Act], ended: date | None = None) -> list[Relation]:
    """The care relations that follow from a client's acts.

    Who is assigned to the team, or takes over the care, has one until leaving the team; who is to make a visit, from a
    day before until two days after it. Each ends some time after the agreement or the client's life (roles.toml).
    `ended` is the day on which the agreement ended by the standing, where no act says so.
    """
    return _relations(_facts(_named(acts)), ended)


def occasions_of(acts: Sequence[Act]) -> list[Handling]:
    """The complaints and incidents that follow from a client's acts, each with the days on which it is in hand."""
    return _occasions(_facts(_named(acts)))


def rows_of(client: UUID, named: Named, ended: date | None = None) -> list[CareRelation | Occasion]:
    """The relations and occasions of a client as rows, each once. `named` are the acts with their names, in order."""
    facts = _facts(named)
    # What is no code of a staff member, such as a whole name, gives nobody access; shortened it could be somebody's.
    relations = dict.fromkeys(each for each in _relations(facts, ended) if len(each.code) <= LONGEST_CODE)
    occasions = dict.fromkeys(_occasions(facts))
    own = {"organisation_id": current(), "chain_id": client}
    return [
        *(CareRelation(**own, **asdict(each)) for each in relations),
        *(Occasion(**own, **asdict(each)) for each in occasions),
    ]


def refresh(client: UUID, acts: Sequence[Act], ended: date | None = None) -> None:
    """Bring the kept relations and occasions of a client in line with the acts, in the running transaction."""
    rows = rows_of(client, _named(acts), ended)
    keep(CareRelation, [client], [row for row in rows if isinstance(row, CareRelation)])
    keep(Occasion, [client], [row for row in rows if isinstance(row, Occasion)])


def remove(client: UUID) -> None:
    """Remove all of a client, as when the dossier is destroyed."""
    CareRelation.objects.filter(chain_id=client).delete()
    Occasion.objects.filter(chain_id=client).delete()


# --- the acts that count --------------------------------------------------------------------------------------------


def _named(acts: Sequence[Act]) -> Named:
    ordered = order(acts)
    return list(zip(name_acts(ordered), ordered, strict=True))


def _facts(named: Named) -> list[Fact]:
    """The acts that count, corrected as they were; a retracted one and what answers it count no longer."""
    return effective(named, _ALWAYS, None).facts


def _relations(facts: Sequence[Fact], ended: date | None) -> list[Relation]:
    last = _last_day(facts, ended)
    found = [*_assigned(facts), *_handed_over(facts), *_visiting(facts)]
    return [cut for each in found if (cut := _cut(each, last)) is not None]


def _occasions(facts: Sequence[Fact]) -> list[Handling]:
    return [*_complaints(facts), *_incidents(facts)]


def _of(facts: Iterable[Fact], *kinds: str) -> Iterator[Fact]:
    return (fact for fact in facts if fact.kind in kinds)


def _answers(facts: Iterable[Fact], to: Fact, kinds: Iterable[str]) -> list[Fact]:
    return [fact for fact in facts if fact.ref == to.name and fact.kind in kinds]


# --- relations ------------------------------------------------------------------------------------------------------


def _assigned(facts: Sequence[Fact]) -> Iterator[Relation]:
    for fact in _of(facts, "team.assigned"):
        act: Any = fact.act
        left = min((each.day for each in _answers(facts, fact, ("team.left", "team.handed_over"))), default=None)
        yield Relation(act.caregiver, act.role, act.contact_point, fact.day, left, fact.name)


def _handed_over(facts: Sequence[Fact]) -> Iterator[Relation]:
    """Who took over keeps the care until handing it over again, as far as the acts say which hand-over that was."""
    for fact in _of(facts, "team.handed_over"):
        act: Any = fact.act
        left = min((each.day for each in _answers(facts, fact, ("team.left", "team.handed_over"))), default=None)
        yield Relation(act.to, "", contact_point=False, since=fact.day, until=left, act=fact.name)


def _visiting(facts: Sequence[Fact]) -> Iterator[Relation]:
    """One relation for a series of visits of one caregiver, so that it does not come and go between them."""
    visits: dict[str, list[tuple[date, str]]] = {}
    for fact in _of(facts, "visit.planned"):
        for code, act in _visitors(facts, fact):
            visits.setdefault(code, []).append((_visit_day(facts, fact), act))
    for code, days in visits.items():
        yield from _series(code, sorted(days))


def _visitors(facts: Sequence[Fact], visit: Fact) -> list[tuple[str, str]]:
    """Who makes a visit: who took it over last, else who was planned; with the act that says so."""
    reassigned = _answers(facts, visit, ("visit.reassigned",))
    if reassigned:
        last: Any = reassigned[-1]
        return [(last.act.caregiver, last.name)]
    planned: Any = visit.act
    return [(code, visit.name) for code in planned.caregivers or ()]


def _visit_day(facts: Sequence[Fact], visit: Fact) -> date:
    moved: list[Any] = _answers(facts, visit, ("visit.moved",))
    planned: Any = visit
    return local_day((moved[-1] if moved else planned).act.start)


def _series(code: str, days: Sequence[tuple[date, str]]) -> Iterator[Relation]:
    before, after = timedelta(days=term("visit_days_before")), timedelta(days=term("visit_days_after"))
    gap = timedelta(days=term("visit_series_days"))
    first, act = days[0]
    last = first
    for day, other in days[1:]:
        if day - last > gap:
            yield Relation(code, "", contact_point=False, since=first - before, until=last + after, act=act)
            first, act = day, other
        last = day
    yield Relation(code, "", contact_point=False, since=first - before, until=last + after, act=act)


def _last_day(facts: Sequence[Fact], ended: date | None) -> date | None:
    """The last day of any relation: after a death, or after the end of an agreement that no other one followed."""
    for fact in _of(facts, "client.died"):
        return fact.day + timedelta(days=term("aftercare_days"))
    acts: list[Any] = list(_of(facts, "agreement.ended"))
    end: date | None = (acts[-1].act.end_on or acts[-1].day) if acts else ended
    begun = [each.day for each in _of(facts, "agreement.offered", "agreement.accepted", "care.started")]
    if end is None or any(day > end for day in begun):
        return None
    return end + timedelta(days=term("finishing_days"))


def _cut(each: Relation, last: date | None) -> Relation | None:
    if last is None:
        return each
    if each.since > last:
        return None
    return replace(each, until=last if each.until is None else min(each.until, last))


# --- occasions ------------------------------------------------------------------------------------------------------


def _complaints(facts: Sequence[Fact]) -> Iterator[Handling]:
    """From the complaint until some time after the decision; a rejected decision or a dispute keeps it in hand."""
    for fact in _of(facts, "complaint.received"):
        names = {fact.name} | {each.name for each in _answers(facts, fact, DISPUTE_GOES_ON)}
        about = [each for each in facts if each.ref in names]
        over = max((each.day for each in about if each.kind in DISPUTE_OVER), default=None)
        goes_on = max((each.day for each in about if each.kind in DISPUTE_GOES_ON), default=None)
        ended = over is not None and (goes_on is None or goes_on <= over)
        until = over + timedelta(days=term("complaint_days")) if ended and over is not None else None
        yield Handling("complaint", fact.day, until, fact.name)


def _incidents(facts: Sequence[Fact]) -> Iterator[Handling]:
    """From the incident until some time after the last thing that was done about it."""
    for fact in facts:
        if fact.kind in INCIDENTS:
            last = max([fact.day, *(each.day for each in facts if each.ref == fact.name)])
            yield Handling("incident", fact.day, last + timedelta(days=term("incident_days")), fact.name)
