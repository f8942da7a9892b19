"""The commands that documents show, with what they really print.

A block that starts with ```console holds lines `$ nakomen …` with their output below. Files that a command needs stand
in the same document under `<!-- file: NAME -->`, or are examples. `…` on a line of its own stands for lines that are
left out: what is shown above and below it must be there, in that order.
"""

import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"^<!-- file: (\S+) -->\n+```(?:json|toml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
GAP = "…"


def documents() -> list[Path]:
    """Every document that shows a command with its output."""
    found = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return [file for file in found if BLOCK.search(file.read_text())]


def commands(block: str) -> Iterator[tuple[str, str]]:
    """The commands of a block, each with the output shown below it."""
    for part in re.split(r"^(?=\$ )", block, flags=re.MULTILINE):
        if part.startswith("$ "):
            command, _, output = part[2:].partition("\n")
            yield command, output


def printed(command: str, folder: Path) -> str:
    """What a command prints, on both streams, in a folder that holds the document's files and the examples."""
    words = shlex.split(command)
    if words[0] != "nakomen":
        raise ValueError(f"{command}: only nakomen is run")
    run = subprocess.run(  # noqa: S603 - the commands are those of our own documents
        [str(Path(sys.executable).parent / "nakomen"), *words[1:]],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "COLUMNS": "110", "LANG": "C.UTF-8", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = (run.stdout + run.stderr).splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines)


def holds(shown: str, output: str) -> bool:
    """Whether what is shown, with its gaps, is what was printed."""
    pieces = [re.escape(piece) for piece in re.split(rf"^ *{GAP}\n", shown, flags=re.MULTILINE)]
    return re.fullmatch(r"(?:.*\n)*?".join(pieces), output) is not None


def _abridged(shown: str, output: str) -> str:
    """New output with the gaps of the old where these still fit, else whole."""
    return shown if holds(shown, output) else output


def refreshed(text: str) -> str:
    """A document with the output of its commands as they print it now."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "examples", folder / "examples")
        return _refreshed(text, folder)


def _refreshed(text: str, folder: Path) -> str:
    """Goes from top to bottom, so that a file is there, in its last form, when a command reads it."""
    made, at = [], 0
    marks = sorted([*FILE.finditer(text), *BLOCK.finditer(text)], key=lambda mark: mark.start())
    for mark in marks:
        if mark.re is FILE:
            (folder / mark[1]).write_text(mark[2])
            continue
        made.append(text[at : mark.start(1)])
        made += [f"$ {command}\n{_abridged(shown, printed(command, folder))}" for command, shown in commands(mark[1])]
        at = mark.end(1)
    return "".join(made) + text[at:]
