"""The work list: duties that wait, over all clients that the caller may see."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from nakomen.acts import KIND_AREAS
from nakomen.norms.answers import instant
from nakomen.record import access
from nakomen.record.models import DutyCopy
from nakomen.web.api import problems, schemas
from nakomen.web.api.calling import answer, calling
from nakomen.web.api.paging import ByDue
from nakomen.web.api.routing import operation

router = Router()


class ListOfDuties(ByDue):
    """Which duties to list."""

    bearer: schemas.Party = Field("provider", description="Whose duties.")
    state: Literal["open", "overdue", "suspended", "undetermined"] | None = Field(None, description="In this state.")
    clause: schemas.Clause | None = Field(None, description="Under this clause, by its full id.")
    due_before: schemas.Day | None = Field(None, description="With a last day before this one.")


@operation(router, "GET", "/duties", "standing.read", {200: schemas.WorkList}, tag="work list")
def list_duties(asked: Query[ListOfDuties]) -> HttpResponse:
    """The duties that wait, over all clients: what has a last day first, then what has none.

    A duty that was opened anew while one turns the pages may show twice; none is passed over. Each client on the page
    stands in the access log.
    """
    call = calling()
    call.require(subject="work list")
    wanted = call.visible() & Q(bearer=asked.bearer) & _kinds()
    if asked.state is not None:
        wanted &= Q(state=asked.state)
    if asked.clause is not None:
        wanted &= Q(clause=asked.clause)
    if asked.due_before is not None:
        wanted &= Q(due__lt=asked.due_before)
    rows = _page(wanted, asked.cursor, asked.limit + 1)
    shown = rows[: asked.limit]
    decisions = access.seen(call.actor, call.permission, [row.chain_id for row in shown], call.now, "work list")
    cursor = _cursor(shown[-1]) if len(rows) > asked.limit else None
    return answer({"duties": [_duty(row) for row in shown if decisions[row.chain_id].covers(row.kind)], "next": cursor})


def _kinds() -> Q:
    """Duties that some area of the caller covers; for each client its own decision is asked again."""
    call = calling()
    decision = access.decide(call.actor, call.permission, None, call.now)
    if decision.areas is None:
        return Q()
    return Q(kind__in=[kind for kind in KIND_AREAS if decision.covers(kind)])


def _page(wanted: Q, cursor: str | None, size: int) -> list[DutyCopy]:
    """Dated duties by day, then those without a day, each in the order of an index; from after the cursor."""
    day, _, number = (cursor or "").partition(".")
    rows: list[DutyCopy] = []
    if day != "none":
        dated = wanted & Q(due__isnull=False)
        if cursor is not None:
            at = _day(day)
            dated &= Q(due__gt=at) | Q(due=at, id__gt=int(number))
        rows = list(DutyCopy.objects.filter(dated).order_by("due", "id")[:size])
    if len(rows) < size:
        undated = wanted & Q(due__isnull=True)
        if day == "none":
            undated &= Q(id__gt=int(number))
        rows += DutyCopy.objects.filter(undated).order_by("id")[: size - len(rows)]
    return rows


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise problems.not_fitting([("cursor", "`next` of the page before")]) from None


def _cursor(row: DutyCopy) -> str:
    return f"{row.due.isoformat() if row.due else 'none'}.{row.pk}"


def _duty(row: DutyCopy) -> dict[str, Any]:
    client: UUID = row.chain_id
    return {
        "client": str(client),
        "clause": row.clause,
        "bearer": row.bearer,
        "toward": row.toward,
        "what": row.what,
        "state": row.state,
        "since": row.since,
        "due": row.due,
        "due_at": instant(row.due_at),
        "missing": row.missing,
        "act": row.act,
        "open_norm": row.open_norm,
        "statute": row.statute or None,
    }
