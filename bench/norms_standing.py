"""Standings of made-up clients, timed from typed acts: all clauses of a set, findings included, on one core.

Three questions: how many standings a second for clients with 40 acts, whether time is linear in the acts of a client,
and whether memory grows with the number of clients. Making the acts is not timed. Reasons are built when asked for,
and are timed apart.
"""

from __future__ import annotations

import argparse
import json
import time
from itertools import islice
from typing import TYPE_CHECKING, Any

from bench.generate import WONDER, ZONL, Client, clients
from bench.measure import Figure, memory, most_memory
from nakomen.norms.reasons import of_duty, of_finding
from nakomen.norms.standing import Case, Standing, Version, standing
from nakomen.terms.compiled import packaged_norms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nakomen.norms.model import NormSet

BATCH = 250
ACTS = (10, 100, 1000)


def stand(client: Client, sets: dict[str, NormSet]) -> Standing:
    """The standing of one client from its typed acts, with agreement, plan and balances."""
    case = Case([Version(sets[client.terms])], [(act.id or "", act) for act in client.acts])
    found = standing(case, client.as_of)
    _ = found.agreement, found.plan, found.balances
    return found


def batches(made: Iterable[Client], size: int) -> Iterator[list[Client]]:
    """The clients in groups, so that making them stays out of the timing and few are held at a time."""
    stream = iter(made)
    while group := list(islice(stream, size)):
        yield group


def seconds(group: list[Client], sets: dict[str, NormSet]) -> float:
    """How long the standings of a group take."""
    begin = time.perf_counter()
    for client in group:
        stand(client, sets)
    return time.perf_counter() - begin


def throughput(number: int, acts: int, sets: dict[str, NormSet]) -> dict[str, Any]:
    """Standings a second over so many clients, and the memory held on the way."""
    seconds(list(clients(100, acts)), sets)
    total, quickest = 0.0, float("inf")
    held: list[float] = []
    for group in batches(clients(number, acts), BATCH):
        spent = seconds(group, sets)
        total += spent
        quickest = min(quickest, spent / len(group))
        held.append(round(memory(), 1))
    every = max(1, len(held) // 10)
    figure = Figure(f"standings of clients with {acts} acts", number, total, most_memory())
    return {**figure.data(), "quickest_batch_per_second": round(1 / quickest, 1), "memory_mb": held[every - 1 :: every]}


def by_set(number: int, acts: int, sets: dict[str, NormSet]) -> list[dict[str, Any]]:
    """The same for each set of conditions apart."""
    return [
        Figure(terms, number, _quickest(list(clients(number, acts, terms)), sets)).data() for terms in (WONDER, ZONL)
    ]


def linearity(sets: dict[str, NormSet]) -> list[dict[str, Any]]:
    """Time for a client with few and with many acts, and for each act of it."""
    made = []
    for acts in ACTS:
        number = max(10, 4000 // acts)
        spent = _quickest(list(clients(number, acts)), sets)
        figure = Figure(f"{acts} acts", number, spent)
        made.append({**figure.data(), "microseconds_an_act": round(spent / number / acts * 1e6, 2)})
    return made


def reasons(number: int, acts: int, sets: dict[str, NormSet]) -> dict[str, Any]:
    """Reasons of every duty and finding of a standing, built when asked for."""
    found = [stand(client, sets) for client in clients(number, acts)]
    begin = time.perf_counter()
    count = 0
    for each in found:
        count += len([of_duty(row, each) for row in each.duties]) + len(
            [of_finding(item, each) for item in each.findings]
        )
    return Figure("reasons, each a tree", count, time.perf_counter() - begin).data()


def _quickest(group: list[Client], sets: dict[str, NormSet], times: int = 3) -> float:
    return min(seconds(group, sets) for _ in range(times))


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=10_000)
    parser.add_argument("--acts", type=int, default=40)
    given = parser.parse_args()
    sets = {name: packaged_norms(name) for name in (WONDER, ZONL)}
    figures = {
        "throughput": throughput(given.clients, given.acts, sets),
        "by_set": by_set(500, given.acts, sets),
        "linearity": linearity(sets),
        "reasons": reasons(50, given.acts, sets),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
