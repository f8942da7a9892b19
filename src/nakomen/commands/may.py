"""`nakomen may`: whether something is permitted on a day, and on what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from nakomen.case_files import InputError, nearest, open_case, printable
from nakomen.commands import arguments
from nakomen.commands.answering import AsJson, AsOf, CasePath, KnownOn, deliver

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nakomen.case_files import OpenedCase
    from nakomen.commands.page import Page
    from nakomen.norms.powers import Answer
    from nakomen.norms.state import State


def may(
    case: CasePath,
    power: Annotated[str, typer.Argument(metavar="POWER", show_default=False, help="The power, such as terminate.")],
    parameters: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME=VALUE]...", show_default=False, help="What the power asks for, such as by=client."
        ),
    ] = None,
    *,
    as_of: AsOf,
    known_on: KnownOn = None,
    as_json: AsJson = False,
) -> int:
    """Whether something is permitted on a day, with what it lacks, the earliest end and the amount."""
    given, malformed = _split(power, parameters or [])
    try:
        opened, day, known = arguments.together(
            lambda: open_case(case),
            lambda: arguments.day("--as-of", as_of),
            lambda: arguments.optional_moment("--known-on", known_on),
        )
    except InputError as error:
        raise InputError([*error.problems, *malformed]) from None
    from nakomen.law.clock import end_of_day
    from nakomen.norms import answers, powers

    s = opened.case.state(day, known or end_of_day(day))
    params = _read(s, power, given, malformed)
    answer = powers.judge(s, power, params)
    return deliver(lambda: answers.answer(answer), lambda: page(answer, s, opened), as_json=as_json)


def _split(power: str, given: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Names with their values; and what is wrong: no NAME=VALUE, or a name given twice."""
    found: dict[str, str] = {}
    problems = []
    for text in given:
        name, sign, value = text.partition("=")
        if not (sign and name and value.strip()):
            problems.append(f"{printable(text)}: expected NAME=VALUE")
        elif name in found:
            problems.append(f"{printable(power)}.{printable(name)}: expected once")
        else:
            found[name] = value
    return found, problems


def _read(s: State, power: str, given: Mapping[str, str], malformed: Sequence[str]) -> dict[str, Any]:
    """The parameters with their types, checked against the power. Raises InputError with every problem."""
    from nakomen.norms.powers import PowerError, check_parameters

    problems = list(malformed)
    table = s.norms.parameters.get(power, {}).get("params", {})
    params: dict[str, Any] = {}
    for name, value in given.items():
        try:
            params[name] = _typed(f"{power}.{name}", value, table.get(name))
        except InputError as error:
            problems += error.problems
            params[name] = "0"  # given, so not missing; its own problem has been told
    try:
        check_parameters(s, power, params)
    except PowerError as error:
        like = nearest(power, s.norms.parameters) if power not in s.norms.parameters else ""
        hint = f"; did you mean {like}?" if like else ""
        problems += [printable(problem, 2000) + hint for problem in error.problems]
    if problems:
        raise InputError(problems)
    return params


def _typed(where: str, value: str, expected: object) -> object:
    if isinstance(expected, list) and True in expected:
        return {"true": True, "false": False}.get(value, value)
    if expected == "money":
        return f"{arguments.money(where, value):.2f}"
    return value


def page(answer: Answer, s: State, opened: OpenedCase) -> Page:
    """The answer for a person: ja, nee, or niet te bepalen, with each requirement."""
    from nakomen.commands import page as layout
    from nakomen.commands.words import on, titled
    from nakomen.norms.showing import asked_of_state, power_label

    verdict, style = {
        True: ("ja", layout.GOOD),
        False: ("nee", layout.BAD),
        None: ("niet te bepalen", layout.DOUBTFUL),
    }[answer.allowed]
    name = s.norms.name
    made = layout.Page()
    made.heading(f"{power_label(answer.power)} ({answer.power}) op {on(s.as_of)}: {verdict}", style)
    made.table([["Bepaling", titled(clause, opened, name)] for clause in answer.clauses] or [["Bepaling", "–"]])
    _requirements(made, answer, s, opened)
    follows = _follows(answer)
    if follows:
        made.heading("Wat eruit volgt")
        made.table(follows)
    for step in answer.steps:
        made.text(step, indent=2, hanging=4)
    if answer.because:
        made.heading("Op grond van")
        for act in answer.because:
            made.text(asked_of_state(act, s), indent=2)
    return made


def _requirements(made: Page, answer: Answer, s: State, opened: OpenedCase) -> None:
    from nakomen.commands import page as layout
    from nakomen.commands.words import question
    from nakomen.norms.reasons import requirement
    from nakomen.norms.showing import capital
    from nakomen.terms.clause_texts import article

    shown: dict[bool | None, tuple[str, str]] = {
        True: ("voldaan", layout.GOOD),
        False: ("niet voldaan", layout.BAD),
        None: ("onbekend", layout.DOUBTFUL),
    }
    rows: list[list[str]] = []
    styles: list[str] = []
    told: set[tuple[str, str]] = set()
    for item in answer.judged:
        clause, what = item.requirement.clause, item.requirement.what
        words, style = shown[item.met]
        told.add((clause, what))
        lines = [capital(requirement(item, answer, s)), *(question(missing, s) for missing in item.missing)]
        rows.append([words, article(clause, s.norms.name), "\n".join(lines)])
        styles.append(style)
    for unmet in answer.unmet:
        if (unmet["clause"], unmet["what"]) not in told:
            rows.append(["niet voldaan", article(unmet["clause"], s.norms.name), _lacking(unmet, answer, opened)])
            styles.append(layout.BAD)
    if rows:
        made.heading("Vereist")
        made.table(rows, styles=styles)
    known = {name for item in answer.judged for name in item.missing}
    for missing in answer.missing:
        if missing not in known:
            made.text(question(missing, s), layout.DOUBTFUL, indent=2)
    for refusal in answer.refusals:
        made.text(refusal, indent=2)


def _lacking(unmet: Mapping[str, str], answer: Answer, opened: OpenedCase) -> str:
    """What is unmet where no requirement was judged: the clause itself is not about this."""
    from nakomen.norms.reasons import unmet as words

    if unmet["what"] != answer.power:
        return words(unmet["what"])
    text = opened.text(unmet["clause"])
    return f"geen bepaling staat dit toe; {text[1]}" if text else "geen bepaling staat dit toe"


def _follows(answer: Answer) -> list[list[str]]:
    from nakomen.commands.words import on
    from nakomen.law.money import euro
    from nakomen.norms.showing import act_label

    rows = []
    if answer.earliest_end is not None:
        rows.append(["Vroegste einde", on(answer.earliest_end)])
    if answer.awaits:
        rows.append(["Wacht op", act_label(answer.awaits).lower()])
    if answer.window is not None:
        rows.append(["Termijn", f"van {on(answer.window[0])} tot en met {on(answer.window[1])}"])
    if answer.amount is not None:
        rows.append(["Bedrag", euro(answer.amount)])
    words = {"interest": "waarvan rente", "costs": "waarvan incassokosten"}
    rows += [[words.get(name, name), euro(value)] for name, value in answer.parts.items()]
    if answer.cap is not None:
        rows.append(["Ten hoogste", euro(answer.cap)])
    return rows
