"""The figures of the record, as tables for the terminal and as the section of docs/explanation/speed.md."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    type Figures = Mapping[str, Any]

MILLION = 1_000_000
IMPORTED, APPENDED = 3_000, 60
MEDIAN_MS, P99_MS, SEARCH_MS = 60, 300, 100
SWEEP_SECONDS, VERIFY_SECONDS = 20, 30
DESK_MEDIAN_MS, DESK_P99_MS = 80, 400
"""The aims, the same for PostgreSQL with 100,000 clients and for SQLite with 2,000."""
PAGES = {"file": "client file (the card, then the standing)", "list": "work list", "search": "search by name"}
SCREENS = {
    "today": "Today, the work list",
    "clients": "the list of clients",
    "find": "finding a client",
    "client": "a client's file",
    "acts": "a client's acts",
    "form": "the form of an act",
    "explain": "the explanation of a clause",
    "may": "what is permitted",
    "registers": "the registers",
    "overview": "the overview",
}
"""The main pages, as bench/record/desking.py calls them."""

HEAD = """## The record

What the ledger costs: with its chain, encryption, access log and read copies, through the same doors as in use. Beside
each figure stands its limit, measured in the same run: the same rows put into tables without guards or references, the
same number of bytes decrypted, a server that answers nothing.
"""
PLACE = """### {name}, {clients:,} clients with {acts} acts each

