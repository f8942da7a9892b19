"""Corrections that are read back from the ledger: their values are those of the acts that they correct."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from nakomen.acts.invoice import InvoiceLine
from nakomen.acts.ledger import ActCorrected
from nakomen.record import ledger, standings, tenancy
from nakomen.record.actors import system
from nakomen.record.models import Organisation
from tests.record.lives import act, registered

BY = system("command")
INDICATION = {"number": "W1", "law": "wlz", "body": "CIZ", "care": ["verzorging"], "valid_from": "2026-01-01"}


def add(client: UUID, now: datetime, *acts: dict[str, object]) -> None:
    ledger.append(client, acts, actor=BY, now=now)


def test_a_corrected_day_is_a_day_again_when_it_is_read(inside: None, now: datetime) -> None:
    client = registered(now)
    add(client, now, act("indication.issued", "2026-01-06", id="i", valid_until="2026-06-30", **INDICATION))
    add(client, now, act("act.corrected", "2026-02-01", act="i", fields={"valid_until": "2026-09-30"}))
    corrected = ledger.acts(client)[-1]
    assert isinstance(corrected, ActCorrected)
    assert corrected.fields == {"valid_until": date(2026, 9, 30)}
    found = standings.stand(client, date(2026, 3, 2))
    held = found.s.last("indication.issued")
    assert held is not None
    assert held.act.valid_until == date(2026, 9, 30)


def test_corrected_lines_of_an_invoice_are_lines_again(inside: None, now: datetime) -> None:
    client = registered(now)
    sent = {"number": "1", "amount": "100.00", "channel": "paper", "lines": []}
    add(client, now, act("invoice.sent", "2026-01-10", id="f", **sent))
    lines = [{"for": "other", "amount": "100.00"}]
    add(client, now, act("act.corrected", "2026-01-11", act="f", fields={"lines": lines}))
    corrected = ledger.acts(client)[-1]
    assert isinstance(corrected, ActCorrected)
    assert corrected.fields == {"lines": (InvoiceLine(for_="other", amount=Decimal("100.00")),)}
    state = {duty.clause: duty.state for duty in standings.stand(client, date(2026, 3, 2)).duties}
    assert state["wonder-2020/25.2"] == "done"


def test_a_second_correction_is_read_on_top_of_the_first(inside: None, now: datetime) -> None:
    client = registered(now)
    add(client, now, act("indication.issued", "2026-01-06", id="i", valid_until="2026-06-30", **INDICATION))
    changes = (
        {"valid_from": "2025-12-01"},
        {"valid_from": "2025-11-01"},
        {"valid_until": "2026-05-31", "number": "W2"},
    )
    for minute, fields in enumerate(changes):
        later = now + timedelta(minutes=minute)
        add(client, later, act("act.corrected", "2026-02-01", act="i", fields=fields))
    held = standings.stand(client, date(2026, 3, 2)).s.last("indication.issued")
    assert held is not None
    kept = held.act
    assert (kept.valid_from, kept.valid_until, kept.number) == (date(2025, 11, 1), date(2026, 5, 31), "W2")


def test_an_entry_read_alone_shows_what_was_written(inside: None, now: datetime) -> None:
    client = registered(now)
    add(client, now, act("indication.issued", "2026-01-06", id="i", valid_until="2026-06-30", **INDICATION))
    add(client, now, act("act.corrected", "2026-02-01", act="i", fields={"valid_until": "2026-09-30"}))
    (alone,) = ledger.entries(client, 2, 1)
    assert isinstance(alone.act, ActCorrected)
    assert alone.act.fields == {"valid_until": "2026-09-30"}


@pytest.fixture
def inside(organisation: Organisation) -> Iterator[None]:
    """At work for the organisation."""
    with tenancy.within(organisation.id):
        yield
