"""Duties that wait as lines: many of one sort are one, and those of one clause tell what they are of."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from nakomen.record.models import Organisation
from nakomen.web.desk.clients.folding import MANY, folded
from nakomen.web.desk.clients.rows import Row
from tests.conftest import People, StaffMaker
from tests.record.lives import act
from tests.web.api.asking import client_of
from tests.web.desk.clients.conftest import record
from tests.web.desk.clients.test_file import page
from tests.web.desk.windows import Enter


def row(clause: str, kind: str = "information.given", **given: Any) -> Row:
    told: dict[str, Any] = {
        "title": "",
        "of": f"of {clause}",
        "what": kind,
        "bearer": "provider",
        "state": "open",
        "due": None,
        "due_at": None,
        "when": "",
        "statute": "",
        "explain": "",
        "record": f"/record/{clause}",
    }
    return Row(clause=clause, kind=kind, **{**told, **given})


def test_many_duties_of_one_sort_are_one_line_with_one_form() -> None:
    rows = [row(f"set/8.1.{place}") for place in range(MANY)]
    (line,) = folded(rows, {"information.given": "/topics/"})
    assert (line.several, line.record, list(line.rows)) == (True, "/topics/", rows)


def test_a_few_stand_apart() -> None:
    assert [each.several for each in folded([row(f"set/8.1.{place}") for place in range(MANY - 1)], {})] == [False] * 3


def test_another_last_day_or_side_or_state_is_no_part_of_a_line() -> None:
    rows = [row(f"set/8.1.{place}") for place in range(MANY)]
    later = row("set/9", due=date(2026, 3, 9))
    theirs = row("set/10", bearer="client")
    assert [len(each.rows) for each in folded([*rows, later, theirs], {})] == [MANY, 1, 1]


def test_duties_of_one_clause_are_never_one_line_and_tell_what_they_are_of() -> None:
    lines = folded([row("set/25.1", "payment.received") for _ in range(MANY)], {})
    assert [each.of for each in lines] == ["of set/25.1"] * MANY


def test_who_may_not_record_gets_no_form_for_all() -> None:
    rows = [row(f"set/8.1.{place}", record="") for place in range(MANY)]
    assert folded(rows, {"information.given": "/topics/"})[0].record == ""


def test_a_new_client_shows_one_line_for_all_topics_with_the_form_that_does_them(
    enter: Enter, people: People, organisation: Organisation, now: datetime
) -> None:
    client = client_of(organisation.id, now, people.owner)
    told = page(enter(people.owner), client)
    assert told.count('<span class="what">Informatie geven</span>') == 1
    assert reverse("guided", args=[client, "topics"]) in told
    assert reverse("signing", args=[client]) in told


def test_unpaid_invoices_say_which_each_is(
    known: UUID, enter: Enter, people: People, staff: StaffMaker, organisation: Organisation, now: datetime
) -> None:
    lines = [{"for": "other", "amount": "60.00"}]
    for number in ("2026-1", "2026-2"):
        sent = act("invoice.sent", "2026-02-02", number=number, amount="60.00", channel="paper", lines=lines)
        record(organisation, known, now, sent)
    told = page(enter(staff("administration", "finance")), known)
    assert "over: Factuur verstuurd, 2026-1, 2 feb 2026" in told
    assert "over: Factuur verstuurd, 2026-2, 2 feb 2026" in told
