"""Tasks for the tests of what carries tasks out: each leaves a file behind, so that it can be seen from outside."""

import os
import time
from datetime import datetime
from pathlib import Path

from nakomen.record.background import background


def left(folder: Path, name: str) -> list[int]:
    """The processes that carried out this task, one for each time."""
    return [int(file.suffix[1:]) for file in folder.glob(f"{name}.*")]


@background
def leave(_now: datetime, *, folder: str, name: str) -> None:
    """Leaves a file with the name of the task and the process, another one for each time."""
    time.sleep(0.02)
    _write(folder, name)


@background
def linger(_now: datetime, *, folder: str, name: str) -> None:
    """Says that it began, and is done only when the file `go` lies there."""
    _write(folder, f"begun-{name}")
    while not Path(folder, "go").exists():
        time.sleep(0.02)
    _write(folder, name)


@background
def fail(_now: datetime, *, folder: str, name: str, organisation: str = "") -> None:
    """Fails every time, with something in its text that nobody may see."""
    _write(folder, name)
    raise ValueError("Kanarie Zoekmerk")


def _write(folder: str, name: str) -> None:
    Path(folder, f"{name}.{time.monotonic_ns()}.{os.getpid()}").touch()
