"""What becomes different between two standings of one client: the answer to "what does this act change?"."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from nakomen.law.money import cents
from nakomen.norms.duties import DONE, DONE_LATE, EXCUSED, LAPSED, PENDING, WAIVED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from decimal import Decimal

    from nakomen.norms.duties import Duty
    from nakomen.norms.findings import Finding
    from nakomen.norms.standing import Standing

FULFILLED = frozenset({DONE, DONE_LATE})
CLOSED = frozenset({EXCUSED, WAIVED, LAPSED})


@dataclass(frozen=True, slots=True)
class Pair:
    """A duty as it stood and as it comes to stand."""

    before: Duty
    after: Duty


@dataclass(frozen=True, slots=True)
class Balance:
    """What is open on an invoice in euro, before and after; None where the invoice is not there."""

    invoice: str
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True, slots=True)
class Step:
    """The agreement or the plan as it stood and as it comes to stand, as a standing shows them."""

    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """What comes to stand otherwise.

    `opened` are duties that were not there and wait to be done, `done` those that become done (in time or late),
    `closed` those that are no longer owed (excused, waived, lapsed), `reopened` those that wait once more, `moved`
    those whose last day or waiting state changes, `gone` those of which nothing is left (their ground was retracted).
    `found` and `settled` are findings that come and go, `money` the invoices of which another amount is open,
    `agreement` and `plan` how these come to stand, where that changes.
    """

    opened: Sequence[Duty] = ()
    done: Sequence[Duty] = ()
    closed: Sequence[Duty] = ()
    reopened: Sequence[Duty] = ()
    moved: Sequence[Pair] = ()
    gone: Sequence[Duty] = ()
    found: Sequence[Finding] = ()
    settled: Sequence[Finding] = ()
    money: Sequence[Balance] = ()
    agreement: Step | None = None
    plan: Step | None = None

    @property
    def nothing(self) -> bool:
        """Whether all stands as it stood."""
        return not any(getattr(self, each.name) for each in fields(self))

    def within(
        self, duty: Callable[[Duty], bool], finding: Callable[[Finding], bool], part: Callable[[str], bool]
    ) -> Difference:
        """Only what may be shown: duties, findings, and the parts `agreement`, `plan` and `balances` of a standing."""
        duties = {name: [row for row in getattr(self, name) if duty(row)] for name in _DUTIES}
        return replace(
            self,
            **duties,
            moved=[pair for pair in self.moved if duty(pair.after)],
            found=[item for item in self.found if finding(item)],
            settled=[item for item in self.settled if finding(item)],
            money=self.money if part("balances") else (),
            agreement=self.agreement if part("agreement") else None,
            plan=self.plan if part("plan") else None,
        )


_DUTIES = ("opened", "done", "closed", "reopened", "gone")


def difference(before: Standing, after: Standing) -> Difference:
    """What comes to stand otherwise from the one standing to the other, both of one client and one day."""
    old, new = _by_key(before.duties), _by_key(after.duties)
    fresh = [row for key, row in new.items() if key not in old]
    pairs = [Pair(old[key], row) for key, row in new.items() if key in old]
    turned = [pair for pair in pairs if pair.before.state != pair.after.state]
    return Difference(
        opened=[row for row in fresh if row.state in PENDING],
        done=[row for row in fresh if row.state in FULFILLED] + _turned(turned, FULFILLED),
        closed=[row for row in fresh if row.state in CLOSED] + _turned(turned, CLOSED),
        reopened=[p.after for p in turned if p.after.state in PENDING and p.before.state not in PENDING],
        moved=[pair for pair in pairs if _moved(pair)],
        gone=[row for key, row in old.items() if key not in new],
        found=_beyond(after.findings, before.findings),
        settled=_beyond(before.findings, after.findings),
        money=_money(before, after),
        agreement=_step(before.agreement, after.agreement),
        plan=_step(before.plan, after.plan),
    )


def _by_key(rows: Iterable[Duty]) -> dict[tuple[Any, ...], Duty]:
    """The duties by what makes each the same in both standings: clause, what is owed, by whom, and what opened it."""
    seen: Counter[tuple[Any, ...]] = Counter()
    found = {}
    for row in rows:
        norm = row.norm
        key = (norm.clause, norm.what, norm.bearer, norm.toward, row.trigger.name)
        found[(*key, seen[key])] = row
        seen[key] += 1
    return found


def _turned(turned: Iterable[Pair], states: frozenset[str]) -> list[Duty]:
    return [pair.after for pair in turned if pair.after.state in states]


def _moved(pair: Pair) -> bool:
    """Whether a duty goes on waiting, but by another day, or in another way."""
    old, new = pair.before, pair.after
    if old.state not in PENDING or new.state not in PENDING:
        return False
    return (old.due, old.due_at, old.state) != (new.due, new.due_at, new.state)


def _beyond(some: Iterable[Finding], others: Iterable[Finding]) -> list[Finding]:
    """The findings of the first that the second does not have."""
    left = Counter(_same(item) for item in others)
    found = []
    for item in some:
        if left[_same(item)]:
            left[_same(item)] -= 1
        else:
            found.append(item)
    return found


def _same(item: Finding) -> tuple[Any, ...]:
    return (item.clause, item.what, tuple(item.because))


def _money(before: Standing, after: Standing) -> list[Balance]:
    old, new = ({row["invoice"]: cents(row["open"]) for row in found.balances} for found in (before, after))
    names = list(dict.fromkeys([*old, *new]))
    return [Balance(name, old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name)]


def _step(before: dict[str, Any], after: dict[str, Any]) -> Step | None:
    told = ("status", "since", "ends_on")
    return Step(before, after) if any(before.get(name) != after.get(name) for name in told) else None
