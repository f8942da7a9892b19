"""The ledger against a plain model: whatever is asked of it, in whatever order, it keeps what the model keeps."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from nakomen.record import checkpoints, copies, ledger, tenancy, verifying
from nakomen.record.actors import system
from nakomen.record.ledger import AppendError, KeyReusedError
from nakomen.record.models import Chain, ClientCard, DutyCopy, Organisation
from tests.conftest import Installation, new_organisation
from tests.record.lives import REGISTERED, act

ACTOR = system("command")
GOOD = (
    act("support.requested"),
    act("intake.held", information_understood=True),
    act("client.contact_person_named", name="Een ander"),
    act("plan.wishes_discussed"),
    act("complaint.received", about="te laat", complete=True, to="provider"),
)
BAD = (act("intake.held"), act("geen.soort"), act("visit.delivered", act="nergens", minutes=10))
SOME = st.lists(st.sampled_from(GOOD), min_size=1, max_size=3)
KEYS = st.none() | st.integers(0, 10_000).map(str)


@dataclass
class Model:
    """Per client the kinds in order; per key the request and what came of it."""

    kinds: dict[UUID, Any] = field(default_factory=dict)
    requests: dict[str, Any] = field(default_factory=dict)


def machine(  # noqa: C901 - a state machine is one class, and its rules share what it started from
    another_organisation: Callable[[], Organisation], now: datetime
) -> type[RuleBasedStateMachine]:
    class LedgerMachine(RuleBasedStateMachine):
        clients = Bundle("clients")

        def __init__(self) -> None:
            super().__init__()
            self.model = Model()
            self.now = now
            self.organisation = another_organisation()

        def within(self) -> AbstractContextManager[None]:
            self.now += timedelta(seconds=1)
            return tenancy.within(self.organisation.id)

        def ask(self, request: Any, work: Callable[..., Any]) -> Any:
            """What the ledger answers to a request with a key, or that it refuses a key of another one."""
            key = request[0]
            before = self.model.requests.get(key) if key else None
            with self.within():
                if before and before[0] != request:
                    with pytest.raises(KeyReusedError):
                        work()
                    return None
                made = work()
            if before:
                assert (made.again, made.client, made.ids) == (True, *before[1])
                return None
            assert not made.again
            if key:
                self.model.requests[key] = (request, (made.client, made.ids))
            return made

        @rule(target=clients, key=KEYS)
        def register(self, key: str | None) -> UUID:
            made = self.ask(
                (key, "register"), lambda: ledger.register([REGISTERED], actor=ACTOR, now=self.now, key=key)
            )
            client: UUID
            if made is None:
                client = uuid.uuid4()
                self.model.kinds.setdefault(client, None)
                return client
            client = made.client
            self.model.kinds[client] = ["client.registered"]
            return client

        @rule(client=clients, given=SOME, key=KEYS)
        def append(self, client: UUID, given: list[dict[str, object]], key: str | None) -> None:
            if self.model.kinds[client] is None:
                return
            made = self.ask(
                (key, client, str(given)), lambda: ledger.append(client, given, actor=ACTOR, now=self.now, key=key)
            )
            if made:
                self.model.kinds[client] += [each["kind"] for each in given]
                assert made.length == len(self.model.kinds[client])

        @rule(client=clients, given=SOME, bad=st.sampled_from(BAD), place=st.integers(0, 3))
        def append_something_wrong(
            self, client: UUID, given: list[dict[str, object]], bad: dict[str, object], place: int
        ) -> None:
            if self.model.kinds[client] is None:
                return
            with self.within(), pytest.raises(AppendError):
                ledger.append(client, [*given[:place], bad, *given[place:]], actor=ACTOR, now=self.now)

        @rule(one=clients, other=clients, given=SOME)
        def append_to_two(self, one: UUID, other: UUID, given: list[dict[str, object]]) -> None:
            if self.model.kinds[one] is None or self.model.kinds[other] is None:
                return
            with self.within():
                ledger.append_many([(one, given), (other, given)], actor=ACTOR, now=self.now)
            for client in (one, other):
                self.model.kinds[client] += [each["kind"] for each in given]

        @rule()
        def checkpoint(self) -> None:
            with self.within():
                checkpoints.make(self.now)

        @rule()
        def rebuild(self) -> None:
            with self.within():
                before = list(
                    DutyCopy.objects.order_by("chain_id", "clause", "act").values_list("chain_id", "clause", "state")
                )
                copies.rebuild(self.now)
                after = list(
                    DutyCopy.objects.order_by("chain_id", "clause", "act").values_list("chain_id", "clause", "state")
                )
            assert before == after

        @invariant()
        def keeps_what_the_model_keeps(self) -> None:
            with self.within():
                kept = {client: kinds for client, kinds in self.model.kinds.items() if kinds}
                heads = dict(Chain.objects.values_list("id", "length"))
                assert heads == {client: len(kinds) for client, kinds in kept.items()}
                for client, kinds in kept.items():
                    assert [stored.act.kind for stored in ledger.entries(client)] == kinds
                assert set(ClientCard.objects.values_list("pk", "seq")) == set(heads.items())
                assert verifying.verify().broken == []

    return LedgerMachine


def test_the_ledger_does_what_a_plain_model_does(database: None, installation: Installation, now: datetime) -> None:
    numbers = count()

    def another() -> Organisation:
        return new_organisation(installation, f"Zorg {next(numbers)}", "wonder-2020", now)

    run_state_machine_as_test(
        machine(another, now),
        settings=settings(
            max_examples=15, stateful_step_count=15, suppress_health_check=list(HealthCheck), deadline=None
        ),
    )
