"""The commands of an installation, as a person at the machine uses them."""

from __future__ import annotations

import json
import os
import re
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands_record.running import ROOT, Place, environment

on_both = pytest.mark.database

type Make = Callable[[], Place]

CREATE = ("organisation", "create", "--yes", "--name", "Zorg Voor Thuis", "--terms", "wonder-2020",
          "--staff-name", "Bea Beheer", "--staff-email", "bea@example.nl")  # fmt: skip


# --- organisations --------------------------------------------------------------------------------------------------


@on_both
def test_an_organisation_is_created_by_options_with_a_link_for_its_first_staff_member(empty: Make) -> None:
    fresh = empty()
    made = fresh.ok(*CREATE, "--kvk", "12345678", "--service-area", "8300-8326, 8331", "--setting", "payment_term=P14D")
    assert "http://localhost:8000/invitation/" in made.out
    shown = fresh.ok("organisation", "show", "zorg-voor-thuis", "--json").json
    assert (shown["kvk"], shown["provider"]) == ("12345678", {"service_area": ["8300-8326", "8331"]})
    term = next(each for each in shown["settings"] if each["name"] == "payment_term")
    assert (term["value"], term["default"] != "P14D", term["clauses"] != []) == ("P14D", True, True)
    assert fresh.ok("organisation", "list", "--json").json[0]["terms"] == ["wonder-2020"]


def test_all_that_is_wrong_with_an_organisation_is_told_at_once_and_nothing_is_made(empty: Make) -> None:
    fresh = empty()
    wrong = ("--name", "Zorg", "--slug", "Zorg!", "--terms", "wonder-2021", "--kvk", "12", "--setting", "x",
             "--staff-role", "king", "--service-area", "83")  # fmt: skip
    refused = fresh.run("organisation", "create", "--yes", *wrong)
    assert (refused.status, refused.out) == (2, "")
    assert [line.partition(":")[0] for line in refused.problems] == [
        "--setting", "--terms", "--slug", "--kvk", "--service-area", "--staff-role", "--staff-email", "--staff-name",
    ]  # fmt: skip
    assert fresh.ok("organisation", "list", "--json").json == []


def test_without_options_at_a_terminal_it_asks(empty: Make) -> None:
    fresh = empty()
    answers = ["Zorg Voor Thuis", "", "", "", "", "", "8300-8326", "Bea Beheer", "bea@example.nl", "", "y"]
    told = at_a_terminal(fresh, answers, "organisation", "create")
    assert "Zorg Voor Thuis is gemaakt (zorg-voor-thuis)" in told
    assert fresh.ok("organisation", "list", "--json").json[0]["slug"] == "zorg-voor-thuis"


def test_who_says_no_at_the_end_gets_nothing(empty: Make) -> None:
    fresh = empty()
    answers = ["Zorg Voor Thuis", "", "", "", "", "", "", "Bea Beheer", "bea@example.nl", "", "n"]
    assert "is gemaakt" not in at_a_terminal(fresh, answers, "organisation", "create")
    assert fresh.ok("organisation", "list", "--json").json == []


def at_a_terminal(place: Place, answers: list[str], *arguments: str) -> str:
    """What a command shows at a terminal where somebody types these answers."""
    import pty
    import subprocess

    from tests.commands_record.running import START

    ours, theirs = pty.openpty()
    with subprocess.Popen([*START, *arguments], env=dict(place.environment), stdin=theirs, stdout=theirs,
                          stderr=theirs) as running:  # fmt: skip
        os.close(theirs)
        os.write(ours, "".join(f"{answer}\n" for answer in answers).encode())
        told = b""
        while True:
            try:
                read = os.read(ours, 4096)
            except OSError:  # nobody writes any more
                break
            told += read
        running.wait(timeout=60)
    os.close(ours)
    return told.decode()


def test_an_installation_that_lost_its_keys_gets_no_new_ones(on_sqlite: Place) -> None:
    (on_sqlite.home / "keys").rename(on_sqlite.home / "elsewhere")
    refused = on_sqlite.run(*CREATE)
    assert (refused.status, (on_sqlite.home / "keys").exists()) == (2, False)


