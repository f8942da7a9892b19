"""Around midnight in Amsterdam, also in the nights in which the clock changes, every screen stands on the same day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format

from nakomen.record import ledger, tenancy
from nakomen.record.actors import system
from nakomen.record.models import Competence, DutyCopy, Figures, Organisation, OutgoingMail, StaffMember
from tests.conftest import StaffMaker
from tests.record.lives import act
from tests.web.api.asking import client_of
from tests.web.signing_in import session_of

ONE_DAY = timedelta(days=1)
MOMENTS = {
    "2026-03-01T22:30:00": date(2026, 3, 1),  # half past eleven in the evening
    "2026-03-01T23:30:00": date(2026, 3, 2),  # half past twelve, yesterday in London
    "2026-03-28T23:00:00": date(2026, 3, 29),  # the night without an hour between two and three
    "2026-03-29T22:00:00": date(2026, 3, 30),
    "2026-10-24T22:30:00": date(2026, 10, 25),  # the night with that hour twice
    "2026-10-25T23:00:00": date(2026, 10, 26),
    "2028-02-28T23:30:00": date(2028, 2, 29),
}
"""Moments in UTC, with the day that they are in here."""


@pytest.fixture(params=MOMENTS)
def moment(request: pytest.FixtureRequest) -> Iterator[datetime]:
    """One of the moments, at which every request comes."""
    at = datetime.fromisoformat(request.param).replace(tzinfo=UTC)
    with time_machine.travel(at, tick=False):
        yield at


@pytest.fixture
def day(moment: datetime) -> date:
    """The day that the moment is in."""
    return MOMENTS[moment.replace(tzinfo=None).isoformat()]


@pytest.fixture
def boss(staff: StaffMaker) -> StaffMember:
    """Somebody who may do nearly everything."""
    return staff("board", "quality", "administration", "coordinator")


@pytest.fixture
def window(boss: StaffMember, moment: datetime) -> Client:
    """The browser of that one."""
    return session_of(boss, moment)


def page(window: Client, name: str, *parts: object) -> str:
    """A page that is there."""
    answer = window.get(reverse(name, args=parts or None))
    assert answer.status_code == 200, name
    return str(answer.content.decode())


def test_what_is_due_is_due_on_the_day_that_it_is_here(
    organisation: Organisation, boss: StaffMember, window: Client, moment: datetime, day: date
) -> None:
    client = client_of(organisation.id, moment - timedelta(days=9), boss)
    with tenancy.within(organisation.id):
        DutyCopy.objects.filter(chain_id=client).delete()
        for due in (day - ONE_DAY, day, day + ONE_DAY):
            DutyCopy.objects.create(
                organisation=organisation, chain_id=client, clause="wonder-2020/12.3", what="plan.evaluated", act="a1",
                kind="plan.agreed", bearer="provider", toward="client", state="open", since=day, due=due,
            )  # fmt: skip
    rows = [row for group in window.get(reverse("today")).context["list"].groups for row in group.rows]
    told = {row.due: row.when for row in rows if row.client}
    assert told == {day - ONE_DAY: "1 dag te laat", day: "vandaag", day + ONE_DAY: "morgen"}
    file = window.get(reverse("today_export", args=["csv"]))
    assert f"-{day.isoformat()}.csv" in file.headers["Content-Disposition"]
    feed = window.post(reverse("today_calendar"), {"make": "yes"}).context["address"].partition("localhost")[2]
    events = icalendar.Calendar.from_ical(window.get("/calendar/" + feed.partition("/calendar/")[2]).content)
    days = [(each.decoded("dtstart"), str(each["summary"])) for each in events.walk("VEVENT")]
    assert days == [(day, "Te doen: 1, te laat: 1"), (day + ONE_DAY, "Te doen: 1")]


def test_registers_and_figures_go_by_the_same_day(
    organisation: Organisation, boss: StaffMember, window: Client, day: date
) -> None:
    with tenancy.within(organisation.id):
        for what, until in (("verlopen", day - ONE_DAY), ("geldig", day)):
            Competence.objects.create(
                organisation=organisation, staff=boss, what=what, since=day - 9 * ONE_DAY, until=until
            )
    assert window.get(reverse("overview")).status_code == 200
    file = window.get(reverse("register_export", args=["competence"])).content.decode("utf-8-sig").splitlines()
    assert [line.split(";")[-1] for line in file[1:]] != [file[1].split(";")[-1]] * 2
    with tenancy.within(organisation.id):
        assert [each.day for each in Figures.objects.all()] == [day]


def test_what_is_recorded_now_is_of_today(
    organisation: Organisation, boss: StaffMember, window: Client, moment: datetime, day: date
) -> None:
    client = client_of(organisation.id, moment, boss)
    assert f'value="{day.isoformat()}"' in page(window, "act_new", client, "plan.deviated")
    address = reverse("act_new", args=[client, "plan.deviated"])
    sent = {"urgent": "no", "note": "Iets anders.", "_do": "record"}
    assert window.post(address, {**sent, "on": (day + ONE_DAY).isoformat()}).status_code == 422
    assert window.post(address, {**sent, "on": day.isoformat()}).status_code == 302
    with tenancy.within(organisation.id):
        assert ledger.acts(client)[-1].on == day
    assert date_format(day, "Y") in page(window, "client", client)


def test_who_begins_today_is_told_of_an_emergency_and_who_left_yesterday_is_not(
    organisation: Organisation, staff: StaffMaker, moment: datetime, day: date
) -> None:
    carer, begins, left = staff("care_professional"), staff("board", since=day), staff("quality")
    with tenancy.within(organisation.id):
        StaffMember.objects.filter(pk=left.pk).update(until=day - ONE_DAY)
    client_of(organisation.id, moment)
    sent = {"bsn": "999990019", "reason": "Er is brand en niemand neemt op, ik moet erbij."}
    assert session_of(carer, moment).post(reverse("client_emergency"), sent).status_code == 302
    with tenancy.within(organisation.id):
        assert [each.user_id for each in OutgoingMail.objects.all()] == [begins.user_id]


def test_what_was_done_in_time_and_recorded_late_is_late_no_more(
    organisation: Organisation, boss: StaffMember, now: datetime
) -> None:
    client = client_of(organisation.id, now, boss)
    received = act("complaint.received", on="2026-01-06", id="k", about="te laat", complete=True, to="provider")
    with tenancy.within(organisation.id):
        ledger.append(client, [received], actor=system("command"), now=now)
    with time_machine.travel(now, tick=False):
        window = session_of(boss, now)
        assert ("complaint.decided", "k") in late(window)
        address = reverse("act_new", args=[client, "complaint.decided"]) + "?act=k"
        sent = {"on": "2026-01-20", "act": "k", "in_writing": "yes", "reasoned": "yes", "_do": "record"}
        answer = window.post(address, sent)
        assert answer.status_code == 302, answer.context["form"].errors
        assert ("complaint.decided", "k") not in late(window)


def late(window: Client) -> set[tuple[str, str]]:
    """What stands as late on Today: what to do, and for which act."""
    rows = [row for group in window.get(reverse("today")).context["list"].groups for row in group.rows]
    forms = [row.record for row in rows if row.group == "late" and "/record/" in row.record]
    return {(form.split("/record/")[1].split("/")[0], form.partition("act=")[2].partition("&")[0]) for form in forms}
