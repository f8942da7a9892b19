"""`nakomen bill`: what may be invoiced for a month, and what was left out with the reason."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from nakomen.case_files import open_case
from nakomen.commands import arguments
from nakomen.commands.answering import AsJson, CasePath, deliver

if TYPE_CHECKING:
    from datetime import date

    from nakomen.case_files import OpenedCase
    from nakomen.commands.page import Page
    from nakomen.norms.rating import Bill, Line
    from nakomen.norms.state import State


def bill(
    case: CasePath,
    *,
    month: Annotated[str, typer.Option("--month", metavar="YYYY-MM", show_default=False, help="The month to bill.")],
    as_json: AsJson = False,
) -> int:
    """What may be invoiced for a month, line by line, and what was left out with the reason."""
    opened, first = arguments.together(lambda: open_case(case), lambda: arguments.month("--month", month))
    from nakomen.norms import answers, rating

    s = opened.case.state(_seen_from(opened, first), None)
    made = rating.bill(s, month)
    return deliver(lambda: answers.bill(made), lambda: page(made, s, opened), as_json=as_json)


def _seen_from(opened: OpenedCase, first: date) -> date:
    """The month's last day, or the day of the last act: what came later may settle what the month left open."""
    from nakomen.acts.moments import moment
    from nakomen.law.clock import local_day
    from nakomen.law.periods import add_months

    last = add_months(first, 1) - timedelta(days=1)
    return max([last, *(local_day(moment(act.on)) for _, act in opened.case.named)])


def page(made: Bill, s: State, opened: OpenedCase) -> Page:
    """The bill for a person: each line with its sum, then what was left out, then the totals."""
    from nakomen.commands import page as layout
    from nakomen.commands.words import CHARGES, PAYERS, titled
    from nakomen.law.money import euro

    shown = layout.Page()
    shown.heading(f"Rekening over {made.month}")
    if not made.lines:
        shown.text("Er is niets in rekening te brengen.", indent=2)
    for line in made.lines:
        shown.table([[PAYERS.get(line.payer, line.payer), CHARGES.get(line.for_, line.for_), _amount(line, s)]])
        for step in line.steps:
            shown.text(step, layout.QUIET, indent=6, hanging=8)
        clauses = ", ".join(titled(clause, opened, s.norms.name) for clause in line.clauses)
        shown.text(f"Bepaling {clauses}.", layout.QUIET, indent=6, hanging=8)
    if made.left_out:
        shown.heading("Niet in rekening gebracht")
        shown.table([[_act(item.act, s), _why(item.why, item.clauses, s, opened)] for item in made.left_out])
    totals = made.totals()
    if totals:
        shown.heading("Totaal")
        shown.table([[PAYERS.get(payer, payer), euro(value)] for payer, value in totals.items()])
    return shown


def _amount(line: Line, s: State) -> str:
    from nakomen.law.money import euro

    minutes = f", {line.minutes} minuten" if line.minutes is not None else ""
    vat = f", waarvan {euro(line.vat)} btw" if line.vat else ""
    return f"{euro(line.amount)}{vat} – {_act(line.act, s)}{minutes}"


def _act(name: str, s: State) -> str:
    from nakomen.norms.showing import asked_of_state

    return asked_of_state(name, s)


def _why(why: str, clauses: list[str], s: State, opened: OpenedCase) -> str:
    from nakomen.commands.words import titled

    return "\n".join([why, *(f"Bepaling {titled(clause, opened, s.norms.name)}." for clause in clauses)])
