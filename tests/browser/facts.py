"""Prints as JSON whom the screens are looked at with: run in a process of its own, on the served installation."""

from __future__ import annotations

import json
import sys

import django

django.setup()

from nakomen.record import ledger, tenancy  # noqa: E402 - what follows needs Django set up
from nakomen.record.models import Chain, ClientCard, Organisation  # noqa: E402


def main() -> None:
    """For each organisation: a client with much to see, one without an agreement, the number of acts of the first."""
    told = {}
    for organisation in Organisation.objects.order_by("slug"):
        with tenancy.within(organisation.pk):
            cards = ClientCard.objects.order_by("-overdue_count", "-open_count", "name")
            rich = cards.filter(status="in_force").first()
            new = cards.filter(status__in=("none", "offered")).first()
            assert rich is not None
            assert new is not None
            acts = ledger.entries(rich.chain_id, 0, 500)
            told[organisation.slug] = {
                "rich": str(rich.chain_id),
                "new": str(new.chain_id),
                "name": rich.name,
                "length": Chain.objects.get(pk=rich.chain_id).length,
                "seqs": {each.act.kind: each.seq for each in acts},
            }
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
