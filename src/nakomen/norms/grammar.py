"""The small language in which a set of conditions writes its expressions, compiled once.

It looks like a Python expression and knows only: literals, periods (`P10W`), fields of the acts at hand (`t` the act
that opens, `f` the act that may fulfil, `x` the act a quantifier looks at), `as_of`, `setting.NAME`, `provider.NAME`,
`param.NAME`, comparison, `and`, `or`, `not`, `A if C else B`, a day plus or minus a period, the quantifiers `has`,
`count`, `first`, `last`, `answered`, `sibling`, and the functions of `norms.library`. Truth is three-valued: an
absent fact makes a comparison unknown (None), not false. `X is None` asks whether a fact is absent, and is never
unknown.
"""

from __future__ import annotations

import ast
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from nakomen.law.periods import Period, add, parse_period, subtract

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

#: Fields whose name is a word of Python get an underscore.
RESERVED = frozenset({"for", "from", "in", "with"})
#: What a fact has of itself, whatever its kind: its local day, its instant, its id, its kind, what it answers.
OWN: Mapping[str, str] = {"day": "day", "instant": "at", "id": "name", "kind": "kind", "ref": "ref"}
FACTS = frozenset({"t", "f", "x"})
SPACES = frozenset({"setting", "provider", "param"})
QUANTIFIERS = frozenset({"has", "count", "first", "last", "answered", "sibling"})
COMPARISONS: Mapping[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.In: "in",
    ast.NotIn: "not in",
}


class GrammarError(ValueError):
    """An expression that the language does not know; the message names the part and what was expected."""


def is_period(name: str) -> bool:
    """Whether a name is a period literal such as `P10W`."""
    return len(name) > 2 and name[0] == "P" and name[-1] in "DWMY" and name[1:-1].isdigit()


def span(period: Period) -> timedelta | Period:
    """A period as a timedelta where it counts days or weeks only, which is quicker to add."""
    if period.years or period.months or period.working_days:
        return period
    return timedelta(weeks=period.weeks, days=period.days)


def plus(day: date | None, period: timedelta | Period | None) -> date | None:
    """The day moved forward; unknown when either is unknown."""
    if day is None or period is None:
        return None
    return day + period if isinstance(period, timedelta) else add(day, period)


def minus(day: date | None, period: timedelta | Period | None) -> date | None:
    """The day moved backward; unknown when either is unknown."""
    if day is None or period is None:
        return None
    return day - period if isinstance(period, timedelta) else subtract(day, period)


def both(left: Any, right: Any) -> Any:
    """Three-valued `and`."""
    if left is False or right is False:
        return False
    return None if left is None or right is None else bool(left and right)


def either(left: Any, right: Any) -> Any:
    """Three-valued `or`; gives the fact that made it true, so that an answer can name it."""
    if left or right:
        return left or right
    return None if left is None or right is None else False


def negation(value: Any) -> Any:
    """Three-valued `not`."""
    return None if value is None else not value


def any_of(values: Iterable[Any]) -> Any:
    """True when one is true, else unknown when one is unknown, else false."""
    result: bool | None = False
    for value in values:
        if value:
            return True
        if value is None:
            result = None
    return result


def certain(values: Iterable[Any]) -> int:
    """How many are certainly true."""
    return sum(1 for value in values if value)


def reach(thing: Any, field: str) -> Any:
    """A field of a fact that may be absent."""
    if thing is None:
        return None
    return getattr(thing, OWN[field]) if field in OWN else getattr(thing.act, field, None)


