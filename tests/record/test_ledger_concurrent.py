"""Many writers at once: one act for equal requests, and chains that stay linear."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import Any

from django.db import connections

from nakomen.record import checkpoints, ledger, tenancy, verifying
from nakomen.record.actors import system
from nakomen.record.models import Chain, Entry, Organisation, Receipt
from tests.conftest import OwnDatabase
from tests.record.lives import REGISTERED, act, registered

ACTOR = system("api")


def at_once(count: int, work: Callable[..., Any]) -> list[Any]:
    """The results of `work(number)`, done in as many threads that start together."""
    barrier = Barrier(count)

    def one(number: int) -> Any:
        barrier.wait()
        try:
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def test_fifty_equal_requests_at_once_give_one_act(
    own_database: OwnDatabase, organisation: Organisation, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        client = registered(now)

    def ask(_: int) -> Any:
        with tenancy.within(organisation.id):
            given = [act("intake.held", information_understood=True)]
            return ledger.append(client, given, actor=ACTOR, now=datetime.now(UTC), key="een verzoek")

    answers = at_once(50, ask)
    assert {answer.ids for answer in answers} == {("n2",)}
    assert sorted(answer.again for answer in answers) == [False, *[True] * 49]
    with tenancy.within(organisation.id):
        assert Chain.objects.get(pk=client).length == 2


def test_fifty_equal_registrations_at_once_give_one_client(
    own_database: OwnDatabase, organisation: Organisation, now: datetime
) -> None:
    def ask(_: int) -> Any:
        with tenancy.within(organisation.id):
            return ledger.register([REGISTERED], actor=ACTOR, now=datetime.now(UTC), key="een inschrijving")

    answers = at_once(50, ask)
    assert len({answer.client for answer in answers}) == 1
    assert sorted(answer.again for answer in answers) == [False, *[True] * 49]
    with tenancy.within(organisation.id):
        assert (Chain.objects.count(), Receipt.objects.count()) == (1, 1)


def test_eight_writers_on_one_chain_keep_it_linear_and_without_a_gap(
    own_database: OwnDatabase, organisation: Organisation, now: datetime
) -> None:
    each = 15
    with tenancy.within(organisation.id):
        client = registered(now)

    def write(number: int) -> list[int]:
        made = []
        for turn in range(each):
            with tenancy.within(organisation.id):
                given = [act("information.asked_of_client", topic=f"schrijver {number} beurt {turn}")]
                made.append(ledger.append(client, given, actor=ACTOR, now=datetime.now(UTC)).first_seq)
        return made

    places = at_once(8, write)
    assert sorted(place for made in places for place in made) == list(range(2, 2 + 8 * each))
    with tenancy.within(organisation.id):
        rows = list(Entry.objects.filter(chain_id=client).order_by("seq"))
        assert [bytes(row.prev) for row in rows[1:]] == [bytes(row.tip) for row in rows[:-1]]
        topics: list[str] = [getattr(stored.act, "topic", "") for stored in ledger.entries(client)[1:]]
        for number in range(8):
            own = [topic for topic in topics if topic.startswith(f"schrijver {number} ")]
            assert own == [f"schrijver {number} beurt {turn}" for turn in range(each)]
        assert verifying.verify().broken == []


def test_bulk_requests_that_cross_do_not_wait_for_each_other_for_ever(
    own_database: OwnDatabase, organisation: Organisation, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        one, other = registered(now), registered(now)
    given = [act("support.requested")]

    def ask(number: int) -> Any:
        pair = [(one, given), (other, given)]
        for _ in range(10):
            with tenancy.within(organisation.id):
                ledger.append_many(pair if number % 2 else pair[::-1], actor=ACTOR, now=datetime.now(UTC))

    at_once(4, ask)
    with tenancy.within(organisation.id):
        assert [Chain.objects.get(pk=client).length for client in (one, other)] == [41, 41]


def test_what_is_verified_while_others_write_on_is_not_found_broken(
    own_database: OwnDatabase, organisation: Organisation, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        client = registered(now)
    found = []

    def work(number: int) -> None:
        for _ in range(12):
            if number == 0:
                found.extend(verifying.verify_organisation(organisation.id).broken)
            else:
                with tenancy.within(organisation.id):
                    ledger.append(client, [act("support.requested")], actor=ACTOR, now=datetime.now(UTC))
                    checkpoints.make(datetime.now(UTC))

    at_once(4, work)
    assert found == []
