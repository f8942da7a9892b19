"""Verifying what is kept: every entry of every chain, what each commits to, every leaf, checkpoint and witness line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from nakomen.record import checkpoints, tenancy
from nakomen.record.crypto import (
    GENESIS,
    BrokenEntryError,
    Frontier,
    Header,
    leaf_bytes,
    open_entry,
    tip,
)
from nakomen.record.crypto.checkpoint import verify as signed
from nakomen.record.keys import key_store
from nakomen.record.models import Chain, Checkpoint, Leaf
from nakomen.record.rows import entry_rows
from nakomen.record.tenancy import current

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from uuid import UUID

    from nakomen.record.crypto import CheckpointBody, ClientKeys
    from nakomen.record.rows import EntryRow

    type Progress = Callable[[int, int], None]

CHAINS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Broken:
    """Something that is not as it was written: where, and in what way; `where` names ids, never a person."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(slots=True)
class Verified:
    """How much was looked at, and all that is broken, the first one first."""

    chains: int = 0
    entries: int = 0
    destroyed: int = 0
    leaves: int = 0
    checkpoints: int = 0
    broken: list[Broken] = field(default_factory=list)


class Witness(NamedTuple):
    """What the file outside the database tells: checkpoints with their signatures; `sound` unless a line is none."""

    lines: list[tuple[CheckpointBody, bytes]]
    sound: bool


class _Head(NamedTuple):
    client: UUID
    length: int
    tip: bytes
    destroyed: bool


def verify_organisation(organisation: UUID, progress: Progress | None = None) -> Verified:
    """Verify all that is kept of an organisation, as it is at one moment, while others write on."""
    witness = _told(organisation)  # before that moment: a checkpoint that comes after it is in neither
    with tenancy.snapshot(organisation):
        return verify(progress, witness)


def verify(progress: Progress | None = None, witness: Witness | None = None) -> Verified:
    """Verify all that is kept of the current organisation. `progress` hears how many chains are done, of how many.

    `witness` is what the witness file told, for who has read it before.
    """
    found = Verified()
    told = witness if witness is not None else _told(current())
    total = Chain.objects.count()
    lengths: dict[UUID, dict[int, bytes]] = _leaves_by_chain()
    for heads in _heads():
        keys = key_store().keys_of(current(), [head.client for head in heads])
        rows = entry_rows([head.client for head in heads])
        for head in heads:
            found.broken += _chain(head, rows[head.client], keys.get(head.client), lengths.pop(head.client, {}), found)
        found.chains += len(heads)
        if progress:
            progress(found.chains, total)
    found.broken += [
        Broken(f"client {client}", "its chain is gone, a checkpoint tells of it") for client in sorted(lengths)
    ]
    found.broken += _tree(found, told)
    return found


# --- chains ---------------------------------------------------------------------------------------------------------


def _heads() -> Iterator[list[_Head]]:
    """The heads of all chains, some at a time."""
    after: UUID | None = None
    while True:
        rows = Chain.objects.order_by("id").values_list("id", "length", "tip", "destroyed_at")
        if after is not None:
            rows = rows.filter(id__gt=after)
        heads = [
            _Head(client, length, bytes(end), gone is not None) for client, length, end, gone in rows[:CHAINS_AT_ONCE]
        ]
        if not heads:
            return
        yield heads
        after = heads[-1].client


def _chain(
    head: _Head, rows: list[EntryRow], keys: ClientKeys | None, leaves: dict[int, bytes], found: Verified
) -> list[Broken]:
    """The first thing that is wrong with a chain: what comes after it says nothing any more."""
    before = GENESIS
    organisation = current()
    for place, row in enumerate(rows, 1):
        wrong = _place(place, row, before)
        if wrong is None:
            header = _header(organisation, row)
            wrong = _tip(header, row, leaves.pop(place, row.tip))
            if header is not None and wrong is None:
                wrong = _payload(header, row, keys, found, destroyed=head.destroyed)
        if wrong:
            return [Broken(f"client {head.client}, entry {place}", wrong)]
        before = row.tip
        found.entries += 1
    where = f"client {head.client}, entry {len(rows) + 1}"
    if head.length != len(rows):
        return [Broken(where, f"is missing: the chain should have {head.length} entries")]
    if head.tip != before:
        return [Broken(f"client {head.client}", "the head is not the tip of the last entry")]
    if leaves:
        return [Broken(where, f"is missing: a checkpoint tells of {max(leaves)} entries")]
    return []


def _place(place: int, row: EntryRow, before: bytes) -> str | None:
    """What is wrong with where an entry stands."""
    if row.seq != place:
        return f"is missing; entry {row.seq} comes next"
    return None if row.prev == before else "does not follow on the entry before"


