"""Comparable facts: what a clause or an article of statute says, put so that two of them can be held side by side."""

from dataclasses import dataclass

from nakomen.terms.quantities import not_a_value
from nakomen.terms.shapes import Checker, Row, Shape, anything, one_of, text, texts

BOUNDS = ("at_most", "at_least", "exact", "floor", "ceiling")


@dataclass(frozen=True, slots=True)
class Cite:
    """A reference to another clause or article of the same set, with the subject that it is said to be about."""

    clause: str
    subject: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One neutral statement of a clause (or of statute) on one subject. What it does not say is left empty.

    `value` is a quantity (`P21D`, `24 h`, `25000 EUR`, `21 %`, `2 x`) or a word (`statutory`, `reasonable`); `when`
    tells variants of one subject apart; `who` holds the parties that it is about; `form` the forms that will do;
    `grounds` are alternatives that each open a right or power, `requires` are all needed; `basis` is what an amount is
    reckoned by; `acts` are acts of parliament relied on; `introduces` and `item_of` name a list. Only statute has a
    `bound`: how far conditions may go (a value `at_most`, `at_least`, `exact`; a right that is a `floor` for the client
    or a power that is under a `ceiling` for the provider).
    """

    subject: str
    value: str | None = None
    when: str | None = None
    who: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    grounds: tuple[str, ...] | None = None
    requires: tuple[str, ...] | None = None
    basis: str | None = None
    cites: tuple[Cite, ...] = ()
    acts: tuple[str, ...] = ()
    introduces: str | None = None
    item_of: str | None = None
    bound: str | None = None


CITE = Shape({"clause": text, "subject": text}, ("clause", "subject"))
FACT = Shape(
    {
        **dict.fromkeys(("subject", "value", "when", "basis", "introduces", "item_of"), text),
        **dict.fromkeys(("who", "form", "grounds", "requires", "acts"), texts),
        "cites": anything,
    },
    ("subject",),
)
STATUTE_FACT = Shape({**FACT.keys, "bound": one_of(*BOUNDS)}, ("subject",))


def read_facts(value: object, where: str, shape: Shape, checker: Checker) -> tuple[Fact, ...]:
    """The facts of one clause or article; what is wrong with them goes to the checker."""
    return tuple(_fact(row, where, checker) for row in checker.tables(value, f"{where} fact", shape))


def _fact(row: Row, where: str, checker: Checker) -> Fact:
    said: Row = {key: tuple(item) if isinstance(item, list) else item for key, item in row.items()}
    if "cites" in row:
        said["cites"] = tuple(Cite(**cite) for cite in checker.tables(row["cites"], f"{where} cites", CITE))
    if "value" in said and (wrong := not_a_value(said["value"])):
        checker.add(f"{where} fact", "value", wrong)
    return Fact(**said)
