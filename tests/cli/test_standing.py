"""`nakomen standing`: the JSON document, and the page for a person."""

from datetime import date
from pathlib import Path

import pytest

from nakomen.case_files import open_case
from nakomen.norms import answers
from nakomen.norms.standing import standing
from tests.cli.asking import ask, case

PARTS = [
    "as_of", "known_on", "terms", "agreement", "plan", "representation", "retention", "balances", "duties", "findings",
    "receipt",
]  # fmt: skip
DUTY = [
    "clause", "bearer", "toward", "what", "state", "since", "due", "due_at", "done_on", "closed_on", "missing",
    "because", "open_norm", "statute",
]  # fmt: skip


def test_the_document_is_the_engine_s_standing(tmp_path: Path) -> None:
    path = case(tmp_path)
    answer = ask("standing", path, "--as-of", "2026-04-01", "--json")
    assert (answer.status, answer.err) == (0, "")
    assert answer.json == answers.standing(standing(open_case(str(path)).case, date(2026, 4, 1)))


def test_the_document_has_the_names_of_the_contract(tmp_path: Path) -> None:
    document = ask("standing", case(tmp_path), "--as-of", "2026-04-01", "--json").json
    assert list(document) == PARTS
    assert {tuple(duty) for duty in document["duties"]} == {tuple(DUTY)}
    assert (document["as_of"], document["known_on"]) == ("2026-04-01", "2026-04-01T23:59:59+02:00")


def test_why_adds_a_reason_to_each_duty_and_changes_nothing_else(tmp_path: Path) -> None:
    question = ("standing", case(tmp_path), "--as-of", "2026-04-01", "--json")
    plain, reasoned = ask(*question).json, ask(*question, "--why").json
    reasons = [duty.pop("reason") for duty in reasoned["duties"]]
    assert reasoned == plain
    assert {tuple(reason) for reason in reasons} == {("text", "clause", "facts", "sums", "children")}
    assert [reason["clause"] for reason in reasons] == [duty["clause"] for duty in plain["duties"]]


def test_what_was_recorded_later_is_left_out(tmp_path: Path) -> None:
    late = {
        "id": "t1", "kind": "indication.talk_held", "on": "2026-03-20", "recorded": "2026-03-25T09:00:00+01:00",
        "act": "i1", "applicant": "provider", "why": True, "choice": True, "continuity": True,
    }  # fmt: skip
    question = ("standing", case(tmp_path, late), "--as-of", "2026-04-01", "--json", "--known-on")
    before, after = (ask(*question, f"2026-03-{day}T12:00:00+01:00").json for day in (24, 26))
    states = [[d["state"] for d in each["duties"] if d["clause"] == "wonder-2020/26.1"] for each in (before, after)]
    assert states == [["open"], ["done"]]
    assert before["known_on"] == "2026-03-24T12:00:00+01:00"


def test_a_page_shows_what_is_late_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    page = ask("standing", case(tmp_path), "--as-of", "2026-12-01").out
    headings = ("Stand op 1 december 2026", "Te laat (", "\nOpen (", "\nBevindingen (")
    places = [page.index(heading) for heading in headings]
    assert places == sorted(places)
    assert "Gesprek over vervolgindicatie gevoerd – Gesprek over de vervolgindicatie [i1]" in page


def test_a_page_folds_what_is_done_into_a_count(tmp_path: Path) -> None:
    waived = {"kind": "duty.waived", "on": "2026-03-01", "clause": "wonder-2020/26.1", "act": "i1"}
    question = ("standing", case(tmp_path, waived), "--as-of", "2026-04-01")
    folded, whole = ask(*question).out, ask(*question, "--all").out
    assert ("1 kwijtgescholden (--all toont ze)" in folded, "Kwijtgescholden (1)" in folded) == (True, False)
    assert ("(--all toont ze)" in whole, "Kwijtgescholden (1)" in whole) == (False, True)


def test_what_cannot_be_determined_comes_with_the_question_that_settles_it(tmp_path: Path) -> None:
    cancelled = {"id": "x1", "kind": "visit.cancelled", "on": "2026-03-09", "act": "v2", "by": "client"}
    visit = {
        "id": "v2", "kind": "visit.planned", "on": "2026-03-01", "start": "2026-03-10T14:00:00+01:00", "minutes": 60,
        "service": "household", "payer": "client",
    }  # fmt: skip
    page = ask("standing", case(tmp_path, visit, cancelled), "--as-of", "2026-04-01").out
    assert "Niet te bepalen (" in page
    assert "Hoe laat was dit: bezoek afgezegd (x1, 9 maart 2026)?" in " ".join(page.split())


def test_the_reasons_of_a_page_stand_under_each_duty(tmp_path: Path) -> None:
    page = ask("standing", case(tmp_path), "--as-of", "2026-04-01", "--why").out
    assert "- Ontstaan door: Indicatie afgegeven (i1) op 2 januari 2026. [i1]" in page


@pytest.mark.parametrize("width", ["50", "90", "160"])
def test_a_page_keeps_to_the_width_of_the_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, width: str) -> None:
    monkeypatch.setenv("COLUMNS", width)
    lines = ask("standing", case(tmp_path), "--as-of", "2026-04-01").out.splitlines()
    assert [line for line in lines if len(line) > int(width)] == []
    assert [line for line in lines if line != line.rstrip()] == []


def test_open_invoices_and_the_agreement_stand_in_words(tmp_path: Path) -> None:
    invoice = {
        "id": "f1", "kind": "invoice.sent", "on": "2026-03-02", "number": "1", "amount": "120.00",
        "channel": "electronic", "received_on": "2026-03-02", "lines": [],
    }  # fmt: skip
    answer = ask("standing", case(tmp_path, invoice), "--as-of", "2026-03-20")
    assert answer.problems == []
    assert "Overeenkomst       van kracht sinds 5 januari 2026" in answer.out
    assert "f1  uiterlijk 1 april 2026  € 120,00" in answer.out
