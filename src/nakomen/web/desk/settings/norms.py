"""Open norms and facts of the provider, each beside the clauses that leave it open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.utils.translation import gettext as _

from nakomen.record import conditions as record
from nakomen.record.problems import OrganisationError
from nakomen.record.standings import Conditions
from nakomen.web.desk import words
from nakomen.web.desk.asking import Desk, desk
from nakomen.web.desk.registers.words import topic as topic_of
from nakomen.web.desk.settings import asked as shared
from nakomen.web.desk.settings import telling
from nakomen.web.desk.settings.norm_forms import FactForm, PeriodForm, fact_form, setting_form

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse

    from nakomen.record.conditions import FactShown, SettingShown
    from nakomen.terms.clause_texts import ClauseTexts

type Cited = tuple[str, str, str, str]
"""A clause: its full id, its title, what it says; of two sets also the set's title, with its first clause."""


@dataclass(frozen=True, slots=True)
class Row:
    """A setting as the list shows it: in words, with where it leads from today, and its clauses."""

    shown: SettingShown
    label: str
    value: str
    default: str
    own: bool
    until: str
    clauses: tuple[Cited, ...]
    fixing: tuple[Cited, ...]


@desk("organisation.read")
def overview(asked: Desk, /) -> HttpResponse:
    """Every open norm and fact with what holds now, beside the clauses that ask for it."""
    asked.require(subject="settings")
    texts = Conditions().texts()
    settings = record.settings_shown(asked.organisation, asked.today)
    rows = [_row(asked, each, settings, texts) for each in settings]
    facts = [
        (each, _fact_lines(each), _cited(each.clauses, texts))
        for each in record.facts_shown(asked.organisation, asked.today)
    ]
    context = {"rows": rows, "facts": facts, "manages": asked.may("organisation.manage")}
    return shared.show(asked, "norms", context)


@desk("organisation.manage")
def change_setting(asked: Desk, /, name: str) -> HttpResponse:
    """Fill in an open norm, or go back to its default; with a look at where it leads before it is kept."""
    every = record.settings_shown(asked.organisation, asked.today)
    shown = next((each for each in every if each.name == name and not each.fixed), None)
    if shown is None:
        raise Http404
    row = _row(asked, shown, every, Conditions().texts())
    form = setting_form(shown, shared.given(asked), row.default, own=row.own)
    preview = ""
    if form.is_valid():
        value = form.value()
        if asked.request.POST.get("action") == "look" and isinstance(form, PeriodForm):
            preview = _until(asked, shown.default if value is None else value, _values(every))
        else:
            try:
                record.change_settings({name: value}, actor=asked.actor, now=asked.now)
                return shared.done(asked, _("This was kept. All standings are made anew meanwhile."), "settings_norms")
            except OrganisationError as error:
                form.blame((form.place(place), expected) for place, expected in error.problems)
    asked.require(subject="settings")
    context = {"form": form, "row": row, "preview": preview, "period": isinstance(form, PeriodForm)}
    return shared.show(asked, "norm", context, wrong=bool(form.errors))


@desk("organisation.manage")
def change_fact(asked: Desk, /, name: str) -> HttpResponse:
    """Fill in a fact of the provider."""
    every = record.facts_shown(asked.organisation, asked.today)
    shown = next((each for each in every if each.name == name), None)
    if shown is None:
        raise Http404
    form: FactForm = fact_form(shown, shared.given(asked))
    if form.is_valid():
        try:
            record.change_provider({name: form.value()}, actor=asked.actor, now=asked.now)
            return shared.done(asked, _("This was kept. All standings are made anew meanwhile."), "settings_norms")
        except OrganisationError as error:
            form.blame((form.place(place), expected) for place, expected in error.problems)
    asked.require(subject="settings")
    context = {"form": form, "shown": shown, "clauses": _cited(shown.clauses, Conditions().texts())}
    return shared.show(asked, "fact", context, wrong=bool(form.errors))


def _row(asked: Desk, shown: SettingShown, every: list[SettingShown], texts: ClauseTexts) -> Row:
    names = {each.name: _label(asked, each) for each in every}
    return Row(
        shown=shown,
        label=names[shown.name],
        value=telling.value(shown.kind, shown.value, names),
        default=telling.value(shown.kind, shown.default, names),
        own=shown.name in asked.organisation.settings,
        until=_until(asked, shown.value, _values(every)) if shown.kind == "period" else "",
        clauses=_cited(shown.clauses, texts),
        fixing=_cited(shown.fixing, texts),
    )


def _label(asked: Desk, shown: SettingShown) -> str:
    return shown.nl if asked.language == "nl" else shown.en.capitalize()


def _values(every: list[SettingShown]) -> dict[str, object]:
    return {each.name: each.value for each in every}


def _until(asked: Desk, value: object, values: Mapping[str, object]) -> str:
    """Where a period that begins today leads to, in words; one that follows another is that other one."""
    reached = telling.reaches(asked.today, values.get(str(value), value))
    if reached is None:
        return ""
    last, days = reached
    told: dict[str, Any] = {"day": words.day(last), "days": telling.counted("days", days)}
    return _("from today until %(day)s, which is %(days)s") % told


def _cited(clauses: tuple[str, ...], texts: ClauseTexts) -> tuple[Cited, ...]:
    titles = {terms.name: terms.title for terms in texts.sets}
    several = len({terms.regime for terms in texts.sets}) > 1
    made: list[Cited] = []
    before = ""
    for clause in clauses:
        told, name = texts.of(clause), clause.partition("/")[0]
        if told is not None:
            made.append((clause, *told, titles.get(name, "") if several and name != before else ""))
            before = name
    return tuple(made)


def _fact_lines(shown: FactShown) -> list[str]:
    """What was filled in, a line for each."""
    if isinstance(shown.value, dict):
        days = record.days_of(shown.value)
        return [f"{topic_of(topic)}: {words.day(day)}" for topic, day in days.items()]
    return [str(each) for each in shown.value] if isinstance(shown.value, list | tuple) else []
