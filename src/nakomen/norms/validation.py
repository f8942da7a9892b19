"""Whether the norms of a set can run: every expression readable, every field a field of the kinds it is asked of.

Sets that come with the product are held to this by the tests; a set from elsewhere is checked when it is read.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from nakomen.acts import kind_class, kinds
from nakomen.norms.grammar import FACTS, OWN, QUANTIFIERS, RESERVED, Expression, GrammarError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nakomen.norms.model import DutyNorm, NormSet, PowerNorm

Kinds = tuple[str, ...]


def problems(norms: NormSet) -> list[str]:
    """Everything that is wrong with the norms of a set, a line each: the clause, the expression, what was expected."""
    found = [*_unknown_kinds(norms)]
    for where, expression, bound in _expressions(norms):
        found += [f"{where}: {line}" for line in _faults(norms, expression, bound)]
    return list(dict.fromkeys(found))


def _expressions(norms: NormSet) -> Iterator[tuple[str, Expression, Mapping[str, Kinds]]]:
    for duty in norms.duty_list:
        yield from _of_duty(duty)
    for powers in norms.powers.values():
        for power in powers:
            yield from _of_power(power)
    for findings in norms.findings.values():
        for finding in findings:
            for expression in (finding.when, finding.test, *(value for _, value in finding.param)):
                if expression is not None:
                    yield finding.clause, expression, {"t": (finding.on,)}


def _of_power(power: PowerNorm) -> Iterator[tuple[str, Expression, Mapping[str, Kinds]]]:
    for expression in (power.when, power.earliest_end, power.amount):
        if expression is not None:
            yield power.clause, expression, {}
    for requirement in power.require:
        yield requirement.clause, requirement.test, {}
        if requirement.only_if is not None:
            yield requirement.clause, requirement.only_if, {}


def _of_duty(duty: DutyNorm) -> Iterator[tuple[str, Expression, Mapping[str, Kinds]]]:
    opened: dict[str, Kinds] = {"t": duty.on}
    for name in (
        "when",
        "since",
        "due",
        "due_at",
        "done_rule",
        "excuse",
        "excused_on",
        "lapse",
        "suspend",
        "statute_due",
    ):
        expression = getattr(duty, name)
        if expression is not None:
            yield duty.clause, expression, opened
    if duty.fits is not None:
        done = duty.on if duty.link == "self" else duty.done
        yield duty.clause, duty.fits, {"t": duty.on, "f": done}


def _unknown_kinds(norms: NormSet) -> Iterator[str]:
    known = set(kinds())
    for duty in norms.duty_list:
        for kind in (*duty.on, duty.what, *duty.done):
            if kind not in known:
                yield f"{duty.clause}: {kind}: expected a kind of act"
    for findings in norms.findings.values():
        for finding in findings:
            if finding.on not in known:
                yield f"{finding.clause}: {finding.on}: expected a kind of act"


def _faults(norms: NormSet, expression: Expression, bound: Mapping[str, Kinds]) -> Iterator[str]:
    try:
        expression.run  # noqa: B018 - compiling is what finds the fault
    except GrammarError as error:
        yield f"{expression.source!r}: {error}"
        return
    yield from _fields(norms, expression.tree, dict(bound))


def _fields(norms: NormSet, node: ast.AST, bound: dict[str, Kinds]) -> Iterator[str]:
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        yield from _field(norms, node.value.id, node.attr, bound)
        return
    if isinstance(node, ast.Name) and node.id in FACTS and node.id not in bound:
        yield f"{node.id}: there is no {node.id} here"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in QUANTIFIERS:
        kind = node.args[0]
        assert isinstance(kind, ast.Constant)
        if kind.value not in kinds():
            yield f"{kind.value!r}: expected a kind of act"
            return
        for argument in node.args[1:]:
            yield from _fields(norms, argument, {**bound, "x": (str(kind.value),)})
        return
    for child in ast.iter_child_nodes(node):
        yield from _fields(norms, child, bound)


def _field(norms: NormSet, owner: str, name: str, bound: Mapping[str, Kinds]) -> Iterator[str]:
    if owner == "setting" and name not in norms.settings:
        yield f"setting.{name}: expected one of {', '.join(norms.settings)}"
    if owner not in FACTS:
        return
    if owner not in bound:
        yield f"{owner}.{name}: there is no {owner} here"
        return
    if name in OWN:
        return
    wanted = name + "_" if name in RESERVED else name
    for kind in bound[owner]:
        if wanted not in _known_fields(kind):
            yield f"{owner}.{name}: not a field of {kind}"


def _known_fields(kind: str) -> frozenset[str]:
    return frozenset(kind_class(kind).__dataclass_fields__) if kind in kinds() else frozenset()
