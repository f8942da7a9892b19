"""Keys of clients' dwellings and what else of a client is in hand: whose, with whom, until when (wonder 8.1.8, 22).

Keys are a copy made from the acts `key.handed_over` and `key.returned`. Other property is kept here, under the client's
key; who may record acts of the client's home may write it down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from nakomen.law.clock import local_day
from nakomen.record import access, worklist
from nakomen.record.grounds import covers
from nakomen.record.models import ClientProperty, KeyCopy, StaffMember
from nakomen.record.registers.checked import check, text_fits
from nakomen.record.registers.sums import RETURN_KEYS_WITHIN
from nakomen.record.tenancy import current

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from nakomen.norms.standing import Standing
    from nakomen.record.actors import Actor

KIND = "key.handed_over"
"""Who sees acts of this kind sees the keys and the property of a client."""


# --- seeing ---------------------------------------------------------------------------------------------------------


def keys_seen(actor: Actor, now: datetime, permission: str = "client.read") -> Q:
    """The clients whose keys and property the actor may see, as a filter on rows with the client in `chain`."""
    reaches = [reach for reach in access.reached(actor, permission, now) if covers(reach.areas, KIND)]
    return worklist.of_clients(reaches) if reaches else Q(pk__in=[])


# --- the copy -------------------------------------------------------------------------------------------------------


def rows_of(client: UUID, found: Standing) -> list[KeyCopy]:
    """The keys of a client's dwelling as rows, from the standing: each handed over, and back when it was returned."""
    ends = found.agreement["ends_on"]
    rows = []
    for fact in found.s.of(KIND):
        back = found.s.answering(fact, "key.returned")
        rows.append(
            KeyCopy(
                organisation_id=current(),
                chain_id=client,
                act=fact.name,
                to=fact.act.to,
                since=fact.day,
                due=max(ends, fact.day) + RETURN_KEYS_WITHIN if ends is not None else None,
                returned_on=back[0].day if back else None,
            )
        )
    return rows


# --- property -------------------------------------------------------------------------------------------------------


def hand_over(
    client: UUID, *, what: str, staff: UUID, since: date, back_by: date | None, actor: Actor, now: datetime
) -> ClientProperty:
    """Note that a staff member has something of a client in hand. Raises RegisterError, access.RefusedError."""
    _may(client, actor, now, "C")
    member = StaffMember.objects.filter(pk=staff).first()
    check(
        ("what", text_fits(what, 200), "text"),
        ("staff", member is not None, "staff"),
        ("since", since <= local_day(now), "past"),
        ("back_by", back_by is None or back_by >= since, "after"),
    )
    made = ClientProperty(organisation_id=current(), chain_id=client, staff=member, since=since, back_by=back_by)
    made.what = what.strip()
    made.save(force_insert=True)
    return made


def give_back(item: UUID, on: date, *, actor: Actor, now: datetime) -> ClientProperty:
    """Note that a thing went back to the client. Raises ClientProperty.DoesNotExist, RegisterError, RefusedError."""
    found: ClientProperty = ClientProperty.objects.select_for_update().get(pk=item)
    _may(found.chain_id, actor, now, "U")
    check(
        ("on", found.since <= on <= local_day(now), "between"),
        ("on", found.returned_on is None, "once"),
    )
    found.returned_on = on
    found.save(update_fields=["returned_on"])
    return found


def _may(client: UUID, actor: Actor, now: datetime, event: str) -> None:
    """Who may record acts about the dwelling of this client may write down what was handed over."""
    decision = access.require(actor, "act.append", client, now, event=event, subject="property")
    if not decision.covers(KIND):
        refused = access.Decision(
            allowed=False, permission="act.append", ground="none", ground_ref="", reason="no_role", areas=frozenset()
        )
        raise access.RefusedError(refused, client)
