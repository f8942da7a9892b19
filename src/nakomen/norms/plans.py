"""The plan through time: presented, in effect on consent, replaced by a newly agreed one (readings 15 to 17)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nakomen.norms.facts import precedes

if TYPE_CHECKING:
    from nakomen.norms.facts import Fact
    from nakomen.norms.state import State


def in_force(s: State) -> Fact | None:
    """The consent by which the present plan is in effect; a plan goes with the agreement that it was made for."""
    agreement = s.agreement_on(s.day)
    for consent in reversed(s.of("plan.agreed")):
        if s.agreement_on(consent.day) is agreement:
            return consent
    return None


def current(s: State) -> Fact | None:
    """The plan in effect, as it was presented."""
    consent = in_force(s)
    return s.named.get(consent.ref) if consent is not None and consent.ref else None


def replaced(s: State, t: Fact) -> Fact | None:
    """The consent to a newer plan, after which terms of the older start anew (reading 16)."""
    plan = t.name if t.kind == "plan.presented" else t.ref
    for fact in s.of("plan.agreed"):
        if fact is not t and fact.ref != plan and precedes(t, fact) and _newer(s, fact.ref, plan):
            return fact
    return None


def _newer(s: State, newer: str | None, older: str | None) -> bool:
    one = s.named.get(newer) if newer else None
    other = s.named.get(older) if older else None
    return one is not None and other is not None and one is not other and precedes(other, one)


def starts_care(s: State, t: Fact) -> bool:
    """Whether care under its agreement began with this: the earlier of start and first delivered visit (reading 15)."""
    begun: dict[Any, Fact] | None = s.memo.get("care begun")
    if begun is None:
        begun = s.memo["care begun"] = {}
        for fact in sorted(s.of("care.started") + s.of("visit.delivered"), key=lambda each: each.day):
            begun.setdefault(s.agreement_on(fact.day), fact)
    return begun.get(s.agreement_on(t.day)) is t


def had_plan(s: State, t: Fact) -> bool:
    """Whether a plan had been agreed when something was done."""
    return bool(s.moment(t).of("plan.agreed"))


def has_sections(t: Fact, *names: str) -> bool:
    """Whether a plan holds all the sections named."""
    held = t.act.sections
    return all(name in held for name in names)


def view(s: State) -> dict[str, Any]:
    """The plan as a standing shows it."""
    agreements = s.agreements
    if agreements and agreements[-1].ended is not None:
        return {"status": "none", "since": None}
    consent = in_force(s)
    if consent is not None:
        return {"status": "in_force", "since": consent.day}
    agreement = s.agreement_on(s.day)
    presented = [plan for plan in s.of("plan.presented") if s.agreement_on(plan.day) is agreement]
    if presented:
        return {"status": "presented", "since": presented[-1].day}
    return {"status": "none", "since": None}
