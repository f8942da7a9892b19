"""What was kept comes back whole: after a backup, a wipe and a restore, on either database and across them."""

from __future__ import annotations

import json
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nakomen.record import backup_format
from tests import databases
from tests.commands_record.running import Place

on_both = pytest.mark.database
"""Runs on both databases; the other tests are about files, and run once."""

type Make = Callable[[], Place]


def exported(place: Place, tmp_path: Path) -> list[Any]:
    """The case files of the first client of each organisation."""
    return [json.loads(place.ok("export-case", number, "--organisation", slug).out)
            for slug, number in (("linde", "L-00001"), ("venster", "V-00001"))]  # fmt: skip


def backed_up(place: Place, tmp_path: Path) -> tuple[Path, Path]:
    folder, keys = tmp_path / "backup", tmp_path / "keys"
    made = place.run("backup", folder, "--keys", keys, "--json")
    assert (made.status, made.err) == (0, "")
    assert made.json["organisations"] == 2
    return folder, keys


@on_both
def test_a_backup_is_put_back_whole_in_an_empty_installation(filled: Place, empty: Make, tmp_path: Path) -> None:
    folder, keys = backed_up(filled, tmp_path)
    fresh = empty()
    restored = fresh.run("restore", folder, "--keys", keys)
    assert (restored.status, restored.err) == (0, "")
    assert "alles klopt" in restored.out
    assert fresh.ok("verify", "--json").json["organisations"] == filled.ok("verify", "--json").json["organisations"]
    assert fresh.ok("organisation", "list").out == filled.ok("organisation", "list").out
    assert exported(fresh, tmp_path) == exported(filled, tmp_path)


@on_both
def test_a_backup_of_sqlite_is_put_back_in_the_database_of_the_run(
    on_sqlite: Place, empty: Make, tmp_path: Path
) -> None:
    folder, keys = backed_up(on_sqlite, tmp_path)
    fresh = empty()
    assert fresh.run("restore", folder, "--keys", keys).status == 0
    assert exported(fresh, tmp_path) == exported(on_sqlite, tmp_path)
    again, more_keys = tmp_path / "again", tmp_path / "more-keys"
    fresh.ok("backup", again, "--keys", more_keys)
    manifests = [json.loads((each / "manifest.json").read_text())["files"] for each in (folder, again)]
    rows = [{name: told["rows"] for name, told in files.items() if "accessentry" not in name} for files in manifests]
    assert rows[0] == rows[1]


@on_both
def test_a_restored_installation_goes_on(filled: Place, empty: Make, tmp_path: Path) -> None:
    folder, keys = backed_up(filled, tmp_path)
    fresh = empty()
    assert fresh.run("restore", folder, "--keys", keys).status == 0
    case = tmp_path / "case.json"
    case.write_text(json.dumps(exported(fresh, tmp_path)[0]))
    fresh.ok("import-case", case, "--organisation", "linde", "--number", "N-1")
    fresh.ok("organisation", "invite", "linde", "--name", "Iemand", "--email", "i@example.nl", "--code", "iemand",
             "--role", "finance")  # fmt: skip
    assert fresh.ok("verify", "--json").json["organisations"][0]["clients"] == 7
    assert [(fresh.home / name).read_bytes() for name in ("secret.key", "keys/root.key")] == [
        (filled.home / name).read_bytes() for name in ("secret.key", "keys/root.key")
    ]


@on_both
def test_a_backup_holds_nothing_that_can_be_read(filled: Place, tmp_path: Path) -> None:
    names = [act["name"] for case in exported(filled, tmp_path) for act in case["acts"] if "name" in act]
    folder, _ = backed_up(filled, tmp_path)
    data = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    words = {word for name in names for word in name.split() if len(word) > 4} | {"roskam", "example.nl", "wlz"}
    assert [word for word in sorted(words) if word.encode() in data] == []