class Expression:
    """An expression of a set: its source, its tree, and its compiled form, made when first asked for.

    The compiled form is called with (state, trigger, candidate, parameters) and gives a value or None for unknown.
    """

    __slots__ = ("run", "source", "tree")

    run: Callable[..., Any]
    tree: ast.expr

    def __init__(self, source: str) -> None:
        self.source = source

    def __getattr__(self, name: str) -> Any:
        """Fill `tree` or `run` when first asked for; later on the slot itself answers, quicker than a property."""
        if name not in ("run", "tree"):
            raise AttributeError(name)
        value = self._parsed() if name == "tree" else self._compiled()
        setattr(self, name, value)
        return value

    def _parsed(self) -> ast.expr:
        """The checked syntax tree."""
        try:
            tree = ast.parse(self.source, mode="eval").body
        except SyntaxError as error:
            raise GrammarError(f"cannot read {self.source!r}: {error.msg}") from None
        return tree

    def _compiled(self) -> Callable[..., Any]:
        """The compiled form."""
        writer = Writer()
        code = writer.write(self.tree)[0]
        from nakomen.norms.library import FUNCTIONS

        space: dict[str, Any] = {
            "plus": plus,
            "minus": minus,
            "both": both,
            "either": either,
            "negation": negation,
            "any_of": any_of,
            "certain": certain,
            "reach": reach,
            **writer.constants,
            **{f"fn_{name}": FUNCTIONS[name].run for name in writer.functions},
        }
        return eval(compile(f"lambda s, t=None, f=None, p=None: {code}", f"<{self.source}>", "eval"), space)  # type: ignore[no-any-return]  # noqa: S307 - the source is our own, written from a checked tree


@lru_cache(maxsize=4096)
def expression(source: str) -> Expression:
    """The expression of a source, the same one each time: many clauses ask the same, and each is compiled once."""
    return Expression(source)


