"""The canonical order of acts, the names of acts without an id, and the digest that a receipt shows.

The order in which a file lists its acts changes none of the three.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from nakomen.acts.base import Act
from nakomen.acts.moments import happened_at, recorded_at
from nakomen.acts.writing import write_act

type _Place = tuple[datetime, datetime, str, bytes]


def canonical(act: Act) -> bytes:
    """The act as canonical JSON: names sorted, no spaces, UTF-8, money with two decimals, absent fields left out."""
    text = json.dumps(write_act(act), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def order(acts: Iterable[Act]) -> tuple[Act, ...]:
    """The acts in canonical order: by when they happened, when they were recorded, kind, canonical JSON."""
    # Writing an act as JSON costs far more than all the rest, and seldom two acts need it to be told apart.
    ordered: list[Act] = []
    for _, alike in groupby(sorted(acts, key=_moments), key=_moments):
        group = list(alike)
        ordered += group if len(group) == 1 else sorted(group, key=canonical)
    return tuple(ordered)


def name_acts(acts: Sequence[Act]) -> tuple[str, ...]:
    """The name of each act, in the order given: its id, else `kind@on#k`.

    k counts from 1, in canonical order, the acts without an id of that kind and that `on`.
    """
    names = [act.id or "" for act in acts]
    nameless = [index for index, act in enumerate(acts) if act.id is None]
    counted: Counter[str] = Counter()
    for index in sorted(nameless, key=lambda each: _place(acts[each])):
        stem = f"{acts[index].kind}@{acts[index].on.isoformat()}"
        counted[stem] += 1
        names[index] = f"{stem}#{counted[stem]}"
    return tuple(names)


def digest(acts: Iterable[Act]) -> str:
    """SHA-256, in hexadecimal, over the canonical JSON of the acts in canonical order, one a line."""
    lines = sorted(_place(act) for act in acts)
    return hashlib.sha256(b"\n".join(place[-1] for place in lines)).hexdigest()


def _place(act: Act) -> _Place:
    return *_moments(act), canonical(act)


def _moments(act: Act) -> tuple[datetime, datetime, str]:
    return happened_at(act), recorded_at(act), act.kind
