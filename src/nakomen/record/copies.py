"""Read copies: the card, the work list, the balances and the search words of each client, made from the ledger.

They are never the truth: whatever is in them can be thrown away and made again. A copy is made for a day, and tells on
which later day the standing changes by itself; the nightly sweep makes anew only those whose day has come.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import date
from itertools import batched
from typing import TYPE_CHECKING, Any

from nakomen.law.clock import local_day
from nakomen.law.money import cents
from nakomen.norms import persons
from nakomen.norms.duties import OPEN, OVERDUE, PENDING, UNDETERMINED
from nakomen.norms.next_change import next_change, picture
from nakomen.norms.standing import missing_of, standing
from nakomen.record import relations
from nakomen.record.figures import outcomes_of
from nakomen.record.keeping import BATCH, fitted, keep
from nakomen.record.keys import key_store
from nakomen.record.models import (
    BalanceCopy,
    CareRelation,
    Chain,
    ClientCard,
    DutyCopy,
    KeyCopy,
    Occasion,
    SearchWord,
)
from nakomen.record.registers import keys_of_homes
from nakomen.record.search import words_of
from nakomen.record.standings import Conditions
from nakomen.record.tenancy import current

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from nakomen.acts.base import Act
    from nakomen.norms.duties import Duty
    from nakomen.norms.standing import Standing

COPIES: tuple[Any, ...] = (DutyCopy, BalanceCopy, SearchWord, CareRelation, Occasion, KeyCopy)
"""The tables of copies of which a client can have several rows."""
CARD_FIELDS = [field.name for field in ClientCard._meta.concrete_fields if not field.primary_key]


@dataclass(slots=True)
class Copies:
    """All read copies of one client, as they should be."""

    card: ClientCard
    rows: list[DutyCopy | BalanceCopy | SearchWord | CareRelation | Occasion | KeyCopy]


# --- making them ----------------------------------------------------------------------------------------------------


def make(client: UUID, acts: Sequence[Act], as_of: date, conditions: Conditions, number: str) -> Copies:
    """The read copies of a client for a day, from all that is recorded."""
    case = conditions.case(acts)
    found = standing(case, as_of)
    change = next_change(case, as_of, before=found)
    waiting = [row for row in found.duties if row.state in PENDING]
    card = _card(client, found, waiting)
    card.number, card.conditions, card.seq = number, found.s.norms.name, len(acts)
    card.next_change = change.on if change else None
    duties = [_duty(client, row, found) for row in waiting]
    ended = found.agreement["ends_on"] if found.agreement["status"] == "ended" else None
    people = relations.rows_of(client, case.named, ended)
    keys = keys_of_homes.rows_of(client, found)
    return Copies(
        fitted(card),
        [
            fitted(row)
            for row in (
                *duties,
                *_balances(client, found),
                *_words(card),
                *people,
                *keys,
            )
        ],
    )


def _card(client: UUID, found: Standing, waiting: Sequence[Duty]) -> ClientCard:
    s = found.s
    states = [row.state for row in waiting]
    dues = [row.due for row in waiting if row.due is not None and row.norm.bearer == "provider"]
    return ClientCard(
        organisation_id=current(),
        chain_id=client,
        **_who(s),
        status=found.agreement["status"],
        deceased=persons.died(s),
        open_count=states.count(OPEN),
        overdue_count=states.count(OVERDUE),
        undetermined_count=states.count(UNDETERMINED),
        finding_count=len(found.findings),
        first_due=min(dues, default=None),
        as_of=found.as_of,
        digest=digest(found),
        outcomes=outcomes_of(found),
    )


def _who(s: Any) -> dict[str, object]:
    """Who the client is and where the client lives now, corrections and removals included."""
    registered = s.last("client.registered")
    if registered is None:  # only where the registration itself was retracted
        return {"name": "", "birth_date": None, "postcode": "", "city": "", "municipality": "", "bsn_hash": None}
    act = registered.act
    home = act
    for moved in s.of("client.moved"):
        if (moved.act.moves_on or moved.day) <= s.as_of:
            home = moved.act
    return {
        "name": act.name,
        "birth_date": act.birth_date,
        "postcode": home.postcode.replace(" ", ""),
        "city": home.city,
        "municipality": home.municipality,
        "bsn_hash": bsn_hash(act.bsn) if act.bsn else None,
    }


def bsn_hash(bsn: str) -> bytes:
    """A BSN as the organisation's keyed hash: it can be searched for, not read or guessed without the key."""
    return hmac.digest(key_store().index_key(current()), b"bsn\0" + bsn.encode(), "sha256")


def digest(found: Standing) -> bytes:
    """Of all that can change in a standing; equal digests, equal standings."""
    shown = sorted((key, value) for key, value in picture(found).items())
    return hashlib.sha256(json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode()).digest()


