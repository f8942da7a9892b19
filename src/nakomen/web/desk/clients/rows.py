"""The duties of a standing as rows of a page: what, by when, under which clause, and where to record it as done."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from nakomen.acts import KIND_AREAS
from nakomen.acts.labels import kind_label
from nakomen.norms.duties import PENDING
from nakomen.norms.standing import missing_of
from nakomen.terms.clause_texts import numbered
from nakomen.web.desk.acts.about import pointed
from nakomen.web.desk.addresses import of_client, to_do
from nakomen.web.desk.asking import language
from nakomen.web.desk.questions import Known, KnownAct, Question, question
from nakomen.web.desk.today.todo import todo

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from nakomen.norms.duties import Duty
    from nakomen.norms.facts import Fact
    from nakomen.norms.standing import Standing
    from nakomen.record.access import Decision
    from nakomen.record.seeing import Seen

ORDER = ("overdue", "open", "undetermined", "suspended")
PROVIDER = frozenset({"provider", "both"})


@dataclass(frozen=True, slots=True)
class Row:
    """A duty that waits. `when` says how far off the last day is; an address is empty where one may not go there.

    `kind` is what does it, `of` the act that it came from, in words.
    """

    clause: str
    title: str
    kind: str
    of: str
    what: str
    bearer: str
    state: str
    due: date | None
    due_at: datetime | None
    when: str
    statute: str
    explain: str
    record: str
    questions: tuple[Question, ...] = ()


@dataclass(slots=True)
class Gone:
    """The duties of one clause and side that no longer wait: how many ended how, and the last day that one did."""

    clause: str
    title: str
    what: str
    explain: str
    counts: dict[str, int] = field(default_factory=dict)
    last: date | None = None


@dataclass(slots=True)
class Side:
    """The duties of one side: those that wait, those that wait no more, and how many of the first are late."""

    waiting: list[Row] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)

    @property
    def late(self) -> int:
        """How many are late."""
        return sum(row.state == "overdue" for row in self.waiting)


class Rows:
    """Makes rows of the duties of one client for a person who may record what `recording` covers."""

    def __init__(self, client: UUID, found: Standing, seen: Seen, recording: Decision) -> None:
        self.client = client
        self.found = found
        self.seen = seen
        self.recording = recording
        self.texts = seen.conditions.texts()
        self.seqs = places(seen)

    def sides(self, duties: Iterable[Duty]) -> dict[str, Side]:
        """The duties by who has them: `ours`, `theirs` (the client's), and `others`."""
        made = {"ours": Side(), "theirs": Side(), "others": Side()}
        gone: dict[tuple[str, str, str], Gone] = {}
        for duty in sorted(duties, key=_in_reading_order):
            name = "ours" if duty.norm.bearer in PROVIDER else "theirs" if duty.norm.bearer == "client" else "others"
            if duty.state in PENDING:
                made[name].waiting.append(self.row(duty))
                continue
            key = (name, duty.clause, duty.norm.what)
            if key not in gone:
                gone[key] = self._gone(duty)
                made[name].gone.append(gone[key])
            _count(gone[key], duty)
        for side in made.values():
            side.gone.sort(key=lambda each: numbered(each.clause))
        return made

    def row(self, duty: Duty) -> Row:
        """One duty that waits."""
        norm = duty.norm
        return Row(
            clause=duty.clause,
            title=self._title(duty.clause),
            kind=norm.what,
            of=self._of(duty.trigger),
            what=_what(norm.what, done=duty.state.startswith("done"), clause=duty.clause),
            bearer=norm.bearer,
            state=duty.state,
            due=duty.due,
            due_at=duty.due_at,
            when=_when(duty, self.found.as_of),
            statute=self._title(norm.statute) if norm.statute else "",
            explain=self._explain(duty.clause, duty.trigger.name),
            record=self._record(duty),
            questions=self._questions(duty),
        )

    def _of(self, trigger: Fact) -> str:
        return pointed(trigger.name, trigger.act, language()).label if self.seen.sees(trigger.name) else ""

    def _gone(self, duty: Duty) -> Gone:
        return Gone(duty.clause, self._title(duty.clause), _what(duty.norm.what, done=True), self._explain(duty.clause))

    def _title(self, clause: str) -> str:
        found = self.texts.of(clause)
        return found[0] if found else ""

    def _explain(self, clause: str, act: str = "") -> str:
        asked = {"clause": clause, **({"act": act} if act else {})}
        return f"{of_client('explain', self.client)}?{urlencode(asked)}"

    def _record(self, duty: Duty) -> str:
        """Where what does the duty is recorded: the act that it asks for, answering the act that opened it."""
        kinds = [kind for kind in (duty.norm.what, *duty.norm.done) if kind in KIND_AREAS]
        if not kinds or not self.recording.covers(kinds[0]):
            return ""
        return to_do(self.client, kinds[0], duty.trigger.name, duty.clause, duty.norm.bearer)

    def _questions(self, duty: Duty) -> tuple[Question, ...]:
        """The questions that settle a duty of which it cannot be told how it stands."""
        missing = missing_of(duty, self.found.state_of(duty))
        return tuple(found for each in missing if (found := question(each, self._known)) is not None)

    @cached_property
    def _known(self) -> Known:
        norms = [s.norms for s in (self.found.s, *self.found.states)]
        return Known(self.client, self._act, self.seen.decision.covers, self.recording.covers, lambda: norms)

    def _act(self, name: str) -> KnownAct | None:
        fact = self.found.s.named.get(name)
        if fact is None or name not in self.seqs:
            return None
        return KnownAct(fact.kind, fact.day, self.seqs[name], self.seen.sees(name))


def places(seen: Seen) -> dict[str, int]:
    """The place in the chain of each act, by its name: by that an act's own page is found."""
    return {act.id: place for place, act in enumerate(seen.acts, 1) if act.id is not None}


def _in_reading_order(duty: Duty) -> tuple[int, str, list[tuple[int, str]]]:
    """By state, then by the last day, then as the conditions are numbered: 8.1.2 before 8.1.10."""
    place = ORDER.index(duty.state) if duty.state in ORDER else len(ORDER)
    return place, duty.due.isoformat() if duty.due else "9999", numbered(duty.clause)


def _count(gone: Gone, duty: Duty) -> None:
    gone.counts[duty.state] = gone.counts.get(duty.state, 0) + 1
    day = duty.done_on or duty.closed_on
    if day is not None:
        gone.last = day if gone.last is None else max(gone.last, day)


def _what(what: str, *, done: bool, clause: str = "") -> str:
    """What a duty is about: what is to be done, or what it is called once it is."""
    if what not in KIND_AREAS:
        return what.replace("_", " ")
    return kind_label(what, language()) if done else todo(what, language(), clause)


def _when(duty: Duty, today: date) -> str:
    """How far off the last day is, in words; empty where there is none or where it does not press."""
    if duty.due is None or duty.state not in ("open", "overdue"):
        return ""
    days = (duty.due - today).days
    if days == 0:
        return _("today")
    if days < 0:
        return _("1 day late") if days == -1 else _("%(days)s days late") % {"days": -days}
    return _("tomorrow") if days == 1 else _("in %(days)s days") % {"days": days}


def groups(sides: Mapping[str, Side]) -> Sequence[tuple[str, Side]]:
    """The sides that have something to show, with their headings."""
    headings = {"ours": _("We must"), "theirs": _("The client must"), "others": _("Others must")}
    return [(headings[name], side) for name, side in sides.items() if name == "ours" or side.waiting or side.gone]
