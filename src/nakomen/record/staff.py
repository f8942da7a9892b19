"""Staff: who works for the organisation in which roles, and as whom a user acts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from allauth.usersessions.models import UserSession
from django.db.models import Q

from nakomen.record import access
from nakomen.record.actors import Actor
from nakomen.record.invitations import InvitationError, accept, invitation, invite, invite_client_side, withdraw
from nakomen.record.models import ClientPerson, Organisation, StaffMember, Team, TeamMember, User
from nakomen.record.role_rules import StaffError, check_roles, code_problems
from nakomen.record.tenancy import current, places_of, within

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from nakomen.record.actors import Part

__all__ = [
    "InvitationError",
    "Place",
    "StaffError",
    "accept",
    "actor_for",
    "add",
    "change_roles",
    "end_sessions",
    "invitation",
    "invite",
    "invite_client_side",
    "leave",
    "places",
    "set_teams",
    "withdraw",
]


@dataclass(frozen=True, slots=True)
class Place:
    """A user's place in an organisation, as `kind` says: staff, or client, representative or carer by `place`."""

    organisation_id: UUID
    name: str
    kind: str
    place: int | None = None


# --- as whom a user acts --------------------------------------------------------------------------------------------


def actor_for(
    user: User,
    organisation_id: UUID,
    part: Part,
    *,
    today: date,
    address: str | None = None,
    request: str = "",
    fresh: bool = False,
    place: int | None = None,
) -> Actor | None:
    """As whom a user acts in an organisation on a day; None without a place there that day.

    A staff member acts as such. On the client's side `place` picks one of several places; without it the first one.
    """
    if not user.is_active or not Organisation.objects.filter(pk=organisation_id).exists():
        return None
    serving = Q(since__lte=today) & (Q(until=None) | Q(until__gte=today))
    common = Actor("", part, user=user.id, address=address, request=request, fresh=fresh)
    with within(organisation_id):
        member = StaffMember.objects.filter(serving, user=user).first() if place is None else None
        if member is not None:
            return replace(common, name=member.code, staff=member.id, roles=tuple(member.roles))
        places_ = ClientPerson.objects.filter(serving, user=user).order_by("id")
        found = places_.first() if place is None else places_.filter(pk=place).first()
    return None if found is None else replace(common, name=found.capacity, place=found.pk, roles=(found.capacity,))


def acting(
    member: StaffMember, part: Part, *, today: date, address: str | None = None, request: str = ""
) -> Actor | None:
    """As whom a staff member acts, read with its user, on a day; None where the place does not hold that day."""
    if not member.user.is_active or not _holds(member, today):
        return None
    return Actor(
        member.code, part, user=member.user_id, staff=member.id, roles=tuple(member.roles), address=address,
        request=request,
    )  # fmt: skip


def places(user: User, today: date | None = None) -> list[Place]:
    """The user's places in every organisation, those of staff first; with a day only the ones that hold on it."""
    found = places_of(user.id)
    staff = [Place(p.organisation_id, p.organisation.name, "staff") for p in found.staff if _holds(p, today)]
    side = [Place(p.organisation_id, p.organisation.name, p.capacity, p.pk) for p in found.clients if _holds(p, today)]
    return staff + side


def _holds(place: StaffMember | ClientPerson, today: date | None) -> bool:
    return today is None or (place.since <= today and (place.until is None or place.until >= today))


# --- coming, changing, leaving --------------------------------------------------------------------------------------


def add(  # noqa: PLR0913 - the fields of a form, each by its name
    *,
    user: User,
    code: str,
    name: str,
    roles: Iterable[str],
    since: date,
    actor: Actor,
    now: datetime,
    function: str = "",
    teams: Iterable[Team] = (),
) -> StaffMember:
    """Give a user a place as a staff member. Raises StaffError with every problem, access.RefusedError."""
    access.require(actor, "staff.manage", None, now, event="C", subject=f"staff {code}")
    wanted = list(dict.fromkeys(roles))
    problems = [*code_problems(code), *check_roles(actor, (), wanted)]
    if StaffMember.objects.filter(user=user).exists():
        problems.append(("user", "somebody without a place here yet"))
    if problems:
        raise StaffError(problems)
    member: StaffMember = StaffMember.objects.create(
        organisation_id=current(), user=user, code=code, name=name, function=function, roles=wanted, since=since
    )
    _join(member, teams)
    return member


