"""The agreement through time: offered, in force, ending, ended, and on which ground (readings 18 to 20)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from nakomen.norms.facts import precedes
from nakomen.norms.indications import last_day, rests_on_indication
from nakomen.norms.persons import could_act
from nakomen.norms.state import received

if TYPE_CHECKING:
    from nakomen.norms.facts import Fact
    from nakomen.norms.state import State

ONE_DAY = timedelta(days=1)
NOTHING, OFFERED, IN_FORCE, ENDING, ENDED = "none", "offered", "in_force", "ending", "ended"


class End:
    """One way in which an agreement comes to an end.

    `day` is the last day in force, None while it waits for `awaiting`; `announced` the day from which it is certain
    that the  agreement will not go on (None: merely known in advance); `at_once` says that the day itself already
    falls outside.
    """

    __slots__ = ("announced", "at_once", "awaiting", "clause", "day", "fact", "ground")

    def __init__(
        self,
        s: State,
        ground: str,
        day: date | None,
        announced: date | None,
        fact: Fact | None,
        at_once: bool = False,
        awaiting: str | None = None,
    ) -> None:
        self.ground = ground
        self.day = day
        self.announced = announced
        self.fact = fact
        self.at_once = at_once
        self.awaiting = awaiting
        self.clause = s.norms.ends.get(ground)

    def passed(self, s: State) -> bool:
        """Whether the agreement has ended in this way."""
        if self.day is None:
            return False
        return s.reached(self.day) if self.at_once else s.passed(self.day)


class Agreement:
    """One agreement: since when, what was offered, and how it ends."""

    __slots__ = ("accepted", "cause", "ended", "ends", "offers", "since")

    def __init__(self, accepted: Fact, offer: Fact | None) -> None:
        self.accepted = accepted
        self.since: date = accepted.day
        self.offers: list[Fact] = [offer] if offer is not None else []
        self.ends: list[End] = []
        self.ended: date | None = None
        self.cause: Fact | None = None

    @property
    def offer(self) -> Fact | None:
        """The offer that holds now: the last one accepted."""
        return self.offers[-1] if self.offers else None

    def services(self) -> tuple[Any, ...]:
        """The services agreed."""
        offer: Any = self.offer
        return offer.act.services if offer is not None else ()

    def end(self) -> End | None:
        """The end that comes first; one that still waits only when there is no other."""
        dated = [end for end in self.ends if end.day is not None]
        if dated:
            return min(dated, key=lambda end: (end.day, end.announced is None))
        return self.ends[0] if self.ends else None

    def status(self) -> str:
        """`in_force`, `ending` or `ended`."""
        if self.ended is not None:
            return ENDED
        return ENDING if any(end.announced is not None for end in self.ends) else IN_FORCE


def timeline(s: State) -> list[Agreement]:
    """The agreements in order of time."""
    made: list[Agreement] = []
    s.__dict__["agreements"] = made
    for accepted in s.of("agreement.accepted"):
        offer = s.named.get(accepted.ref) if accepted.ref else None
        if made:
            _close(s, made[-1], before=accepted.day)
            if made[-1].ended is None or accepted.day <= made[-1].ended:
                if offer is not None:
                    made[-1].offers.append(offer)
                continue
        made.append(Agreement(accepted, offer))
    if made:
        _close(s, made[-1], before=None)
    return made


def _close(s: State, agreement: Agreement, before: date | None) -> None:
    """Find the ends of an agreement; with `before` only those that had passed when the next one was accepted."""
    ends = [end for end in _ends(s, agreement) if end.day is None or end.day >= agreement.since or end.at_once]
    agreement.ends = ends
    passed = [end for end in ends if end.passed(s) and (before is None or _over(end, before))]
    if passed:
        first = min(passed, key=lambda end: end.day or date.max)
        agreement.ended = first.day
        agreement.cause = first.fact
    else:
        agreement.ended = None


def _over(end: End, day: date) -> bool:
    return end.day is not None and end.day <= day


def _ends(s: State, agreement: Agreement) -> list[End]:
    known = s.norms.ends
    start = agreement.accepted
    found = [End(s, "death", fact.day, fact.day, fact, at_once=True) for fact in s.of("client.died")]
    for fact in s.of("agreement.ended"):
        if precedes(start, fact):
            act: Any = fact.act
            found.append(End(s, act.ground, act.end_on or fact.day, fact.day, fact, at_once=act.end_on is None))
    if "moved" in known:
        found += _moves(s, start)
    if "goal_reached" in known:
        found += [
            End(s, "goal_reached", fact.day, fact.day, fact, at_once=True)
            for fact in s.of("plan.goal_reached")
            if precedes(start, fact)
        ]
    found += _fixed_term(s, agreement)
    if "indication_ended" in known:
        found += _indication_end(s, agreement)
    if "notice.given" in s.by:
        found += _notices(s, start)
    return found


def _moves(s: State, start: Fact) -> list[End]:
    ends = []
    for fact in s.of("client.moved"):
        act: Any = fact.act
        if precedes(start, fact) and not act.in_service_area:
            ends.append(End(s, "moved", act.moves_on or fact.day, fact.day, fact, at_once=True))
    return ends


def _fixed_term(s: State, agreement: Agreement) -> list[End]:
    offer: Any = agreement.offer
    if offer is None or offer.act.fixed_until is None:
        return []
    return [End(s, "term_passed", offer.act.fixed_until, None, offer)]


def _indication_end(s: State, agreement: Agreement) -> list[End]:
    """Support on an indication ends with it; an agreement with no other part ends (reading 19)."""
    services = agreement.services()
    if services and not all(rests_on_indication(service.payer) for service in services):
        return []
    day, fact, announced = last_day(s, agreement.since)
    if day is None or fact is None:
        return []
    return [End(s, "indication_ended", day, announced, fact, at_once=fact.kind == "indication.withdrawn")]


def _notices(s: State, start: Fact) -> list[End]:
    ends = []
    for fact in s.of("notice.given"):
        # A notice works on receipt (reading 18).
        if precedes(start, fact) and not withdrawn(s, fact) and s.reached(received(fact)):
            end = notice_end(s, fact)
            if end is not None:
                ends.append(end)
    return ends


def withdrawn(s: State, notice: Fact) -> bool:
    """Whether a notice was taken back with the agreement of the other side."""
    return any(fact.act.agreed for fact in s.answering(notice, "notice.withdrawn"))


def notice_end(s: State, notice: Fact) -> End | None:
    """The end that a notice brings; None where the power to give it was lacking, for such a notice ends nothing."""
    from nakomen.norms.powers import judge_notice

    act: Any = notice.act
    on_receipt = received(notice)
    if act.by != "provider" and not could_act(s, notice):
        return None
    answer = judge_notice(s, notice)
    if answer.allowed is False:
        return None
    day = answer.earliest_end
    if day is not None and act.end_on is not None and act.end_on > day:
        day = act.end_on
    awaiting = None
    if answer.awaits is not None:
        transfer = transferred(s, notice)
        if transfer is None:
            day, awaiting = None, answer.awaits
        elif day is None or transfer > day:
            day = transfer
    return End(s, "notice", day, on_receipt, notice, awaiting=awaiting)


def transferred(s: State, notice: Fact) -> date | None:
    """The day on which the new provider gives the care."""
    for fact in s.of("care.transferred"):
        act: Any = fact.act
        day: date = act.expected_on or fact.day
        if precedes(notice, fact) or day >= notice.day:
            return day
    return None


def view(s: State) -> dict[str, Any]:
    """The agreement as a standing shows it."""
    current = s.agreements[-1] if s.agreements else None
    if current is None or (current.ended is not None and _newer_offer(s, current)):
        return _offered(s)
    end = current.end()
    status = current.status()
    if current.ended is not None:
        end = next(item for item in current.ends if item.day == current.ended and item.fact is current.cause)
    return {
        "status": status,
        "since": current.since,
        "ends_on": end.day if end is not None else None,
        "ground": end.ground if end is not None else None,
        "clause": end.clause if end is not None else None,
        "awaiting": _awaited(s, current) if current.ended is None else None,
    }


def _awaited(s: State, agreement: Agreement) -> str | None:
    """What a notice waits for: the new provider's care (31.2), or one by who may, in a form that is allowed (18)."""
    for end in agreement.ends:
        if end.awaiting is not None:
            return end.awaiting
    if any(end.ground == "notice" for end in agreement.ends):
        return None
    for fact in s.of("notice.given"):
        if received(fact) > s.as_of:
            continue
        informal = fact.act.channel == "oral" and s.norms.regime == "social_support"
        if (fact.act.by != "provider" or informal) and precedes(agreement.accepted, fact) and not withdrawn(s, fact):
            return "notice.given"
    return None


def pending_offer(s: State) -> Fact | None:
    """The last offer that was neither accepted nor declined."""
    for offer in reversed(s.of("agreement.offered")):
        if s.answering(offer, "agreement.accepted") or s.answering(offer, "agreement.offer_declined"):
            return None
        return offer
    return None


def _newer_offer(s: State, ended: Agreement) -> bool:
    offer = pending_offer(s)
    return offer is not None and ended.ended is not None and offer.day >= ended.ended


def _offered(s: State) -> dict[str, Any]:
    offer = pending_offer(s)
    status = OFFERED if offer is not None and not s.of("client.died") else NOTHING
    return {
        "status": status,
        "since": offer.day if offer is not None and status == OFFERED else None,
        "ends_on": None,
        "ground": None,
        "clause": None,
        "awaiting": "agreement.accepted" if status == OFFERED else None,
    }
