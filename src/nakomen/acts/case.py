"""A case file as typed data, and what can be wrong with one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from nakomen.acts.base import Act


@dataclass(frozen=True, slots=True)
class TermsRef:
    """A set of conditions, and the day on which it was published where the conditions changed on the way.

    `in_force_from` is the day on which it takes force, where that is not one month after publication (reading 10).
    """

    set: str
    published: date | None = None
    in_force_from: date | None = None


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One client of one provider: the conditions, facts and choices of the provider, and all acts in the file's order.

    `provider` and `settings` have the names of the file; lists are tuples, the days of `instructed` are dates.
    """

    terms: tuple[TermsRef, ...]
    provider: Mapping[str, object]
    settings: Mapping[str, object]
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field, told without the value that was given, since that may be personal.

    `act` is the act's id, else `#n` counted from 1, and empty where the file itself is meant.
    """

    act: str
    field: str
    expected: str

    def __str__(self) -> str:
        """One line: where, and what was expected."""
        where = ".".join(part for part in (self.act, self.field) if part) or "the case file"
        return f"{where}: expected {self.expected}"
