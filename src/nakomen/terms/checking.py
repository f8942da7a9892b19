"""The check of a set of conditions: what is wrong inside it and beside statute, found from its facts alone."""

from nakomen.terms.against_statute import against_statute
from nakomen.terms.flaws import FLAW_KINDS, Flaw, joined
from nakomen.terms.inside import inside
from nakomen.terms.statute import Statute
from nakomen.terms.texts import Terms

__all__ = ["FLAW_KINDS", "Flaw", "check"]


def check(terms: Terms, statute: Statute) -> tuple[Flaw, ...]:
    """All flaws of the set, in the order of its clauses. An empty answer means that nothing was found."""
    order = {terms.full_id(clause): place for place, clause in enumerate(terms.clauses)}
    found = sorted(
        dict.fromkeys((*inside(terms), *against_statute(terms, statute))),
        key=lambda flaw: (order.get(flaw.clause, len(order)), FLAW_KINDS.index(flaw.kind), flaw.text),
    )
    return joined(found)
