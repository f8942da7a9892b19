"""The ledger: the only writer of acts. Appends to a client's chain, and reads it back.

Everything here runs inside `tenancy.within`. An append is one transaction: the chain's head is locked, the acts are
read beside those that are there, sealed and chained, the read copies are made anew; all of it, or nothing.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import UUIDField

from nakomen.acts.case import Problem
from nakomen.record import access, access_log, copies
from nakomen.record.crypto import GENESIS, BrokenEntryError, Header, open_entry, seal_entry
from nakomen.record.keys import key_store
from nakomen.record.models import Chain, Entry, Payload
from nakomen.record.preparing import AppendError, check_areas, prepare
from nakomen.record.receipts import Claim, KeyReusedError, RacedError
from nakomen.record.rows import entry_rows
from nakomen.record.stored import StoredAct, decode, encode, purpose, with_corrections
from nakomen.record.tenancy import current
from nakomen.record.written import Written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from nakomen.acts.base import Act
    from nakomen.record.actors import Actor
    from nakomen.record.crypto import ClientKeys, Purpose
    from nakomen.record.models import Receipt
    from nakomen.record.rows import EntryRow

    type Given = Sequence[Mapping[str, object]]

__all__ = [
    "AppendError",
    "Appended",
    "DestroyedError",
    "KeyReusedError",
    "StoredAct",
    "UnknownClientError",
    "acts",
    "append",
    "append_many",
    "entries",
    "entries_of",
    "register",
]

FIRST = "client.registered"


class UnknownClientError(LookupError):
    """The organisation has no client with this id."""


class DestroyedError(RuntimeError):
    """The dossier of this client was destroyed: nothing can be added to it or read from it."""


@dataclass(frozen=True, slots=True)
class Appended:
    """What an append made; `again` where the same request had been carried out before, `changed` for the standing."""

    client: UUID
    ids: tuple[str, ...]
    first_seq: int
    length: int
    tip: bytes
    again: bool
    changed: bool


# --- writing --------------------------------------------------------------------------------------------------------


def append(
    client: UUID,
    given: Given,
    *,
    actor: Actor,
    now: datetime,
    key: str | None = None,
    keep_recorded: bool = False,
) -> Appended:
    """Record acts of one client, all or none.

    `key` is the idempotency key: the same request again answers as it did and adds nothing. Raises AppendError,
    KeyReusedError, UnknownClientError, DestroyedError, or access.RefusedError where the actor may not.
    """

    def once() -> Appended:
        chain = _locked(client)
        decision = access.require(actor, "act.append", client, now, event="C")
        _check_kept(chain)  # after the decision: to who may not see the client, a destroyed one is not there either
        claim = Claim(key, _digest(actor, [(client, given)]), now)
        if before := claim.before():
            return _again(before)
        return _append(chain, given, decision, claim, _Manner(actor, now, keep_recorded))

    return _whole(once)


def register(
    given: Given,
    *,
    actor: Actor,
    now: datetime,
    key: str | None = None,
    number: str = "",
    keep_recorded: bool = False,
) -> Appended:
    """Open the file of a new client; its first act is `client.registered`. Raises as `append` does."""
    organisation = current()

    def once() -> Appended:
        decision = _may_register(actor, now)
        claim = Claim(key, _digest(actor, [(None, given), (None, [{"number": number}])]), now)
        if before := claim.before():
            access_log.write(actor, decision, now, client=before.chain_id, event="R")
            return _again(before)
        if not given or not hasattr(given[0], "get") or given[0].get("kind") != FIRST:
            raise AppendError([Problem("#1", "kind", f"{FIRST}: it opens the file of a client")])
        client = uuid.uuid4()
        chain = Chain.objects.create(id=client, organisation_id=organisation, tip=GENESIS, created_at=now)
        key_store().new_client(organisation, client, now)
        access_log.write(actor, decision, now, client=client, event="C")
        return _append(chain, given, decision, claim, _Manner(actor, now, keep_recorded, number))

    return _whole(once)


def append_many(
    items: Sequence[tuple[UUID, Given]], *, actor: Actor, now: datetime, key: str | None = None
) -> list[Appended]:
    """Record acts of several clients, all or none, with the problems of all of them at once; else as `append`.

    Problems name the client's place in `items`, counted from 1, before the act.
    """

    def once() -> list[Appended]:
        chains = {client: _locked(client) for client in sorted({client for client, _ in items})}
        decisions = {client: access.require(actor, "act.append", client, now, event="C") for client in chains}
        for chain in chains.values():
            _check_kept(chain)
        claim = Claim(key, _digest(actor, items), now)
        if claim.before():
            return [_again(claim.part(client, place)) for place, (client, _) in enumerate(items, 1)]
        made: list[Appended] = []
        problems: list[Problem] = []
        for place, (client, given) in enumerate(items, 1):
            try:
                manner = _Manner(actor, now)
                made.append(_append(chains[client], given, decisions[client], claim.of(client, place), manner))
            except AppendError as error:
                problems += error.of(f"#{place}")
        if problems:
            raise AppendError(problems)
        claim.keep(None, 0, sum(len(given) for _, given in items))
        return made

    return _whole(once)


def _whole[T](work: Callable[[], T]) -> T:
    """The work as a whole or not at all; once more where an equal request was quicker, to find its receipt."""
    try:
        with transaction.atomic():
            return work()
    except RacedError:
        with transaction.atomic():
            return work()


@dataclass(frozen=True, slots=True)
class _Manner:
    actor: Actor
    now: datetime
    keep_recorded: bool = False
    number: str = ""


def _append(chain: Chain, given: Given, decision: access.Decision, claim: Claim, manner: _Manner) -> Appended:
    keys = key_store().client_keys(current(), chain.id)
    stored = _read(chain, keys)
    known = [each.act for each in stored]
    drafts = [each.draft for each in stored if each.draft is not None]
    if not given:
        raise AppendError([Problem("", "acts", "at least one act")])
    kinds = {act.id: act.kind for act in known}
    hidden = {act.id for act in known if not decision.covers(act.kind, kinds.get(act.act))}
    new = prepare(given, drafts, actor=manner.actor, now=manner.now, keep_recorded=manner.keep_recorded, hidden=hidden)
    check_areas(new, kinds | {act.id: act.kind for act in new}, decision)
    first = chain.length + 1
    claim.keep(chain.id, first, len(new))
    tip = add_entries(chain, keys, [encode_one(act, manner.actor, manner.now, manner.number) for act in new])
    changed = copies.refresh(chain.id, [*known, *new], manner.now, number=manner.number or None)
    ids = tuple(act.id or "" for act in new)
    return Appended(chain.id, ids, first, first + len(new) - 1, tip, again=False, changed=changed)


def encode_one(act: Act, actor: Actor, now: datetime, number: str = "") -> tuple[Purpose, bytes]:
    """Under which of the client's keys an act is kept, and what is kept of it."""
    return purpose(act), encode(act, actor, now, number)


