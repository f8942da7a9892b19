"""The key store: what it makes, what it destroys, what it refuses, and what its check finds."""

import os
import re
import shutil
import sqlite3
import threading
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from nakomen.record.crypto.errors import KeyDestroyedError, KeyMissingError, KeyStoreError
from nakomen.record.crypto.key_rows import ClientKeys, Tombstone
from nakomen.record.crypto.keystore import DATABASE, KeyStore
from tests.record.crypto.stores import LATER, NOW, ORGANISATION, OTHER, chain, chains, opened, started, told


def changed(folder: Path, *statements: str) -> None:
    """The database of the store after somebody meddled with it."""
    with closing(sqlite3.connect(folder / DATABASE)) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()


def test_nobody_but_the_owner_can_look_into_a_new_store(folder: Path, store: KeyStore) -> None:
    store.new_client(ORGANISATION, chain(1), NOW)
    modes = {str(path.relative_to(folder)): path.stat().st_mode & 0o777 for path in [folder, *folder.rglob("*")]}
    epochs = f"epochs/{ORGANISATION}"
    assert {name: mode for name, mode in modes.items() if not name.endswith("-journal")} == {
        ".": 0o700,
        "root.key": 0o600,
        "keys.sqlite3": 0o600,
        "epochs": 0o700,
        epochs: 0o700,
        f"{epochs}/1": 0o600,
    }
    assert modes.get("keys.sqlite3-journal", 0o600) == 0o600


def test_the_same_keys_come_back_after_the_store_is_opened_again(folder: Path, store: KeyStore) -> None:
    made = store.new_client(ORGANISATION, chain(1), NOW)
    assert len({made.of("dossier"), made.of("finance")}) == 2
    with opened(folder) as again:
        assert again.client_keys(ORGANISATION, chain(1)) == made
        assert again.index_key(ORGANISATION) == store.index_key(ORGANISATION)
        assert again.access_key(ORGANISATION) == store.access_key(ORGANISATION)
        assert again.public_key(ORGANISATION) == store.public_key(ORGANISATION)


def test_each_organisation_and_each_use_has_a_key_of_its_own(store: KeyStore) -> None:
    store.organisation_created(OTHER, NOW)
    keys = [key(each) for each in (ORGANISATION, OTHER) for key in (store.index_key, store.access_key)]
    keys += [store.signing_key(each).private_bytes_raw() for each in (ORGANISATION, OTHER)]
    keys += [key for each in (ORGANISATION, OTHER) for key in client(store.new_client(each, chain(1), NOW))]
    assert {len(key) for key in keys} == {32}
    assert len(set(keys)) == len(keys) == 10


def client(keys: ClientKeys) -> list[bytes]:
    return [keys.of("dossier"), keys.of("finance")]


def test_an_organisation_that_has_keys_keeps_them(store: KeyStore) -> None:
    before = store.index_key(ORGANISATION)
    store.organisation_created(ORGANISATION, LATER)
    assert store.index_key(ORGANISATION) == before


def test_a_chain_that_has_keys_keeps_them_so_that_an_import_can_be_repeated(store: KeyStore) -> None:
    first = store.new_clients(ORGANISATION, chains(3), NOW)
    assert list(first) == chains(3)
    again = store.new_clients(ORGANISATION, [*chains(5), chain(1)], LATER)
    assert {each: again[each] for each in chains(3)} == first
    assert store.keys_of(ORGANISATION, [*chains(7)]) == again
    assert len({key for keys in again.values() for key in client(keys)}) == 10


def test_more_keys_than_fit_in_one_question_come_at_once(store: KeyStore) -> None:
    made = store.new_clients(ORGANISATION, chains(2500), NOW)
    assert store.keys_of(ORGANISATION, reversed(chains(2500))) == made


def test_what_was_never_made_is_missing(store: KeyStore) -> None:
    store.new_client(ORGANISATION, chain(1), NOW)
    with pytest.raises(KeyMissingError, match=f"chain {chain(2)} has no keys"):
        store.client_keys(ORGANISATION, chain(2))
    with pytest.raises(KeyMissingError, match=f"organisation {OTHER} is not in the key store"):
        store.client_keys(OTHER, chain(1))
    with pytest.raises(KeyMissingError, match=f"organisation {OTHER} is not in the key store"):
        store.new_client(OTHER, chain(1), NOW)
    with pytest.raises(KeyMissingError, match=f"organisation {OTHER} is not in the key store"):
        store.index_key(OTHER)


def test_the_finance_key_outlives_the_dossier(store: KeyStore) -> None:
    before = store.new_client(ORGANISATION, chain(1), NOW)
    assert store.destroy(ORGANISATION, chain(1), "dossier", LATER)
    after = store.client_keys(ORGANISATION, chain(1))
    assert after.of("finance") == before.finance
    with pytest.raises(KeyDestroyedError, match="the dossier key of this client was destroyed"):
        after.of("dossier")


