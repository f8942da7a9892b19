"""What is asked of one client: standing, duties, what is permitted, why, the bill, what comes next, the whole case.

The answers are those of the command line: the same data, from the same functions. Who sees some areas only is shown
what lies within them, and null for what stands on others.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from nakomen.acts.moments import moment
from nakomen.law.clock import end_of_day, local_day
from nakomen.law.periods import add_months
from nakomen.norms import answers, powers, rating
from nakomen.norms.next_change import next_change
from nakomen.norms.standing import standing
from nakomen.record.seeing import Seen
from nakomen.web.api import explaining, problems, schemas
from nakomen.web.api.calling import answer, calling
from nakomen.web.api.problems import Place
from nakomen.web.api.routing import operation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nakomen.norms.standing import Case
    from nakomen.norms.state import State

router = Router()
TAG = "questions"


class Asked(schemas.Given):
    """The day asked, and what had been recorded by a moment."""

    as_of: schemas.Day | None = Field(None, description="The day asked; today where absent.")
    known_on: schemas.Moment | None = Field(None, description="Leave out what was recorded later.")


class AskedOf(Asked):
    """A clause on a day."""

    clause: schemas.Clause = Field(description="A clause by its full id, or by its own within the present set.")


class AskedMonth(schemas.Given):
    """A month."""

    month: schemas.Month = Field(description="The month to bill, as YYYY-MM.")


@operation(router, "GET", "/clients/{uuid:client}/standing", "standing.read", {200: schemas.Standing}, tag=TAG)
def get_standing(client: UUID, asked: Query[Asked]) -> HttpResponse:
    """What stands between client and provider at the end of a day."""
    call = calling()
    view = Seen(call.require(client), client)
    return answer(view.standing(asked.as_of or call.today, asked.known_on))


@operation(router, "GET", "/clients/{uuid:client}/duties", "standing.read", {200: schemas.Duties}, tag=TAG)
def get_duties(client: UUID, asked: Query[Asked]) -> HttpResponse:
    """The duties of a client's standing, in every state."""
    call = calling()
    shown = Seen(call.require(client), client).standing(asked.as_of or call.today, asked.known_on)
    return answer({"as_of": shown["as_of"], "duties": shown["duties"]})


@operation(router, "POST", "/clients/{uuid:client}/may", "may.read", {200: schemas.Permitted}, tag=TAG)
def ask_may(client: UUID, body: schemas.Question) -> HttpResponse:
    """Whether something is permitted on a day, with what it lacks.

    Asks, and records nothing.
    """
    call = calling()
    view = Seen(call.require(client), client)
    day = body.as_of or call.today
    s = view.case.state(day, body.known_on or end_of_day(day))
    parameters = _parameters(s, body.power, body.parameters)
    shown = answers.answer(powers.judge(s, body.power, parameters))
    shown["because"] = view.within(shown["because"])
    return answer(shown)


@operation(
    router,
    "GET",
    "/clients/{uuid:client}/explain",
    "explain.read",
    {200: schemas.Explanation},
    tag=TAG,
    problems=(409,),
)
def explain_clause(client: UUID, asked: Query[AskedOf]) -> HttpResponse:
    """A clause on a day in plain Dutch: what it says, and why it stands as it does."""
    call = calling()
    view = Seen(call.require(client), client)
    found = standing(view.case, asked.as_of or call.today, asked.known_on)
    made = explaining.explain(found, view.conditions, asked.clause, view.scope())
    if made is None:
        raise problems.not_fitting([("clause", "a clause of the conditions or of statute")])
    return answer(made)


@operation(router, "GET", "/clients/{uuid:client}/bill", "bill.read", {200: schemas.Bill}, tag=TAG)
def get_bill(client: UUID, asked: Query[AskedMonth]) -> HttpResponse:
    """What can be invoiced for a month, and what was left out with the reason."""
    view = Seen(calling().require(client), client)
    s = view.case.state(_seen_from(view.case, asked.month), None)
    return answer(answers.bill(rating.bill(s, asked.month)))


@operation(router, "GET", "/clients/{uuid:client}/next", "standing.read", {200: schemas.NextChange}, tag=TAG)
def get_next(client: UUID, asked: Query[Asked]) -> HttpResponse:
    """The first later day on which the passing of time alone changes something, and what."""
    call = calling()
    view = Seen(call.require(client), client)
    shown = answers.next_change(next_change(view.case, asked.as_of or call.today, asked.known_on))
    shown["changes"] = [each for each in shown["changes"] if view.sees_all(each["because"])]
    return answer(shown)


@operation(router, "GET", "/clients/{uuid:client}/case", "case.export", {200: schemas.CaseFile}, tag=TAG)
def export_case(client: UUID) -> HttpResponse:
    """The whole of a client as a case file, which the command line reads."""
    view = Seen(calling().require(client), client)
    acts = [act for act in view.acts if view.sees(act.id)]
    return answer(view.conditions.file(acts))


def _parameters(s: State, power: str, given: Mapping[str, str | bool]) -> dict[str, Any]:
    """The parameters of a power, checked with every problem at once; a problem never quotes what was given."""
    if power not in s.norms.parameters:
        raise problems.not_fitting([("power", f"one of {', '.join(sorted(s.norms.parameters))}")])
    table: Mapping[str, Any] = s.norms.parameters[power].get("params", {})
    errors: list[Place] = []
    parameters: dict[str, Any] = {}
    for name, value in given.items():
        if table.get(name) == "money":
            try:
                value = _money(value)  # noqa: PLW2901 - the same parameter, as the engine writes euros
            except ValueError as error:
                errors.append((f"parameters.{name}", str(error)))
                value = "0"  # noqa: PLW2901 - given, so not missing; its own problem has been told
        parameters[name] = value
    try:
        powers.check_parameters(s, power, parameters)
    except powers.PowerError as error:
        errors += [_parameter_place(power, problem) for problem in error.problems]
    if errors:
        raise problems.not_fitting(errors)
    return parameters


def _parameter_place(power: str, problem: str) -> Place:
    where, _, expected = problem.removeprefix(f"{power}.").partition(": ")
    return f"parameters.{where}", expected.replace("expected ", "")


def _money(value: str | bool) -> str:  # noqa: FBT001 - a parameter of a power is text or a flag
    import re

    if not isinstance(value, str) or not re.fullmatch(r"\d{1,12}(\.\d{1,2})?", value, re.ASCII):
        raise ValueError("euros with at most two decimals, such as 1234.56")
    whole, _, part = value.partition(".")
    return f"{int(whole)}.{part:0<2}"


def _seen_from(case: Case, month: str) -> date:
    """The month's last day, or the day of the last act: what came later may settle what the month left open."""
    last = add_months(date.fromisoformat(f"{month}-01"), 1) - timedelta(days=1)
    return max([last, *(local_day(moment(act.on)) for _, act in case.named)])
