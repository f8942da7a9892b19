"""Real worker processes for the tests, on this machine only."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEARTBEAT = "0.3"
"""Seconds between signs of life: a dead worker shows after six of them."""
_WORKER = "import sys; from nakomen.cli import main; sys.exit(main(['worker', *sys.argv[1:]]))"


def start(environment: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    """A worker in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", _WORKER, *arguments],
        env=environment | {"PYTHONPATH": str(ROOT), "NAKOMEN_WORKER_HEARTBEAT": HEARTBEAT},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@contextmanager
def running(environment: dict[str, str], count: int = 1) -> Iterator[list[subprocess.Popen[str]]]:
    """Workers that are ended with the block, and must not have failed."""
    workers = [start(environment) for _ in range(count)]
    try:
        yield workers
    finally:
        for worker in workers:
            if worker.poll() is None:
                worker.send_signal(signal.SIGTERM)
        told = [worker.communicate(timeout=60)[0] for worker in workers]
    for worker, text in zip(workers, told, strict=True):
        assert worker.returncode in {0, -signal.SIGKILL}, text


def run_once(environment: dict[str, str]) -> str:
    """What a worker told that did what there was and ended."""
    worker = start(environment, "--once")
    told, _ = worker.communicate(timeout=120)
    assert worker.returncode == 0, told
    return told


def until(true: Callable[[], object], seconds: float = 60) -> None:
    """Waits until something is so; fails when it takes too long."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)