class Writer:
    """Writes a checked tree as Python source; says of each part whether it can be unknown."""

    def __init__(self) -> None:
        self.constants: dict[str, Any] = {}
        self.functions: set[str] = set()
        self._temporaries = 0

    def write(self, node: ast.expr) -> tuple[str, bool]:
        """Source of a node, and whether its value can be unknown."""
        method = getattr(self, f"_{type(node).__name__.lower()}", None)
        if method is None:
            raise GrammarError(f"{ast.unparse(node)!r}: not part of the language")
        result: tuple[str, bool] = method(node)
        return result

    def _temporary(self) -> str:
        self._temporaries += 1
        return f"v{self._temporaries}"

    def _constant(self, node: ast.Constant) -> tuple[str, bool]:
        if node.value is not None and not isinstance(node.value, (bool, int, str)):
            raise GrammarError(f"{node.value!r}: expected text, a whole number, True, False or None")
        return repr(node.value), node.value is None

    def _tuple(self, node: ast.Tuple) -> tuple[str, bool]:
        parts = [self.write(part)[0] for part in node.elts]
        return f"({', '.join(parts)},)", False

    def _name(self, node: ast.Name) -> tuple[str, bool]:
        if node.id in FACTS:
            return node.id, node.id == "f"
        if node.id == "as_of":
            return "s.day", False
        if is_period(node.id):
            self.constants[node.id] = span(parse_period(node.id))
            return node.id, False
        raise GrammarError(f"{node.id!r}: expected t, f, x, as_of or a period")

    def _attribute(self, node: ast.Attribute) -> tuple[str, bool]:
        field = node.attr + "_" if node.attr in RESERVED else node.attr
        if isinstance(node.value, ast.Name) and node.value.id in FACTS:
            owner = node.value.id
            if node.attr in OWN:
                return f"{owner}.{OWN[node.attr]}", node.attr in ("instant", "ref")
            return f"{owner}.act.{field}", True
        if isinstance(node.value, ast.Name) and node.value.id in SPACES:
            return self._space(node.value.id, node.attr)
        return f"reach({self.write(node.value)[0]}, {field!r})", True

    @staticmethod
    def _space(space: str, name: str) -> tuple[str, bool]:
        if space == "setting":
            return f"s.settings[{name!r}]", False
        if space == "provider":
            return f"s.provider.get({name!r})", True
        return f"p.get({name!r})", True

    def _boolop(self, node: ast.BoolOp) -> tuple[str, bool]:
        word = "and" if isinstance(node.op, ast.And) else "or"
        code, unknown = self.write(node.values[0])
        for value in node.values[1:]:
            right, right_unknown = self.write(value)
            code = self._decided_by_left(word, code, right) if unknown else f"({code} {word} {right})"
            unknown = unknown or right_unknown
        return code, unknown

    def _decided_by_left(self, word: str, left: str, right: str) -> str:
        """Three-valued `and` or `or` that leaves the right side alone where the left decides, for it may ask much."""
        name = self._temporary()
        if word == "and":
            return f"(False if ({name} := {left}) is False else both({name}, {right}))"
        return f"({name} if ({name} := {left}) else either({name}, {right}))"

    def _unaryop(self, node: ast.UnaryOp) -> tuple[str, bool]:
        if not isinstance(node.op, ast.Not):
            raise GrammarError(f"{ast.unparse(node)!r}: only `not` stands before a value")
        code, unknown = self.write(node.operand)
        return (f"negation({code})", True) if unknown else (f"(not {code})", False)

    def _ifexp(self, node: ast.IfExp) -> tuple[str, bool]:
        test, unknown = self.write(node.test)
        yes, yes_unknown = self.write(node.body)
        no, no_unknown = self.write(node.orelse)
        if not unknown:
            return f"({yes} if {test} else {no})", yes_unknown or no_unknown
        name = self._temporary()
        return f"({yes} if ({name} := {test}) else None if {name} is None else {no})", True

    def _binop(self, node: ast.BinOp) -> tuple[str, bool]:
        if not isinstance(node.op, (ast.Add, ast.Sub)):
            raise GrammarError(f"{ast.unparse(node)!r}: only a day plus or minus a period")
        left, left_unknown = self.write(node.left)
        right, right_unknown = self.write(node.right)
        helper = "plus" if isinstance(node.op, ast.Add) else "minus"
        return f"{helper}({left}, {right})", left_unknown or right_unknown

    def _compare(self, node: ast.Compare) -> tuple[str, bool]:
        if len(node.ops) != 1:
            raise GrammarError(f"{ast.unparse(node)!r}: compare two values at a time")
        operator, right_node = node.ops[0], node.comparators[0]
        left, left_unknown = self.write(node.left)
        if isinstance(operator, (ast.Is, ast.IsNot)):
            if not (isinstance(right_node, ast.Constant) and right_node.value is None):
                raise GrammarError(f"{ast.unparse(node)!r}: `is` asks only for None")
            return f"({left} is {'not ' if isinstance(operator, ast.IsNot) else ''}None)", False
        sign = COMPARISONS[type(operator)]
        right, right_unknown = self.write(right_node)
        guards = []
        if left_unknown:
            name = self._temporary()
            guards.append(f"({name} := {left}) is None")
            left = name
        if right_unknown:
            name = self._temporary()
            guards.append(f"({name} := {right}) is None")
            right = name
        if not guards:
            return f"({left} {sign} {right})", False
        return f"(None if {' or '.join(guards)} else {left} {sign} {right})", True

    def _call(self, node: ast.Call) -> tuple[str, bool]:
        if not isinstance(node.func, ast.Name) or node.keywords:
            raise GrammarError(f"{ast.unparse(node)!r}: expected a function by its name, without keywords")
        name = node.func.id
        if name in QUANTIFIERS:
            return self._quantifier(name, node.args)
        from nakomen.norms.library import FUNCTIONS

        function = FUNCTIONS.get(name)
        if function is None:
            raise GrammarError(f"{name!r}: no such function; there are {', '.join(sorted(FUNCTIONS))}")
        self.functions.add(name)
        arguments = ["s"]
        if function.parameters:
            arguments.append("p")
        arguments += [self.write(argument)[0] for argument in node.args]
        return f"fn_{name}({', '.join(arguments)})", function.unknown

    def _quantifier(self, name: str, arguments: list[ast.expr]) -> tuple[str, bool]:
        if not (1 <= len(arguments) <= 2 and isinstance(arguments[0], ast.Constant)):
            raise GrammarError(f"{name}: expected a kind of act and at most one condition")
        kind = repr(arguments[0].value)
        source = f"s.of({kind})"
        if name == "answered":
            source = f"s.answering(t, {kind})"
        elif name == "sibling":
            source = f"s.answering(s.named.get(t.ref), {kind})"
        if len(arguments) == 1:
            code, unknown = "True", False
        else:
            code, unknown = self.write(arguments[1])
        if name in ("first", "last"):
            return (f"s.{name}({kind})" if len(arguments) == 1 else f"s.{name}({kind}, lambda x: {code})"), True
        if name == "count":
            return f"certain({code} for x in {source})", False
        if len(arguments) == 1:
            return f"bool({source})", False
        return (f"any_of({code} for x in {source})", True) if unknown else (f"any({code} for x in {source})", False)
