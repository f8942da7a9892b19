"""How keys are wrapped: clients' and own keys by the key of an epoch, epochs by the root key and the epoch's secret."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nakomen.record.crypto.box import KEY_BYTES, BoxError, decrypt, encrypt, fields, joint_key, subkey
from nakomen.record.crypto.errors import KeyMissingError, KeyStoreError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from uuid import UUID

    from nakomen.record.crypto.secret_files import SecretFiles

_ROOT_PROOF = b"nakomen/keys/root/1"


def root_proof(root: bytes) -> bytes:
    """What the store keeps to tell its own root key from another."""
    return encrypt(subkey(root, _ROOT_PROOF), b"", _ROOT_PROOF)


def fitting_root(db: sqlite3.Connection, roots: Iterable[bytes]) -> bytes:
    """The root key that the store is wrapped under now. Raises KeyStoreError when none of these is it."""
    (proof,) = db.execute("SELECT proof FROM root").fetchone()
    for root in roots:
        try:
            decrypt(subkey(root, _ROOT_PROOF), proof, _ROOT_PROOF)
        except BoxError:
            continue
        return root
    raise KeyStoreError("expected the root key of this key store: there is none here, or it is another one")


class Ring:
    """The epoch keys of one organisation, as one transaction sees them.

    Raises KeyMissingError when the organisation is not in the store.
    """

    def __init__(self, db: sqlite3.Connection, files: SecretFiles, root: bytes, organisation: UUID) -> None:
        self._files = files
        self._root = root
        self._organisation = organisation
        rows = db.execute("SELECT epoch, wrapped FROM epochs WHERE organisation = ?", (organisation.bytes,))
        self._wrapped: dict[int, bytes | None] = dict(rows.fetchall())
        if not self._wrapped:
            raise KeyMissingError(f"organisation {organisation} is not in the key store")
        self._keys: dict[int, bytes] = {}
        self.newest = max(self._wrapped)

    def wrap(self, owner: UUID, purpose: str, key: bytes) -> bytes:
        """The key, wrapped by that of the newest epoch."""
        return encrypt(self._key(self.newest), key, self._about(owner, purpose, self.newest))

    def unwrap(self, owner: UUID, purpose: str, epoch: int, wrapped: bytes) -> bytes:
        """The key. Raises KeyMissingError when its epoch is gone or it does not open with it."""
        try:
            return decrypt(self._key(epoch), wrapped, self._about(owner, purpose, epoch))
        except BoxError as error:
            raise KeyMissingError(f"the {purpose} key of {owner} does not open with epoch {epoch}") from error

    def _key(self, epoch: int) -> bytes:
        key = self._keys.get(epoch)
        if key is None:
            key = self._keys[epoch] = self._opened(epoch)
        return key

    def _opened(self, epoch: int) -> bytes:
        wrapped = self._wrapped.get(epoch)
        if wrapped is None:
            raise KeyMissingError(f"epoch {epoch} of organisation {self._organisation} was dropped, or never was")
        return open_epoch(self._files, self._root, self._organisation, epoch, wrapped)[0]

    def _about(self, owner: UUID, purpose: str, epoch: int) -> bytes:
        return fields(
            b"nakomen/keys/key/1", self._organisation.bytes, owner.bytes, purpose.encode(), epoch.to_bytes(8, "big")
        )


def new_epoch(db: sqlite3.Connection, files: SecretFiles, root: bytes, organisation: UUID, created_at: str) -> int:
    """Adds an epoch with a key of its own, to which all that is wrapped from now on goes."""
    (known,) = db.execute("SELECT max(epoch) FROM epochs WHERE organisation = ?", (organisation.bytes,)).fetchone()
    # Above the files too: the secret of a try that was broken off, or of a later state than a restored database knows,
    # is never written over.
    epoch = max(known or 0, *files.epochs_of(organisation), 0) + 1
    secret = files.new_epoch(organisation, epoch)
    wrapped = wrap_epoch(root, secret, organisation, epoch, os.urandom(KEY_BYTES))
    db.execute(
        "INSERT INTO epochs (organisation, epoch, wrapped, created_at) VALUES (?, ?, ?, ?)",
        (organisation.bytes, epoch, wrapped, created_at),
    )
    return epoch


def wrap_epoch(root: bytes, secret: bytes, organisation: UUID, epoch: int, key: bytes) -> bytes:
    """The key of an epoch, wrapped so that it takes both the root key and the epoch's own secret to open it."""
    about = _about_epoch(organisation, epoch)
    return encrypt(joint_key(root, secret, about), key, about)


def open_epoch(files: SecretFiles, root: bytes, organisation: UUID, epoch: int, wrapped: bytes) -> tuple[bytes, bytes]:
    """The key of an epoch, and its secret. Raises KeyMissingError when the secret is not here, or another one."""
    about, secret = _about_epoch(organisation, epoch), files.epoch(organisation, epoch)
    if secret is None:
        raise KeyMissingError(f"the secret of epoch {epoch} of organisation {organisation} is not here")
    try:
        return decrypt(joint_key(root, secret, about), wrapped, about), secret
    except BoxError as error:
        raise KeyMissingError(
            f"epoch {epoch} of organisation {organisation} does not open with its secret and the root key"
        ) from error


def _about_epoch(organisation: UUID, epoch: int) -> bytes:
    return fields(b"nakomen/keys/epoch/1", organisation.bytes, epoch.to_bytes(8, "big"))
