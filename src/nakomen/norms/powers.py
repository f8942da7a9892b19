"""Powers: whether an act is permitted on a day, judged requirement by requirement, each with its own clause."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from nakomen.norms.facts import Fact
from nakomen.norms.state import Moment, received

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from nakomen.norms.grammar import Expression
    from nakomen.norms.model import PowerNorm, Requirement
    from nakomen.norms.state import State


class PowerError(ValueError):
    """A power that the set does not have, or a parameter that does not fit; `problems` holds a line for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(slots=True)
class Sum:
    """An amount with its ceiling, its parts and the steps that led to it."""

    amount: Decimal | None
    cap: Decimal | None = None
    parts: dict[str, Decimal] = field(default_factory=dict)
    steps: list[str] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    refusal: str = ""


@dataclass(slots=True)
class Judged:
    """One requirement and how it stands: met, unmet, or unknown with what is missing."""

    requirement: Requirement
    met: bool | None
    missing: list[str]


@dataclass(slots=True)
class Answer:
    """Whether a power is there, under which clauses, what it lacks, and what follows from it."""

    power: str
    allowed: bool | None = False
    clauses: list[str] = field(default_factory=list)
    unmet: list[dict[str, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    earliest_end: date | None = None
    amount: Decimal | None = None
    cap: Decimal | None = None
    parts: dict[str, Decimal] = field(default_factory=dict)
    because: list[str] = field(default_factory=list)
    window: tuple[date, date] | None = None
    awaits: str | None = None
    steps: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)
    norms: list[PowerNorm] = field(default_factory=list)
    params: Mapping[str, Any] = field(default_factory=dict)


def run(expression: Expression, s: State, p: Mapping[str, Any], t: Fact | None = None) -> tuple[Any, list[str]]:
    """The value of an expression, and what is missing when it is unknown."""
    value = expression.run(s, t, None, p)
    if value is not None:
        return value, []
    from nakomen.norms.tracing import missing

    return None, missing(expression, s, t, None, p)


def check_parameters(s: State, power: str, params: Mapping[str, Any]) -> None:
    """Refuse an unknown power, an ill-chosen parameter, a required one left out; all problems at once."""
    known = s.norms.parameters
    if power not in known:
        raise PowerError([f"{power}: no such power in {s.norms.name}; expected one of {', '.join(sorted(known))}"])
    table = known[power]
    allowed: Mapping[str, Any] = table.get("params", {})
    problems = []
    for name in params:
        if name not in allowed:
            expected = f"one of {', '.join(allowed)}" if allowed else "no parameters"
            problems.append(f"{power}.{name}: not a parameter; expected {expected}")
    for name, choices in allowed.items():
        value = params.get(name)
        if value is not None:
            problems += _ill_chosen(s, f"{power}.{name}", value, choices)
    for name in _required(s, table, params):
        if params.get(name) is None:
            choices = allowed[name]
            expected = ", ".join(str(item) for item in choices) if isinstance(choices, list) else f"{choices}"
            problems.append(f"{power}.{name}: required; expected {expected}")
    if problems:
        raise PowerError(problems)


def _required(s: State, table: Mapping[str, Any], params: Mapping[str, Any]) -> list[str]:
    from nakomen.norms.grammar import Expression as Parsed

    names = list(table.get("required", ()))
    for name, test in table.get("required_if", {}).items():
        if Parsed(str(test)).run(s, None, None, params):
            names.append(name)
    return names


def _ill_chosen(s: State, where: str, value: Any, choices: Any) -> list[str]:
    if isinstance(choices, list):
        return [] if value in choices else [f"{where}: expected one of {', '.join(str(item) for item in choices)}"]
    if choices.startswith("act of kind "):
        kinds = choices.removeprefix("act of kind ").split(" or ")
        fact = s.named.get(value)
        return (
            []
            if fact is not None and fact.kind in kinds
            else [f"{where}: expected the id of an {choices}, done and recorded by then"]
        )
    return []


def judge(s: State, power: str, params: Mapping[str, Any]) -> Answer:
    """Judge a power on the day that the state is seen from. Parameters have been checked by `check_parameters`."""
    s = _governed(s, params)
    answer = Answer(power)
    about: list[PowerNorm] = []
    unclear: list[str] = []
    for norm in s.norms.powers.get(power, ()):
        held, lacking = (True, []) if norm.when is None else run(norm.when, s, params)
        if held:
            about.append(norm)
        elif held is None:
            unclear += lacking
    if not about:
        answer.allowed = None if unclear else False
        answer.missing = unclear
        answer.clauses = [norm.clause for norm in s.norms.powers.get(power, ())][:1]
        answer.unmet = [] if unclear else [{"clause": answer.clauses[0], "what": power}] if answer.clauses else []
        return answer
    if any(norm.alternative for norm in about):
        return _alternatives(s, answer, about, params)
    for norm in about:
        _judge_norm(s, answer, norm, params)
    _conclude(s, answer, about, params)
    return answer


def _governed(s: State, params: Mapping[str, Any]) -> State:
    """The same state under the version that governs the act that the power is about (reading 10)."""
    if s.governing is None:
        return s
    from nakomen.norms.visits import reported

    for name in ("visit", "reminder", "complaint", "act"):
        about = s.named.get(params.get(name) or "")
        if about is not None:
            other = s.under(((reported(s, about) if name == "visit" else None) or about).day)
            return s.as_seen(other) if isinstance(s, Moment) else other
    return s


def _judge_norm(s: State, answer: Answer, norm: PowerNorm, params: Mapping[str, Any]) -> bool | None:
    """Judge the requirements of one norm; add them to the answer."""
    answer.norms.append(norm)
    answer.params = params
    for clause in (norm.clause, *norm.also):
        if clause not in answer.clauses:
            answer.clauses.append(clause)
    result: bool | None = True
    for requirement in norm.require:
        if requirement.only_if is not None and not requirement.only_if.run(s, None, None, params):
            continue
        value, missing = run(requirement.test, s, params)
        _remember(answer, value)
        met = None if value is None else value is not False
        answer.judged.append(Judged(requirement, met, missing))
        if met is False:
            result = False
        elif met is None and result:
            result = None
    return result


def _remember(answer: Answer, value: Any) -> None:
    if isinstance(value, Fact) and value.name not in answer.because:
        answer.because.append(value.name)


def _conclude(s: State, answer: Answer, about: list[PowerNorm], params: Mapping[str, Any]) -> None:
    for item in answer.judged:
        if item.met is False:
            unmet = {"clause": item.requirement.clause, "what": item.requirement.what}
            if unmet not in answer.unmet:
                answer.unmet.append(unmet)
        elif item.met is None:
            answer.missing += [name for name in item.missing if name not in answer.missing]
    answer.allowed = False if answer.unmet else None if any(item.met is None for item in answer.judged) else True
    for norm in about:
        _follow(s, answer, norm, params)
    for name, value in params.items():
        if (
            isinstance(value, str)
            and value in s.named
            and name in ("visit", "act", "reminder", "complaint")
            and value not in answer.because
        ):
            answer.because.insert(0, value)


def _follow(s: State, answer: Answer, norm: PowerNorm, params: Mapping[str, Any]) -> None:
    """What follows from the power: the earliest end, the amount, the window."""
    answer.awaits = norm.awaits or answer.awaits
    if norm.earliest_end is not None:
        answer.earliest_end = norm.earliest_end.run(s, None, None, params)
    if norm.amount is None:
        return
    value, missing = run(norm.amount, s, params)
    if isinstance(value, Sum):
        _take_sum(s, answer, norm, value)
    elif isinstance(value, tuple):
        answer.window = value
    elif value is None:
        answer.missing += [name for name in missing if name not in answer.missing]
        if answer.allowed:
            answer.allowed = None


def _take_sum(s: State, answer: Answer, norm: PowerNorm, found: Sum) -> None:
    answer.cap, answer.parts, answer.steps = found.cap, found.parts, found.steps
    answer.because += [fact.name for fact in found.facts if fact.name not in answer.because]
    if found.refusal:
        answer.refusals.append(found.refusal)
    if answer.allowed is False:
        answer.amount = Decimal("0.00") if found.parts else None
        answer.parts = dict.fromkeys(found.parts, Decimal("0.00"))
        return
    answer.amount = found.amount
    if found.amount == 0:
        answer.allowed = False
        answer.unmet.append({"clause": norm.clause, "what": "nothing_due"})


def _alternatives(s: State, answer: Answer, about: list[PowerNorm], params: Mapping[str, Any]) -> Answer:
    """Grounds of which one is enough: the first that holds, else one that may hold, else all that is unmet."""
    made: list[tuple[bool | None, Answer]] = []
    answer.params = params
    for norm in about:
        own = Answer(answer.power)
        result = _judge_norm(s, own, norm, params)
        _conclude(s, own, [norm], params)
        if result is True:
            return own
        made.append((result, own))
    unknown = [own for result, own in made if result is None]
    if unknown:
        return unknown[0]
    for _, own in made:
        for name in ("clauses", "unmet", "because", "judged", "norms"):
            into, source = getattr(answer, name), getattr(own, name)
            into += [item for item in source if item not in into]
    answer.allowed = False
    return answer


def judge_notice(s: State, notice: Fact) -> Answer:
    """The power to give a notice, judged when it was given; its end counts from receipt (reading 18)."""
    s = s.under(notice.day)
    _ = s.agreements  # known, or being worked out: a moment of another version's state would begin with them anew
    act: Any = notice.act
    params = {
        "by": "provider" if act.by == "provider" else "client",
        "channel": act.channel,
        "ground": act.ground,
        "act": act.act,
        # What ends the agreement is being worked out: whether it is over already is no question for this notice.
        "notice": notice.name,
    }
    answer = judge(Moment(s, notice.day, notice.at), "terminate", params)
    receipt = Moment(s, received(notice), None)
    for norm in answer.norms:
        if norm.earliest_end is not None:
            answer.earliest_end = norm.earliest_end.run(receipt, None, None, params)
    return answer
