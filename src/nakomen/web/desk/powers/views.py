"""May I?: all powers of a client's conditions with their verdicts, and for each a page with its conditions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from nakomen.law.tables import OutOfTable
from nakomen.norms import becoming, powers
from nakomen.record.seeing import Seen
from nakomen.web.desk.addresses import of_client
from nakomen.web.desk.asking import Desk, desk, language
from nakomen.web.desk.clients.heading import heading
from nakomen.web.desk.powers import words
from nakomen.web.desk.powers.asking_day import AskedDay, asked_day
from nakomen.web.desk.powers.form import ParameterForm, texts_asked
from nakomen.web.desk.powers.judging import STATES, Teller, Verdict
from nakomen.web.desk.powers.linking import Links

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from uuid import UUID

    from django.http import QueryDict

    from nakomen.norms.powers import Answer
    from nakomen.norms.state import State


@dataclass(frozen=True, slots=True)
class Row:
    """A power in the list: its verdict where it asks nothing (`ask` where it does), and what is lacking first."""

    power: str
    label: str
    url: str
    state: str
    hint: str
    clause: str


@desk("may.read")
def may(asked: Desk, client: UUID) -> HttpResponse:
    """All powers of the conditions, in groups, each with its verdict."""
    seen = Seen(asked.require(client), client)
    given = asked.request.POST if asked.request.method == "POST" else asked.request.GET
    day = asked_day(asked, given)
    s = seen.case.state(day.day, day.known_on)
    sought = given.get("q", "").strip()[:100] if asked.request.method == "POST" else ""
    teller = Teller(asked, seen, s, Links(seen, client), day.query)
    groups = [(words.group_label(name), list(rows)) for name, rows in _grouped(s, seen, teller, day, sought)]
    context = {"groups": [(label, rows) for label, rows in groups if rows], "sought": sought, "day": day}
    return _page(asked, seen, "list", {**context, "bill": asked.may("bill.read")}, wrong=bool(day.problem))


def _grouped(s: State, seen: Seen, teller: Teller, day: AskedDay, sought: str) -> Iterator[tuple[str, Iterator[Row]]]:
    named = [power for group in words.GROUPS.values() for power in group]
    others = [power for power in s.norms.parameters if power not in named]
    for group, those in (*words.GROUPS.items(), ("other", others)):
        yield group, (_row(s, seen, teller, power, day) for power in those if _fits(s, power, sought))


def _fits(s: State, power: str, sought: str) -> bool:
    if power not in s.norms.parameters:
        return False
    clauses = " ".join(norm.clause.partition("/")[2] for norm in s.norms.powers.get(power, ()))
    told = f"{words.power_label(power, 'nl')} {words.power_label(power, 'en')} {clauses}".lower()
    return all(part in told for part in sought.lower().split())


def _row(s: State, seen: Seen, teller: Teller, power: str, day: AskedDay) -> Row:
    url = of_client("may_power", teller.client, power)
    if day.other:
        url = f"{url}?as_of={day.day.isoformat()}"
    clauses = [norm.clause for norm in s.norms.powers.get(power, ())]
    state, hint = _quick(s, seen, teller, power)
    return Row(power, words.power_label(power, language()), url, state, hint, clauses[0] if clauses else "")


def _quick(s: State, seen: Seen, teller: Teller, power: str) -> tuple[str, str]:
    """The verdict of a power that asks nothing; of one that asks for an act, how many there are to choose from."""
    try:
        powers.check_parameters(s, power, {})
        answer = powers.judge(s, power, {})
    except powers.PowerError:
        return "ask", _to_choose(s, seen, power)
    except OutOfTable:
        return STATES[None], ""
    return STATES[answer.allowed], teller.lacking(answer) if answer.allowed is False else ""


def _to_choose(s: State, seen: Seen, power: str) -> str:
    table = s.norms.parameters[power]
    asked = str(table["params"][table["required"][0]]) if table.get("required") else ""
    if not asked.startswith("act of kind "):
        return ""
    kinds = asked.removeprefix("act of kind ").split(" or ")
    count = sum(seen.sees(fact.name) for kind in kinds for fact in s.of(kind))
    return _("%(count)s to choose from") % {"count": count} if count else _("there is nothing to ask it about")


@desk("may.read")
def may_power(asked: Desk, client: UUID, power: str) -> HttpResponse:
    """One power on a day: what it asks, and the answer with each of its conditions."""
    seen = Seen(asked.require(client), client)
    posted = asked.request.method == "POST"
    given: QueryDict = asked.request.POST if posted else asked.request.GET
    day = asked_day(asked, given)
    s = seen.case.state(day.day, day.known_on)
    if power not in s.norms.parameters:
        raise Http404
    given = given if posted else _without_texts(s, power, given)
    form = _form(s, power, seen, given, sent=posted or "ask" in given)
    verdict, day = _judged(Teller(asked, seen, s, Links(seen, client), day.query), seen, s, form, day)
    context = {
        "power": power,
        "label": words.power_label(power, language()),
        "form": form,
        "day": day,
        "verdict": verdict,
        "problems": _problems(form, day),
        "later": _address(form, verdict),
        "clauses": [(norm, s.norms.titles.get(norm, "")) for norm in _clauses(s, power)],
    }
    wrong = bool(day.problem) or (form.is_bound and not form.is_valid())
    return _page(asked, seen, "power", context, wrong=wrong)


def _form(s: State, power: str, seen: Seen, given: QueryDict, *, sent: bool) -> ParameterForm:
    """The form, bound where it was sent, or where an address gives all that is needed, or what does not fit."""
    form = ParameterForm(given, s, power, seen, given)
    if sent or form.is_valid() or any(given.get(name) for name in form.errors):
        return form
    return ParameterForm(None, s, power, seen, given)


def _without_texts(s: State, power: str, given: QueryDict) -> QueryDict:
    """What an address gives, without texts of somebody's own: they do not belong there, and are not taken from it."""
    kept = given.copy()
    for name in texts_asked(s.norms.parameters[power]):
        kept.pop(name, None)
    return kept


