"""The measurements of the record run from end to end, tell what they measured, and say where the record falls short."""

import json
import tempfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from bench import report_record
from bench.record.__main__ import SMALL, measured
from bench.record.load import run
from bench.record.timing import spread

MACHINE = ("measured_on", "processor", "cores", "memory_gb", "fsync_ms", "system", "python", "load_at_start")


@pytest.mark.sqlite
def test_a_small_run_measures_everything_and_finds_nothing_wrong() -> None:
    found = measured("sqlite", SMALL, None)
    assert found["load"]["acts"] == SMALL.clients * SMALL.acts
    assert found["load"]["bare"]["acts"] == SMALL.clients * SMALL.acts
    night = found["night"]
    assert 0 < night["looked_at"] == night["expected"] == night["made_anew"] < SMALL.clients
    assert [part["wrong"] for part in found["api"].values() if "wrong" in part] == [{}] * 7
    assert found["verify"]["broken"] == 0
    assert found["verify"]["acts"] > SMALL.clients * SMALL.acts  # those that were added through the API too
    assert json.loads(json.dumps(found)) == found
    told = [row.what for row in report_record.rows(found)]
    assert len([what for what in told if not what.startswith("desk: ")]) == 12
    assert set(found["desk"]) > {"today", "client", "people"}


@pytest.mark.database
@pytest.mark.postgresql
def test_on_postgresql_what_was_loaded_stays_in_the_folder_and_is_not_loaded_again() -> None:
    with tempfile.TemporaryDirectory(prefix="nakomen-", dir="/tmp") as folder:  # where the server's user gets in
        first = measured("postgresql", SMALL, Path(folder), "load")
        again = measured("postgresql", SMALL, Path(folder), "load")
    assert first["load"]["acts"] == SMALL.clients * SMALL.acts
    assert again["load"]["import"] == first["load"]["import"]
    assert "checkpoint" in first["load"]
    assert again["load"]["checkpoint"] == {}


def _figures() -> dict[str, Any]:
    times = {"number": 100, "median_ms": 20.0, "p99_ms": 80.0, "worst_ms": 90.0, "per_second": 100.0}
    bare = {"users": 16, "think": 0.0, "kinds": {"empty": times}, "wrong": {}}
    kinds = {kind: {**bare, "kinds": {kind: times}} for kind in ("file", "list", "search", "append")}
    return {
        "database": "postgresql",
        "machine": dict.fromkeys(MACHINE, "x"),
        "told": {"server": "PostgreSQL 15", "fsync": "on"},
        "clients": 100,
        "acts": 30,
        "load": {
            "import": {"acts": 3000, "seconds": 1.0, "processes": 2},
            "acts": 3000,
            "database_mb": 10,
            "bare": _bare(),
        },
        "search": {"all clients": times},
        "night": {
            **dict.fromkeys(("looked_at", "expected", "made_anew", "changed"), 1),
            "clients": 100,
            "seconds": 19.0,
            "bare": _bare(),
        },
        "api": {
            "empty": bare,
            "health": bare,
            **kinds,
            "people": {**bare, "think": 1.0, "kinds": dict.fromkeys(("file", "list", "search"), times)},
            "bare_append": {"transactions": 1000, "seconds": 1.0},
        },
        "verify": {"acts": 10**6, "seconds": 29.0, "broken": 0, "one_core": True, "bare": _bare()},
    }


def _bare() -> dict[str, float]:
    return dict.fromkeys(
        ("acts", "clients", "seconds", "reading_seconds", "standing_seconds", "decrypting_seconds"), 1.0
    )


def test_the_section_says_that_everything_came_up_to_what_was_asked_only_where_it_did() -> None:
    assert "Everything came up" in report_record.section([_figures()])
    slow = _figures()
    slow["night"]["seconds"] = 20.1
    told = report_record.section([slow])
    assert "Everything came up" not in told
    assert "- sweep: 1 of 100 clients read, the others not: 20.1 s; asked: 20 s." in told


def test_the_section_tells_that_a_sweep_read_others_and_that_answers_were_wrong() -> None:
    figures = _figures()
    figures["night"]["looked_at"] = 2
    figures["api"]["list"]["wrong"] = {"500": 3}
    told = report_record.section([figures])
    assert "OTHERS TOO" in told
    assert "What went wrong: list: 3 answers 500." in told


def test_what_no_answer_came_to_is_told_and_does_not_come_up_to_what_was_asked() -> None:
    figures = _figures()
    figures["api"]["list"]["kinds"]["list"] = {**spread([]), "per_second": 0.0}
    told = report_record.section([figures])
    assert "Everything came up" not in told
    assert "not measured: no answer came in time" in told


def test_on_sqlite_the_same_is_asked() -> None:
    figures = {**_figures(), "database": "sqlite"}
    asked = [row.asked for row in report_record.rows(_figures())]
    assert [row.asked for row in report_record.rows(figures)] == asked
    assert all(asked)


def test_without_figures_there_is_no_section() -> None:
    assert report_record.section([]) == ""


def test_the_spread_of_one_time_is_that_time() -> None:
    assert spread([0.0123]) == {"number": 1, "median_ms": 12.3, "p99_ms": 12.3, "worst_ms": 12.3}
    assert spread([])["number"] == 0


class _Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(500 if self.path == "/wrong" else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


def test_users_count_what_they_asked_and_every_answer_that_was_wrong() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answering)
    Thread(target=server.serve_forever, daemon=True).start()
    plan = {"host": "127.0.0.1", "port": server.server_port, "seconds": 0.3, "warm_up": 0.0, "think": 0.05}
    right = {"a": [[["GET", "/", None], ["GET", "/", None]]], "b": [[["GET", "/", None]]]}
    wrong = {"a": [[["GET", "/wrong", None]]], "b": [[["GET", "/wrong", None]]]}
    found = run({**plan, "kinds": ["a", "b"], "users": [right, wrong]})
    server.shutdown()
    server.server_close()
    asked = {kind: len(times) for kind, times in found["seconds"].items()}
    assert asked.keys() == {"a", "b"}
    assert all(1 <= number <= 14 for number in asked.values())  # two users, at most one thing each 0.05 seconds
    assert sum(asked.values()) // 2 - 1 <= found["wrong"]["500"] <= sum(asked.values()) // 2 + 1
