"""Statute as data: what the law says on a subject, and which acts of parliament are in force or repealed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import cast

from nakomen.terms.facts import STATUTE_FACT, Fact, read_facts
from nakomen.terms.shapes import Checker, Shape, Table, anything, day, parse, text, texts
from nakomen.terms.texts import NORM_KEYS, merge


@dataclass(frozen=True, slots=True)
class Act:
    """An act of parliament; `repealed` is the first day on which it is no longer law, `successor` what replaced it."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    repealed: date | None = None
    successor: str | None = None


@dataclass(frozen=True, slots=True)
class StatuteNorm:
    """What one article says on its subject, for conditions under the regimes named; `norms` is left to the engine."""

    id: str
    subject: str
    regime: tuple[str, ...]
    title: str
    summary: str
    source: str
    in_force_from: date | None = None
    facts: tuple[Fact, ...] = ()
    norms: Mapping[str, object] = field(default_factory=dict)

    @property
    def full_id(self) -> str:
        """The id by which standings and reports cite it: `statute/wkkgz-17`."""
        return f"statute/{self.id}"


@dataclass(frozen=True, slots=True)
class Statute:
    """All statutory norms by id, and the acts that conditions may cite."""

    name: str
    title: str
    norms: Mapping[str, StatuteNorm]
    acts: Mapping[str, Act]

    def on(self, subject: str, regime: str) -> tuple[StatuteNorm, ...]:
        """The norms that say something on the subject for conditions of that regime, in the order of the file."""
        return tuple(
            norm for norm in self.norms.values()
            if regime in norm.regime and any(fact.subject == subject for fact in norm.facts)
        )  # fmt: skip


_TOP = Shape({"name": text, "title": text, "act": anything, "norm": anything}, ("name", "title", "norm"))
_ACT = Shape({"name": text, "aliases": texts, "repealed": day, "successor": text}, ("name",))
_NORM = Shape(
    {
        **dict.fromkeys(("subject", "title", "summary", "source"), text),
        "regime": texts,
        "in_force_from": day,
        "fact": anything,
    },
    ("subject", "regime", "title", "summary", "source"),
)


def read_statute(data: bytes, *parts: bytes) -> Statute:
    """Statute from its TOML file and further parts of it. Raises TermsError with every problem."""
    checker = Checker()
    tree = merge([parse(part, f"part {number}") for number, part in enumerate((data, *parts), 1)], checker)
    checker.table(tree, "statute", _TOP)
    norms = [_norm(key, row, checker) for key, row in checker.named(tree.get("norm", {}), "norm")]
    acts = [_act(key, row, checker) for key, row in checker.named(tree.get("act", {}), "act")]
    checker.done()
    return Statute(
        name=cast("str", tree["name"]),
        title=cast("str", tree["title"]),
        norms=MappingProxyType({norm.id: norm for norm in norms if norm is not None}),
        acts=MappingProxyType({act.id: act for act in acts if act is not None}),
    )


def _act(key: str, value: object, checker: Checker) -> Act | None:
    row = checker.table(value, f"act {key}", _ACT)
    return None if row is None else Act(id=key, aliases=tuple(row.pop("aliases", ())), **row)


def _norm(key: str, value: object, checker: Checker) -> StatuteNorm | None:
    row = checker.table(value, f"norm {key}", _NORM, untouched=NORM_KEYS)
    if row is None:
        return None
    return StatuteNorm(
        id=key,
        regime=tuple(row.pop("regime")),
        facts=read_facts(row.pop("fact", []), f"norm {key}", STATUTE_FACT, checker),
        norms=MappingProxyType({name: norm for name, norm in cast("Table", value).items() if name in NORM_KEYS}),
        **row,
    )
