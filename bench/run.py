"""Measure all, print a table, and write bench/results/latest.json and docs/explanation/speed.md.

python bench/run.py [--quick] [--only portfolio|standing] [--cache DIRECTORY] [--no-peers]
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


def main() -> int:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer clients; prints only, writes nothing")
    parser.add_argument("--only", choices=("portfolio", "standing"), help="one of the two; prints only, writes nothing")
    parser.add_argument("--cache", type=Path, help="where the peers' environments are kept")
    parser.add_argument("--no-peers", action="store_true", help="leave the peers out")
    given = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    from bench import measure, report

    figures: dict[str, Any] = {"machine": measure.machine()}
    if given.only != "standing":
        figures["portfolio"] = portfolio(given.cache, with_peers=not given.no_peers)
    if given.only != "portfolio":
        print("standing: nakomen", flush=True)
        figures["standing"] = own("norms_standing", "--clients", "1000" if given.quick else "10000")
    print(report.text(figures))
    if not (given.quick or given.only):
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps(figures, indent=1) + "\n")
        PAGE.write_text(report.page(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
