"""Which part of the product carries each row of the clause register; a row carried by nothing is a gap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nakomen.norms.model import NormSet, PowerNorm
    from nakomen.terms.texts import Clause, Terms


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the register with its kind and what carries it: duty, power, finding, rule, end, content, topic, ..."""

    clause: str
    kind: str
    carriers: tuple[str, ...]
    problem: str = ""


def coverage(terms: Terms, norms: NormSet, register: Mapping[str, str]) -> list[Row]:
    """Every row of the register of this set with its carriers, in its order; last what stands in no register."""
    running = carried_by_norms(norms)
    rows = []
    for full, kind in register.items():
        name, _, clause_id = full.partition("/")
        if name != terms.name:
            continue
        clause = terms.clauses.get(clause_id)
        if clause is None:
            rows.append(Row(full, kind, (), "not in the set"))
            continue
        carriers = tuple(dict.fromkeys([*running.get(full, ()), *_texts(clause)]))
        rows.append(Row(full, kind, carriers, _problem(clause, kind, carriers)))
    known = {row.clause for row in rows}
    for clause in terms.clauses.values():
        full = terms.full_id(clause.id)
        if full not in known:
            rows.append(Row(full, clause.kind, (), "not in the register"))
    return rows


def _problem(clause: Clause, kind: str, carriers: tuple[str, ...]) -> str:
    if clause.kind != kind:
        return f"is of kind {clause.kind} in the set"
    gone = [carrier for carrier in clause.carried if carrier not in carriers]
    if gone:
        return f"no {', '.join(gone)} carries it any more"
    return "" if carriers else "carried by nothing"


def carried_by_norms(norms: NormSet) -> dict[str, list[str]]:
    """The norms that cite each clause, by the kind of norm."""
    found: dict[str, list[str]] = {}
    for clause, carrier in _citations(norms):
        carriers = found.setdefault(clause, [])
        if carrier not in carriers:
            carriers.append(carrier)
    return found


def _citations(norms: NormSet) -> Iterator[tuple[str, str]]:
    for duty in norms.duty_list:
        yield duty.clause, "duty"
    for power in (power for powers in norms.powers.values() for power in powers):
        yield from _of_power(power)
    for finding in (finding for findings in norms.findings.values() for finding in findings):
        yield finding.clause, "finding"
        yield from ((clause, "citation") for clause in finding.also)
    for clause in norms.ends.values():
        yield clause, "end"
    for _, clause in norms.rates.values():
        yield clause, "rule"
    if norms.retention:
        yield str(norms.retention["clause"]), "rule"


def _of_power(power: PowerNorm) -> Iterator[tuple[str, str]]:
    yield power.clause, "power"
    yield from ((clause, "citation") for clause in power.also)
    yield from ((requirement.clause, "requirement") for requirement in power.require)


def _texts(clause: Clause) -> Iterator[str]:
    if clause.topic:
        yield "topic"
    if clause.contents:
        yield "content"
    if clause.items:
        yield "checklist"
    if clause.register:
        yield "register"
    if clause.page:
        yield "page"
    if clause.vocabulary:
        yield "definition"
    if clause.scope:
        yield "scope"
    if clause.precedence:
        yield "statute"
