"""A preview in words: the acts that are about to be recorded, and what they change in the standing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from nakomen.acts import KIND_AREAS, kind_class
from nakomen.acts.labels import kind_label
from nakomen.norms.facts import CORRECTED, RETRACTED
from nakomen.record.registers import competence
from nakomen.terms.clause_texts import numbered
from nakomen.web.desk import words
from nakomen.web.desk.acts.about import pointed
from nakomen.web.desk.clients import papers, people, values
from nakomen.web.desk.today.todo import todo

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nakomen.acts.base import Act
    from nakomen.norms.difference import Difference
    from nakomen.norms.duties import Duty
    from nakomen.record.previewing import Preview
    from nakomen.record.roles import Language
    from nakomen.record.seeing import Seen
    from nakomen.web.desk.asking import Desk


@dataclass(frozen=True, slots=True)
class Told:
    """An act in words: what, when, its fields; `about` is the act that it corrects or retracts."""

    label: str
    on: date | datetime
    timed: bool
    values: Sequence[values.Value]
    about: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A duty that comes to stand otherwise; `was` is its last day before, where that moved."""

    what: str
    bearer: str
    state: str
    due: date | None
    clause: str
    title: str
    explain: str
    was: date | None = None
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Duties that change in one way, under a heading."""

    name: str
    heading: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Shown:
    """All that a preview tells: `nothing` where the standing stays as it is, `readable` where one may see it all."""

    acts: Sequence[Told]
    warnings: Sequence[str]
    groups: Sequence[Group]
    found: Sequence[Any]
    settled: Sequence[Any]
    sentences: Sequence[str]
    nothing: bool
    readable: bool
    today: date


def shown(asked: Desk, made: Preview, seen: Seen) -> Shown:
    """The preview for the page of the client for whom `asked` decided."""
    told = made.difference
    lacking = competence.lacking(made.acts)
    staff = people.names({code for _what, code in lacking if code}.union(*map(values.codes, made.acts)))
    known = values.Known(staff, _in_words(made, seen, asked))
    texts = seen.conditions.texts()
    return Shown(
        acts=[_told(act, made, asked, known) for act in made.acts],
        warnings=[_not_competent(what, staff.get(code, code)) for what, code in lacking],
        groups=list(_groups(told, asked, seen)),
        found=papers.findings(made.after, told.found, texts),
        settled=papers.findings(made.before, told.settled, texts),
        sentences=list(_sentences(told, made)),
        nothing=told.nothing,
        readable=made.readable,
        today=asked.today,
    )


def _told(act: Act, made: Preview, asked: Desk, known: values.Known) -> Told:
    label = kind_label(act.kind, asked.language)
    about = next((each for _name, each in made.after.case.named if each.id == act.act), None)
    if about is None or act.kind not in (CORRECTED, RETRACTED):
        told = [*_answered(about, asked), *values.values(act, known=known)]
        return Told(label, act.on, isinstance(act.on, datetime), told)
    told = values.corrected(kind_class(about.kind), getattr(act, "fields", {}), known)
    return Told(label, act.on, isinstance(act.on, datetime), told, kind_label(about.kind, asked.language))


def _in_words(made: Preview, seen: Seen, asked: Desk) -> dict[str, str]:
    """The acts that may be seen in words, by their names: what the new ones point at."""
    shown = ((name, act) for name, act in made.after.case.named if seen.sees(name))
    return {name: pointed(name, act, asked.language).label for name, act in shown}


def told_plain(act: Act, asked: Desk) -> Told:
    """One act in words, as it was recorded."""
    label = kind_label(act.kind, asked.language)
    return Told(label, act.on, isinstance(act.on, datetime), values.values(act))


def _not_competent(what: str, who: str) -> str:
    """That somebody, or everybody, is not in the register of competence for this (wonder 18.2, zonl 6.2)."""
    if who:
        return _("%(who)s is not in the register as competent: %(what)s.") % {"who": who, "what": what}
    return _("Nobody in service is in the register as competent: %(what)s.") % {"what": what}


def _answered(about: Act | None, asked: Desk) -> Iterable[values.Value]:
    if about is not None:
        day = about.on.date() if isinstance(about.on, datetime) else about.on
        yield values.Value(_("Belongs to"), f"{kind_label(about.kind, asked.language)}, {words.day(day)}")


# --- duties ---------------------------------------------------------------------------------------------------------


def _groups(told: Difference, asked: Desk, seen: Seen) -> Iterable[Group]:
    headings = {
        "done": _("Done by this"),
        "opened": _("To be done after this"),
        "reopened": _("To be done once more"),
        "moved": _("Gets another last day or state"),
        "closed": _("No longer needed"),
        "gone": _("Falls away"),
    }
    for name, heading in headings.items():
        rows = [_row(each, asked, seen) for each in _in_order(getattr(told, name))]
        if rows:
            yield Group(name, heading, rows)


def _in_order(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=lambda each: (_duty(each).due or date.max, numbered(_duty(each).clause)))


def _duty(each: Any) -> Duty:
    found: Duty = getattr(each, "after", each)
    return found


def _row(each: Any, asked: Desk, seen: Seen) -> Row:
    duty = _duty(each)
    before: Duty | None = getattr(each, "before", None)
    found = seen.conditions.texts().of(duty.clause)
    moved = before is not None and before.due != duty.due
    explain = reverse("explain", args=[asked.client]) if asked.client else ""
    return Row(
        what=_called(duty, asked.language),
        bearer=duty.norm.bearer,
        state=duty.state,
        due=duty.due,
        clause=duty.clause,
        title=found[0] if found else "",
        explain=f"{explain}?{urlencode({'clause': duty.clause})}",
        was=before.due if before is not None and moved else None,
        moved=moved,
    )


def _called(duty: Duty, language: Language) -> str:
    """What a duty is about: what is to be done, or, once it is, what was."""
    what = duty.norm.what
    if what not in KIND_AREAS:
        return what.replace("_", " ")
    done = duty.state.startswith("done")
    return kind_label(what, language) if done else todo(what, language, duty.clause)


# --- money, agreement, plan -----------------------------------------------------------------------------------------


def _sentences(told: Difference, made: Preview) -> Iterable[str]:
    if told.agreement is not None:
        yield _agreement(told.agreement.after)
    if told.plan is not None:
        yield _plan(told.plan.after)
    numbers = {name: getattr(act, "number", "") for name, act in made.after.case.named}
    for balance in told.money:
        number = numbers.get(balance.invoice) or balance.invoice
        if balance.before is None and balance.after is not None:
            yield _("On invoice %(number)s %(amount)s is to be paid.") % {
                "number": number,
                "amount": words.euro(balance.after),
            }
        elif balance.after is None:
            yield _("Invoice %(number)s falls away.") % {"number": number}
        elif not balance.after:
            yield _("Invoice %(number)s is paid in full then.") % {"number": number}
        elif balance.before is not None:
            yield _("On invoice %(number)s %(after)s is still to be paid; it was %(before)s.") % {
                "number": number,
                "after": words.euro(balance.after),
                "before": words.euro(balance.before),
            }


def _agreement(view: dict[str, Any]) -> str:
    days = {name: words.day(view[name]) if view.get(name) else "–" for name in ("since", "ends_on")}
    if view["status"] == "in_force" and view.get("ends_on"):
        return _("The agreement is in force from %(since)s and ends on %(ends_on)s if nothing new comes.") % days
    texts = {
        "none": _("There is no agreement then."),
        "offered": _("The agreement is then: offered."),
        "in_force": _("The agreement is in force from %(since)s."),
        "ending": _("The agreement is ending; its last day is %(ends_on)s."),
        "ended": _("The agreement has ended; its last day was %(ends_on)s."),
    }
    return texts[view["status"]] % days


def _plan(view: dict[str, Any]) -> str:
    since = {"since": words.day(view["since"]) if view.get("since") else "–"}
    texts = {
        "none": _("There is no plan in force then."),
        "presented": _("The plan is then presented; it waits for the client's consent."),
        "in_force": _("The plan is in force from %(since)s."),
    }
    return texts[view["status"]] % since
