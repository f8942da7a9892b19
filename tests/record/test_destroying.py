"""Destroying a dossier: only where it is permitted, and then nothing of it can be read, anywhere."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from nakomen.record import checkpoints, destroying, importing, ledger, tenancy, verifying
from nakomen.record.actors import system
from nakomen.record.crypto import KeyDestroyedError
from nakomen.record.destroying import NotPermittedError
from nakomen.record.importing import ImportedClient
from nakomen.record.ledger import DestroyedError
from nakomen.record.models import CareRelation, Chain, ClientCard, DutyCopy, Entry, Organisation, Payload, SearchWord
from tests.conftest import Installation, OwnDatabase
from tests.record.lives import REGISTERED, act

ACTOR = system("command")
ASKED = act("dossier.destruction_requested", on="2026-02-20", id="vraag")
BILL: dict[str, object] = {
    "kind": "invoice.sent",
    "on": "2026-01-20",
    "number": "2026-1",
    "amount": "12.50",
    "channel": "paper",
    "lines": [{"for": "other", "amount": "12.50"}],
}


def asking(organisation: Organisation, now: datetime, *others: dict[str, object]) -> UUID:
    with tenancy.within(organisation.id):
        (client,) = importing.import_clients([ImportedClient("C1", [REGISTERED, *others, ASKED])], actor=ACTOR, now=now)
        checkpoints.make(now)
    return client


def destroy(organisation: Organisation, client: UUID, now: datetime) -> None:
    with tenancy.within(organisation.id):
        destroying.destroy(client, "vraag", actor=ACTOR, now=now)


def test_without_a_request_nothing_is_destroyed(
    own_database: OwnDatabase, organisation: Organisation, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        (client,) = importing.import_clients([ImportedClient("C1", [REGISTERED])], actor=ACTOR, now=now)
    with pytest.raises(NotPermittedError) as error:
        destroy(organisation, client, now)
    assert error.value.answer.allowed is not True
    with tenancy.within(organisation.id):
        assert len(ledger.acts(client)) == 1


def test_a_destroyed_dossier_cannot_be_read_and_still_verifies(
    own_database: OwnDatabase, organisation: Organisation, installation: Installation, now: datetime
) -> None:
    client = asking(organisation, now, BILL)
    destroy(organisation, client, now)
    with tenancy.within(organisation.id):
        with pytest.raises(DestroyedError):
            ledger.acts(client)
        with pytest.raises(DestroyedError):
            ledger.append(client, [act("support.requested")], actor=ACTOR, now=now)
        for model in (ClientCard, DutyCopy, SearchWord, CareRelation):
            assert not model.objects.filter(chain_id=client).exists()
        assert list(Payload.objects.values_list("purpose", flat=True)) == ["finance"]
        assert Entry.objects.filter(chain_id=client).count() == 4
        checkpoints.make(now)
        found = verifying.verify()
        assert (found.entries, found.destroyed, found.broken) == (4, 3, [])
    keys = installation.keys.client_keys(organisation.id, client)
    assert keys.dossier is None
    assert keys.finance is not None
    with pytest.raises(KeyDestroyedError):
        keys.of("dossier")


def test_destroying_twice_is_refused(own_database: OwnDatabase, organisation: Organisation, now: datetime) -> None:
    client = asking(organisation, now)
    destroy(organisation, client, now)
    with pytest.raises(DestroyedError):
        destroy(organisation, client, now + timedelta(days=1))


def test_a_key_that_outlived_its_dossier_is_destroyed_afterwards(
    own_database: OwnDatabase, organisation: Organisation, installation: Installation, now: datetime
) -> None:
    client = asking(organisation, now)
    with tenancy.within(organisation.id):  # as if the machine stopped between the commit and the key store
        destroying.clear(client, now)
    assert installation.keys.client_keys(organisation.id, client).dossier is not None
    with tenancy.within(organisation.id):
        assert destroying.finish(now) == 1
        assert destroying.finish(now) == 0
        assert Chain.objects.get(pk=client).destroyed_at == now
    assert installation.keys.client_keys(organisation.id, client).dossier is None
