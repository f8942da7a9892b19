"""Reasons: why a duty stands as it does, why a power is there or not, in plain Dutch, as a tree.

Built only when asked, from the same norms: each part names its clause, its facts (acts), its sum of days or euros, and
the alternatives that were not taken.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from nakomen.law.money import euro
from nakomen.law.periods import Period, describe
from nakomen.law.tables import dutch
from nakomen.norms import duties
from nakomen.norms.facts import Fact
from nakomen.norms.standing import missing_of
from nakomen.norms.tracing import Part, trace

if TYPE_CHECKING:
    from nakomen.norms.findings import Finding
    from nakomen.norms.grammar import Expression
    from nakomen.norms.powers import Answer
    from nakomen.norms.standing import Standing
    from nakomen.norms.state import State

BEARERS = {
    "client": "de cliënt",
    "provider": "de zorgaanbieder",
    "representative": "de vertegenwoordiger",
    "carer": "de mantelzorger",
    "relative": "de nabestaande",
    "municipality": "de gemeente",
    "dispute_body": "de geschilleninstantie",
    "supervisor": "de toezichthouder",
}
STATES = {
    duties.OPEN: "open: het moet nog gebeuren en het kan nog op tijd",
    duties.OVERDUE: "te laat: de laatste dag is voorbij en het is niet gebeurd",
    duties.DONE: "gedaan, op tijd",
    duties.DONE_LATE: "gedaan, maar te laat",
    duties.EXCUSED: "niet verschuldigd: een uitzondering geldt",
    duties.WAIVED: "kwijtgescholden door wie er recht op had",
    duties.SUSPENDED: "opgeschort: zolang een uitzondering duurt",
    duties.LAPSED: "vervallen: de grond ervoor viel weg",
    duties.UNDETERMINED: "niet te bepalen: er ontbreekt iets",
}


@dataclass(slots=True)
class Reason:
    """A step of an explanation: what it says, under which clause, from which acts, with which sums, resting on what."""

    text: str
    clause: str | None = None
    facts: list[str] = field(default_factory=list)
    sums: list[str] = field(default_factory=list)
    children: list[Reason] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """The tree as plain data."""
        return {
            "text": self.text,
            "clause": self.clause,
            "facts": self.facts,
            "sums": self.sums,
            "children": [child.as_dict() for child in self.children],
        }


def shown(value: Any) -> str:
    """A value in words."""
    if value is None:
        return "onbekend"
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, Fact):
        return f"{value.act.labels.nl.lower()} ({value.name}, {dutch(value.day)})"
    if isinstance(value, datetime):
        return value.strftime("%-d-%-m-%Y %H:%M")
    if isinstance(value, date):
        return dutch(value)
    if isinstance(value, Decimal):
        return euro(value)
    if isinstance(value, timedelta):
        return describe(Period(weeks=value.days // 7)) if value.days % 7 == 0 else describe(Period(days=value.days))
    if isinstance(value, Period):
        return describe(value)
    return str(value)


def label(fact: Fact) -> str:
    """An act in words: what it is, its name and its day."""
    return f"{fact.act.labels.nl} ({fact.name}) op {dutch(fact.day)}"


def _sums(part: Part) -> list[str]:
    """Every sum of days in a traced expression: the day, plus or minus the period, and where it comes out."""
    lines = list(part.steps)
    tree = ast.parse(part.source, mode="eval").body
    if isinstance(tree, ast.BinOp) and part.value is not None and part.parts:
        sign = "+" if isinstance(tree.op, ast.Add) else "−"
        lines.append(f"{shown(part.parts[0].value)} {sign} {_period(tree.right, part)} = {shown(part.value)}")
        if len(part.parts) > 1 and part.parts[1].not_taken:
            other = _describe(ast.parse(part.parts[1].not_taken, mode="eval").body)
            lines.append(f"Niet genomen: {other}.")
    for child in part.parts:
        lines += _sums(child)
    return list(dict.fromkeys(lines))


def _period(node: ast.expr, part: Part) -> str:
    before, after = part.parts[0].value, part.value
    if isinstance(node, ast.IfExp) and isinstance(before, date) and isinstance(after, date):
        return shown(abs(after - before))
    return _describe(node)


def _describe(node: ast.expr) -> str:
    """A period of an expression in words: a literal, or the setting that it comes from."""
    from nakomen.law.periods import parse_period

    if isinstance(node, ast.Attribute):
        return f"de termijn van de instelling {node.attr}"
    try:
        return describe(parse_period(ast.unparse(node)))
    except ValueError:
        return ast.unparse(node)


def _readings(numbers: tuple[int, ...]) -> list[Reason]:
    if not numbers:
        return []
    listed = ", ".join(str(number) for number in numbers)
    return [Reason(f"Gelezen volgens lezing {listed} (docs/reference/readings.md).")]


def _term(row: duties.Duty, s: State) -> Reason | None:
    norm, t = row.norm, row.trigger
    if row.due is None:
        return Reason("De bepaling noemt geen laatste dag.", norm.clause)
    expression = norm.statute_due or norm.due or norm.due_at
    assert expression is not None
    sums = _sums(trace(expression, s, t))
    if row.caught_up:
        limit = _sums(trace(expression, s, t))
        passed = limit[0] if limit else ""
        sums = [
            passed,
            f"Die dag was al voorbij toen de plicht ontstond op {dutch(row.since)}: dan geldt 'meteen' daarna.",
        ]
    text = f"Uiterlijk op {dutch(row.due)}."
    if row.due_at is not None:
        text = f"Uiterlijk op {shown(row.due_at)}, in echte uren geteld."
    reason = Reason(text, norm.statute or norm.clause, [t.name], [line for line in sums if line])
    if norm.statute is not None and norm.due is not None and norm.statute_due is not None:
        other = norm.due.run(s, t)
        reason.children.append(
            Reason(f"Niet genomen: de termijn van de voorwaarden, tot {shown(other)}; de wet gaat voor.", norm.clause)
        )
    if norm.open_norm:
        reason.children.append(
            Reason("De bepaling noemt zelf geen getal; de termijn is een instelling van de zorgaanbieder.")
        )
    return reason


def _conditions(expression: Expression | None, s: State, t: Fact | None, title: str) -> list[Reason]:
    if expression is None:
        return []
    part = trace(expression, s, t)
    return [Reason(f"{title}: {shown(part.value)}.", children=_parts(part))]


def _parts(part: Part) -> list[Reason]:
    return [Reason(f"{child.source}: {shown(child.value)}", children=_parts(child)) for child in part.parts]


def of_duty(row: duties.Duty, found: Standing) -> Reason:
    """Why a duty stands as it does."""
    s = found.state_of(row)
    norm = row.norm
    what = _what(norm.what)
    head = f"{BEARERS[norm.bearer].capitalize()} moet dit doen tegenover {BEARERS[norm.toward]}: {what}. Stand: {STATES[row.state]}."
    reason = Reason(head, norm.clause, row.because())
    reason.children.append(Reason(f"Ontstaan door: {label(row.trigger)}.", norm.clause, [row.trigger.name]))
    if row.since != row.trigger.day:
        reason.children.append(
            Reason(f"Geldt vanaf {dutch(row.since)}: de laatste van aanleiding, ontvangst en overeenkomst.")
        )
    reason.children += _conditions(norm.when, s, row.trigger, "Voorwaarde waaronder deze plicht ontstaat")
    term = _term(row, s)
    if term is not None:
        reason.children.append(term)
    reason.children += _outcome(row, s)
    reason.children += _deviations(norm.clause, s)
    reason.children += _readings(norm.readings)
    return reason


def _deviations(clause: str, s: State) -> list[Reason]:
    """What was agreed apart from the clause, and whether that counts (reading 10)."""
    from nakomen.norms.library import FUNCTIONS

    made = []
    for fact in s.of("agreement.deviation_agreed"):
        if fact.act.clause == clause:
            counts = FUNCTIONS["fitting_deviation"].run(s, fact)
            text = "telt: zie wat daarover is vastgelegd" if counts else "telt niet: nietig, de bepaling zelf geldt"
            made.append(Reason(f"Afwijking afgesproken: {label(fact)}; die {text}.", clause, [fact.name]))
    return made


def _what(kind: str) -> str:
    from nakomen.acts import kind_class

    return kind_class(kind).labels.nl.lower()


def _outcome(row: duties.Duty, s: State) -> list[Reason]:
    norm = row.norm
    made = []
    if row.by is not None:
        made.append(Reason(f"Gedaan met: {label(row.by)}.", norm.clause, [row.by.name]))
    elif row.state in duties.PENDING:
        made.append(Reason(f"Niet gevonden: {_what(norm.what)} dat aan de bepaling voldoet.", norm.clause))
    if row.closed_on is not None:
        cause = f" door: {label(row.closer)}" if row.closer is not None else ""
        made.append(
            Reason(f"Geëindigd op {dutch(row.closed_on)}{cause}.", norm.clause, [row.closer.name] if row.closer else [])
        )
    if norm.excuse is not None and row.state in (
        duties.EXCUSED,
        duties.UNDETERMINED,
        duties.DONE_LATE,
        duties.OVERDUE,
        duties.OPEN,
    ):
        made += _conditions(norm.excuse, s, row.trigger, "Uitzondering")
    lacking = missing_of(row, s)
    if lacking:
        made.append(Reason(f"Wat ontbreekt om dit te bepalen: {', '.join(lacking)}."))
    return made


def of_answer(answer: Answer, s: State) -> Reason:
    """Why a power is there, or what it lacks."""
    verdict = {True: "ja", False: "nee", None: "niet te bepalen"}[answer.allowed]
    reason = Reason(f"Mag dit: {verdict}.", answer.clauses[0] if answer.clauses else None, list(answer.because))
    for item in answer.judged:
        met = {True: "voldaan", False: "niet voldaan", None: "onbekend"}[item.met]
        words = item.requirement.say or requirement(item.requirement.what)
        text = f"Vereist: {words}: {met}."
        missing = [f"Ontbreekt: {', '.join(item.missing)}"] if item.missing else []
        reason.children.append(Reason(text, item.requirement.clause, sums=missing))
    for refusal in answer.refusals:
        reason.children.append(Reason(refusal))
    if answer.earliest_end is not None:
        reason.children.append(Reason(f"Vroegste einde: {dutch(answer.earliest_end)}.", reason.clause))
    if answer.amount is not None:
        reason.children.append(Reason(f"Bedrag: {euro(answer.amount)}.", reason.clause, sums=list(answer.steps)))
    for norm in answer.norms:
        reason.children += _readings(norm.readings)
    return reason


def requirement(what: str) -> str:
    """What would meet a requirement, in words: a kind of act, or a fact by its name."""
    return _what(what) if "." in what else WORDS.get(what, what.replace("_", " "))


WORDS = {
    "needed": "de gegevens zijn nodig voor het doel",
    "legal_basis": "de wettelijke grond is genoemd",
    "protection": "nodig voor de bescherming van de cliënt",
    "second_term_lapsed": "de tweede betalingstermijn is voorbij",
    "nothing_due": "er is iets verschuldigd",
    "ground": "een grond uit de voorwaarden",
    "reason": "een reden die de bepaling noemt",
    "cause": "wet, gemeentelijk beleid of inkoopvoorwaarden dwingen ertoe",
    "amount": "het bedrag blijft binnen de grens",
    "payer": "de gemeente betaalt dit bezoek",
    "organised": "de dubbele inzet is te organiseren",
    "solution": "er is zicht op een blijvende oplossing",
    "diagnosis": "vrijheidsbeperking is thuis in beginsel niet toegestaan",
}


def of_finding(item: Finding, found: Standing) -> Reason:
    """What is wrong with an act, and why."""
    text = item.say or {
        "act.retracted": "Deze handeling hoort bij een handeling die is ingetrokken en telt niet mee.",
        "contradiction": "Deze handelingen kunnen niet allebei zijn gebeurd.",
    }.get(item.what, "Dit was te laat toen de overeenkomst eindigde.")
    reason = Reason(text, item.clause, list(item.because))
    for fact in item.facts:
        reason.children.append(Reason(f"{label(fact)}.", item.clause, [fact.name]))
    if item.answer is not None:
        reason.children.append(of_answer(item.answer, found.s))
    return reason


def explain(found: Standing, clause: str) -> list[Reason]:
    """Everything that stands under a clause on the day of the standing: its duties, then its findings."""
    made = [of_duty(row, found) for row in found.duties if row.norm.clause == clause]
    made += [of_finding(item, found) for item in found.findings if item.clause == clause]
    return made
