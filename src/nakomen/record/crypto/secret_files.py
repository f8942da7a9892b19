"""The secrets of a key store that are never in its database: the root key and one secret for each epoch.

root.key                     32 bytes, unless the root key is handed in from outside
root.key.new                 only while the root key is being replaced
epochs/<organisation>/<n>    32 bytes for each epoch that is not dropped
"""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING
from uuid import UUID

from nakomen.record.crypto.box import KEY_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FOLDER_MODE = 0o700
_FILE_MODE = 0o600


class SecretFiles:
    """The secrets in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder / "root.key"
        self.next_root = folder / "root.key.new"
        self.epochs = folder / "epochs"

    def roots(self) -> Iterator[bytes]:
        """The root keys that may fit: while it is being replaced there are two."""
        for file in (self.root, self.next_root, self.root):  # the new one may take the old one's name between two looks
            secret = _read(file)
            if secret is not None:
                yield secret

    def settle_root(self, root: bytes) -> None:
        """Leaves `root`, the one that fits, as the only root key. Nothing else may change the root key meanwhile."""
        if _read(self.next_root) == root:
            erase(self.root)
            self.next_root.replace(self.root)
            _flush_folder(self.folder)
        for left in self.folder.glob(f"{self.root.name}.*"):  # also what a process that was killed was still writing
            _discard(left)

    def epoch(self, organisation: UUID, epoch: int) -> bytes | None:
        """The secret of an epoch; None when it was dropped, or is lost."""
        return _read(self._epoch_file(organisation, epoch))

    def new_epoch(self, organisation: UUID, epoch: int) -> bytes:
        """Makes the secret of a new epoch, on the disk before this returns. Nobody else may do so meanwhile.

        Raises FileExistsError when the epoch has one.
        """
        secret = secrets.token_bytes(KEY_BYTES)
        file = self._epoch_file(organisation, epoch)
        make_folder(self.epochs)
        make_folder(file.parent)
        for left in self._drafts(organisation):
            _discard(left)
        write_secret(file, secret)
        return secret

    def erase_epoch(self, organisation: UUID, epoch: int) -> None:
        """Overwrites the secret of an epoch and removes it; nothing happens when it is gone already."""
        erase(self._epoch_file(organisation, epoch))

    def epochs_of(self, organisation: UUID) -> tuple[int, ...]:
        """The epochs of an organisation that have a secret here, in order."""
        return tuple(sorted(epoch for owner, epoch in self.all_epochs() if owner == organisation))

    def all_epochs(self) -> Iterator[tuple[UUID, int]]:
        """Every epoch of every organisation that has a secret here."""
        for file in self.epochs.glob("*/*"):
            if file.name.isdecimal():
                yield UUID(file.parent.name), int(file.name)

    def mirror_epochs(self, target: SecretFiles) -> None:
        """Makes the epochs in the other folder those that are here: what was dropped here is erased there."""
        here = set(self.all_epochs())
        for organisation, epoch in set(target.all_epochs()) - here:
            target.erase_epoch(organisation, epoch)
        make_folder(target.epochs)
        for organisation, epoch in here:
            secret, file = self.epoch(organisation, epoch), target._epoch_file(organisation, epoch)
            if secret is not None and _read(file) != secret:
                make_folder(file.parent)
                erase(file)
                write_secret(file, secret)

    def strays(self) -> Iterator[Path]:
        """Files that belong to none of the secrets: what a process that was killed was still writing."""
        yield from self.folder.glob(f"{self.root.name}.*")
        for file in self.epochs.glob("*/*"):
            if not file.name.isdecimal():
                yield file

    def _drafts(self, organisation: UUID) -> list[Path]:
        return list((self.epochs / str(organisation)).glob("*.*"))

    def _epoch_file(self, organisation: UUID, epoch: int) -> Path:
        return self.epochs / str(organisation) / str(epoch)


def make_folder(folder: Path) -> None:
    """A folder that only its owner can look into, with the folders above it; one that exists is left as it is."""
    if not folder.exists():
        folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
        _flush_folder(folder.parent)


def write_secret(file: Path, secret: bytes) -> None:
    """Writes a file that only its owner can read: whole, on the disk, or not at all. Raises FileExistsError."""
    draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE_MODE)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(secret)
            stream.flush()
            os.fsync(stream.fileno())
        file.hardlink_to(draft)
    finally:
        draft.unlink()
    _flush_folder(file.parent)


def erase(file: Path) -> None:
    """Overwrites a file with zeros on the disk and removes it; nothing happens when it is gone already."""
    try:
        with file.open("r+b") as stream:
            stream.write(bytes(file.stat().st_size))
            stream.flush()
            os.fsync(stream.fileno())
    except FileNotFoundError:
        return
    file.unlink(missing_ok=True)
    _flush_folder(file.parent)


def _discard(file: Path) -> None:
    """Removes what was left of writing a secret; where that had its own name already, the secret stays as it is."""
    if file.stat().st_nlink > 1:
        file.unlink()
    else:
        erase(file)


def loose(path: Path) -> bool:
    """Whether others than the owner may do anything with the file or folder."""
    return bool(path.stat().st_mode & 0o077)


def _read(file: Path) -> bytes | None:
    try:
        secret = file.read_bytes()
    except FileNotFoundError:
        return None
    return secret if len(secret) == KEY_BYTES else None


def _flush_folder(folder: Path) -> None:
    """That a file came or went is on the disk only when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
