"""The first later day on which the standing differs by the passing of time alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from nakomen.law.clock import end_of_day
from nakomen.norms import duties
from nakomen.norms.facts import effective
from nakomen.norms.standing import standing

if TYPE_CHECKING:
    from nakomen.norms.standing import Case, Standing

ONE_DAY = timedelta(days=1)
Key = tuple[str, ...]


@dataclass(slots=True)
class Change:
    """The day, and for each part that changes its clause, from what, to what, and the acts behind it."""

    on: date
    changes: list[dict[str, Any]]


def picture(found: Standing) -> dict[Key, tuple[str, list[str]]]:
    """What can change by time alone: the state of each duty, the agreement, the plan, each finding, what is open."""
    shown: dict[Key, tuple[str, list[str]]] = {}
    for row in found.duties:
        key = ("duty", row.norm.clause, row.trigger.name, row.norm.bearer, row.norm.what)
        shown[key] = (f"{row.state}", row.because())
    agreement = found.agreement
    shown[("agreement", agreement["clause"] or "")] = (agreement["status"], [])
    shown[("plan", "")] = (found.plan["status"], [])
    for person in found.representation:
        shown[("representation", person["act"])] = (", ".join(person["may_act_in"]) or "none", [person["act"]])
    for item in found.findings:
        shown[("finding", item.clause or "", item.what, *item.because)] = ("finding", item.because)
    for balance in found.balances:
        shown[("balance", balance["invoice"])] = (f"{balance['open']:.2f}", [balance["invoice"]])
    return shown


def compare(before: Standing, after: Standing) -> list[dict[str, Any]]:
    """The parts that differ between two standings."""
    old, new = picture(before), picture(after)
    changes = []
    for key in sorted(set(old) | set(new)):
        was, now = old.get(key), new.get(key)
        if (was and was[0]) != (now and now[0]):
            changes.append(
                {
                    "clause": _clause(key, after),
                    "from": was[0] if was else None,
                    "to": now[0] if now else None,
                    "because": (now or was or ("", []))[1],
                }
            )
    return changes


def _clause(key: Key, found: Standing) -> str | None:
    if key[0] == "agreement":
        return found.agreement["clause"] or key[1] or None
    return key[1] if key[0] in ("duty", "finding") else None


def moments(found: Standing, case: Case, known_on: datetime) -> list[date]:
    """The later days on which something could change: terms that lapse, days that come, acts that lie ahead."""
    days: set[date] = set()
    for row in found.duties:
        if row.state in duties.PENDING and row.due is not None:
            days.update((row.due, row.due + ONE_DAY))
    for mark in found.marks:
        days.update((mark, mark + ONE_DAY))
    ahead = effective(case.named, date.max, known_on)
    days.update(fact.day for fact in ahead.facts + ahead.orphans)
    for version in case.versions:
        if version.since is not None:
            days.add(version.since)
    for born in found.s.of("client.registered"):
        birth: date = born.act.birth_date
        days.update(_birthday(birth, age) for age in (12, 16))
    return sorted(day for day in days if day > found.as_of)


def _birthday(born: date, age: int) -> date:
    from nakomen.law.periods import add_months

    return add_months(born, 12 * age)


def next_change(
    case: Case, as_of: date, known_on: datetime | None = None, before: Standing | None = None
) -> Change | None:
    """The first later day whose standing differs from that of `as_of`, by time alone; None where none does.

    `before` is the standing of `as_of`, for who has it at hand.
    """
    known = known_on if known_on is not None else end_of_day(as_of)
    before = before if before is not None else standing(case, as_of, known)
    pending = moments(before, case, known)
    while pending:
        day = pending.pop(0)
        after = standing(case, day, known)
        changes = compare(before, after)
        if changes:
            return Change(day, changes)
        pending = sorted({*pending, *(later for later in moments(after, case, known) if later > day)})
    return None
