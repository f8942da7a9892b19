"""The register of instruction: who was instructed on what, when (wonder 12.5, 16.3, 38.3.a, 39.2, 43; zonl 6.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from nakomen.law.clock import local_day
from nakomen.record.conditions import change_provider
from nakomen.record.models import Instruction, Organisation, StaffMember
from nakomen.record.registers import sums
from nakomen.record.registers.checked import check, may, text_fits
from nakomen.record.registers.competence import serving
from nakomen.record.tenancy import current

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from nakomen.record.actors import Actor
    from nakomen.record.registers.asked import AskedTopic, Wanted

CARES = frozenset({"care_professional", "coordinator"})
OUTSIDE = frozenset({"supervisor"})
"""Roles of people who are let in from outside: they are not the organisation's to instruct."""


@dataclass(frozen=True, slots=True)
class InstructionState:
    """Who is in service, and when each was instructed on each topic that is asked; `stated` as the settings say."""

    topics: tuple[AskedTopic, ...]
    everybody: tuple[sums.Member, ...]
    days: Mapping[str, Mapping[UUID, date | None]]
    stated: Mapping[str, date]

    def members(self, topic: AskedTopic) -> list[sums.Member]:
        """Those whom a topic is for."""
        return [each for each in self.everybody if each.cares or topic.whom == "all"]

    def everybody_on(self, topic: AskedTopic) -> date | None:
        """The day on which all whom a topic is for had been instructed; None while somebody lacks it."""
        days = [self.days[topic.topic][each.id] for each in self.members(topic)]
        known = [day for day in days if day is not None]
        return max(known) if known and len(known) == len(days) else None

    def may_take_over(self, topic: AskedTopic) -> bool:
        """Whether that day may become the organisation's fact: a later one would undo what clients were told before."""
        day, before = self.everybody_on(topic), self.stated.get(topic.topic)
        return day is not None and (before is None or day < before)


def state(asks: Wanted, as_of: date, organisation: Organisation | None = None) -> InstructionState:
    """How instruction stands on a day, in three queries; `organisation`: the own one, where it is at hand."""
    topics = tuple(asks.topics.values())
    members = tuple(
        sums.Member(each.pk, each.name, each.since, not CARES.isdisjoint(each.roles))
        for each in StaffMember.objects.filter(serving(as_of))
        if not OUTSIDE.issuperset(each.roles)
    )
    rows = Instruction.objects.filter(on__lte=as_of).values_list("staff_id", "topic", "on")
    told = [sums.Told(*row) for row in rows]
    stated = stated_by_organisation(organisation)
    days = {each.topic: sums.instructed_on(each.topic, members, told, stated.get(each.topic)) for each in topics}
    return InstructionState(topics, members, days, stated)


def stated_by_organisation(organisation: Organisation | None = None) -> dict[str, date]:
    """The facts of the provider: by topic the day on which the staff were instructed."""
    given = (organisation or Organisation.objects.get(pk=current())).provider.get("instructed") or {}
    return {topic: date.fromisoformat(str(day)) for topic, day in given.items()}


def record(
    staff: Iterable[UUID], topic: str, *, on: date, by: str, asks: Wanted, actor: Actor, now: datetime
) -> Sequence[Instruction]:
    """Note that staff members were instructed on a topic. Raises RegisterError, access.RefusedError."""
    may(actor, now, "C", f"instruction {topic}"[:120])
    wanted = list(dict.fromkeys(staff))
    there = list(StaffMember.objects.filter(pk__in=wanted))
    check(
        ("staff", bool(there) and len(there) == len(wanted), "staff"),
        ("topic", topic in asks.topics, "topic"),
        ("on", on <= local_day(now), "past"),
        ("by", text_fits(by, 200, empty=True), "text"),
    )
    made: list[Instruction] = Instruction.objects.bulk_create(
        [Instruction(organisation_id=current(), staff=each, topic=topic, on=on, by=by.strip()) for each in there]
    )
    return made


def take_over(topic: str, *, asks: Wanted, actor: Actor, now: datetime) -> date:
    """Make the day on which everybody was instructed a fact of the organisation, which the clauses go by.

    Raises RegisterError where somebody still lacks it or an earlier day stands, access.RefusedError.
    """
    found = state(asks, local_day(now))
    asked = asks.topics.get(topic)
    day = found.everybody_on(asked) if asked else None
    check(("topic", asked is not None and found.may_take_over(asked), "everybody"))
    facts = {name: each.isoformat() for name, each in found.stated.items()} | {topic: f"{day}"}
    change_provider({"instructed": facts}, actor=actor, now=now)
    assert day is not None  # noqa: S101 - everybody has a day, or `check` had raised
    return day
