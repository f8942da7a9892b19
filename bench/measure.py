"""What the measurements share: one figure, the memory of a process, the machine that they ran on."""

from __future__ import annotations

import os
import platform
import resource
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

PAGE_MB = resource.getpagesize() / 2**20


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure: who did what, how much of it, in how many seconds, with how much memory at most."""

    name: str
    work: int
    seconds: float
    rss_mb: float = 0.0
    note: str = ""

    @property
    def rate(self) -> float:
        """Units of work a second."""
        return self.work / self.seconds

    def data(self) -> dict[str, Any]:
        """The figure for JSON, with its rate."""
        return {**asdict(self), "per_second": round(self.rate, 1)}


def read(data: dict[str, Any]) -> Figure:
    """A figure from its JSON."""
    return Figure(data["name"], data["work"], data["seconds"], data["rss_mb"], data["note"])


def most_memory() -> float:
    """The most megabytes that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def memory() -> float:
    """The megabytes that this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_MB


def processor() -> str:
    """The name of the processor, as far as the machine tells."""
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def machine() -> dict[str, Any]:
    """Where and when the figures were measured, and how busy the machine was at the start."""
    return {
        "processor": processor(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "optimised_build": "--enable-optimizations" in (_build_arguments() or ""),
        "load_at_start": round(os.getloadavg()[0], 2),
        "measured_on": datetime.now(UTC).date().isoformat(),
    }


def _build_arguments() -> str | None:
    import sysconfig

    arguments = sysconfig.get_config_var("CONFIG_ARGS")
    return None if arguments is None else str(arguments)
