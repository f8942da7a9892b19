"""What comes round by itself: the nightly sweep, and every minute the checkpoints and what was left lying.

Every worker runs the clock. Whose turn it is, is settled by one UPDATE and its row count, in the same transaction as
what is put in the queue; a worker that dies in between has not had its turn.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from nakomen.law.clock import AMSTERDAM, local_day
from nakomen.record import checkpoints, cleaning, tasks
from nakomen.record.background import background, error_name
from nakomen.record.models import Delivery, Organisation, OutgoingMail, Turn
from nakomen.record.task_log import logger
from nakomen.record.tenancy import within

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import Model

NIGHT = time(0, 5)
"""When the nightly work begins, in Amsterdam."""
LEFT_LYING = timedelta(minutes=2)
"""So long after its moment, something that must go out counts as forgotten by the queue."""

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def tick(now: datetime) -> None:
    """Do what is due now and was not done by another worker. May be asked as often as one likes.

    A night in which no worker ran is made up for at the first tick after it.
    """
    with transaction.atomic():
        if take("night", last_night(now)):
            _enqueue_night(now)
    with transaction.atomic():
        mine = take("minute", now.replace(second=0, microsecond=0))
    if mine:
        for organisation in _organisations():
            _each_minute(organisation, now)


def take(what: str, due: datetime) -> bool:
    """Whether this worker is the one that does what was due at that moment."""
    Turn.objects.get_or_create(what=what, defaults={"due": _NEVER})
    return Turn.objects.filter(what=what, due__lt=due).update(due=due) == 1


def last_night(now: datetime) -> datetime:
    """The last moment, up to now, at which the nightly work was due."""
    today = local_day(now)
    begun = datetime.combine(today, NIGHT, AMSTERDAM)
    return begun if begun <= now else datetime.combine(today - timedelta(days=1), NIGHT, AMSTERDAM)


@background
def clean_installation(now: datetime) -> None:
    """Remove what belongs to no organisation and is no longer needed."""
    cleaning.clean_installation(now)


def _enqueue_night(now: datetime) -> None:
    """Put the night's work in the queue, within the transaction that took the turn.

    So a broker may hear of it too early, or twice; neither does harm.
    """
    today = local_day(now).isoformat()
    for organisation in _organisations():
        tasks.sweep_organisation.enqueue(organisation=str(organisation), as_of=today)
        tasks.clean_up.enqueue(organisation=str(organisation))
    clean_installation.enqueue()


def _organisations() -> list[UUID]:
    return list(Organisation.objects.order_by("id").values_list("id", flat=True))


def _each_minute(organisation: UUID, now: datetime) -> None:
    """A checkpoint, if something was added; what was left lying, in the queue again."""
    try:
        with within(organisation):
            checkpoints.make(now)
    except Exception as error:  # noqa: BLE001 - as a task it is tried again and, at last, seen by a person
        logger.warning("no checkpoint made", error=error_name(error))
        tasks.make_checkpoint.enqueue(organisation=str(organisation))
    with within(organisation):
        for mail in _left_lying(OutgoingMail, now):
            tasks.enqueue_after_commit(tasks.send_mail, organisation=organisation, mail=mail)
        for delivery in _left_lying(Delivery, now):
            tasks.enqueue_after_commit(tasks.deliver_webhook, organisation=organisation, delivery=delivery)


def _left_lying(model: type[Model], now: datetime) -> list[UUID]:
    """What should have gone out a while ago; it is due again from now, so that it is found once only."""
    rows = model._default_manager.filter(state="waiting", next_at__lt=now - LEFT_LYING)
    found: list[UUID] = [
        pk for pk in rows.values_list("pk", flat=True)[:1000] if rows.filter(pk=pk).update(next_at=now)
    ]
    return found
