"""The key store: every key of every organisation, apart from the database and from its backups.

What is kept where, and what that proves, is told in docs/explanation/record.md.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from datetime import UTC, datetime
from itertools import batched
from typing import TYPE_CHECKING, Final
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from nakomen.record.crypto import key_check, key_rows
from nakomen.record.crypto.box import KEY_BYTES, BoxError, decrypt, encrypt
from nakomen.record.crypto.errors import KeyDestroyedError, KeyMissingError, KeyStoreError
from nakomen.record.crypto.key_ring import Ring, fitting_root, new_epoch, open_epoch, root_proof, wrap_epoch
from nakomen.record.crypto.key_rows import OWN_PURPOSES, PURPOSES, ClientKeys, OwnPurpose, Tombstone
from nakomen.record.crypto.key_tables import Database, copy, known_format, make_tables
from nakomen.record.crypto.secret_files import SecretFiles, erase, make_folder, write_secret

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from nakomen.record.crypto.chain import Purpose

DATABASE: Final = "keys.sqlite3"
_BATCH = 1000


class KeyStore:
    """An existing key store in a folder, for any number of threads and processes.

    `root` is the root key of 32 bytes when something outside the folder keeps it; without, it is the file `root.key`.
    Raises KeyStoreError when there is no store, or when its root key is missing or another one.

    A method that is told an organisation raises KeyMissingError when that is not in the store; one that is told the
    moment raises ValueError when that has no offset.
    """

    def __init__(self, path: Path, root: bytes | None = None) -> None:
        if root is not None and len(root) != KEY_BYTES:
            raise KeyStoreError("a root key: expected 32 bytes")
        if not (path / DATABASE).is_file():
            raise KeyStoreError(f"there is no key store in {path}")
        self._files = SecretFiles(path)
        self._db = Database(path / DATABASE)
        self._given_root = root
        try:
            with self._db.reading() as db:
                if not known_format(db):
                    raise KeyStoreError(f"the key store in {path} is of another version of the program")
                self._root(db)
        except sqlite3.DatabaseError as error:
            raise KeyStoreError(f"the key store in {path} cannot be read") from error
        if root is None and self._files.next_root.exists():
            self._settle_root()  # replacing the root key was broken off

    def __repr__(self) -> str:
        return f"KeyStore({self._files.folder})"

    @classmethod
    def create(cls, path: Path, root: bytes | None = None) -> KeyStore:
        """A new, empty store in a folder that is made when needed. A `root.key` that lies there already is used.

        Raises KeyStoreError when there is a store already.
        """
        if (path / DATABASE).exists():
            raise KeyStoreError(f"there is a key store in {path} already")
        make_folder(path)
        files = SecretFiles(path)
        if root is None and not files.root.exists():
            with suppress(FileExistsError):  # another process made one at the same moment, and that is the one for both
                write_secret(files.root, os.urandom(KEY_BYTES))
        first = next(files.roots(), None) if root is None else root
        if first is None or len(first) != KEY_BYTES:
            raise KeyStoreError("a root key: expected 32 bytes")
        draft = path / f"{DATABASE}.{os.urandom(8).hex()}"
        _empty_file(draft)
        make_tables(draft, root_proof(first))
        try:
            (path / DATABASE).hardlink_to(draft)
        except FileExistsError as error:
            raise KeyStoreError(f"there is a key store in {path} already") from error
        finally:
            draft.unlink()
        return cls(path, root)

    def close(self) -> None:
        """Closes what this thread holds open; using the store again opens it again."""
        self._db.close()

    # --- organisations ----------------------------------------------------------------------------------------------

    def organisation_created(self, organisation: UUID, now: datetime) -> None:
        """Makes the first epoch and the organisation's own keys; an organisation that has them keeps them."""
        made_at = _stamp(now)
        with self._db.writing() as db:
            if db.execute("SELECT 1 FROM epochs WHERE organisation = ?", (organisation.bytes,)).fetchone():
                return
            new_epoch(db, self._files, self._root(db), organisation, made_at)
            ring = self._ring(db, organisation)
            key_rows.insert_keys(db, ring, organisation, [(organisation, purpose) for purpose in OWN_PURPOSES])

    def signing_key(self, organisation: UUID) -> Ed25519PrivateKey:
        """The key that signs the organisation's checkpoints."""
        return Ed25519PrivateKey.from_private_bytes(self._own(organisation, "signing"))

    def public_key(self, organisation: UUID) -> Ed25519PublicKey:
        """The key by which everybody can verify the organisation's checkpoints."""
        return self.signing_key(organisation).public_key()

    def index_key(self, organisation: UUID) -> bytes:
        """The key for hashes by which a citizen service number is found again. It never changes, as they do not."""
        return self._own(organisation, "index")

    def access_key(self, organisation: UUID) -> bytes:
        """The key for hashes of tokens, and of requests that may come twice. It never changes."""
        return self._own(organisation, "access")

    def wrap(self, organisation: UUID, plaintext: bytes, about: bytes) -> bytes:
        """A small secret of the organisation, encrypted, to be kept elsewhere; `about` is bound to it, not in it."""
        return encrypt(self._own(organisation, "secrets"), plaintext, about)

    def unwrap(self, organisation: UUID, wrapped: bytes, about: bytes) -> bytes:
        """What was wrapped. Raises KeyMissingError when it is changed, another's, or about something else."""
        try:
            return decrypt(self._own(organisation, "secrets"), wrapped, about)
        except BoxError as error:
            raise KeyMissingError(f"a wrapped secret does not open with the key of {organisation}") from error

    # --- clients ----------------------------------------------------------------------------------------------------

    def new_client(self, organisation: UUID, chain: UUID, now: datetime) -> ClientKeys:
        """The keys for a new chain, as `new_clients` makes them."""
        return self.new_clients(organisation, [chain], now)[chain]

    def new_clients(self, organisation: UUID, chains: Iterable[UUID], now: datetime) -> dict[UUID, ClientKeys]:
        """The keys for new chains, all or none; a chain that has keys keeps them, so that an import can be repeated.

        Raises KeyDestroyedError when a key of one of these chains was ever destroyed.
        """
        _stamp(now)
        asked = list(dict.fromkeys(chains))
        with self._db.writing() as db:
            ring = self._ring(db, organisation)
            gone = key_rows.destroyed_keys(db, organisation, asked)
            if gone:
                raise KeyDestroyedError(f"a key of chain {gone[0][0]} was destroyed")
            known = key_rows.stored_keys(db, ring, organisation, asked)
            owners = [(chain, purpose) for chain in asked if chain not in known for purpose in PURPOSES]
            made = key_rows.insert_keys(db, ring, organisation, owners)
        new = {chain: ClientKeys(made[chain, "dossier"], made[chain, "finance"]) for chain, _ in made}
        return {chain: known.get(chain) or new[chain] for chain in asked}

    def client_keys(self, organisation: UUID, chain: UUID) -> ClientKeys:
        """The keys of a chain, one of which may be destroyed.

        Raises KeyMissingError when the chain never had keys or one cannot be read, KeyDestroyedError when both were
        destroyed.
        """
        keys = self.keys_of(organisation, [chain]).get(chain)
        if keys is None:
            raise KeyMissingError(f"chain {chain} has no keys in the key store")
        if keys.dossier is None and keys.finance is None:
            raise KeyDestroyedError(f"the keys of chain {chain} were destroyed")
        return keys

    def keys_of(self, organisation: UUID, chains: Iterable[UUID]) -> dict[UUID, ClientKeys]:
        """The keys of many chains at once; a chain that never had any is left out.

        Raises KeyMissingError when a key is there but cannot be read.
        """
        found: dict[UUID, ClientKeys] = {}
        for some in batched(dict.fromkeys(chains), _BATCH):  # short transactions: a writer waits for each to end
            with self._db.reading() as db:
                found |= key_rows.stored_keys(db, self._ring(db, organisation), organisation, some)
        return found

    def destroy(self, organisation: UUID, chain: UUID, purpose: Purpose, now: datetime) -> bool:
        """Destroys a client's key for good, and tells whether there was one.

        The key can never be made again, also where there was none yet. A destruction that is repeated keeps its first
        moment. A copy of the store from before opens the key until its epoch is dropped.
        """
        place = (organisation.bytes, chain.bytes, purpose)
        destroyed_at = _stamp(now)
        with self._db.writing() as db:
            self._ring(db, organisation)
            db.execute("INSERT INTO tombstones VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", (*place, destroyed_at))
            gone = db.execute("DELETE FROM keys WHERE organisation = ? AND owner = ? AND purpose = ?", place)
            return gone.rowcount == 1

    def destroyed(self, organisation: UUID) -> tuple[Tombstone, ...]:
        """Every destruction for the organisation, oldest first."""
        with self._db.reading() as db:
            rows = db.execute(
                "SELECT chain, purpose, destroyed_at FROM tombstones WHERE organisation = ?"
                " ORDER BY destroyed_at, chain, purpose",
                (organisation.bytes,),
            ).fetchall()
        return tuple(Tombstone(UUID(bytes=chain), purpose, datetime.fromisoformat(at)) for chain, purpose, at in rows)

    # --- epochs and the root key ------------------------------------------------------------------------------------

    def rotate(self, organisation: UUID, now: datetime, *, batch: int = _BATCH) -> int:
        """Starts a new epoch and wraps every key of the organisation anew, `batch` in a transaction; gives its number.

        A rotation that was broken off is finished first, by the next call, which then starts no other epoch.
        """
        created_at = _stamp(now)
        with self._db.writing() as db:
            newest = self._ring(db, organisation).newest
            if not key_rows.behind(db, organisation, newest, 1):
                new_epoch(db, self._files, self._root(db), organisation, created_at)
        while True:
            with self._db.writing() as db:
                ring = self._ring(db, organisation)
                rows = key_rows.behind(db, organisation, ring.newest, batch)
                if not rows:
                    return ring.newest
                key_rows.rewrap(db, ring, organisation, rows)

    def epoch_began(self, organisation: UUID) -> datetime:
        """The moment at which the newest epoch of the organisation began."""
        with self._db.reading() as db:
            self._ring(db, organisation)
            return datetime.fromisoformat(key_rows.began(db, organisation))

    def drop_epochs(self, organisation: UUID, before: datetime, now: datetime) -> tuple[int, ...]:
        """Forgets for good the epochs that another had followed before that moment; gives their numbers.

        An epoch under which something is still wrapped stays. What was wrapped under a dropped one, in whatever copy of
        the database, nobody can open any more.
        """
        limit, dropped_at = _stamp(before), _stamp(now)
        with self._db.writing() as db:
            newest = self._ring(db, organisation).newest
            dropped = key_rows.droppable(db, organisation, limit)
            in_use = key_rows.alive(db, organisation) - set(dropped)
            db.executemany(
                "UPDATE epochs SET wrapped = NULL, dropped_at = ? WHERE organisation = ? AND epoch = ?",
                [(dropped_at, organisation.bytes, epoch) for epoch in dropped],
            )
        # Broken off here, the next call finds the secrets that no row needs, and erases them. With them go those of
        # rotations that were broken off; none above the newest, which a later database than this may need.
        for epoch in self._files.epochs_of(organisation):
            if epoch < newest and epoch not in in_use:
                self._files.erase_epoch(organisation, epoch)
        return tuple(dropped)

    def rotate_root(self, new_root: bytes) -> None:
        """Puts the store under another root key of 32 bytes, all at once.

        Where the folder keeps the root key, the file is replaced and the old one overwritten. Where it is handed in
        from outside, other processes must be given the new one. Raises KeyStoreError for a key that is not 32 bytes,
        and KeyMissingError when an epoch cannot be opened.
        """
        if len(new_root) != KEY_BYTES:
            raise KeyStoreError("a root key: expected 32 bytes")
        with self._db.writing() as db:
            root = self._root(db)
            if self._given_root is None:
                self._files.settle_root(root)
                write_secret(self._files.next_root, new_root)
            self._rewrap_epochs(db, root, new_root)
            db.execute("UPDATE root SET proof = ?", (root_proof(new_root),))
        if self._given_root is None:
            self._settle_root()
        else:
            self._given_root = new_root

    def _settle_root(self) -> None:
        """Leaves only the root key that fits. By the one writer: two at once could erase the one that fits."""
        with self._db.writing() as db:
            self._files.settle_root(self._root(db))

    def _rewrap_epochs(self, db: sqlite3.Connection, root: bytes, new_root: bytes) -> None:
        rows = db.execute("SELECT organisation, epoch, wrapped FROM epochs WHERE dropped_at IS NULL").fetchall()
        for owner, epoch, wrapped in rows:
            organisation = UUID(bytes=owner)
            key, secret = open_epoch(self._files, root, organisation, epoch, wrapped)
            again = wrap_epoch(new_root, secret, organisation, epoch, key)
            db.execute("UPDATE epochs SET wrapped = ? WHERE organisation = ? AND epoch = ?", (again, owner, epoch))

    # --- copies and the check ---------------------------------------------------------------------------------------

    def copy_to(self, folder: Path, *, epochs: bool = False, root: bool = False) -> None:
        """Copies the database into a folder, in place of an earlier copy. By itself that copy opens nothing.

        With `epochs` also the secrets of the epochs that are not dropped, and those that were are erased there: keep
        one such copy and never an older one. With `root` also the root key, to be kept apart from the rest. Raises
        KeyStoreError when the root key is asked for and not kept in this folder.
        """
        if root and self._given_root is not None:
            raise KeyStoreError("the root key is handed in from outside and must be kept there")
        make_folder(folder)
        draft = folder / f"{DATABASE}.{os.urandom(8).hex()}"
        target = SecretFiles(folder)
        _empty_file(draft)
        with self._db.reading() as db:  # nothing is committed meanwhile, so database, epochs and root key fit together
            current = self._root(db)
            copy(db, draft)
            draft.replace(folder / DATABASE)
            if epochs:
                self._files.mirror_epochs(target)
            if root:
                erase(target.root)
                write_secret(target.root, current)

    def check(self) -> list[str]:
        """What is wrong with the store, in Dutch words; empty when every key that should open does."""
        with self._db.reading() as db:
            return list(key_check.problems(db, self._db.file, self._files, self._root(db)))

    # --- within -----------------------------------------------------------------------------------------------------

    def _root(self, db: sqlite3.Connection) -> bytes:
        """The root key that fits now. Read each time: another process may have replaced it."""
        return fitting_root(db, self._files.roots() if self._given_root is None else (self._given_root,))

    def _ring(self, db: sqlite3.Connection, organisation: UUID) -> Ring:
        return Ring(db, self._files, self._root(db), organisation)

    def _own(self, organisation: UUID, purpose: OwnPurpose) -> bytes:
        with self._db.reading() as db:
            ring = self._ring(db, organisation)
            row = db.execute(
                "SELECT epoch, wrapped FROM keys WHERE organisation = ? AND owner = ? AND purpose = ?",
                (organisation.bytes, organisation.bytes, purpose),
            ).fetchone()
            if row is None:
                raise KeyMissingError(f"organisation {organisation} has no {purpose} key in the key store")
            return ring.unwrap(organisation, purpose, *row)


def _stamp(moment: datetime) -> str:
    """The moment as it is stored: in UTC and always as long, so that text sorts as time does."""
    if moment.utcoffset() is None:
        raise ValueError("a moment: expected one with its offset from UTC")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _empty_file(file: Path) -> None:
    """SQLite would make the file readable for others; its journal takes over the mode of this one."""
    file.touch(mode=0o600, exist_ok=False)
