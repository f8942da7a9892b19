"""Measure the record: `python -m bench.record [--database sqlite|postgresql] [--clients N] [--acts N] [--data DIR]`.

Writes bench/results/record-DATABASE.json and docs/explanation/speed.md, unless --small or --only is asked for. With
--data the installation stays there, and a next run measures on it without loading what is loaded.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import measure, report_record, run
from bench.record import serving
from bench.record.cluster import Cluster
from bench.record.timing import spread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "bench" / "results"
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Size:
    """How much is loaded, by how many processes at once; for how long users ask, and think between two requests."""

    clients: int
    acts: int
    loaders: int
    seconds: float
    think: float


SIZES = {"postgresql": Size(100_000, 30, 2, 30, 1), "sqlite": Size(2_000, 30, 1, 30, 1)}
SMALL = Size(60, 30, 1, 0.6, 0.05)


@dataclass(frozen=True, slots=True)
class Bench:
    """An installation to measure on: its folder, the environment of its processes, what its database is."""

    folder: Path
    environment: dict[str, str]
    told: dict[str, str]
    size: Size

    def step(self, name: str, **arguments: Any) -> Any:
        """What a step found, in a process of its own. Raises CalledProcessError."""
        ran = subprocess.run(
            [sys.executable, "-m", "bench.record.steps", name, json.dumps(arguments)],
            cwd=ROOT, env=self.environment, check=True, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        return json.loads(ran.stdout.splitlines()[-1])


@contextlib.contextmanager
def installed(database: str, size: Size, data: Path | None) -> Iterator[Bench]:
    """An installation in a folder that is kept where it was named, else gone afterwards; its server running."""
    folder = (data or Path(tempfile.mkdtemp(prefix="nakomen-bench-"))).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o711)  # the user of PostgreSQL goes through it to its own folder, and can list nothing
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NAKOMEN_")}
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "EMAIL_URL"):
        environment.pop(name, None)
    environment |= {"NAKOMEN_HOME": str(folder / "home"), "DJANGO_SETTINGS_MODULE": "nakomen.settings"}
    try:
        if database == "postgresql":
            with Cluster(folder) as cluster:
                yield Bench(folder, environment | cluster.environment, cluster.told, size)
        else:
            import sqlite3

            told = {"server": f"SQLite {sqlite3.sqlite_version}", "journal_mode": "WAL", "synchronous": "FULL"}
            yield Bench(folder, environment, told, size)
    finally:
        if data is None:
            shutil.rmtree(folder, ignore_errors=True)


# --- the parts ------------------------------------------------------------------------------------------------------


def load(bench: Bench) -> dict[str, Any]:
    """Everything brought in that is not there yet, by as many processes as may; beside it the bare insert."""
    size = bench.size
    begun = time.perf_counter()
    with ThreadPoolExecutor(size.loaders) as pool:
        parts = list(
            pool.map(
                lambda part: bench.step(
                    "load", count=size.clients, acts=size.acts, part=part, parts=size.loaders
                ),
                range(size.loaders),
            )
        )  # fmt: skip
    brought_in = _brought_in(bench.folder / "import.json", parts, time.perf_counter() - begun)
    found: dict[str, Any] = {"import": brought_in}
    found |= bench.step("finish")
    found["bare"] = bench.step("bare_insert", clients=min(2000, size.clients))
    return found


def _brought_in(kept: Path, parts: list[dict[str, Any]], seconds: float) -> dict[str, Any]:
    """How much the last load brought in and how long it took, kept with it: a later run may find all of it there."""
    found: dict[str, Any] = {"acts": 0, "seconds": 0.0, "processes": len(parts)}
    if kept.exists():
        found |= json.loads(kept.read_text())
    if acts := sum(part["acts"] for part in parts):
        found = {"acts": acts, "seconds": round(seconds, 1), "processes": len(parts)}
        kept.write_text(json.dumps(found))
    return found


def _memory_gb() -> int:
    """The memory of the machine."""
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)


def _disk(folder: Path) -> float:
    """How many milliseconds it usually takes until a few bytes are safe on this disk."""
    spent = []
    with (folder / "disk").open("wb", buffering=0) as file:
        for _ in range(100):
            file.write(bytes(512))
            begun = time.perf_counter()
            os.fsync(file.fileno())
            spent.append(time.perf_counter() - begun)
    (folder / "disk").unlink()
    return spread(spent)["median_ms"]


def search(bench: Bench) -> dict[str, Any]:
    """Search itself, one after another."""
    found: dict[str, Any] = bench.step("search_itself")
    return found


def api(bench: Bench) -> dict[str, Any]:
    """What sixteen users see through the API; beside it the empty answer and the bare transaction."""
    plan = bench.step("plan")
    found = serving.measure(bench.environment, plan, bench.folder / "server.log", bench.size.seconds, bench.size.think)
    found["bare_append"] = bench.step("bare_append", seconds=min(10.0, bench.size.seconds))
    return found


def desk(bench: Bench) -> dict[str, Any]:
    """What sixteen users see on the desk, page by page."""
    plan = bench.step("desk_plan")
    log = bench.folder / "desk.log"
    return serving.measure_desk(bench.environment, plan, log, bench.size.seconds, bench.size.think)


def night(bench: Bench) -> dict[str, Any]:
    """The sweep; beside it the bare standings."""
    found: dict[str, Any] = bench.step("sweep")
    found["bare"] = bench.step("bare_standings", number=min(1000, bench.size.clients))
    return found


def verify(bench: Bench) -> dict[str, Any]:
    """The verification; beside it reading and decrypting alone."""
    found: dict[str, Any] = bench.step("verify")
    found["bare"] = bench.step("bare_verify", number=min(MILLION, found["acts"]))
    return found


PARTS: dict[str, Callable[[Bench], dict[str, Any]]] = {
    "load": load,
    "search": search,
    "night": night,
    "api": api,
    "desk": desk,
    "verify": verify,
}


def measured(database: str, size: Size, data: Path | None, only: str | None = None) -> dict[str, Any]:
    """All parts, or one, on a database; what it found, with the machine it ran on."""
    found: dict[str, Any] = {"database": database, "machine": measure.machine()}
    with installed(database, size, data) as bench:
        found |= {"told": bench.told, "clients": size.clients, "acts": size.acts}
        found["machine"] |= {"memory_gb": _memory_gb(), "fsync_ms": _disk(bench.folder)}
        bench.step("prepare")
        for name, part in PARTS.items():
            if only in (None, name):
                print(f"record on {database}: {name}", file=sys.stderr, flush=True)
                found[name] = part(bench)
    return found


def main() -> int:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=tuple(SIZES), default="postgresql")
    parser.add_argument("--clients", type=int)
    parser.add_argument("--acts", type=int, help="of each client")
    parser.add_argument("--seconds", type=float, help="how long each thing is asked through the API")
    parser.add_argument("--data", type=Path, help="a folder to keep the installation in")
    parser.add_argument("--only", choices=tuple(PARTS), help="one part; writes nothing")
    parser.add_argument("--keep", action="store_true", help="with --only: put this part into the last whole run")
    parser.add_argument("--small", action="store_true", help="next to nothing, to see that it runs; writes nothing")
    given = parser.parse_args()
    usual = SMALL if given.small else SIZES[given.database]
    size = replace(
        usual,
        clients=given.clients or usual.clients,
        acts=given.acts or usual.acts,
        seconds=given.seconds or usual.seconds,
    )
    found = measured(given.database, size, given.data, given.only)
    print(json.dumps(found, indent=1) if given.only else report_record.text(found))
    kept = RESULTS / f"record-{given.database}.json"
    if given.only and given.keep:
        whole = json.loads(kept.read_text())
        whole[given.only] = found[given.only]
        whole["parts"] = {**whole.get("parts", {}), given.only: found["machine"]}
        found = whole
    elif given.small or given.only:
        return 0
    RESULTS.mkdir(exist_ok=True)
    kept.write_text(json.dumps(found, indent=1) + "\n")
    run.write_page()
    return 0


if __name__ == "__main__":
    sys.exit(main())
