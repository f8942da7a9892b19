"""The supervisor's access: granted on a ground, for a limited time, for reading only, withdrawn at once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from nakomen.law.clock import local_day
from nakomen.record import access, access_log
from nakomen.record.models import StaffMember, SupervisorGrant
from nakomen.record.roles import term
from nakomen.record.tenancy import current

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from nakomen.record.actors import Actor

ROLE = "supervisor"


class GrantError(ValueError):
    """A grant that cannot be given; `problems` pairs each field with what was expected."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{field}: expected {expected}" for field, expected in problems))
        self.problems = tuple(problems)


def grant(
    actor: Actor, staff: UUID, client: UUID | None, *, ground: str, since: datetime, until: datetime, now: datetime
) -> SupervisorGrant:
    """Let a supervisor read one client, or (None) every client, from a moment until another.

    Every client only by who may for every client: the board. Raises GrantError with every problem,
    access.RefusedError, access.NotFreshError.
    """
    if client is None:
        decision = access.decide_all(actor, "supervision.grant", now)
    else:
        decision = access.decide(actor, "supervision.grant", client, now)
    if not decision.allowed or actor.staff is None:
        raise access.RefusedError(decision, client)
    access.require_fresh(actor, "supervision.grant")
    if problems := _problems(staff, ground, since, until, now):
        raise GrantError(problems)
    given: SupervisorGrant = SupervisorGrant.objects.create(
        organisation_id=current(),
        staff_id=staff,
        chain_id=client,
        ground=" ".join(ground.split()),
        granted_by_id=actor.staff,
        since=since,
        until=until,
    )
    access_log.write(actor, decision, now, client=client, event="C", subject=f"supervision {given.id}")
    return given


def withdraw(actor: Actor, grant_id: UUID, now: datetime) -> None:
    """End a grant at once. Raises SupervisorGrant.DoesNotExist, access.RefusedError, access.NotFreshError."""
    found: SupervisorGrant = SupervisorGrant.objects.get(pk=grant_id)
    if found.chain_id is None:
        decision = access.decide_all(actor, "supervision.grant", now)
    else:
        decision = access.decide(actor, "supervision.grant", found.chain_id, now)
    if not decision.allowed:
        raise access.RefusedError(decision, found.chain_id)
    access.require_fresh(actor, "supervision.grant")
    SupervisorGrant.objects.filter(pk=found.pk, withdrawn_at=None).update(withdrawn_at=now)
    access_log.write(actor, decision, now, client=found.chain_id, event="U", subject=f"supervision {found.id}")


def running(now: datetime) -> list[SupervisorGrant]:
    """The grants that hold now or are still to begin, the first to end first."""
    rows = SupervisorGrant.objects.filter(until__gt=now, withdrawn_at=None).select_related("staff", "granted_by")
    return list(rows.order_by("until", "id"))


def _problems(staff: UUID, ground: str, since: datetime, until: datetime, now: datetime) -> list[tuple[str, str]]:
    problems = []
    member = StaffMember.objects.filter(pk=staff).first()
    if member is None or ROLE not in member.roles or (member.until and member.until < local_day(now)):
        problems.append(("staff", "somebody with the role of supervisor"))
    if len(" ".join(ground.split())) < term("supervision_ground"):
        problems.append(("ground", f"at least {term('supervision_ground')} characters"))
    if not since < until <= since + timedelta(days=term("supervision_days")):
        problems.append(("until", f"after the beginning, at most {term('supervision_days')} days later"))
    if until <= now:
        problems.append(("until", "a moment to come"))
    return problems
