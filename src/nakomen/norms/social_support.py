"""Small questions that the conditions for social support ask: carers, other providers, no-shows, the budget."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from nakomen.norms import charges, matters, persons, visits
from nakomen.norms.facts import Fact, precedes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nakomen.norms.state import State

ONE_DAY = timedelta(days=1)
CARER, PROVIDER, PROVIDER_GONE = "client.carer_named", "client.other_provider_reported", "client.other_provider_ended"
#: What may be told of a no-show: that it happened, and when (reading 29).
NO_SHOW_DATA = frozenset({"fact", "date", "no_show", "feit", "datum"})


def _plain(text: str) -> str:
    return text.strip().casefold()


# --- carers and other providers -------------------------------------------------------------------


def _last_word(s: State) -> dict[str, Fact]:
    """What the client last said of each carer, by name."""
    return {_plain(fact.act.name): fact for fact in s.of(CARER)}


def carer_vetoed(s: State) -> Any:
    """The veto, where the client's last word on every carer was no (`zonl` 2.3.a)."""
    words = list(_last_word(s).values())
    return words[-1] if words and not any(fact.act.involve for fact in words) else False


def vetoed(s: State, t: Fact) -> bool:
    """Whether the client's last word on the carer of this act was no."""
    carer = s.named.get(t.ref) if t.ref else None
    return carer is not None and not _last_word(s).get(_plain(carer.act.name), carer).act.involve


def veto_after(s: State, t: Fact) -> Fact | None:
    """The act by which the client later did not want this carer to be involved any more."""
    mine = _plain(t.act.name)
    facts = s.of(CARER)
    for fact in facts[facts.index(t) + 1 :]:
        if _plain(fact.act.name) == mine and not fact.act.involve:
            return fact
    return None


def _names(facts: Iterable[Fact]) -> set[str]:
    return {_plain(fact.act.name if fact.kind == CARER else fact.act.provider) for fact in facts}


def coordinated(s: State, f: Fact, t: Fact) -> bool:
    """Whether coordination was with this carer or provider: it names them, or not only others that are known."""
    with_ = {_plain(name) for name in f.act.with_}
    if with_ & _names([t]):
        return True
    return not with_ or not with_ <= _names(s.of(CARER) + s.of(PROVIDER))


def with_provider(s: State, t: Fact) -> bool:
    """Whether coordination was with another provider that the client then had."""
    there = [fact for fact in s.of(PROVIDER) if not s.answering(fact, PROVIDER_GONE)]
    with_ = {_plain(name) for name in t.act.with_}
    if with_ & _names(there):
        return True
    return bool(there) and not s.of(CARER) and not with_ <= _names(s.of(PROVIDER))


def exchange_consent(s: State) -> Fact | None:
    """The client's consent to coordinate with other providers: to the exchange as such, or to disclosure to them."""
    to_them = ("other_provider", "caregiver", None)
    return persons.consent(s, "exchange", lambda act: act.recipient in to_them) or persons.consent(
        s,
        "disclosure",
        lambda act: act.recipient == "other_provider" and act.purpose in ("coordination", "care", None),
    )


def exchange_allowed(s: State, f: Fact) -> bool:
    """Whether the client allowed the exchange when it took place."""
    return exchange_consent(s.moment(f)) is not None


def exchange_excuse(s: State) -> bool | None:
    """Coordination needs consent: refused it is excused, without a word it is undetermined, consented it is owed."""
    if exchange_consent(s) is not None:
        return False
    if persons.refused(s, "exchange"):
        return True
    s.lack("consent.given")
    return None


# --- no-shows and sickness ------------------------------------------------------------------------


def twice_missed(s: State) -> Any:
    """The second no-show since the last talk, which opens the contact with the municipality (`zonl` 7.6)."""
    talks = s.of("noshow.talk_held")
    for t in reversed(s.of("visit.missed")):
        if any(precedes(t, talk) and talk.day < s.day for talk in talks):
            return False
        if visits.second_miss(s, t):
            return t
    return False


def more_than_no_show(s: State, t: Fact) -> bool:
    """Whether more than the fact and the date of a no-show was told (reading 29)."""
    return not {_plain(item) for item in t.act.data or ()} <= NO_SHOW_DATA


def billed_for_sickness(s: State, name: str) -> bool:
    """Whether a visit falls within the sickness that the municipality may be billed for (`zonl` 7.2)."""
    visit = s.named[name]
    lives_in = matters.municipality(s, visits.start_day(s, visit))
    return lives_in == "Noordoostpolder" and visit.act.payer == "wmo" and charges.within_spell(s, name)


# --- the budget -----------------------------------------------------------------------------------


def first_talk_on_plan(s: State, t: Fact) -> date | None:
    """The first talk on the plan: the wishes discussed, else the plan presented."""
    days = [facts[0].day for facts in (s.of("plan.wishes_discussed"), s.of("plan.presented")) if facts]
    return min(days) if days else None


def budget_turn(s: State, t: Fact) -> bool:
    """Whether an act starts a turn of telling what is left of the budget (`zonl` 8.4)."""
    if t.kind == "budget.granted":
        return True
    granted = any(precedes(budget, t) for budget in s.of("budget.granted"))
    return granted and bool(matters.gives(s, t, "budget_remaining"))


def turn_from(s: State, t: Fact) -> date:
    """The day from which a turn runs: not before the budget itself."""
    day: date = max(t.day, t.act.valid_from) if t.kind == "budget.granted" else t.day
    agreement = s.agreement_on(t.day)
    return max(day, agreement.since) if agreement is not None else day


def budget_over(s: State, t: Fact) -> date | None:
    """The day after the last budget's end."""
    last: date = max(fact.act.valid_until for fact in s.of("budget.granted"))
    return last + ONE_DAY if s.passed(last) else None
