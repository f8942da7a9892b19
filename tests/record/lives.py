"""Acts and clients that tests of the record start from."""

from datetime import datetime
from uuid import UUID

from nakomen.record import ledger
from nakomen.record.actors import system

REGISTERED: dict[str, object] = {
    "kind": "client.registered",
    "on": "2026-01-05",
    "name": "Aleida Voorbeeld-Zoetemelk",
    "birth_date": "1941-03-09",
    "bsn": "999990019",
    "address": "Proefstraat 1",
    "postcode": "1011 AB",
    "city": "Amsterdam",
    "municipality": "Amsterdam",
    "email": "aleida@example.nl",
    "electronic": True,
}


def act(kind: str, on: str = "2026-02-02", **fields: object) -> dict[str, object]:
    """An act as JSON."""
    return {"kind": kind, "on": on, **fields}


def registered(now: datetime, **fields: object) -> UUID:
    """A new client of the current organisation."""
    return ledger.register([{**REGISTERED, **fields}], actor=system("command"), now=now).client
