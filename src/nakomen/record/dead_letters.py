"""Tasks that failed as often as they were allowed to: listed, and tried again when a person says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.module_loading import import_string

from nakomen.record.models import DeadTask, Delivery, OutgoingMail
from nakomen.record.task_log import logger
from nakomen.record.tenancy import within

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from nakomen.record.actors import Actor


class UnknownLetterError(LookupError):
    """There is no dead letter with this id, or it has been tried again already."""


def put(task: str, ids: Mapping[str, str], error: str, attempts: int, now: datetime) -> None:
    """Put a task away. One of no organisation has nobody to be listed for: it stands in the log alone."""
    logger.error("task given up", task=task, error=error, attempts=attempts)
    if "organisation" not in ids:
        return
    organisation = UUID(ids["organisation"])
    with within(organisation):
        DeadTask.objects.create(
            organisation_id=organisation,
            task=task,
            arguments=dict(ids),
            error=error,
            attempts=attempts,
            failed_at=now,
        )


def entries() -> QuerySet[DeadTask]:
    """The dead letters of the current organisation that wait for a person, the newest first."""
    return DeadTask.objects.filter(retried_at=None).order_by("-failed_at", "id")


def retry(letter: UUID, actor: Actor, now: datetime) -> None:
    """Try a dead letter again, as often as a new one. Two people who ask for the same have it done once.

    Raises UnknownLetterError, access.RefusedError.
    """
    from nakomen.record import access
    from nakomen.record.background import enqueue_after_commit

    access.require(actor, "task.retry", None, now, event="E", subject=f"task {letter}")
    if DeadTask.objects.filter(pk=letter, retried_at=None).update(retried_at=now) != 1:
        raise UnknownLetterError("no such dead letter")
    found: DeadTask = DeadTask.objects.get(pk=letter)
    _revive(found.arguments, now)
    work: Any = import_string(found.task)
    enqueue_after_commit(work, **found.arguments)


def _revive(ids: Mapping[str, str], now: datetime) -> None:
    """What counts its own tries starts to count anew."""
    for name, model in (("mail", OutgoingMail), ("delivery", Delivery)):
        if name in ids:
            model.objects.filter(pk=ids[name], state="dead").update(state="waiting", attempts=0, next_at=now)
