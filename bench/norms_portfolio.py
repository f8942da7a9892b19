"""One clause over 100,000 typed rows by the portfolio path, each with its explanation: the work of the peers' scripts.

The clause is `wonder-2020` 26.1: the talk on the follow-up indication, ten weeks before the decision's end, seven for a
short decision. The cases are those of the peers' `common.py` where it is found, and every answer is checked against its
reference; without it, cases of the same kind are made here.
"""

from __future__ import annotations

import argparse
import gc
import importlib.util
import json
import time
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from bench.measure import Figure, most_memory
from nakomen.acts.indication import IndicationIssued, IndicationTalkHeld
from nakomen.law.periods import add_months
from nakomen.norms.facts import Fact
from nakomen.norms.portfolio import Outcome, Row, compile_rows
from nakomen.norms.settings import resolve
from nakomen.norms.state import State
from nakomen.terms.compiled import packaged_norms

CLAUSE = "wonder-2020/26.1"
ONE_DAY = timedelta(days=1)
CODES = {"open": 0, "done": 1, "done_late": 2, "overdue": 3}


class Work(NamedTuple):
    """The cases (number, last day of the decision, months, days of talks), the day asked, and who made them."""

    cases: list[Any]
    as_of: date
    source: Any


def own_cases(count: int) -> list[Any]:
    """Cases of the same kind as the peers', for when their scripts are not there."""
    chance = Random(26)
    made = []
    for number in range(count):
        end = date(2025, 9, 1) + timedelta(days=chance.randrange(600))
        talks = sorted(end - timedelta(days=chance.randrange(1, 160)) for _ in range(chance.choice((0, 0, 1, 1, 2, 3))))
        made.append((number, end, chance.choice((2, 3, 4, 5, 6, 9, 12, 24, 60)), tuple(talks)))
    return made


def work(peers: Path | None, count: int) -> Work:
    """The peers' cases where their scripts are found, else our own."""
    script = peers / "common.py" if peers is not None else None
    if script is None or not script.exists():
        return Work(own_cases(count), date(2026, 6, 1), None)
    specification = importlib.util.spec_from_file_location("peers_common", script)
    if specification is None or specification.loader is None:
        raise ImportError("the peers' cases cannot be read as Python")
    common = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(common)
    return Work(common.cases(count), common.ASOF, common)


def row(case: Any) -> Row:
    """A case as typed acts: the decision that opens the duty, and its talks in order of time."""
    number, end, months, talks = case
    begin = add_months(end + ONE_DAY, -months)
    name = f"i{number}"
    decision = IndicationIssued(
        on=begin,
        id=name,
        number=str(number),
        law="wlz",
        body="CIZ",
        care=("verzorging",),
        valid_from=begin,
        valid_until=end,
    )
    held = [
        Fact(
            IndicationTalkHeld(on=day, act=name, applicant="client", why=True, choice=True, continuity=True),
            f"{name}/{place}",
        )
        for place, day in enumerate(talks)
    ]
    return Row(Fact(decision, name), begin, held)


def check(made: list[Outcome], asked: Work) -> None:
    """Hold every answer against the peers' reference."""
    if asked.source is None:
        return
    for outcome, case in zip(made, asked.cases, strict=True):
        found = (outcome.due, CODES[outcome.state])
        if found != asked.source.ref(case):
            raise AssertionError(f"case {case}: {found} is not {asked.source.ref(case)}")


def measure(peers: Path | None, count: int, times: int = 5) -> Figure:
    """The quickest of a few runs, as the peers' scripts do."""
    asked = work(peers, count)
    norms = packaged_norms("wonder-2020")
    norm = next(norm for norm in norms.duty_list if norm.clause == CLAUSE)
    s = State(norms, [], asked.as_of, resolve(norms, {}), {})
    rows = [row(case) for case in asked.cases]
    run = compile_rows(norm)
    gc.freeze()  # the rows outlive every run: the collector need not go through them again and again
    best, made = float("inf"), list[Outcome]()
    for _ in range(times):
        made = []
        begin = time.perf_counter()
        made = run(rows, s)
        best = min(best, time.perf_counter() - begin)
    check(made, asked)
    note = "each answer checked" if asked.source is not None else "own cases: the peers' scripts were not found"
    return Figure("nakomen, portfolio path with explanation", count, best, most_memory(), note)


def main() -> None:
    """Print the figure as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--count", type=int, default=100_000)
    given = parser.parse_args()
    print(json.dumps(measure(given.peers, given.count).data()))


if __name__ == "__main__":
    main()
