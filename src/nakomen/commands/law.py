"""`nakomen law`: the statutory sums on their own, with every step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from nakomen.case_files import InputError
from nakomen.commands import arguments
from nakomen.commands.answering import AsJson, deliver
from nakomen.commands.plain_command import PlainCommand, PlainGroup

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from nakomen.commands.page import Page
    from nakomen.law.calendar import Extension
    from nakomen.law.costs import Costs
    from nakomen.law.interest import Interest

Principal = Annotated[
    str, typer.Argument(metavar="PRINCIPAL", show_default=False, help="The principal in euros, such as 1234.56.")
]
Percent = "PERCENT"

app = typer.Typer(cls=PlainGroup, help="The statutory sums on their own, with every step.", rich_markup_mode=None)


@app.command("interest", cls=PlainCommand)
def interest(
    principal: Principal,
    from_: Annotated[str, typer.Argument(metavar="FROM", show_default=False, help="The first day that counts.")],
    until: Annotated[
        str, typer.Argument(metavar="UNTIL", show_default=False, help="The day up to which; not counted.")
    ],
    *,
    rate: Annotated[
        str | None, typer.Option("--rate", metavar=Percent, help="A fixed percentage a year instead.")
    ] = None,
    trade: Annotated[bool, typer.Option("--trade", help="The rate between businesses (BW 6:119a).")] = False,
    assume_rate: Annotated[
        str | None,
        typer.Option("--assume-rate", metavar=Percent, help="A percentage for days whose rate is not known yet."),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Statutory interest over a principal (BW 6:119), segment by segment."""
    amount, first, last, fixed, assumed = arguments.together(
        lambda: arguments.money("PRINCIPAL", principal),
        lambda: arguments.day("FROM", from_),
        lambda: arguments.day("UNTIL", until),
        lambda: arguments.optional_percent("--rate", rate),
        lambda: arguments.optional_percent("--assume-rate", assume_rate),
    )
    if last < first:
        raise InputError([f"UNTIL: expected {first} or a later day, not {last}"])
    from nakomen.law.interest import interest as interest_over
    from nakomen.law.tables import OutOfTable

    try:
        found = interest_over(amount, first, last, trade=trade, rate=fixed, assume_rate=assumed)
    except OutOfTable as error:
        hint = " (--assume-rate PERCENT)" if error.needed > first else ""
        raise InputError([f"{error}{hint}"]) from None
    return deliver(
        lambda: _interest(amount, first, last, found), lambda: _interest_page(amount, found), as_json=as_json
    )


@app.command("collection-costs", cls=PlainCommand)
def collection_costs(
    principal: Principal,
    *,
    vat: Annotated[bool, typer.Option("--vat", help="Add VAT, for a creditor who cannot deduct it.")] = False,
    as_json: AsJson = False,
) -> int:
    """Extrajudicial collection costs over a principal, by the statutory scale."""
    amount = arguments.money("PRINCIPAL", principal)
    from nakomen.law.costs import collection_costs as costs_over

    found = costs_over(amount, vat=vat)
    return deliver(lambda: _costs(amount, found), lambda: _costs_page(amount, found), as_json=as_json)


@app.command("extend", cls=PlainCommand)
def extend(
    day: Annotated[str, typer.Argument(metavar="DATE", show_default=False, help="The last day of a statutory term.")],
    *,
    from_: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="DATE", help="The day after which the term runs, for the act's minimum and limits."
        ),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """The last day of a statutory term, moved off Saturdays, Sundays and general holidays (Algemene termijnenwet)."""
    last, first = arguments.together(
        lambda: arguments.day("DATE", day), lambda: arguments.optional_day("--from", from_)
    )
    if first is not None and last < first:
        raise InputError([f"DATE: expected {first} or a later day, not {last}"])
    from nakomen.law.calendar import extend as extended
    from nakomen.law.tables import OutOfTable

    try:
        found = extended(last, first, strict=True)
    except OutOfTable as error:
        raise InputError([str(error)]) from None
    return deliver(lambda: _extension(last, first, found), lambda: _extension_page(last, found), as_json=as_json)


# --- JSON -----------------------------------------------------------------------------------------------------------


def _euros(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _interest(principal: Decimal, first: date, last: date, found: Interest) -> dict[str, Any]:
    return {
        "principal": _euros(principal),
        "from": first.isoformat(),
        "until": last.isoformat(),
        "amount": _euros(found.amount),
        "steps": [
            {
                "from": step.from_.isoformat(),
                "until": step.until.isoformat(),
                "days": step.days,
                "principal": _euros(step.principal),
                "rate": format(step.rate, "f"),
                "amount": _euros(step.amount),
                "text": step.text,
            }
            for step in found.steps
        ],
    }


def _costs(principal: Decimal, found: Costs) -> dict[str, Any]:
    return {
        "principal": _euros(principal),
        "net": _euros(found.amount),
        "vat": _euros(found.vat),
        "amount": _euros(found.total),
        "steps": [{"amount": _euros(step.amount), "text": step.text} for step in found.steps],
    }


def _extension(last: date, first: date | None, found: Extension) -> dict[str, Any]:
    return {
        "given": last.isoformat(),
        "from": None if first is None else first.isoformat(),
        "date": found.date.isoformat(),
        "extended": found.date != last,
        "confirmed": found.confirmed,
        "steps": [{"date": step.date.isoformat(), "text": step.text} for step in found.steps],
    }


# --- pages ----------------------------------------------------------------------------------------------------------


def _sum_page(heading: str, steps: list[str], outcome: str) -> Page:
    from nakomen.commands.page import GOOD, Page

    made = Page()
    made.heading(heading)
    for step in steps:
        made.text(step, indent=2, hanging=4)
    made.text(outcome, GOOD)
    return made


def _interest_page(principal: Decimal, found: Interest) -> Page:
    from nakomen.law.money import euro

    steps = [step.text for step in found.steps] or ["Er zijn geen dagen waarover rente loopt."]
    return _sum_page(f"Rente over {euro(principal)}", steps, f"Rente: {euro(found.amount)}")


def _costs_page(principal: Decimal, found: Costs) -> Page:
    from nakomen.law.money import euro

    steps = [step.text for step in found.steps]
    return _sum_page(f"Incassokosten over {euro(principal)}", steps, f"Incassokosten: {euro(found.total)}")


def _extension_page(last: date, found: Extension) -> Page:
    from nakomen.law.tables import dutch

    steps = [step.text for step in found.steps]
    return _sum_page(f"Einde van een wettelijke termijn op {dutch(last)}", steps, f"Laatste dag: {dutch(found.date)}")