def change_roles(member: UUID, roles: Iterable[str], *, actor: Actor, now: datetime) -> StaffMember:
    """Give a staff member other roles; the sessions of that person end, so that the old ones serve nobody.

    Nobody changes the own roles. Raises StaffMember.DoesNotExist, StaffError, access.RefusedError.
    """
    found = _other(member, actor, now)
    wanted = list(dict.fromkeys(roles))
    if problems := check_roles(actor, found.roles, wanted):
        raise StaffError(problems)
    access.require(actor, "staff.manage", None, now, event="U", subject=f"roles of {found.code}")
    found.roles = wanted
    found.save(update_fields=["roles"])
    end_sessions(found.user_id, now)
    return found


def change_name(member: UUID, *, name: str, function: str, actor: Actor, now: datetime) -> StaffMember:
    """Change the name and the function of a staff member: neither opens anything, so one's own may be changed too.

    Raises StaffMember.DoesNotExist, StaffError, access.RefusedError.
    """
    access.require(actor, "staff.manage", None, now, event="U", subject="name of a staff member")
    tests = (
        ("name", 0 < len(name.strip()) <= 200, "a name of at most 200 characters"),
        ("function", len(function.strip()) <= 100, "at most 100 characters"),
    )
    if problems := [(field, expected) for field, fits, expected in tests if not fits]:
        raise StaffError(problems)
    found: StaffMember = StaffMember.objects.select_for_update().get(pk=member)
    found.name, found.function = name.strip(), function.strip()
    found.save(update_fields=["name", "function"])
    return found


def leave(member: UUID, last_day: date, *, actor: Actor, now: datetime) -> StaffMember:
    """Note the last day of a staff member, whose sessions end now; until that day signing in is still possible.

    Raises StaffMember.DoesNotExist, StaffError, access.RefusedError.
    """
    found = _other(member, actor, now)
    if last_day < found.since:
        raise StaffError([("until", "a day not before the first one")])
    access.require(actor, "staff.manage", None, now, event="U", subject=f"leaving of {found.code}")
    found.until = last_day
    found.save(update_fields=["until"])
    end_sessions(found.user_id, now)
    return found


def set_teams(member: UUID, teams: Iterable[Team], *, actor: Actor, now: datetime) -> None:
    """Put a staff member in these teams and no others: a team opens clients. Nobody does so for oneself.

    Raises StaffMember.DoesNotExist, access.RefusedError.
    """
    found = _other(member, actor, now)
    access.require(actor, "staff.manage", None, now, event="U", subject=f"teams of {found.code}")
    TeamMember.objects.filter(staff=found).delete()
    _join(found, teams)


def end_sessions(user: UUID, now: datetime) -> None:
    """End every session of a user: those that are kept go, and no older one counts any more."""
    User.objects.filter(pk=user).update(rights_changed_at=now)
    for session in UserSession.objects.filter(user_id=user):
        session.end()


def _other(member: UUID, actor: Actor, now: datetime) -> StaffMember:
    """The staff member, who must be somebody else than the one who acts."""
    decision = access.decide(actor, "staff.manage", None, now)
    if not decision.allowed:
        raise access.RefusedError(decision)
    if actor.staff == member:
        raise access.RefusedError(replace(decision, allowed=False, ground="none", reason="own_roles"))
    access.require_fresh(actor, "staff.manage")
    found: StaffMember = StaffMember.objects.select_for_update(no_key=True).get(pk=member)
    return found


def _join(member: StaffMember, teams: Iterable[Team]) -> None:
    rows: Sequence[TeamMember] = [TeamMember(organisation_id=current(), team=team, staff=member) for team in teams]
    TeamMember.objects.bulk_create(rows)
