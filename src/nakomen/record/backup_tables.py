"""Which tables a backup holds, which it leaves out and why, and how a row travels between them."""

from __future__ import annotations

import base64
import json
from datetime import date, datetime, time
from decimal import Decimal
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from django.db import connection

from nakomen.record.tenancy import OwnedModel

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import Field, Model

_COPY = "a read copy: made again from the ledger"
_SESSION = "a session or something as short-lived: whoever was signed in signs in again"
_WORK = "work under way: what still waits is found again from what it is about"
_DJANGO = "made by the program itself when it prepares a database"

LEFT_OUT: Mapping[str, str] = {
    "account.EmailConfirmation": _SESSION,
    "allauth_idp_oidc.Token": _SESSION,
    "auth.Group": _DJANGO,
    "auth.Group_permissions": _DJANGO,
    "auth.Permission": _DJANGO,
    "contenttypes.ContentType": _DJANGO,
    "django_tasks_database.DBTaskResult": _WORK,
    "record.BalanceCopy": _COPY,
    "record.CareRelation": _COPY,
    "record.ClientCard": _COPY,
    "record.DutyCopy": _COPY,
    "record.KeyCopy": _COPY,
    "record.Occasion": _COPY,
    "record.SearchWord": _COPY,
    "record.SharedCache": _SESSION,
    "record.Turn": _WORK,
    "record.Worker": _WORK,
    "sessions.Session": _SESSION,
    "socialaccount.SocialToken": _SESSION,
    "usersessions.UserSession": _SESSION,
}


def label(model: type[Model]) -> str:
    """The name of a table as this module, the manifest and messages call it."""
    return model._meta.label


def kept() -> list[type[Model]]:
    """Every table that a backup holds, each after those that its rows refer to."""
    found = [model for model in apps.get_models(include_auto_created=True) if label(model) not in LEFT_OUT]
    order = TopologicalSorter({model: _named_by(model) & set(found) for model in sorted(found, key=label)})
    return sorted(order.static_order(), key=is_owned)


def _named_by(model: type[Model]) -> set[Any]:
    """The tables whose rows the rows of this table refer to."""
    return {field.related_model for field in columns(model) if field.related_model} - {model}


def is_owned(model: type[Model]) -> bool:
    """Whether the rows of a table belong to one organisation each."""
    return issubclass(model, OwnedModel)


def file_name(model: type[Model], organisation: UUID | None) -> str:
    """Where the rows of a table stand in a backup."""
    return f"{organisation or 'all'}/{label(model).lower()}"


def columns(model: type[Model]) -> list[Field[Any, Any]]:
    """The columns of a table."""
    return list(model._meta.concrete_fields)


def names_of(model: type[Model]) -> bytes:
    """The first line of a table's file: the names of its columns."""
    return json.dumps([field.attname for field in columns(model)]).encode()


def write_row(values: Sequence[object]) -> bytes:
    """A row as one line."""
    return json.dumps(values, default=_plain, separators=(",", ":"), ensure_ascii=False).encode()


def _plain(value: object) -> str:
    if isinstance(value, bytes | memoryview | bytearray):
        return base64.b64encode(bytes(value)).decode("ascii")
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    raise TypeError(f"a column of {type(value).__name__} has no form in a backup yet")


def read_row(line: bytes, fields: Iterable[Field[Any, Any]]) -> dict[str, Any]:
    """The row of a line, by column. Raises ValueError where the line does not fit the table."""
    return {
        field.attname: None if value is None else field.to_python(value)
        for field, value in zip(fields, json.loads(line), strict=True)
    }


def insertion(model: type[Model]) -> str:
    """The statement that puts a row into a table as it was, with nothing filled in by the program."""
    quote = connection.ops.quote_name
    fields = columns(model)
    names = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})"  # noqa: S608 - our own names
