"""The nightly sweep where one client in a hundred changes, and the verification of all that is kept."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils import timezone

from bench.measure import most_memory
from bench.record import world
from nakomen.commands import opening
from nakomen.record import sweeping, tenancy, verifying
from nakomen.record.models import ClientCard, DutyCopy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

PART = 0.01
"""The part of the clients whose standing changes."""


def sweep() -> dict[str, Any]:
    """Sweep to the first day on which that part has changed; how many were read, and that the others were not."""
    opening.opened()
    organisation = world.organisation()
    with tenancy.within(organisation):
        total = ClientCard.objects.count()
        day = _day(total)
        expected = ClientCard.objects.filter(next_change__lte=day).count()
    begun = time.perf_counter()
    swept = sweeping.sweep(organisation, day, timezone.now())
    spent = time.perf_counter() - begun
    with tenancy.within(organisation):
        made = ClientCard.objects.filter(as_of=day).count()
        duties = DutyCopy.objects.count()
    return {
        "clients": total,
        "expected": expected,
        "looked_at": swept.looked_at,
        "changed": swept.changed,
        "failed": swept.failed,
        "made_anew": made,
        "duties": duties,
        "seconds": round(spent, 2),
    }


def _day(total: int) -> date:
    """The first day by which at least the wanted part of the clients has changed."""
    wanted = max(1, round(total * PART)) - 1
    day: date = (
        ClientCard.objects.exclude(next_change=None)
        .order_by("next_change")
        .values_list("next_change", flat=True)[wanted : wanted + 1]
        .get()
    )
    return day


def verify() -> dict[str, Any]:
    """Verify all that is kept of the organisation, with this process and its connection's server on one core."""
    opening.opened()
    with tenancy.within(world.organisation()), one_core() as alone:
        begun = time.perf_counter()
        found = verifying.verify()
        spent = time.perf_counter() - begun
    return {
        "acts": found.entries,
        "chains": found.chains,
        "leaves": found.leaves,
        "broken": len(found.broken),
        "one_core": alone,
        "memory_mb": round(most_memory()),
        "seconds": round(spent, 2),
    }


@contextmanager
def one_core() -> Iterator[bool]:
    """This process, and on PostgreSQL the one that serves it, together on one core; whether that could be done."""
    before = os.sched_getaffinity(0)
    core = {max(before)}
    alone = True
    os.sched_setaffinity(0, core)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (backend,) = cursor.fetchone()
        try:
            os.sched_setaffinity(backend, core)
        except PermissionError:
            alone = False
    try:
        yield alone
    finally:
        os.sched_setaffinity(0, before)
