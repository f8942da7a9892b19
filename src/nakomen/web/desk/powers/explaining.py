"""Explain: a clause on a day as a tree of reasons, each step with its acts, its sums and its clause."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from nakomen.law.tables import OutOfTable
from nakomen.norms.duties import PENDING
from nakomen.norms.standing import standing
from nakomen.record.seeing import Seen
from nakomen.terms import explaining
from nakomen.terms.clause_texts import numbered
from nakomen.terms.packaged import packaged_statute
from nakomen.web.desk.asking import Desk, desk, language
from nakomen.web.desk.clients.heading import heading
from nakomen.web.desk.clients.rows import Rows
from nakomen.web.desk.powers import words
from nakomen.web.desk.powers.asking_day import AskedDay, asked_day
from nakomen.web.desk.powers.linking import Links

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from uuid import UUID

    from django.core.paginator import Page
    from django.utils.safestring import SafeString

    from nakomen.norms.reasons import Reason
    from nakomen.norms.standing import Standing
    from nakomen.terms.clause_texts import ClauseTexts
    from nakomen.web.desk.clients.rows import Row
    from nakomen.web.desk.powers.linking import ActLink

PAGE = 12
"""Reasons on a page: each is a tree of its own."""
FOLDED = 4
"""A step deeper than the second level with more below it than this can be folded away."""


@dataclass(frozen=True, slots=True)
class ClauseLink:
    """A clause: its number, its title, and the address of its explanation."""

    clause: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step of an explanation as a page shows it; `clause` only where it is another than that of the step above."""

    text: SafeString
    clause: ClauseLink | None
    acts: list[ActLink]
    sums: list[SafeString]
    steps: list[Step] = field(default_factory=list)
    folded: bool = False

    @property
    def size(self) -> int:
        """How many steps it is, with all below it."""
        return 1 + sum(each.size for each in self.steps)


class Shower:
    """Puts reasons into steps, with links to acts and clauses."""

    def __init__(self, links: Links, texts: ClauseTexts, day: AskedDay) -> None:
        self.day = day
        self._links, self._texts = links, texts

    def step(self, reason: Reason, above: str, told: frozenset[str] = frozenset(), depth: int = 0) -> Step:
        """A reason with all that it rests on; acts that the steps above it tell of are not told again."""
        own = reason.clause or above
        within = told | set(reason.facts)
        steps = [self.step(child, own, within, depth + 1) for child in reason.children]
        said = reason.text + "".join(_texts_below(reason))
        new = [name for name in reason.facts if name not in told and not re.search(rf"\({re.escape(name)}[,)]", said)]
        named = self._links.acts(new)
        clause = self.clause(own) if own != above else None
        made = Step(self._links.text(reason.text), clause, named, self._links.texts(reason.sums), steps)
        if depth < 2 or made.size <= FOLDED:
            return made
        return Step(made.text, made.clause, made.acts, made.sums, made.steps, folded=True)

    def clause(self, clause: str) -> ClauseLink:
        """A clause with where it is explained."""
        title, _summary = self._texts.of(clause) or ("", "")
        return ClauseLink(clause, title, self._links.explain(clause, self.day.query))


def _texts_below(reason: Reason) -> Iterator[str]:
    for child in reason.children:
        yield child.text
        yield from _texts_below(child)


def _in_order(made: Iterable[Reason], found: Standing) -> list[Reason]:
    """What waits comes first, by its last day; then findings and verdicts; then what is over, the newest first."""
    duties = {(row.clause, row.trigger.name): row for row in found.duties}

    def place(reason: Reason) -> tuple[int, int]:
        row = duties.get((reason.clause or "", reason.facts[0] if reason.facts else ""))
        if row is None:
            return 1, 0
        if row.state in PENDING:
            return 0, (row.due or date.max).toordinal()
        return 2, -(row.done_on or row.closed_on or row.due or row.since).toordinal()

    return sorted(made, key=place)