def test_a_destroyed_key_never_comes_back(folder: Path, store: KeyStore) -> None:
    store.new_clients(ORGANISATION, chains(2), NOW)
    store.destroy(ORGANISATION, chain(1), "dossier", LATER)
    for some in ([chain(1)], [chain(3), chain(1)]):
        with pytest.raises(KeyDestroyedError, match=f"a key of chain {chain(1)} was destroyed"):
            store.new_clients(ORGANISATION, some, LATER)
    assert chain(3) not in store.keys_of(ORGANISATION, chains(3))
    store.destroy(ORGANISATION, chain(1), "finance", LATER)
    with pytest.raises(KeyDestroyedError, match=f"the keys of chain {chain(1)} were destroyed"):
        store.client_keys(ORGANISATION, chain(1))
    for statement in (
        "INSERT INTO keys SELECT organisation, chain, purpose, 1, x'00' FROM tombstones",
        "DELETE FROM tombstones",
        "UPDATE tombstones SET chain = x'00'",
    ):
        with pytest.raises(sqlite3.IntegrityError, match=r"destroyed|tombstone"):
            changed(folder, statement)


def test_destroying_twice_keeps_the_first_moment(store: KeyStore) -> None:
    store.new_client(ORGANISATION, chain(1), NOW)
    assert store.destroy(ORGANISATION, chain(1), "dossier", NOW)
    assert not store.destroy(ORGANISATION, chain(1), "dossier", LATER)
    assert not store.destroy(ORGANISATION, chain(2), "finance", LATER)
    assert store.destroyed(ORGANISATION) == (
        Tombstone(chain(1), "dossier", NOW),
        Tombstone(chain(2), "finance", LATER),
    )
    with pytest.raises(KeyDestroyedError):
        store.new_client(ORGANISATION, chain(2), LATER)


def test_nothing_of_a_destroyed_key_is_left_in_the_file(folder: Path, store: KeyStore) -> None:
    store.new_clients(ORGANISATION, chains(300), NOW)
    query = "SELECT wrapped FROM keys WHERE owner = ? AND purpose = 'dossier'"
    with closing(sqlite3.connect(folder / DATABASE)) as db:
        (wrapped,) = db.execute(query, (chain(150).bytes,)).fetchone()
    assert wrapped in (folder / DATABASE).read_bytes()
    store.destroy(ORGANISATION, chain(150), "dossier", LATER)
    assert [file for file in folder.iterdir() if file.is_file() and wrapped in file.read_bytes()] == []


def test_a_small_secret_opens_for_its_own_organisation_and_matter_only(store: KeyStore) -> None:
    store.organisation_created(OTHER, NOW)
    wrapped = store.wrap(ORGANISATION, b"of a webhook", b"webhook 1")
    assert store.unwrap(ORGANISATION, wrapped, b"webhook 1") == b"of a webhook"
    store.rotate(ORGANISATION, LATER)
    assert store.unwrap(ORGANISATION, wrapped, b"webhook 1") == b"of a webhook"
    assert b"of a webhook" not in wrapped
    for organisation, box, about in (
        (OTHER, wrapped, b"webhook 1"),
        (ORGANISATION, wrapped, b"webhook 2"),
        (ORGANISATION, wrapped[:-1], b"webhook 1"),
    ):
        with pytest.raises(KeyMissingError, match="a wrapped secret does not open"):
            store.unwrap(organisation, box, about)


def test_a_moment_without_offset_is_refused(store: KeyStore) -> None:
    naive = datetime(2026, 1, 1)  # noqa: DTZ001 -- it is what is refused
    for ask in (
        lambda: store.organisation_created(OTHER, naive),
        lambda: store.new_client(ORGANISATION, chain(1), naive),
        lambda: store.destroy(ORGANISATION, chain(1), "dossier", naive),
        lambda: store.rotate(ORGANISATION, naive),
        lambda: store.drop_epochs(ORGANISATION, naive, NOW),
    ):
        with pytest.raises(ValueError, match="a moment"):
            ask()
    assert store.keys_of(ORGANISATION, chains(1)) == {}


def test_a_store_is_made_once_and_opened_only_where_there_is_one(folder: Path, store: KeyStore, tmp_path: Path) -> None:
    before = store.index_key(ORGANISATION)
    with pytest.raises(KeyStoreError, match="already"):
        KeyStore.create(folder)
    assert store.index_key(ORGANISATION) == before
    with pytest.raises(KeyStoreError, match="there is no key store in"):
        KeyStore(tmp_path / "elsewhere")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / DATABASE).write_bytes(b"no database" * 100)
    (tmp_path / "elsewhere" / "root.key").write_bytes(bytes(32))
    with pytest.raises(KeyStoreError, match="cannot be read"):
        KeyStore(tmp_path / "elsewhere")


def test_a_store_of_another_version_is_not_touched(folder: Path, store: KeyStore) -> None:
    store.close()
    changed(folder, "PRAGMA user_version = 2")
    with pytest.raises(KeyStoreError, match="another version"):
        KeyStore(folder)


