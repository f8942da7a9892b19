"""Making a backup while the installation is in use, from one unchanging view of the database.

Read copies, sessions and keys are left out. What the backup holds is sealed (see `backup_format`); without the key
store nobody reads it, and what the key store has forgotten stays forgotten when the backup is put back.
"""

from __future__ import annotations

import base64
import copy
import fcntl
import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.migrations.recorder import MigrationRecorder

from nakomen import __version__
from nakomen.record import backup_format, checkpoints, tenancy
from nakomen.record.backup_tables import columns, file_name, is_owned, kept, names_of, write_row
from nakomen.record.keys import key_store
from nakomen.record.models import Checkpoint, Entry, Organisation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from django.db.models import Model

    from nakomen.record.backup_format import Written

_SNAPSHOT = "snapshot"
_LOCK = ".lock"
_BATCH = 2000


class BackupRefusedError(RuntimeError):
    """A backup that cannot be made here and now; the message says why."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a backup holds: its folder, its organisations, and how many acts and rows in all."""

    folder: Path
    organisations: int
    acts: int
    rows: int


def make(folder: Path, now: datetime, progress: Callable[[int], None] = lambda _: None) -> Made:
    """Makes a backup in a folder that does not exist yet or is empty; it is there whole or not at all.

    A checkpoint of each organisation is made first, so that the backup can be told from a shortened one. Raises
    BackupRefusedError, and OSError where the disk does.
    """
    organisations = list(Organisation.objects.order_by("id"))
    if not organisations:
        raise BackupRefusedError("there is no organisation yet, so there is nothing to keep")
    for organisation in organisations:
        with tenancy.within(organisation.id):
            checkpoints.make(now)
    partial = folder.with_name(f"{folder.name}.partial")
    with _alone_in(partial):
        made = _write(partial, organisations, now, progress)
        (partial / _LOCK).unlink()
        backup_format.sync_folder(partial)
        if folder.exists():
            folder.rmdir()  # empty, or this refuses
        partial.rename(folder)
        backup_format.sync_folder(folder.parent)
    return Made(folder, len(organisations), *made)


@contextmanager
def _alone_in(partial: Path) -> Iterator[None]:
    """The folder in which a backup grows, new and empty; what a killed backup left behind is thrown away."""
    partial.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (partial / _LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BackupRefusedError(f"{partial.name}: another backup is being made there") from None
        for left in partial.iterdir():
            if left.is_dir():
                shutil.rmtree(left)
            elif left.name != _LOCK:
                left.unlink()
        yield


def _write(
    folder: Path, organisations: list[Organisation], now: datetime, progress: Callable[[int], None]
) -> tuple[int, int]:
    key = os.urandom(32)
    files: dict[str, Written] = {}
    told: dict[str, Any] = {}
    done = 0
    with _snapshot():
        migrations = [
            f"{app}.{name}" for app, name in sorted(MigrationRecorder(connections[_SNAPSHOT]).applied_migrations())
        ]
        for model in kept():
            for organisation in organisations if is_owned(model) else [None]:
                _turn_to(organisation)
                name = file_name(model, organisation.id if organisation else None)
                files[name] = _write_table(folder / name, key, name, model, organisation)
                done += files[name].rows
                progress(done)
        for organisation in organisations:
            _turn_to(organisation)
            told[str(organisation.id)] = _told(organisation, key)
    for sub in {path.parent for path in map(folder.joinpath, files)}:
        backup_format.sync_folder(sub)
    manifest = {
        "format": backup_format.FORMAT,
        "program": __version__,
        "made_at": now.isoformat(),
        "migrations": migrations,
        "organisations": told,
        "files": {name: written.as_json() for name, written in files.items()},
    }
    backup_format.write_manifest(folder, manifest, key)
    return sum(each["acts"] for each in told.values()), done


def _write_table(path: Path, key: bytes, name: str, model: type[Model], organisation: Organisation | None) -> Written:
    path.parent.mkdir(exist_ok=True, mode=0o700)
    rows = model._base_manager.using(_SNAPSHOT)
    if organisation is not None:
        rows = rows.filter(organisation_id=organisation.id)
    names = [field.attname for field in columns(model)]
    with backup_format.SealedWriter(path, key, name) as writer:
        writer.write(names_of(model))
        for row in rows.order_by("pk").values_list(*names).iterator(chunk_size=_BATCH):
            writer.write(write_row(row))
        written = writer.close()
    return replace(written, rows=written.rows - 1)  # the first line says which columns there are


def _told(organisation: Organisation, key: bytes) -> dict[str, Any]:
    """What the manifest tells of an organisation: its public name, how far it goes, and the sealed key."""
    own = key_store().index_key(organisation.id)
    last = Checkpoint._base_manager.using(_SNAPSHOT).filter(organisation_id=organisation.id).order_by("-number").first()
    acts = Entry._base_manager.using(_SNAPSHOT).filter(organisation_id=organisation.id).count()
    return {
        "name": organisation.name,
        "slug": organisation.slug,
        "acts": acts,
        "checkpoint": None if last is None else {"number": last.number, "made_at": last.made_at.isoformat()},
        "key": base64.b64encode(backup_format.seal_key(own, key, str(organisation.id))).decode("ascii"),
    }


# --- one unchanging view --------------------------------------------------------------------------------------------


@contextmanager
def _snapshot() -> Iterator[None]:
    """A second connection whose transaction sees the database as it is at one moment, while others write on."""
    connections.settings[_SNAPSHOT] = _snapshot_settings()
    try:
        with transaction.atomic(using=_SNAPSHOT):
            yield
    finally:
        connections[_SNAPSHOT].close()
        del connections[_SNAPSHOT]
        del connections.settings[_SNAPSHOT]


def _snapshot_settings() -> dict[str, Any]:
    found = copy.deepcopy(connections[DEFAULT_DB_ALIAS].settings_dict)
    options = found.setdefault("OPTIONS", {})
    if connections[DEFAULT_DB_ALIAS].vendor == "postgresql":
        from psycopg import IsolationLevel

        options.pop("pool", None)
        options["isolation_level"] = IsolationLevel.REPEATABLE_READ
    else:
        options["transaction_mode"] = "DEFERRED"  # reads without keeping writers out
    return found


def _turn_to(organisation: Organisation | None) -> None:
    """On PostgreSQL the rows of one organisation can be seen at a time."""
    if connections[_SNAPSHOT].vendor == "postgresql":
        with connections[_SNAPSHOT].cursor() as cursor:
            value = str(organisation.id) if organisation else ""
            cursor.execute("SELECT set_config('nakomen.organisation', %s, true)", [value])
