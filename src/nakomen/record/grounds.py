"""On what ground an actor reaches a client: each scope of roles.toml as a query, for one client and lists alike."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import DateField, Q, UUIDField

from nakomen.acts import KIND_AREAS
from nakomen.law.clock import local_day
from nakomen.record.models import CareRelation, Chain, ClientPerson, EmergencyAccess, Occasion, StaffMember
from nakomen.record.models import SupervisorGrant as Grant
from nakomen.record.roles import roles
from nakomen.record.written import Written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date, datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from nakomen.record.actors import Actor
    from nakomen.record.roles import Areas, Role
    from nakomen.record.written import Given


@dataclass(frozen=True)
class Reach:
    """The clients that a ground opens, and the areas of their acts.

    `opened` makes `rows`, which have the client in `chain_id` and the reference in `reference`; without rows it opens
    every client, and `reference` is the reference itself. `of_one` finds the same rows of a single client sooner.
    """

    opened: Callable[[], QuerySet[Any]] | None
    reference: str
    areas: Areas
    of_one: Callable[[UUID], Iterable[Any]] | None = None

    @cached_property
    def rows(self) -> QuerySet[Any] | None:
        """The clients that it opens, each with a reference; None where it opens every client."""
        return None if self.opened is None else self.opened()

    def references(self, clients: Iterable[UUID]) -> dict[UUID, str]:
        """Those of the clients that it opens, each with what the ground refers to."""
        wanted = list(clients)
        if self.opened is not None and self.of_one is not None and len(wanted) == 1:
            return {row.chain_id: str(getattr(row, self.reference)) for row in self.of_one(wanted[0])}
        if self.rows is None:
            return dict.fromkeys(_known(wanted), self.reference)
        found = self.rows.filter(chain_id__in=wanted).values_list("chain_id", self.reference)
        return {client: str(reference) for client, reference in found}


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, in which of the actor's roles, for what, when."""

    actor: Actor
    role: Role
    permission: str
    now: datetime

    @property
    def today(self) -> date:
        """The local day."""
        return local_day(self.now)


def reach(asked: Asked, scope: str) -> Reach | None:
    """What a scope opens for the actor now; None where it opens nothing at all."""
    return _SCOPES[scope](asked)


def _known(clients: list[UUID]) -> QuerySet[Any, UUID]:
    return Chain.objects.filter(pk__in=clients).values_list("pk", flat=True)


def _whole(asked: Asked, reference: str) -> Reach:
    return Reach(None, reference, asked.role.areas(asked.permission))


def _rows(asked: Asked, rows: QuerySet[Any], reference: str) -> Reach:
    return Reach(lambda: rows, reference, asked.role.areas(asked.permission))


def _holding(today: date) -> Q:
    """Rows whose first and last day lie around a day."""
    return Q(since__lte=today) & (Q(until=None) | Q(until__gte=today))


# --- staff ----------------------------------------------------------------------------------------------------------


def _organisation(asked: Asked) -> Reach:
    return _whole(asked, asked.role.name)


def _relation(asked: Asked) -> Reach:
    # The code is looked up by the staff member: a token acts under a name of its own.
    return _held(asked, {"pk": asked.actor.staff}, _OWN)


def _team(asked: Asked) -> Reach:
    # Who left a team's staff leaves relations behind; until they are handed over somebody must see those clients.
    return _held(asked, {"teams__members": asked.actor.staff}, _OF_TEAM)


def _held(asked: Asked, whose: dict[str, Any], of_one: Written[CareRelation]) -> Reach:
    """The care relations of today of these members of staff."""
    actor, today = asked.actor, asked.today

    def opened() -> QuerySet[Any]:
        codes = StaffMember.objects.filter(**whose).values("code")
        return CareRelation.objects.filter(_holding(today), code__in=codes)

    areas = asked.role.areas(asked.permission)
    return Reach(opened, "act", areas, lambda client: of_one(client=client, today=today, staff=actor.staff))


