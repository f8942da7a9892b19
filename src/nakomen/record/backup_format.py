"""What a backup is on disk: a folder of sealed files, one per table and organisation, and a manifest over all of them.

Every file is compressed and encrypted under a key made for this backup. That key stands in the manifest, once for each
organisation, sealed under what only the key store holds: who has the backup and not the key store can read nothing.
The rows are written as the program knows them, not as a database stores them, so that a backup of one kind of database
can be put back into the other.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import struct
import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

FORMAT = "nakomen-backup/1"
MANIFEST = "manifest.json"
CHUNK = 1024 * 1024
"""Bytes of rows that are sealed together; what is in memory at any moment is a small number of times this."""
_LARGEST_FRAME = 64 * CHUNK
_TAG = 16


class BadBackupError(ValueError):
    """A folder that is no whole, unharmed backup; `problems` holds a line for each thing that is wrong."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True, slots=True)
class Written:
    """A file of a backup: how many rows it holds, its size, and the SHA-256 of its bytes."""

    rows: int
    size: int
    sha256: str

    def as_json(self) -> dict[str, object]:
        """As it stands in the manifest."""
        return {"rows": self.rows, "bytes": self.size, "sha256": self.sha256}


def derive(key: bytes, about: str) -> bytes:
    """A key of 32 bytes for one purpose, from another key."""
    return HKDF(hashes.SHA256(), 32, salt=None, info=f"{FORMAT} {about}".encode()).derive(key)


def seal_key(own: bytes, key: bytes, about: str) -> bytes:
    """The key of a backup, sealed under a key that an organisation keeps."""
    nonce = os.urandom(12)
    return nonce + AESGCM(derive(own, "key")).encrypt(nonce, key, about.encode())


def open_key(own: bytes, sealed: bytes, about: str) -> bytes:
    """The key of a backup. Raises BadBackupError where this organisation's key does not open it."""
    try:
        return AESGCM(derive(own, "key")).decrypt(sealed[:12], sealed[12:], about.encode())
    except (InvalidTag, ValueError):
        raise BadBackupError([f"{MANIFEST}: the key store does not open this backup: keys of another one"]) from None


# --- files ----------------------------------------------------------------------------------------------------------


def _nonce(number: int, *, last: bool) -> bytes:
    """Each file has a key of its own, so counting suffices; that the last frame says so shows a file cut short."""
    return struct.pack(">QxxxB", number, last)


class SealedWriter:
    """Writes lines to a file, compressed and encrypted in frames; `close` gives what stands in the manifest."""

    def __init__(self, path: Path, key: bytes, name: str) -> None:
        self._file = path.open("xb")
        self._cipher = AESGCM(derive(key, name))
        self._hash = hashlib.sha256()
        self._lines: list[bytes] = []
        self._held = self._frames = self._size = self._rows = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()

    def write(self, line: bytes) -> None:
        """Adds a row as a line, which holds no line break itself."""
        self._lines.append(line)
        self._held += len(line) + 1
        self._rows += 1
        if self._held >= CHUNK:
            self._flush(last=False)

    def close(self) -> Written:
        """Writes what is left to the disk itself."""
        self._flush(last=True)
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        return Written(self._rows, self._size, self._hash.hexdigest())

    def _flush(self, *, last: bool) -> None:
        plain = zlib.compress(b"".join(line + b"\n" for line in self._lines), 1)
        sealed = self._cipher.encrypt(_nonce(self._frames, last=last), plain, None)
        frame = struct.pack(">I", len(sealed)) + sealed
        self._file.write(frame)
        self._hash.update(frame)
        self._size += len(frame)
        self._frames += 1
        self._lines.clear()
        self._held = 0


def lines(path: Path, key: bytes, name: str) -> Iterator[bytes]:
    """The lines of a sealed file, in flat memory. Raises BadBackupError where a frame was changed or the end is cut."""
    cipher = AESGCM(derive(key, name))
    with path.open("rb") as file:
        frame, number = _frame(file.read, name), 0
        while frame is not None:
            following = _frame(file.read, name)
            try:
                plain = cipher.decrypt(_nonce(number, last=following is None), frame, None)
            except InvalidTag:
                raise BadBackupError([f"{name}: not what was written, or cut short"]) from None
            yield from zlib.decompress(plain).splitlines()
            frame, number = following, number + 1
        if number == 0:
            raise BadBackupError([f"{name}: empty"])


