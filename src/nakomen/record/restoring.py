"""Putting a backup back into an empty database, of either kind.

What the key store has destroyed since the backup was made stays destroyed: its content is not brought back. Read
copies are made anew afterwards, and every chain is verified.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from nakomen.record import backup_format, checkpoints, tenancy
from nakomen.record.backup_format import BadBackupError
from nakomen.record.backup_tables import columns, file_name, insertion, is_owned, kept, label, names_of, read_row
from nakomen.record.crypto import GENESIS, KeyStoreError
from nakomen.record.keys import key_store
from nakomen.record.models import Chain, ClientPerson, Entry, Organisation, Payload, User

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from django.db.models import Model

_BATCH = 1000
_END = ("length", "tip", "covered", "destroyed_at")
"""What changes in the head of a chain as it grows."""


@dataclass(slots=True)
class Restored:
    """What was put back; `destroyed` counts the dossiers whose content stays destroyed since the backup was made."""

    made_at: datetime
    organisations: list[UUID] = field(default_factory=list)
    rows: int = 0
    destroyed: int = 0


@dataclass(frozen=True, slots=True)
class Ahead:
    """That the witness file tells of later checkpoints than the backup has: what was recorded until then is missing."""

    organisation: UUID
    name: str
    checkpoints: int
    until: datetime


def not_empty() -> str | None:
    """Why nothing may be put back into this database; None where it is empty."""
    if Organisation.objects.exists() or User.objects.exists():
        return "expected an empty database, and this one holds an organisation or people"
    return None


def read(folder: Path) -> dict[str, Any]:
    """The manifest of a backup whose files are whole and that this program can put back. Raises BadBackupError."""
    manifest = backup_format.read_manifest(folder)
    backup_format.check_files(folder, manifest)
    problems = [f"{name}: no table of this program" for name in sorted(_strangers(manifest))]
    made_with = {name for name in manifest["migrations"] if _counts(name)}
    here = {f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()}
    if made_with != {name for name in here if _counts(name)}:
        problems.append(
            f"{backup_format.MANIFEST}: made by version {manifest['program']}, whose tables are others than those of"
            " this version: restore with that version, then bring the database up to date"
        )
    if problems:
        raise BadBackupError(problems)
    return manifest


def _counts(migration: str) -> bool:
    """Whether a migration says how a table looks that a backup holds."""
    return migration.partition(".")[0] in {model._meta.app_label for model in kept()}


def _strangers(manifest: Mapping[str, Any]) -> set[str]:
    organisations = [UUID(each) for each in manifest["organisations"]]
    expected = {
        file_name(model, organisation)
        for model in kept()
        for organisation in (organisations if is_owned(model) else [None])
    }
    return set(manifest["files"]) ^ expected


def opened_key(manifest: Mapping[str, Any]) -> bytes:
    """The key of a backup, from the key store. Raises BadBackupError where the key store is that of something else."""
    keys = set()
    for name, told in manifest["organisations"].items():
        try:
            own = key_store().index_key(UUID(name))
        except KeyStoreError:
            raise BadBackupError([f"key store: holds no keys of organisation {told['slug']}"]) from None
        keys.add(backup_format.open_key(own, base64.b64decode(told["key"]), name))
    if len(keys) != 1:
        raise BadBackupError([f"{backup_format.MANIFEST}: not what was written"])
    key = keys.pop()
    backup_format.check_mac(manifest, key)
    return key


def restore(
    folder: Path, manifest: Mapping[str, Any], key: bytes, progress: Callable[[int], None] = lambda _: None
) -> Restored:
    """Puts every row of a backup back, or none. Raises BadBackupError."""
    done = Restored(datetime.fromisoformat(manifest["made_at"]), [UUID(each) for each in manifest["organisations"]])
    with transaction.atomic():
        source = _Source(folder, key, done, progress)
        for model in [model for model in kept() if not is_owned(model) and model is not Organisation]:
            source.put(model, None)
        for organisation in done.organisations:
            with tenancy.within(organisation):
                _put_organisation(source, organisation)
    _count_on(source.highest)
    return done


def _put_organisation(source: _Source, organisation: UUID) -> None:
    """First the chains as they began, then what they hold, so that the guards of the ledger hold here too."""
    source.put(Organisation, None, lambda row: row["id"] == organisation)
    gone = {(each.chain, each.purpose): each.destroyed_at for each in key_store().destroyed(organisation)}
    ends: list[dict[str, Any]] = []

    def begun(row: dict[str, Any]) -> bool:
        at = gone.get((row["id"], "dossier"))
        if at is not None and row["destroyed_at"] is None:
            row["destroyed_at"] = at
            source.done.destroyed += 1
        ends.append({name: row[name] for name in ("id", *_END)})
        row.update(length=0, covered=0, tip=GENESIS, destroyed_at=None)
        return True

    source.put(Chain, organisation, begun)
    source.put(Entry, organisation)
    source.put(Payload, organisation, lambda row: (row["chain_id"], row["purpose"]) not in gone)
    _put_ends(ends)
    source.put(ClientPerson, organisation, lambda row: (row["chain_id"], "dossier") not in gone)
    done = {Chain, Entry, Payload, ClientPerson}
    for model in (model for model in kept() if is_owned(model) and model not in done):
        source.put(model, organisation)


def _put_ends(ends: Iterable[dict[str, Any]]) -> None:
    """How long each chain is and its tip, and which dossiers have been destroyed."""
    by_name = {each.attname: each for each in columns(Chain)}
    fields = [by_name[name] for name in (*_END, "id")]
    quote = connection.ops.quote_name
    columns_set = ", ".join(f"{quote(name)} = %s" for name in _END)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quote(Chain._meta.db_table)} SET {columns_set} WHERE id = %s",  # noqa: S608 - our own names
            [[field.get_db_prep_save(end[field.attname], connection) for field in fields] for end in ends],
        )


@dataclass(slots=True)
class _Source:
    """The files of a backup, on their way into the database."""

    folder: Path
    key: bytes
    done: Restored
    progress: Callable[[int], None]
    highest: dict[type[Model], int] = field(default_factory=dict)
    """The highest number of each table whose rows the database numbers."""

    def put(
        self,
        model: type[Model],
        organisation: UUID | None,
        change: Callable[[dict[str, Any]], bool] = lambda _: True,
    ) -> None:
        """Puts the rows of a table back; `change` may alter a row, and leaves it out by answering False."""
        name = file_name(model, organisation)
        statement = insertion(model)
        for rows in batched(self._rows(model, name, change), _BATCH):
            with connection.cursor() as cursor:
                cursor.executemany(statement, rows)
            self.done.rows += len(rows)
            self.progress(self.done.rows)

    def _rows(self, model: type[Model], name: str, change: Callable[[dict[str, Any]], bool]) -> Iterator[list[Any]]:
        fields = columns(model)
        numbered = any(each.primary_key and isinstance(each, models.AutoField) for each in fields)
        found = backup_format.lines(self.folder / name, self.key, name)
        if json.loads(next(found, b"[]")) != json.loads(names_of(model)):
            raise BadBackupError([f"{name}: other columns than those of {label(model)}"])
        for line in found:
            row = read_row(line, fields)
            if numbered:
                self.highest[model] = max(self.highest.get(model, 1), row["id"])
            if change(row):
                yield [each.get_db_prep_save(row[each.attname], connection) for each in fields]


def _count_on(highest: Mapping[type[Model], int]) -> None:
    """New rows go on counting after the last one that was put back; SQLite sees to that itself.

    The owner of the tables, who may do so, does not see the rows (row-level security); so they were counted before.
    """
    from nakomen.record import database

    if connection.vendor != "postgresql":
        return
    with database.as_owner(), connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        for model, number in highest.items():
            table = model._meta.db_table
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, number])


def set_witness_back(done: Restored) -> list[Ahead]:
    """Lets the witness files tell of the checkpoints that were put back, and gives those that told of later ones.

    Such a file is kept beside the new one: it is what shows that something is missing.
    """
    ahead = []
    for organisation in done.organisations:
        with tenancy.within(organisation):
            last = checkpoints.latest()
            name = Organisation.objects.get(pk=organisation).name
        later = [body for body, _ in checkpoints.told(organisation) if last is None or body.number > last.number]
        if later:
            ahead.append(Ahead(organisation, name, len(later), later[-1].at))
            file = checkpoints.witness_file(organisation)
            file.rename(file.with_name(f"{file.stem}.until-{later[-1].at:%Y%m%dT%H%M%S}"))
        checkpoints.witness(organisation)
    return ahead
