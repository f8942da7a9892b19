"""Epochs and the root key: old copies become useless, and nothing is lost when a process dies on the way."""

import shutil
import signal
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from nakomen.record.crypto.errors import KeyMissingError, KeyStoreError
from nakomen.record.crypto.key_rows import ClientKeys
from nakomen.record.crypto.keystore import DATABASE, KeyStore
from nakomen.record.crypto.secret_files import SecretFiles
from tests.record.crypto.stores import LATER, NEW_ROOT, NOW, ORGANISATION, OTHER, chain, chains, opened, started, told

AFTER = LATER + timedelta(seconds=1)


def keys_by_epoch(folder: Path) -> Counter[int]:
    with closing(sqlite3.connect(folder / DATABASE, timeout=30)) as db:
        return Counter(dict(db.execute("SELECT epoch, count(*) FROM keys GROUP BY epoch").fetchall()))


def secrets_of(folder: Path) -> list[str]:
    return sorted(file.name for file in (folder / "epochs" / str(ORGANISATION)).iterdir())


def restored(copy: Path, folder: Path, target: Path) -> Path:
    """An old copy of the database together with everything that the store's folder has now beside it."""
    shutil.copytree(folder, target)
    shutil.copy(copy / DATABASE, target / DATABASE)
    return target


def test_a_new_epoch_changes_no_key(folder: Path, store: KeyStore) -> None:
    made = store.new_clients(ORGANISATION, chains(5), NOW)
    own = store.index_key(ORGANISATION), store.access_key(ORGANISATION), store.public_key(ORGANISATION)
    assert store.rotate(ORGANISATION, LATER) == 2
    assert keys_by_epoch(folder) == {2: 14}
    assert store.keys_of(ORGANISATION, chains(5)) == made
    assert own == (store.index_key(ORGANISATION), store.access_key(ORGANISATION), store.public_key(ORGANISATION))
    assert store.rotate(ORGANISATION, AFTER) == 3


def test_a_rotation_leaves_other_organisations_alone(store: KeyStore) -> None:
    store.organisation_created(OTHER, NOW)
    made = store.new_client(OTHER, chain(1), NOW)
    store.rotate(ORGANISATION, LATER)
    store.drop_epochs(ORGANISATION, AFTER, AFTER)
    assert store.client_keys(OTHER, chain(1)) == made
    assert store.rotate(OTHER, LATER) == 2


def test_an_epoch_is_dropped_once_nothing_is_wrapped_under_it_and_its_time_has_come(
    folder: Path, store: KeyStore
) -> None:
    made = store.new_client(ORGANISATION, chain(1), NOW)
    assert store.drop_epochs(ORGANISATION, AFTER, AFTER) == ()
    store.rotate(ORGANISATION, LATER)
    assert store.drop_epochs(ORGANISATION, LATER, AFTER) == ()
    assert secrets_of(folder) == ["1", "2"]
    assert store.drop_epochs(ORGANISATION, AFTER, AFTER) == (1,)
    assert secrets_of(folder) == ["2"]
    assert store.drop_epochs(ORGANISATION, AFTER, AFTER) == ()
    assert store.client_keys(ORGANISATION, chain(1)) == made
    assert store.check() == []


def test_an_epoch_that_is_still_in_use_stays_however_old(folder: Path, store: KeyStore) -> None:
    store.new_clients(ORGANISATION, chains(3), NOW)
    with closing(sqlite3.connect(folder / DATABASE)) as db:
        kept = db.execute("SELECT * FROM keys WHERE owner = ? AND purpose = 'dossier'", (chain(1).bytes,)).fetchone()
    store.rotate(ORGANISATION, LATER)
    with closing(sqlite3.connect(folder / DATABASE)) as db:
        db.execute("REPLACE INTO keys VALUES (?, ?, ?, ?, ?)", kept)
        db.commit()
    assert store.drop_epochs(ORGANISATION, AFTER, AFTER) == ()
    assert store.rotate(ORGANISATION, AFTER) == 2
    assert store.drop_epochs(ORGANISATION, AFTER, AFTER) == (1,)
    assert len(store.keys_of(ORGANISATION, chains(3))) == 3


