"""A page for a person: headings, lines and aligned tables, as wide as the window, in colour only on a terminal."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass, field
from textwrap import wrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADING = "bold"
GOOD, BAD, DOUBTFUL, QUIET = "green", "bold red", "yellow", "dim"
_WIDTH_ELSEWHERE = 110
_NARROW = 30
_GAP = "  "


@dataclass(slots=True)
class Page:
    """Lines with a style each; tables wrap their last column."""

    width: int = field(default_factory=lambda: shutil.get_terminal_size((_WIDTH_ELSEWHERE, 24)).columns)
    lines: list[tuple[str, str]] = field(default_factory=list)

    def heading(self, text: str, style: str = HEADING) -> None:
        """A heading, after an empty line unless it is the first."""
        if self.lines:
            self.lines.append(("", ""))
        self.text(text, style)

    def text(self, text: str, style: str = "", indent: int = 0, hanging: int | None = None) -> None:
        """A paragraph; its later lines stand at `hanging`."""
        after = indent if hanging is None else hanging
        for number, line in enumerate(_wrapped(text, self.width - max(indent, after))):
            self.lines.append((" " * (after if number else indent) + line, style))

    def table(
        self, rows: Sequence[Sequence[str]], style: str = "", indent: int = 2, styles: Sequence[str] = ()
    ) -> None:
        """Rows of cells below each other; `styles` gives a row its own style. A cell may hold lines of its own."""
        widths = [max(map(len, column)) for column in zip(*(row[:-1] for row in rows), strict=True)]
        before = indent + sum(widths) + len(_GAP) * len(widths)
        under = self.width - before < _NARROW
        for number, row in enumerate(rows):
            cells = [cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=True)]
            *above, line = _packed(cells, indent, self.width) if under else [" " * indent + _GAP.join(cells)]
            shown = styles[number] if number < len(styles) else style
            self.lines += [(each.rstrip(), shown) for each in above]
            self._row(line, row[-1], indent + 4 if under else before, shown, under=under)

    def _row(self, cells: str, last: str, column: int, style: str, *, under: bool) -> None:
        lines = [line for part in last.split("\n") for line in _wrapped(part, self.width - column)]
        if under:
            self.lines.append((cells.rstrip(), style))
        else:
            first = lines.pop(0) if lines else ""
            self.lines.append(((cells + _GAP + first if cells.strip() else cells + first).rstrip(), style))
        self.lines += [(" " * column + line, style) for line in lines]

    def show(self) -> None:
        """Print the page: with rich on a terminal, as plain text elsewhere."""
        if not sys.stdout.isatty():
            sys.stdout.write("".join(f"{line}\n" for line, _ in self.lines))
            return
        from rich.console import Console
        from rich.text import Text

        console = Console(soft_wrap=True, highlight=False)
        for line, style in self.lines:
            console.print(Text(line, style=style))


def _packed(cells: Sequence[str], indent: int, width: int) -> list[str]:
    """The cells on as few lines as hold them whole; a later line stands a little further in."""
    lines = [" " * indent]
    for number, cell in enumerate(cells):
        fits = len(lines[-1]) + len(_GAP) + len(cell.rstrip()) <= width
        if number and fits:
            lines[-1] += _GAP + cell
        elif number:
            lines.append(" " * (indent + 2) + cell)
        else:
            lines[-1] += cell
    return lines


def _wrapped(text: str, width: int) -> list[str]:
    return wrap(text, max(width, 20), break_long_words=False, break_on_hyphens=False)