def _duty(client: UUID, row: Duty, found: Standing) -> DutyCopy:
    norm = row.norm
    return DutyCopy(
        organisation_id=current(),
        chain_id=client,
        clause=norm.clause,
        bearer=norm.bearer,
        toward=norm.toward,
        what=norm.what,
        state=row.state,
        since=row.since,
        due=row.due,
        due_at=row.due_at,
        open_norm=norm.open_norm,
        statute=norm.statute or "",
        missing=missing_of(row, found.state_of(row)),
        act=row.trigger.name,
        kind=row.trigger.kind,
    )


def _balances(client: UUID, found: Standing) -> list[BalanceCopy]:
    made = []
    for balance in found.balances:
        if balance["open"] > 0:
            act: Any = found.s.named[balance["invoice"]].act
            made.append(
                BalanceCopy(
                    organisation_id=current(),
                    chain_id=client,
                    act=balance["invoice"],
                    number=act.number,
                    amount=act.amount,
                    open=cents(balance["open"]),
                    due=balance["due"],
                )
            )
    return made


def _words(card: ClientCard) -> list[SearchWord]:
    return [
        SearchWord(organisation_id=current(), chain_id=card.chain_id, word=word)
        for word in dict.fromkeys(words_of(card.name))
    ]


# --- keeping them ---------------------------------------------------------------------------------------------------


def refresh(client: UUID, acts: Sequence[Act], now: datetime, *, number: str | None = None) -> bool:
    """Make the copies of one client anew; whether the standing changed. `number`: the client's own, where given now."""
    return client in refresh_many({client: acts}, local_day(now), now, numbers={client: number} if number else None)


def refresh_many(
    acts: Mapping[UUID, Sequence[Act]], as_of: date, now: datetime, *, numbers: Mapping[UUID, str] | None = None
) -> set[UUID]:
    """Make the copies of several clients anew for a day, with their care relations; the clients whose standing changed.

    Where it changed, who asked to hear of that is told (webhooks). It takes as many queries as for one client.
    """
    from nakomen.record import webhooks

    conditions = Conditions()
    before = ClientCard.objects.in_bulk(acts)
    known = {client: card.number for client, card in before.items()} | dict(numbers or {})
    made = [make(client, own, as_of, conditions, known.get(client, "")) for client, own in acts.items()]
    changed = {
        each.card.chain_id
        for each in made
        if each.card.chain_id not in before or bytes(before[each.card.chain_id].digest) != each.card.digest
    }
    ClientCard.objects.bulk_create(
        [each.card for each in made], update_conflicts=True, unique_fields=["chain"], update_fields=CARD_FIELDS
    )
    for model in COPIES:
        if model is SearchWord and all(each.card.name == _name(before, each) for each in made):
            continue
        keep(model, acts, [row for each in made for row in each.rows if type(row) is model])
    for client in changed:
        webhooks.note(client, now)
    return changed


def _name(before: Mapping[UUID, ClientCard], made: Copies) -> str | None:
    card = before.get(made.card.chain_id)
    return card.name if card else None


def add(made: Sequence[Copies]) -> None:
    """Keep the copies of clients that have none yet."""
    ClientCard.objects.bulk_create([each.card for each in made], batch_size=BATCH)
    for model in COPIES:
        model.objects.bulk_create([row for each in made for row in each.rows if type(row) is model], batch_size=BATCH)


def remove(client: UUID) -> None:
    """Remove all copies of a client, as when the dossier is destroyed."""
    for model in (*COPIES, ClientCard):
        model.objects.filter(chain_id=client).delete()


def due(as_of: date) -> QuerySet[ClientCard]:
    """The clients whose standing has changed by the passing of time since their copy was made."""
    return ClientCard.objects.filter(next_change__lte=as_of, as_of__lt=as_of)


# --- all of them ----------------------------------------------------------------------------------------------------


def rebuild(now: datetime, progress: Callable[[int, int], None] | None = None) -> int:
    """Make all copies of the organisation anew from the ledger; how many clients.

    `progress` hears how many are done, of how many.
    """
    from nakomen.record import ledger

    clients = list(Chain.objects.filter(destroyed_at=None, length__gt=0).order_by("id").values_list("id", flat=True))
    for model in (*COPIES, ClientCard):
        model.objects.all().delete()
    conditions = Conditions()
    done = 0
    for batch in batched(clients, BATCH):
        add(
            [
                make(client, [each.act for each in stored], local_day(now), conditions, stored[0].number)
                for client, stored in ledger.entries_of(batch).items()
            ]
        )
        done += len(batch)
        if progress:
            progress(done, len(clients))
    return len(clients)