def _header(organisation: UUID, row: EntryRow) -> Header | None:
    """The header of an entry; None where what is kept cannot be one."""
    try:
        return Header(organisation, row.client, row.seq, row.prev, row.commit, row.algorithm)
    except ValueError:
        return None


def _tip(header: Header | None, row: EntryRow, leaf: bytes) -> str | None:
    """What is wrong with a header; `leaf` is the tip that a checkpoint tells of here, if any does."""
    if header is None or tip(header) != row.tip:
        return "the header was changed"
    return None if leaf == row.tip else "a checkpoint tells of another entry here: the chain was rewritten"


def _payload(header: Header, row: EntryRow, keys: ClientKeys | None, found: Verified, *, destroyed: bool) -> str | None:
    """What is wrong with what an entry commits to; a destroyed dossier has no payload, and no key."""
    if row.ciphertext is None or row.purpose is None:
        if not destroyed:
            return "what it commits to is missing"
        found.destroyed += 1
        return None
    key = (keys.dossier if row.purpose == "dossier" else keys.finance) if keys else None
    if key is None:
        if not destroyed:
            return "the client's key is missing from the key store"
        found.destroyed += 1
        return None
    try:
        open_entry(key, header, row.purpose, row.ciphertext)
    except BrokenEntryError as error:
        return error.reason
    return None


# --- the tree -------------------------------------------------------------------------------------------------------


def _leaves_by_chain() -> dict[UUID, dict[int, bytes]]:
    found: dict[UUID, dict[int, bytes]] = {}
    for client, length, own_tip in Leaf.objects.values_list("chain_id", "length", "tip").iterator(chunk_size=5000):
        found.setdefault(client, {})[length] = bytes(own_tip)
    return found


def _told(organisation: UUID) -> Witness:
    """The checkpoints of the witness file, and whether every line of it is one."""
    lines = []
    try:
        for line in checkpoints.told(organisation):
            lines.append(line)  # noqa: PERF402 - what was read before a bad line counts
    except ValueError:
        return Witness(lines, sound=False)
    return Witness(lines, sound=True)


def _tree(found: Verified, witness: Witness) -> list[Broken]:
    """Whether leaves, checkpoints and witness tell the same, each checkpoint signed."""
    organisation = current()
    public = key_store().public_key(organisation)
    made = list(Checkpoint.objects.order_by("number"))
    broken: list[Broken] = []
    frontier = Frontier()
    leaves = Leaf.objects.order_by("position").values_list("position", "chain_id", "length", "tip")
    waiting = iter(leaves.iterator(chunk_size=5000))
    for number, checkpoint in enumerate(made, 1):
        where = f"checkpoint {number}"
        if checkpoint.number != number:
            return [*broken, Broken(where, "is missing")]
        if not _fill(frontier, waiting, checkpoint.size):
            return [*broken, Broken(where, "leaves are missing from its tree, or stand in another place")]
        if frontier.root() != bytes(checkpoint.root) or frontier.to_bytes() != bytes(checkpoint.frontier):
            return [*broken, Broken(where, "its root is not that of the leaves")]
        if not signed(public, checkpoints.body_of(checkpoint), bytes(checkpoint.signature)):
            return [*broken, Broken(where, "the signature does not fit")]
        found.checkpoints += 1
    found.leaves = frontier.size
    if next(waiting, None) is not None:
        broken.append(Broken("the tree", "has leaves that no checkpoint covers"))
    return broken + _witness(made, witness)


def _fill(frontier: Frontier, leaves: Iterator[tuple[int, UUID, int, bytes]], size: int) -> bool:
    while frontier.size < size:
        leaf = next(leaves, None)
        if leaf is None or leaf[0] != frontier.size:
            return False
        frontier.append(leaf_bytes(leaf[1], leaf[2], bytes(leaf[3])))
    return True


def _witness(made: Iterable[Checkpoint], witness: Witness) -> list[Broken]:
    """Whether the file outside the database tells of the same checkpoints, and of no others."""
    public = key_store().public_key(current())
    kept = {each.number: (checkpoints.body_of(each), bytes(each.signature)) for each in made}
    broken = []
    for body, signature in witness.lines:
        where = f"checkpoint {body.number} in the witness file"
        if not signed(public, body, signature):
            broken.append(Broken(where, "the signature does not fit"))
        elif body.number not in kept:
            broken.append(Broken(where, "the record does not have it: the record was put back to an older state"))
        elif kept[body.number] != (body, signature):
            broken.append(Broken(where, "the record has another one: the record was rewritten"))
    if not witness.sound:
        broken.append(Broken("the witness file", "holds a line that is no checkpoint"))
    return broken
