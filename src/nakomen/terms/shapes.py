"""Checking the shape of TOML tables: every key known, every type right, all problems gathered and told at once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from tomllib import TOMLDecodeError, loads
from typing import Any

type Table = Mapping[str, object]
type Row = dict[str, Any]
"""A table whose keys and types have been checked against a shape."""
type Expect = Callable[[object], str | None]
"""Says what was expected when a value does not fit, and None when it does."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file of conditions: where (a clause, a setting), which key, and what was expected there."""

    where: str
    key: str
    expected: str

    def __str__(self) -> str:
        return f"{self.where}: {self.key}: {self.expected}" if self.key else f"{self.where}: {self.expected}"


class TermsError(ValueError):
    """The file does not hold a set of conditions; `problems` lists everything that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True, slots=True)
class Shape:
    """What a table may hold (`keys`) and what it must hold (`required`)."""

    keys: Mapping[str, Expect]
    required: tuple[str, ...] = ()

    def expects(self, key: str, value: object) -> str | None:
        """What was expected of that key, when it does not fit."""
        expect = self.keys.get(key)
        return f"unknown key; expected one of {', '.join(self.keys)}" if expect is None else expect(value)


@dataclass(slots=True)
class Checker:
    """Holds tables against shapes and gathers what does not fit."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, where: str, key: str, expected: str) -> None:
        """Note one problem."""
        self.problems.append(Problem(where, key, expected))

    def table(self, value: object, where: str, shape: Shape, untouched: frozenset[str] = frozenset()) -> Row | None:
        """The keys of a table, or None when one does not fit; keys in `untouched` are left to their own reader."""
        if not isinstance(value, dict):
            self.add(where, "", "expected a table")
            return None
        before = len(self.problems)
        for key, item in value.items():
            if key not in untouched and (expected := shape.expects(key, item)):
                self.add(where, key, expected)
        for key in shape.required:
            if key not in value:
                self.add(where, key, "required key is missing")
        fits = len(self.problems) == before
        return {key: item for key, item in value.items() if key not in untouched} if fits else None

    def tables(self, value: object, where: str, shape: Shape) -> list[Row]:
        """The rows of an array of tables that fit their shape."""
        if not isinstance(value, list):
            self.add(where, "", "expected an array of tables")
            return []
        found = (self.table(row, f"{where} {number}", shape) for number, row in enumerate(value, 1))
        return [row for row in found if row is not None]

    def named(self, value: object, where: str) -> list[tuple[str, object]]:
        """The entries of a table of tables, each with its key."""
        if isinstance(value, dict):
            return list(value.items())
        self.add(where, "", "expected a table of tables")
        return []

    def done(self) -> None:
        """Raise TermsError when anything was wrong."""
        if self.problems:
            raise TermsError(self.problems)


def text(value: object) -> str | None:
    """A text that says something."""
    return None if isinstance(value, str) and value.strip() else "expected a text"


def texts(value: object) -> str | None:
    """A list of texts, possibly empty."""
    fits = isinstance(value, list) and all(isinstance(item, str) and item for item in value)
    return None if fits else "expected a list of texts"


def text_or_texts(value: object) -> str | None:
    """A text, or a list of them."""
    return None if text(value) is None or (texts(value) is None and value) else "expected a text or a list of texts"


def flag(value: object) -> str | None:
    """True or false."""
    return None if isinstance(value, bool) else "expected true or false"


def day(value: object) -> str | None:
    """A date without a time (TOML's own)."""
    return None if type(value) is date else "expected a date such as 2020-01-01"


def anything(_value: object) -> str | None:
    """Any value; its own reader looks at it."""
    return None


def one_of(*choices: str) -> Expect:
    """One of the given texts."""
    expected = f"expected one of {', '.join(choices)}"
    return lambda value: None if value in choices else expected


def parse(data: bytes, where: str) -> dict[str, object]:
    """The tables of a TOML file. Raises TermsError when it is not UTF-8 or not TOML."""
    try:
        return loads(data.decode("utf-8"))
    except (UnicodeDecodeError, TOMLDecodeError) as error:
        raise TermsError([Problem(where, "", f"not readable as TOML in UTF-8: {error}")]) from error