def _problems(form: ParameterForm, day: AskedDay) -> list[tuple[str, str, str]]:
    """What is wrong, everything at once: the place on the page, the question, what is expected."""
    wrong = form.problems if form.is_bound else []
    return [*wrong, ("as_of", _("On the day"), day.problem)] if day.problem else wrong


def _address(form: ParameterForm, verdict: Verdict | None) -> str:
    """What to add to the address for the same question on the first day on which it becomes permitted."""
    if verdict is None or verdict.becomes is None or form.writes:
        return ""
    given = {name: str(value).lower() if isinstance(value, bool) else value for name, value in form.params.items()}
    return urlencode({**given, "as_of": verdict.becomes.isoformat()})


def _clauses(s: State, power: str) -> list[str]:
    return list(dict.fromkeys(norm.clause for norm in s.norms.powers.get(power, ())))


def _judged(
    teller: Teller, seen: Seen, s: State, form: ParameterForm, day: AskedDay
) -> tuple[Verdict | None, AskedDay]:
    """The verdict, where the form gives all that it needs and the day is one of which it can be told."""
    if day.problem or not (form.is_bound and form.is_valid()):
        return None, day
    try:
        answer = powers.judge(s, form.power, form.params)
    except OutOfTable:
        return None, replace(day, problem=_("The figures of the law do not reach this day. Choose another day."))
    verdict = teller.verdict(answer)
    if not answer.allowed:
        verdict.becomes = _later(seen, form, day, answer)
    return verdict, day


def _later(seen: Seen, form: ParameterForm, day: AskedDay, answer: Answer) -> date | None:
    """The first later day on which it becomes permitted by itself, as far as what may be seen tells that day."""
    found = becoming.becomes(becoming.Question(seen.case, form.power, form.params, day.known_on), day.day)
    rests = [*answer.because, *(found[1].because if found else ())]
    return found[0] if found and seen.sees_all(rests) else None


def _page(asked: Desk, seen: Seen, template: str, context: dict[str, Any], *, wrong: bool = False) -> HttpResponse:
    """A page of a client; 422 where what was asked cannot be."""
    own = {"part": "clients", "tab": "may", "client": asked.client, "who": heading(asked, seen)}
    return asked.render(f"desk/powers/{template}.html", {**own, **context}, status=422 if wrong else 200)
