"""`nakomen standing`: what stands between client and provider at the end of a day."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nakomen.case_files import open_case
from nakomen.commands import arguments
from nakomen.commands.answering import AsJson, AsOf, CasePath, KnownOn, deliver
from nakomen.terms.clause_texts import numbered

if TYPE_CHECKING:
    from nakomen.case_files import OpenedCase
    from nakomen.commands.page import Page
    from nakomen.norms.duties import Duty
    from nakomen.norms.standing import Standing

_UNFOLDED = ("overdue", "undetermined", "open", "suspended")
_FOLDED = ("done_late", "done", "excused", "waived", "lapsed")


def standing(
    case: CasePath,
    *,
    as_of: AsOf,
    known_on: KnownOn = None,
    why: Annotated[bool, typer.Option("--why", help="Add to each duty why it stands as it does.")] = False,
    every: Annotated[bool, typer.Option("--all", help="Show what is done or gone too, not only how much.")] = False,
    as_json: AsJson = False,
) -> int:
    """What stands between client and provider at the end of a day: what is late first."""
    opened, day, known = arguments.together(
        lambda: open_case(case),
        lambda: arguments.day("--as-of", as_of),
        lambda: arguments.optional_moment("--known-on", known_on),
    )
    from nakomen.norms.standing import standing as stand

    found = stand(opened.case, day, known)
    return deliver(lambda: document(found, why=why), lambda: page(found, opened, why=why, every=every), as_json=as_json)


def document(found: Standing, *, why: bool) -> dict[str, Any]:
    """The standing as JSON data; with `why` each duty has its reason, a tree."""
    from nakomen.norms import answers

    made = answers.standing(found)
    if why:
        from nakomen.norms.reasons import of_duty

        for told, row in zip(made["duties"], found.duties, strict=True):
            told["reason"] = of_duty(row, found).as_dict()
    return made


def page(found: Standing, opened: OpenedCase, *, why: bool, every: bool) -> Page:
    """The standing for a person."""
    from nakomen.commands import page as layout
    from nakomen.commands.words import STATES, at, on

    made = layout.Page()
    made.heading(f"Stand op {on(found.as_of)}")
    made.table([*_head(found, opened), ["Bekend tot", at(found.known_on)]])
    groups: dict[str, list[Duty]] = {}
    for row in found.duties:
        groups.setdefault(row.state, []).append(row)
    styles = {"overdue": layout.BAD, "undetermined": layout.DOUBTFUL}
    for state in _UNFOLDED + (_FOLDED if every else ()):
        rows = sorted(groups.get(state, []), key=_in_reading_order)
        if rows:
            made.heading(f"{STATES[state].capitalize()} ({len(rows)})", styles.get(state, layout.HEADING))
            _duties(made, rows, found, opened, why=why)
    if not every:
        _fold(made, groups)
    _balances(made, found)
    _findings(made, found, opened)
    return made


def _in_reading_order(row: Duty) -> tuple[date, list[tuple[int, str]]]:
    """By the last day, then as the conditions are numbered: 8.1.2 before 8.1.10."""
    return row.due or date.max, numbered(row.clause)


def _head(found: Standing, opened: OpenedCase) -> list[list[str]]:
    from nakomen.commands.words import PLAN, on, titled

    set_name = found.s.norms.name
    plan, kept = found.plan, found.retention
    since = f" sinds {on(plan['since'])}" if plan["since"] else ""
    until = f"tot en met {on(kept['until'])}, {titled(kept['clause'], opened, set_name)}" if kept["until"] else "–"
    title = next((each.terms.title for each in opened.sets if each.terms.name == set_name), "")
    return [
        ["Voorwaarden", f"{title} ({set_name})"],
        ["Overeenkomst", _agreement(found, opened)],
        ["Plan", PLAN[plan["status"]] + since],
        *([name, words] for name, words in _representation(found)),
        ["Dossier bewaren", until],
    ]


def _agreement(found: Standing, opened: OpenedCase) -> str:
    from nakomen.commands.words import on, titled
    from nakomen.norms.showing import AGREEMENT, act_label

    view = found.agreement
    words = AGREEMENT[view["status"]]
    if view["status"] == "ended":
        words += f"; liep van {on(view['since'])} tot en met {on(view['ends_on'])}"
    else:
        words += f" sinds {on(view['since'])}" if view["since"] else ""
        words += f", tot en met {on(view['ends_on'])}" if view["ends_on"] else ""
    if view["clause"]:
        words += f"; {titled(view['clause'], opened, found.s.norms.name)}"
    if view["awaiting"]:
        words += f"; wacht op: {act_label(view['awaiting']).lower()}"
    return words


def _representation(found: Standing) -> list[tuple[str, str]]:
    from nakomen.commands.words import MATTERS, ROLES
    from nakomen.norms.showing import listed

    rows = []
    for person in found.representation:
        role = ROLES.get(person["role"] or "", "gemachtigde" if person["basis"] == "written" else "vertegenwoordiger")
        now = listed(MATTERS[matter] for matter in person["may_act_in"])
        may = f"beslist nu over {now}" if now else "beslist nu nergens over: de cliënt doet dat zelf"
        rows.append(("Vertegenwoordiger", f"{role} ({person['act']}), {may}"))
    return rows or [("Vertegenwoordiger", "geen")]


def _duties(made: Page, rows: list[Duty], found: Standing, opened: OpenedCase, *, why: bool) -> None:
    from nakomen.commands.words import WHO
    from nakomen.terms.clause_texts import article

    name = found.s.norms.name
    cells = [
        [article(row.clause, name), WHO.get(row.norm.bearer, row.norm.bearer), _when(row), _told(row, found, opened)]
        for row in rows
    ]
    if not why:
        made.table(cells)
        return
    from nakomen.commands.explain import tell
    from nakomen.norms.reasons import of_duty

    for row, cell in zip(rows, cells, strict=True):
        made.table([cell])
        tell(made, of_duty(row, found), indent=6)


def _when(row: Duty) -> str:
    from nakomen.commands.words import at, on

    if row.done_on is not None:
        return f"gedaan {on(row.done_on)}"
    if row.closed_on is not None:
        return f"op {on(row.closed_on)}"
    if row.due_at is not None:
        return f"uiterlijk {at(row.due_at)}"
    return f"uiterlijk {on(row.due)}" if row.due else "zonder laatste dag"


def _told(row: Duty, found: Standing, opened: OpenedCase) -> str:
    """What has to be done, the acts behind it, and what would settle it."""
    from nakomen.commands.words import question
    from nakomen.norms.showing import act_label
    from nakomen.norms.standing import missing_of

    s = found.state_of(row)
    text = opened.text(row.clause)
    title = f" – {text[0]}" if text else ""
    law = found.s.norms.titles.get(row.norm.statute or "", row.norm.statute or "")
    statute = f", termijn van de wet ({law[:1].lower()}{law[1:]})" if row.norm.statute else ""
    lines = [f"{act_label(row.norm.what)}{title} [{', '.join(row.because())}]{statute}"]
    lines += [question(missing, s) for missing in missing_of(row, s)]
    return "\n".join(lines)


def _fold(made: Page, groups: dict[str, list[Duty]]) -> None:
    from nakomen.commands.page import QUIET
    from nakomen.commands.words import STATES

    counted = Counter({state: len(groups.get(state, ())) for state in _FOLDED})
    told = ", ".join(f"{count} {STATES[state]}" for state, count in counted.items() if count)
    if told:
        made.heading("Afgehandeld")
        made.text(f"{told} (--all toont ze)", QUIET, indent=2)


def _balances(made: Page, found: Standing) -> None:
    from nakomen.commands.words import on
    from nakomen.law.money import euro

    owed = [balance for balance in found.balances if balance["open"]]
    if owed:
        made.heading("Openstaand")
        made.table([[b["invoice"], f"uiterlijk {on(b['due'])}", euro(b["open"])] for b in owed])


def _findings(made: Page, found: Standing, opened: OpenedCase) -> None:
    """The findings; what is said of the same acts under several clauses stands once."""
    from nakomen.commands.page import BAD
    from nakomen.norms.showing import act_label, asked_of_state
    from nakomen.terms.clause_texts import article

    told: dict[tuple[str, str, str], list[str]] = {}
    for item in found.findings:
        text = opened.text(item.clause) if item.clause and not item.say else None
        say = item.say or (text[1] if text else "")
        because = ", ".join(asked_of_state(name, found.s) for name in item.because)
        told.setdefault((item.what, say, because), []).append(item.clause or "")
    if not told:
        return
    made.heading(f"Bevindingen ({len(found.findings)})", BAD)
    name = found.s.norms.name
    for (what, say, because), clauses in told.items():
        numbers = [article(clause, name) for clause in sorted(clauses, key=numbered) if clause]
        alone = because.startswith(act_label(what).lower()) or not because
        made.text(because[:1].upper() + because[1:] if alone else f"{act_label(what)}: {because}", indent=2, hanging=4)
        if say:
            made.text(say, indent=4)
        if numbers:
            made.text(f"Bepaling {', '.join(numbers)}", indent=4)
