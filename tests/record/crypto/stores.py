"""What the tests of the key store share: names, moments, and what other processes do with a store.

Run as a program it does one thing with a store and prints what came of it: `stores.py DEED FOLDER [ARGUMENT]`.
"""

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from nakomen.record.crypto import key_rows
from nakomen.record.crypto.keystore import KeyStore

ORGANISATION = UUID(int=0xA11CE)
OTHER = UUID(int=0xB0B)
NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=90)
NEW_ROOT = bytes(range(32))


def chain(number: int) -> UUID:
    return UUID(int=number)


def chains(count: int) -> list[UUID]:
    return [chain(number) for number in range(1, count + 1)]


@contextmanager
def opened(folder: Path, root: bytes | None = None) -> Iterator[KeyStore]:
    with closing(KeyStore(folder, root)) as store:
        yield store


def started(deed: str, folder: Path, argument: str = "") -> subprocess.Popen[str]:
    """Another process that does this with the store."""
    command = [sys.executable, __file__, deed, str(folder), argument]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def told(process: subprocess.Popen[str]) -> str:
    """What the process printed; it must have gone well."""
    out, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, "")
    return out


def _tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def make_clients(store: KeyStore, count: str) -> None:
    """Each client in a transaction of its own; prints a digest of all keys that came of it."""
    made = [store.new_client(ORGANISATION, each, NOW) for each in chains(int(count))]
    _tell(hashlib.sha256(b"".join(keys.of("dossier") + keys.of("finance") for keys in made)).hexdigest())


def rotate_slowly(store: KeyStore, _: str) -> None:
    _tell(str(store.rotate(ORGANISATION, LATER, batch=1)))


def rotate_half_way(store: KeyStore, batches: str) -> None:
    """Is killed after so many transactions that each wrapped one key anew, in the middle of the next."""
    left, real = int(batches), key_rows.rewrap

    def rewrap(*given: Any) -> None:
        nonlocal left
        real(*given)
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    key_rows.rewrap = rewrap  # type: ignore[assignment] # it hands on whatever it is given
    store.rotate(ORGANISATION, LATER, batch=1)


def _die_at(flush: str) -> None:
    """Lets this process die, as by kill -9, just before it flushes a secret or a folder to the disk that many times."""
    left, real = int(flush), os.fsync

    def fsync(descriptor: Any) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            os._exit(9)
        real(descriptor)

    os.fsync = fsync  # type: ignore[assignment] # the name of the parameter differs


def rotate_and_drop(store: KeyStore, flush: str) -> None:
    _die_at(flush)
    store.rotate(ORGANISATION, LATER)
    store.drop_epochs(ORGANISATION, LATER + timedelta(seconds=1), LATER)


def rotate_root(store: KeyStore, flush: str) -> None:
    _die_at(flush)
    store.rotate_root(NEW_ROOT)


def fork(store: KeyStore, _: str) -> None:
    """Parent and child both go on with the store that was opened before they parted."""
    store.new_client(ORGANISATION, chain(1), NOW)
    child = os.fork()
    if child == 0:
        store.new_client(ORGANISATION, chain(2), NOW)
        store.close()
        os._exit(0)
    store.new_client(ORGANISATION, chain(3), NOW)
    assert os.waitpid(child, 0)[1] == 0
    _tell(str(len(store.keys_of(ORGANISATION, chains(3)))))


if __name__ == "__main__":
    _deed, _folder, _argument = sys.argv[1:]
    with opened(Path(_folder)) as _store:
        globals()[_deed](_store, _argument)
