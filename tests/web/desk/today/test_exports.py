"""The list as a file: the same rows and columns, logged, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from nakomen.record import tenancy
from nakomen.record.models import AccessEntry, DutyCopy, Organisation
from nakomen.web.desk.today import exporting
from tests.conftest import People
from tests.web.api.asking import client_of
from tests.web.desk.today.conftest import Enter, add


def lines(window: Client, **query: str) -> list[list[str]]:
    answer: Any = window.get(reverse("today_export", args=["csv"]), query)
    assert answer.status_code == 200
    body = b"".join(answer.streaming_content)
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))


def test_the_file_holds_what_the_screen_shows(enter: Enter, people: People, mine: UUID) -> None:
    header, *rows = lines(enter(people.owner))
    assert header == ["Bepaling", "Titel", "Over wie", "Uiterste dag", "Wanneer", "Te doen", "Stand", "Lijst"]
    name = "Aleida Voorbeeld-Zoetemelk"
    assert [(row[0], row[2], row[3], row[4], row[5], row[7]) for row in rows] == [
        ("12.3", name, "2026-02-27", "3 dagen te laat", "Plan evalueren", "Te laat"),
        ("12.3", name, "2026-03-02", "vandaag", "Plan evalueren", "Vandaag"),
        ("21.1", name, "", "geen dag", "Incident toelichten aan de cliënt", "Zonder dag"),
    ]


def test_it_is_narrowed_as_the_screen_is(enter: Enter, people: People, mine: UUID) -> None:
    window = enter(people.owner)
    assert len(lines(window, group="late")) == 2
    assert len(lines(window, what="incident.explained")) == 2
    own = lines(window, about="organisation")[1:]
    assert "Document publiceren" in {row[5] for row in own}
    assert "Plan evalueren" not in {row[5] for row in own}


@pytest.mark.parametrize("who", ["colleague", "stranger"])
def test_others_get_nothing_of_it(who: str, enter: Enter, people: People, mine: UUID) -> None:
    window = enter(getattr(people, who))
    assert len(lines(window, about="clients", scope="all")) == 1
    assert len(lines(window, client=str(mine))) == 1


def test_each_client_in_the_file_stands_in_the_log_as_exported(
    enter: Enter, people: People, organisation: Organisation, mine: UUID
) -> None:
    lines(enter(people.owner))
    with tenancy.within(organisation.id):
        found = AccessEntry.objects.filter(event="E", staff=people.owner).values_list("chain_id", "action")
        assert set(found) == {(None, "organisation.read"), (mine, "standing.read")}


def test_a_long_list_comes_in_batches_without_losing_a_row(
    enter: Enter, people: People, organisation: Organisation, mine: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "BATCH", 2)
    assert len(lines(enter(people.owner))) == 4


def test_no_name_becomes_a_formula(enter: Enter, people: People, organisation: Organisation, now: datetime) -> None:
    wrong = client_of(organisation.id, now, people.owner, name="=HYPERLINK(1)")
    with tenancy.within(organisation.id):
        DutyCopy.objects.filter(chain_id=wrong).delete()
    add(organisation, wrong, "overdue", date(2026, 2, 27))
    window = enter(people.owner)
    assert [row[2] for row in lines(window)[1:]] == ["'=HYPERLINK(1)"]
    sheet = workbook(window).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet


def workbook(window: Client, **query: str) -> zipfile.ZipFile:
    answer: Any = window.get(reverse("today_export", args=["xlsx"]), query)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="werklijst-2026-03-02.xlsx"'
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_the_workbook_has_a_row_for_each_duty_and_its_days_as_days(enter: Enter, people: People, mine: UUID) -> None:
    book = workbook(enter(people.owner))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<row ") == 4
    assert "<autoFilter" in sheet
    assert f"<v>{(date(2026, 2, 27) - date(1899, 12, 30)).days}</v>" in sheet
    assert "Plan evalueren" in book.read("xl/sharedStrings.xml").decode()


def test_what_is_too_long_for_a_workbook_comes_as_csv(
    enter: Enter, people: People, mine: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MOST_IN_WORKBOOK", 2)
    answer = enter(people.owner).get(reverse("today_export", args=["xlsx"]))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/today/export/csv/?scope=mine")


def test_another_form_is_not_there(enter: Enter, people: People) -> None:
    assert enter(people.owner).get(reverse("today_export", args=["pdf"])).status_code == 404
