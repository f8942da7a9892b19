"""Reference pages on the language in which norms are written, and its functions."""

from collections.abc import Mapping
from inspect import signature
from typing import Any

from docs.generate.markdown import code, page, table
from docs.generate.source import sets
from docs.generate.words import above, vocabulary
from nakomen.norms import grammar, library
from nakomen.norms.model import DUTY_KEYS, FINDING_KEYS, POWER_KEYS

#: Every word of the language by its sort, as the engine knows it.
KNOWN: Mapping[str, frozenset[str]] = {
    "duty": DUTY_KEYS,
    "power": POWER_KEYS,
    "finding": FINDING_KEYS,
    "quantifier": grammar.QUANTIFIERS,
    "own": frozenset(grammar.OWN),
    "space": grammar.SPACES,
}


def functions() -> str:
    """The page of the functions that expressions may call."""
    rows = [
        (
            code(f"{name}({', '.join(_arguments(function))})"),
            _meaning(name, function),
            "yes" if function.unknown else "",
            _users(name),
        )
        for name, function in sorted(library.FUNCTIONS.items())
    ]
    return page(
        "Functions of the norm language",
        above("functions"),
        table(("function", "meaning", "unknown", "clauses"), rows),
    )


def _arguments(function: library.Function) -> list[str]:
    names = list(signature(function.run).parameters.values())[2 if function.parameters else 1 :]
    return [f"{'*' if part.kind is part.VAR_POSITIONAL else ''}{part.name.rstrip('_')}" for part in names]


def _meaning(name: str, function: library.Function) -> str:
    own = vocabulary()["function"].get(name) or function.run.__doc__ or _inner(function)
    return " ".join(own.split("\n\n")[0].split())


def _inner(function: library.Function) -> str:
    """What the functions say that a short form in the library passes the question on to."""
    for name in function.run.__code__.co_names:
        for module in (library, *(part for part in vars(library).values() if type(part).__name__ == "module")):
            found: Any = getattr(module, name, None)
            if getattr(found, "__doc__", None) and callable(found):
                return str(found.__doc__)
    raise ValueError(f"{function}: say in words.toml what it means")


def _users(name: str) -> str:
    mark = f"{name}("
    found = [
        f"{terms.name}/{clause.id}"
        for terms, _ in sets()
        for clause in terms.clauses.values()
        if mark in repr(clause.norms)
    ]
    shown = ", ".join(code(clause) for clause in found[:4])
    return f"{shown}, {len(found) - 4} more" if len(found) > 4 else shown


def norm_language() -> str:
    """The page of the norm language."""
    return page(
        "Norm language",
        above("norm_language"),
        _expressions(),
        f"## Quantifiers\n\n{above('quantifiers')}\n\n{_meanings('quantifier')}",
        f"## Keys of a duty\n\n{_meanings('duty')}",
        f"## Keys of a power\n\n{_meanings('power')}",
        f"## Keys of a finding\n\n{_meanings('finding')}",
        "## Other norms\n\n"
        + table(("key", "meaning"), [(code(key), text) for key, text in vocabulary()["other"].items()]),
        above("statute_rule"),
    )


def _meanings(sort: str) -> str:
    return table(
        (sort if sort == "quantifier" else "key", "meaning"),
        [(code(key), vocabulary()[sort][key]) for key in sorted(KNOWN[sort])],
    )


def _expressions() -> str:
    own = "; ".join(f"`t.{name}` {vocabulary()['own'][name]}" for name in sorted(grammar.OWN))
    spaces = "; ".join(f"`{name}.NAME` {vocabulary()['space'][name]}" for name in sorted(grammar.SPACES))
    facts = ", ".join(code(name) for name in sorted(grammar.FACTS, key="tfx".index))
    signs = ", ".join(code(sign) for sign in grammar.COMPARISONS.values())
    rows = [
        ("literals", "`'text'`, `3`, `True`, `False`, `None`, a tuple `('a', 'b')`"),
        ("periods", "`P10W`, `P30D`, `P6M`, `P1Y`"),
        ("acts", f"{facts}: who opens, who may do, who a quantifier looks at"),
        ("fields", f"any field of the kind (`t.valid_until`), and {own}"),
        ("the day asked", "`as_of`"),
        ("other values", spaces),
        ("comparison", f"two values at a time: {signs}; `is None`, `is not None`"),
        ("combining", "`and`, `or`, `not`, `A if C else B`"),
        ("days", "a day `+` or `-` a period; months are added by calendar and cut to the month's last day"),
        ("functions", "by name, without keywords: see [functions](functions.md)"),
    ]
    return f"## Expressions\n\n{above('expressions')}\n\n{table(('part', 'what there is'), rows)}\n\n{above('truth')}"
