"""Expressions of the norm language in plain Dutch: a condition as a sentence, a value by what it is called.

The words stand in `words` and `phrases`. A condition can be said as it holds and as it does not, so that no
sentence needs to be turned around by "not". Where the values of the parts are known, the sentence names them.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from nakomen.law.periods import describe, parse_period
from nakomen.norms.grammar import FACTS, QUANTIFIERS, is_period
from nakomen.norms.phrases import CONDITIONS, LABELS, OFFERED, VALUES
from nakomen.norms.showing import choice, field_label, listed, of_kind, shown
from nakomen.norms.words import ABOUT, FIELDS, FLAGS, NOUNS, PRESENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nakomen.norms.grammar import Expression

#: What the three names of acts stand for where the kind of act says nothing more.
ACTS = {"t": "de aanleiding", "f": "deze handeling", "x": "die handeling"}
ORDER: Mapping[type[ast.cmpop], tuple[str, str]] = {
    ast.Lt: ("eerder dan", "niet eerder dan"),
    ast.LtE: ("niet later dan", "later dan"),
    ast.Gt: ("later dan", "niet later dan"),
    ast.GtE: ("niet eerder dan", "eerder dan"),
}
SIZE: Mapping[type[ast.cmpop], tuple[str, str]] = {
    ast.Lt: ("minder dan", "ten minste"),
    ast.LtE: ("ten hoogste", "meer dan"),
    ast.Gt: ("meer dan", "ten hoogste"),
    ast.GtE: ("ten minste", "minder dan"),
}
QUANTIFIED = {
    "has": ("{0} is vastgelegd", "{0} is niet vastgelegd"),
    "first": ("{0} is vastgelegd", "{0} is niet vastgelegd"),
    "last": ("{0} is vastgelegd", "{0} is niet vastgelegd"),
    "answered": ("hierop volgde {0}", "hierop volgde geen {0}"),
    "sibling": ("daarbij hoort {0}", "daarbij hoort geen {0}"),
}
DENYING = ("niet", "geen", "de zorg is")
DAYS = {"t": "de dag van de aanleiding", "f": "de dag waarop dit is gedaan", "x": "de dag van die handeling"}
NUMBERS = frozenset({"expected_days", "within_hours"})


@dataclass(frozen=True)
class Wording:
    """Says parts of an expression in Dutch.

    `kinds` gives the kinds of act that `t`, `f` and `x` stand for; `value` the value of a part, where values are known;
    `settings` the settings of the set, which have a label; `params` the parameters that a power was given.
    """

    kinds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    value: Callable[[ast.expr], Any] | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    params: Mapping[str, Any] = field(default_factory=dict)

    def words(self, expression: Expression) -> str:
        """A whole expression: a condition as it holds, a value by its name."""
        tree = expression.tree
        return self.say(tree) if self.is_condition(tree) else self.name(tree)

    def is_condition(self, node: ast.expr) -> bool:
        """Whether a part is something that holds or not."""
        if isinstance(node, ast.IfExp):
            return self.is_condition(node.body)
        if isinstance(node, ast.Call):
            called = _called(node)
            return called in CONDITIONS or (called in QUANTIFIED and called != "last")
        if isinstance(node, ast.Attribute):
            return self._flag(node) is not None
        return isinstance(node, (ast.BoolOp, ast.UnaryOp, ast.Compare)) or (
            isinstance(node, ast.Constant) and isinstance(node.value, bool)
        )

    # --- conditions ---------------------------------------------------------------------------------------------------

    def say(self, node: ast.expr, *, holds: bool = True) -> str:
        """A condition as a sentence: as it holds, or as it does not."""
        methods: dict[type[ast.expr], Callable[[Any, bool], str]] = {
            ast.BoolOp: self._say_together,
            ast.Compare: self._say_compared,
            ast.Call: self._say_call,
            ast.IfExp: self._say_choice,
        }
        if type(node) in methods:
            return methods[type(node)](node, holds)
        if isinstance(node, ast.UnaryOp):
            return self.say(node.operand, holds=not holds)
        if isinstance(node, ast.Constant):
            return "dit geldt altijd" if bool(node.value) is holds else "dit geldt nooit"
        flag = self._flag(node)
        return flag[0 if holds else 1] if flag is not None else self._presence(node, there=holds)

    def _say_together(self, node: ast.BoolOp, holds: bool) -> str:
        both = isinstance(node.op, ast.And) is holds
        same = one_of(node)
        if same is not None:
            return self._of_choices(same[0], same[1], holds)
        parts = [self.say(value, holds=holds) for value in node.values]
        nested = any(_has_parts(value) for value in node.values)
        return (", en " if both else ", of ").join(parts) if nested else listed(parts, "en" if both else "of")

    def _say_choice(self, node: ast.IfExp, holds: bool) -> str:
        if isinstance(node.orelse, ast.Constant) and not node.orelse.value:
            joint = ast.BoolOp(ast.And(), [node.test, node.body])
            return self.say(joint, holds=holds)
        inner = [self.say(part, holds=holds) for part in (node.body, node.orelse)]
        return f"als dit zo is: {self.say(node.test)}, dan {inner[0]}; anders {inner[1]}"

    def _say_compared(self, node: ast.Compare, holds: bool) -> str:
        left, sign, right = node.left, node.ops[0], node.comparators[0]
        if isinstance(sign, (ast.Is, ast.IsNot)):
            return self._presence(left, there=isinstance(sign, ast.IsNot) is holds)
        if isinstance(right, ast.Constant) and isinstance(right.value, bool):
            return self.say(left, holds=(right.value is isinstance(sign, ast.Eq)) is holds)
        if type(sign) in ORDER:
            return self._ordered(left, sign, right, holds)
        positive = isinstance(sign, (ast.Eq, ast.In)) is holds
        if isinstance(right, (ast.Constant, ast.Tuple)):
            return self._of_choices(left, right, positive)
        return self._same(left, right, positive)

    def _same(self, left: ast.expr, right: ast.expr, holds: bool) -> str:
        own = left.attr if isinstance(left, ast.Attribute) else ""
        if own == "ref":
            return f"het hoort {'' if holds else 'niet '}bij {self.name(right)}"
        if own == "id":
            return "het is dezelfde handeling" if holds else "het is een andere handeling"
        if isinstance(right, ast.Attribute) and isinstance(right.value, ast.Name) and right.value.id in FACTS:
            known = self._known(right)
            other = f"bij {ACTS[right.value.id]}" + (f" ({choice(known, right.attr)})" if known is not None else "")
            return f"{self.label(left)}: {'hetzelfde als' if holds else 'iets anders dan'} {other}"
        return f"{self.label(left)}: {'' if holds else 'niet '}{self.name(right)}"

    def _of_choices(self, left: ast.expr, right: ast.expr, holds: bool) -> str:
        of = left.attr.removesuffix("_") if isinstance(left, ast.Attribute) else ""
        values = right.elts if isinstance(right, ast.Tuple) else [right]
        words = [choice(value.value, of) for value in values if isinstance(value, ast.Constant)]
        if holds:
            return f"{self.label(left)}: {listed(words, 'of')}"
        if len(words) > 1:
            return f"{self.label(left)}: geen van deze: {listed(words)}"
        return f"{self.label(left)}: {'anders dan' if words[0].startswith(DENYING) else 'niet'} {words[0]}"

    def _ordered(self, left: ast.expr, sign: ast.cmpop, right: ast.expr, holds: bool) -> str:
        number = isinstance(left, ast.Attribute) and left.attr in NUMBERS
        words = (SIZE if number else ORDER)[type(sign)][0 if holds else 1]
        if number:
            return f"{self.label(left)}: {words} {self.name(right)}"
        known, than = self._known(left), self._known(right)
        first = self.name(left) if known is None else f"{self.label(left)} {shown(known)}"
        if than is None:
            return f"{first} is {words} {self.name(right)}" if known is None else f"{first}, {words} {self.name(right)}"
        return f"{first}, {words} {shown(than)} ({self.name(right)})"

    def _say_call(self, node: ast.Call, holds: bool) -> str:
        name = _called(node)
        if name in QUANTIFIED:
            return QUANTIFIED[name][0 if holds else 1].format(self._of_quantifier(node))
        if name not in CONDITIONS:
            return self._presence(node, there=holds)
        return self._filled(CONDITIONS[name][0 if holds else 1], node)

    def _presence(self, node: ast.expr, *, there: bool) -> str:
        name = node.attr if isinstance(node, ast.Attribute) else _called(node) if isinstance(node, ast.Call) else ""
        if name in PRESENCE:
            return PRESENCE[name][0 if there else 1]
        if name in CONDITIONS or name in QUANTIFIED:
            return self.say(node, holds=there)
        return f"{self.name(node)} is {'' if there else 'niet '}bekend"

    def _flag(self, node: ast.expr) -> tuple[str, str] | None:
        if not isinstance(node, ast.Attribute):
            return None
        of_act = isinstance(node.value, ast.Name) and node.value.id in FACTS
        if node.attr == "cause" and not (of_act and self._kinds(node) == ("incident.explained",)):
            return None
        return FLAGS.get(node.attr)

    # --- values -------------------------------------------------------------------------------------------------------

    def name(self, node: ast.expr) -> str:
        """What a value is called."""
        methods: dict[type[ast.expr], Callable[[Any], str]] = {
            ast.Attribute: self._name_field,
            ast.Call: self._name_call,
            ast.Name: self._name_name,
            ast.BinOp: self._name_sum,
            ast.IfExp: self._name_choice,
        }
        if type(node) in methods:
            return methods[type(node)](node)
        if isinstance(node, ast.Constant):
            return "geen" if node.value is None else choice(node.value)
        return self.say(node)

    def _name_field(self, node: ast.Attribute) -> str:
        if isinstance(node.value, ast.Name) and node.value.id == "setting":
            return f"de instelling ‘{self.settings[node.attr].label if node.attr in self.settings else node.attr}’"
        given = self.params.get(node.attr) if isinstance(node.value, ast.Name) and node.value.id == "param" else None
        if isinstance(given, str) and node.attr not in ABOUT:
            return choice(given, node.attr)
        if node.attr == "day" and isinstance(node.value, ast.Name):
            return DAYS[node.value.id]
        kinds = self._kinds(node)
        noun = NOUNS.get(node.attr)
        return (
            noun
            if noun is not None and not any(f"{kind}.{node.attr}" in FIELDS for kind in kinds)
            else field_label(node.attr, kinds)
        )

    def label(self, node: ast.expr) -> str:
        """What a value is called before the value itself: "geldig tot en met 31 maart 2026", "door wie: de cliënt"."""
        if isinstance(node, ast.Attribute) and not (isinstance(node.value, ast.Name) and node.value.id == "setting"):
            return field_label(node.attr, self._kinds(node))
        called = _called(node) if isinstance(node, ast.Call) else ""
        return LABELS.get(called) or self.name(node)

    def _name_name(self, node: ast.Name) -> str:
        if node.id in ACTS:
            return ACTS[node.id]
        if node.id == "as_of":
            return "de dag waarnaar is gevraagd"
        return describe(parse_period(node.id)) if is_period(node.id) else node.id

    def _name_sum(self, node: ast.BinOp) -> str:
        return f"{self.name(node.left)} {'plus' if isinstance(node.op, ast.Add) else 'min'} {self.name(node.right)}"

    def _name_choice(self, node: ast.IfExp) -> str:
        if isinstance(node.body, ast.Constant) and node.body.value is None:
            return self.name(node.orelse)
        if isinstance(node.orelse, ast.Constant) and node.orelse.value is None:
            return self.name(node.body)
        return f"{self.name(node.body)} als dit zo is: {self.say(node.test)}; anders {self.name(node.orelse)}"

    def _name_call(self, node: ast.Call) -> str:
        called = _called(node)
        if called in QUANTIFIERS:
            return self._of_quantifier(node)
        if called in VALUES:
            return self._filled(VALUES[called], node)
        return self.say(node)

    def _filled(self, text: str, node: ast.Call) -> str:
        """The words of a function with those of its arguments."""
        first = node.args[0] if node.args else None
        of = first.attr.removesuffix("_") if isinstance(first, ast.Attribute) else ""
        every = [self._argument(argument, of) for argument in node.args]
        rest = every if isinstance(first, ast.Constant) else every[1:]
        constants = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
        return text.format(
            *every,
            all=listed(every),
            any=listed(every, "of"),
            rest=listed(rest),
            how=" (op papier of digitaal)" if True in constants else "",
            what=OFFERED.get(str(constants[-1]), "") if constants else "",
        )

    def _argument(self, node: ast.expr, of: str = "") -> str:
        if isinstance(node, ast.Constant):
            kind = isinstance(node.value, str) and "." in node.value
            return of_kind(str(node.value)) if kind else choice(node.value, of)
        known = self._known(node)
        if isinstance(known, date):
            return f"{self.label(node)} {shown(known)}"
        if isinstance(known, str) and isinstance(node, ast.Attribute) and node.attr not in ("ref", "id"):
            return choice(known, node.attr)
        return self.name(node)

    def _of_quantifier(self, node: ast.Call) -> str:
        """The kind of act that a quantifier looks at, with what must hold for that act."""
        kind = node.args[0]
        assert isinstance(kind, ast.Constant)
        if len(node.args) == 1:
            return of_kind(str(kind.value))
        inner = Wording({**self.kinds, "x": (str(kind.value),)}, None, self.settings, self.params)
        return f"{of_kind(str(kind.value))} ({inner.say(node.args[1])})"

    # --- what is known ------------------------------------------------------------------------------------------------

    def _kinds(self, node: ast.Attribute) -> tuple[str, ...]:
        return self.kinds.get(node.value.id, ()) if isinstance(node.value, ast.Name) else ()

    @cached_property
    def _values(self) -> dict[str, Any]:
        return {}

    def _known(self, node: ast.expr) -> Any:
        """The value of a part, where values are known; else None."""
        if self.value is None:
            return None
        source = ast.unparse(node)
        if source not in self._values:
            self._values[source] = self.value(node)
        return self._values[source]


def one_of(node: ast.expr) -> tuple[ast.expr, ast.Tuple] | None:
    """The field and the choices of `A == 'x' or A == 'y'`, which reads better as one sentence."""
    if not (isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or)):
        return None
    lefts, choices = set(), []
    for value in node.values:
        if not (isinstance(value, ast.Compare) and isinstance(value.ops[0], ast.Eq)):
            return None
        if not isinstance(value.comparators[0], ast.Constant) or isinstance(value.comparators[0].value, bool):
            return None
        lefts.add(ast.unparse(value.left))
        choices.append(value.comparators[0])
    first = node.values[0]
    assert isinstance(first, ast.Compare)
    return (first.left, ast.Tuple(list(choices), ast.Load())) if len(lefts) == 1 else None


def _has_parts(node: ast.expr) -> bool:
    """Whether a part is itself said with "en" or "of", so that a comma has to set it apart."""
    return isinstance(node, (ast.BoolOp, ast.IfExp)) or (
        isinstance(node, ast.Compare) and isinstance(node.comparators[0], ast.Tuple)
    )


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""
