"""Who may speak for the client: age, capacity, representation, and consents in force (readings 20, 22, 23)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nakomen.law.periods import add_months
from nakomen.norms.facts import not_after, precedes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from nakomen.norms.facts import Fact
    from nakomen.norms.state import State

MATTERS = ("care", "information", "finance")
#: What a role can cover at most; a curator covers all by law, whatever the appointment says.
REACH: Mapping[str, frozenset[str]] = {
    "curator": frozenset(MATTERS),
    "mentor": frozenset({"care"}),
    "administrator": frozenset({"finance"}),
    "proxy": frozenset(MATTERS),
    "partner": frozenset({"care", "information"}),
    "parent": frozenset({"care", "information"}),
    "child": frozenset({"care", "information"}),
    "sibling": frozenset({"care", "information"}),
}
#: Who comes first where more than one could act.
RANK = ("curator", "mentor", "administrator", "proxy", "partner", "parent", "child", "sibling")
#: The matter in which a consent speaks.
MATTER_OF_CONSENT: Mapping[str, str] = {
    "disclosure": "information",
    "exchange": "information",
    "carer_information": "information",
    "relatives_inspection": "information",
    "quality_measurement": "information",
    "office_work": "finance",
}


def died(s: State) -> bool:
    """Whether the client has died by the day the state is seen from."""
    return bool(s.of("client.died"))


def age(s: State, day: date) -> int | None:
    """The client's age in whole years on a day; unknown without registration."""
    registered = s.last("client.registered")
    if registered is None:
        return None
    act: Any = registered.act
    born: date = act.birth_date
    years = day.year - born.year
    return years if add_months(born, 12 * years) <= day else years - 1


def capable(s: State, matter: str) -> bool:
    """Whether the client can decide in a matter: without an assessment one of sixteen or over can."""
    years = age(s, s.day)
    if years is not None and years < 16:
        return False
    for fact in reversed(s.of("client.capacity_assessed")):
        act: Any = fact.act
        if not act.about or matter in act.about:
            return bool(act.capable)
    return True


def scope(fact: Fact) -> frozenset[str]:
    """The matters that an appointment covers, cut to what its role can cover."""
    act: Any = fact.act
    role = act.role or ("proxy" if act.basis == "written" else None)
    if role == "curator":
        return REACH["curator"]
    given = frozenset(MATTERS) if "all" in act.scope else frozenset(act.scope)
    return given & REACH[role] if role is not None else given


def _rank(fact: Fact) -> int:
    act: Any = fact.act
    role = act.role or ("proxy" if act.basis == "written" else "sibling")
    return RANK.index(role)


def representative(s: State, matter: str) -> Fact | None:
    """The one who would act for the client in a matter: the first in rank whose authority has not ended."""
    if died(s):
        return None
    active = [
        fact
        for fact in s.of("client.representative_appointed")
        if matter in scope(fact) and not s.answering(fact, "client.representative_ended")
    ]
    return min(active, key=_rank) if active else None


def represented(s: State, matter: str) -> bool:
    """Whether a representative may act now: there is one, and the client lacks capacity in the matter (clause 6)."""
    return representative(s, matter) is not None and not capable(s, matter)


def view(s: State) -> list[dict[str, Any]]:
    """The representatives as a standing shows them, each with the matters in which it may act now."""
    if died(s):
        return []
    shown = []
    for fact in s.of("client.representative_appointed"):
        if s.answering(fact, "client.representative_ended"):
            continue
        act: Any = fact.act
        acts_in = [matter for matter in MATTERS if representative(s, matter) is fact and not capable(s, matter)]
        shown.append(
            {
                "act": fact.name,
                "basis": act.basis,
                "role": act.role,
                "scope": [matter for matter in MATTERS if matter in scope(fact)],
                "may_act_in": acts_in,
            }
        )
    return shown


def valid(s: State, given: Fact) -> bool:
    """Whether who gave a consent could give it, on the day it was given."""
    act: Any = given.act
    then = s.moment(given)
    matter = MATTER_OF_CONSENT.get(act.for_, "care")
    years = age(s, given.day)
    if years is not None and years < 16:
        if years < 12:
            return act.by in ("representative", "both")
        return act.by == "both" or _other_side(s, given)
    if act.by == "representative":
        return represented(then, matter)
    return act.by == "both" or capable(then, matter)


def could_act(s: State, t: Fact) -> bool:
    """Whether who accepted, agreed or gave notice on the client's side could do so on that day (reading 22)."""
    by: str = t.act.by
    then = s.moment(t)
    years = age(then, t.day)
    if years is not None and 12 <= years < 16:
        sides = {o.act.by for o in s.whole.of(t.kind) if o.ref == t.ref}
        return {"client", "representative"} <= sides
    return represented(then, "care") if by == "representative" else capable(then, "care")


def _other_side(s: State, given: Fact) -> bool:
    """From twelve to fifteen both must consent: the other one did so for the same thing."""
    mine: Any = given.act
    for other in s.of("consent.given"):
        act: Any = other.act
        if other is not given and act.for_ == mine.for_ and {act.by, mine.by} == {"client", "representative"}:
            return True
    return False


def consent(s: State, for_: str, fits: Callable[[Any], bool] | None = None) -> Fact | None:
    """The last consent in force for something: given by who could, not withdrawn, not refused later."""
    if for_ != "relatives_inspection" and died(s):
        return None
    for given in reversed(s.of("consent.given")):
        act: Any = given.act
        if act.for_ != for_ or (fits is not None and not fits(act)):
            continue
        if s.answering(given, "consent.withdrawn") or _refused_after(s, given):
            continue
        if valid(s, given):
            return given
    return None


def _refused_after(s: State, given: Fact) -> bool:
    mine: Any = given.act
    for refusal in s.of("consent.refused"):
        act: Any = refusal.act
        if act.for_ != mine.for_ or not precedes(given, refusal) or (refusal.day, refusal.at) == (given.day, given.at):
            continue
        if act.scope is None or act.scope == mine.scope:
            return True
    return False


def refused(s: State, for_: str) -> bool:
    """Whether the client said no: refused, or took an earlier consent back, and consented to nothing since."""
    if consent(s, for_) is not None:
        return False
    if any(fact.act.for_ == for_ for fact in s.of("consent.refused")):
        return True
    return any(given.act.for_ == for_ and s.answering(given, "consent.withdrawn") for given in s.of("consent.given"))


def receives_electronically(s: State, fact: Fact) -> bool | None:
    """Whether the client could receive electronic information when `fact` was done; unknown if unregistered (5.2)."""
    able: bool | None = None
    for change in s.of("client.registered") + s.of("client.details_changed"):
        act: Any = change.act
        if act.electronic is not None and not_after(change, fact.day, fact.at):
            able = act.electronic
    return able
