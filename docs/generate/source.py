"""What the pages are written from: the packaged sets, their norms, the vocabulary of acts."""

from collections.abc import Iterator
from functools import cache

from nakomen.acts import Act, kind_class, kinds
from nakomen.norms.model import FindingNorm, NormSet, PowerNorm
from nakomen.terms.compiled import packaged_norms
from nakomen.terms.packaged import SETS, packaged_statute, packaged_terms
from nakomen.terms.texts import Terms


@cache
def sets() -> tuple[tuple[Terms, NormSet], ...]:
    """Each packaged set with its norms."""
    return tuple((packaged_terms(name), packaged_norms(name)) for name in SETS)


def classes() -> Iterator[type[Act]]:
    """The class of every kind of act, in the order of the vocabulary."""
    return (kind_class(kind) for kind in kinds())


def powers(norms: NormSet) -> list[PowerNorm]:
    """All power norms of a set, power by power."""
    return [norm for found in norms.powers.values() for norm in found]


def findings(norms: NormSet) -> list[FindingNorm]:
    """All finding norms of a set, kind by kind."""
    return [norm for found in norms.findings.values() for norm in found]


def title_of(clause: str) -> str:
    """The title of a clause or statutory norm by its full id; empty when it has none."""
    name, _, tail = clause.partition("/")
    if name == "statute":
        norm = packaged_statute().norms.get(tail)
        return norm.title if norm is not None else ""
    found = packaged_terms(name).clauses.get(tail)
    return found.title if found is not None else ""
