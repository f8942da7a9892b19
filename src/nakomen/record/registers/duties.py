"""The duties of the organisation itself that follow from its registers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nakomen.record.models import ClientProperty, KeyCopy, Material
from nakomen.record.registers import competence, documents, equipment, instruction, sums
from nakomen.record.registers.asked import wanted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from django.db.models import Q

    from nakomen.record.models import Organisation
    from nakomen.record.registers.asked import Wanted
    from nakomen.record.registers.sums import OrganisationDuty


def duties(
    as_of: date, keys: Q | None = None, *, asks: Wanted | None = None, organisation: Organisation | None = None
) -> list[OrganisationDuty]:
    """What the organisation must do on a day by its registers; the first due first.

    The conditions that hold on that day decide which registers make duties. `keys` says of which clients the keys and
    property count (`keys_seen`); without it nothing that is about clients is told. `asks` is what `wanted` gives for
    that day, `organisation` the own one, where they are at hand. The number of queries does not grow with the rows.
    """
    asks = asks or wanted(as_of)
    found = [*_of_staff(asks, as_of, organisation), *_of_things(asks, as_of, keys), *_of_documents(asks, as_of)]
    return sorted(found, key=lambda each: (each.due is not None, each.due or as_of, each.clause, each.about))


def _of_staff(asks: Wanted, as_of: date, organisation: Organisation | None) -> Iterator[OrganisationDuty]:
    if clause := asks.clause("competence"):
        yield from sums.renewals(competence.held(as_of), as_of, clause)
    if asks.topics:
        state = instruction.state(asks, as_of, organisation)
        for topic in state.topics:
            yield from sums.instructions(
                topic.topic, topic.clause, state.members(topic), state.days[topic.topic], as_of
            )


def _of_things(asks: Wanted, as_of: date, keys: Q | None) -> Iterator[OrganisationDuty]:
    if clause := asks.clause("equipment"):
        yield from sums.checks(equipment.devices(), as_of, clause)
    if clause := asks.clause("materials"):
        rows = Material.objects.filter(hazardous=True, ended_on=None).values_list("name", "since")
        yield from sums.materials(rows, as_of, clause)
    if keys is None:
        return
    if clause := asks.clause("keys"):
        soon = as_of + sums.RETURN_KEYS_WITHIN  # a key that is due later belongs to an agreement that goes on
        dues = KeyCopy.objects.filter(keys, returned_on=None, due__lte=soon).values_list("due", flat=True)
        yield from sums.returns(dues, "return_keys", "register_keys", as_of, clause)
    if clause := asks.clause("property"):
        dues = ClientProperty.objects.filter(keys, returned_on=None, back_by__lte=as_of).values_list(
            "back_by", flat=True
        )
        yield from sums.returns(dues, "return_property", "register_property", as_of, clause)


def _of_documents(asks: Wanted, as_of: date) -> Iterator[OrganisationDuty]:
    asked = {sort: each.clause for sort, each in asks.documents.items()}
    there = [
        sums.Published(each.sort, each.in_force_from, each.review_by) for each in documents.in_force_all(as_of).values()
    ]
    yield from sums.documents(asked, there, as_of)
