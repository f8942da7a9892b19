"""The figures as a table for the terminal and as the page docs/explanation/speed.md."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bench import report_record

if TYPE_CHECKING:
    from collections.abc import Sequence

ROWS_WANTED = 250_000
STANDINGS_WANTED = 3_000
STEADY_MB = 5
#: Peers that work in columns: they give the outcome of all rows at once, and no explanation of any.
IN_COLUMNS = ("numpy", "polars", "vectorised")
#: Peers that give an outcome for each case but no explanation either.
BARE = ("pure python dataclass loop",)

PAGE = """# Speed

What `make bench` measured, and what the figures do and do not say. The page is written by that command.

Measured on {measured_on}: {processor}, {cores} cores, {system}, Python {python}{build}, one core used. The load of the
machine was {load_at_start} at the start; other work on a shared machine makes every figure here lower, the peers' too.

## One clause over many rows

The follow-up talk of `wonder-2020` 26.1 on 100,000 cases: the last day, the state, and for each row an explanation
(clause, act that opened the duty, day from which it ran, act that did it). All ran one after the other on this machine,
each peer in an environment of its own; all our answers were checked against the peers' reference, theirs where their
scripts do so. Python's garbage collector was told that our rows are there to stay (`gc.freeze`), which the peers'
scripts do not do; without it a run now and then takes twice as long. Asked: {rows_wanted:,} a second.

{portfolio}

{lost}
{skipped}
## Standings

{number:,} made-up clients with {acts} acts each, a whole life under either set in turn: all clauses, findings included,
with agreement, plan and balances. Timed from typed acts: reading JSON and the receipt's hash are left out. Asked:
{standings_wanted:,} a second on one core.

{standing}

Memory held while the clients went by, in MB: {memory}. It {grows} with their number.

### Acts of one client

{linearity}

The time for an act stays about the same however many a client has: facts are found by kind and by what they answer, and
what a clause asks about a whole month or a whole agreement is worked out once for each standing.

## What the limit is

{verdict}