def test_new_conditions_take_force_a_month_after_publication(on_sqlite: Place) -> None:
    refused = on_sqlite.run("organisation", "publish-conditions", "linde", "--set", "wonder-2020", "--published",
                            "2026-05-01", "--in-force-from", "2026-05-02")  # fmt: skip
    assert (refused.status, refused.problems) == (
        2,
        ["in_force_from: expected 2026-06-01 or later, a month after publication"],
    )
    on_sqlite.ok("organisation", "publish-conditions", "linde", "--set", "wonder-2020", "--published", "2026-05-01")
    shown = on_sqlite.ok("organisation", "show", "linde", "--json").json
    assert [each["in_force_from"] for each in shown["terms"]] == [None, "2026-06-01"]


def test_a_token_is_printed_once_for_a_staff_member_who_is_there(on_sqlite: Place) -> None:
    ask = ("organisation", "token", "linde", "--name", "agenda", "--scope", "client.read", "--for")
    assert re.fullmatch(r"nkm_[a-z2-7]{26}_[\w-]{43}\n", on_sqlite.ok(*ask, "pwolthuis").out)
    assert on_sqlite.run(*ask, "nobody").problems == ["--for: expected the code of a staff member"]


def test_tokens_are_listed_without_themselves_and_revoked(on_sqlite: Place) -> None:
    made = ("organisation", "token", "linde", "--name", "agenda", "--scope", "client.read", "--for", "pwolthuis")
    secret = on_sqlite.ok(*made).out.strip().split("_", 2)[2]
    listed = on_sqlite.ok("organisation", "tokens", "linde", "--json")
    (token,) = [each for each in listed.json if each["revoked_at"] is None and each["name"] == "agenda"]
    assert (token["for"], token["scopes"], token["last_used_on"]) == ("pwolthuis", ["client.read"], None)
    assert secret not in listed.out
    assert "geldt tot" in on_sqlite.ok("organisation", "tokens", "linde").out
    elsewhere = on_sqlite.run("organisation", "revoke-token", "venster", token["id"])
    assert (elsewhere.status, elsewhere.problems) == (2, ["ID: expected a token of this organisation"])
    on_sqlite.ok("organisation", "revoke-token", "linde", token["id"])
    assert "ingetrokken op" in on_sqlite.ok("organisation", "tokens", "linde").out
    assert on_sqlite.run("organisation", "revoke-token", "linde", "1").status == 2


def test_a_client_is_made_listed_without_its_secret_and_ended(on_sqlite: Place) -> None:
    made = ("organisation", "client", "linde", "--name", "rooster", "--scope", "client.read", "--for", "pwolthuis")
    chosen, secret = on_sqlite.ok(*made, "--days", "30").out.splitlines()
    listed = on_sqlite.ok("organisation", "clients", "linde", "--json")
    (client,) = [each for each in listed.json if each["id"] == chosen]
    assert (client["name"], client["for"], client["scopes"]) == ("rooster", "pwolthuis", ["client.read"])
    assert secret not in listed.out
    assert "geldt tot" in on_sqlite.ok("organisation", "clients", "linde").out
    assert on_sqlite.run("organisation", "end-client", "venster", chosen).status == 2
    on_sqlite.ok("organisation", "end-client", "linde", chosen)
    assert on_sqlite.ok("organisation", "clients", "linde", "--json").json == []
    refused = on_sqlite.run("organisation", "end-client", "linde", chosen)
    assert (refused.status, refused.problems) == (2, ["ID: expected a client of this organisation"])


def test_an_unknown_organisation_is_answered_with_those_that_there_are(on_sqlite: Place) -> None:
    assert on_sqlite.run("verify", "--organisation", "linden").problems == [
        "--organisation: no organisation linden; there is linde, venster"
    ]
    assert on_sqlite.run("export-case", "L-00001").problems == ["--organisation: expected one; there is linde, venster"]


# --- cases ----------------------------------------------------------------------------------------------------------


@on_both
def test_the_standing_of_an_exported_case_is_the_standing_that_is_kept(filled: Place, tmp_path: Path) -> None:
    for slug, letter in (("linde", "L"), ("venster", "V")):
        for number in (1, 2):
            file = tmp_path / f"{letter}{number}.json"
            filled.ok("export-case", f"{letter}-0000{number}", "--organisation", slug, "--output", file)
            assert file.stat().st_mode & 0o077 == 0
            told = filled.ok("standing", file, "--as-of", "2026-03-02", "--json").json
            assert stored(filled, slug, f"{letter}-0000{number}") == told


