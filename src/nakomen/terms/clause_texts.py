"""The texts of the clauses that a case can speak of: those of its sets of conditions, and of statute."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nakomen.terms.statute import Statute
    from nakomen.terms.texts import Terms


@dataclass(frozen=True, slots=True)
class ClauseTexts:
    """Sets of conditions, the oldest version first, and the statute above them."""

    sets: tuple[Terms, ...]
    statute: Statute

    def of(self, clause: str) -> tuple[str, str] | None:
        """Title and summary of a clause by its full id; the last version that has it speaks."""
        name, _, own = clause.partition("/")
        if name == "statute":
            norm = self.statute.norms.get(own)
            return None if norm is None else (norm.title, norm.summary)
        for terms in reversed(self.sets):
            if terms.name == name and own in terms.clauses:
                return terms.clauses[own].title, terms.clauses[own].summary
        return None

    def full_id(self, given: str, present: str) -> str | None:
        """The full id of the clause that is meant, by its own within the present set or in full; None for no clause."""
        if "/" not in given and self.of(f"{present}/{given}"):
            return f"{present}/{given}"
        return given if self.of(given) else None

    def below(self, clause: str) -> list[str]:
        """The parts of a clause in the newest version of its set, by their full ids."""
        name = clause.partition("/")[0]
        newest = next((terms for terms in reversed(self.sets) if terms.name == name), self.sets[-1])
        every = [f"{newest.name}/{own}" for own in newest.clauses]
        return [own for own in every if own.startswith(f"{clause}.")]

    def ids(self) -> list[str]:
        """The full ids of all clauses and norms of statute."""
        own = [f"{terms.name}/{clause}" for terms in self.sets for clause in terms.clauses]
        return own + [f"statute/{norm}" for norm in self.statute.norms]

    def titled(self, clause: str, present: str) -> str:
        """A clause by its number and title."""
        found = self.of(clause)
        return article(clause, present) + (f" ({found[0]})" if found else "")


def article(clause: str, present: str) -> str:
    """The number of a clause of the present set; another set or statute is named in full."""
    name, _, own = clause.partition("/")
    return own if name == present else clause


def numbered(clause: str) -> list[tuple[int, str]]:
    """A key that sorts clauses as they are numbered: 8.1.2 before 8.1.10."""
    return [(int(part) if part.isdecimal() else 0, part) for part in clause.replace("/", ".").split(".")]