def _relations_of_one(rows: QuerySet[CareRelation], given: Given, whose: str) -> QuerySet[CareRelation]:
    """The same relations of one client, as a query that is written once."""
    today = given(DateField(), "today")
    every = StaffMember._base_manager.filter(organisation_id=given(UUIDField(), "organisation"))
    codes = every.filter(**{whose: given(UUIDField(), "staff")}).values("code")
    holding = Q(since__lte=today) & (Q(until=None) | Q(until__gte=today))
    return rows.filter(holding, chain_id=given(UUIDField(), "client"), code__in=codes)


_OWN = Written(CareRelation, lambda rows, given: _relations_of_one(rows, given, "pk"))
_OF_TEAM = Written(CareRelation, lambda rows, given: _relations_of_one(rows, given, "teams__members"))


def _emergency(asked: Asked) -> Reach:
    now = asked.now
    return _rows(
        asked, EmergencyAccess.objects.filter(staff=asked.actor.staff, opened_at__lte=now, until__gt=now), "id"
    )


def _granted(asked: Asked) -> Reach:
    now = asked.now
    grants = Grant.objects.filter(staff=asked.actor.staff, since__lte=now, until__gt=now, withdrawn_at=None)
    of_all = grants.filter(chain=None).values_list("id", flat=True).first()
    if of_all is not None:
        return _whole(asked, str(of_all))
    return _rows(asked, grants.filter(chain__isnull=False), "id")


def _occasion(asked: Asked, sort: str) -> Reach:
    return _rows(asked, Occasion.objects.filter(_holding(asked.today), sort=sort), "act")


# --- the client's side ----------------------------------------------------------------------------------------------


def _own(asked: Asked) -> Reach | None:
    places = ClientPerson.objects.filter(
        _holding(asked.today), pk=asked.actor.place, user=asked.actor.user, capacity=asked.role.name
    )
    place = places.first()
    if place is None:
        return None
    if asked.role.name == "client":
        return _rows(asked, places, "capacity")
    opened = _represented(asked, place) if asked.role.name == "representative" else _consented(asked, place)
    return None if opened is None else Reach(lambda: places, "act", opened)


def _represented(asked: Asked, place: ClientPerson) -> frozenset[str] | None:
    """What the representative may see: in the matters in which the engine lets this appointment act today."""
    found = _standing(place.chain_id, asked.today)
    matters = [
        roles().matters[matter]
        for each in (found.representation if found else ())
        if each["act"] == place.act
        for matter in each["may_act_in"]
    ]
    areas = [matter.areas or frozenset() for matter in matters if asked.permission in matter.may]
    return common(frozenset().union(*areas), asked.role.sees) if areas else None


def _consented(asked: Asked, place: ClientPerson) -> Areas | None:
    """What the carer may see: while the client's consent to inform this carer is in force."""
    from nakomen.norms.powers import judge

    found = _standing(place.chain_id, asked.today)
    if found is None:
        return None
    named = found.s.named.get(place.act)
    if named is None or named.kind != "client.carer_named" or not named.act.involve:
        return None
    return asked.role.sees if judge(found.s, "inform_carer", {}).allowed else None


def _standing(client: UUID, today: date) -> Any:
    from nakomen.record import ledger, standings

    try:
        return standings.stand(client, today)
    except (ledger.UnknownClientError, ledger.DestroyedError):
        return None


_SCOPES: Mapping[str, Callable[[Asked], Reach | None]] = {
    "own": _own,
    "relation": _relation,
    "team": _team,
    "emergency": _emergency,
    "granted": _granted,
    "complaint": lambda asked: _occasion(asked, "complaint"),
    "incident": lambda asked: _occasion(asked, "incident"),
    "organisation": _organisation,
}


# --- areas ----------------------------------------------------------------------------------------------------------


def covers(areas: Areas, kind: str, about: str | None = None) -> bool:
    """Whether a kind of act lies within areas; what corrects, retracts or waives goes with the act that it is about."""
    if areas is None:
        return True
    area = KIND_AREAS[kind]
    if area == "ledger" and about is not None:
        return covers(areas, about)
    return kind in areas or area in areas


def together(one: Areas, other: Areas) -> Areas:
    """What either of two lets through."""
    return None if one is None or other is None else one | other


def common(one: Areas, other: Areas) -> frozenset[str]:
    """What both of two let through, as single kinds."""
    return frozenset(kind for kind in KIND_AREAS if covers(one, kind) and covers(other, kind))
