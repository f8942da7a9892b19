"""Access: who saw whom, how a decision comes about, and access in an emergency."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from nakomen.norms.answers import instant
from nakomen.record import access, access_log, emergency
from nakomen.record.models import EmergencyAccess
from nakomen.record.roles import roles
from nakomen.web.api import problems, schemas
from nakomen.web.api.calling import answer, calling, language
from nakomen.web.api.idempotency import once, replayed
from nakomen.web.api.paging import ByNumber
from nakomen.web.api.routing import IdempotencyKey, operation

if TYPE_CHECKING:
    from nakomen.record.models import AccessEntry

router = Router()
TAG = "access"


class AskedDecision(schemas.Given):
    """What to decide on."""

    permission: Literal[tuple(roles().permissions)] = Field(description="A permission.")  # type: ignore[valid-type]  # roles.toml names them
    client: UUID | None = Field(None, description="For this client; at all where absent.")


class ListOfEmergencies(schemas.Given):
    """Which emergency accesses to list."""

    reviewed: bool | None = Field(None, description="Those that were, or were not, reviewed.")
    limit: int = Field(50, ge=1, le=200, description="How many rows there are at most.")


@operation(router, "GET", "/log", "log.read", {200: schemas.Log}, tag=TAG)
def list_log(asked: Query[ByNumber]) -> HttpResponse:
    """The access log of the whole organisation, the newest first."""
    call = calling()
    decision = access.decide_all(call.actor, call.permission, call.now)
    if not decision.allowed:
        raise access.RefusedError(decision)
    page = access_log.entries(None, before=asked.cursor, limit=asked.limit)
    access_log.write(call.actor, decision, call.now, client=None, event="R", subject="access log")
    return _log(page)


@operation(router, "GET", "/clients/{uuid:client}/log", "log.read", {200: schemas.Log}, tag=TAG)
def list_client_log(client: UUID, asked: Query[ByNumber]) -> HttpResponse:
    """Who saw or changed what of a client, the newest first."""
    calling().require(client, subject="access log")
    return _log(access_log.entries(client, before=asked.cursor, limit=asked.limit))


@operation(router, "GET", "/decisions", "decision.explain", {200: schemas.DecisionTold}, tag=TAG)
def explain_decision(asked: Query[AskedDecision]) -> HttpResponse:
    """Whether the caller may do something, and each rule that was tried.

    Of a client that one may not see it says the same as of a client that is not there.
    """
    call = calling()
    call.require(subject=asked.permission)
    told_in = language()
    decision = access.decide(call.actor, asked.permission, asked.client, call.now)
    tried = access.explain(call.actor, asked.permission, asked.client, call.now)
    rules = [
        {"role": each.role, "scope": each.scope, "holds": each.allowed, "reason": each.told(told_in)} for each in tried
    ]
    told = {
        "permission": asked.permission,
        "client": str(asked.client) if asked.client else None,
        "allowed": decision.allowed,
        "ground": decision.ground,
        "reason": decision.reason,
        "told": decision.told(told_in),
        "rules": rules,
    }
    return answer(told)


@operation(router, "GET", "/emergencies", "emergency.review", {200: schemas.Emergencies}, tag=TAG)
def list_emergencies(asked: Query[ListOfEmergencies]) -> HttpResponse:
    """Accesses in an emergency, the newest first, for who reviews them.

    Each client on the page stands in the access log.
    """
    call = calling()
    call.require(subject="emergencies")
    rows = EmergencyAccess.objects.select_related("staff", "reviewed_by").order_by("-opened_at", "id")
    if asked.reviewed is not None:
        rows = rows.filter(reviewed_at__isnull=not asked.reviewed)
    shown = list(rows[: asked.limit])
    call.seen((row.chain_id for row in shown), "emergencies")
    return answer({"emergencies": [_emergency(row) for row in shown]})


@operation(
    router,
    "POST",
    "/emergencies",
    "emergency.open",
    {200: schemas.Emergency, 201: schemas.Emergency},
    tag=TAG,
    problems=(404,),
)
def open_emergency(key: IdempotencyKey, body: schemas.EmergencyGiven) -> HttpResponse:
    """Open access to a client in an emergency, for some hours.

    The reason is kept, those who review are told, and the client can see it.
    """
    call = calling()
    call.client = body.client
    _, at, again = once(call, key, str(body.client), body.reason)
    try:
        opened = (
            emergency.opened(call.actor, body.client, at, call.now)
            if again
            else emergency.open(call.actor, body.client, body.reason, call.now)
        )
    except emergency.EmergencyError as error:
        raise problems.not_fitting(error.problems) from None
    return answer(_emergency(opened), 200 if again else 201, replayed(again=again))


@operation(
    router, "POST", "/emergencies/{uuid:emergency_id}/review", "emergency.review", {200: schemas.Emergency}, tag=TAG
)
def review_emergency(emergency_id: UUID, key: IdempotencyKey, body: schemas.ReviewGiven) -> HttpResponse:
    """Say whether an access in an emergency was right; somebody else than who opened it."""
    call = calling()
    _, _, again = once(call, key, str(emergency_id), str(body.justified), body.note)
    try:
        reviewed = (
            emergency.reviewed(call.actor, emergency_id, call.now)
            if again
            else emergency.review(call.actor, emergency_id, justified=body.justified, now=call.now, note=body.note)
        )
    except EmergencyAccess.DoesNotExist:
        raise problems.not_found() from None
    except emergency.EmergencyError as error:
        raise problems.not_fitting(error.problems) from None
    return answer(_emergency(reviewed), headers=replayed(again=again))


def _log(page: access_log.LogPage) -> HttpResponse:
    cursor = str(page.before) if page.before is not None else None
    return answer({"entries": [_line(line) for line in page.lines], "next": cursor})


def _line(line: AccessEntry) -> dict[str, Any]:
    return {
        "id": line.pk,
        "at": instant(line.at),
        "actor": line.actor,
        "roles": line.roles,
        "action": line.action,
        "event": line.event,
        "client": str(line.chain_id) if line.chain_id else None,
        "subject": line.subject,
        "ground": line.ground,
        "ground_ref": line.ground_ref,
        "allowed": line.allowed,
        "reason": line.reason,
        "address": line.address,
        "system": line.system,
        "request": line.request,
    }


def _emergency(row: EmergencyAccess) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "client": str(row.chain_id),
        "by": row.staff.code,
        "reason": row.reason,
        "opened_at": instant(row.opened_at),
        "until": instant(row.until),
        "reviewed_at": instant(row.reviewed_at),
        "reviewed_by": row.reviewed_by.code if row.reviewed_by else None,
        "justified": row.justified,
        "note": row.note,
    }
