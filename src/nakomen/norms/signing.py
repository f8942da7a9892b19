"""The way to an agreement: what comes before signing, how far it is, and what signing still lacks.

What must be there is what the power `sign_agreement` asks under the conditions; the other steps are those that the
duties of the conditions ask of the time before the agreement.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from nakomen.norms import agreements, indications, matters, persons
from nakomen.norms.powers import judge
from nakomen.norms.state import Moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from nakomen.norms.facts import Fact
    from nakomen.norms.model import DutyNorm, NormSet
    from nakomen.norms.powers import Answer, Judged
    from nakomen.norms.state import State

type Progress = Literal["done", "todo", "unknown", "waiting"]

POWER = "sign_agreement"
TOLD = "information.given"
OFFER = "agreement.offered"
#: The steps in the order in which they are mostly taken: the kind of act that takes each.
ORDER = (
    "client.registered",
    "support.requested",
    "indication.issued",
    "intake.application_declared",
    "budget.granted",
    "client.identified",
    "client.contact_person_named",
    "client.representative_appointed",
    "client.carer_named",
    "terms.provided",
    TOLD,
    "intake.held",
    "intake.choices_stated",
    "home.checked",
    "exclusion.assessed",
    "plan.wishes_discussed",
    "plan.supporter_told",
    "plan.presented",
    OFFER,
    "agreement.accepted",
    "agreement.signed",
)
#: Acts of the time before the agreement: a duty that one of these opens belongs to the way there.
EARLY = frozenset({"client.registered", "support.requested", "budget.granted", "intake.held"})
#: Steps that are there under any conditions.
ALWAYS = frozenset(
    {"client.registered", "indication.issued", "client.representative_appointed", OFFER, "agreement.accepted"}
)
#: What is only done where it comes up: never lacking.
AS_NEEDED = frozenset({"client.representative_appointed", "client.carer_named", "exclusion.assessed"})


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic that the client is told of before the agreement, with the clause that says so."""

    name: str
    clause: str
    given: bool
    required: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the kind of act that takes it, how it stands, and under which clauses.

    `required` tells that the agreement cannot be signed without it, `needed` that it is asked of this client at all.
    `judged` are the requirements of the power behind it, `by` the acts that took it.
    """

    kind: str
    progress: Progress
    clauses: tuple[str, ...] = ()
    required: bool = False
    needed: bool = True
    judged: tuple[Judged, ...] = ()
    by: tuple[Fact, ...] = ()
    topics: tuple[Topic, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """All steps up to a signed agreement; `signable` as the power says: None where that cannot be told."""

    steps: tuple[Step, ...]
    signable: bool | None
    status: str
    since: date | None
    answer: Answer = field(repr=False)

    @property
    def counted(self) -> tuple[int, int]:
        """How many steps of those that this client needs have been taken, and how many there are."""
        needed = [step for step in self.steps if step.needed]
        return sum(step.progress == "done" for step in needed), len(needed)

    def step(self, kind: str) -> Step | None:
        """The step that this kind of act takes, where there is one."""
        return next((step for step in self.steps if step.kind == kind), None)


def way(s: State, topics: Mapping[str, str]) -> Way:
    """The way to an agreement on the day of the state; `topics` gives the topic of each clause that has one."""
    answer = judge(s, POWER, {}) if POWER in s.norms.powers else _free()
    view = agreements.view(s)
    asked = _requirements(answer)
    kinds = [kind for kind in ORDER if kind in asked or kind in ALWAYS or _asked_early(s.norms, kind)]
    kinds[-1:-1] = [kind for kind in asked if kind not in ORDER]
    steps = [_step(s, kind, asked.get(kind, []), topics, view["status"]) for kind in kinds]
    return Way(tuple(steps), answer.allowed, view["status"], view["since"], answer)


def on_day(s: State, day: date) -> Answer:
    """The power to sign as it was on a day, by what had been done by then."""
    then = Moment(s.under(day), day, None)
    return judge(then, POWER, {}) if POWER in then.norms.powers else _free()


def who_accepts(s: State) -> tuple[str, ...]:
    """Who says yes to an offer today: the client, the representative, or from twelve to fifteen both (clause 6)."""
    years = persons.age(s, s.day)
    if years is not None and 12 <= years < 16:
        return ("client", "representative")
    return ("client",) if persons.capable(s, "care") else ("representative",)


def _free() -> Answer:
    """Conditions that ask nothing before signing."""
    from nakomen.norms.powers import Answer as Made

    return Made(POWER, allowed=True)


def _requirements(answer: Answer) -> dict[str, list[Judged]]:
    found: dict[str, list[Judged]] = {}
    for item in answer.judged:
        found.setdefault(item.requirement.what, []).append(item)
    return found


def _asked_early(norms: NormSet, kind: str) -> bool:
    """Whether the conditions ask this of the time before the agreement, or confirm it after."""
    if kind == "agreement.signed":
        return any(duty.what == kind for duty in norms.duty_list)
    if kind in EARLY or kind == "client.carer_named":
        return kind in norms.duties
    if kind in ("home.checked", "exclusion.assessed"):
        return any(part.what == kind for each in norms.powers.values() for norm in each for part in norm.require)
    return any(duty.what == kind and EARLY & set(duty.on) for duty in norms.duty_list)


def _once_early(duty: DutyNorm) -> bool:
    """Whether a duty belongs to the time before the agreement alone: one that comes back goes on long after it."""
    return bool(duty.on) and set(duty.on) <= EARLY


def _step(s: State, kind: str, judged: list[Judged], topics: Mapping[str, str], status: str) -> Step:
    told = _topics(s, judged, topics) if kind == TOLD else ()
    clauses = tuple(dict.fromkeys(item.requirement.clause for item in judged)) or _duty_clauses(s.norms, kind)
    return Step(
        kind=kind,
        progress=_progress(s, kind, judged, told, status),
        clauses=tuple(dict.fromkeys(topic.clause for topic in told)) or clauses,
        required=bool(judged),
        needed=_needed(s, kind, judged),
        judged=tuple(judged),
        by=tuple(_by(s, kind)),
        topics=told,
    )


def _needed(s: State, kind: str, judged: list[Judged]) -> bool:
    """Whether this client cannot do without the step."""
    if judged or kind not in (AS_NEEDED | {"budget.granted", "indication.issued", TOLD, "home.checked"}):
        return True
    if kind == TOLD:
        return bool(s.of("budget.granted"))
    if kind == "indication.issued":
        return any(matters.offers(s, offer, "indicated") for offer in s.of(OFFER)) or not s.of(OFFER)
    if kind == "client.representative_appointed":
        return not persons.capable(s, "care")
    return bool(_by(s, kind))


def _duty_clauses(norms: NormSet, kind: str) -> tuple[str, ...]:
    """The clauses whose duties this kind of act does, before the agreement where there are such."""
    own = [duty for duty in norms.duty_list if duty.what == kind]
    early = [duty for duty in own if EARLY & set(duty.on)]
    return tuple(dict.fromkeys(duty.clause for duty in early or own))


def _topics(s: State, judged: list[Judged], topics: Mapping[str, str]) -> tuple[Topic, ...]:
    """Each topic once: those that signing asks for, else those that a duty before the agreement asks for."""
    met = {item.requirement.clause: item.met for item in judged}
    wanted: Iterable[str] = met or (
        duty.clause for duty in s.norms.duty_list if duty.what == TOLD and _once_early(duty)
    )
    return tuple(
        Topic(
            topics[clause],
            clause,
            bool(met[clause] if clause in met else matters.told(s, topics[clause], writing=False)),
            clause in met,
        )
        for clause in dict.fromkeys(wanted)
        if clause in topics
    )


def _progress(s: State, kind: str, judged: list[Judged], told: tuple[Topic, ...], status: str) -> Progress:
    if kind in (OFFER, "agreement.accepted") and status in ("none", "ended") and not agreements.pending_offer(s):
        return "todo" if kind == OFFER else "waiting"
    if judged:
        if all(item.met for item in judged):
            return "done"
        return "todo" if any(item.met is False for item in judged) else "unknown"
    if told:
        return "done" if all(topic.given for topic in told) else "todo"
    if kind == "indication.issued":
        return "done" if matters.indicated(s, s.as_of) else "todo"
    if kind == "agreement.signed":
        return _signed(s, status)
    return "done" if _by(s, kind) else "todo"


def _signed(s: State, status: str) -> Progress:
    if status not in ("in_force", "ending"):
        return "waiting"
    return "done" if {"client", "provider"} <= signed_by(s) else "todo"


def signed_by(s: State) -> set[str]:
    """Which sides have signed the present agreement; who signs for the client counts as the client."""
    agreement = s.agreements[-1] if s.agreements else None
    since = agreement.since if agreement is not None else None
    facts = [fact.act for fact in s.of("agreement.signed") if since is None or fact.day >= since]
    parties: set[str] = {act.party for act in facts}
    return {"client" if party == "representative" else party for party in parties}


def _by(s: State, kind: str) -> list[Fact]:
    """The acts that took a step, for the agreement that is on its way or there now."""
    found = s.of(kind)
    if kind == "indication.issued":
        return [fact for fact in found if indications.not_over(s, fact, s.as_of)]
    if kind == "agreement.accepted":
        return found if agreements.view(s)["status"] in ("in_force", "ending") else []
    if kind == OFFER:
        return found[-1:] if agreements.view(s)["status"] != "ended" else []
    return list(found)
