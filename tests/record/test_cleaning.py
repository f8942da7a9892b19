"""What is thrown away, and renewed, by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from nakomen.record import cleaning
from nakomen.record.models import Organisation
from tests.conftest import Installation

DAY = timedelta(days=1)


def test_keys_are_renewed_every_half_year(
    organisation: Organisation, installation: Installation, now: datetime
) -> None:
    keys = installation.keys
    client = uuid4()
    keys.new_client(organisation.id, client, now)
    before = keys.client_keys(organisation.id, client).dossier
    cleaning.clean_organisation(organisation.id, now + cleaning.EPOCH - DAY)
    assert keys.epoch_began(organisation.id) == now
    cleaning.clean_organisation(organisation.id, now + cleaning.EPOCH)
    assert keys.epoch_began(organisation.id) == now + cleaning.EPOCH
    assert keys.client_keys(organisation.id, client).dossier == before


def test_a_replaced_key_is_forgotten_ninety_days_later(
    organisation: Organisation, installation: Installation, now: datetime
) -> None:
    files = installation.keys._files
    renewed = now + cleaning.EPOCH
    cleaning.clean_organisation(organisation.id, renewed)
    cleaning.clean_organisation(organisation.id, renewed + cleaning.EPOCHS)
    assert files.epochs_of(organisation.id) == (1, 2)
    cleaning.clean_organisation(organisation.id, renewed + cleaning.EPOCHS + DAY)
    assert files.epochs_of(organisation.id) == (2,)