@desk("explain.read")
def explain(asked: Desk, client: UUID) -> HttpResponse:
    """Why a clause stands as it does on a day; without a clause, what there is to explain."""
    seen = Seen(asked.require(client), client)
    given = asked.request.GET
    day = asked_day(asked, given)
    found = standing(seen.case, day.day, day.known_on)
    texts = seen.conditions.texts()
    links = Links(seen, client)
    shower = Shower(links, texts, day)
    clause = texts.full_id(given.get("clause", "").strip(), found.s.norms.name)
    problems = _problems(seen, found, given, clause, day)
    if clause is None or problems:
        return _index(asked, seen, found, shower, problems)
    act = given.get("act") or None
    try:
        made = explaining.explanation(found, texts, clause, seen.scope(), act)
    except OutOfTable:
        problems = [("as_of", _("The figures of the law do not reach this day. Choose another day."))]
        return _index(asked, seen, found, shower, problems)
    pages: Page[Reason] = Paginator(_in_order(made.reasons, found), PAGE).get_page(given.get("page"))
    context = {
        **_who(asked, seen, found, day),
        "made": made,
        "pages": pages,
        "steps": [shower.step(reason, clause) for reason in pages],
        "nothing": links.texts(line.text for line in made.nothing),
        "powers": list(_powers(asked, made.powers, links, day)),
        "see": [shower.clause(own) for own in made.see],
        "waiting": _waiting(asked, seen, found, clause, act) if not day.other else [],
        "act": links.act(act) if act else None,
        "all": links.explain(clause, day.query),
        "today": links.explain(clause, act=act or ""),
        "address": links.explain(clause, day.query, act or ""),
        "source": _source(clause),
        "public": _public(asked, clause, found),
    }
    return asked.render("desk/powers/explain.html", context)


def _waiting(asked: Desk, seen: Seen, found: Standing, clause: str, act: str | None) -> list[Row]:
    """The duties under the clause, of one act where it is named, that wait for something that may be recorded here."""
    if asked.client is None:
        return []
    asked_for = [row for row in seen.duties(found) if row.clause == clause and act in (None, row.trigger.name)]
    sides = Rows(asked.client, found, seen, asked.decide("act.append", asked.client)).sides(asked_for)
    return [row for side in sides.values() for row in side.waiting if row.record][:PAGE]


def _problems(
    seen: Seen, found: Standing, given: Mapping[str, str], clause: str | None, day: AskedDay
) -> list[tuple[str, str]]:
    """What is wrong with what was asked: the field, and what is expected."""
    problems = [("as_of", day.problem)] if day.problem else []
    if given.get("clause") and clause is None:
        problems.append(("clause", _("There is no such clause. Choose one from the list.")))
    act = given.get("act")
    if act and not (act in found.s.named and seen.sees(act)):
        problems.append(("clause", _("There is no such act on this day. Choose a clause.")))
    return problems


def _who(asked: Desk, seen: Seen, found: Standing, day: AskedDay) -> dict[str, object]:
    """What every page of a client shows around it. The head is that of today, whatever day is asked."""
    now = None if day.other else found
    return {"part": "clients", "tab": "file", "client": asked.client, "who": heading(asked, seen, now), "day": day}


def _index(asked: Desk, seen: Seen, found: Standing, shower: Shower, problems: list[tuple[str, str]]) -> HttpResponse:
    """The clauses under which something stands, and all others to choose from."""
    texts = seen.conditions.texts()
    standing_under = {row.norm.clause for row in seen.duties(found)}
    standing_under |= {item.clause for item in seen.findings(found) if item.clause}
    name = found.s.norms.name
    context = {
        **_who(asked, seen, found, shower.day),
        "problems": problems,
        "standing": [shower.clause(clause) for clause in sorted(standing_under, key=numbered)],
        "clauses": [(own, texts.titled(own, name)) for own in texts.ids() if own.startswith((f"{name}/", "statute/"))],
    }
    return asked.render("desk/powers/explain_index.html", context, status=422 if problems else 200)


def _powers(asked: Desk, those: list[str], links: Links, day: AskedDay) -> Iterator[tuple[str, str]]:
    """The powers that the clause is about, with where to ask whether they are there."""
    if not asked.may("may.read"):
        return
    query = f"?as_of={day.day.isoformat()}" if day.other else ""
    for power in those:
        url = reverse("may_power", args=(links.client, power))
        yield words.power_label(power, language()), f"{url}{query}"


def _source(clause: str) -> str:
    """The article of a norm of statute; empty for a clause of the conditions."""
    name, _slash, own = clause.partition("/")
    norm = packaged_statute().norms.get(own) if name == "statute" else None
    return norm.source if norm else ""


def _public(asked: Desk, clause: str, found: Standing) -> str:
    """Where everybody can read the clause; empty for statute, and for a set that is no longer the present one."""
    name, _slash, own = clause.partition("/")
    if name != found.s.norms.name:
        return ""
    return f"{reverse('public_conditions', args=(asked.organisation.slug,))}#c{own}"
