"""Access in an emergency: outside a care relation, with a reason, for some hours, reviewed by somebody else.

It cannot be prevented that somebody needs a client's data at night without a care relation; it can be seen, told and
looked at afterwards. So it is open to those who give care, never quietly.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db.models import Q

from nakomen.law.clock import local_day
from nakomen.record import access, access_log, mail
from nakomen.record.models import Chain, ClientCard, EmergencyAccess, StaffMember, TeamMember
from nakomen.record.roles import roles, term
from nakomen.record.search import QueryError, conditions
from nakomen.record.tenancy import current

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from uuid import UUID

    from nakomen.record.actors import Actor
    from nakomen.record.models import User
    from nakomen.record.search import SearchQuery

    type Tell = Callable[[User, str, str, datetime], object]

LINK = "/emergencies/"
#: Roles whose reviewers are told at once; a coordinator finds what waits in the list.
TOLD = ("board", "quality")


class EmergencyError(ValueError):
    """An emergency or a review that lacks something; `problems` pairs each field with what was expected."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{field}: expected {expected}" for field, expected in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An emergency access that nobody has reviewed yet, the last day to do so, and whether that has passed."""

    access: EmergencyAccess
    due: datetime
    overdue: bool


# --- opening --------------------------------------------------------------------------------------------------------


def open(  # noqa: A001 - the word of the field, always written as emergency.open
    actor: Actor, client: UUID, reason: str, now: datetime, *, tell: Tell = mail.tell
) -> EmergencyAccess:
    """Open access to a client for some hours; it is logged, and told to those who review it.

    Raises EmergencyError for a reason that says too little, access.RefusedError, access.NotFreshError.
    """
    given = " ".join(reason.split())
    # Before anything is decided: what is wrong with the reason must not tell whether the client is there.
    if len(given) < term("emergency_reason"):
        raise EmergencyError([("reason", f"at least {term('emergency_reason')} characters")])
    decision = _may_open(actor, client, now)
    opened: EmergencyAccess = EmergencyAccess.objects.create(
        organisation_id=current(),
        staff_id=actor.staff,
        chain_id=client,
        reason=given,
        opened_at=now,
        until=now + timedelta(hours=term("emergency_hours")),
    )
    access_log.write(actor, _because(opened, decision), now, client=client, event="E")
    for member in _told(actor.staff, now):
        tell(member.user, "review", LINK, now)
    return opened


def opened(actor: Actor, client: UUID, at: datetime, now: datetime) -> EmergencyAccess:
    """The access that the actor opened at that moment, shown once more, and logged.

    Raises EmergencyAccess.DoesNotExist, and access.RefusedError as `open` does.
    """
    decision = _may_open(actor, client, now)
    mine = EmergencyAccess.objects.select_related("staff", "reviewed_by")
    found: EmergencyAccess = mine.get(staff_id=actor.staff, chain_id=client, opened_at=at)
    access_log.write(actor, _because(found, decision), now, client=client, event="R")
    return found


def open_for(
    actor: Actor, query: SearchQuery, reason: str, now: datetime, *, tell: Tell = mail.tell
) -> EmergencyAccess:
    """Open access to the one client who fits, for somebody who cannot find the client by a search.

    Only a BSN, or name and birth date together, say enough. Raises EmergencyError where they fit nobody or more than
    one, and as `open` does.
    """
    if query.bsn is None and (query.name is None or query.birth_date is None):
        raise EmergencyError([("client", "a BSN, or a name and a birth date")])
    settled = access.decide(actor, "emergency.open", None, now)
    if not settled.allowed:
        raise access.RefusedError(settled)
    access.require_fresh(actor, "emergency.open")
    try:
        found = list(ClientCard.objects.filter(conditions(query)).values_list("chain_id", flat=True)[:2])
    except QueryError as error:
        raise EmergencyError(error.problems) from None
    if len(found) != 1:  # whoever tries out who is a client here leaves a trace of that
        access_log.write(actor, settled, now, client=None, event="R", subject=f"search {','.join(query.fields())}")
        raise EmergencyError([("client", "what fits one client and no other")])
    return open(actor, found[0], reason, now, tell=tell)


def _may_open(actor: Actor, client: UUID, now: datetime) -> access.Decision:
    """Whether the actor may; of a client whose dossier was destroyed nothing is left, so that nobody needs to look."""
    decision = access.decide(actor, "emergency.open", client, now)
    if decision.allowed and Chain.objects.filter(pk=client, destroyed_at__isnull=False).exists():
        # To the letter the decision for a client who is not there.
        nobody = access.decide(actor, "emergency.open", uuid4(), now)
        raise access.RefusedError(nobody, client)
    if not decision.allowed or actor.staff is None:
        raise access.RefusedError(decision, client)
    access.require_fresh(actor, "emergency.open")
    return decision


def _because(opened: EmergencyAccess, decision: access.Decision) -> access.Decision:
    return replace(decision, ground="emergency", ground_ref=str(opened.id), reason="emergency")


def _told(opener: UUID | None, now: datetime) -> list[StaffMember]:
    day = local_day(now)
    serving = StaffMember.objects.filter(Q(until=None) | Q(until__gte=day), since__lte=day).select_related("user")
    return [member for member in serving.exclude(pk=opener) if set(TOLD) & set(member.roles)]


# --- reviewing ------------------------------------------------------------------------------------------------------


def waiting(actor: Actor, now: datetime) -> list[Waiting]:
    """What waits for a review, the oldest first; overdue after a week. Each client shown is logged.

    Raises access.RefusedError.
    """
    access.require(actor, "emergency.review", None, now, subject="emergencies")
    term_ = timedelta(days=term("emergency_review_days"))
    rows = list(EmergencyAccess.objects.filter(reviewed_at=None).select_related("staff").order_by("opened_at", "id"))
    access.seen(actor, "emergency.review", [each.chain_id for each in rows], now, "emergencies")
    return [Waiting(each, each.opened_at + term_, each.opened_at + term_ < now) for each in rows]


def review(actor: Actor, emergency: UUID, *, justified: bool, now: datetime, note: str = "") -> EmergencyAccess:
    """Say whether an emergency access was right; once, by somebody else than who opened it and than that one's team.

    Raises EmergencyAccess.DoesNotExist, EmergencyError where it was reviewed or a note lacks, access.RefusedError.
    """
    decision = access.decide(actor, "emergency.review", None, now)
    if not decision.allowed or actor.staff is None:
        raise access.RefusedError(decision)
    found: Any = EmergencyAccess.objects.select_for_update().get(pk=emergency)
    if found.staff_id == actor.staff or (_only_coordinates(actor) and _share_team(found.staff_id, actor.staff)):
        raise access.RefusedError(
            replace(decision, allowed=False, ground="none", reason="own_emergency"), found.chain_id
        )
    if found.reviewed_at is not None:
        raise EmergencyError([("emergency", "one that nobody has reviewed yet")])
    if not justified and not note.strip():
        raise EmergencyError([("note", "why the access was not right")])
    found.reviewed_by_id, found.reviewed_at, found.justified, found.note = actor.staff, now, justified, note.strip()
    found.save(update_fields=["reviewed_by", "reviewed_at", "justified", "sealed_note"])
    access_log.write(actor, decision, now, client=found.chain_id, event="U", subject=f"emergency {found.id}")
    judged: EmergencyAccess = found
    return judged


def reviewed(actor: Actor, emergency: UUID, now: datetime) -> EmergencyAccess:
    """An access that was reviewed, shown once more, and logged.

    Raises EmergencyAccess.DoesNotExist, access.RefusedError.
    """
    found: EmergencyAccess = EmergencyAccess.objects.select_related("staff", "reviewed_by").get(pk=emergency)
    access.seen(actor, "emergency.review", [found.chain_id], now, f"emergency {found.id}")
    return found


def judged(actor: Actor, now: datetime, limit: int = 50) -> list[EmergencyAccess]:
    """The accesses that were reviewed last, the newest first. Each client shown is logged.

    Raises access.RefusedError.
    """
    access.require(actor, "emergency.review", None, now, subject="emergencies")
    rows = EmergencyAccess.objects.exclude(reviewed_at=None).select_related("staff", "reviewed_by")
    shown = list(rows.order_by("-reviewed_at", "id")[:limit])
    access.seen(actor, "emergency.review", [each.chain_id for each in shown], now, "emergencies")
    return shown


def _only_coordinates(actor: Actor) -> bool:
    """Whether it is as a coordinator alone that somebody may review: then not within the own team."""
    reviewing = [name for name in actor.roles if "emergency.review" in roles().roles[name].may]
    return reviewing == ["coordinator"]


def _share_team(one: UUID, other: UUID) -> bool:
    teams = TeamMember.objects.filter(staff_id=one).values("team_id")
    return bool(TeamMember.objects.filter(staff_id=other, team_id__in=teams).exists())