def stored(place: Place, slug: str, number: str) -> object:
    """The standing that the record itself gives on the same day."""
    script = (
        "import json, sys; from datetime import date; from nakomen.commands import opening; opening.opened()\n"
        "from nakomen.norms import answers; from nakomen.record import standings, tenancy\n"
        "from nakomen.record.models import ClientCard\n"
        "with tenancy.within(opening.organisation(sys.argv[1]).id):\n"
        "    client = ClientCard.objects.get(number=sys.argv[2]).chain_id\n"
        "    print(json.dumps(answers.standing(standings.stand(client, date(2026, 3, 2)))))\n"
    )
    return json.loads(place.python(script, slug, number))


def test_an_export_stands_in_the_access_log_under_the_account_of_the_machine(on_sqlite: Place) -> None:
    import sqlite3

    on_sqlite.ok("export-case", "L-00001", "--organisation", "linde")
    with sqlite3.connect(on_sqlite.home / "record.sqlite3") as database:
        query = "SELECT actor, allowed, chain_id IS NULL FROM record_accessentry WHERE action = 'case.export'"
        ((actor, allowed, without_client),) = database.execute(query).fetchall()
    database.close()
    assert (actor.startswith("system:"), allowed, without_client) == (True, 1, 0)


def test_all_problems_of_all_files_are_told_and_nothing_is_brought_in(on_sqlite: Place, tmp_path: Path) -> None:
    good, bad, worse = (tmp_path / name for name in ("good.json", "bad.json", "worse.json"))
    good.write_text(on_sqlite.ok("export-case", "L-00001", "--organisation", "linde").out)
    bad.write_text('{"terms": "wonder-2020", "acts": [{"kind": "client.registred", "on": "2026-01-02"}]}')
    worse.write_text("{")
    before = on_sqlite.ok("organisation", "list").out
    refused = on_sqlite.run("import-case", good, bad, worse, "--organisation", "linde")
    assert (refused.status, refused.out) == (2, "")
    assert [Path(line.split(":")[0]).name for line in refused.problems] == ["bad.json", "worse.json"]
    assert on_sqlite.ok("organisation", "list").out == before


