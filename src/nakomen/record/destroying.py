"""Destroying a dossier: its key goes, so that whatever is left of it in any backup can no longer be read.

What tax law makes the provider keep, invoices and the journal, has a key of its own and stays (AWR 52). The chain
stays too: its headers hold nothing personal, and it goes on verifying.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from nakomen.law.clock import local_day
from nakomen.norms.powers import judge
from nakomen.record import access, copies, drafts, standings
from nakomen.record.keys import key_store
from nakomen.record.ledger import DestroyedError, UnknownClientError, append
from nakomen.record.models import Chain, ClientPerson, ClientProperty, Payload
from nakomen.record.tenancy import current

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from nakomen.norms.powers import Answer
    from nakomen.record.actors import Actor

POWER = "destroy_dossier"


class NotPermittedError(RuntimeError):
    """The conditions or statute do not permit this now; `answer` says what is unmet or missing."""

    def __init__(self, answer: Answer) -> None:
        super().__init__("the dossier may not be destroyed now")
        self.answer = answer


def destroy(client: UUID, request: str, *, actor: Actor, now: datetime) -> None:
    """Destroy the dossier of a client, as asked in the act `request` (dossier.destruction_requested).

    The act is recorded and all that can be read is removed in one transaction; the key goes as soon as that is kept.
    Killed in between, `finish` does the rest. Raises NotPermittedError, access.RefusedError, UnknownClientError and
    DestroyedError.
    """
    chain = Chain.objects.select_for_update().filter(pk=client).first()
    if chain is None:
        raise UnknownClientError("no such client")
    if chain.destroyed_at is not None:
        raise DestroyedError("the dossier was destroyed")
    access.require(actor, "dossier.destroy", client, now, event="D")
    answer = judge(standings.case(client).state(local_day(now), now), POWER, {})
    if answer.allowed is not True:
        raise NotPermittedError(answer)
    append(client, [{"kind": "dossier.destroyed", "on": now.isoformat(), "act": request}], actor=actor, now=now)
    clear(client, now)
    organisation = current()
    transaction.on_commit(lambda: key_store().destroy(organisation, client, "dossier", now))


def clear(client: UUID, now: datetime) -> None:
    """Remove what can be read of a dossier: payloads, copies, relations, drafts, people at the client's side."""
    Chain.objects.filter(pk=client, destroyed_at=None).update(destroyed_at=now)
    Payload.objects.filter(chain_id=client, purpose="dossier").delete()
    copies.remove(client)
    drafts.clear(client)
    ClientPerson.objects.filter(chain_id=client).delete()
    ClientProperty.objects.filter(chain_id=client).delete()


def finish(now: datetime) -> int:
    """Destroy the keys of dossiers that are marked as destroyed and still have one; how many there were."""
    marked = list(Chain.objects.exclude(destroyed_at=None).values_list("id", flat=True))
    with_key = [client for client, keys in key_store().keys_of(current(), marked).items() if keys.dossier is not None]
    for client in with_key:
        key_store().destroy(current(), client, "dossier", now)
    return len(with_key)
