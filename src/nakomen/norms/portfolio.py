"""The portfolio path: one clause over many rows, compiled to one loop, with an explanation for each row.

The same norm data as the path per client; a property test holds that both agree. A row holds what the client's path
has found by then: the act that opened the duty, the day from which it runs, and the facts that could do it, in order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from nakomen.norms import duties
from nakomen.norms.grammar import Writer, both, certain, either, minus, negation, plus, reach

if TYPE_CHECKING:
    from nakomen.norms.facts import Fact
    from nakomen.norms.model import DutyNorm
    from nakomen.norms.state import State


class Row(NamedTuple):
    """One case of a clause: the fact that opens it, the day from which it runs, the facts that may do it, in order."""

    t: Any
    since: date
    candidates: Sequence[Any]


class Outcome(NamedTuple):
    """How a row stands: last day in time, state, and its explanation: clause, opening fact, since, what did it."""

    due: date | None
    state: str
    clause: str
    t: Any
    since: date
    by: Any
    caught_up: bool


class NotForRowsError(ValueError):
    """The clause needs more than a row holds (an excuse, a lapse, a rule over all facts)."""


SOURCE = """
def run(rows, s):
    out = []
    add = out.append
    as_of = s.as_of
    for row in rows:
        t, since, candidates = row
        {when}
        due = {due}
        caught = False
        if due is not None and due < since and {catch_up}:
            due = late(s, since)
            caught = True
        by = None
        for f in candidates:
            if f.day <= as_of and {fits}:
                by = f
                break
        if by is None:
            state = OVERDUE if due is not None and as_of > due else OPEN
        else:
            state = DONE if due is None or by.day <= due else LATE
        add(make((due, state, CLAUSE, t, since, by, caught)))
    return out
"""


def compile_rows(norm: DutyNorm) -> Callable[[Iterable[Row], State], list[Outcome]]:
    """A loop for one clause. Raises NotForRowsError for a clause whose outcome needs more than a row holds.

    Lapse, excuse and suspension are no part of it: rows are those duties that nothing has ended.
    """
    if norm.due_at is not None or norm.done_rule is not None:
        raise NotForRowsError(f"{norm.clause}: needs hours, or a rule over all facts")
    writer = Writer()
    due = norm.statute_due or norm.due
    code = SOURCE.format(
        when=_guard(writer, norm),
        due=writer.write(due.tree)[0] if due is not None else "None",
        fits=writer.write(norm.fits.tree)[0] if norm.fits is not None else "True",
        catch_up=norm.catch_up,
    )
    from nakomen.norms.library import FUNCTIONS

    space: dict[str, Any] = {
        **writer.constants,
        **{f"fn_{name}": FUNCTIONS[name].run for name in writer.functions},
        "plus": plus, "minus": minus, "both": both, "either": either, "negation": negation, "certain": certain,
        "reach": reach,
        "late": duties.at_once, "make": partial(tuple.__new__, Outcome), "timedelta": timedelta, "CLAUSE": norm.clause,
        "OPEN": duties.OPEN, "OVERDUE": duties.OVERDUE, "DONE": duties.DONE, "LATE": duties.DONE_LATE,
    }  # fmt: skip
    exec(compile(code, f"<rows of {norm.clause}>", "exec"), space)  # noqa: S102 - the source is our own, written from a checked tree
    made: Callable[[Iterable[Row], State], list[Outcome]] = space["run"]
    return made


def _guard(writer: Writer, norm: DutyNorm) -> str:
    """Rows on which the norm does not bear are left out."""
    if norm.when is None:
        return "pass"
    return f"if not {writer.write(norm.when.tree)[0]}: continue"


def rows_of(norm: DutyNorm, s: State) -> list[tuple[Row, duties.Duty]]:
    """The rows of one client for a clause, each with the duty that the client's path found for it."""
    found = []
    for duty in duties.open_duties(norm, s):
        t: Fact = duty.trigger
        candidates = [f for f in duties.candidates(norm, s, t) if norm.order != "after" or duties.comes_after(s, f, t)]
        found.append((Row(t, duty.since, candidates), duty))
    return found
