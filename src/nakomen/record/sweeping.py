"""The sweep: read copies of clients whose standing changed because time passed, made anew; the others are not read.

A copy knows on which day its standing changes by itself. So the cost of a sweep grows with what changes, not with what
is kept. It goes in small transactions: what was done stays done, and who comes after an interruption goes on there.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import batched
from typing import TYPE_CHECKING

from django.db import transaction

from nakomen.law.clock import local_day, start_of_day
from nakomen.record import copies, ledger
from nakomen.record.background import enqueue_after_commit, error_name
from nakomen.record.models import Chain, ClientCard, Organisation, Sweep
from nakomen.record.task_log import logger
from nakomen.record.tenancy import current, within

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime
    from uuid import UUID

    type Progress = Callable[[int, int], None]

BATCH = 50
"""Clients per transaction: each is locked against new acts until it ends, so for about a second."""


class PastDayError(ValueError):
    """A sweep of a past day would turn copies back to it."""


@dataclass(frozen=True, slots=True)
class Swept:
    """How many clients a sweep read, of how many the standing changed, and how many could not be read."""

    looked_at: int = 0
    changed: int = 0
    failed: int = 0

    def __add__(self, other: Swept) -> Swept:
        return Swept(self.looked_at + other.looked_at, self.changed + other.changed, self.failed + other.failed)


def sweep(organisation: UUID, as_of: date, now: datetime, progress: Progress | None = None) -> Swept:
    """Bring the copies of an organisation to a day; who asked to hear of changed standings is told.

    Copies that stand at a later day stay as they are. A client whose copies cannot be made holds up no other: it is
    tried again by a task of its own. `progress` hears how many clients are done, of how many. Opens its own
    transactions, so it runs outside `within`. Raises PastDayError.
    """
    with within(organisation):
        if as_of < local_day(now) and ClientCard.objects.filter(as_of__gt=as_of).exists():
            raise PastDayError(f"copies stand at a later day than {as_of.isoformat()} and are not turned back")
        clients = list(copies.due(as_of).order_by("chain_id").values_list("chain_id", flat=True))
    moment = now if local_day(now) == as_of else start_of_day(as_of)
    done = Swept()
    for batch in batched(clients, BATCH):
        with within(organisation):
            done += _sweep_batch(batch, as_of, moment)
        if progress:
            progress(done.looked_at, len(clients))
    with within(organisation):
        _write_down(as_of, now, done)
    return done


def sweep_all(as_of: date, now: datetime, progress: Progress | None = None) -> Swept:
    """Sweep every organisation. Raises PastDayError."""
    done = Swept()
    for organisation in Organisation.objects.order_by("id").values_list("id", flat=True):
        done += sweep(organisation, as_of, now, progress)
    return done


def last() -> Sweep | None:
    """The sweep of the current organisation that ended last."""
    return Sweep.objects.order_by("-finished_at").first()


def _sweep_batch(batch: tuple[UUID, ...], as_of: date, moment: datetime) -> Swept:
    """Some clients in one transaction, in the order of their ids as every writer locks several of them."""
    chains = Chain.objects.filter(pk__in=batch, destroyed_at=None).order_by("id").select_for_update()
    locked = list(chains.values_list("id", flat=True))
    # An append that came between has brought the copies of its client to today already.
    still = set(copies.due(as_of).filter(pk__in=locked).values_list("chain_id", flat=True))
    done = Swept(looked_at=len(batch) - len(still))
    try:
        with transaction.atomic():
            acts = {client: [each.act for each in own] for client, own in ledger.entries_of(sorted(still)).items()}
            changed = copies.refresh_many(acts, as_of, moment)
            return done + Swept(len(still), len(changed))
    except Exception:  # noqa: BLE001 - somebody among them cannot be read: one at a time shows whom
        for client in sorted(still):
            done += _sweep_one(client, moment)
    return done


def _sweep_one(client: UUID, moment: datetime) -> Swept:
    from nakomen.record import tasks  # which imports this module

    try:
        with transaction.atomic():
            return Swept(1, int(copies.refresh(client, ledger.acts(client), moment)))
    except Exception as error:  # noqa: BLE001 - one client's trouble is not that of all who come after
        logger.warning("client not swept", error=error_name(error))
        enqueue_after_commit(tasks.refresh_client, organisation=current(), client=client)
        return Swept(looked_at=1, failed=1)


def _write_down(as_of: date, started: datetime, done: Swept) -> None:
    from django.utils import timezone

    Sweep.objects.update_or_create(
        organisation_id=current(),
        as_of=as_of,
        defaults={
            "started_at": started,
            "finished_at": timezone.now(),
            "looked_at": done.looked_at,
            "changed": done.changed,
        },
    )
