"""The bill of a month: what can be invoiced, line by line with its sum, and what was left out with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.http import HttpResponse

from nakomen.acts.labels import choice_label
from nakomen.acts.moments import moment
from nakomen.law.clock import local_day
from nakomen.law.periods import add_months
from nakomen.norms import rating
from nakomen.record.seeing import Seen
from nakomen.web.desk.asking import Desk, desk, language
from nakomen.web.desk.clients.heading import heading
from nakomen.web.desk.powers.asking_day import asked_month
from nakomen.web.desk.powers.explaining import ClauseLink
from nakomen.web.desk.powers.linking import ActLink, Links

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal
    from uuid import UUID

    from nakomen.norms.rating import Bill
    from nakomen.norms.standing import Case
    from nakomen.terms.clause_texts import ClauseTexts


@dataclass(frozen=True, slots=True)
class BillLine:
    """A line: what for, the act, the amount with its VAT, the sum, and the clauses that carry it."""

    label: str
    act: ActLink | None
    amount: Decimal
    vat: Decimal
    minutes: int | None
    steps: list[str]
    clauses: list[ClauseLink]


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays, the lines, and their total."""

    label: str
    lines: list[BillLine]
    total: Decimal


@dataclass(frozen=True, slots=True)
class Left:
    """What was not billed, and why."""

    act: ActLink | None
    why: str
    clauses: list[ClauseLink]


@desk("bill.read")
def bill(asked: Desk, client: UUID) -> HttpResponse:
    """What can be invoiced for a month, and what was left out."""
    seen = Seen(asked.require(client), client)
    month = asked_month(asked, asked.request.GET)
    made = rating.bill(seen.case.state(_seen_from(seen.case, month.first), None), month.key)
    shower = _Shower(Links(seen, client), seen.conditions.texts())
    context = {
        "part": "clients",
        "tab": "may",
        "client": client,
        "who": heading(asked, seen),
        "month": month,
        "payers": shower.payers(made),
        "left_out": [shower.left(item) for item in made.left_out],
    }
    return asked.render("desk/powers/bill.html", context, status=422 if month.problem else 200)


def _seen_from(case: Case, first: date) -> date:
    """The month's last day, or the day of the last act: what came later may settle what the month left open."""
    last = add_months(first, 1) - timedelta(days=1)
    return max([last, *(local_day(moment(act.on)) for _, act in case.named)])


class _Shower:
    def __init__(self, links: Links, texts: ClauseTexts) -> None:
        self._links, self._texts = links, texts

    def payers(self, made: Bill) -> list[Payer]:
        """The lines for each payer."""
        lang = language()
        return [
            Payer(
                choice_label("invoice.sent", "payer", payer, lang),
                [self._line(line) for line in made.lines if line.payer == payer],
                total,
            )
            for payer, total in made.totals().items()
        ]

    def left(self, item: rating.LeftOut) -> Left:
        """What was left out."""
        return Left(self._links.act(item.act), item.why, self._clauses(item.clauses, item.act))

    def _line(self, line: rating.Line) -> BillLine:
        label = choice_label("invoice.sent", "lines.for", line.for_, language())
        clauses = self._clauses(line.clauses, line.act)
        return BillLine(label, self._links.act(line.act), line.amount, line.vat, line.minutes, line.steps, clauses)

    def _clauses(self, clauses: Iterable[str], act: str) -> list[ClauseLink]:
        """The clauses; what one says of this act is told where that may be seen."""
        about = act if self._links.act(act) else ""
        made = []
        for clause in clauses:
            title, _summary = self._texts.of(clause) or ("", "")
            made.append(ClauseLink(clause, title, self._links.explain(clause, act=about)))
        return made