def test_after_destroying_rotating_and_dropping_no_old_database_opens_the_key(
    folder: Path, store: KeyStore, tmp_path: Path
) -> None:
    made = store.new_clients(ORGANISATION, chains(2), NOW)
    store.copy_to(tmp_path / "before")
    store.destroy(ORGANISATION, chain(1), "dossier", LATER)
    store.rotate(ORGANISATION, LATER)
    with opened(restored(tmp_path / "before", folder, tmp_path / "not yet dropped")) as old:
        assert old.client_keys(ORGANISATION, chain(1)) == made[chain(1)]
    store.copy_to(tmp_path / "between")
    store.drop_epochs(ORGANISATION, AFTER, AFTER)
    with opened(restored(tmp_path / "before", folder, tmp_path / "dropped")) as old:
        for each in chains(2):
            with pytest.raises(KeyMissingError, match=r"the secret of epoch 1 .* is not here"):
                old.client_keys(ORGANISATION, each)
    with opened(restored(tmp_path / "between", folder, tmp_path / "newer")) as newer:
        assert newer.client_keys(ORGANISATION, chain(1)) == ClientKeys(None, made[chain(1)].finance)
        assert newer.client_keys(ORGANISATION, chain(2)) == made[chain(2)]


def test_the_secret_of_a_dropped_epoch_is_overwritten_under_every_name(
    folder: Path, store: KeyStore, tmp_path: Path
) -> None:
    (tmp_path / "same file").hardlink_to(folder / "epochs" / str(ORGANISATION) / "1")
    store.rotate(ORGANISATION, LATER)
    store.drop_epochs(ORGANISATION, AFTER, AFTER)
    assert (tmp_path / "same file").read_bytes() == bytes(32)


def test_a_copy_of_the_database_opens_nothing_without_both_root_key_and_epochs(
    folder: Path, store: KeyStore, tmp_path: Path
) -> None:
    made = store.new_client(ORGANISATION, chain(1), NOW)
    copy, root = tmp_path / "copy", (folder / "root.key").read_bytes()
    store.copy_to(copy)
    assert sorted(file.name for file in copy.iterdir()) == [DATABASE]
    with pytest.raises(KeyStoreError, match="expected the root key"):
        KeyStore(copy)
    with opened(copy, root) as without_epochs, pytest.raises(KeyMissingError, match="the secret of epoch 1"):
        without_epochs.client_keys(ORGANISATION, chain(1))
    store.copy_to(copy, epochs=True)
    with pytest.raises(KeyStoreError, match="expected the root key"):
        KeyStore(copy)
    store.copy_to(copy, epochs=True, root=True)
    with opened(copy) as whole:
        assert whole.client_keys(ORGANISATION, chain(1)) == made
        assert whole.check() == []


