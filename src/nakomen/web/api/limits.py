"""How many requests a token can make: counted by the minute, over all processes of the server together.

Who brings no token that holds is counted by the address, so that made-up tokens push out no counts of real ones.

A process counts by itself and adds what it counted to the shared table a batch at a time, so that a request seldom
costs a write. Several processes together can so let through a batch each beyond the limit; that is the price.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache

from nakomen.web.api.problems import ProblemError

if TYPE_CHECKING:
    from datetime import datetime

BATCHES = 24
"""Into how many batches a limit is divided."""
_MOST = 10_000


@dataclass(slots=True)
class _Count:
    """What one token, or one address, did in one minute: in this process, and by the shared table in all others."""

    minute: int
    own: int = 0
    others: int = 0


_counts: dict[str, _Count] = {}
_lock = Lock()


def check(who: str, now: datetime) -> None:
    """Count a request. Raises ProblemError 429, with when to come back, beyond settings.API_RATE in a minute."""
    second = int(now.timestamp())
    limit = settings.API_RATE
    batch = max(1, limit // BATCHES)
    with _lock:
        count = _count(who, second // 60)
        count.own += 1
        own = count.own
    if own % batch == 0:
        count.others = max(0, _shared(f"api-rate:{who}:{count.minute}", batch) - own)
    if own + count.others > limit:
        raise ProblemError(429, "Come back later.", headers={"Retry-After": str(60 - second % 60)})


def counted(who: str) -> bool:
    """Whether this process has counted requests of this one before."""
    return who in _counts


def forget() -> None:
    """Start counting anew in this process."""
    with _lock:
        _counts.clear()


def _count(who: str, minute: int) -> _Count:
    found = _counts.get(who)
    if found is None or found.minute != minute:
        if len(_counts) >= _MOST:
            _counts.clear()
        found = _counts[who] = _Count(minute)
    return found


def _shared(key: str, number: int) -> int:
    """Add to the shared count; what all processes together have counted now."""
    cache.add(key, 0, timeout=120)
    try:
        return cache.incr(key, number)
    except ValueError:  # it ran out between the two
        return number