@on_both
def test_a_restore_says_what_was_recorded_after_the_backup(filled: Place, empty: Make, tmp_path: Path) -> None:
    folder, _ = backed_up(filled, tmp_path)
    case = tmp_path / "case.json"
    case.write_text(json.dumps(exported(filled, tmp_path)[0]))
    filled.ok("import-case", case, "--organisation", "linde")
    filled.ok("backup", tmp_path / "later")
    fresh = empty()
    for part in (
        "keys",
        "checkpoints",
        "secret.key",
    ):  # the disk of the database was lost, the folder beside it was not
        copy = shutil.copytree if part != "secret.key" else shutil.copy
        copy(filled.home / part, fresh.home / part)
    restored = fresh.run("restore", folder)
    assert (restored.status, restored.err) == (0, "")
    assert "Thuiszorg De Linde heeft na de back-up nog handelingen vastgelegd" in " ".join(restored.out.split())
    assert "Het Venster heeft na de back-up" not in " ".join(restored.out.split())
    assert fresh.run("verify").status == 0


@on_both
def test_what_was_destroyed_after_the_backup_is_not_brought_back(filled: Place, empty: Make, tmp_path: Path) -> None:
    folder, _ = backed_up(filled, tmp_path)
    chain = filled.python(
        "from django.utils import timezone; from nakomen.commands import opening; opening.opened()\n"
        "from nakomen.record import destroying, tenancy; from nakomen.record.keys import key_store\n"
        "from nakomen.record.models import ClientCard\n"
        "owner = opening.organisation('linde').id\n"
        "with tenancy.within(owner):\n"
        "    client = ClientCard.objects.get(number='L-00002').chain_id; destroying.clear(client, timezone.now())\n"
        "key_store().destroy(owner, client, 'dossier', timezone.now()); print(client)\n"
    )
    fresh = empty()
    shutil.copytree(filled.home / "keys", fresh.home / "keys")
    restored = fresh.run("restore", folder)
    assert (restored.status, restored.err) == (0, "")
    assert "Van 1 dossiers is de inhoud na de back-up vernietigd" in " ".join(restored.out.split())
    assert fresh.run("export-case", chain, "--organisation", "linde").problems == ["the dossier was destroyed"]
    assert fresh.run("export-case", "L-00002", "--organisation", "linde").status == 2
    found = fresh.ok("verify", "--json").json["organisations"][0]
    assert (found["clients"], found["destroyed"] > 0, found["broken"]) == (6, True, [])


@on_both
def test_nothing_is_put_back_over_what_is_there(filled: Place, tmp_path: Path) -> None:
    folder, _ = backed_up(filled, tmp_path)
    before = filled.ok("verify", "--json").json["organisations"]
    refused = filled.run("restore", folder)
    assert (refused.status, refused.out) == (2, "")
    assert refused.problems == ["database: expected an empty database, and this one holds an organisation or people"]
    assert filled.ok("verify", "--json").json["organisations"] == before


@pytest.fixture
def harmed(on_sqlite: Place, tmp_path: Path) -> tuple[Path, Path]:
    """A backup with its keys, for a test to do harm to."""
    return backed_up(on_sqlite, tmp_path)


