"""The work list: duties that wait, over all clients that the caller may see."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from nakomen.norms.answers import instant
from nakomen.record import access, worklist
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
    wanted = worklist.covered(call.actor, call.permission, call.now) & Q(bearer=asked.bearer)
    if asked.state is not None:
        wanted &= Q(state=asked.state)
    if asked.clause is not None:
        wanted &= Q(clause=asked.clause)
    if asked.due_before is not None:
        wanted &= Q(due__lt=asked.due_before)
    try:
        rows = worklist.page(wanted, worklist.BY_DUE, asked.cursor, asked.limit + 1)
    except worklist.CursorError:
        raise problems.not_fitting([("cursor", "`next` of the page before")]) from None
    shown = rows[: asked.limit]
    decisions = access.seen(call.actor, call.permission, [row.chain_id for row in shown], call.now, "work list")
    cursor = worklist.cursor_of(shown[-1], worklist.BY_DUE) if len(rows) > asked.limit else None
    return answer({"duties": [_duty(row) for row in shown if decisions[row.chain_id].covers(row.kind)], "next": cursor})


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
