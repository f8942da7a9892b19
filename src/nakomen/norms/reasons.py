"""Reasons: why a duty stands as it does, why a power is there or not, in plain Dutch, as a tree.

Built only when asked, from the same norms: each part names its clause, its facts (acts), its sum of days or euros, and
the alternatives that were not taken.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from nakomen.law.money import euro
from nakomen.law.tables import dutch
from nakomen.norms import duties, readings
from nakomen.norms.matters import fitting_deviation
from nakomen.norms.showing import capital, label, listed, lowered, of_kind, shown
from nakomen.norms.standing import missing_of
from nakomen.norms.telling import all_lacking, asks_kind, required, setting_value, settings_of, told, wording_of
from nakomen.norms.tracing import Part, trace
from nakomen.norms.wording import Wording

if TYPE_CHECKING:
    from nakomen.norms.facts import Fact
    from nakomen.norms.findings import Finding
    from nakomen.norms.grammar import Expression
    from nakomen.norms.model import DutyNorm
    from nakomen.norms.powers import Answer, Judged
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


def _sums(part: Part, words: Wording, s: State) -> list[str]:
    """Every sum of days in a traced expression: the day, plus or minus the period, and where it comes out."""
    lines = list(part.steps)
    tree = ast.parse(part.source, mode="eval").body
    if isinstance(tree, ast.BinOp) and part.value is not None and part.parts:
        sign = "+" if isinstance(tree.op, ast.Add) else "−"
        lines.append(f"{shown(part.parts[0].value)} {sign} {_period(tree.right, part, words, s)} = {shown(part.value)}")
    if part.not_taken and part.not_taken != "None" and isinstance(tree, ast.IfExp):
        taken = bool(part.parts[0].value)
        other = words.name(tree.orelse if taken else tree.body)
        lines.append(f"Niet genomen: {other}, want {words.say(tree.test, holds=taken)}.")
    for child in part.parts:
        lines += _sums(child, words, s)
    return list(dict.fromkeys(lines))


def _period(node: ast.expr, part: Part, words: Wording, s: State) -> str:
    """The period that was added: by itself, or the value that a setting or a choice gave it."""
    before, after = part.parts[0].value, part.value
    if isinstance(node, ast.IfExp) and len(part.parts) > 1:
        return shown(part.parts[1].value)
    if isinstance(node, ast.Attribute):
        return setting_value(node.attr, s)
    if isinstance(node, ast.Name):
        return words.name(node)
    return shown(abs(after - before)) if isinstance(before, date) and isinstance(after, date) else words.name(node)


def _term(row: duties.Duty, s: State) -> Reason | None:
    norm, t = row.norm, row.trigger
    if row.due is None:
        return Reason("De bepaling noemt geen laatste dag.", norm.clause)
    expression = norm.statute_due or norm.due or norm.due_at
    assert expression is not None
    sums = _sums(trace(expression, s, t), wording_of(norm, s, t), s)
    if row.caught_up:
        passed = f"Die dag was al voorbij toen de plicht ontstond op {dutch(row.since)}"
        sums = [*sums[:1], f"{passed}: dan geldt de tijd die bij ‘meteen’ hoort, {setting_value('at_once', s)}."]
    text = f"Uiterlijk op {dutch(row.due)}."
    if not sums:
        text = f"Uiterlijk op {dutch(row.due)}: {wording_of(norm, s).words(expression)}."
    if row.due_at is not None:
        text = f"Uiterlijk op {shown(row.due_at)}, in echte uren geteld."
    reason = Reason(text, norm.statute or norm.clause, [t.name], [line for line in sums if line])
    if norm.statute is not None and norm.due is not None and norm.statute_due is not None:
        other = norm.due.run(s, t)
        reason.children.append(
            Reason(f"Niet genomen: de termijn van de voorwaarden, tot {shown(other)}; de wet gaat voor.", norm.clause)
        )
    if norm.open_norm:
        set_to = " ".join(settings_of(expression, s)) or "De termijn is een instelling van de zorgaanbieder."
        reason.children.append(Reason(f"De bepaling noemt zelf geen getal. {set_to}"))
    return reason


def _conditions(expression: Expression | None, norm: DutyNorm, s: State, t: Fact, title: str) -> list[Reason]:
    """A condition: in one line, or a line for each of its parts."""
    if expression is None:
        return []
    found = told(expression, norm, s, t)
    lines = found.texts()
    if len(lines) < 2:
        return [Reason(f"{title}: {lowered(line)}.") for line in lines]
    needed = "één hiervan is genoeg" if found.one_is_enough else "alles hiervan is nodig"
    return [Reason(f"{title} ({needed}): {shown(_plain(found.value))}.", children=[Reason(line) for line in lines])]


def _plain(value: Any) -> bool | None:
    return None if value is None else bool(value)


def of_duty(row: duties.Duty, found: Standing) -> Reason:
    """Why a duty stands as it does."""
    s = found.state_of(row)
    norm = row.norm
    what = lowered(s.norms.titles.get(norm.clause, "")) or _what(norm.what)
    head = f"Plicht van {BEARERS[norm.bearer]} tegenover {BEARERS[norm.toward]}: {what}. Stand: {STATES[row.state]}."
    reason = Reason(head, norm.clause, row.because())
    reason.children.append(Reason(f"Ontstaan door: {label(row.trigger)}.", norm.clause, [row.trigger.name]))
    if row.since != row.trigger.day:
        reason.children.append(Reason(f"Geldt vanaf {dutch(row.since)}: {_since(row, s)}."))
    reason.children += _conditions(norm.when, norm, s, row.trigger, "Voorwaarde")
    term = _term(row, s)
    if term is not None:
        reason.children.append(term)
    reason.children += _outcome(row, s)
    reason.children += _deviations(norm.clause, s)
    reason.children += [Reason(line) for line in readings.of_duty(row, s)]
    return reason


def _since(row: duties.Duty, s: State) -> str:
    """From what day a duty counts that does not count from the act that opened it."""
    norm = row.norm
    if norm.since is not None and norm.since.run(s, row.trigger) == row.since:
        return wording_of(norm, s).words(norm.since)
    return "toen was er een overeenkomst en kon de plicht beginnen"


def _deviations(clause: str, s: State) -> list[Reason]:
    """What was agreed apart from the clause, and whether that counts (reading 10)."""
    made = []
    for fact in s.of("agreement.deviation_agreed"):
        if fact.act.clause == clause:
            counts = fitting_deviation(s, fact)
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
        met = told(norm.fits, norm, s, row.trigger, row.by).texts() if norm.fits is not None else []
        made.append(
            Reason(f"Gedaan met: {label(row.by)}.", norm.clause, [row.by.name], children=[Reason(line) for line in met])
        )
    elif row.state in duties.PENDING:
        made += _not_found(row, s)
    if row.closed_on is not None:
        cause = f" door: {label(row.closer)}" if row.closer is not None else ""
        made.append(
            Reason(f"Geëindigd op {dutch(row.closed_on)}{cause}.", norm.clause, [row.closer.name] if row.closer else [])
        )
    if norm.excuse is not None and row.state not in (duties.DONE, duties.WAIVED, duties.LAPSED):
        made += _conditions(norm.excuse, norm, s, row.trigger, "Uitzondering")
    lacking = missing_of(row, s)
    if lacking:
        made.append(Reason(f"Niet bekend is {all_lacking(lacking, s)}."))
    return made


#: So many acts that might have done a duty are told of, the latest.
NEAR = 3


def _not_found(row: duties.Duty, s: State) -> list[Reason]:
    """That nothing did the duty: what would, and why the acts that come near do not."""
    norm, t = row.norm, row.trigger
    if norm.done_rule is not None:
        words = wording_of(norm, s).say(norm.done_rule.tree, holds=False)
        return [Reason(f"Nog niet gedaan: {words}.", norm.clause)]
    wanted = listed((of_kind(kind) for kind in norm.done), "of")
    if norm.fits is None or asks_kind(norm.fits.tree):
        return [Reason(f"Niet gevonden: {wanted}.", norm.clause)]
    made = Reason(f"Niet gevonden: {wanted}, waarbij dit zo is: {wording_of(norm, s).words(norm.fits)}.", norm.clause)
    could = [f for f in duties.candidates(norm, s, t) if norm.order != "after" or duties.comes_after(s, f, t)]
    for f in could[-NEAR:]:
        short = [line for line in told(norm.fits, norm, s, t, f).lines if not line[1]]
        why = [Reason(f"{capital(text)} – {'onbekend' if value is None else 'nee'}") for text, value in short]
        verdict = "misschien" if any(value is None for _, value in short) else "nee"
        made.children.append(Reason(f"Voldoet {label(f)}: {verdict}.", facts=[f.name], children=why))
    return [made]


def of_answer(answer: Answer, s: State, clause: str | None = None) -> Reason:
    """Why a power is there, or what it lacks; with a clause, what other clauses require is told only where it lacks."""
    verdict = {True: "ja", False: "nee", None: "niet te bepalen"}[answer.allowed]
    about = clause or (answer.clauses[0] if answer.clauses else None)
    reason = Reason(f"Mag dit: {verdict}.", about, list(answer.because))
    elsewhere = 0
    for item in answer.judged:
        if clause not in (None, item.requirement.clause) and item.met:
            elsewhere += 1
            continue
        met = {True: "voldaan", False: "niet voldaan", None: "onbekend"}[item.met]
        text = f"Vereist: {requirement(item, answer, s)} – {met}."
        missing = [f"Niet bekend is {all_lacking(item.missing, s)}."] if item.missing else []
        if text not in [child.text for child in reason.children]:
            reason.children.append(Reason(text, item.requirement.clause, sums=missing))
    if elsewhere:
        reason.children.append(Reason(f"Ook voldaan: {_requirements(elsewhere)} van andere bepalingen."))
    for refusal in answer.refusals:
        reason.children.append(Reason(refusal))
    if answer.earliest_end is not None:
        reason.children.append(Reason(f"Vroegste einde: {dutch(answer.earliest_end)}.", reason.clause))
    if answer.amount is not None:
        reason.children.append(Reason(f"Bedrag: {euro(answer.amount)}.", reason.clause, sums=list(answer.steps)))
    reason.children += [Reason(line) for line in readings.of_answer(answer)]
    return reason


def _requirements(count: int) -> str:
    return "1 vereiste" if count == 1 else f"{count} vereisten"


def requirement(item: Judged, answer: Answer, s: State) -> str:
    """What a requirement asks, in words: its own, or those of its test."""
    if isinstance(item.requirement.test.tree, ast.Constant):
        return item.requirement.say or unmet(item.requirement.what)
    return item.requirement.say or required(answer, item.requirement.test, s)


def unmet(what: str) -> str:
    """What is lacking, in words: a kind of act, or a fact by its name."""
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
    "diagnosis": "een wettelijke grond om de vrijheid te beperken",
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


def explain(found: Standing, clause: str, act: str | None = None) -> list[Reason]:
    """Everything that stands under a clause on the day of the standing: its duties, then its findings.

    With the name of an act only the duties that it opened and the findings that rest on it.
    """
    rows = [row for row in found.duties if row.norm.clause == clause and act in (None, row.trigger.name)]
    items = [item for item in found.findings if item.clause == clause and (act is None or act in item.because)]
    return [*(of_duty(row, found) for row in rows), *(of_finding(item, found) for item in items)]
