"""Measure all, print a table, and write bench/results/*.json and docs/explanation/speed.md.

python bench/run.py [--quick] [--only portfolio|standing|record] [--cache DIRECTORY] [--no-peers]

The record is measured by `python -m bench.record`, which has arguments of its own.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "bench" / "results" / "latest.json"
PAGE = ROOT / "docs" / "explanation" / "speed.md"
DATABASES = ("postgresql", "sqlite")


def own(module: str, *arguments: str) -> dict[str, Any]:
    """The figures of one of our own measurements, in a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-m", f"bench.{module}", *arguments], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    )
    figures: dict[str, Any] = json.loads(ran.stdout)
    return figures


def portfolio(cache: Path | None, *, with_peers: bool) -> dict[str, Any]:
    """One clause over 100,000 rows: our own figure, then each peer's."""
    from bench import peers

    found = peers.scripts()
    print("portfolio: nakomen", flush=True)
    mine = own("norms_portfolio", *(["--peers", str(found)] if found is not None else []))
    figures, skipped = [], []
    if not with_peers or found is None:
        why = (
            "asked to leave the peers out" if found is not None else "the peers' scripts were not found (NAKOMEN_PEERS)"
        )
        return {"nakomen": mine, "peers": [], "skipped": [{"peer": peer.name, "why": why} for peer in peers.PEERS]}
    where = peers.cache(cache)
    where.mkdir(parents=True, exist_ok=True)
    for peer in peers.PEERS:
        print(f"portfolio: {peer.name}", flush=True)
        result = peers.measure(peer, where, found)
        if isinstance(result, peers.Skipped):
            skipped.append({"peer": result.peer, "why": result.why})
        else:
            figures += [figure.data() for figure in result]
    return {"nakomen": mine, "peers": figures, "skipped": skipped}


def record() -> None:
    """The record on both databases; each run writes its own figures."""
    for database in DATABASES:
        subprocess.run(
            [sys.executable, "-m", "bench.record", "--database", database],
            cwd=ROOT, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip


def records() -> list[dict[str, Any]]:
    """What was last measured of the record, on each database."""
    files = (RESULTS.parent / f"record-{database}.json" for database in DATABASES)
    return [json.loads(file.read_text()) for file in files if file.exists()]


def write_page() -> None:
    """Write docs/explanation/speed.md from what was last measured."""
    from bench import report

    PAGE.write_text(report.page(json.loads(RESULTS.read_text()), records()))


def main() -> int:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer clients; prints only, writes nothing")
    parser.add_argument("--only", choices=("portfolio", "standing", "record"),
                        help="one of them; the first two print only and write nothing")  # fmt: skip
    parser.add_argument("--cache", type=Path, help="where the peers' environments are kept")
    parser.add_argument("--no-peers", action="store_true", help="leave the peers out")
    given = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    from bench import measure, report, report_record

    figures: dict[str, Any] = {"machine": measure.machine()}
    if given.only in (None, "portfolio"):
        figures["portfolio"] = portfolio(given.cache, with_peers=not given.no_peers)
    if given.only in (None, "standing"):
        print("standing: nakomen", flush=True)
        figures["standing"] = own("norms_standing", "--clients", "1000" if given.quick else "10000")
    print(report.text(figures))
    if not (given.quick or given.only):
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps(figures, indent=1) + "\n")
    if given.only in (None, "record") and not given.quick:
        record()
        print("\n\n".join(report_record.text(each) for each in records()))
        write_page()
    return 0


if __name__ == "__main__":
    sys.exit(main())
