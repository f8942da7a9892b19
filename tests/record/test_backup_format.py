"""A file of a backup gives back what was written, or says that it is not what was written."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nakomen.record import backup_format
from nakomen.record.backup_format import BadBackupError, SealedWriter, Written, lines

KEY, OTHER = bytes(range(32)), bytes(32)
MANIFEST = {
    "format": backup_format.FORMAT,
    "program": "1",
    "made_at": "2026-03-02T10:00:00+01:00",
    "migrations": [],
    "organisations": {},
    "files": {},
}


BAD = json.dumps({**MANIFEST, "mac": "00", "organisations": {"no id": {"slug": "a", "key": ""}}})


def write(path: Path, rows: list[bytes], name: str = "all/x") -> Written:
    with SealedWriter(path, KEY, name) as writer:
        for row in rows:
            writer.write(row)
        return writer.close()


@given(rows=st.lists(st.binary(max_size=20).map(bytes.hex).map(str.encode), max_size=30))
def test_what_was_written_is_read(rows: list[bytes], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("backup") / "file"
    written = write(path, rows)
    assert (written.rows, written.size) == (len(rows), path.stat().st_size)
    assert written.sha256 == backup_format.sha256_of(path)
    assert list(lines(path, KEY, "all/x")) == rows


def test_more_than_one_frame_is_read_in_order(tmp_path: Path) -> None:
    rows = [f"{number:07}".encode() * 20 for number in range(20_000)]
    write(tmp_path / "file", rows)
    assert (tmp_path / "file").read_bytes().count(rows[0]) == 0
    assert list(lines(tmp_path / "file", KEY, "all/x")) == rows


def test_each_single_bit_that_is_flipped_is_found(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write(path, [b"one", b"two"])
    good = path.read_bytes()
    for place in range(len(good) * 8):
        bad = bytearray(good)
        bad[place // 8] ^= 1 << place % 8
        path.write_bytes(bad)
        with pytest.raises(BadBackupError):
            list(lines(path, KEY, "all/x"))


def test_a_file_that_is_cut_short_is_found_also_at_the_end_of_a_frame(tmp_path: Path) -> None:
    path = tmp_path / "file"
    rows = [b"x" * 1000] * 3000
    write(path, rows)
    whole = path.read_bytes()
    first = 4 + int.from_bytes(whole[:4])
    for size in (0, 3, first - 1, first, len(whole) - 1):
        path.write_bytes(whole[:size])
        with pytest.raises(BadBackupError):
            list(lines(path, KEY, "all/x"))


def test_a_file_under_another_name_or_another_key_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "file", [b"one"])
    for key, name in ((KEY, "all/y"), (OTHER, "all/x")):
        with pytest.raises(BadBackupError):
            list(lines(tmp_path / "file", key, name))


def test_the_key_opens_with_the_organisation_s_own_key_only() -> None:
    sealed = backup_format.seal_key(KEY, b"k" * 32, "one")
    assert backup_format.open_key(KEY, sealed, "one") == b"k" * 32
    for own, about in ((OTHER, "one"), (KEY, "two")):
        with pytest.raises(BadBackupError):
            backup_format.open_key(own, sealed, about)


def test_a_changed_manifest_is_refused(tmp_path: Path) -> None:
    backup_format.write_manifest(tmp_path, dict(MANIFEST), KEY)
    manifest = backup_format.read_manifest(tmp_path)
    backup_format.check_mac(manifest, KEY)
    for changed, key in (({**manifest, "made_at": "2026-03-03T10:00:00+01:00"}, KEY), (manifest, OTHER)):
        with pytest.raises(BadBackupError):
            backup_format.check_mac(changed, key)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "other"}', '{"format": "nakomen-backup/1"}', BAD])
def test_what_is_no_manifest_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(BadBackupError):
        backup_format.read_manifest(tmp_path)


def test_missing_changed_and_strange_files_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "all").mkdir()
    files = {name: write(tmp_path / name, [b"one"], name).as_json() for name in ("all/a", "all/b", "all/c")}
    (tmp_path / "all/a").unlink()
    (tmp_path / "all/b").write_bytes(b"other")
    (tmp_path / "all/d").write_bytes(b"new")
    with pytest.raises(BadBackupError) as refused:
        backup_format.check_files(tmp_path, {"files": files})
    assert refused.value.problems == (
        "all/a: is missing",
        "all/d: does not belong to this backup",
        "all/b: not what was written",
    )
