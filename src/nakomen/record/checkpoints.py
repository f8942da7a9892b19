"""Checkpoints: the signed root over the tips of an organisation's chains, in the database and once more outside it.

Each checkpoint adds a leaf for every chain that has grown since the last one. Whoever rewrites or shortens a chain
would have to sign a tree that fits, and take back the line in the witness file that already tells of another one.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import F

from nakomen.record.crypto import CheckpointBody, Frontier, leaf_bytes
from nakomen.record.crypto.checkpoint import from_line, sign, to_line
from nakomen.record.keys import key_store
from nakomen.record.models import Chain, Checkpoint, Leaf, Organisation
from nakomen.record.tenancy import current

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from uuid import UUID


def make(now: datetime) -> Checkpoint | None:
    """A new checkpoint of the current organisation; None where nothing was added since the last one."""
    organisation = current()
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation)  # one at a time
        grown = list(Chain.objects.filter(length__gt=F("covered")).order_by("id").values_list("id", "length", "tip"))
        if not grown:
            return None
        last = latest()
        frontier = Frontier.from_bytes(bytes(last.frontier)) if last else Frontier()
        leaves = []
        for client, length, tip in grown:
            leaves.append(
                Leaf(
                    organisation_id=organisation,
                    position=frontier.size,
                    chain_id=client,
                    length=length,
                    tip=bytes(tip),
                )
            )
            frontier.append(leaf_bytes(client, length, bytes(tip)))
        Leaf.objects.bulk_create(leaves, batch_size=1000)
        _cover(leaves)
        body = CheckpointBody(organisation, last.number + 1 if last else 1, frontier.size, frontier.root(), now)
        made: Checkpoint = Checkpoint.objects.create(
            organisation_id=organisation,
            number=body.number,
            size=body.size,
            root=body.root,
            frontier=frontier.to_bytes(),
            made_at=now,
            signature=sign(key_store().signing_key(organisation), body),
        )
        transaction.on_commit(lambda: witness(organisation))
    return made


def latest() -> Checkpoint | None:
    """The last checkpoint of the current organisation."""
    return Checkpoint.objects.order_by("-number").first()


def _cover(leaves: list[Leaf]) -> None:
    """Note how far each chain is covered: only what was read, a chain may have grown on since."""
    by_length: dict[int, list[UUID]] = {}
    for leaf in leaves:
        by_length.setdefault(leaf.length, []).append(leaf.chain_id)
    for length, clients in by_length.items():
        for start in range(0, len(clients), 500):
            Chain.objects.filter(pk__in=clients[start : start + 500]).update(covered=length)


def body_of(checkpoint: Checkpoint) -> CheckpointBody:
    """What was signed."""
    return CheckpointBody(
        checkpoint.organisation_id, checkpoint.number, checkpoint.size, bytes(checkpoint.root), checkpoint.made_at
    )


# --- the witness ----------------------------------------------------------------------------------------------------


def witness_file(organisation: UUID) -> Path:
    """Where the checkpoints of an organisation are kept once more, outside the database."""
    return Path(settings.WITNESS) / f"{organisation}.jsonl"


def witness(organisation: UUID) -> None:
    """Bring the witness file up to the database's checkpoints. A line that is there is never changed."""
    from nakomen.record import tenancy

    file = witness_file(organisation)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    known = max((body.number for body, _ in told(organisation)), default=0)
    with tenancy.within(organisation):
        new = list(Checkpoint.objects.filter(number__gt=known).order_by("number"))
    lines = "".join(to_line(body_of(each), bytes(each.signature)) for each in new)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="ascii") as stream:
        stream.write(lines)
        stream.flush()
        os.fsync(stream.fileno())


def told(organisation: UUID) -> Iterator[tuple[CheckpointBody, bytes]]:
    """The checkpoints in the witness file. Raises ValueError for a line that is none."""
    file = witness_file(organisation)
    if not file.exists():
        return
    with file.open(encoding="ascii", newline="") as stream:
        for line in stream:
            yield from_line(line)
