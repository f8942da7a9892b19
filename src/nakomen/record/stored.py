"""An act as the ledger keeps it: what is encrypted, under which of the client's keys, and how it is read back."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from nakomen.acts.reading_acts import draft
from nakomen.acts.reading_links import corrections
from nakomen.acts.writing import write_act
from nakomen.norms.facts import CORRECTED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nakomen.acts.base import Act
    from nakomen.acts.reading_acts import Draft
    from nakomen.record.actors import Actor
    from nakomen.record.crypto import Purpose

FINANCE = frozenset({"invoice", "payment", "reminder"})
"""Areas of acts that tax law makes the provider keep for seven years, also after the dossier was destroyed (AWR 52)."""


class UnreadableEntryError(RuntimeError):
    """An entry decrypts but does not hold an act; the message says where, never what it holds."""


@dataclass(frozen=True, slots=True)
class StoredAct:
    """An act with its place in the chain, when it was entered, and by whom. `number` is the client's own number.

    `draft` is what the act was made from, for reading others beside it.
    """

    seq: int
    act: Act
    entered: datetime
    actor: str
    number: str = ""
    draft: Draft | None = field(default=None, compare=False, repr=False)


def purpose(act: Act) -> Purpose:
    """Under which of the client's keys an act is kept."""
    return "finance" if act.area in FINANCE else "dossier"


def encode(act: Act, actor: Actor, entered: datetime, number: str = "") -> bytes:
    """What an entry commits to, as canonical JSON."""
    kept: dict[str, object] = {
        "act": write_act(act),
        "actor": actor.name,
        "entered": entered.isoformat(),
        "part": actor.part,
    }
    if actor.staff is not None:
        kept["staff"] = str(actor.staff)
    if number:
        kept["number"] = number
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def decode(seq: int, payload: bytes) -> StoredAct:
    """The act of an entry. Raises UnreadableEntryError where the payload is none that `encode` wrote."""
    kept: Mapping[str, str] = json.loads(payload)
    read = draft(0, kept["act"])
    if read.flaws:
        raise UnreadableEntryError(f"entry {seq}: not an act of this vocabulary")
    entered = datetime.fromisoformat(kept["entered"])
    return StoredAct(seq, read.act(), entered, kept["actor"], kept.get("number", ""), read)


def with_corrections(stored: list[StoredAct]) -> list[StoredAct]:
    """The same acts, in which corrections hold values as the acts have that they correct: days, amounts, lines.

    What a correction means, the entry alone does not tell. One whose act is not among these stays as it was written.
    """
    if not any(each.act.kind == CORRECTED for each in stored):
        return stored
    typed = corrections([each.draft for each in stored if each.draft is not None])
    return [replace(each, act=typed[place]) if place in typed else each for place, each in enumerate(stored)]
