"""Prints as JSON what the screens are looked at with: run in a process of its own, on the served installation.

The argument is the address of somebody who sees only clients of their own: the client with much to see is one of them.

An emergency and a failed job, of which the demonstration has none, are made first, so that no screen is looked at
only when it is empty.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import django

django.setup()

from django.db.models import Q  # noqa: E402 - what follows needs Django set up
from django.utils import timezone  # noqa: E402

from nakomen.record import access, conditions, dead_letters, emergency, ledger, tenancy  # noqa: E402
from nakomen.record.actors import Actor, system  # noqa: E402
from nakomen.record.models import (  # noqa: E402
    Chain,
    ClientCard,
    ClientProperty,
    Competence,
    ConditionsVersion,
    Document,
    EmergencyAccess,
    Equipment,
    Material,
    Municipality,
    Organisation,
    Service,
    StaffMember,
    Team,
)
from nakomen.record.registers import keys_of_homes  # noqa: E402
from nakomen.terms import packaged  # noqa: E402

if TYPE_CHECKING:
    from uuid import UUID


def main() -> None:
    """For each organisation a client with much to see, one without an agreement, and a row of each table."""
    told = {}
    for organisation in Organisation.objects.order_by("slug"):
        with tenancy.within(organisation.pk):
            told[organisation.slug] = {"slug": organisation.slug, **_clients(), **_rows()}
    json.dump(told, sys.stdout, default=str)


def _clients() -> dict[str, Any]:
    cards = ClientCard.objects.order_by("-overdue_count", "-open_count", "name")
    rich = cards.filter(_seen_by(sys.argv[1]), status="in_force").first()
    new = cards.filter(status__in=("none", "offered")).first()
    assert rich is not None
    assert new is not None
    acts = ledger.entries(rich.chain_id, 0, 500)
    duty = rich.chain.duties.filter(bearer="provider").order_by("due").first()
    assert duty is not None
    return {
        "rich": rich.chain_id,
        "new": new.chain_id,
        "name": rich.name,
        "birth_date": rich.birth_date,
        "length": Chain.objects.get(pk=rich.chain_id).length,
        "seqs": {each.act.kind: each.seq for each in acts},
        "property": _property(rich.chain_id).pk,
        "clause": duty.clause,
        "trigger": duty.act,
    }


def _seen_by(email: str) -> Q:
    """The clients for whom this person may record acts; all, where the person does not work."""
    member = StaffMember.objects.filter(user__email=email).first()
    return Q() if member is None else access.visible(_actor(member), "act.append", timezone.now())


def _actor(member: StaffMember) -> Actor:
    return Actor(member.code, "desk", user=member.user_id, staff=member.id, roles=tuple(member.roles), fresh=True)


def _rows() -> dict[str, Any]:
    members = StaffMember.objects.order_by("code")
    member = next((each for each in members if "care_professional" in each.roles), None)
    _letter()
    newest = _second_version()
    document = Document.objects.order_by("sort", "version").first()
    return {
        "member": member.pk if member else None,
        "emergency": _emergency(member).pk if member else None,
        "competence": _first(Competence),
        "device": _first(Equipment),
        "material": _first(Material),
        "service": _first(Service),
        "municipality": _first(Municipality),
        "team": _first(Team),
        "version": _first(ConditionsVersion),
        "published": newest.published,
        "newest": newest.pk,
        "sort": document.sort if document else None,
        "document": document.version if document else None,
    }


def _first(model: Any) -> Any:
    return model.objects.order_by("pk").values_list("pk", flat=True).first()


def _property(client: UUID) -> ClientProperty:
    found: ClientProperty | None = ClientProperty.objects.filter(chain=client).first()
    if found is not None:
        return found
    member = StaffMember.objects.order_by("code").first()
    assert member is not None
    today = timezone.localdate()
    return keys_of_homes.hand_over(
        client,
        what="de sleutel van het kluisje",
        staff=member.pk,
        since=today,
        back_by=None,
        actor=system("command"),
        now=timezone.now(),
    )


def _second_version() -> ConditionsVersion:
    """A version with a longer time to pay, which takes force in a month, so that two versions can be compared."""
    versions = ConditionsVersion.objects.order_by("-published")
    newest: ConditionsVersion = versions[0]
    if len(versions) > 1:
        return newest
    name = newest.name
    text = packaged.source(name).replace(b"30 dagen", b"45 dagen").replace(f'name = "{name}"'.encode(), b'name = "new"')
    now = timezone.now()
    return conditions.publish_version(text, published=timezone.localdate(now), actor=system("command"), now=now)


def _emergency(member: StaffMember) -> EmergencyAccess:
    found: EmergencyAccess | None = EmergencyAccess.objects.first()
    if found is not None:
        return found
    strange = ClientCard.objects.exclude(chain__relations__code=member.code).order_by("name").first()
    assert strange is not None
    reason = "De buren belden: de cliënt riep om hulp en deed niet open."
    return emergency.open(_actor(member), strange.chain_id, reason, timezone.now())


def _letter() -> None:
    if not dead_letters.entries().exists():
        ids = {"organisation": str(tenancy.current())}
        dead_letters.put("nakomen.record.tasks.sweep_organisation", ids, "OperationalError", 5, timezone.now())


if __name__ == "__main__":
    main()
