"""What a form of an act starts with: the day, the act that it answers, and what follows from that act."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from nakomen.acts import kind_class
from nakomen.acts.reading_acts import members
from nakomen.acts.writing import write_act
from nakomen.norms.facts import LATEST
from nakomen.web.desk.acts.forms import ANY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nakomen.web.desk.acts.about import About, Pointed


def initial(
    kind: str, about: About, act: str | None = None, clause: str = "", wanted: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The values that a form starts with, as JSON of the case file.

    `act` is the act whose duty is done or which is answered, `clause` the one under which something is owed, `wanted`
    what that clause itself asks for.
    """
    told: dict[str, Any] = {"on": about.today.isoformat()}
    target = answered(kind, about, act)
    if target is not None:
        told["act"] = target.name
    told |= _by(kind)
    if kind in _FROM:
        told |= _FROM[kind](about, about.find(act) or target, clause)
    told |= wanted or {}
    known = members(kind_class(kind))
    return {name: value for name, value in told.items() if name in known and value not in (None, "")}


def answered(kind: str, about: About, act: str | None) -> Pointed | None:
    """The act that this one belongs to: the one named, else what that one belongs to, else the only or latest one."""
    kinds = kind_class(kind).answers
    given = about.find(act)
    if kind in ANY:
        return given
    if not kinds:
        return None
    for each in (given, about.find(given.ref) if given else None):
        if each is not None and each.kind in kinds:
            return each
    found = [each for each in about.acts if each.kind in kinds]
    required = members(kind_class(kind))["act"].required
    if found and (kind in LATEST or (required and len(found) == 1)):
        return found[0]
    return None


def _by(kind: str) -> dict[str, Any]:
    """Who did it, where only the provider does."""
    by = members(kind_class(kind)).get("by")
    if by is None or kind_class(kind).done_by != ("provider",):
        return {}
    return {"by": "provider"} if "provider" in getattr(by.type, "__args__", ()) else {}


# --- what follows from the act answered -----------------------------------------------------------------------------


def _json(target: Pointed | None) -> Mapping[str, Any]:
    return write_act(target.act) if target is not None and target.act is not None else {}


def _open_amount(about: About, target: Pointed | None, _clause: str) -> dict[str, Any]:
    open_ = about.balances.get(target.name) if target is not None else None
    return {"amount": f"{open_:.2f}"} if open_ else {}


def _month_of(about: About, target: Pointed | None, _clause: str) -> dict[str, Any]:
    """The invoice of the month in which something was done that the client pays for."""
    lines = about.bill(target.day) if target is not None and target.kind != "invoice.sent" else []
    return {"lines": lines, "amount": str(sum(Decimal(line["amount"]) for line in lines))} if lines else {}


def _planned_minutes(_about: About, target: Pointed | None, _clause: str) -> dict[str, Any]:
    return {"minutes": _json(target).get("minutes")}


def _planned_start(_about: About, target: Pointed | None, _clause: str) -> dict[str, Any]:
    return {"start": _json(target).get("start")}


def _reminder(about: About, target: Pointed | None, _clause: str) -> dict[str, Any]:
    chosen = [target.name] if target is not None and target.kind == "invoice.sent" else list(about.late)
    return {"invoices": chosen, "days_given": about.reminder_days, "counted_from": "day_after_receipt"}


def _topics(about: About, target: Pointed | None, clause: str) -> dict[str, Any]:
    topic = _json(target).get("topic") or about.topic_of(clause)
    return {"topics": [topic], "to": "client"} if topic else {}


def _topic(about: About, target: Pointed | None, clause: str) -> dict[str, Any]:
    return {"topic": _json(target).get("topic") or about.topic_of(clause)}


def _version(about: About, _target: Pointed | None, _clause: str) -> dict[str, Any]:
    """The newest version of the client's own set; where two sets could be meant, somebody has to choose."""
    return {"version": next((value for value, _ in about.choices("versions")), None)} if about.own_set else {}


def _services(about: About, _target: Pointed | None, _clause: str) -> dict[str, Any]:
    return {"services": about.offers()}


def _waived(_about: About, _target: Pointed | None, clause: str) -> dict[str, Any]:
    return {"clause": clause}


def _next_step(about: About, target: Pointed | None, _clause: str) -> dict[str, Any]:
    taken = [each for each in about.acts if each.kind == "abuse.step_taken" and target and each.ref == target.name]
    return {"step": min(len(taken) + 1, 5)}


def _with_whom(_about: About, target: Pointed | None, _clause: str) -> dict[str, Any]:
    told = _json(target)
    name = {"client.other_provider_reported": told.get("provider"), "client.carer_named": told.get("name")}
    who = name.get(target.kind) if target is not None else None
    return {"with": [who]} if who else {}


def _successor(about: About, _target: Pointed | None, _clause: str) -> dict[str, Any]:
    latest = next((each for each in about.acts if each.kind == "indication.issued"), None)
    return {name: value for name, value in _json(latest).items() if name in ("law", "body")}


_FROM: Mapping[str, Callable[[About, Pointed | None, str], dict[str, Any]]] = {
    "abuse.step_taken": _next_step,
    "agreement.offered": _services,
    "coordination.held": _with_whom,
    "duty.waived": _waived,
    "indication.issued": _successor,
    "information.asked_of_client": _topic,
    "information.given": _topics,
    "information.received": _topic,
    "information.requested": _topic,
    "invoice.credited": _open_amount,
    "invoice.sent": _month_of,
    "payment.received": _open_amount,
    "reminder.sent": _reminder,
    "terms.provided": _version,
    "visit.delivered": _planned_minutes,
    "visit.moved": _planned_start,
}
