"""What a guided form is: its steps, each a form of few questions, and what they know while they are made."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from nakomen.acts import labels
from nakomen.norms import agreements
from nakomen.norms.standing import standing
from nakomen.web.desk.guided import showing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from django.utils.functional import _StrPromise

    from nakomen.norms.duties import Duty
    from nakomen.norms.facts import Fact
    from nakomen.norms.state import State
    from nakomen.record.access import Decision
    from nakomen.record.seeing import Seen
    from nakomen.terms.clause_texts import ClauseTexts
    from nakomen.terms.texts import Clause, Terms
    from nakomen.web.desk.acts.forms import Part
    from nakomen.web.desk.asking import Desk

type Given = dict[str, list[str]]
"""What was posted for one step: the values of each field."""
type Answers = dict[str, Given]
"""What was posted for each step, by its name."""
type Act = dict[str, Any]
"""An act as JSON, to be recorded."""


@dataclass
class Guiding:
    """A guided form being filled in: for which client, by whom, with which answers so far.

    `record` is the decision on what may be recorded, `seen` shows what may be seen. `about` is the act that the form
    goes on with, where there is one; `key` makes the ids of new acts that point at each other.
    """

    asked: Desk
    client: UUID
    seen: Seen
    record: Decision
    guide: Guide
    answers: Answers = field(default_factory=dict)
    about: str = ""
    key: str = "new"
    worked_out: dict[str, Any] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day on which is asked."""
        return self.asked.today

    @cached_property
    def s(self) -> State:
        """What is known of the client today."""
        return self.seen.case.state(self.today, self.asked.now)

    @cached_property
    def texts(self) -> ClauseTexts:
        """The words of the conditions."""
        return self.seen.conditions.texts()

    @cached_property
    def terms(self) -> Terms:
        """The conditions that govern today, in words; the newest version where they were put together of two."""
        named = [terms for terms in self.texts.sets if terms.name == self.s.norms.name]
        return named[-1] if named else self.texts.sets[-1]

    @cached_property
    def signed(self) -> bool:
        """Whether an agreement is there, so that what is recorded no longer serves to get one."""
        return agreements.view(self.s)["status"] not in ("none", "offered")

    @cached_property
    def duties(self) -> list[Duty]:
        """What has to be done about the act that the form goes on with, and is not done yet."""
        if not self.about:
            return []
        found = standing(self.seen.case, self.today, self.asked.now)
        names = {self.about, *(fact.name for fact in self.s.facts if fact.ref == self.about)}
        waiting = ("open", "overdue", "suspended", "undetermined")
        return [row for row in self.seen.duties(found) if row.trigger.name in names and row.state in waiting]

    def covers(self, kind: str) -> bool:
        """Whether this person records acts of this kind."""
        return self.record.covers(kind)

    def facts(self, kind: str) -> list[Fact]:
        """The acts of a kind that this person may see, the oldest first."""
        return [fact for fact in self.s.of(kind) if self.seen.sees(fact.name)]

    def clauses(self, test: Callable[[Clause], object]) -> list[Clause]:
        """The clauses of the present conditions that pass a test, in their order."""
        return [clause for clause in self.terms.clauses.values() if test(clause)]

    def full(self, clause: Clause) -> str:
        """The full id of a clause of the present conditions."""
        return self.terms.full_id(clause.id)

    def label(self, kind: str, name: str) -> str:
        """What a field of an act is called."""
        return labels.field_label(kind, name, self.asked.language)

    def help(self, kind: str, name: str) -> str:
        """A sentence that helps to fill a field of an act; empty where its label says all."""
        return labels.field_help(kind, name, self.asked.language)

    def kind_choices(self, kinds: Sequence[str]) -> list[tuple[str, str]]:
        """Kinds of acts to choose from, each with what it is called."""
        return [(kind, labels.kind_label(kind, self.asked.language)) for kind in kinds]

    def choices(self, kind: str, name: str, values: Sequence[str]) -> list[tuple[str, str]]:
        """The choices of a field, each with its words."""
        return [(value, labels.choice_label(kind, name, value, self.asked.language)) for value in values]

    def form(self, step: Step, given: Mapping[str, Sequence[str]] | None = None) -> StepForm:
        """The form of a step: bound to what is given, else as it was left, without a word on what it lacks."""
        if given is not None:
            return step.form(self, step, MultiValueDict({name: list(each) for name, each in given.items()}))
        form = step.form(self, step)
        form.initial = left(form, self.answers.get(step.name, {}))
        return form

    def cleaned(self, name: str) -> Mapping[str, Any]:
        """The answers of a step that fit; empty where it was not filled in well."""
        if name not in self.answers:
            return {}
        if name not in self.worked_out:
            step = next(each for each in self.guide.steps if each.name == name)
            form = self.form(step, self.answers[name])
            self.worked_out[name] = form.cleaned_data if form.is_valid() else {}
        found: Mapping[str, Any] = self.worked_out[name]
        return found

    def answer(self, answers: Answers) -> None:
        """Take these as the answers: what was worked out from those before no longer holds."""
        self.answers = answers
        self.worked_out.clear()

    @property
    def steps(self) -> list[Step]:
        """The steps for this person, this client and these answers."""
        return [step for step in self.guide.steps if step.shown(self)]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Questions that belong together, under a heading; `clause` is what asks for them."""

    fields: tuple[str, ...]
    title: str = ""
    clause: str = ""
    help: str = ""
    show_when: str = ""


class StepForm(forms.Form):
    """The questions of one step. A subclass adds its fields in `build` and turns the answers into acts."""

    use_required_attribute = False  # a step can be left half done; the page itself tells what is required
    template = "desk/guided/step_fields.html"

    def __init__(self, guiding: Guiding, step: Step, data: MultiValueDict[str, str] | None = None) -> None:
        super().__init__(data)
        self.guiding = guiding
        self.step = step
        self.clusters: list[Cluster] = []
        self.must: set[str] = set()
        self.build()
        self._mark_required()

    def build(self) -> None:
        """Add the fields, `clusters` where they stand under headings, and what must be filled in where it is shown."""

    def acts(self) -> list[Act]:
        """The acts that the answers make. Asked of a valid form only."""
        return []

    def notes(self) -> list[str]:
        """What is worth a second look before the acts are recorded; nothing of it stands in the way."""
        return []

    def groups(self) -> list[tuple[Cluster, list[Part]]]:
        """The fields in their clusters; those in none come first."""
        placed = {name for cluster in self.clusters for name in cluster.fields}
        loose = tuple(name for name in self.fields if name not in placed)
        every = [Cluster(loose), *self.clusters] if loose else self.clusters
        return [(each, [self.shown(name, each.show_when) for name in each.fields]) for each in every]

    def shown(self, name: str, show_when: str = "") -> Part:
        """A field as a template shows it."""
        return showing.part(self[name], show_when, must=name in self.must)

    def start(self, name: str, value: object) -> None:
        """Fill a field in beforehand."""
        self.fields[name].initial = value

    def _mark_required(self) -> None:
        for each in self.fields.values():
            each.widget.attrs.pop("required", None)

    @property
    def on(self) -> str:
        """The day of the form, which its first step asks."""
        for step in self.guiding.steps:
            day = self.guiding.cleaned(step.name).get("on") if step.name != self.step.name else None
            if day is not None:
                return str(day.isoformat())
        return str((self.cleaned_data.get("on") or self.guiding.today).isoformat())

    def whole(self, flag: str, needed: Sequence[str]) -> dict[str, Any]:
        """Where the answer to `flag` is yes, all of these must be filled in; filled in without an answer, it is asked.

        Without scripts all fields are in sight, and what somebody typed there must not be dropped in silence.
        """
        cleaned: dict[str, Any] = self.cleaned_data
        if cleaned.get(flag, "") is None and any(cleaned.get(name) not in (None, "", []) for name in needed):
            self.add_error(flag, _("Choose yes or no."))
        if cleaned.get(flag):
            for name in needed:
                if cleaned.get(name) in (None, "", []) and name not in self.errors:
                    self.add_error(name, _("Fill this in."))
        return cleaned

    def part(self, prefix: str) -> dict[str, object]:
        """The answers to the fields of one prefix, as JSON, by what comes after it."""
        given = {name.removeprefix(f"{prefix}_"): value for name, value in self.cleaned_data.items() if name != prefix}
        own = {name: given[name] for name in given if f"{prefix}_{name}" in self.fields}
        return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in own.items()}

    def act(self, kind: str, **fields: object) -> Act:
        """An act of the day of the form; fields without a value are left out."""
        given = {name.removesuffix("_"): value for name, value in fields.items() if value not in (None, "", [])}
        return {"kind": kind, "on": self.on, **given}


def left(form: forms.Form, given: Mapping[str, Sequence[str]]) -> dict[str, object]:
    """What was typed into a form before, as what it starts with."""
    found: dict[str, object] = {}
    for name, own in form.fields.items():
        inputs = _sent(name, own)
        if not any(each in given for each in inputs):
            continue
        values = ["".join(given.get(each, ())[:1]) for each in inputs]
        many = isinstance(own, forms.MultipleChoiceField)
        found[name] = list(given[name]) if many else values if len(values) > 1 else values[0]
    return found


def _sent(name: str, field: forms.Field) -> list[str]:
    """The names under which the inputs of a field are sent: a moment has one for its day and one for its time."""
    return [name + part for part in getattr(field.widget, "widgets_names", [""])]


def typed(form: forms.Form, posted: MultiValueDict[str, str]) -> Given:
    """What was posted for the fields of a form."""
    names = [part for name, each in form.fields.items() for part in _sent(name, each)]
    return {name: posted.getlist(name) for name in names if name in posted}


def always(guiding: Guiding) -> bool:  # noqa: ARG001 - stands in the place of a test on the form
    """A step that is there for everybody."""
    return True


@dataclass(frozen=True, slots=True)
class Step:
    """One page of a guided form."""

    name: str
    title: _StrPromise
    form: type[StepForm]
    intro: _StrPromise | str = ""
    shown: Callable[[Guiding], bool] = always


@dataclass(frozen=True, slots=True)
class Guide:
    """A guided form.

    Who opens it records all of `kinds`, or the first of them where `all_kinds` is false. `about` are the kinds of acts
    that it can go on with; `early` tells that it belongs to the time before the agreement.
    """

    name: str
    title: _StrPromise
    intro: _StrPromise
    kinds: tuple[str, ...]
    steps: tuple[Step, ...]
    about: tuple[str, ...] = ()
    all_kinds: bool = True
    early: bool = False
