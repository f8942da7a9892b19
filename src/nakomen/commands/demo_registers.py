"""Loading the registers and documents of the demonstration, through the same doors as real ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nakomen.commands import opening
from nakomen.law.clock import local_day
from nakomen.record import registers
from nakomen.record.registers import competence, documents, equipment, instruction, materials

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from nakomen.demo import DemoRegisters
    from nakomen.record.models import StaffMember


def load(given: DemoRegisters, members: Sequence[StaffMember], now: datetime) -> None:
    """Fills the registers of the current organisation."""
    by_code = {member.code: member.id for member in members}
    actor = opening.keeper()
    asks = registers.wanted(local_day(now))
    for held in given.competences:
        competence.add(
            by_code[held.code], held.what, evidence=held.evidence, since=held.since, until=held.until, actor=actor,
            now=now,
        )  # fmt: skip
    for told in given.instructions:
        people = [by_code[code] for code in told.codes]
        instruction.record(people, told.topic, on=told.on, by=told.by, asks=asks, actor=actor, now=now)
    _things(given, now)
    for each in given.documents:
        documents.publish(
            each.sort, title=each.title, text=each.text, in_force_from=each.in_force_from, review_by=each.review_by,
            asks=asks, actor=actor, now=now,
        )  # fmt: skip


def _things(given: DemoRegisters, now: datetime) -> None:
    actor = opening.keeper()
    for device in given.devices:
        row = equipment.add(
            name=device.name, code=device.code, place=device.place, since=device.since,
            every_months=device.every_months, actor=actor, now=now,
        )  # fmt: skip
        for on, sound, note in device.checks:
            equipment.add_check(row.pk, on=on, sound=sound, by="keuringsbedrijf", note=note, actor=actor, now=now)
    for each in given.materials:
        material = materials.add(
            name=each.name, used_for=each.used_for, hazardous=each.hazardous, since=each.since, actor=actor, now=now
        )
        if each.ended_on is not None:
            materials.end(material.pk, each.ended_on, actor=actor, now=now)
