"""What an act must say to do a duty, and what an act that does not do it falls short of.

A form that is opened from a duty starts with what the clause names: to whom, about what, by whom. Whether something is
so (that it was understood, that it was complete) is never taken from a clause: that is for whoever was there to say.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from nakomen.norms.showing import capital
from nakomen.norms.telling import told, wording_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from nakomen.norms.duties import Duty
    from nakomen.norms.facts import Fact
    from nakomen.norms.model import DutyNorm
    from nakomen.norms.state import State

type Values = dict[str, Any]


def wanted(norm: DutyNorm, trigger: Fact) -> Values:
    """Fields, by their names in a file, with the words that the clause asks for of the act that does the duty.

    `trigger` is the act that opened it. Of several ways to do it, the first.
    """
    return {} if norm.fits is None else _of(norm.fits.tree, trigger)


def asked(norm: DutyNorm, s: State) -> str:
    """In Dutch what must be so for an act to do the duty; empty where any act of its kind does it."""
    words = wording_of(norm, s)
    if norm.done_rule is not None:
        return capital(words.say(norm.done_rule.tree))
    return "" if norm.fits is None else capital(words.words(norm.fits))


def lacking(duty: Duty, s: State, names: Iterable[str]) -> list[str]:
    """In Dutch what is not yet as the duty asks, of acts by their names; empty where nothing can be said of them."""
    norm = duty.norm
    if norm.done_rule is not None:
        return [capital(wording_of(norm, s).say(norm.done_rule.tree, holds=False))]
    if norm.fits is None:
        return []
    could = [fact for name in names if (fact := s.named.get(name)) is not None and fact.kind in norm.done]
    lines = [line for fact in could for line in told(norm.fits, norm, s, duty.trigger, fact).lines]
    return [capital(text) for text, value in lines if not value]


def truths(norm: DutyNorm) -> list[str]:
    """The fields of the act that does the duty which the clause wants to be true, in its order."""
    tree = norm.fits.tree if norm.fits is not None else None
    parts = tree.values if isinstance(tree, ast.BoolOp) else [tree]
    return [part.attr for part in parts if isinstance(part, ast.Attribute)]


def _of(node: ast.expr, trigger: Fact) -> Values:
    if isinstance(node, ast.BoolOp):
        parts = node.values if isinstance(node.op, ast.And) else node.values[:1]
        return {name: value for part in parts for name, value in _of(part, trigger).items()}
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq):
        return _named(node.left, _word(node.comparators[0], trigger))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLS:
        return _CALLS[node.func.id](node.args, trigger)
    return {}


def _named(node: ast.expr, value: object) -> Values:
    """The field of the act that does the duty, with its value, where there is one."""
    own = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "f"
    if not own or not value:
        return {}
    assert isinstance(node, ast.Attribute)
    return {} if node.attr in ("kind", "day", "id") else {node.attr.removesuffix("_"): value}


def _word(node: ast.expr, trigger: Fact) -> str:
    """A word of the clause, or of the act that opened the duty; empty for anything else."""
    value: object = node.value if isinstance(node, ast.Constant) else None
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "t":
        value = getattr(trigger.act, node.attr, None)
    return value if isinstance(value, str) else ""


# --- functions of the library that name what an act must say --------------------------------------------------------


def _gives(args: Sequence[ast.expr], trigger: Fact) -> Values:
    to = _word(args[3], trigger) if len(args) > 3 else "client"
    return {"topics": [_word(args[1], trigger)], "to": to}


def _any_in(args: Sequence[ast.expr], trigger: Fact) -> Values:
    word = _word(args[1], trigger)
    return _named(args[0], [word] if word else [])


def _all_topics(_args: Sequence[ast.expr], trigger: Fact) -> Values:
    act: Any = trigger.act
    return {"topics": list(act.topics), "to": act.to}


def _answers_topic(_args: Sequence[ast.expr], trigger: Fact) -> Values:
    act: Any = trigger.act
    return {"topic": act.topic}


def _told_change(_args: Sequence[ast.expr], _trigger: Fact) -> Values:
    return {"by": "provider"}


_CALLS: Mapping[str, Callable[[Sequence[ast.expr], Fact], Values]] = {
    "all_topics": _all_topics,
    "answers_topic": _answers_topic,
    "any_in": _any_in,
    "gives": _gives,
    "told_change": _told_change,
}
