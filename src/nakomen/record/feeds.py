"""Calendar feeds: an address with a secret, at which somebody's calendar reads how much is due on which day.

The secret is told once; of it only the SHA-256 is kept. A feed holds numbers and days, nothing of any client.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from nakomen.law.clock import local_day
from nakomen.record import staff, worklist
from nakomen.record.models import CalendarFeed, StaffMember
from nakomen.record.tenancy import current

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from nakomen.record.actors import Actor

PERMISSION = "standing.read"
AHEAD = timedelta(days=90)
"""How far ahead a feed tells."""

_FORM = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Day:
    """How many duties have their last day on a day; `late` are those of days before, told today only."""

    day: date
    due: int
    late: int = 0


def could_be(token: str) -> bool:
    """Whether a text has the form of a secret, before anything is looked up."""
    return _FORM.fullmatch(token) is not None


def make(member: UUID, now: datetime) -> tuple[CalendarFeed, str]:
    """A feed of a staff member with its secret, which is told this once; the one before it ends."""
    StaffMember.objects.select_for_update(no_key=True).filter(pk=member).first()  # of two at once one waits
    revoke(member, now)
    token = secrets.token_urlsafe(32)
    feed: CalendarFeed = CalendarFeed.objects.create(
        organisation_id=current(), staff_id=member, token_hash=_hash(token), created_at=now
    )
    return feed, token


def revoke(member: UUID, now: datetime) -> bool:
    """End the feed of a staff member at once; whether there was one."""
    return bool(CalendarFeed.objects.filter(staff_id=member, revoked_at=None).update(revoked_at=now))


def of(member: UUID) -> CalendarFeed | None:
    """The feed that a staff member has now."""
    found: CalendarFeed | None = CalendarFeed.objects.filter(staff_id=member, revoked_at=None).first()
    return found


def opened(token: str, now: datetime) -> tuple[CalendarFeed, Actor] | None:
    """The feed of a secret and whose it is, with the rights of today; None where it does not hold (any more).

    Nothing is told of whether the secret, the feed or the person is what lacks.
    """
    wanted = _hash(token)
    feed: CalendarFeed | None = (
        CalendarFeed.objects.select_related("staff__user").filter(token_hash=wanted, revoked_at=None).first()
    )
    if feed is None or not hmac.compare_digest(bytes(feed.token_hash), wanted):
        return None
    actor = staff.acting(feed.staff, "desk", today=local_day(now))
    if actor is None:
        return None
    _used(feed, local_day(now))
    return feed, actor


def days(actor: Actor, now: datetime) -> list[Day]:
    """Per day how many duties of one's own are due or, today, late: those of one's clients, or of all without any."""
    today = local_day(now)
    if actor.staff is None:
        return []
    own = worklist.scope(worklist.usual_scope(actor.staff, today), actor.staff, today)
    wanted = worklist.covered(actor, PERMISSION, now) & own & Q(bearer="provider")
    found = list(worklist.by_day(wanted, today + AHEAD))
    late = sum(count for day, count in found if day < today)
    coming = {day: count for day, count in found if day >= today}
    if late:
        coming.setdefault(today, 0)
    return [Day(day, count, late if day == today else 0) for day, count in sorted(coming.items())]


def _used(feed: CalendarFeed, today: date) -> None:
    """Note the day of use; once a day, so that reading does not write."""
    if feed.last_used_on != today:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_used_on=today)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
