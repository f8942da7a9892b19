"""The clients of a demonstration: every phase at least once, most of them in care that runs as it should."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from random import Random

from nakomen.demo.life import Life
from nakomen.demo.model import DemoClient, DemoOrganisation
from nakomen.demo.organisations import CARE
from nakomen.demo.people import person
from nakomen.demo.phases import Phase, phases_of

SEED = 2020


def clients(organisation: DemoOrganisation, today: date, count: int = 150, seed: int = SEED) -> Iterator[DemoClient]:
    """So many clients of an organisation as of `today`: the same for the same arguments.

    From the number of phases on (about a hundred) every phase is there; with fewer clients the first phases are.
    """
    # The order in which phases stand in the client list is shuffled, so that the list looks like one that grew.
    order = _spread(organisation, count)
    chance = Random(f"{organisation.key}/{seed}")  # noqa: S311  made-up people need no cryptographic chance
    chance.shuffle(order)
    turns: Counter[Phase] = Counter()
    for place, phase in enumerate(order):
        # The day is no part of the seed: on another day the same people live the same lives, moved along.
        own = Random(f"{organisation.key}/{seed}/{place}")  # noqa: S311  see above
        who = person(2 * place + (organisation.terms != CARE), organisation.towns, today, own)
        life = Life(organisation, who, today, own, turns[phase])
        phase.script(life)
        turns[phase] += 1
        yield DemoClient(f"{organisation.key[0].upper()}-{place + 1:05d}", phase.name, life.acts())


def _spread(organisation: DemoOrganisation, count: int) -> list[Phase]:
    """Each phase once, then the places that are left by weight (the largest shortfall first)."""
    phases = phases_of(organisation.terms)
    chosen = list(phases[:count])
    held = dict.fromkeys(phases, 1)
    total = sum(phase.weight for phase in phases)
    while len(chosen) < count:
        phase = max(phases, key=lambda each: each.weight * count / total - held[each])
        held[phase] += 1
        chosen.append(phase)
    return chosen