def test_copying_the_epochs_again_erases_those_that_were_dropped(store: KeyStore, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    made = store.new_client(ORGANISATION, chain(1), NOW)
    store.copy_to(copy, epochs=True, root=True)
    (tmp_path / "same file").hardlink_to(copy / "epochs" / str(ORGANISATION) / "1")
    store.rotate(ORGANISATION, LATER)
    store.drop_epochs(ORGANISATION, AFTER, AFTER)
    store.copy_to(copy, epochs=True, root=True)
    assert secrets_of(copy) == ["2"]
    assert (tmp_path / "same file").read_bytes() == bytes(32)
    with opened(copy) as whole:
        assert whole.client_keys(ORGANISATION, chain(1)) == made


def test_an_older_database_never_writes_over_the_secret_of_a_newer_epoch(
    folder: Path, store: KeyStore, tmp_path: Path
) -> None:
    made = store.new_client(ORGANISATION, chain(1), NOW)
    store.copy_to(tmp_path / "before")
    store.rotate(ORGANISATION, LATER)
    second = (folder / "epochs" / str(ORGANISATION) / "2").read_bytes()
    target = restored(tmp_path / "before", folder, tmp_path / "restored")
    with opened(target) as old:
        assert old.rotate(ORGANISATION, LATER) == 3
        assert old.client_keys(ORGANISATION, chain(1)) == made
    assert (target / "epochs" / str(ORGANISATION) / "2").read_bytes() == second


def test_another_root_key_opens_the_same_keys_and_the_old_one_none(folder: Path, store: KeyStore) -> None:
    made = store.new_client(ORGANISATION, chain(1), NOW)
    before = (folder / "root.key").read_bytes()
    with opened(folder) as beside:
        store.rotate_root(NEW_ROOT)
        assert (folder / "root.key").read_bytes() == NEW_ROOT
        assert not (folder / "root.key.new").exists()
        for each in (store, beside):
            assert each.client_keys(ORGANISATION, chain(1)) == made
    with pytest.raises(KeyStoreError, match="expected the root key"):
        KeyStore(folder, before)
    assert store.check() == []


def test_what_was_left_of_writing_the_root_key_goes_and_the_root_key_stays(folder: Path, store: KeyStore) -> None:
    root = (folder / "root.key").read_bytes()
    (folder / "root.key.0123456789abcdef").hardlink_to(folder / "root.key")
    (folder / "root.key.fedcba9876543210").write_bytes(b"cut off")
    SecretFiles(folder).settle_root(root)
    assert sorted(file.name for file in folder.glob("root.key*")) == ["root.key"]
    assert (folder / "root.key").read_bytes() == root
    assert store.check() == []


def test_a_root_key_from_outside_is_replaced_in_the_store_only(folder: Path) -> None:
    with closing(KeyStore.create(folder, bytes(32))) as store:
        store.organisation_created(ORGANISATION, NOW)
        made = store.new_client(ORGANISATION, chain(1), NOW)
        store.rotate_root(NEW_ROOT)
        assert store.client_keys(ORGANISATION, chain(1)) == made
        assert not list(folder.glob("root.key*"))
        with pytest.raises(KeyStoreError, match="handed in from outside"):
            store.copy_to(folder.parent / "copy", root=True)
    with opened(folder, NEW_ROOT) as again:
        assert again.client_keys(ORGANISATION, chain(1)) == made
    with pytest.raises(KeyStoreError, match="expected the root key"):
        KeyStore(folder, bytes(32))


def test_a_rotation_that_is_killed_half_way_loses_no_key_and_is_finished_by_the_next(
    folder: Path, store: KeyStore
) -> None:
    made = store.new_clients(ORGANISATION, chains(200), NOW)
    process = started("rotate_half_way", folder, "20")
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    assert keys_by_epoch(folder) == {1: 384, 2: 20}
    assert store.keys_of(ORGANISATION, chains(200)) == made
    assert store.drop_epochs(ORGANISATION, AFTER, AFTER) == ()
    assert store.new_client(ORGANISATION, chain(201), LATER) == store.client_keys(ORGANISATION, chain(201))
    assert store.rotate(ORGANISATION, AFTER) == 2
    assert keys_by_epoch(folder) == {2: 406}
    assert store.keys_of(ORGANISATION, chains(200)) == made
    assert store.drop_epochs(ORGANISATION, AFTER, AFTER) == (1,)
    assert store.check() == []


def test_two_processes_that_rotate_at_once_lose_no_key(folder: Path, store: KeyStore) -> None:
    made = store.new_clients(ORGANISATION, chains(25), NOW)
    both = [started("rotate_slowly", folder) for _ in range(2)]
    ended = sorted(int(told(process)) for process in both)
    assert keys_by_epoch(folder) == {ended[-1]: 54}
    assert store.keys_of(ORGANISATION, chains(25)) == made


@pytest.mark.parametrize("deed", ["rotate_and_drop", "rotate_root"])
def test_dying_before_any_flush_to_the_disk_loses_no_key(
    folder: Path, store: KeyStore, deed: str, tmp_path: Path
) -> None:
    made = store.new_clients(ORGANISATION, chains(3), NOW)
    died = 0
    while True:
        attempt = tmp_path / f"attempt {died}"
        shutil.copytree(folder, attempt)
        process = started(deed, attempt, str(died))
        process.communicate(timeout=60)
        with opened(attempt) as again:
            assert again.keys_of(ORGANISATION, chains(3)) == made
            again.rotate_root(NEW_ROOT[::-1])
            again.rotate(ORGANISATION, AFTER)
            again.drop_epochs(ORGANISATION, AFTER + timedelta(seconds=1), AFTER)
            assert again.keys_of(ORGANISATION, chains(3)) == made
            assert again.check() == []
        if process.returncode == 0:
            break
        assert process.returncode == 9
        died += 1
    assert died > 3