def test_a_case_under_other_conditions_is_refused(on_sqlite: Place, tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_text(on_sqlite.ok("export-case", "L-00001", "--organisation", "linde").out)
    refused = on_sqlite.run("import-case", file, "--organisation", "venster")
    assert refused.problems == [f"{file}: terms: expected the conditions of venster: zonl-thuisbegeleiding"]


def test_the_examples_can_be_brought_in(empty: Make) -> None:
    fresh = empty()
    fresh.ok(*CREATE)
    files = [file for file in sorted((ROOT / "examples").glob("*.json")) if "zonl" not in file.read_text()]
    made = fresh.ok("import-case", *files, "--json").json
    assert [each["file"] for each in made] == [str(file) for file in files]
    again = fresh.ok("export-case", made[0]["client"]).out
    assert json.loads(again)["acts"] != []


def test_an_unknown_client_is_refused_without_repeating_what_was_typed(on_sqlite: Place) -> None:
    refused = on_sqlite.run("export-case", "J. de Vries", "--organisation", "linde")
    assert refused.problems == ["CLIENT: no client with this id or number"]


# --- looking after it -----------------------------------------------------------------------------------------------


@on_both
def test_verify_says_how_much_it_looked_at_and_rebuild_changes_no_standing(filled: Place) -> None:
    found = filled.ok("verify", "--json").json["organisations"]
    assert [(each["organisation"], each["clients"], each["broken"]) for each in found] == [
        ("linde", 6, []),
        ("venster", 6, []),
    ]
    assert filled.ok("rebuild", "--json").json == {"linde": 6, "venster": 6}
    assert filled.ok("verify").status == 0


def test_verify_names_the_first_bad_entry_of_a_database_that_was_tampered_with(on_sqlite: Place) -> None:
    import sqlite3

    with sqlite3.connect(on_sqlite.home / "record.sqlite3") as database:
        database.execute("DROP TRIGGER guard_payload_update")
        row = "SELECT chain_id, seq FROM record_payload WHERE seq = 3 ORDER BY chain_id LIMIT 1"
        ((chain, _),) = database.execute(row).fetchall()
        change = "UPDATE record_payload SET ciphertext = zeroblob(100) WHERE chain_id = ? AND seq = 3"
        database.execute(change, (chain,))
    database.close()
    found = on_sqlite.run("verify")
    assert found.status == 1
    assert "entry 3" in found.out
    told = on_sqlite.run("verify", "--json").json["organisations"]
    assert [len(each["broken"]) for each in told].count(1) == 1


@on_both
def test_keys_are_renewed_and_everything_can_still_be_read(filled: Place) -> None:
    told = filled.ok("rotate-keys", "--drop-before", "2100-01-01", "--json").json
    assert told == {"linde": {"epoch": 2, "dropped": 1}, "venster": {"epoch": 2, "dropped": 1}}
    assert filled.ok("verify").status == 0


def test_doctor_says_what_is_wrong_and_what_to_do_until_nothing_is(on_sqlite: Place, tmp_path: Path) -> None:
    found = on_sqlite.run("doctor", "--json")
    assert (found.status, found.err) == (1, "")
    assert [each["what"] for each in found.json if "back-up" in each["what"]] != []
    assert [each for each in found.json if not each["advice"]] == []
    on_sqlite.ok("backup", tmp_path / "backup")
    on_sqlite.ok("sweep")
    mended = Place(on_sqlite.home, environment(on_sqlite.home, EMAIL_URL=f"file://{tmp_path}/mail"))
    with mended.started("worker"):
        healthy = mended.run("doctor")
        for _ in range(60):
            if healthy.status:
                healthy = mended.run("doctor")
    assert (healthy.status, healthy.out, healthy.err) == (0, "Alles in orde\n", "")


@pytest.mark.parametrize("harm", ["folder", "keys", "database", "url", "secret"])
def test_doctor_finds_what_was_broken(on_sqlite: Place, harm: str) -> None:
    more: dict[str, str] = {}
    if harm == "folder":
        on_sqlite.home.chmod(0o755)
    elif harm == "keys":
        (on_sqlite.home / "keys" / "root.key").write_bytes(bytes(32))
    elif harm == "database":
        (on_sqlite.home / "record.sqlite3").write_bytes(b"no database" * 1000)
    elif harm == "url":
        more = {"NAKOMEN_URL": "http://zorg.example.nl"}
    else:
        more = {"NAKOMEN_SECRET_KEY": "kort"}
    expected = {
        "folder": "Anderen op deze computer",
        "keys": "De sleutels zijn niet te lezen",
        "database": "De database is niet te lezen",
        "url": "NAKOMEN_URL begint niet met https",
        "secret": "NAKOMEN_SECRET_KEY is te kort",
    }
    found = Place(on_sqlite.home, environment(on_sqlite.home, **more)).run("doctor")
    assert (found.status, found.err, expected[harm] in " ".join(found.out.split())) == (1, "", True)


# --- the demonstration and the server -------------------------------------------------------------------------------


def test_the_demonstration_stays_out_of_an_installation_that_is_used(empty: Make) -> None:
    fresh = empty()
    fresh.ok(*CREATE)
    refused = fresh.run("demo", "--load-only")
    assert refused.problems == [
        "NAKOMEN_HOME: expected an empty installation, or one that holds the demonstration only"
    ]


def test_the_demonstration_is_loaded_once(on_sqlite: Place) -> None:
    before = on_sqlite.ok("organisation", "list").out
    again = on_sqlite.ok("demo", "--load-only")
    assert "hanneke.roskam" in again.out
    assert on_sqlite.ok("organisation", "list").out == before


def test_the_code_of_the_demonstration_is_that_of_its_authenticator(on_sqlite: Place) -> None:
    assert re.fullmatch(r"\d{6}\n", on_sqlite.ok("demo", "--code").out)


def test_the_demonstration_prints_a_command_for_its_code_that_works_as_it_stands(on_sqlite: Place) -> None:
    printed = on_sqlite.ok("demo", "--load-only").out
    [command] = [line.strip() for line in printed.splitlines() if line.endswith("demo --code")]
    assert command.startswith(f"NAKOMEN_HOME={on_sqlite.home} /")


def test_the_server_of_the_demonstration_answers_and_stops_when_asked(on_sqlite: Place) -> None:
    port = free_port()
    with on_sqlite.started("demo", "--port", port) as running:
        assert answers(f"http://127.0.0.1:{port}/healthz")
        running.terminate()
        running.communicate(timeout=30)
    assert not answers(f"http://127.0.0.1:{port}/healthz", tries=1)


def test_serve_answers_on_the_port_that_was_asked_for(on_sqlite: Place) -> None:
    port = free_port()
    with on_sqlite.started("serve", "--port", port) as running:
        assert answers(f"http://127.0.0.1:{port}/healthz")
        running.terminate()
        running.communicate(timeout=30)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port


def answers(url: str, tries: int = 300) -> bool:
    """Whether a server comes to answer there."""
    for _ in range(tries):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own server on this machine
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    return False


# --- the folder -----------------------------------------------------------------------------------------------------


def test_the_folder_is_made_for_its_owner_only(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    Place(home, environment(home)).ok("organisation", "list")
    assert home.stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_made_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    home = tmp_path / "file" / "home"
    refused = Place(home, environment(home)).run("organisation", "list")
    assert (refused.status, refused.err.count("\n")) == (2, 1)
    assert refused.err.startswith(f"NAKOMEN_HOME: {home} cannot be written: ")


def test_a_database_that_cannot_be_reached_is_told_without_its_password(tmp_path: Path) -> None:
    url = f"postgresql://nakomen:geheim@127.0.0.1:{free_port()}/nakomen"
    refused = Place(tmp_path, environment(tmp_path, DATABASE_URL=url)).run("verify")
    assert (refused.status, "geheim" in refused.err, refused.err.startswith("database: ")) == (2, False, True)


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("DATABASE_URL", "nonsense", "expected sqlite:///file or postgresql://user:password@host:5432/name"),
        (
            "DATABASE_URL",
            "mysql://u:geheim@h/x",
            "expected sqlite:///file or postgresql://user:password@host:5432/name",
        ),
        (
            "DATABASE_URL",
            "postgresql://u@h:geheim/x",
            "expected sqlite:///file or postgresql://user:password@host:5432/name",
        ),
        ("NAKOMEN_IDLE_MINUTES", "geheim", "expected a whole number"),
    ],
)
def test_a_setting_that_cannot_be_is_told_by_its_name_without_its_value(
    name: str, value: str, problem: str, tmp_path: Path
) -> None:
    refused = Place(tmp_path, environment(tmp_path, **{name: value})).run("doctor")
    assert (refused.status, refused.problems) == (2, [f"settings: {name}: {problem}"])


