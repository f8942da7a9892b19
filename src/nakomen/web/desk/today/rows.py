"""A row of the work list: what is due when, for whom, under which clause, and the form that does it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from nakomen.acts import KIND_AREAS
from nakomen.record import worklist
from nakomen.web.desk import words
from nakomen.web.desk.addresses import of_client, to_do
from nakomen.web.desk.today import told

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from nakomen.record.access import Decision
    from nakomen.record.models import DutyCopy
    from nakomen.record.registers import OrganisationDuty
    from nakomen.record.roles import Language
    from nakomen.terms.clause_texts import ClauseTexts
    from nakomen.web.desk.questions import Question


@dataclass(frozen=True, slots=True)
class Row:
    """A duty as a row shows it, in words; `title` is Dutch, as all texts of clauses are.

    `due` is a day, `day` the same as people write it, `when` seen from today; `record` is the address of the form that
    does it, `remind` who must do it where it is not for us to do.
    """

    group: str
    clause: str
    number: str
    title: str
    explain: str
    about: str
    about_url: str
    due: date | None
    day: str
    when: str
    what: str
    state: str
    record: str = ""
    remind: str = ""
    client: str = ""
    open_norm: bool = False
    questions: Sequence[Question] = field(default_factory=tuple)

    @property
    def tag(self) -> str:
        """The state that colours the row's day; an open duty of a later day has none."""
        return {"late": "overdue", "today": "today", "suspended": "suspended"}.get(self.group, "")


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes rows of one page: by its day, its language, the texts of its clauses, and what the reader may record."""

    today: date
    language: Language
    texts: ClauseTexts
    append: Decision
    days: dict[date, str] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)

    def of_client(self, duty: DutyCopy, decision: Decision, questions: Sequence[Question] = ()) -> Row:
        """The row of a client's duty."""
        client = duty.chain_id
        group = worklist.group_of(duty.state, duty.due, self.today)
        shown = "today" if group == "today" else duty.state
        return Row(
            group=group,
            clause=duty.clause,
            number=words.article(duty.clause),
            title=self.title(duty.clause),
            explain=of_client("explain", client) + "?" + urlencode({"clause": duty.clause, "act": duty.act}),
            about=_name(duty, decision),
            about_url=of_client("client", client),
            due=duty.due,
            day=self.day(duty.due),
            when=self.when(group, duty.due),
            what=told.what(duty.what, self.language, duty.clause),
            state=self.state(shown),
            record=self._record(duty),
            remind="" if duty.bearer == "provider" else words.side(duty.bearer),
            client=str(client),
            open_norm=duty.open_norm,
            questions=questions,
        )

    def of_organisation(self, duty: OrganisationDuty) -> Row:
        """The row of a duty of the organisation itself."""
        group = worklist.group_of(duty.state, duty.due, self.today)
        where = reverse(duty.route, kwargs=dict(duty.route_args))
        return Row(
            group=group,
            clause=duty.clause,
            number=words.article(duty.clause),
            title=self.title(duty.clause),
            explain="",
            about=duty.about,
            about_url="",
            due=duty.due,
            day=self.day(duty.due),
            when=self.when(group, duty.due),
            what=told.what(duty.what, self.language),
            state=self.state("today" if group == "today" else duty.state),
            record=where,
        )

    def title(self, clause: str) -> str:
        """The title of a clause, in Dutch; empty where its set is not known any more."""
        found = self.texts.of(clause)
        return found[0] if found else ""

    def day(self, due: date | None) -> str:
        """A day as people write it; most rows of a page share a few days."""
        if due is None:
            return ""
        if due not in self.days:
            self.days[due] = words.day(due)
        return self.days[due]

    def state(self, code: str) -> str:
        """What a state is called."""
        if code not in self.states:
            self.states[code] = words.state(code)
        return self.states[code]

    def when(self, group: str, due: date | None) -> str:
        """The day in words; of a duty whose term does not run, that it does not."""
        if group in {"suspended", "undetermined"}:
            return told.group(group).lower()
        return told.when(due, self.today)

    def _record(self, duty: DutyCopy) -> str:
        """The form that does it, for who may record such an act at all; for which client, that form decides."""
        if duty.what not in KIND_AREAS or not self.append.covers(duty.what):
            return ""
        return to_do(duty.chain_id, duty.what, duty.act, duty.clause, duty.bearer)


def _name(duty: DutyCopy, decision: Decision) -> str:
    """The client's name, to who may see the registration."""
    name: str = getattr(duty, "client_name", "") if decision.covers("client.registered") else ""
    return name or _("client without a name")
