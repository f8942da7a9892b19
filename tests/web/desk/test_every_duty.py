"""Every duty that can wait is done from its row on Today: its form opens, is filled in, says what it does, and does it.

So it is for each duty of both sets and of statute, and for each question that settles one of which nothing can be told.
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import transaction

from nakomen.norms.duties import PENDING, UNDETERMINED, Duty
from nakomen.norms.wanting import truths
from nakomen.record.models import Organisation, StaffMember
from nakomen.terms.compiled import packaged_norms
from nakomen.terms.packaged import SETS
from nakomen.web.desk.today.rows import Row
from tests.conftest import StaffMaker
from tests.web.desk.working import ANSWERS, FOLDER, AtWork, Waiting, cases, filled, undone

# What a clause asks of a form is the same on both databases; that every screen works on PostgreSQL too, test_hostile.py
# and test_matrix.py show there.
pytestmark = pytest.mark.sqlite
type Work = Callable[[AtWork, Waiting], None]

AT_ONCE = {
    ("wonder-2020/8.4", "client.other_provider_reported"),
    ("wonder-2020/12.2", "visit.cancelled"),
    ("wonder-2020/12.2.a", "visit.cancelled"),
    ("wonder-2020/12.7.a", "care.paused"),
    ("wonder-2020/24.7", "client.other_provider_reported"),
}
"""Done by the very act that opens them, so that they never wait; what is late is then seen as done late."""
STEPS = {"abuse.step_taken": 5}
"""Duties that take several acts: the reporting code has five steps."""
SETTLED: dict[str, dict[str, Any]] = json.loads((FOLDER / "settled.json").read_text("utf-8"))
"""What somebody answers to the question that settles a duty, by its clause and what it asks."""


@pytest.fixture
def coordinator(
    organisation: Organisation, other_organisation: Organisation, staff: StaffMaker, name: str
) -> StaffMember:
    """Who is at work for the provider under the set."""
    own = {"wonder-2020": organisation, "zonl-thuisbegeleiding": other_organisation}
    return staff("coordinator", organisation=own[name])


@pytest.mark.parametrize("name", SETS)
def test_of_every_duty_that_can_wait_there_is_a_case(name: str) -> None:
    known = {(norm.clause, norm.bearer, norm.what) for norm in packaged_norms(name).duty_list}
    waiting = {(each.clause, each.bearer, each.what) for case in cases(name) for each in case.duties}
    assert waiting <= known
    assert {(clause, what) for clause, _bearer, what in known - waiting} <= AT_ONCE


@pytest.mark.parametrize("name", SETS)
def test_every_duty_is_done_from_its_row(name: str, coordinator: StaffMember) -> None:
    assert list(_tried(name, coordinator, _done)) == []


@pytest.mark.parametrize("name", SETS)
def test_a_form_that_does_not_do_the_duty_says_what_is_not_yet_so(name: str, coordinator: StaffMember) -> None:
    assert list(_tried(name, coordinator, _half_done)) == []


@pytest.mark.parametrize("name", SETS)
def test_the_question_of_an_undetermined_duty_settles_it(name: str, coordinator: StaffMember) -> None:
    assert list(_tried(name, coordinator, _settled, undetermined=True)) == []


def _tried(name: str, member: StaffMember, work: Work, *, undetermined: bool = False) -> Iterator[str]:
    """What goes wrong when the work is tried at each duty, each as if nothing else had been done."""
    for case in cases(name, undetermined=undetermined):
        with undone(case):
            at = AtWork(member, case)
            for duty in case.duties:
                with transaction.atomic():
                    try:
                        work(at, duty)
                    except AssertionError as error:
                        yield f"{duty}: {error}"
                    transaction.set_rollback(True)


# --- doing what a row asks ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sent:
    """A form that was recorded: the row that led to it, where it is, its preview, and the act's own page."""

    row: Row
    place: str
    shown: Any
    act: str


