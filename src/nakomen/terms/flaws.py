"""What the check of conditions reports, and the small questions that all of its rules ask of two facts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from nakomen.terms.facts import Fact
from nakomen.terms.quantities import quantity
from nakomen.terms.texts import Clause, Terms

FLAW_KINDS = ("number", "form", "citation", "repealed", "list", "right", "obsolete")


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong in a clause, in Dutch. `against` holds the clauses and statutory norms it clashes with.

    Kinds: a `number` that contradicts another clause, its own words or statute; a `form` that clashes; a `citation` of
    the wrong place; an act that is `repealed`; a `list` without its introduction; a `right` narrower than statute or a
    power wider; an `obsolete` basis of an amount.
    """

    clause: str
    kind: str
    text: str
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A fact with the clause that states it."""

    clause: Clause
    fact: Fact


def said(terms: Terms) -> Iterator[Said]:
    """Every fact of the set, in the order of its clauses."""
    for clause in terms.clauses.values():
        for fact in clause.facts:
            yield Said(clause, fact)


def meet(one: Fact, other: Fact) -> bool:
    """Whether two facts are about the same thing: subject, variant, and at least one party in common."""
    if one.subject != other.subject or one.when != other.when:
        return False
    return not one.who or not other.who or bool(set(one.who) & set(other.who))


def conflicting(one: str, other: str) -> bool:
    """Whether two values cannot both hold. A word and a quantity are never held against each other."""
    left, right = quantity(one), quantity(other)
    if left is None or right is None:
        return left is right and one != other
    return not left.same_as(right)


def distinct(items: Iterable[str]) -> tuple[str, ...]:
    """The items in their order, each once."""
    return tuple(dict.fromkeys(items))


def joined(flaws: Iterable[Flaw]) -> tuple[Flaw, ...]:
    """Flaws with those of a sub-row (3.2.a) folded into the same flaw of its own row (3.2)."""
    kept: list[Flaw] = []
    for flaw in flaws:
        for place, other in enumerate(kept):
            if flaw.clause.startswith(f"{other.clause}.") and (flaw.kind, flaw.text) == (other.kind, other.text):
                kept[place] = replace(other, against=distinct((flaw.clause, *other.against)))
                break
        else:
            kept.append(flaw)
    return tuple(kept)
