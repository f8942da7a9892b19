"""Bringing rows that are copies in line with what they should be, for several clients at once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from django.db.models import Model

BATCH = 500


def keep[M: Model](model: type[M], clients: Collection[UUID], rows: Sequence[M]) -> None:
    """Leave the rows of these clients that are right, remove the others, add what is missing.

    Rows are compared by all that they tell; their own number says nothing.
    """
    names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    wanted: dict[tuple[object, ...], list[M]] = {}
    for row in rows:
        wanted.setdefault(_key(row, names), []).append(row)
    stale = []
    manager: Any = model._default_manager
    for row in manager.filter(chain_id__in=clients):
        if alike := wanted.get(_key(row, names)):
            alike.pop()
        else:
            stale.append(row.pk)
    if stale:
        manager.filter(pk__in=stale).delete()
    if missing := [row for alike in wanted.values() for row in alike]:
        manager.bulk_create(missing, batch_size=BATCH)


def fitted[M: Model](row: M) -> M:
    """The row with texts as long as its columns take: a copy is for lists, and the act keeps all that was written."""
    for field in row._meta.concrete_fields:
        longest = getattr(field, "max_length", None)
        value = getattr(row, field.attname)
        if longest is not None and isinstance(value, str) and len(value) > longest:
            setattr(row, field.attname, value[:longest])
    return row


def _key(row: Model, names: Sequence[str]) -> tuple[object, ...]:
    return tuple(_told(getattr(row, name)) for name in names)


def _told(value: object) -> object:
    """A value as it can be compared and counted: the same moment is the same, whatever its offset."""
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    return str(value) if isinstance(value, list | dict) else value
