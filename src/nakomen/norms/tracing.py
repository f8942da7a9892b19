"""The same expressions, walked slowly: what each part was worth, and what is missing where the outcome is unknown."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nakomen.norms.grammar import FACTS, OWN, QUANTIFIERS, RESERVED, Expression, expression
from nakomen.norms.steps import STEPS, of_call

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nakomen.norms.facts import Fact
    from nakomen.norms.state import State


@dataclass(slots=True)
class Part:
    """A part of an expression with its value, the parts under it, and what it misses."""

    source: str
    value: Any
    parts: list[Part] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    not_taken: str = ""


class Tracer:
    """Evaluates an expression part by part, each by its compiled form, so that both forms agree by construction."""

    def __init__(self, s: State, t: Fact | None, f: Fact | None, p: Mapping[str, Any] | None) -> None:
        self.s, self.t, self.f, self.p = s, t, f, p or {}

    def trace(self, node: ast.expr) -> Part:
        """The tree of values of a node."""
        part = Part(ast.unparse(node), *self._run(node))
        for child in self._children(node, part):
            part.parts.append(self.trace(child))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in STEPS:
            arguments = [self._run(argument)[0] for argument in node.args]
            part.steps = of_call(node.func.id, self.s, arguments) if part.value is not None else []
        if part.value is None:
            own = self._own_lack(node)
            part.missing = own + [name for name in part.missing if name not in own]
            for child_part in part.parts:
                if child_part.value is None:
                    part.missing += [name for name in child_part.missing if name not in part.missing]
        return part

    def _run(self, node: ast.expr) -> tuple[Any, list[Part], list[str]]:
        part = expression(ast.unparse(node))
        before, self.s.lacking = self.s.lacking, []
        try:
            value = part.run(self.s, self.t, self.f, self.p)
            lacking = list(self.s.lacking)
        finally:
            self.s.lacking = before
        return value, [], lacking if value is None else []

    def _children(self, node: ast.expr, part: Part) -> list[ast.expr]:
        if isinstance(node, ast.BoolOp):
            return list(node.values)
        if isinstance(node, ast.UnaryOp):
            return [node.operand]
        if isinstance(node, ast.Compare):
            if isinstance(node.ops[0], (ast.Is, ast.IsNot)):
                return []
            return [part for part in (node.left, *node.comparators) if not isinstance(part, (ast.Constant, ast.Tuple))]
        if isinstance(node, ast.IfExp):
            return self._branches(node, part)
        if isinstance(node, ast.BinOp):
            return [node.left, node.right] if isinstance(node.right, ast.IfExp) else [node.left]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id not in QUANTIFIERS:
            return [part for part in node.args if isinstance(part, (ast.Attribute, ast.Call))]
        return []

    def _branches(self, node: ast.IfExp, part: Part) -> list[ast.expr]:
        """The test and the branch that it chose; the other one is remembered as not taken."""
        test = self._run(node.test)[0]
        if test is None:
            return [node.test]
        taken, other = (node.body, node.orelse) if test else (node.orelse, node.body)
        part.not_taken = ast.unparse(other)
        return [node.test, taken]

    def _own_lack(self, node: ast.expr) -> list[str]:
        if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
            return []
        owner = node.value.id
        if owner == "param":
            return [node.attr]
        if owner == "provider":
            return [f"provider.{node.attr}"]
        if owner in FACTS and node.attr not in OWN:
            fact = {"t": self.t, "f": self.f}.get(owner)
            name = node.attr.removesuffix("_") if node.attr.removesuffix("_") in RESERVED else node.attr
            return [f"{fact.name}.{name}"] if fact is not None else []
        return []


def trace(
    source: Expression, s: State, t: Fact | None = None, f: Fact | None = None, p: Mapping[str, Any] | None = None
) -> Part:
    """The value of an expression with that of its parts."""
    return Tracer(s, t, f, p).trace(source.tree)


def missing(
    source: Expression, s: State, t: Fact | None = None, f: Fact | None = None, p: Mapping[str, Any] | None = None
) -> list[str]:
    """What is missing where an expression is unknown: `ID.FIELD`, a parameter, a setting or a kind of act."""
    return trace(source, s, t, f, p).missing
