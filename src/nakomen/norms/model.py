"""The norms of a set as the engine holds them: duties, powers, findings, ends; built from the set's data.

Building only sorts the data; every expression is compiled when it is first needed, so that a small case pays for few.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nakomen.norms.grammar import Expression, expression

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

AGREEMENT = "agreement"
DUTY_KEYS = frozenset(
    {
        "what", "bearer", "toward", "on", "when", "since", "due", "due_at", "open_norm", "done", "link", "fits",
        "order", "excuse", "excused_on", "lapse", "suspend", "scope", "ends", "carry", "once", "catch_up", "subject",
        "readings", "say",
    }
)  # fmt: skip
REQUIREMENT_KEYS = frozenset(["what", "if", "clause", "only_if", "say"])
POWER_KEYS = frozenset(
    [
        "power",
        "when",
        "require",
        "earliest_end",
        "amount",
        "also",
        "readings",
        "say",
        "awaits",
        "alternative",
    ]
)
FINDING_KEYS = frozenset(["on", "when", "if", "power", "param", "clauses", "readings", "say"])


class NormError(ValueError):
    """Norm data that the engine cannot read; the message names clause, key and what was expected."""


@dataclass(slots=True, eq=False)
class DutyNorm:
    """A duty as a clause lays it down: what opens it, by when, what does it, what excuses or ends it."""

    clause: str
    what: str
    bearer: str
    toward: str
    on: tuple[str, ...]
    when: Expression | None = None
    since: Expression | None = None
    due: Expression | None = None
    due_at: Expression | None = None
    open_norm: bool = False
    done: tuple[str, ...] = ()
    done_rule: Expression | None = None
    link: str = "act"
    fits: Expression | None = None
    order: str = "any"
    excuse: Expression | None = None
    excused_on: Expression | None = None
    lapse: Expression | None = None
    suspend: Expression | None = None
    scope: str = AGREEMENT
    ends: bool = True
    carry: bool = False
    once: bool = False
    catch_up: bool = True
    statute: str | None = None
    statute_due: Expression | None = None
    readings: tuple[int, ...] = ()
    say: str = ""


@dataclass(slots=True, eq=False)
class Requirement:
    """One condition of a power, with its own clause and the kind of act that would meet it."""

    clause: str
    what: str
    test: Expression
    only_if: Expression | None = None
    say: str = ""


@dataclass(slots=True, eq=False)
class PowerNorm:
    """A power as one clause lays it down: when it is about, what it requires, what follows."""

    clause: str
    power: str
    when: Expression | None
    require: tuple[Requirement, ...]
    earliest_end: Expression | None = None
    amount: Expression | None = None
    also: tuple[str, ...] = ()
    awaits: str | None = None
    alternative: bool = False
    readings: tuple[int, ...] = ()
    say: str = ""


@dataclass(slots=True, eq=False)
class FindingNorm:
    """What is wrong with an act when a test holds, or when the power that it uses was lacking."""

    clause: str
    on: str
    when: Expression | None = None
    test: Expression | None = None
    power: str | None = None
    param: tuple[tuple[str, Expression], ...] = ()
    also: tuple[str, ...] = ()
    readings: tuple[int, ...] = ()
    say: str = ""


@dataclass(slots=True, eq=False)
class Statute:
    """A statutory norm: the subject that it binds, in which regime, and the term that it sets."""

    id: str
    subject: str
    regime: tuple[str, ...]
    due: Expression | None = None


@dataclass(slots=True, eq=False)
class NormSet:
    """All norms of one version of a set of conditions, with the statute that outranks them.

    `titles` gives the title of a clause by its full id, for those of which a title is known.
    """

    name: str
    regime: str
    published: date | None
    duties: dict[str, list[DutyNorm]] = field(default_factory=dict)
    duty_list: list[DutyNorm] = field(default_factory=list)
    powers: dict[str, list[PowerNorm]] = field(default_factory=dict)
    findings: dict[str, list[FindingNorm]] = field(default_factory=dict)
    ends: dict[str, str] = field(default_factory=dict)
    parameters: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    retention: Mapping[str, Any] = field(default_factory=dict)
    rates: Mapping[str, Any] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    detrimental: frozenset[str] = frozenset()
    titles: Mapping[str, str] = field(default_factory=dict)
    digest: str = ""
    cache: dict[str, Any] = field(default_factory=dict)

    def id(self, clause: str) -> str:
        """The full id of a clause of this set; statute keeps its own."""
        return clause if "/" in clause else f"{self.name}/{clause}"


def _expression(value: object) -> Expression | None:
    return None if value is None else expression(str(value))


def _known(where: str, table: Mapping[str, Any], keys: Iterable[str]) -> None:
    unknown = sorted(set(table) - set(keys))
    if unknown:
        raise NormError(f"{where}: unknown {', '.join(unknown)}")


def _texts(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(str(part) for part in value)  # type: ignore[attr-defined]


def statutes(tables: Mapping[str, Mapping[str, Any]]) -> list[Statute]:
    """The statutory norms that set a term, by the subject they bind."""
    return [
        Statute(f"statute/{key}", subject, _texts(table.get("regime")), _expression(table["rule"]["due"]))
        for key, table in tables.items()
        if table.get("rule", {}).get("due")
        for subject in _texts(table["rule"].get("subjects", table["subject"]))
    ]


def duty_norm(
    set_name: str, clause: str, table: Mapping[str, Any], bearer: str, law: Mapping[str, Statute]
) -> DutyNorm:
    """A duty from its data; the bearer of the clause where the duty names none."""
    where = f"{set_name}/{clause}"
    _known(where, table, DUTY_KEYS)
    done = table.get("done")
    rule = isinstance(done, str) and "(" in done
    who = str(table.get("bearer", bearer))
    link = str(table.get("link", "act"))
    statute = law.get(str(table.get("subject", "")))
    return DutyNorm(
        clause=clause if clause.startswith("statute/") else where,
        what=str(table["what"]),
        bearer=who,
        toward=str(table.get("toward", "provider" if who == "client" else "client")),
        on=_texts(table["on"]),
        when=_expression(table.get("when")),
        since=_expression(table.get("since")),
        due=_expression(table.get("due")),
        due_at=_expression(table.get("due_at")),
        open_norm=bool(table.get("open_norm", False)),
        done=() if rule else (_texts(done) or (str(table["what"]),)),
        done_rule=_expression(done) if rule else None,
        link=link,
        fits=_expression(table.get("fits")),
        order=str(table.get("order", "after" if link in ("any", "thing") else "any")),
        excuse=_expression(table.get("excuse")),
        excused_on=_expression(table.get("excused_on")),
        lapse=_expression(table.get("lapse")),
        suspend=_expression(table.get("suspend")),
        scope=str(table.get("scope", AGREEMENT)),
        ends=bool(table.get("ends", True)),
        carry=bool(table.get("carry", False)),
        once=bool(table.get("once", False)),
        catch_up=bool(table.get("catch_up", True)),
        statute=statute.id if statute else None,
        statute_due=statute.due if statute else None,
        readings=tuple(table.get("readings", ())),
        say=str(table.get("say", "")),
    )


def power_norm(set_name: str, clause: str, table: Mapping[str, Any]) -> PowerNorm:
    """A power from its data."""
    where = clause if clause.startswith("statute/") else f"{set_name}/{clause}"
    _known(where, table, POWER_KEYS)
    requirements = []
    for part in table.get("require", ()):
        _known(where, part, REQUIREMENT_KEYS)
        own = str(part.get("clause", where))
        requirements.append(
            Requirement(
                own if "/" in own else f"{set_name}/{own}",
                str(part["what"]),
                expression(str(part["if"])),
                _expression(part.get("only_if")),
                str(part.get("say", "")),
            )
        )
    return PowerNorm(
        clause=where,
        power=str(table["power"]),
        when=_expression(table.get("when")),
        require=tuple(requirements),
        earliest_end=_expression(table.get("earliest_end")),
        amount=_expression(table.get("amount")),
        also=tuple(part if "/" in part else f"{set_name}/{part}" for part in _texts(table.get("also"))),
        awaits=table.get("awaits"),
        alternative=bool(table.get("alternative", False)),
        readings=tuple(table.get("readings", ())),
        say=str(table.get("say", "")),
    )


def finding_norm(set_name: str, clause: str, table: Mapping[str, Any]) -> FindingNorm:
    """A finding from its data."""
    where = clause if clause.startswith("statute/") else f"{set_name}/{clause}"
    _known(where, table, FINDING_KEYS)
    return FindingNorm(
        clause=where,
        on=str(table["on"]),
        when=_expression(table.get("when")),
        test=_expression(table.get("if")),
        power=table.get("power"),
        param=tuple((name, expression(str(value))) for name, value in table.get("param", {}).items()),
        also=tuple(part if "/" in part else f"{set_name}/{part}" for part in _texts(table.get("clauses"))),
        readings=tuple(table.get("readings", ())),
        say=str(table.get("say", "")),
    )


def build(
    name: str,
    regime: str,
    published: date | None,
    clauses: Mapping[str, tuple[str, bool, Mapping[str, Any]]],
    statute: Mapping[str, Mapping[str, Any]],
    **rest: Any,
) -> NormSet:
    """A set of norms from the data of its clauses.

    `clauses` gives for each clause its bearer, whether the version marks it detrimental, and its norm tables; `statute`
    the statutory norms by id. Statute binds by subject and regime.
    """
    own = {key: table for key, table in statute.items() if regime in _texts(table.get("regime", regime))}
    law = {norm.subject: norm for norm in statutes(own)}
    made = NormSet(name=name, regime=regime, published=published, **rest)
    made.detrimental = frozenset(made.id(clause) for clause, (_, marked, _) in clauses.items() if marked)
    tables: list[tuple[str, str, Mapping[str, Any]]] = [
        (clause, bearer, norms) for clause, (bearer, _, norms) in clauses.items()
    ]
    tables += [(f"statute/{key}", str(table.get("bearer", "provider")), table) for key, table in own.items()]
    for clause, bearer, norms in tables:
        _add(made, clause, bearer, norms, law)
    return made


def _add(made: NormSet, clause: str, bearer: str, norms: Mapping[str, Any], law: Mapping[str, Statute]) -> None:
    for table in norms.get("duty", ()):
        norm = duty_norm(made.name, clause, table, bearer, law)
        made.duty_list.append(norm)
        for kind in norm.on:
            made.duties.setdefault(kind, []).append(norm)
    for table in norms.get("power", ()):
        power = power_norm(made.name, clause, table)
        made.powers.setdefault(power.power, []).append(power)
    for table in norms.get("finding", ()):
        finding = finding_norm(made.name, clause, table)
        made.findings.setdefault(finding.on, []).append(finding)
    for ground in _texts(norms.get("ends")):
        made.ends[ground] = made.id(clause)
    if "retention" in norms:
        made.retention = {**norms["retention"], "clause": made.id(clause)}
    if "rule" in norms and not clause.startswith("statute/"):
        made.rates = {**made.rates, **{key: (value, made.id(clause)) for key, value in norms["rule"].items()}}
