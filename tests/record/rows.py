"""A row in every table of an organisation, for what must hold for all tables alike."""

import uuid
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models

from nakomen.record import guards, tenancy
from nakomen.record.models import Organisation
from nakomen.record.tenancy import OwnedModel

GENESIS = bytes(32)
TIP = b"\x01" * 32
MODELS: list[type[OwnedModel]] = sorted(
    (model for model in guards.owned(apps) if issubclass(model, OwnedModel)), key=lambda model: model.__name__
)
"""The models whose rows belong to an organisation."""
TABLES = {model._meta.db_table for model in MODELS} | {Organisation._meta.db_table}

_FIXED: dict[str, dict[str, Any]] = {
    "Chain": {"length": 0, "covered": 0, "tip": GENESIS, "destroyed_at": None},
    "Entry": {"seq": 1, "prev": GENESIS, "tip": TIP},
    "Payload": {"seq": 1, "purpose": "dossier"},
}


class Rows:
    """Makes rows of one organisation; what a row refers to is made first, and once."""

    def __init__(self, organisation: Organisation, now: datetime) -> None:
        self.organisation = organisation
        self.now = now
        self._made: dict[type[models.Model], models.Model] = {Organisation: organisation}

    def one(self, model: type[models.Model]) -> Any:
        """The row that there is of this model; made when it is asked for first."""
        if model not in self._made:
            self._made[model] = self.make(model)
        return self._made[model]

    def make(self, model: type[models.Model], **given: Any) -> Any:
        """A new row of this model, with the given values and others that fit."""
        row = self.draft(model, **given)
        with tenancy.within(self.organisation.id):
            row.save(force_insert=True)
        return row

    def draft(self, model: type[models.Model], **given: Any) -> Any:
        """As `make`, not kept yet."""
        given = {**_FIXED.get(model.__name__, {}), **given}
        free = [field for field in model._meta.concrete_fields if not {field.name, field.attname} & set(given)]
        values = {field.name: self._value(field) for field in free if not isinstance(field, models.AutoField)}
        return model(**values, **given)

    def _value(self, field: Any) -> Any:
        text = uuid.uuid4().hex
        if field.related_model is not None:
            return self.one(field.related_model)
        if field.choices:
            return field.choices[0][0]
        of_sort: dict[type[models.Field[Any, Any]], Any] = {
            models.UUIDField: uuid.uuid4(),
            models.DateTimeField: self.now,
            models.DateField: self.now.date(),
            models.GenericIPAddressField: "127.0.0.1",
            models.EmailField: f"{text}@example.nl",
            models.CharField: text[: field.max_length],
            models.TextField: text,
            models.BinaryField: text.encode(),
            models.JSONField: [],
            models.BooleanField: False,
            models.DecimalField: 1,
            models.IntegerField: int(text[:4], 16) // 2,
        }
        return next(value for sort, value in of_sort.items() if isinstance(field, sort))


def raw(value: Any, vendor: str) -> Any:
    """A value as raw SQL takes it: SQLite keeps an identifier as its 32 hexadecimal digits."""
    return value.hex if isinstance(value, uuid.UUID) and vendor == "sqlite" else value
