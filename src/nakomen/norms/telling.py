"""What an expression comes to with its facts: a line for each part that says something, with whether it holds."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nakomen.law.periods import describe, parse_period
from nakomen.norms.facts import Fact
from nakomen.norms.grammar import Expression, span
from nakomen.norms.grammar import expression as compiled
from nakomen.norms.phrases import SETTINGS
from nakomen.norms.showing import capital, choice, field_label, of_kind, shown
from nakomen.norms.wording import Wording, one_of
from nakomen.norms.words import FLAGS

if TYPE_CHECKING:
    from collections.abc import Callable

    from nakomen.norms.model import DutyNorm
    from nakomen.norms.powers import Answer
    from nakomen.norms.state import State


@dataclass(frozen=True)
class Told:
    """A condition with its facts: what it comes to, its lines, and whether one of them is enough."""

    value: Any
    lines: list[tuple[str, Any]] = field(default_factory=list)
    one_is_enough: bool = False

    def texts(self) -> list[str]:
        """Every line with what it comes to."""
        return [f"{capital(text)} – {outcome(value)}" for text, value in self.lines]


def outcome(value: Any) -> str:
    """Whether something holds, with the act that makes it so."""
    if isinstance(value, Fact):
        return f"ja: {shown(value)}"
    return "onbekend" if value is None else "ja" if value else "nee"


def evaluation(s: State, t: Fact | None, f: Fact | None) -> Callable[[ast.expr], Any]:
    """The value of any part of an expression; what it lacks is not written down a second time."""

    def value(node: ast.expr) -> Any:
        before, s.lacking = s.lacking, []
        try:
            return compiled(ast.unparse(node)).run(s, t, f, {})
        finally:
            s.lacking = before

    return value


def wording_of(norm: DutyNorm, s: State, t: Fact | None = None, f: Fact | None = None) -> Wording:
    """The words for the expressions of a duty, with the values of a trigger where there is one."""
    kinds = {"t": (t.kind,) if t is not None else norm.on, "f": (f.kind,) if f is not None else norm.done}
    return Wording(kinds, evaluation(s, t, f) if t is not None else None, s.norms.settings)


def told(expression: Expression, norm: DutyNorm, s: State, t: Fact, f: Fact | None = None) -> Told:
    """A condition of a duty with its facts."""
    words, value = wording_of(norm, s, t, f), evaluation(s, t, f)
    tree = expression.tree
    if isinstance(tree, ast.IfExp) and value(tree.test):
        tree = tree.body
    parts = [tree]
    if isinstance(tree, ast.BoolOp) and one_of(tree) is None:
        parts = tree.values
    lines = [_line(part, words, value) for part in parts if not _says_nothing(part, parts, value)]
    return Told(value(tree), lines, isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.Or) and len(lines) > 1)


def _says_nothing(part: ast.expr, parts: list[ast.expr], value: Callable[[ast.expr], Any]) -> bool:
    """Whether a part says only of what kind an act is, or that there is what another part shows."""
    if asks_kind(part):
        return True
    if not (isinstance(part, ast.Compare) and isinstance(part.ops[0], ast.IsNot) and value(part)):
        return False
    source = ast.unparse(part.left)
    return any(source in ast.unparse(other) for other in parts if other is not part)


def asks_kind(part: ast.expr) -> bool:
    """Whether a part only asks of what kind an act is."""
    return isinstance(part, ast.Compare) and isinstance(part.left, ast.Attribute) and part.left.attr == "kind"


def _line(part: ast.expr, words: Wording, value: Callable[[ast.expr], Any]) -> tuple[str, Any]:
    """A part with what it comes to; a choice that is not as it should be says what it is instead."""
    found = value(part)
    text = words.say(part)
    known = _chosen(part, value)
    if known is not None and not (found and isinstance(part, ast.Compare) and isinstance(part.ops[0], ast.Eq)):
        text = f"{text} (hier: {known})"
    return text, found


def _chosen(part: ast.expr, value: Callable[[ast.expr], Any]) -> str | None:
    """What a field holds that is held against choices."""
    same = one_of(part)
    left = same[0] if same is not None else part.left if isinstance(part, ast.Compare) else None
    right = same[1] if same is not None else part.comparators[0] if isinstance(part, ast.Compare) else None
    if not isinstance(left, ast.Attribute) or not isinstance(right, (ast.Constant, ast.Tuple)):
        return None
    found = value(left)
    if found is None or isinstance(found, (bool, Fact)) or found == getattr(right, "value", None):
        return None
    return choice(found, left.attr.removesuffix("_")) if isinstance(found, str) else shown(found)


# --- settings, requirements, what is missing ------------------------------------------------------------------------


def settings_of(expression: Expression, s: State) -> list[str]:
    """The settings that an expression reads, each with its label and its value."""
    names: list[str] = []
    for node in ast.walk(expression.tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "setting":
            names.append(node.attr)
        if isinstance(node, ast.Name) and node.id in SETTINGS:
            names.append(SETTINGS[node.id])
    known = [name for name in dict.fromkeys(names) if name in s.norms.settings]
    return [f"De instelling ‘{s.norms.settings[name].label}’ staat op {setting_value(name, s)}." for name in known]


def setting_value(name: str, s: State) -> str:
    """The value of a setting in words; a default keeps the unit in which the set gives it: 14 days, not two weeks."""
    setting, value = s.norms.settings[name], s.settings[name]
    default = setting.default
    if default in s.norms.settings:
        default = s.norms.settings[default].default
    if isinstance(default, str) and setting.kind == "period" and span(parse_period(default)) == value:
        return describe(parse_period(default))
    return shown(value)


def required(answer: Answer, test: Expression, s: State) -> str:
    """What a requirement asks, with the parameters that were given."""
    return Wording(settings=s.norms.settings, params=answer.params).words(test)


def lacking(missing: str, s: State) -> str:
    """What is missing, in words: a field of an act, a parameter, a fact of the provider, a kind of act."""
    from nakomen.acts import KIND_AREAS

    if missing in KIND_AREAS:
        return f"of dit is gebeurd: {of_kind(missing)}"
    owner, _, name = missing.rpartition(".")
    fact = s.named.get(owner)
    if owner == "provider" and name in s.norms.facts:
        return f"wat geldt voor de zorgaanbieder: {s.norms.facts[name].label}"
    return _field_lacking(name or missing, fact)


def _field_lacking(name: str, fact: Fact | None) -> str:
    about = f", bij {shown(fact)}" if fact is not None else ""
    if name == "on":
        return f"hoe laat het was{about}"
    if name in FLAGS:
        return f"of dit zo is: {FLAGS[name][0]}{about}"
    return f"{field_label(name, (fact.kind,) if fact is not None else ())}{about}"


def all_lacking(missing: list[str], s: State) -> str:
    """Everything that is missing, in words."""
    return "; ".join(lacking(name, s) for name in missing)