def _done(at: AtWork, duty: Waiting) -> None:
    before = at.standing(duty)
    assert before is not None
    last = [_recorded(at, duty, before) for _step in range(STEPS.get(duty.what, 1))][-1]
    groups = {group.name: {each.clause for each in group.rows} for group in last.shown["preview"].groups}
    assert any(duty.clause in groups.get(way, ()) for way in ("done", "closed", "gone")), f"the preview says {groups}"
    assert last.shown["left"] is None, "the preview says that something is left to do"
    after = at.standing(duty)
    assert after is None or after.state not in PENDING, "still waits"
    assert at.rows(duty) == [], "is still on Today"
    if after is not None and after.by is not None:
        assert last.act in at.get(last.row.explain).content.decode(), "the explanation does not name the act"


def _recorded(at: AtWork, duty: Waiting, before: Duty) -> Sent:
    """Do what the row asks, once."""
    (row,) = at.rows(duty)
    assert row.due == before.due, f"the row says {row.due}"
    assert row.record, "no form"
    assert row.what, "nothing to do"
    assert row.title, "no title"
    assert row.about, "no client"
    place, page = at.open(row.record)
    form = page.context["form"]
    answers_one = "act" in form.fields and before.norm.link in ("act", "thing", "sibling")
    assert form.given.get("act") or not answers_one, "the form does not know which act it answers"
    asks = before.norm.fits or before.norm.done_rule
    assert page.context["asks"] or not asks, "the form does not say what the clause asks"
    told = filled(form, _answers(duty, before, form))
    shown = at.press("preview", place, told).context
    assert "preview" in shown, [text for _id, *text in shown["form"].problems()]
    recorded = at.press("record", place, told)
    assert recorded.status_code == 302, f"recording answers {recorded.status_code}"
    put_right = "correct/" in place
    return Sent(row, place, shown, place.partition("correct/")[0] if put_right else recorded.headers["Location"])


def _half_done(at: AtWork, duty: Waiting) -> None:
    before = at.standing(duty)
    assert before is not None
    if not truths(before.norm):
        return
    (row,) = at.rows(duty)
    place, page = at.open(row.record)
    answers = _answers(duty, before, page.context["form"])
    if before.norm.link == "self" and len(answers) < 2:
        return  # the one thing that is wrong is put right, or nothing is changed
    half = dict(list(answers.items())[:1]) if before.norm.link == "self" else {}
    shown = at.press("preview", place, filled(page.context["form"], half, well=False))
    left = shown.context["left"]
    assert left is not None, "the preview does not say that it is not done"
    assert left.lacking, "the preview does not say what is lacking"
    assert left.lacking[0] in html.unescape(shown.content.decode()), "the page does not show it"


def _answers(duty: Waiting, before: Duty, form: Any) -> dict[str, Any]:
    """What somebody fills in besides what must be: the act that is put right becomes as the clause asks."""
    right = {name: True for name in truths(before.norm) if form.given.get(name) is False}
    own = ANSWERS.get(f"{duty.clause} {duty.what}", ANSWERS.get(duty.clause, {}))
    return {**(right if before.norm.link == "self" else {}), **own}


def _settled(at: AtWork, duty: Waiting) -> None:
    (row,) = at.rows(duty)
    assert row.questions, "no question"
    address = row.questions[0].address
    assert "/record/" in address or "/correct/" in address, f"the question leads to {address}"
    place, page = at.open(address)
    form = page.context["form"]
    field = parse_qs(urlsplit(address).query).get("field", [""])[0]
    assert not field or field in form.fields, f"the form has no {field}"
    recorded = at.press("record", place, filled(form, SETTLED.get(f"{duty.clause} {duty.what}", {})))
    assert recorded.status_code == 302, f"recording answers {recorded.status_code}"
    after = at.standing(duty)
    assert after is None or after.state != UNDETERMINED, f"{address} still cannot be told"
