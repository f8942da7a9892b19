"""Lists take texts of some length only; what was recorded is kept whole, whatever its length."""

from __future__ import annotations

from datetime import datetime

from nakomen.record import ledger, tenancy
from nakomen.record.actors import system
from nakomen.record.models import CareRelation, ClientCard, Organisation
from tests.record.lives import act, registered

LONG = "x" * 300


def test_a_text_longer_than_a_list_takes_is_recorded_whole_and_gives_nobody_access(
    organisation: Organisation, now: datetime
) -> None:
    assigned = act("team.assigned", caregiver=LONG, role=LONG, responsible_for=LONG, contact_point=True)
    with tenancy.within(organisation.id):
        client = registered(now, name=f"Aleida {LONG}", city=LONG, municipality=LONG)
        ledger.append(client, [assigned], actor=system("command"), now=now)
        assert not CareRelation.objects.exists()
        assert len(ClientCard.objects.get().city) == 100
        assert [getattr(each, "caregiver", "") for each in ledger.acts(client)] == ["", LONG]
