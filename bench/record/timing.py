"""Many times as a few numbers: what is usual, what is rare, what is worst."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """Median, 99th percentile and worst in milliseconds, and of how many; zeros where there are none.

    >>> spread([0.001] * 98 + [0.5, 0.2])
    {'number': 100, 'median_ms': 1.0, 'p99_ms': 200.0, 'worst_ms': 500.0}
    """
    ordered = sorted(seconds)
    return {
        "number": len(ordered),
        "median_ms": _at(ordered, 0.5),
        "p99_ms": _at(ordered, 0.99),
        "worst_ms": _at(ordered, 1.0),
    }


def _at(ordered: Sequence[float], part: float) -> float:
    """The smallest time that at least this part of all are at or below, in milliseconds."""
    if not ordered:
        return 0.0
    from math import ceil

    return round(ordered[max(0, ceil(part * len(ordered)) - 1)] * 1000, 1)
