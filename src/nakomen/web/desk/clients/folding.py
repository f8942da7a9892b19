"""The duties that wait as lines of a page: many of one sort are one line, those of one clause say what they are of.

A new client must be told of eighteen topics, each a duty of its own clause: eighteen lines hide all others, and one
form does them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nakomen.web.desk.clients.rows import Row

MANY = 4
"""From so many duties of one sort on, with one last day, they are one line."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line: its duty, or the first of `rows` where it stands for several.

    `of` is what the duty came from, told where more duties of its clause wait; `record` is where it is done.
    """

    row: Row
    rows: Sequence[Row]
    of: str
    record: str

    @property
    def several(self) -> bool:
        """Whether it stands for more than one duty."""
        return len(self.rows) > 1


def folded(waiting: Sequence[Row], together: dict[str, str]) -> list[Entry]:
    """The lines of duties in their order. `together` tells for a kind of act the form that does several at once."""
    clauses = [row.clause for row in waiting]
    made: list[Entry] = []
    for rows in _alike(waiting):
        first = rows[0]
        if len(rows) >= MANY:
            made.append(Entry(first, rows, "", (together.get(first.kind) or first.record) if first.record else ""))
        else:
            made += [Entry(row, [row], row.of if clauses.count(row.clause) > 1 else "", row.record) for row in rows]
    return made


def _alike(waiting: Sequence[Row]) -> Iterator[list[Row]]:
    """Duties of one sort that follow each other, each of another clause: those of one clause are told apart."""
    for _sort, group in groupby(waiting, key=lambda row: (row.kind, row.state, row.due, row.bearer)):
        rows = list(group)
        if len({row.clause for row in rows}) == len(rows) and not any(row.questions for row in rows):
            yield rows
        else:
            yield from ([row] for row in rows)
