"""Prints as JSON what the screens are looked at with: run in a process of its own, on the served installation.

An emergency and a failed job, of which the demonstration has none, are made first, so that no screen is looked at
only when it is empty.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import django

django.setup()

from django.utils import timezone  # noqa: E402 - what follows needs Django set up

from nakomen.record import dead_letters, emergency, ledger, tenancy  # noqa: E402
from nakomen.record.actors import Actor  # noqa: E402
from nakomen.record.models import (  # noqa: E402
    Chain,
    ClientCard,
    Competence,
    ConditionsVersion,
    Document,
    EmergencyAccess,
    Equipment,
    Organisation,
    Service,
    StaffMember,
    Team,
)


def main() -> None:
    """For each organisation a client with much to see, one without an agreement, and a row of each table."""
    told = {}
    for organisation in Organisation.objects.order_by("slug"):
        with tenancy.within(organisation.pk):
            told[organisation.slug] = {"slug": organisation.slug, **_clients(), **_rows()}
    json.dump(told, sys.stdout, default=str)


def _clients() -> dict[str, Any]:
    cards = ClientCard.objects.order_by("-overdue_count", "-open_count", "name")
    rich = cards.filter(status="in_force").first()
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
        "length": Chain.objects.get(pk=rich.chain_id).length,
        "seqs": {each.act.kind: each.seq for each in acts},
        "clause": duty.clause,
        "trigger": duty.act,
    }


def _rows() -> dict[str, Any]:
    member = StaffMember.objects.filter(roles__contains="care_professional").order_by("code").first()
    _letter()
    document = Document.objects.order_by("sort", "version").first()
    return {
        "member": member.pk if member else None,
        "emergency": _emergency(member).pk if member else None,
        "competence": _first(Competence),
        "device": _first(Equipment),
        "service": _first(Service),
        "team": _first(Team),
        "version": _first(ConditionsVersion),
        "sort": document.sort if document else None,
        "document": document.version if document else None,
    }


def _first(model: Any) -> Any:
    return model.objects.order_by("pk").values_list("pk", flat=True).first()


def _emergency(member: StaffMember) -> EmergencyAccess:
    found: EmergencyAccess | None = EmergencyAccess.objects.first()
    if found is not None:
        return found
    strange = ClientCard.objects.exclude(chain__relations__code=member.code).order_by("name").first()
    assert strange is not None
    who = Actor(member.code, "desk", user=member.user_id, staff=member.id, roles=tuple(member.roles), fresh=True)
    reason = "De buren belden: de cliënt riep om hulp en deed niet open."
    return emergency.open(who, strange.chain_id, reason, timezone.now())


def _letter() -> None:
    if not dead_letters.entries().exists():
        ids = {"organisation": str(tenancy.current())}
        dead_letters.put("nakomen.record.tasks.sweep_organisation", ids, "OperationalError", 5, timezone.now())


if __name__ == "__main__":
    main()
