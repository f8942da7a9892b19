"""A clause on a day in plain Dutch: the rule, the facts, the sum, the outcome; or why nothing stands under it.

What is asked on the command line and what is asked by another system is made here, so that both are told the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nakomen.law.tables import dutch
from nakomen.norms import reasons
from nakomen.norms.powers import judge
from nakomen.norms.showing import AGREEMENT, act_label, asked_of_state, listed, power_label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from nakomen.norms.model import NormSet
    from nakomen.norms.reasons import Reason
    from nakomen.norms.standing import Standing
    from nakomen.terms.clause_texts import ClauseTexts

NO_MORE = "Met de gegevens die u mag zien, is hier niets meer over te zeggen."
"""What is told instead of what rests on acts that are not to be seen; it does not say whether there are any."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What may be told: whether of all acts with these names, and of whether there are acts of these kinds."""

    acts: Callable[[Iterable[str]], bool]
    kinds: Callable[[Iterable[str]], bool]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What there is to say of a clause on a day; `nothing` says why where nothing stands under it.

    `powers` are those that the clause is about: what of them can only be asked with a choice, has no reason here.
    """

    clause: str
    title: str
    summary: str
    reasons: list[Reason]
    nothing: list[Nothing]
    see: list[str]
    powers: list[str]


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of an explanation as a person reads it: how far in it stands, and its later lines."""

    text: str
    indent: int = 0
    hanging: int | None = None
    heading: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Nothing:
    """Why nothing stands under a clause; what it says of acts, it says of these kinds.

    `hint` is what to type on the command line to be told more.
    """

    text: str
    kinds: tuple[str, ...] = ()
    of_acts: bool = True
    hint: str = ""

    @property
    def told(self) -> str:
        """The text with its hint."""
        return f"{self.text} {self.hint}".rstrip()


def explanation(
    found: Standing, texts: ClauseTexts, clause: str, scope: Scope | None = None, act: str | None = None
) -> Explanation:
    """What there is to say of a clause, by its full id, on the day of the standing.

    With a scope, a reason that rests on an act outside it is left out. With the name of an act only what that act set
    off is told: the duty that it opened, the finding about it, the verdict on what it is about.
    """
    title, summary = texts.of(clause) or ("", "")
    below = texts.below(clause)
    made = [(reason, _acts(reason)) for own in (clause, *below) for reason in reasons.explain(found, own, act)]
    made += [(reason, acts) for reason, acts in _judged(found, clause) if act is None or act in acts]
    shown = [reason for reason, acts in made if scope is None or scope.acts(acts)]
    nothing = [] if shown else _nothing(found, clause, below, scope, hidden=bool(made))
    return Explanation(clause, title, summary, shown, nothing, below, _powers(found.s.norms, clause))


def document(made: Explanation, found: Standing) -> dict[str, Any]:
    """The explanation as JSON data, each reason a tree."""
    return {
        "clause": made.clause,
        "as_of": found.as_of.isoformat(),
        "title": made.title,
        "summary": made.summary,
        "reasons": [reason.as_dict() for reason in made.reasons],
        "nothing": [line.told for line in made.nothing],
        "see": made.see,
    }


def lines(made: Explanation, found: Standing, texts: ClauseTexts) -> Iterator[Line]:
    """The explanation for a person, from its heading to where to read on."""
    yield Line(f"{made.clause}: {made.title}", heading=True)
    yield Line(made.summary, 2)
    yield Line(f"Op {dutch(found.as_of)}", heading=True)
    above = made.clause
    for reason in made.reasons:
        if reason.clause not in (None, above):
            above = str(reason.clause)
            yield Line(texts.titled(above, found.s.norms.name), 2)
        yield from reason_lines(reason)
    for line in made.nothing:
        yield Line(line.told, 2, 4)
    if made.see:
        yield Line(f"Zie ook: {', '.join(made.see)}.", 2, 4, quiet=True)


def reason_lines(reason: Reason, indent: int = 2) -> Iterator[Line]:
    """A reason and all that it rests on, each step further in."""
    about = f" [{', '.join(reason.facts)}]" if reason.facts else ""
    yield Line(f"- {reason.text}{about}", indent, indent + 2)
    for line in reason.sums:
        yield Line(f"= {line}", indent + 4, indent + 6)
    for child in reason.children:
        yield from reason_lines(child, indent + 2)


# --- what stands under it -------------------------------------------------------------------------------------------


def _acts(reason: Reason) -> list[str]:
    """The names of the acts that a reason and its steps rest on."""
    return [*reason.facts, *(name for child in reason.children for name in _acts(child))]


def _judged(found: Standing, clause: str) -> Iterator[tuple[Reason, list[str]]]:
    """The verdict on a power of the clause, where it asks for nothing but an act that there is; and the acts it names.

    An act that nothing else was done about (a visit that was given) is passed over.
    """
    s = found.s
    for power in _powers(s.norms, clause):
        for params in _choices(found, power):
            answer = judge(s, power, params)
            spoken_of = not params or answer.allowed is not False or len(answer.because) > 1
            if spoken_of and clause in answer.clauses:
                reason = reasons.of_answer(answer, s, clause)
                given = "".join(f": {asked_of_state(name, s)}" for name in params.values())
                reason.text = f"{power_label(power)}{given}. {reason.text}"
                yield reason, [*params.values(), *_acts(reason)]


