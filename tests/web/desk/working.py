"""Somebody at work: a duty is seen on Today, its form opened, filled in, previewed, recorded, and its explanation read.

What a form starts with is left as it is, and only what it still asks for is filled in, so that each duty shows what its
form does not know. `duties.json` holds small cases in which duties wait, `answers.json` what somebody tells of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import time_machine
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.utils.http import urlencode

from nakomen.acts import kind_class
from nakomen.acts.reading_acts import members
from nakomen.law.clock import AMSTERDAM
from nakomen.norms.duties import Duty
from nakomen.norms.standing import standing
from nakomen.record import standings, tenancy
from nakomen.record.models import CareRelation, StaffMember
from nakomen.record.worklist import WHOSE
from nakomen.web.desk.acts import forms
from nakomen.web.desk.today.rows import Row
from tests.web.api.asking import case_of
from tests.web.desk.acts.sending import sent, value
from tests.web.signing_in import session_of

FOLDER = Path(__file__).parent
ANSWERS: Mapping[str, Mapping[str, Any]] = json.loads((FOLDER / "answers.json").read_text("utf-8"))


@dataclass(frozen=True)
class Waiting:
    """A duty that waits: its clause, who must do what, the act that opened it, and whether that can be told."""

    clause: str
    bearer: str
    what: str
    act: str
    state: str

    def __str__(self) -> str:
        return f"{self.clause} {self.bearer}: {self.what} after {self.act}"


@dataclass(frozen=True)
class Case:
    """The acts of a client, and the duties that wait on a day."""

    set: str
    day: date
    duties: Sequence[Waiting]
    acts: Sequence[dict[str, Any]]

    @property
    def now(self) -> datetime:
        """The end of that day: whatever its acts are about has happened."""
        return datetime.combine(self.day, time(23, 50), AMSTERDAM)


def cases(name: str, *, undetermined: bool = False) -> list[Case]:
    """The cases of a set with the duties of which it can, or cannot, be told whether they are owed."""
    made = []
    for each in json.loads((FOLDER / "duties.json").read_text("utf-8")):
        waiting = [Waiting(**duty) for duty in each["duties"]]
        chosen = [duty for duty in waiting if (duty.state == "undetermined") == undetermined]
        if each["set"] == name and chosen:
            made.append(Case(name, date.fromisoformat(each["day"]), chosen, each["acts"]))
    return made


class AtWork:
    """A coordinator at the desk on the day of a case, with the client whom it is about."""

    def __init__(self, member: StaffMember, case: Case) -> None:
        self.member, self.case = member, case
        self.organisation = member.organisation_id
        self.window: Client = session_of(member, case.now)
        self.client: UUID = case_of(self.organisation, case.now, [dict(each) for each in case.acts])
        self._relate()

    def _relate(self) -> None:
        """The care relation, of which the acts of the case do not tell: it goes whenever they are read anew."""
        with tenancy.within(self.organisation):
            CareRelation.objects.get_or_create(
                organisation_id=self.organisation,
                chain_id=self.client,
                code=self.member.code,
                defaults={"since": date(2020, 1, 1), "act": "x"},
            )

    def get(self, address: str) -> Any:
        """A page, and where it was in the end."""
        response = self.window.get(address, follow=True)
        assert response.status_code == 200, f"{response.status_code} at {address}"
        return response

    def rows(self, duty: Waiting) -> list[Row]:
        """The rows of this duty on Today."""
        whose = next(name for name, bearers in WHOSE.items() if duty.bearer in bearers)
        asked = {"scope": "all", "client": str(self.client), "whose": whose, "clause": duty.clause, "what": duty.what}
        page = self.get(f"/today/?{urlencode(asked)}")
        rows = [row for group in page.context["list"].groups for row in group.rows]
        told = urlencode({"act": duty.act})
        found = [row for row in rows if f"{row.explain}&".endswith(f"&{told}&")]
        bearer = urlencode({"bearer": duty.bearer})
        return [row for row in found if duty.bearer == "provider" or bearer in row.record or row.questions] or found

    def standing(self, duty: Waiting) -> Duty | None:
        """The duty as it stands now; None where it is not there any more."""
        with tenancy.within(self.organisation):
            found = standing(standings.case(self.client), self.case.day)
        own = [each for each in found.duties if each.clause == duty.clause and each.trigger.name == duty.act]
        return next((e for e in own if e.norm.what == duty.what and e.norm.bearer == duty.bearer), None)

    def open(self, address: str) -> tuple[str, Any]:
        """A form: where it is in the end, and its page."""
        page = self.get(address)
        return (page.redirect_chain[-1][0] if page.redirect_chain else address), page

    def press(self, button: str, address: str, form: forms.ActForm) -> Any:
        """Send a form."""
        data: QueryDict = sent(form)
        data["_do"], data["_key"] = button, uuid4().hex
        answer: Any = self.window.post(address, dict(data.lists()))
        if button == "record" and answer.status_code == 302:
            self._relate()
        return answer


@contextmanager
def undone(case: Case) -> Iterator[None]:
    """On the day of the case; what is done within is undone again."""
    with time_machine.travel(case.now, tick=False), transaction.atomic():
        yield
        transaction.set_rollback(True)


def filled(form: forms.ActForm, answers: Mapping[str, Any], *, well: bool = True) -> forms.ActForm:
    """The form with what it still asks for; `well`: by somebody who did as the clause asks, otherwise who did not."""
    known = members(kind_class(form.kind))
    given = {name: each for name, each in form.given.items() if name in form.fields}
    for name in form.fields:
        if name not in given and known[name].required:
            given[name] = well if known[name].type is bool else value(known[name].type, name)
    if well and "channel" not in form.given and "paper" in _choices(form, "channel"):
        given["channel"] = "paper"
    return forms.bound(form.kind, form.about, initial={**given, **answers})


def _choices(form: forms.ActForm, name: str) -> list[str]:
    return [str(each) for each, _label in getattr(form.fields.get(name), "choices", ())]
