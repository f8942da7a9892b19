"""The peers, each in an environment of its own outside the checkout, on the same work as the portfolio path.

The scripts are found beside the checkout or at NAKOMEN_PEERS; the environments live in a cache directory
(NAKOMEN_BENCH_CACHE, else below the system's directory for temporary files). A peer that cannot be measured is skipped,
with the reason.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.measure import Figure

ROOT = Path(__file__).resolve().parents[1]
LINE = re.compile(
    r"^(?P<name> *\S.*?) +n= *(?P<work>\d+) .*? s +(?P<rate>[\d,]+) cases/s .*?rss (?P<rss>\d+) MB", re.MULTILINE
)
PYTHON = "3.13"
#: What some machines set for numerical libraries, and what makes the current ones fail; taken out together, here only.
TAKEN_OUT = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")


@dataclass(frozen=True, slots=True)
class Peer:
    """A peer: its name, the script that measures it, the packages that it needs, and the script's arguments."""

    name: str
    script: str
    packages: tuple[str, ...]
    arguments: tuple[str, ...] = ()


PEERS = (
    Peer("plain Python", "b_pure.py", ()),
    Peer("zen-engine", "b_zen.py", ("zen-engine==2.1.*",), ("100000", "100000", "--more")),
    Peer("regclock", "b_regclock.py", ("regclock==0.0.1",), ("100000", "5000")),
    Peer("clingo", "b_clingo.py", ("clingo==5.8.*",)),
    Peer("clipspy", "b_clips.py", ("clipspy==1.0.*",)),
    Peer("openfisca-core", "b_openfisca.py", ("openfisca-core==46.*",)),
    Peer("numpy", "b_numpy.py", ("numpy",)),
    Peer("polars", "b_polars.py", ("polars",)),
)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A peer that was not measured, and why."""

    peer: str
    why: str


def scripts() -> Path | None:
    """Where the peers' scripts are, if anywhere."""
    given = os.environ.get("NAKOMEN_PEERS")
    for place in (Path(given), Path(given) / "norms") if given else (ROOT.parent / "shared" / "peers" / "norms",):
        if (place / "common.py").exists():
            return place
    return None


def cache(given: Path | None) -> Path:
    """Where the peers' environments are kept."""
    named = os.environ.get("NAKOMEN_BENCH_CACHE")
    return given or (Path(named) if named else Path(tempfile.gettempdir()) / "nakomen-bench")


def _uv() -> str | None:
    own = ROOT / ".tools" / "bin" / "uv"
    return str(own) if own.exists() else shutil.which("uv")


def python() -> str:
    """The interpreter for the peers, named in full."""
    uv = _uv()
    if uv is not None:
        found = subprocess.run(
            [uv, "python", "find", "--no-project", "--system", PYTHON], capture_output=True, text=True, check=False
        )
        if found.returncode == 0:
            return str(Path(found.stdout.strip()).resolve())
    return str(Path(sys.executable).resolve())


def environment(peer: Peer, where: Path) -> Path:
    """The interpreter of the peer's environment, made when it is not there yet.

    Raises CalledProcessError when it cannot be made.
    """
    home = where / Path(peer.script).stem
    interpreter = home / "bin" / "python"
    if (home / "ready").exists():
        return interpreter
    _run(sys.executable if _uv() is None else python(), "-m", "venv", "--clear", str(home))
    if peer.packages:
        uv = _uv()
        installer = (
            [uv, "pip", "install", "--quiet", "--python", str(interpreter)]
            if uv
            else [str(interpreter), "-m", "pip", "install", "--quiet"]
        )
        _run(*installer, *peer.packages)
    (home / "ready").touch()
    return interpreter


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True)


def measure(peer: Peer, where: Path, found: Path) -> list[Figure] | Skipped:
    """The figures that a peer's script reports."""
    if not (found / peer.script).exists():
        return Skipped(peer.name, "its script was not found")
    try:
        interpreter = environment(peer, where)
    except (subprocess.CalledProcessError, OSError) as error:
        return Skipped(
            peer.name, f"its environment could not be made: {_last_line(getattr(error, 'stderr', '') or str(error))}"
        )
    surroundings = {name: value for name, value in os.environ.items() if name not in TAKEN_OUT}
    surroundings["PYTHONDONTWRITEBYTECODE"] = "1"
    try:
        ran = subprocess.run(
            [str(interpreter), str(found / peer.script), *peer.arguments],
            env=surroundings, cwd=where, capture_output=True, text=True, check=False, timeout=900,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return Skipped(peer.name, "it took longer than fifteen minutes")
    figures = [_figure(peer, line) for line in LINE.finditer(ran.stdout)]
    if ran.returncode != 0 or not figures:
        return Skipped(peer.name, f"it failed: {_last_line(ran.stderr)}")
    return figures


def _figure(peer: Peer, line: re.Match[str]) -> Figure:
    """The figure of one line; an indented one goes on about the peer of the line before it."""
    told = line["name"]
    name = f"{peer.name}, {told.strip().removeprefix('same, ')}" if told.startswith(" ") else told
    work = int(line["work"])
    return Figure(name, work, work / int(line["rate"].replace(",", "")), float(line["rss"]))


def _last_line(text: str) -> str:
    """The last line of an error, without the paths of this machine."""
    lines = text.strip().splitlines()
    return re.sub(r"(/[\w.+-]+){2,}", "…", lines[-1])[:160] if lines else "it said nothing"
