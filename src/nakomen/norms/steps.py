"""The sums of days behind the named rules: how a term that a rule works out came about, step by step, in Dutch."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from nakomen.law.calendar import extend
from nakomen.law.periods import Period, add_months, describe
from nakomen.law.tables import dutch
from nakomen.norms import debts, disputes, visits
from nakomen.norms.showing import shown
from nakomen.norms.state import received

if TYPE_CHECKING:
    from collections.abc import Callable

    from nakomen.norms.facts import Fact
    from nakomen.norms.state import State


def _plus(day: date, words: str, end: date) -> str:
    return f"{dutch(day)} + {words} = {dutch(end)}"


def _extended(plain: date) -> list[str]:
    return [step.text for step in extend(plain).steps]


def complaint(s: State, t: Fact) -> list[str]:
    """Six weeks, once extended by at most four with written notice in time, and moved off weekends and holidays."""
    plain = t.day + disputes.SIX_WEEKS
    lines = [_plus(t.day, "6 weken", plain)]
    for extension in s.answering(t, "complaint.extended"):
        if extension.day <= extend(plain).date:
            until = max(plain, min(extension.act.until, t.day + disputes.TEN_WEEKS))
            lines.append(f"Verlengd op {dutch(extension.day)}: ten hoogste 4 weken erbij, tot {dutch(until)}.")
            plain = until
            break
    return lines + _extended(plain)


def request(s: State, t: Fact) -> list[str]:
    """One month, extendable to three with notice in time, and moved off weekends and holidays."""
    plain = add_months(t.day, 1)
    lines = [_plus(t.day, "1 maand", plain)]
    for extension in s.answering(t, "dossier.term_extended"):
        if extension.day <= extend(plain).date:
            until = max(plain, min(extension.act.until, add_months(t.day, 3)))
            lines.append(f"Verlengd op {dutch(extension.day)}: ten hoogste 2 maanden erbij, tot {dutch(until)}.")
            plain = until
            break
    return lines + _extended(plain)


def at_once(s: State, day: date | None) -> list[str]:
    """The setting for what is asked at once, counted from a day."""
    from nakomen.norms.duties import at_once as limit

    if day is None:
        return []
    period = s.settings["at_once"]
    words = describe(period) if isinstance(period, Period) else f"{period.days} dagen"
    return [_plus(day, words, limit(s, day))]


def due(s: State, t: Fact) -> list[str]:
    """The payment term from receipt of the invoice."""
    got, end = received(t), debts.due(s, t)
    lines = [f"Ontvangen op {dutch(got)}."] if got != t.day else []
    stated = t.act.due_on
    if stated is not None and stated == end:
        return [*lines, f"De factuur noemt zelf een latere dag: {dutch(end)}."]
    return [*lines, _plus(got, "de betalingstermijn", end)]


def ahead(s: State, t: Fact, hours: int) -> list[str]:
    """Real hours before the start of a visit or pause, across a clock change too."""
    end = visits.ahead(s, t, hours)
    if end is None:
        return []
    if t.kind == "care.paused":
        return [f"Begin {dutch(t.act.from_)} 00:00 − {hours} uur = {shown(end)}"]
    visit = visits.visit_of(s, t)
    begin = visits.start(s, visit) if visit is not None else end
    return [f"Begin {shown(begin)} − {hours} uur = {shown(end)}"]


def hours_later(s: State, t: Fact, hours: int) -> list[str]:
    """Real hours from a moment."""
    from nakomen.norms.questions import hours_later as limit

    begin = shown(t.at) if t.at is not None else f"{dutch(t.day)} (tijd onbekend)"
    return [f"{begin} + {hours} uur = {shown(limit(s, t, hours))}"]


def accepted(s: State, t: Fact | None = None) -> list[str]:
    """The day on which the agreement came about."""
    agreement = s.agreement_on(t.day) if t is not None else None
    return [f"De overeenkomst kwam tot stand op {dutch(agreement.since)}."] if agreement is not None else []


#: What explains the value of a function, by its name in the language; called with the same arguments.
STEPS: dict[str, Callable[..., list[str]]] = {
    "complaint_due": complaint,
    "request_due": request,
    "at_once": at_once,
    "due_of": due,
    "ahead": ahead,
    "hours_later": hours_later,
    "accepted": accepted,
}


def of_call(name: str, s: State, arguments: list[Any]) -> list[str]:
    """The steps behind a call; none for a function whose value speaks for itself."""
    explain = STEPS.get(name)
    return explain(s, *arguments) if explain is not None else []