def add_entries(chain: Chain, keys: ClientKeys, payloads: Iterable[tuple[Purpose, bytes]]) -> bytes:
    """Seal payloads and add them to a chain whose head is locked; the new tip."""
    organisation, tip, seq = current(), bytes(chain.tip), chain.length
    headers: list[Entry] = []
    sealed: list[Payload] = []
    for use, payload in payloads:
        seq += 1
        header, new_tip, ciphertext = seal_entry(keys.of(use), organisation, chain.id, seq, tip, use, payload)
        place = {"organisation_id": organisation, "chain_id": chain.id, "seq": seq}
        headers.append(Entry(**place, prev=tip, commit=header.commit, tip=new_tip, algorithm=header.algorithm))
        sealed.append(Payload(**place, purpose=use, ciphertext=ciphertext))
        tip = new_tip
    Entry.objects.bulk_create(headers, batch_size=500)
    Payload.objects.bulk_create(sealed, batch_size=500)
    Chain.objects.filter(pk=chain.pk).update(length=seq, tip=tip)
    chain.length, chain.tip = seq, tip
    return tip


def _locked(client: UUID) -> Chain:
    """The head of a chain, locked until the transaction ends, so that writers come one after another."""
    try:
        chain: Chain = Chain.objects.select_for_update().get(pk=client)
    except Chain.DoesNotExist:
        raise UnknownClientError("no such client") from None
    return chain


