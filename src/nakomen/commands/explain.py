"""`nakomen explain`: a clause on a day in plain Dutch: the rule, the facts, the sum, the outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nakomen.case_files import InputError, nearest, open_case, printable
from nakomen.commands import arguments
from nakomen.commands.answering import AsJson, AsOf, CasePath, KnownOn, deliver

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nakomen.case_files import OpenedCase
    from nakomen.commands.page import Page
    from nakomen.norms.model import NormSet
    from nakomen.norms.reasons import Reason
    from nakomen.norms.standing import Standing


@dataclass(frozen=True, slots=True)
class Explanation:
    """What there is to say of a clause on a day; `nothing` says why where nothing stands under it."""

    clause: str
    title: str
    summary: str
    reasons: list[Reason]
    nothing: list[str]
    see: list[str]


def explain(
    case: CasePath,
    clause: Annotated[
        str, typer.Argument(metavar="CLAUSE", show_default=False, help="A clause: 26.1 or wonder-2020/26.1.")
    ],
    *,
    as_of: AsOf,
    known_on: KnownOn = None,
    as_json: AsJson = False,
) -> int:
    """A clause on a day in plain Dutch: the rule, the facts, the sum of days or euros, the outcome."""
    opened, day, known = arguments.together(
        lambda: open_case(case),
        lambda: arguments.day("--as-of", as_of),
        lambda: arguments.optional_moment("--known-on", known_on),
    )
    from nakomen.norms.standing import standing

    found = standing(opened.case, day, known)
    made = _explanation(found, opened, _full_id(clause, found, opened))
    return deliver(lambda: document(made, found), lambda: page(made, found, opened), as_json=as_json)


def document(made: Explanation, found: Standing) -> dict[str, Any]:
    """The explanation as JSON data, each reason a tree."""
    return {
        "clause": made.clause,
        "as_of": found.as_of.isoformat(),
        "title": made.title,
        "summary": made.summary,
        "reasons": [reason.as_dict() for reason in made.reasons],
        "nothing": made.nothing,
        "see": made.see,
    }


def page(made: Explanation, found: Standing, opened: OpenedCase) -> Page:
    """The explanation for a person."""
    from nakomen.commands import page as layout
    from nakomen.commands.words import on, titled

    shown = layout.Page()
    shown.heading(f"{made.clause}: {made.title}")
    shown.text(made.summary, indent=2)
    shown.heading(f"Op {on(found.as_of)}")
    above = made.clause
    for reason in made.reasons:
        if reason.clause not in (None, above):
            above = str(reason.clause)
            shown.text(titled(above, opened, found.s.norms.name), indent=2)
        tell(shown, reason)
    for line in made.nothing:
        shown.text(line, indent=2, hanging=4)
    if made.see:
        shown.text(f"Zie ook: {', '.join(made.see)}.", layout.QUIET, indent=2, hanging=4)
    return shown


def tell(shown: Page, reason: Reason, indent: int = 2) -> None:
    """A reason and all that it rests on, each step further in."""
    about = f" [{', '.join(reason.facts)}]" if reason.facts else ""
    shown.text(f"- {reason.text}{about}", indent=indent, hanging=indent + 2)
    for line in reason.sums:
        shown.text(f"= {line}", indent=indent + 4, hanging=indent + 6)
    for child in reason.children:
        tell(shown, child, indent + 2)


# --- which clause ---------------------------------------------------------------------------------------------------


def _full_id(given: str, found: Standing, opened: OpenedCase) -> str:
    """The full id of the clause that is meant. Raises InputError, naming the nearest ones, when there is none."""
    present = found.s.norms.name
    if "/" not in given and opened.text(f"{present}/{given}"):
        return f"{present}/{given}"
    if opened.text(given):
        return given
    own = [f"{each.terms.name}/{clause}" for each in opened.sets for clause in each.terms.clauses]
    own += [f"statute/{norm}" for norm in opened.statute.norms]
    like = nearest(given if "/" in given else f"{present}/{given}", own)
    raise InputError([f"{printable(given)}: no clause of {present}; the nearest are {like or own[0]}"])


def _below(clause: str, opened: OpenedCase) -> list[str]:
    return [
        f"{each.terms.name}/{own}"
        for each in opened.sets[-1:]
        for own in each.terms.clauses
        if f"{each.terms.name}/{own}".startswith(f"{clause}.")
    ]


# --- what stands under it -------------------------------------------------------------------------------------------


def _explanation(found: Standing, opened: OpenedCase, clause: str) -> Explanation:
    from nakomen.norms.reasons import explain as reasons_of

    title, summary = opened.text(clause) or ("", "")
    reasons = reasons_of(found, clause)
    below = _below(clause, opened)
    for own in below:
        reasons += reasons_of(found, own)
    reasons += _judged(found, clause)
    nothing = [] if reasons else list(dict.fromkeys(_why_nothing(found, clause))) or _only_text(below)
    return Explanation(clause, title, summary, reasons, nothing, below)


def _only_text(below: list[str]) -> list[str]:
    if below:
        return ["Niets: geen handeling heeft een van de onderdelen van deze bepaling geopend."]
    return ["Deze bepaling opent zelf geen plicht of bevoegdheid: zij zegt wat andere bepalingen bedoelen of inhouden."]


def _judged(found: Standing, clause: str) -> list[Reason]:
    """The verdict on a power of the clause, where it asks for nothing but an act that there is.

    An act that nothing else was done about (a visit that was given) is passed over.
    """
    from nakomen.commands.words import asked_of_state, power_label
    from nakomen.norms.powers import judge
    from nakomen.norms.reasons import of_answer

    s = found.s
    made = []
    for power in _powers(s.norms, clause):
        for params in _choices(found, power):
            answer = judge(s, power, params)
            spoken_of = not params or answer.allowed is not False or len(answer.because) > 1
            if spoken_of and clause in answer.clauses:
                reason = of_answer(answer, s, clause)
                given = "".join(f": {asked_of_state(name, s)}" for name in params.values())
                reason.text = f"{power_label(power)}{given}. {reason.text}"
                made.append(reason)
    return made


def _powers(norms: NormSet, clause: str) -> list[str]:
    return [power for power, rows in norms.powers.items() if any(row.clause == clause for row in rows)]


def _choices(found: Standing, power: str) -> Iterator[dict[str, str]]:
    """The parameters to judge a power with: none where none is required, else each act of the only kind it asks for."""
    table = found.s.norms.parameters.get(power, {})
    required = list(table.get("required", ()))
    if not required and "required_if" not in table:
        yield {}
    elif len(required) == 1 and str(asked := table["params"][required[0]]).startswith("act of kind "):
        for kind in asked.removeprefix("act of kind ").split(" or "):
            for fact in found.s.of(kind):
                yield {required[0]: fact.name}


def _why_nothing(found: Standing, clause: str) -> Iterator[str]:
    """Why nothing stands under the clause: no act opened it, or its condition does not hold."""
    from nakomen.commands.words import act_label, listed, on

    norms = found.s.norms
    for norm in norms.duty_list:
        if norm.clause == clause:
            facts = [fact for kind in norm.on for fact in found.s.of(kind)]
            opening = listed(f"‘{act_label(kind).lower()}’" for kind in norm.on)
            if not facts:
                yield "Niets: geen handeling heeft deze plicht geopend."
                yield f"Zij ontstaat door {opening}, en dat is niet vastgelegd."
            else:
                names = ", ".join(fact.name for fact in facts)
                yield f"Niets: er is wel {opening} ({names}), maar dat opent deze plicht hier niet."
    for power in _powers(norms, clause):
        yield from _ask_power(norms, power)
    watched = [kind for kind, rows in norms.findings.items() if any(row.clause == clause for row in rows)]
    if watched:
        kinds = listed(f"‘{act_label(kind).lower()}’" for kind in watched)
        yield f"Deze bepaling wordt getoetst bij {kinds}: er is niets gevonden dat er tegenin gaat."
    if clause in norms.ends.values():
        yield _end(found, clause)
    if clause == norms.retention.get("clause"):
        until = on(found.retention["until"])
        yield f"Het dossier wordt {norms.retention['years']} jaar bewaard na het laatste stuk: tot en met {until}."
    if clause in [str(own) for _, own in norms.rates.values()]:
        yield "Deze bepaling is een rekenregel: zij werkt in de rekening, niet als plicht op een dag."


def _end(found: Standing, clause: str) -> str:
    from nakomen.commands.words import AGREEMENT, on

    view = found.agreement
    if view["clause"] != clause:
        return "Deze bepaling noemt een einde van de overeenkomst; dat is hier niet aan de orde."
    last = f", met {on(view['ends_on'])} als laatste dag" if view["ends_on"] else ""
    return f"Onder deze bepaling eindigt de overeenkomst: {AGREEMENT[view['status']]}{last}."


def _ask_power(norms: NormSet, power: str) -> Iterator[str]:
    table = norms.parameters.get(power, {})
    names = [*table.get("required", ()), *table.get("required_if", {})]
    asked = "".join(f" {name}=…" for name in dict.fromkeys(names))
    yield f"Deze bepaling gaat over een bevoegdheid. Vraag: nakomen may CASE {power}{asked} --as-of DATE."