def test_all_that_is_wrong_with_a_backup_is_told_at_once_and_nothing_is_put_back(
    harmed: tuple[Path, Path], empty: Make
) -> None:
    folder, keys = harmed
    (folder / "all" / "record.user").unlink()
    payload = next(folder.glob("*/record.payload"))
    data = bytearray(payload.read_bytes())
    data[len(data) // 2] ^= 1
    payload.write_bytes(data)
    (folder / "strange").touch()
    fresh = empty()
    refused = fresh.run("restore", folder, "--keys", keys)
    assert (refused.status, refused.out) == (2, "")
    assert refused.problems == [
        "all/record.user: is missing",
        "strange: does not belong to this backup",
        f"{payload.relative_to(folder).as_posix()}: not what was written",
    ]
    assert fresh.ok("organisation", "list", "--json").json == []


def test_a_manifest_that_was_made_to_fit_is_refused_all_the_same(harmed: tuple[Path, Path], empty: Make) -> None:
    folder, keys = harmed
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["made_at"] = "2026-03-03T00:00:00+00:00"
    (folder / "manifest.json").write_text(json.dumps(manifest))
    refused = empty().run("restore", folder, "--keys", keys)
    assert (refused.status, refused.problems) == (2, ["manifest.json: not what was written"])


def test_without_the_keys_nothing_comes_back(harmed: tuple[Path, Path], empty: Make) -> None:
    folder, _ = harmed
    refused = empty().run("restore", folder)
    expected = "--keys: expected the copy of the key store: this installation has no keys yet"
    assert (refused.status, refused.problems) == (2, [expected])


@pytest.mark.parametrize("made", ["missing", "empty", "a file"])
def test_what_is_no_backup_is_refused_in_words(made: str, empty: Make, tmp_path: Path) -> None:
    folder = tmp_path / "none"
    if made == "empty":
        folder.mkdir()
    elif made == "a file":
        folder.touch()
    refused = empty().run("restore", folder)
    expected = {"empty": "manifest.json: cannot be read: this folder is no whole backup"}
    assert (refused.status, refused.problems) == (2, [expected.get(made, "DIR: expected a folder that is there")])


def test_a_backup_into_a_folder_with_something_in_it_is_refused(on_sqlite: Place, tmp_path: Path) -> None:
    folder = tmp_path / "full"
    folder.mkdir()
    (folder / "letter").write_text("mine")
    refused = on_sqlite.run("backup", folder, "--keys", folder / "keys")
    assert refused.status == 2
    assert refused.problems == [
        f"DIR: {folder} exists and is not empty",
        "--keys: expected another place than the backup itself",
    ]
    assert [file.name for file in folder.iterdir()] == ["letter"]


def test_a_backup_without_keys_says_that_it_cannot_be_read_alone(on_sqlite: Place, tmp_path: Path) -> None:
    made = on_sqlite.ok("backup", tmp_path / "backup")
    assert "zonder de sleutels is deze back-up niet te lezen" in " ".join(made.out.split())


def test_an_installation_with_nobody_in_it_has_nothing_to_keep(empty: Make, tmp_path: Path) -> None:
    refused = empty().run("backup", tmp_path / "backup")
    assert refused.problems == ["there is no organisation yet, so there is nothing to keep"]
    assert not (tmp_path / "backup").exists()


@on_both
@pytest.mark.parametrize("files", [1, 20, 40])
def test_a_backup_that_is_killed_leaves_nothing_that_looks_whole(filled: Place, tmp_path: Path, files: int) -> None:
    folder, partial = tmp_path / "backup", tmp_path / "backup.partial"
    with filled.started("backup", folder) as running:
        while sum(1 for _ in partial.glob("*/*")) < files and running.poll() is None:
            time.sleep(0.001)
        running.send_signal(signal.SIGKILL)
        running.communicate()
    if folder.exists():  # the last file was written and the folder had its name before the signal came
        backup_format.check_files(folder, backup_format.read_manifest(folder))
        return
    assert filled.run("restore", partial).status == 2
    filled.ok("backup", folder)
    assert not partial.exists()
    backup_format.check_files(folder, backup_format.read_manifest(folder))


@on_both
def test_writing_goes_on_while_a_backup_is_made(filled: Place, tmp_path: Path) -> None:
    case = tmp_path / "case.json"
    case.write_text(json.dumps(exported(filled, tmp_path)[0]))
    with filled.started("backup", tmp_path / "backup", "--keys", tmp_path / "keys") as backup:
        for _ in range(2):
            filled.ok("import-case", case, "--organisation", "linde")
        _, told = backup.communicate(timeout=60)
    assert (backup.returncode, told) == (0, b"")
    assert filled.ok("verify").status == 0


@on_both
def test_the_runs_on_postgresql_are_on_postgresql(filled: Place) -> None:
    assert ("DATABASE_URL" in filled.environment) == databases.ON_POSTGRESQL