def _check_kept(chain: Chain) -> None:
    if chain.destroyed_at is not None:
        raise DestroyedError("the dossier was destroyed")


def _may_register(actor: Actor, now: datetime) -> access.Decision:
    """Who registers opens the file of a client who is not there yet: it is logged once there is one."""
    decision = access.decide(actor, "client.register", None, now)
    if not decision.allowed:
        raise access.RefusedError(decision)
    access.require_fresh(actor, "client.register")
    return decision


# --- the same request once ------------------------------------------------------------------------------------------


def _digest(actor: Actor, items: Iterable[tuple[UUID | None, Given]]) -> bytes:
    """The request as bytes: the same for the same acts of the same person, in whatever order their fields were written.

    A key of somebody else so gets nobody an answer.
    """
    import json

    told = [str(actor.staff or actor.name), *([str(client), list(given)] for client, given in items)]
    return json.dumps(told, sort_keys=True, default=str, separators=(",", ":")).encode()


def _again(receipt: Receipt) -> Appended:
    """What a request made when it was carried out."""
    if receipt.chain_id is None:
        raise KeyReusedError("this idempotency key was used for another request")
    chain = Chain.objects.get(pk=receipt.chain_id)
    _check_kept(chain)
    last = receipt.first_seq + receipt.count - 1
    keys = key_store().client_keys(current(), chain.id)
    made = _read(chain, keys, receipt.first_seq - 1, receipt.count)
    tip = bytes(Entry.objects.get(chain_id=chain.id, seq=last).tip)
    ids = tuple(each.act.id or "" for each in made)
    return Appended(chain.id, ids, receipt.first_seq, last, tip, again=True, changed=False)


# --- reading --------------------------------------------------------------------------------------------------------


_CHAIN = Written(Chain, lambda rows, given: rows.filter(pk=given(UUIDField(), "client")))


def acts(client: UUID) -> tuple[Act, ...]:
    """All acts of a client, in the order of recording. Raises UnknownClientError, DestroyedError."""
    return tuple(stored.act for stored in entries(client))


def entries(client: UUID, after: int = 0, limit: int | None = None) -> list[StoredAct]:
    """The acts of a client with their place in the chain, from the one after `after`. Raises as `acts`."""
    chain = next(iter(_CHAIN(client=client)), None)
    if chain is None:
        raise UnknownClientError("no such client")
    if chain.destroyed_at is not None:
        raise DestroyedError("the dossier was destroyed")
    return _read(chain, key_store().client_keys(current(), client), after, limit)


def entries_of(clients: Sequence[UUID]) -> dict[UUID, list[StoredAct]]:
    """The acts of several clients, in as many queries as for one; destroyed and unknown ones are left out."""
    there = Chain.objects.filter(pk__in=clients, destroyed_at=None).values_list("id", flat=True)
    keys = key_store().keys_of(current(), there)
    return {client: _opened(own, keys[client]) for client, own in entry_rows(list(keys)).items() if own}


def _read(chain: Chain, keys: ClientKeys, after: int = 0, limit: int | None = None) -> list[StoredAct]:
    rows = entry_rows([chain.id], after, None if limit is None else after + limit)[chain.id]
    return _opened(rows, keys)


def _opened(rows: Sequence[EntryRow], keys: ClientKeys) -> list[StoredAct]:
    organisation = current()
    found = []
    for row in rows:
        header = Header(organisation, row.client, row.seq, row.prev, row.commit, row.algorithm)
        if row.purpose is None or row.ciphertext is None:
            raise BrokenEntryError(header, "what it commits to is missing")
        found.append(decode(row.seq, open_entry(keys.of(row.purpose), header, row.purpose, row.ciphertext)))
    return with_corrections(found)
