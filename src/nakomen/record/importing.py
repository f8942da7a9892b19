"""Bringing in whole histories: many clients at once, each with all acts as they were recorded elsewhere."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection, transaction

from nakomen.acts.case import Problem
from nakomen.law.clock import local_day
from nakomen.record import access, access_log, copies
from nakomen.record.crypto import GENESIS, seal_entry
from nakomen.record.inserting import insert
from nakomen.record.keys import key_store
from nakomen.record.ledger import FIRST, encode_one
from nakomen.record.models import Chain, Entry, Payload
from nakomen.record.preparing import AppendError, prepare
from nakomen.record.standings import Conditions
from nakomen.record.tenancy import current

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from nakomen.acts.base import Act
    from nakomen.record.actors import Actor
    from nakomen.record.crypto import ClientKeys

AT_ONCE = 100
ENTRY = ("chain_id", "seq", "prev", "commit", "tip", "algorithm")
PAYLOAD = ("chain_id", "seq", "purpose", "ciphertext")


@dataclass(frozen=True, slots=True)
class ImportedClient:
    """A client as another system, or a case file, tells: the number there, and the acts as JSON objects."""

    number: str
    acts: Sequence[Mapping[str, object]]


@dataclass(slots=True)
class _Sealed:
    """The rows of one client, ready to be kept."""

    chain: Chain
    entries: list[tuple[UUID, int, bytes, bytes, bytes, str]]
    payloads: list[tuple[UUID, int, str, bytes]]


def import_clients(
    clients: Iterable[ImportedClient],
    *,
    actor: Actor,
    now: datetime,
    progress: Callable[[int], None] | None = None,
) -> list[UUID]:
    """Open a file for each client, with the history as it was recorded; their new ids, in the order given.

    All or nothing, in one transaction. Raises AppendError with the problems of all clients: each names the client's
    number, else its place, before the act. `progress` hears how many clients have been brought in.
    """
    decision = access.require(actor, "case.import", None, now, event="C")
    made: list[UUID] = []
    problems: list[Problem] = []
    conditions = Conditions()
    with transaction.atomic():
        for batch in _batches(clients):
            read = list(_read(batch, len(made), problems, actor, now))
            if problems:
                made += [uuid.UUID(int=0)] * len(batch)  # only the places count from here on: nothing is kept
                continue
            made += _keep(read, conditions, actor, decision, now)
            if progress:
                progress(len(made))
        if problems:
            raise AppendError(problems)
    return made


def _batches(clients: Iterable[ImportedClient]) -> Iterator[list[ImportedClient]]:
    batch: list[ImportedClient] = []
    for client in clients:
        batch.append(client)
        if len(batch) == AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _read(
    batch: Sequence[ImportedClient], before: int, problems: list[Problem], actor: Actor, now: datetime
) -> Iterator[tuple[ImportedClient, tuple[Act, ...]]]:
    for place, client in enumerate(batch, before + 1):
        name = client.number or f"#{place}"
        try:
            acts = prepare(client.acts, (), actor=actor, now=now, keep_recorded=True)
        except AppendError as error:
            problems += error.of(name)
            continue
        if not any(act.kind == FIRST for act in acts):
            problems.append(Problem(name, "acts", f"{FIRST} among them"))
            continue
        yield client, acts


def _keep(
    read: Sequence[tuple[ImportedClient, tuple[Act, ...]]],
    conditions: Conditions,
    actor: Actor,
    decision: access.Decision,
    now: datetime,
) -> list[UUID]:
    organisation = current()
    ids = [uuid.uuid4() for _ in read]
    store = key_store()
    store.new_clients(organisation, ids, now)
    keys = store.keys_of(organisation, ids)
    sealed = [
        _seal(client, keys[client], acts, one.number, actor, now) for client, (one, acts) in zip(ids, read, strict=True)
    ]
    Chain.objects.bulk_create(
        [Chain(id=client, organisation_id=organisation, tip=GENESIS, created_at=now) for client in ids]
    )
    own = {"organisation_id": organisation}
    insert(Entry, ENTRY, [row for one in sealed for row in one.entries], own)
    insert(Payload, PAYLOAD, [row for one in sealed for row in one.payloads], own)
    _set_heads([one.chain for one in sealed])
    copies.add(
        [
            copies.make(client, acts, local_day(now), conditions, one.number)
            for client, (one, acts) in zip(ids, read, strict=True)
        ]
    )
    access_log.write_many(actor, dict.fromkeys(ids, decision), now, event="C")
    return ids


def _seal(client: UUID, keys: ClientKeys, acts: Sequence[Act], number: str, actor: Actor, now: datetime) -> _Sealed:
    organisation, tip = current(), GENESIS
    made = _Sealed(Chain(id=client, length=len(acts)), [], [])
    for seq, act in enumerate(acts, 1):
        use, payload = encode_one(act, actor, now, number if seq == 1 else "")
        header, new_tip, ciphertext = seal_entry(keys.of(use), organisation, client, seq, tip, use, payload)
        made.entries.append((client, seq, tip, header.commit, new_tip, header.algorithm))
        made.payloads.append((client, seq, use, ciphertext))
        tip = new_tip
    made.chain.tip = tip
    return made


def _set_heads(chains: Sequence[Chain]) -> None:
    """The heads of many chains in one go."""
    native = connection.features.has_native_uuid_field
    rows = [(chain.length, bytes(chain.tip), chain.id if native else chain.id.hex) for chain in chains]
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE record_chain SET length = %s, tip = %s WHERE id = %s", rows)