Measured on {measured_on}: {processor}, {cores} cores, {memory_gb} GB of memory, {system}, Python {python}, {server}.
The database takes {database_mb:,} MB; until a write is safe on this disk takes {fsync_ms} ms. The load of the machine
was {load_at_start} at the start. Server (granian, 2 processes), database and the users, who are threads of one more
process, share these cores. {settings}
"""
API = """Through the API there are {users} users with a token each: ten care professionals, who see their own clients,
and six of the administration, who see all. Without a pause each asks again as soon as the answer is there, which keeps
the server at all that it can do: its times are then no more than {users} divided by what it does in a second. With a
pause each thinks {think:g} s between two requests, and asks all four kinds of things in turn.
"""
DESK = """The part “{part}” was measured by itself, on {measured_on}, on the same data; the load of the machine was
{load_at_start} at the start.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was asked, what came of it, whether that was met, and the limit."""

    what: str
    asked: str
    measured: str
    limit: str
    met: bool


def section(records: Sequence[Figures]) -> str:
    """The section of the page; empty where nothing was measured."""
    if not records:
        return ""
    return "\n".join(["", HEAD, *(_of(record) for record in records)]).rstrip() + "\n"


def text(record: Figures) -> str:
    """The figures of one run for the terminal."""
    return _table(list(rows(record)))


def _of(record: Figures) -> str:
    machine, told = record["machine"], dict(record["told"])
    server = told.pop("server")
    name = server.split(" ")[0]
    settings = ", ".join(f"`{key}` {value}" for key, value in told.items())
    found = list(rows(record))
    parts = [
        PLACE.format(
            **machine,
            name=name,
            clients=record["clients"],
            acts=record["acts"],
            server=server,
            database_mb=record["load"]["database_mb"],
            settings=f"Set on the database: {settings}.",
        ),
        _table(found),
        "",
        API.format(**record["api"]["people"]),
        *(DESK.format(part=part, **told) for part, told in record.get("parts", {}).items()),
        _verdict(record, found),
    ]
    return "\n".join(parts)


# --- the rows -------------------------------------------------------------------------------------------------------


def rows(record: Figures) -> Iterator[Row]:
    """All lines of the table."""
    yield _import(record["load"])
    yield _append(record["api"])
    for kind, what in PAGES.items():
        for pause in (False, True):
            yield _page(what, kind, record["api"], pause=pause)
    yield from _desk(record.get("desk", {}))
    yield from _search(record["search"])
    yield _sweep(record["night"])
    yield _verify(record["verify"])


def _row(what: str, asked: str, measured: str, limit: str, *, met: bool) -> Row:
    return Row(what, asked, measured, limit, met)


def _import(load: Figures) -> Row:
    rate = load["import"]["acts"] / load["import"]["seconds"]
    bare, processes = load["bare"], load["import"]["processes"]
    return _row(
        f"import of histories, {load['import']['acts']:,} acts, {processes} process{'es' * (processes > 1)}",
        f"{IMPORTED:,} acts a second",
        f"{rate:,.0f} acts a second",
        f"the bare rows: {bare['acts'] / bare['seconds']:,.0f} a second, one process",
        met=rate >= IMPORTED,
    )


def _append(api: Figures) -> Row:
    found, bare = api["append"]["kinds"]["append"], api["bare_append"]
    return _row(
        "an act through the API, with standing and read copies",
        f"{APPENDED} a second",
        f"{found['per_second']:,.0f} a second; {_times(found)}",
        f"the bare transaction: {bare['transactions'] / bare['seconds']:,.0f} a second",
        met=found["per_second"] >= APPENDED,
    )


def _page(what: str, kind: str, api: Figures, *, pause: bool) -> Row:
    found = api["people" if pause else kind]["kinds"][kind]
    empty, health = (api[name]["kinds"]["empty"] for name in ("empty", "health"))
    return _row(
        f"{what}, {'with' if pause else 'without'} a pause",
        f"median {MEDIAN_MS} ms, 99 % {P99_MS} ms",
        f"{_times(found)}; {found['per_second']:,.0f} a second",
        "" if pause else f"nothing: {empty['per_second']:,.0f} a second; one empty query: {health['per_second']:,.0f}",
        met=_quick(found),
    )


def _desk(desk: Figures) -> Iterator[Row]:
    """The pages of the desk, for users who think between two of them, and for users who never do."""
    for pause in (True, False):
        for page, what in SCREENS.items():
            found = desk.get("people" if pause else page, {"kinds": {}})["kinds"].get(page)
            if found is None or not found["number"]:  # a run of less than a second comes to no page of some kinds
                continue
            yield _row(
                f"desk: {what}, {'with' if pause else 'without'} a pause",
                f"median {DESK_MEDIAN_MS} ms, 99 % {DESK_P99_MS} ms",
                f"{_times(found)}; {found['per_second']:,.0f} a second",
                "",
                met=found["median_ms"] <= DESK_MEDIAN_MS and found["p99_ms"] <= DESK_P99_MS,
            )


def _search(found: Figures) -> Iterator[Row]:
    for who, times in found.items():
        yield _row(f"search by itself, {who}", f"{SEARCH_MS} ms", _times(times), "", met=times["p99_ms"] <= SEARCH_MS)


def _sweep(night: Figures) -> Row:
    bare = night["bare"]
    alone = (bare["reading_seconds"] + bare["standing_seconds"]) / bare["clients"] * night["looked_at"]
    others = "the others not" if night["looked_at"] == night["expected"] == night["made_anew"] else "OTHERS TOO"
    return _row(
        f"sweep: {night['looked_at']:,} of {night['clients']:,} clients read, {others}",
        f"{SWEEP_SECONDS} s",
        f"{night['seconds']:,.1f} s",
        f"reading these and their standings alone: {alone:,.1f} s",
        met=night["seconds"] <= SWEEP_SECONDS,
    )


def _verify(found: Figures) -> Row:
    million = found["seconds"] / found["acts"] * MILLION
    bare = found["bare"]
    reading, decrypting = (bare[f"{part}_seconds"] / bare["acts"] * MILLION for part in ("reading", "decrypting"))
    core = "on one core" if found["one_core"] else "its database on another core"
    return _row(
        f"verification, {core}: a million acts (measured on {found['acts']:,})",
        f"{VERIFY_SECONDS} s",
        f"{million:,.1f} s",
        f"reading {reading:,.1f} s, decrypting {decrypting:,.1f} s",
        met=million <= VERIFY_SECONDS,
    )


def _times(found: Figures) -> str:
    if not found["number"]:
        return "not measured: no answer came in time"
    return f"median {found['median_ms']:,.0f} ms, 99 % {found['p99_ms']:,.0f} ms"


def _quick(found: Figures) -> bool:
    return bool(found["number"] and found["median_ms"] <= MEDIAN_MS and found["p99_ms"] <= P99_MS)


# --- what they come to ----------------------------------------------------------------------------------------------


def _verdict(record: Figures, found: Sequence[Row]) -> str:
    short = [row for row in found if not row.met]
    wrong = [
        f"{kind}: {number} answers {status}"
        for kind, part in [*record["api"].items(), *record.get("desk", {}).items()]
        for status, number in part.get("wrong", {}).items()
    ]
    parts = []
    if not short:
        parts.append("Everything came up to what was asked.\n")
    else:
        parts.append("Where it falls short of what was asked:\n")
        parts += [f"- {row.what}: {row.measured}; asked: {row.asked}." for row in short]
        parts.append("")
    if wrong or record["verify"]["broken"]:
        parts.append(f"What went wrong: {'; '.join([*wrong, *_broken(record)])}.\n")
    return "\n".join(parts)


def _broken(record: Figures) -> list[str]:
    number = record["verify"]["broken"]
    return [f"verification found {number} broken"] if number else []


def _table(found: Sequence[Row]) -> str:
    heads = ["what", "asked", "measured", "the limit"]
    lines = ["| " + " | ".join(heads) + " |", "| --- " * len(heads) + "|"]
    for row in found:
        cells = [row.what, row.asked, row.measured, row.limit]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)
