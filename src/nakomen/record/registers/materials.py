"""The register of materials: what is worked with at clients' homes, and that none of it is hazardous (wonder 40.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nakomen.law.clock import local_day
from nakomen.record.models import Material
from nakomen.record.registers.checked import check, may, text_fits
from nakomen.record.tenancy import current

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from nakomen.record.actors import Actor


def add(*, name: str, used_for: str, hazardous: bool, since: date, actor: Actor, now: datetime) -> Material:
    """Put a material in the register. Raises RegisterError, access.RefusedError."""
    may(actor, now, "C", "material")
    check(
        ("name", text_fits(name, 100), "text"),
        ("used_for", text_fits(used_for, 100, empty=True), "text"),
        ("since", since <= local_day(now), "past"),
    )
    made: Material = Material.objects.create(
        organisation_id=current(), name=name.strip(), used_for=used_for.strip(), hazardous=hazardous, since=since
    )
    return made


def end(material: UUID, on: date, *, actor: Actor, now: datetime) -> None:
    """Note the last day on which a material was used.

    Raises Material.DoesNotExist, RegisterError, access.RefusedError.
    """
    found = Material.objects.select_for_update().get(pk=material)
    may(actor, now, "U", f"material {found.pk}")
    check(
        ("on", found.since <= on <= local_day(now), "between"),
        ("on", found.ended_on is None, "once"),
    )
    found.ended_on = on
    found.save(update_fields=["ended_on"])