@pytest.mark.parametrize("root", [b"", b"short", bytes(33)])
def test_a_root_key_of_another_length_is_refused(folder: Path, root: bytes) -> None:
    with pytest.raises(KeyStoreError, match="expected 32 bytes"):
        KeyStore.create(folder, root)
    assert not (folder / DATABASE).exists()


def test_a_root_key_from_outside_is_nowhere_in_the_folder(folder: Path) -> None:
    root = os.urandom(32)
    with closing(KeyStore.create(folder, root)) as store:
        store.organisation_created(ORGANISATION, NOW)
        made = store.new_client(ORGANISATION, chain(1), NOW)
    assert not (folder / "root.key").exists()
    assert [file for file in folder.rglob("*") if file.is_file() and root in file.read_bytes()] == []
    with opened(folder, root) as again:
        assert again.client_keys(ORGANISATION, chain(1)) == made
    for wrong in (None, os.urandom(32)):
        with pytest.raises(KeyStoreError, match="expected the root key of this key store"):
            KeyStore(folder, wrong)


def test_no_key_shows_in_a_message_or_in_what_is_printed(folder: Path, store: KeyStore) -> None:
    keys = store.new_client(ORGANISATION, chain(1), NOW)
    changed(folder, "UPDATE keys SET wrapped = zeroblob(61)")
    with pytest.raises(KeyMissingError) as broken:
        store.client_keys(ORGANISATION, chain(1))
    root = (folder / "root.key").read_bytes()
    with pytest.raises(KeyStoreError) as wrong:
        KeyStore(folder, root[::-1])
    texts = [repr(store), repr(keys), *map(repr, (broken.value, broken.value.__cause__, wrong.value))]
    secrets = [root, root[::-1], *client(keys)]
    assert [text for text in texts for key in secrets if key.hex() in text or repr(key)[2:-1] in text] == []
    assert texts[:2] == [f"KeyStore({folder})", "ClientKeys()"]


def test_threads_use_one_store_at_once(store: KeyStore) -> None:
    def make() -> None:
        found.extend(store.new_client(ORGANISATION, each, NOW) for each in chains(8))

    found: list[ClientKeys] = []
    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 32
    assert len({tuple(client(keys)) for keys in found}) == 8


def test_two_processes_that_make_the_same_clients_at_once_have_the_same_keys(folder: Path, store: KeyStore) -> None:
    both = [started("make_clients", folder, "30") for _ in range(2)]
    first, second = (told(process) for process in both)
    assert first == second
    assert len(store.keys_of(ORGANISATION, chains(30))) == 30
    assert store.check() == []


def test_a_store_goes_on_after_a_fork(folder: Path, store: KeyStore) -> None:
    assert told(started("fork", folder)) == "3\n"
    assert store.check() == []


def test_a_store_in_order_has_nothing_wrong(store: KeyStore) -> None:
    store.organisation_created(OTHER, NOW)
    store.new_clients(ORGANISATION, chains(3), NOW)
    store.destroy(ORGANISATION, chain(2), "dossier", NOW)
    store.rotate(ORGANISATION, LATER)
    assert store.check() == []


@pytest.mark.parametrize(
    ("meddle", "found"),
    [
        ("UPDATE keys SET wrapped = x'01' WHERE purpose = 'index'", "De sleutel index van .* is niet te openen"),
        ("DELETE FROM keys WHERE purpose = 'signing'", "De sleutel signing van .* ontbreekt"),
        ("DELETE FROM keys WHERE purpose = 'finance'", "De sleutel finance van .* ontbreekt"),
        ("INSERT INTO tombstones SELECT organisation, owner, purpose, '' FROM keys LIMIT 1", "is vernietigd, maar"),
        ("DELETE FROM epochs", "die niet in de database staat"),
    ],
)
def test_the_check_finds_what_somebody_did_to_the_database(
    folder: Path, store: KeyStore, meddle: str, found: str
) -> None:
    store.new_client(ORGANISATION, chain(1), NOW)
    changed(folder, meddle)
    (problem,) = store.check()
    assert re.search(found, problem)


def test_the_check_finds_what_others_can_read_and_what_is_lost(folder: Path, store: KeyStore) -> None:
    store.new_client(ORGANISATION, chain(1), NOW)
    (folder / DATABASE).chmod(0o640)
    assert store.check() == [f"{folder / DATABASE} is toegankelijk voor anderen dan de eigenaar."]
    (folder / DATABASE).chmod(0o600)
    stray = folder / "epochs" / str(ORGANISATION) / "2.0123456789abcdef"
    stray.write_bytes(bytes(32))
    stray.chmod(0o600)
    assert store.check() == [f"{stray} is achtergebleven en hoort er niet."]
    shutil.rmtree(folder / "epochs")
    first, *rest = store.check()
    assert first == f"Het geheim van tijdvak 1 van organisatie {ORGANISATION} ontbreekt."
    assert len(rest) == 6
    assert all("is niet te openen" in each for each in rest)
