"""Every row of the register is carried; taking away what carries it shows."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from nakomen.terms.compiled import compile_terms, packaged_norms
from nakomen.terms.coverage import Row, coverage
from nakomen.terms.packaged import SETS, packaged_statute, packaged_terms, register
from nakomen.terms.texts import Terms


def rows(terms: Terms) -> list[Row]:
    return coverage(terms, compile_terms(terms, packaged_statute(), [b""]), register())


def without(terms: Terms, clause: str) -> Terms:
    """The set without the norms of one clause."""
    bare = replace(terms.clauses[clause], norms=MappingProxyType({}))
    return replace(terms, clauses=MappingProxyType({**terms.clauses, clause: bare}))


@pytest.mark.parametrize("name", SETS)
def test_every_row_of_the_register_is_carried(name: str) -> None:
    found = coverage(packaged_terms(name), packaged_norms(name), register())
    assert [row for row in found if row.problem] == []
    assert [row.clause for row in found] == [clause for clause in register() if clause.startswith(f"{name}/")]


def test_the_register_has_all_rows() -> None:
    assert len(register()) == 278


@pytest.mark.parametrize("name", SETS)
def test_taking_the_norms_of_a_clause_away_leaves_a_gap(name: str) -> None:
    terms = packaged_terms(name)
    with_norms = [clause.id for clause in terms.clauses.values() if clause.norms]
    assert len(with_norms) > 60
    for clause in with_norms:
        gaps = {row.clause for row in rows(without(terms, clause)) if row.problem}
        # A clause that only lends its statute or another clause a norm shows where that norm was cited.
        assert gaps, clause


def test_a_clause_that_is_gone_or_of_another_kind_is_told() -> None:
    terms = packaged_terms("zonl-thuisbegeleiding")
    fewer = {key: value for key, value in terms.clauses.items() if key != "2.9"}
    gone = rows(replace(terms, clauses=MappingProxyType(fewer)))
    assert [(row.clause, row.problem) for row in gone if row.problem] == [
        ("zonl-thuisbegeleiding/2.9", "not in the set"),
    ]
    other = {**terms.clauses, "2.9": replace(terms.clauses["2.9"], kind="power")}
    changed = rows(replace(terms, clauses=MappingProxyType(other)))
    assert [(row.clause, row.problem) for row in changed if row.problem] == [
        ("zonl-thuisbegeleiding/2.9", "is of kind power in the set"),
    ]
