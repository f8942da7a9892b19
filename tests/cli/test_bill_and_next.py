"""`nakomen bill` and `nakomen next`."""

from pathlib import Path

from tests.cli.asking import ask, case

MISSED = {
    "id": "v2", "kind": "visit.planned", "on": "2026-03-01", "start": "2026-03-17T10:00:00+01:00", "minutes": 60,
    "service": "household", "payer": "client",
}  # fmt: skip


def test_the_lines_of_a_month(tmp_path: Path) -> None:
    answer = ask("bill", case(tmp_path), "--month", "2026-03", "--json")
    assert (answer.status, answer.err) == (0, "")
    assert answer.json == {
        "month": "2026-03",
        "lines": [
            {
                "payer": "client",
                "for": "visit",
                "act": "v1",
                "minutes": 50,
                "tariff_hour": "60.00",
                "net": "41.32",
                "vat": "8.68",
                "vat_rate": "21",
                "amount": "50.00",
                "clauses": ["wonder-2020/36.2", "wonder-2020/36.4"],
            }
        ],
        "left_out": [],
        "totals": {"client": "50.00"},
    }


def test_a_bill_for_a_person_shows_the_sum_and_what_was_left_out(tmp_path: Path) -> None:
    page = ask("bill", case(tmp_path, MISSED), "--month", "2026-03").out
    assert "      50 / 60 uur × € 60,00 = € 50,00." in page.splitlines()
    assert "bezoek gepland (v2, 1 maart 2026)  Er is geen geleverde tijd vastgelegd." in page
    assert page.splitlines()[-1] == "  cliënt  € 50,00"


def test_a_month_without_anything(tmp_path: Path) -> None:
    answer = ask("bill", case(tmp_path), "--month", "2026-09")
    assert (answer.status, answer.out) == (0, "Rekening over 2026-09\n  Er is niets in rekening te brengen.\n")


def test_what_settles_the_month_later_is_seen(tmp_path: Path) -> None:
    delivered = {"kind": "visit.delivered", "on": "2026-05-02", "act": "v2", "minutes": 60}
    lines = ask("bill", case(tmp_path, MISSED, delivered), "--month", "2026-03", "--json").json["lines"]
    assert [line["act"] for line in lines] == ["v1", "v2"]


def test_the_next_change(tmp_path: Path) -> None:
    answer = ask("next", case(tmp_path), "--as-of", "2026-10-21", "--json")
    assert (answer.status, answer.err) == (0, "")
    assert answer.json["on"] == "2026-10-23"
    assert {"clause": "wonder-2020/26.1", "from": "open", "to": "overdue", "because": ["i1"]} in answer.json["changes"]


def test_the_next_change_for_a_person(tmp_path: Path) -> None:
    page = ask("next", case(tmp_path), "--as-of", "2026-10-21").out
    assert page.splitlines()[0] == "De eerste verandering door tijdsverloop: 23 oktober 2026"
    assert "open → te laat  26.1 (Gesprek over de vervolgindicatie)" in page


def test_where_nothing_changes_any_more(tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    path.write_text('{"terms": "wonder-2020", "acts": []}', encoding="utf-8")
    assert ask("next", path, "--as-of", "2026-01-01", "--json").json == {"on": None, "changes": []}
    assert ask("next", path, "--as-of", "2026-01-01").out == "Door tijdsverloop alleen verandert er niets meer.\n"
