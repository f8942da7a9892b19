"""Acts: those of a client, new ones of one client, and new ones of several at once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from ninja import Query, Router

from nakomen.acts.case import Problem
from nakomen.acts.writing import write_act
from nakomen.norms.answers import instant
from nakomen.record import access, ledger
from nakomen.record.ledger import AppendError
from nakomen.record.models import Chain
from nakomen.web.api import problems, schemas
from nakomen.web.api.calling import Call, answer, calling
from nakomen.web.api.idempotency import replayed
from nakomen.web.api.paging import ByNumber
from nakomen.web.api.problems import Place
from nakomen.web.api.routing import IdempotencyKey, operation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nakomen.record.access import Decision
    from nakomen.record.ledger import Appended
    from nakomen.record.stored import StoredAct

router = Router()
TAG = "acts"


@operation(router, "GET", "/clients/{uuid:client}/acts", "client.read", {200: schemas.StoredActs}, tag=TAG)
def list_acts(client: UUID, asked: Query[ByNumber]) -> HttpResponse:
    """The acts of a client in the order of recording, as far as the caller may see them."""
    decision = calling().require(client)
    after = asked.cursor or 0
    page = ledger.entries(client, after, asked.limit)
    shown = page if decision.areas is None else seen_by(decision, page, ledger.entries(client, 0, after + asked.limit))
    last = page[-1].seq if page else after
    more = Chain.objects.filter(pk=client, length__gt=last).exists()
    return answer({"acts": [_stored(each) for each in shown], "next": str(last) if more else None})


@operation(
    router,
    "POST",
    "/clients/{uuid:client}/acts",
    "act.append",
    {200: schemas.Recorded, 201: schemas.Recorded},
    tag=TAG,
)
def append_acts(client: UUID, key: IdempotencyKey, body: schemas.Acts) -> HttpResponse:
    """Record acts of a client, all or none.

    The record itself notes when and by whom. The same request again with the same key answers 200, and adds nothing.
    """
    call = calling()
    call.client = client
    return recorded(ledger.append(client, body.acts, actor=call.actor, now=call.now, key=key))


@operation(router, "GET", "/clients/{uuid:client}/acts/{int:seq}", "client.read", {200: schemas.StoredAct}, tag=TAG)
def get_act(client: UUID, seq: int) -> HttpResponse:
    """One act of a client, by its place in the chain."""
    decision = calling().require(client)
    page = ledger.entries(client, seq - 1, 1) if 0 < seq < 2**31 else []
    if decision.areas is not None:
        page = seen_by(decision, page, ledger.entries(client, 0, seq))
    if not page:
        raise problems.not_found()
    return answer(_stored(page[0]))


@operation(
    router,
    "POST",
    "/acts",
    "act.append",
    {200: schemas.RecordedMany, 201: schemas.RecordedMany},
    tag=TAG,
    problems=(409,),
)
def append_many(key: IdempotencyKey, body: schemas.Bulk) -> HttpResponse:
    """Record acts of several clients, all or none: nothing is ever half done.

    Every problem of all of them is told at once; a place names the client's place in `items`, then the act.
    """
    call = calling()
    errors = _misfits(body)
    if not errors:
        errors = _refused(call, body)
    items = [(item.client, item.acts) for item in body.items]
    if errors:
        raise problems.not_fitting([*errors, *_trial(call, items, errors)])
    made = ledger.append_many(items, actor=call.actor, now=call.now, key=key)
    again = all(each.again for each in made)
    return answer({"items": [_recorded(each) for each in made]}, 200 if again else 201, replayed(again=again))


def _misfits(body: schemas.Bulk) -> list[Place]:
    """What is wrong with the whole: a client twice, or more acts than one request can bring."""
    twice = {client for client, count in Counter(item.client for item in body.items).items() if count > 1}
    errors = [
        (f"items#{place}.client", "each client once")
        for place, item in enumerate(body.items, 1)
        if item.client in twice
    ]
    if sum(len(item.acts) for item in body.items) > schemas.SUBMITTED:
        errors.append(("items", f"at most {schemas.SUBMITTED} acts together"))
    return errors


def _refused(call: Call, body: schemas.Bulk) -> list[Place]:
    """The items of clients that are not there for this caller; each refusal is logged."""
    decisions = access.decide_many(call.actor, call.permission, [item.client for item in body.items], call.now)
    there = set(Chain.objects.filter(pk__in=list(decisions)).values_list("pk", flat=True))
    errors = []
    for place, item in enumerate(body.items, 1):
        decision = decisions[item.client]
        if not decision.allowed:
            call.refused.append((decision, item.client))
        if not decision.allowed or item.client not in there:
            errors.append((f"items#{place}.client", "a client that is there for you"))
    return errors


def _trial(call: Call, items: list[tuple[UUID, list[dict[str, Any]]]], errors: list[Place]) -> list[Place]:
    """The problems of the acts of the other clients: tried, and undone with the whole transaction."""
    wrong = {place for place, _ in errors}
    found: list[Place] = []
    for place, (client, acts) in enumerate(items, 1):
        if f"items#{place}.client" in wrong or "items" in wrong:
            continue
        try:
            with transaction.atomic():
                ledger.append(client, acts, actor=call.actor, now=call.now)
        except AppendError as error:
            found += [_bulk_place(place, each) for each in error.problems]
        except ledger.DestroyedError:
            found.append((f"items#{place}.client", "a client whose dossier was not destroyed"))
    return found


def _bulk_place(place: int, problem: Problem) -> Place:
    return (".".join(filter(None, (f"#{place} {problem.act}".strip(), problem.field))), problem.expected)


def recorded(made: Appended) -> HttpResponse:
    """What was recorded; where the request had been carried out before, that same answer, and a header to say so."""
    return answer(_recorded(made), 200 if made.again else 201, replayed(again=made.again))


def seen_by(decision: Decision, page: Sequence[StoredAct], before: Sequence[StoredAct]) -> list[StoredAct]:
    """The acts of a page that a decision opens; `before` holds those that one of them may correct or retract."""
    kinds = {each.act.id: each.act.kind for each in before}
    return [each for each in page if decision.covers(each.act.kind, kinds.get(getattr(each.act, "act", None)))]


def _recorded(made: Appended) -> dict[str, Any]:
    return {
        "client": str(made.client),
        "ids": list(made.ids),
        "first_seq": made.first_seq,
        "length": made.length,
        "tip": made.tip.hex(),
    }


def _stored(each: StoredAct) -> dict[str, Any]:
    return {"seq": each.seq, "entered": instant(each.entered), "actor": each.actor, "act": write_act(each.act)}
