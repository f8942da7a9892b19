"""What waits for a client, counted over what somebody may see.

The counts of a client's card are over everything. Whoever sees some areas only is told of the duties within these, so
that no count gives away an act of another area.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Q

from nakomen.acts import KIND_AREAS
from nakomen.norms.duties import OPEN, OVERDUE, UNDETERMINED
from nakomen.record.grounds import covers
from nakomen.record.models import DutyCopy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from uuid import UUID

    from nakomen.record.access import Decision
    from nakomen.record.grounds import Reach
    from nakomen.record.roles import Areas


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many duties of a client are open, overdue, undetermined; the first last day among those of the provider."""

    open: int = 0
    overdue: int = 0
    undetermined: int = 0
    first_due: date | None = None


def waiting(decisions: Mapping[UUID, Decision]) -> dict[UUID, Waiting]:
    """What waits within the areas, for each client of which a decision opens some areas only; in one query at most.

    A client of whom everything may be seen is left out: the card tells it.
    """
    limited = {client: decision for client, decision in decisions.items() if decision.areas is not None}
    if not limited:
        return {}
    found = dict.fromkeys(limited, Waiting())
    rows = (
        DutyCopy.objects.filter(chain_id__in=list(limited))
        .values("chain_id", "kind", "state")
        .annotate(count=Count("id"), first=Min("due", filter=Q(bearer="provider")))
    )
    for row in rows:
        client = row["chain_id"]
        if limited[client].covers(row["kind"]):
            found[client] = _more(found[client], row["state"], row["count"], row["first"])
    return found


def overdue(reached: Iterable[Reach]) -> Q:
    """The cards of clients who have an overdue duty within the areas of some ground that opens them."""
    opened = []
    for each in reached:
        if each.rows is None and each.areas is None:
            return Q(overdue_count__gt=0)
        rows = DutyCopy.objects.filter(_within(each.areas), state=OVERDUE)
        if each.rows is not None:
            rows = rows.filter(chain_id__in=each.rows.values("chain_id"))
        opened.append(rows.values("chain_id"))
    if not opened:
        return Q(pk__in=[])
    return Q(pk__in=opened[0].union(*opened[1:]) if len(opened) > 1 else opened[0])


def _within(areas: Areas) -> Q:
    return Q() if areas is None else Q(kind__in=[kind for kind in KIND_AREAS if covers(areas, kind)])


def _more(before: Waiting, state: str, count: int, due: date | None) -> Waiting:
    dues = [day for day in (before.first_due, due) if day is not None]
    return Waiting(
        open=before.open + (count if state == OPEN else 0),
        overdue=before.overdue + (count if state == OVERDUE else 0),
        undetermined=before.undetermined + (count if state == UNDETERMINED else 0),
        first_due=min(dues, default=None),
    )