A standing asks every clause that an act of the client opens: about {per_client} duties and findings here, each through
its condition, term, fulfilment, lapse and exception. The norms are compiled to Python functions once; what remains is
the interpreter calling them. A client under `wonder-2020` takes some 1,700 such calls. When last profiled (by hand, not
by this command), about 55 % of the time went to duties (calls to open each, for its term, for what did it, for its
lapse, and for its expressions), 20 % to findings, and 13 % to picking and ordering the acts that count; no single
function took more than 5 % by itself. The portfolio path leaves the calls out: it writes one loop for one
clause.{python_note}
{record}"""


def text(figures: dict[str, Any]) -> str:
    """The figures for the terminal."""
    parts = []
    if "portfolio" in figures:
        parts += [_portfolio_table(figures["portfolio"]), _skipped(figures["portfolio"])]
    if "standing" in figures:
        parts += [_standing_table(figures["standing"]), _linearity_table(figures["standing"])]
        parts.append(f"memory in MB: {figures['standing']['throughput']['memory_mb']}")
    return "\n\n".join(part for part in parts if part)


def page(figures: dict[str, Any], records: Sequence[dict[str, Any]] = ()) -> str:
    """The page of documentation; `records` are the figures of the record, a run on each database."""
    machine, portfolio, standing = figures["machine"], figures["portfolio"], figures["standing"]
    throughput = standing["throughput"]
    optimised = machine["optimised_build"]
    held = throughput["memory_mb"]
    return PAGE.format(
        **machine,
        build="" if optimised else " built without profile-guided optimisation",
        rows_wanted=ROWS_WANTED,
        standings_wanted=STANDINGS_WANTED,
        portfolio=_portfolio_table(portfolio),
        lost=_lost(portfolio),
        skipped=_skipped(portfolio),
        number=throughput["work"],
        acts=throughput["name"].split()[-2],
        standing=_standing_table(standing),
        grows="does not grow" if held[-1] - held[0] < STEADY_MB else "grows",
        memory=", ".join(f"{value:g}" for value in held),
        linearity=_linearity_table(standing),
        verdict=_verdict(throughput),
        per_client=round(standing["reasons"]["work"] / 50),
        python_note=""
        if optimised
        else " This Python was built without optimisation; an optimised one was not measured.",
        record=report_record.section(records),
    )


def _verdict(throughput: dict[str, Any]) -> str:
    """Whether the standings came up to what was asked."""
    rate, quickest = throughput["per_second"], throughput["quickest_batch_per_second"]
    if rate >= STANDINGS_WANTED:
        return f"The standings came up to what was asked: {rate:,.0f} a second over the whole run."
    return (
        f"The standings fell short of the {STANDINGS_WANTED:,} asked for on this machine: {rate:,.0f} a second over "
        f"the whole run, {quickest:,.0f} in its quickest batch."
    )


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(heads) + " |", "| --- " + "| ---: " * (len(heads) - 1) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def _portfolio_table(portfolio: dict[str, Any]) -> str:
    mine = portfolio["nakomen"]
    ranked = sorted([mine, *portfolio["peers"]], key=lambda figure: -figure["per_second"])
    rows = [
        (_emphasised(figure["name"], own=figure is mine), f"{figure['work']:,}", f"{figure['per_second']:,.0f}",
         f"{mine['per_second'] / figure['per_second']:.2f}", f"{figure['rss_mb']:.0f}")
        for figure in ranked
    ]  # fmt: skip
    return _table(("who", "cases", "cases a second", "nakomen is × as fast", "MB"), rows)


def _emphasised(name: str, *, own: bool) -> str:
    return f"**{name}**" if own else name


def _lost(portfolio: dict[str, Any]) -> str:
    mine = portfolio["nakomen"]["per_second"]
    faster = [figure["name"] for figure in portfolio["peers"] if figure["per_second"] > mine]
    if not faster:
        return "None of the peers measured was faster.\n"
    columns = [name for name in faster if any(word in name for word in IN_COLUMNS)]
    bare = [name for name in faster if any(word in name for word in BARE)]
    others = [name for name in faster if name not in columns and name not in bare]
    told = "Where we lose:"
    if columns:
        told += f" {', '.join(columns)} work in whole columns of numbers; they give no explanation of any row."
    if bare:
        told += f" {', '.join(bare)} is the same rule written by hand for this one clause, without explanation."
    if others:
        told += f" {', '.join(others)}: written by hand, or compiled, for this one rule alone."
    return told + "\n"


def _skipped(portfolio: dict[str, Any]) -> str:
    if not portfolio["skipped"]:
        return ""
    return "\n".join(["Not measured:", "", *(f"- {item['peer']}: {item['why']}" for item in portfolio["skipped"]), ""])


def _standing_table(standing: dict[str, Any]) -> str:
    throughput = standing["throughput"]
    rows = [("both sets, the whole run", f"{throughput['work']:,}", f"{throughput['per_second']:,.0f}")]
    rows.append(("both sets, the quickest batch of 250", "250", f"{throughput['quickest_batch_per_second']:,.0f}"))
    rows += [
        (f"`{each['name']}` alone", f"{each['work']:,}", f"{each['per_second']:,.0f}") for each in standing["by_set"]
    ]
    reasons = standing["reasons"]
    rows.append(("reasons, each a tree, when asked", f"{reasons['work']:,}", f"{reasons['per_second']:,.0f}"))
    return _table(("what", "how many", "a second"), rows)


def _linearity_table(standing: dict[str, Any]) -> str:
    rows = [
        (each["name"], f"{each['seconds'] / each['work'] * 1e6:,.0f}", f"{each['microseconds_an_act']:.1f}")
        for each in standing["linearity"]
    ]
    return _table(("a client with", "µs a standing", "µs an act"), rows)
