"""Answers as plain data, for command line and API: days in ISO form, money as text with two decimals."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from nakomen.law.clock import AMSTERDAM
from nakomen.law.money import cents
from nakomen.norms.standing import missing_of

if TYPE_CHECKING:
    from nakomen.norms.duties import Duty
    from nakomen.norms.findings import Finding
    from nakomen.norms.next_change import Change
    from nakomen.norms.powers import Answer
    from nakomen.norms.rating import Bill
    from nakomen.norms.standing import Standing
    from nakomen.norms.state import State


def day(value: date | None) -> str | None:
    """A day in ISO form."""
    return None if value is None else value.isoformat()


def instant(value: datetime | None) -> str | None:
    """An instant in local time with its offset."""
    return None if value is None else value.astimezone(AMSTERDAM).isoformat()


def money(value: Decimal | None) -> str | None:
    """Euros with two decimals."""
    return None if value is None else f"{cents(value):.2f}"


def duty(row: Duty, s: State) -> dict[str, Any]:
    """A duty as a standing shows it."""
    norm = row.norm
    return {
        "clause": norm.clause,
        "bearer": norm.bearer,
        "toward": norm.toward,
        "what": norm.what,
        "state": row.state,
        "since": day(row.since),
        "due": day(row.due),
        "due_at": instant(row.due_at),
        "done_on": day(row.done_on),
        "closed_on": day(row.closed_on),
        "missing": missing_of(row, s),
        "because": row.because(),
        "open_norm": norm.open_norm,
        "statute": norm.statute,
    }


def finding(item: Finding) -> dict[str, Any]:
    """A finding as a standing shows it."""
    return {"clause": item.clause, "what": item.what, "because": item.because}


def standing(found: Standing) -> dict[str, Any]:
    """A standing as the command line prints it."""
    agreement = found.agreement
    plan = found.plan
    retention = found.retention
    return {
        "as_of": day(found.as_of),
        "known_on": instant(found.known_on),
        "terms": found.s.norms.name,
        "agreement": {**agreement, "since": day(agreement["since"]), "ends_on": day(agreement["ends_on"])},
        "plan": {"status": plan["status"], "since": day(plan["since"])},
        "representation": found.representation,
        "retention": {
            "until": day(retention["until"]),
            "clause": retention["clause"],
            "other_until": day(retention["other_until"]),
        },
        "balances": [{"invoice": b["invoice"], "open": money(b["open"]), "due": day(b["due"])} for b in found.balances],
        "duties": [duty(row, found.state_of(row)) for row in found.duties],
        "findings": [finding(item) for item in found.findings],
        "receipt": found.receipt,
    }


def answer(found: Answer) -> dict[str, Any]:
    """Whether a power is there."""
    made: dict[str, Any] = {
        "power": found.power,
        "allowed": found.allowed,
        "clauses": found.clauses,
        "unmet": found.unmet,
        "missing": found.missing,
        "earliest_end": day(found.earliest_end),
        "amount": money(found.amount),
        "cap": money(found.cap),
        "parts": {name: money(value) for name, value in found.parts.items()},
        "because": found.because,
    }
    if found.power == "file_dispute":
        made["from"] = day(found.window[0]) if found.window is not None else None
        made["until"] = day(found.window[1]) if found.window is not None else None
    return made


def bill(found: Bill) -> dict[str, Any]:
    """What may be invoiced for a month."""
    lines = [
        {
            "payer": line.payer,
            "for": line.for_,
            "act": line.act,
            "minutes": line.minutes,
            "tariff_hour": money(line.tariff_hour),
            "net": money(line.net),
            "vat": money(line.vat),
            "vat_rate": format(line.vat_rate.normalize(), "f"),
            "amount": money(line.amount),
            "clauses": line.clauses,
        }
        for line in found.lines
    ]
    left_out = [{"act": item.act, "clauses": item.clauses, "why": item.why} for item in found.left_out]
    return {
        "month": found.month,
        "lines": lines,
        "left_out": left_out,
        "totals": {payer: money(value) for payer, value in found.totals().items()},
    }


def next_change(found: Change | None) -> dict[str, Any]:
    """The next change by time alone; `on` is null where there is none."""
    if found is None:
        return {"on": None, "changes": []}
    return {"on": day(found.on), "changes": found.changes}
