"""The register of equipment: devices and aids, and their checks (wonder 19). A device is retired, never removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, OuterRef, Subquery

from nakomen.law.clock import local_day
from nakomen.record.models import Equipment, EquipmentCheck
from nakomen.record.registers.checked import check, may, text_fits
from nakomen.record.registers.sums import Device
from nakomen.record.tenancy import current

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from nakomen.record.actors import Actor

MOST_MONTHS = 120


def with_last_check() -> QuerySet[Equipment]:
    """Every device, with the day and outcome of its last check in `checked_on` and `sound`."""
    last = EquipmentCheck.objects.filter(equipment=OuterRef("pk")).order_by("-on", "-id")
    rows: QuerySet[Equipment] = Equipment.objects.all()
    return rows.annotate(checked_on=Subquery(last.values("on")[:1]), sound=Subquery(last.values("sound")[:1]))


def devices() -> Iterator[Device]:
    """The devices in use, for the sums."""
    for row in with_last_check().filter(retired_on=None).order_by("name", "code", "id"):
        yield device(row)


def device(row: Equipment) -> Device:
    """A row of `with_last_check`, for the sums."""
    checked, sound = getattr(row, "checked_on", None), getattr(row, "sound", None)
    name = f"{row.name} {row.code}".strip()
    return Device(row.pk, name, row.since, row.every_months, checked, sound is not False)


def add(*, name: str, code: str, place: str, since: date, every_months: int, actor: Actor, now: datetime) -> Equipment:
    """Put a device in the register. Raises RegisterError, access.RefusedError."""
    may(actor, now, "C", "equipment")
    check(
        ("name", text_fits(name, 100), "text"),
        ("code", text_fits(code, 60, empty=True), "text"),
        ("place", text_fits(place, 100, empty=True), "text"),
        ("since", since <= local_day(now), "past"),
        ("every_months", 1 <= every_months <= MOST_MONTHS, "months"),
    )
    made: Equipment = Equipment.objects.create(
        organisation_id=current(), name=name.strip(), code=code.strip(), place=place.strip(), since=since,
        every_months=every_months,
    )  # fmt: skip
    return made


def add_check(
    equipment: UUID, *, on: date, sound: bool, by: str, note: str, actor: Actor, now: datetime
) -> EquipmentCheck:
    """Note a check of a device. Raises Equipment.DoesNotExist, RegisterError, access.RefusedError."""
    found = Equipment.objects.get(pk=equipment)
    may(actor, now, "C", f"check of equipment {found.pk}")
    check(
        ("on", found.since <= on <= local_day(now), "between"),
        ("on", found.retired_on is None or on <= found.retired_on, "retired"),
        ("by", text_fits(by, 200, empty=True), "text"),
        ("note", text_fits(note, 300, empty=sound), "text"),
    )
    made: EquipmentCheck = EquipmentCheck.objects.create(
        organisation_id=current(), equipment=found, on=on, sound=sound, by=by.strip(), note=note.strip()
    )
    return made


def retire(equipment: UUID, on: date, *, actor: Actor, now: datetime) -> None:
    """Take a device out of use as of a day. Raises Equipment.DoesNotExist, RegisterError, access.RefusedError."""
    found = Equipment.objects.select_for_update().get(pk=equipment)
    may(actor, now, "U", f"equipment {found.pk}")
    check(
        ("on", found.since <= on <= local_day(now), "between"),
        ("on", found.retired_on is None, "once"),
    )
    found.retired_on = on
    found.save(update_fields=["retired_on"])


def next_first(rows: QuerySet[Equipment]) -> QuerySet[Equipment]:
    """The devices in use first, then those out of use; by name."""
    return rows.order_by(F("retired_on").asc(nulls_first=True), "name", "code", "id")
