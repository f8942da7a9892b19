"""Cells of the files that people open in a spreadsheet: nothing is carried out, nothing gets lost, nothing breaks."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from xml.parsers import expat

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from nakomen.record import ledger, tenancy
from nakomen.record.actors import system
from nakomen.record.models import Organisation
from nakomen.web.sheets import LONGEST, cut, harmless
from tests.conftest import StaffMaker
from tests.record.lives import act
from tests.web.api.asking import client_of
from tests.web.signing_in import session_of

CARRIED_OUT = ("=1+1", "+1", "-1", "@SUM(1)", "|cmd", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "\xa0=1", "\ufeff=1+1",
               "\u200b=1", "\u202e=1+1", "\x0b=1", "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff201")  # fmt: skip
"""What some spreadsheet takes for a formula, now or after it has tidied up."""
PLAIN = ("", "De Vries", "'t Hart", "1-2", "Jan = Piet", "é\u0301", "\u05d0\u05d1", "👩‍🦽")


@pytest.fixture(autouse=True)
def at(now: datetime) -> Iterator[None]:
    """Every request comes at the moment of the tests."""
    with time_machine.travel(now, tick=False):
        yield


@pytest.mark.parametrize("text", CARRIED_OUT)
def test_what_a_spreadsheet_would_carry_out_begins_as_a_text(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_what_no_cell_can_hold_is_cut_and_shows_it() -> None:
    assert cut("a" * LONGEST) == "a" * LONGEST
    assert cut("a" * (LONGEST + 1)) == "a" * LONGEST + "…"
    assert len(harmless("=" + "a" * 40_000)) == LONGEST + 2


NAMES = (
    "\uff1dcmd Jansen", "Jan\x0b\x1b[31m Pieters", "Jan \uffff de Groot", "Lang " + "naam" * 10_000,
    "\u202eneslo Jan", 'Jan "de"; Boer', "Jan\r\nJansen",
)  # fmt: skip
"""Names that a system could send: no form of ours would take all of them."""


@pytest.fixture
def window(staff: StaffMaker, organisation: Organisation, now: datetime) -> Client:
    """Somebody who may take out every file, with a client of each of the names, of whom a key was taken in."""
    boss = staff("quality", "administration", "coordinator", "board")
    for name in NAMES:
        client = client_of(organisation.id, now, boss, name=name)
        with tenancy.within(organisation.id):
            ledger.append(client, [act("key.handed_over", to="=Eva")], actor=system("command"), now=now)
    return session_of(boss, now)


def body_of(answer: Any) -> bytes:
    """All that came back."""
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def test_no_cell_of_any_file_is_carried_out_and_every_line_stays_one(window: Client) -> None:
    files = [reverse("today_export", args=["csv"]) + "?scope=all", reverse("settings_log_export")]
    files += [reverse("overview_export", args=["csv"]), reverse("register_export", args=["keys"])]
    assert window.get(reverse("overview")).status_code == 200  # which counts the figures
    for address in files:
        rows = list(csv.reader(io.StringIO(body_of(window.get(address)).decode("utf-8-sig")), delimiter=";"))
        assert len(rows) > 1, address
        assert {len(row) for row in rows} == {len(rows[0])}, address
        assert all(cell == harmless(cell) or cell.startswith("'") for row in rows[1:] for cell in row), address


def test_a_workbook_opens_whatever_is_in_it_and_loses_no_cell(window: Client) -> None:
    book = zipfile.ZipFile(io.BytesIO(body_of(window.get(reverse("today_export", args=["xlsx"]) + "?scope=all"))))
    for name in book.namelist():
        if name.endswith(".xml"):
            expat.ParserCreate().Parse(book.read(name), True)  # raises what a spreadsheet would call damaged
    texts = book.read("xl/sharedStrings.xml").decode()
    assert "naamnaam" in texts
    assert "\uff1dcmd Jansen" in texts
    assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()