def test_a_port_that_another_server_has_is_told_in_words(on_sqlite: Place, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for place, command in ((on_sqlite, "serve"), (Place(tmp_path, environment(tmp_path)), "demo")):
            refused = place.run(command, "--port", port)
            assert (refused.status, refused.err.count("\n")) == (2, 1)
            assert refused.err.startswith(f"--port: cannot listen on 127.0.0.1, port {port}: ")


def test_a_key_store_that_is_none_is_not_brought_in(on_sqlite: Place, tmp_path: Path) -> None:
    on_sqlite.ok("backup", tmp_path / "backup")
    home, wrong = tmp_path / "new", tmp_path / "wrong"
    wrong.mkdir()
    (wrong / "something").touch()
    refused = Place(home, environment(home)).run("restore", tmp_path / "backup", "--keys", wrong)
    assert (refused.status, refused.problems) == (2, ["--keys: expected a copy of the key store that can be read"])
    assert not (home / "keys").exists()


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("serve", "--port", "0"), "--port: expected a whole number from 1 to 65535, not 0"),
        (("serve", "--workers", "many"), "--workers: expected a whole number from 1 to 64, not many"),
        (("demo", "--clients", "-1"), "--clients: expected a whole number from 1 to 100000, not -1"),
        (("rotate-keys", "--drop-before", "gisteren"), "--drop-before: expected a date as YYYY-MM-DD, not gisteren"),
    ],
)
def test_arguments_that_cannot_be_are_refused_before_anything_is_opened(
    arguments: tuple[str, ...], problem: str, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    refused = Place(home, environment(home)).run(*arguments)
    assert (refused.status, refused.problems, home.exists()) == (2, [problem], False)