def _frame(read: Any, name: str) -> bytes | None:
    head = read(4)
    if not head:
        return None
    size = struct.unpack(">I", head)[0] if len(head) == 4 else 0
    if not _TAG < size <= _LARGEST_FRAME:
        raise BadBackupError([f"{name}: not a file of a backup"])
    frame: bytes = read(size)
    if len(frame) != size:
        raise BadBackupError([f"{name}: cut short"])
    return frame


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# --- the manifest ---------------------------------------------------------------------------------------------------


def _mac(manifest: Mapping[str, Any], key: bytes) -> str:
    without = {name: value for name, value in manifest.items() if name != "mac"}
    made = hmac.HMAC(derive(key, "manifest"), hashes.SHA256())
    made.update(json.dumps(without, sort_keys=True, separators=(",", ":")).encode())
    return made.finalize().hex()


def write_manifest(folder: Path, manifest: dict[str, Any], key: bytes) -> None:
    """Writes the manifest, with a code under the backup's key over all of it. It is the last file to be written."""
    data = json.dumps({**manifest, "mac": _mac(manifest, key)}, ensure_ascii=False, indent=1).encode()
    with (folder / MANIFEST).open("xb") as file:
        file.write(data + b"\n")
        file.flush()
        os.fsync(file.fileno())


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a backup, whose code has still to be checked. Raises BadBackupError."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        raise BadBackupError([f"{MANIFEST}: cannot be read: this folder is no whole backup"]) from None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise BadBackupError([f"{MANIFEST}: expected the format {FORMAT}"])
    wrong = [
        f"{MANIFEST}: {part}: expected what a backup has there" for part, fits in _PARTS.items() if not fits(manifest)
    ]
    if wrong:
        raise BadBackupError(wrong)
    return manifest


def _fits(read: Callable[[dict[str, Any]], object]) -> Callable[[dict[str, Any]], bool]:
    """Whether a part of a manifest can be read; what it says is not yet believed."""

    def fits(manifest: dict[str, Any]) -> bool:
        try:
            read(manifest)
        except (AttributeError, KeyError, TypeError, ValueError):
            return False
        return True

    return fits


_PARTS = {
    "made_at": _fits(lambda manifest: datetime.fromisoformat(manifest["made_at"])),
    "mac": _fits(lambda manifest: bytes.fromhex(manifest["mac"])),
    "program": _fits(lambda manifest: manifest["program"].encode()),
    "migrations": _fits(lambda manifest: [name.partition(".") for name in manifest["migrations"]]),
    "files": _fits(lambda manifest: [(bytes.fromhex(f["sha256"]), f["rows"] + 0) for f in manifest["files"].values()]),
    "organisations": _fits(
        lambda manifest: [
            (UUID(name), told["slug"].encode(), base64.b64decode(told["key"]))
            for name, told in manifest["organisations"].items()
        ]
    ),
}


def check_mac(manifest: Mapping[str, Any], key: bytes) -> None:
    """Raises BadBackupError where the manifest is not what was written."""
    if not _same(_mac(manifest, key), manifest["mac"]):
        raise BadBackupError([f"{MANIFEST}: not what was written"])


def _same(one: str, other: str) -> bool:
    from hmac import compare_digest

    return compare_digest(one.encode(), other.encode())


def check_files(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Holds every file against the manifest. Raises BadBackupError with everything that is missing, more or changed."""
    expected: Mapping[str, Any] = manifest["files"]
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {MANIFEST}
    problems = [f"{name}: is missing" for name in sorted(expected.keys() - found)]
    problems += [f"{name}: does not belong to this backup" for name in sorted(found - expected.keys())]
    for name in sorted(found & expected.keys()):
        if sha256_of(folder / name) != expected[name].get("sha256"):
            problems.append(f"{name}: not what was written")
    if problems:
        raise BadBackupError(problems)


def sync_folder(folder: Path) -> None:
    """Makes sure that the names in a folder are on the disk too, where the system can be asked to."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:  # systems where a folder cannot be opened see to this themselves
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
