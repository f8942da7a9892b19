"""From texts to norms: the set of a file and the statute that binds it, as the engine runs them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from nakomen.norms.model import NormSet, build
from nakomen.terms.packaged import packaged_statute, packaged_terms, source

if TYPE_CHECKING:
    from nakomen.terms.statute import Statute
    from nakomen.terms.texts import Terms


def compile_terms(terms: Terms, statute: Statute, source: Sequence[bytes]) -> NormSet:
    """The norms of a set under statute; `source` are the bytes from which both were read, for the receipt."""
    clauses = {
        clause.id: (clause.bearer or "provider", clause.detrimental, cast("dict[str, Any]", clause.norms))
        for clause in terms.clauses.values()
    }
    law = {
        norm.id: {"subject": norm.subject, "regime": norm.regime, **cast("dict[str, Any]", norm.norms)}
        for norm in statute.norms.values()
    }
    engine = cast("dict[str, Any]", terms.engine)
    titles = {f"{terms.name}/{clause.id}": clause.title for clause in terms.clauses.values()}
    titles |= {f"statute/{norm.id}": norm.title for norm in statute.norms.values()}
    digest = hashlib.sha256(b"\0".join(source)).hexdigest()
    return build(
        terms.name,
        terms.regime,
        terms.published,
        clauses,
        law,
        parameters=dict(engine.get("power", {})),
        settings=dict(terms.settings),
        facts=dict(terms.provider_facts),
        titles=titles,
        digest=digest,
    )


@cache
def packaged_norms(name: str) -> NormSet:
    """The norms of a set that comes with the product. Raises KeyError for a name that is none."""
    return compile_terms(packaged_terms(name), packaged_statute(), [source(name), source("statute")])
