"""Reference pages on the language in which norms are written, and its functions."""

import tomllib
from collections.abc import Mapping
from functools import cache
from inspect import signature
from pathlib import Path
from typing import Any

from docs.generate.markdown import code, page, table
from docs.generate.source import sets
from nakomen.norms import grammar, library
from nakomen.norms.model import DUTY_KEYS, FINDING_KEYS, POWER_KEYS


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text())


def functions() -> str:
    """The page of the functions that expressions may call."""
    rows = [
        (code(f"{name}({', '.join(_arguments(function))})"), _meaning(name, function), "yes" if function.unknown else "", _users(name))
        for name, function in sorted(library.FUNCTIONS.items())
    ]
    return page(
        "Functions of the norm language",
        "What data cannot say is a named function in `src/nakomen/norms/`. Every function is given the state: the acts that "
        "count on the day asked, the settings, the provider's facts. *Unknown* marks those that may answer that a fact is missing.",
        table(("function", "meaning", "unknown", "clauses"), rows),
    )


def _arguments(function: library.Function) -> list[str]:
    names = list(signature(function.run).parameters.values())[2 if function.parameters else 1 :]
    return [f"{'*' if part.kind is part.VAR_POSITIONAL else ''}{part.name.rstrip('_')}" for part in names]


def _meaning(name: str, function: library.Function) -> str:
    own = _words()["function"].get(name) or function.run.__doc__ or _inner(function)
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
    found = [f"{terms.name}/{clause.id}" for terms, _ in sets() for clause in terms.clauses.values() if mark in repr(clause.norms)]
    shown = ", ".join(code(clause) for clause in found[:4])
    return f"{shown}, {len(found) - 4} more" if len(found) > 4 else shown


def norm_language() -> str:
    """The page of the norm language."""
    words = _words()
    return page(
        "Norm language",
        "A clause's norms stand in its set's TOML file as `[[clause.\"26.1\".duty]]`, `[[….power]]`, `[[….finding]]`, `ends`, "
        "`retention` or `rule`. Conditions, days and sums in them are expressions, written as text and compiled once. An "
        "unknown key or name is refused when the set is read.",
        _expressions(),
        "## Quantifiers\n\n`has('kind', condition)`: the kind first, then at most one condition on `x`, the act looked at.\n\n"
        + table(("quantifier", "meaning"), [(code(name), words["quantifier"][name]) for name in sorted(grammar.QUANTIFIERS)]),
        "## Keys of a duty\n\n" + _keys(DUTY_KEYS, words["duty"]),
        "## Keys of a power\n\n" + _keys(POWER_KEYS, words["power"]),
        "## Keys of a finding\n\n" + _keys(FINDING_KEYS, words["finding"]),
        "## Other norms\n\n"
        + table(
            ("key", "meaning"),
            [
                (code("ends"), "The grounds on which the agreement ends under this clause."),
                (code("retention"), "How many `years` the dossier is kept, and the statutory norm."),
                (code("rule"), "A number or choice for sums: `unit_minutes`, `vat`, `reminder_days`, `cancellation`, `pay_clause`."),
                (code("[engine.power.NAME]"), "The parameters of a power: `params` with the values of each, `required`, `required_if`."),
            ],
        ),
        "In the statute file `rule.due` sets the term of every duty with that `subject`, in the regimes that the norm names.",
    )


def _expressions() -> str:
    words = _words()
    own = "; ".join(f"`t.{name}` {words['own'][name]}" for name in sorted(grammar.OWN))
    spaces = "; ".join(f"`{name}.NAME` {words['space'][name]}" for name in sorted(grammar.SPACES))
    rows = [
        ("literals", "`'text'`, `3`, `True`, `False`, `None`, a tuple `('a', 'b')`"),
        ("periods", "`P10W`, `P30D`, `P6M`, `P1Y`"),
        ("acts", f"{', '.join(f'`{name}`' for name in sorted(grammar.FACTS))}: who opens, who may do, who a quantifier looks at"),
        ("fields", f"any field of the kind (`t.valid_until`), and {own}"),
        ("the day asked", "`as_of`"),
        ("other values", spaces),
        ("comparison", f"two values at a time: {', '.join(f'`{sign}`' for sign in grammar.COMPARISONS.values())}; `is None`, `is not None`"),
        ("combining", "`and`, `or`, `not`, `A if C else B`"),
        ("days", "a day `+` or `-` a period; months are added by calendar and cut to the month's last day"),
        ("functions", "by name, without keywords: see [functions](functions.md)"),
    ]
    return (
        "## Expressions\n\nThey look like Python and are not: nothing else than this exists in them.\n\n"
        + table(("part", "what there is"), rows)
        + "\n\nTruth has three values. A field that is absent makes a comparison *unknown*, not false; `and` with something false "
        "is false all the same, `or` with something true is true. Unknown makes a duty `undetermined` and a power `null`, and "
        "`missing` names the field. `X is None` asks for absence itself and is never unknown."
    )


def _keys(keys: frozenset[str], meaning: Mapping[str, str]) -> str:
    return table(("key", "meaning"), [(code(key), meaning[key]) for key in sorted(keys)])