def _powers(norms: NormSet, clause: str) -> list[str]:
    return [power for power, rows in norms.powers.items() if any(row.clause == clause for row in rows)]


def _choices(found: Standing, power: str) -> Iterator[dict[str, str]]:
    """The parameters to judge a power with: none where none is required, else each act of the only kind it asks for."""
    table = found.s.norms.parameters.get(power, {})
    required = list(table.get("required", ()))
    if not required and "required_if" not in table:
        yield {}
    for kind in _asked_kinds(found.s.norms, power):
        for fact in found.s.of(kind):
            yield {required[0]: fact.name}


def _asked_kinds(norms: NormSet, power: str) -> list[str]:
    """The kinds of which a power asks for an act, where that is all that it asks for."""
    table = norms.parameters.get(power, {})
    required = list(table.get("required", ()))
    asked = str(table["params"][required[0]]) if len(required) == 1 else ""
    return asked.removeprefix("act of kind ").split(" or ") if asked.startswith("act of kind ") else []


# --- why nothing stands under it ------------------------------------------------------------------------------------


def _nothing(found: Standing, clause: str, below: list[str], scope: Scope | None, *, hidden: bool) -> list[Nothing]:
    why = list(_why_nothing(found, clause)) or [_only_text(found.s.norms, below)]
    # Whether there is something that is not to be seen or nothing at all: the answer is the same.
    if hidden or not (scope is None or all(scope.kinds(each.kinds) for each in why)):
        return [*(each for each in why if not each.of_acts), Nothing(NO_MORE)]
    return list({each.told: each for each in why}.values())


def _only_text(norms: NormSet, below: list[str]) -> Nothing:
    if below:
        kinds = tuple(kind for norm in norms.duty_list if norm.clause in below for kind in norm.on)
        return Nothing("Niets: geen handeling heeft een van de onderdelen van deze bepaling geopend.", kinds)
    text = "Deze bepaling opent zelf geen plicht of bevoegdheid: zij zegt wat andere bepalingen bedoelen of inhouden."
    return Nothing(text, of_acts=False)


def _why_nothing(found: Standing, clause: str) -> Iterator[Nothing]:
    """Why nothing stands under the clause: no act opened it, or its condition does not hold."""
    norms = found.s.norms
    for norm in norms.duty_list:
        if norm.clause == clause:
            yield from _not_opened(found, norm.on)
    for power in _powers(norms, clause):
        yield _ask_power(norms, power)
    watched = tuple(kind for kind, rows in norms.findings.items() if any(row.clause == clause for row in rows))
    if watched:
        text = f"Deze bepaling wordt getoetst bij {_kinds(watched)}: er is niets gevonden dat er tegenin gaat."
        yield Nothing(text, watched)
    if clause in norms.ends.values():
        yield Nothing(_end(found, clause), ("agreement.accepted",))
    if clause == norms.retention.get("clause"):
        until = found.retention["until"]
        last = "–" if until is None else dutch(until)
        text = f"Het dossier wordt {norms.retention['years']} jaar bewaard na het laatste stuk: tot en met {last}."
        yield Nothing(text, of_acts=False)
    if clause in [str(own) for _, own in norms.rates.values()]:
        text = "Deze bepaling is een rekenregel: zij werkt in de rekening, niet als plicht op een dag."
        yield Nothing(text, of_acts=False)


def _not_opened(found: Standing, kinds: tuple[str, ...]) -> Iterator[Nothing]:
    facts = [fact for kind in kinds for fact in found.s.of(kind)]
    if facts:
        names = ", ".join(fact.name for fact in facts)
        yield Nothing(f"Niets: er is wel {_kinds(kinds)} ({names}), maar dat opent deze plicht hier niet.", kinds)
    else:
        yield Nothing("Niets: geen handeling heeft deze plicht geopend.", kinds)
        yield Nothing(f"Zij ontstaat door {_kinds(kinds)}, en dat is niet vastgelegd.", kinds)


def _kinds(kinds: Iterable[str]) -> str:
    return listed(f"‘{act_label(kind).lower()}’" for kind in kinds)


def _end(found: Standing, clause: str) -> str:
    view = found.agreement
    if view["clause"] != clause:
        return "Deze bepaling noemt een einde van de overeenkomst; dat is hier niet aan de orde."
    last = f", met {dutch(view['ends_on'])} als laatste dag" if view["ends_on"] else ""
    return f"Onder deze bepaling eindigt de overeenkomst: {AGREEMENT[view['status']]}{last}."


def _ask_power(norms: NormSet, power: str) -> Nothing:
    table = norms.parameters.get(power, {})
    names = [*table.get("required", ()), *table.get("required_if", {})]
    asked = "".join(f" {name}=…" for name in dict.fromkeys(names))
    hint = f"Vraag: nakomen may CASE {power}{asked} --as-of DATE."
    kinds = tuple(_asked_kinds(norms, power))
    return Nothing("Deze bepaling gaat over een bevoegdheid.", kinds, of_acts=bool(kinds), hint=hint)
