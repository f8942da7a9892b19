"""The overview: what was counted, by clause, month, week and team, for who may see figures, and no client in it."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nakomen.record import figures, ledger, tasks, tenancy
from nakomen.record.actors import system
from nakomen.record.models import AccessEntry, Figures, Organisation
from tests.conftest import StaffMaker
from tests.record.lives import REGISTERED
from tests.record.test_figures import COMPLAINT, DECIDED, DECISION, record, team_of
from tests.record.test_tasks import waiting
from tests.web.api.asking import client_of
from tests.web.desk.overview.conftest import Enter

MAY = ("administration", "coordinator", "board", "quality", "finance")
MAY_NOT = ("care_professional", "complaints_officer", "functional_administrator", "supervisor")
NAME = str(REGISTERED["name"])


@pytest.fixture
def lives(organisation: Organisation, staff: StaffMaker, now: datetime) -> dict[str, Any]:
    """Two clients of a team, one of whom complained and heard late, and one of nobody who complained and waits."""
    carer = staff("care_professional", name="Eva Eigenaar")
    with tenancy.within(organisation.id):
        team = team_of("Noord", carer)
        decided, quiet = (client_of(organisation.id, now, carer, name=f"{NAME} {each}") for each in "ab")
        record(decided, now, COMPLAINT, DECIDED)
        waits = client_of(organisation.id, now)
        record(waits, now, COMPLAINT)
    return {"team": team, "clients": [decided, quiet, waits]}


def page(window: Client, **query: str) -> str:
    answer = window.get(reverse("overview"), query)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def head(text: str) -> dict[str, str]:
    """The head figures."""
    return dict(re.findall(r'<dt>([^<]*)</dt>\s*<dd class="value">([^<]*)</dd>', text))


def clauses(text: str) -> dict[str, list[str]]:
    """Each row of the table of clauses: its number, and what stands in its cells."""
    rows = re.findall(r'<a data-row href="[^"]*">([^<]*)</a>(.*?)</tr>', text, re.DOTALL)
    return {number: re.findall(r'data-label="[^"]*">([^<]*)<', cells) for number, cells in rows}


def exported(window: Client, table: str, **query: str) -> list[list[str]]:
    answer = window.get(reverse("overview_export", args=["csv"]), {"table": table, **query})
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


# --- who ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", MAY)
def test_who_may_see_figures_sees_them_without_any_client(
    role: str, enter: Enter, staff: StaffMaker, lives: dict[str, Any]
) -> None:
    window = enter(staff(role))
    for query in ({}, {"team": lives["team"]}, {"clause": DECISION}):
        text = page(window, **query)
        assert head(text)["Te laat"]
        assert NAME.split(maxsplit=1)[0] not in text
        for client in lives["clients"]:
            assert str(client) not in text


@pytest.mark.usefixtures("own_database")  # what was refused is logged in its own transaction
@pytest.mark.parametrize("role", MAY_NOT)
def test_who_may_not_is_refused_everywhere(role: str, enter: Enter, staff: StaffMaker) -> None:
    window = enter(staff(role))
    assert window.get(reverse("overview")).status_code == 403
    assert window.get(reverse("overview_export", args=["csv"])).status_code == 403
    assert window.post(reverse("overview_count")).status_code == 403


def test_a_stranger_sees_the_figures_of_the_own_organisation_only(
    enter: Enter, staff: StaffMaker, other_organisation: Organisation, lives: dict[str, Any]
) -> None:
    text = page(enter(staff("quality", organisation=other_organisation)))
    assert head(text)["Te laat"] == "0"
    assert "Noord" not in text
    assert clauses(text) == {}


def test_looking_is_logged(enter: Enter, staff: StaffMaker, organisation: Organisation) -> None:
    member = staff("board")
    page(enter(member))
    with tenancy.within(organisation.id):
        lines = AccessEntry.objects.filter(subject="overview", staff=member)
        assert [(line.action, line.event, line.chain_id) for line in lines] == [("overview.read", "R", None)]


def test_only_who_sees_the_work_list_is_led_to_it(enter: Enter, staff: StaffMaker, lives: dict[str, Any]) -> None:
    link = f'href="{reverse("today")}?scope=all&amp;whose=provider&amp;clause=wonder-2020%2F33.3"'
    assert link in page(enter(staff("quality")))
    assert link not in page(enter(staff("board")))


# --- what -----------------------------------------------------------------------------------------------------------


def test_each_clause_tells_what_is_open_and_late_and_what_was_done(
    enter: Enter, staff: StaffMaker, lives: dict[str, Any]
) -> None:
    text = page(enter(staff("quality")))
    assert head(text)["Te laat"] == "2", "the decision on the complaint, and telling how it goes"
    assert clauses(text)["33.3"] == ["0", "1", "0", "1", "0,0%"]
    assert clauses(text)["33.3.a"][1] == "1"
    assert "24.1" not in clauses(text), "that is the client's own duty"


def test_a_team_can_be_chosen_and_the_clients_without_one(
    enter: Enter, staff: StaffMaker, lives: dict[str, Any]
) -> None:
    window = enter(staff("quality"))
    team, nobody = page(window, team=lives["team"]), page(window, team="none")
    assert (head(team)["Te laat"], head(nobody)["Te laat"]) == ("0", "2")
    assert clauses(nobody)["33.3"][:2] == ["0", "1"]
    assert clauses(team).get("33.3", ["0", "0"])[1] == "0"
    assert f'<option value="{lives["team"]}" selected>Noord</option>' in team


def test_the_duties_of_the_client_can_be_chosen(enter: Enter, staff: StaffMaker, lives: dict[str, Any]) -> None:
    window = enter(staff("quality"))
    assert set(clauses(page(window, bearer="client"))) == {"24.1", "33.2"}
    assert set(clauses(page(window, bearer="any"))) > {"24.1", "33.2", "33.3"}


def test_one_clause_can_be_looked_at_by_itself(enter: Enter, staff: StaffMaker, lives: dict[str, Any]) -> None:
    text = page(enter(staff("quality")), clause=DECISION)
    assert head(text) == {"Te laat": "1", "Nu open": "0", "Op tijd gedaan": "0,0%", "Vervallen": "0"}
    assert '<h2>33.3 <span lang="nl">' in text
    assert "<title>januari 2026: te laat gedaan 1</title>" in text


def test_one_clause_has_its_own_trend_and_its_own_teams(
    enter: Enter, staff: StaffMaker, organisation: Organisation, lives: dict[str, Any], now: datetime
) -> None:
    with tenancy.within(organisation.id):
        figures.make(now - timedelta(days=7))
        figures.make(now)
    window = enter(staff("quality"))
    text = page(window, clause=DECISION)
    assert "<h2>Te laat, van week tot week</h2>" in text
    assert "<title>23 feb 2026: 1</title>" in text.lower()
    assert "Evenveel als op" not in text, "a week ago is too short to compare with"
    assert exported(window, "trend", clause=DECISION)[1:] == [["2026-03-02", "1", "0"], ["2026-02-23", "1", "0"]]
    teams = {row[0]: row[2:7] for row in exported(window, "teams", clause=DECISION)[1:]}
    assert teams == {"Zonder team": ["0", "1", "", "0", "1"]}
    own = exported(window, "trend", clause=DECISION, team=lives["team"])
    assert [row[1:] for row in own[1:]] == [["0", "0"], ["0", "0"]]
    assert "Per team" not in page(window, clause=DECISION, team=lives["team"])


def test_the_table_beside_a_chart_has_the_same_numbers(enter: Enter, staff: StaffMaker, lives: dict[str, Any]) -> None:
    window = enter(staff("quality"))
    text = page(window, bearer="any")
    table = {row[0]: row for row in exported(window, "months", bearer="any")[1:]}
    drawn = re.findall(r"<title>([^<:]*): (op tijd|te laat) gedaan (\d+)</title>", text)
    assert {(month, which): int(number) for month, which, number in drawn} == {
        (month, which): int(row[place])
        for month, row in table.items()
        for place, which in ((1, "op tijd"), (2, "te laat"))
        if int(row[place])
    }
    assert len(table) == 12
    assert table["januari 2026"][2] == "1"


def test_what_comes_due_is_told_per_week(enter: Enter, staff: StaffMaker, organisation: Organisation) -> None:
    with tenancy.within(organisation.id):
        now = datetime.fromisoformat("2026-03-02T09:00:00+01:00")
        record(client_of(organisation.id, now), now, {**COMPLAINT, "on": "2026-02-27"})
    rows = exported(enter(staff("quality")), "weeks") if page(enter(staff("board"))) else []
    assert len(rows) == 13
    assert rows[1][0] == "2026-03-02"
    assert [row[:2] for row in rows if row[1] != "0"][1:] == [["2026-03-09", "1"], ["2026-04-06", "1"]]


def test_how_it_goes_is_told_in_words(
    enter: Enter, staff: StaffMaker, organisation: Organisation, lives: dict[str, Any], now: datetime
) -> None:
    window = enter(staff("board"))
    assert "Er is nog niets van eerder om mee te vergelijken." in page(window)
    with tenancy.within(organisation.id):
        sums = Figures.objects.get().data["sums"]
        for days, late in ((30, 5), (60, 1)):
            sums["all"]["now"]["provider"][1] = late
            day = now.date() - timedelta(days=days)
            Figures.objects.create(organisation=organisation, day=day, made_at=now, data={"sums": sums})
    text = page(window)
    assert "▼ 3 minder dan op 31 jan 2026" in text.lower()
    assert "<title>31 jan 2026: 5</title>" in text.lower()


# --- order, pages, files --------------------------------------------------------------------------------------------


def test_the_table_can_be_ordered_by_each_column(enter: Enter, staff: StaffMaker, lives: dict[str, Any]) -> None:
    window = enter(staff("quality"))
    for place, key in enumerate(("open", "late", "done", "done_late")):
        numbers = [int(row[place]) for row in clauses(page(window, sort=f"-{key}")).values()]
        assert numbers == sorted(numbers, reverse=True)
        assert max(numbers) > min(numbers) or key == "done"
    first = list(clauses(page(window, sort="clause")))
    assert first.index("8.1.2") < first.index("8.1.10") < first.index("33.3") < first.index("33.3.a")
    assert 'aria-sort="ascending"' in page(window, sort="clause")
    assert 'aria-sort="descending"' in page(window, sort="-clause")


def test_an_address_that_makes_no_sense_shows_the_usual_page(
    enter: Enter, staff: StaffMaker, lives: dict[str, Any]
) -> None:
    window = enter(staff("quality"))
    wrong = {"team": "t99999", "clause": "x'--", "back": "-1", "sort": "name", "page": "9999999999"}
    assert clauses(page(window, **wrong)) == clauses(page(window))
    assert clauses(page(window, bearer="x")) == {}


def test_the_csv_has_every_clause(enter: Enter, staff: StaffMaker, lives: dict[str, Any]) -> None:
    window = enter(staff("quality"))
    shown = clauses(page(window))
    rows = exported(window, "clauses")
    assert rows[0][:4] == ["Bepaling", "Titel", "Nu open", "Te laat"]
    assert {row[0] for row in rows[1:]} == set(shown)
    (decision,) = [row for row in rows if row[0] == "33.3"]
    assert decision[1:] == ["De klacht afhandelen", "0", "1", "0", "0", "0", "1", "0", "0", "0", "0"]


def test_a_name_that_looks_like_a_formula_is_text(
    enter: Enter, staff: StaffMaker, organisation: Organisation, now: datetime
) -> None:
    carer = staff("care_professional")
    with tenancy.within(organisation.id):
        team_of("=1+1", carer)
        client_of(organisation.id, now, carer)
    window = enter(staff("quality"))
    page(window)
    assert [row[0] for row in exported(window, "teams")[1:]] == ["'=1+1"]


def test_the_workbook_has_a_sheet_for_each_table(enter: Enter, staff: StaffMaker, lives: dict[str, Any]) -> None:
    window = enter(staff("quality"))
    page(window)
    answer = window.get(reverse("overview_export", args=["xlsx"]))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        named = re.findall(r'<sheet name="([^"]*)"', book.read("xl/workbook.xml").decode())
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert named == [
        "Per bepaling",
        "Gedaan per maand",
        "Te laat, van dag tot dag",
        "Wat de komende weken af moet",
        "Per team",
    ]
    assert sheet.count("<row ") == len(clauses(page(window))) + 1


@pytest.mark.parametrize(("form", "table"), [("pdf", "clauses"), ("csv", "clients"), ("xlsx", "clients")])
def test_there_are_no_other_files(form: str, table: str, enter: Enter, staff: StaffMaker) -> None:
    window = enter(staff("quality"))
    page(window)
    assert window.get(reverse("overview_export", args=[form]), {"table": table}).status_code == 404


def test_a_file_is_logged_as_taken_along(enter: Enter, staff: StaffMaker, organisation: Organisation) -> None:
    member = staff("quality")
    window = enter(member)
    page(window)
    exported(window, "clauses")
    with tenancy.within(organisation.id):
        assert list(
            AccessEntry.objects.filter(subject="overview", staff=member).order_by("id").values_list("event", flat=True)
        ) == ["R", "E"]


# --- counting -------------------------------------------------------------------------------------------------------


def test_counting_again_takes_in_what_was_recorded_since(
    enter: Enter, staff: StaffMaker, organisation: Organisation, lives: dict[str, Any], now: datetime
) -> None:
    window = enter(staff("quality"))
    assert head(page(window))["Te laat"] == "2"
    with tenancy.within(organisation.id):
        ledger.append(lives["clients"][2], [DECIDED], actor=system("command"), now=now)
    assert head(page(window))["Te laat"] == "2"
    answer = window.post(reverse("overview_count"), follow=True)
    assert "Opnieuw geteld." in answer.content.decode()
    assert head(answer.content.decode())["Te laat"] == "0"


def test_a_large_organisation_is_counted_in_the_background(
    enter: Enter, staff: StaffMaker, organisation: Organisation, lives: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "SMALL", 2)
    window = enter(staff("quality"))
    assert "Er is nog niets geteld." in page(window)
    answer = window.post(reverse("overview_count"), follow=True)
    assert "De cijfers worden geteld." in answer.content.decode()
    assert waiting(tasks.count_figures) == [{"organisation": str(organisation.id)}]
    assert window.get(reverse("overview_export", args=["csv"])).status_code == 404


def test_an_older_count_is_shown_with_its_moment_until_there_is_a_newer_one(
    enter: Enter,
    staff: StaffMaker,
    organisation: Organisation,
    lives: dict[str, Any],
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with tenancy.within(organisation.id):
        figures.make(now - timedelta(days=2))
    monkeypatch.setattr(figures, "SMALL", 2)
    assert "Geteld op 28 feb 2026 10:00." in page(enter(staff("quality"))).replace("Feb", "feb")


@pytest.mark.parametrize("more", [0, 2])
def test_the_page_asks_as_many_queries_for_one_client_as_for_three(
    more: int,
    enter: Enter,
    staff: StaffMaker,
    organisation: Organisation,
    now: datetime,
) -> None:
    with tenancy.within(organisation.id):
        for _ in range(1 + more):
            record(client_of(organisation.id, now), now, COMPLAINT, DECIDED)
        figures.make(now)
    window = enter(staff("quality"))
    page(window)
    with CaptureQueriesContext(connection) as queries:
        page(window)
    own = [each for each in queries.captured_queries if "set_config" not in each["sql"]]  # PostgreSQL's second wall
    assert len(own) == 11


def test_the_page_is_in_english_too_with_the_clauses_in_dutch(
    enter: Enter, staff: StaffMaker, lives: dict[str, Any]
) -> None:
    window = enter(staff("quality"))
    window.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "en"
    text = page(window)
    assert head(text)["Late"] == "2"
    assert '<span lang="nl">De klacht afhandelen</span>' in text
    assert "Te laat" not in text


def test_a_page_of_everything_stays_small(enter: Enter, staff: StaffMaker, lives: dict[str, Any]) -> None:
    assert len(page(enter(staff("quality")), bearer="any").encode()) < 120_000


def test_no_client_is_a_team(enter: Enter, staff: StaffMaker, lives: dict[str, Any]) -> None:
    window = enter(staff("quality"))
    client: UUID = lives["clients"][0]
    assert clauses(page(window, team=str(client))) == clauses(page(window))
