"""`nakomen terms`: the sets of conditions themselves: their text, their flaws, who carries them, what differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from nakomen.case_files import InputError, is_set, nearest, open_set, printable
from nakomen.commands import arguments
from nakomen.commands.answering import ANSWERED, FALLS_SHORT, AsJson, deliver
from nakomen.commands.plain_command import PlainCommand, PlainGroup

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nakomen.case_files import TermsSet
    from nakomen.commands.page import Page
    from nakomen.terms.comparing import Difference
    from nakomen.terms.coverage import Row
    from nakomen.terms.flaws import Flaw
    from nakomen.terms.texts import Clause, Terms

SetName = Annotated[
    str,
    typer.Argument(metavar="TERMS", show_default=False, help="The name of a set, or the path of its own TOML file."),
]

app = typer.Typer(cls=PlainGroup, help="Read, check and compare sets of conditions.", rich_markup_mode=None)


@app.command("list", cls=PlainCommand)
def list_(*, as_json: AsJson = False) -> int:
    """The sets that come with the product: version, number of clauses, regime."""
    from nakomen.terms.packaged import SETS, packaged_terms

    sets = [packaged_terms(name) for name in SETS]
    return deliver(lambda: [_head(terms) for terms in sets], lambda: _list_page(sets), as_json=as_json)


@app.command(cls=PlainCommand)
def show(
    asked: Annotated[
        str, typer.Argument(metavar="TERMS[/CLAUSE]", show_default=False, help="A set, or one clause of it.")
    ],
    *,
    as_json: AsJson = False,
) -> int:
    """The text of a set or of one clause, and what in the product carries each clause."""
    found, clause = _set_and_clause(asked)
    terms = found.terms
    carriers = _carriers(found)
    clauses = [clause] if clause else list(terms.clauses.values())
    return deliver(
        lambda: _clause(terms, clause, carriers) if clause else _whole(terms, carriers),
        lambda: _show_page(terms, clauses, carriers, whole=clause is None),
        as_json=as_json,
    )


@app.command(cls=PlainCommand)
def check(given: SetName, *, as_json: AsJson = False) -> int:
    """What is wrong inside a set and against statute. Exit status 1 when something is."""
    from nakomen.terms.checking import check as flaws_of
    from nakomen.terms.packaged import packaged_statute

    terms = open_set(given).terms
    flaws = flaws_of(terms, packaged_statute())
    return deliver(
        lambda: {"terms": terms.name, "flaws": [_flaw(flaw) for flaw in flaws]},
        lambda: _check_page(terms, flaws),
        as_json=as_json,
        status=FALLS_SHORT if flaws else ANSWERED,
    )


@app.command(cls=PlainCommand)
def coverage(
    given: Annotated[
        str | None, typer.Argument(metavar="[TERMS]", show_default=False, help="A set; without it every set.")
    ] = None,
    *,
    as_json: AsJson = False,
) -> int:
    """How the product carries every row of the clause register. Exit status 1 when one is carried by nothing."""
    from nakomen.terms.packaged import SETS

    covered = [_covered(open_set(name)) for name in ([given] if given else SETS)]
    short = any(row.problem for _, rows in covered for row in rows)
    return deliver(
        lambda: _coverage_document(covered),
        lambda: _coverage_page(covered),
        as_json=as_json,
        status=FALLS_SHORT if short else ANSWERED,
    )


@app.command(cls=PlainCommand)
def diff(
    old: Annotated[str, typer.Argument(metavar="A", show_default=False, help="The older version: a name or a path.")],
    new: Annotated[str, typer.Argument(metavar="B", show_default=False, help="The newer version: a name or a path.")],
    *,
    as_json: AsJson = False,
) -> int:
    """What differs between two versions of a set, in words that a client understands."""
    one, other = arguments.together(lambda: open_set(old).terms, lambda: open_set(new).terms)
    from nakomen.terms.comparing import diff as differences_of

    found = differences_of(one, other)
    return deliver(
        lambda: {"from": one.name, "to": other.name, "differences": [_difference(each) for each in found]},
        lambda: _diff_page(one, other, found),
        as_json=as_json,
    )


# --- which set, which clause ----------------------------------------------------------------------------------------


def _set_and_clause(asked: str) -> tuple[TermsSet, Clause | None]:
    """A set, or a set and one of its clauses. Raises InputError, naming the nearest clauses, when there is none."""
    name, _, number = asked.rpartition("/")
    if is_set(asked) or not is_set(name):
        return open_set(asked), None
    found = open_set(name)
    clause = found.terms.clauses.get(number)
    if clause is None:
        like = nearest(number, found.terms.clauses)
        hint = f"; the nearest are {like}" if like else ""
        raise InputError([f"{printable(number)}: no clause of {found.terms.name}{hint}"])
    return found, clause


def _carriers(found: TermsSet) -> dict[str, tuple[str, ...]]:
    """What carries each clause of the set; a set without norms of its own is carried by its text alone."""
    from nakomen.terms.coverage import coverage as rows_of

    terms = found.terms
    own = {terms.full_id(clause.id): clause.kind for clause in terms.clauses.values()}
    return {row.clause: row.carriers for row in rows_of(terms, found.norms(), own)}


def _covered(found: TermsSet) -> tuple[str, list[Row]]:
    from nakomen.terms.coverage import coverage as rows_of
    from nakomen.terms.packaged import register

    terms = found.terms
    rows = {full: kind for full, kind in register().items() if full.startswith(f"{terms.name}/")}
    # A set that the register does not know is its own register: every clause must still be carried by something.
    known = rows or {terms.full_id(clause.id): clause.kind for clause in terms.clauses.values()}
    return terms.name, rows_of(terms, found.norms(), known)


# --- JSON -----------------------------------------------------------------------------------------------------------


def _head(terms: Terms) -> dict[str, Any]:
    return {
        "name": terms.name,
        "title": terms.title,
        "provider": terms.provider,
        "regime": terms.regime,
        "published": terms.published.isoformat(),
        "clauses": len(terms.clauses),
    }


def _whole(terms: Terms, carriers: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    settings = {
        each.name: {
            "default": each.default,
            "clauses": [terms.full_id(clause) for clause in each.clauses],
            "label": each.label,
            "judgement": each.judgement,
            "fixed": each.fixed,
        }
        for each in terms.settings.values()
    }
    facts = {
        each.name: {"clauses": [terms.full_id(clause) for clause in each.clauses], "label": each.label}
        for each in terms.provider_facts.values()
    }
    rows = [_clause(terms, clause, carriers) for clause in terms.clauses.values()]
    return {**_head(terms), "settings": settings, "provider_facts": facts, "rows": rows}


def _clause(terms: Terms, clause: Clause, carriers: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    return {
        "clause": terms.full_id(clause.id),
        "kind": clause.kind,
        "bearer": clause.bearer,
        "title": clause.title,
        "summary": clause.summary,
        "carriers": list(carriers.get(terms.full_id(clause.id), ())),
    }


def _flaw(flaw: Flaw) -> dict[str, Any]:
    return {"clause": flaw.clause, "kind": flaw.kind, "text": flaw.text, "against": list(flaw.against)}


def _difference(each: Difference) -> dict[str, Any]:
    return {
        "clause": each.clause or None,
        "kind": each.kind,
        "text": each.text,
        "was": each.was,
        "becomes": each.becomes,
        "detrimental": each.detrimental,
    }


def _coverage_document(covered: list[tuple[str, list[Row]]]) -> list[dict[str, Any]]:
    return [
        {
            "terms": name,
            "carried": _carried(rows),
            "total": len(rows),
            "rows": [
                {"clause": row.clause, "kind": row.kind, "carriers": list(row.carriers), "problem": row.problem or None}
                for row in rows
            ],
        }
        for name, rows in covered
    ]


def _carried(rows: list[Row]) -> int:
    return sum(1 for row in rows if not row.problem)


# --- pages ----------------------------------------------------------------------------------------------------------


def _list_page(sets: list[Terms]) -> Page:
    from nakomen.commands.page import Page

    made = Page()
    made.table(
        [
            [terms.name, f"van {terms.published}", terms.regime, f"{len(terms.clauses)} bepalingen", terms.title]
            for terms in sets
        ],
        indent=0,
    )
    return made


def _show_page(terms: Terms, clauses: list[Clause], carriers: Mapping[str, tuple[str, ...]], *, whole: bool) -> Page:
    from nakomen.commands.page import Page

    made = Page()
    made.heading(f"{terms.title} ({terms.name}, versie van {terms.published})")
    article = None
    for clause in clauses:
        if clause.article != article and clause.article in terms.articles:
            article = clause.article
            made.heading(f"{article}. {terms.articles[article].title}")
        _show_clause(made, clause, carriers.get(terms.full_id(clause.id), ()))
    if whole and terms.settings:
        made.heading("Instellingen")
        made.table([[each.name, _default(each.default), each.label] for each in terms.settings.values()])
    return made


def _default(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _show_clause(made: Page, clause: Clause, carriers: tuple[str, ...]) -> None:
    from nakomen.commands.page import QUIET
    from nakomen.commands.words import CARRIERS, WHO
    from nakomen.norms.showing import listed
    from nakomen.terms.words import KINDS

    bearer = f", {WHO.get(clause.bearer, clause.bearer)}" if clause.bearer else ""
    made.text(f"{clause.id}  {clause.title} ({KINDS[clause.kind]}{bearer})", indent=2, hanging=4)
    labels = [item.label for item in clause.items] + [content.label for content in clause.contents]
    for text in (clause.summary, clause.text, *labels):
        if text:
            made.text(text, indent=4)
    carried = listed(CARRIERS.get(name, name) for name in carriers)
    made.text(f"In het product: {carried or 'niets'}.", QUIET, indent=4)


def _check_page(terms: Terms, flaws: tuple[Flaw, ...]) -> Page:
    from nakomen.commands import page as layout
    from nakomen.terms.clause_texts import article

    made = layout.Page()
    if not flaws:
        made.heading(f"{terms.name}: niets gevonden", layout.GOOD)
        return made
    made.heading(f"{terms.name}: {len(flaws)} gevonden", layout.BAD)
    rows = []
    for flaw in flaws:
        against = f"\nTegenover: {', '.join(flaw.against)}." if flaw.against else ""
        rows.append([article(flaw.clause, terms.name), flaw.kind, flaw.text + against])
    made.table(rows)
    return made


def _coverage_page(covered: list[tuple[str, list[Row]]]) -> Page:
    from nakomen.commands import page as layout

    made = layout.Page()
    for _, rows in covered:
        cells = [[row.clause, row.kind, row.problem or ", ".join(row.carriers)] for row in rows]
        made.table(cells, indent=0, styles=[layout.BAD if row.problem else "" for row in rows])
    for name, rows in covered:
        carried = _carried(rows)
        style = layout.GOOD if carried == len(rows) else layout.BAD
        made.text(f"{name}: {carried} of {len(rows)} rows carried", style)
    return made


def _diff_page(old: Terms, new: Terms, found: tuple[Difference, ...]) -> Page:
    from nakomen.commands import page as layout

    made = layout.Page()
    made.heading(f"Van {old.name} ({old.published}) naar {new.name} ({new.published})")
    if not found:
        made.text("Er is geen verschil.", indent=2)
    for each in found:
        made.text(each.text, layout.BAD if each.detrimental else "", indent=2, hanging=4)
    return made
