"""Webhooks: signed, to where everybody can go, and again with the same id until they were heard."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from pytest_django import Settings

from nakomen.record import access, ledger, posting, tenancy, webhooks
from nakomen.record.actors import system
from nakomen.record.models import Delivery, Organisation, Webhook
from tests.conftest import StaffMaker, actor
from tests.record.lives import REGISTERED, act, registered
from tests.record.receiver import Receiver, receiving, verified


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    """A receiver on this machine, where webhooks can go in this test."""
    settings.WEBHOOKS_TO_LOOPBACK = True
    with receiving() as found:
        yield found


@pytest.fixture
def hook(receiver: Receiver, organisation: Organisation, now: datetime) -> tuple[Webhook, str]:
    """A webhook of the organisation to the receiver, with its secret."""
    with tenancy.within(organisation.id):
        return webhooks.make(receiver.url, actor=system("command"), now=now)


def waiting(organisation: Organisation, now: datetime) -> UUID:
    """A delivery that came of a change of a new client's standing."""
    with tenancy.within(organisation.id):
        client = registered(now)
        found: Delivery = Delivery.objects.get(chain_id=client)
        return found.pk


def test_a_change_of_a_standing_is_told_and_signed_and_holds_nothing_personal(
    hook: tuple[Webhook, str], receiver: Receiver, organisation: Organisation, now: datetime
) -> None:
    delivery = waiting(organisation, now)
    assert webhooks.deliver(organisation.id, delivery, now) == webhooks.Tried("delivered")
    ((headers, body),) = receiver.heard
    assert verified(hook[1], headers, body)
    assert not verified(hook[1], headers, body + b" ")
    assert headers["webhook-id"] == str(delivery)
    assert int(headers["webhook-timestamp"]) == int(now.timestamp())
    told = json.loads(body)
    assert set(told) == {"id", "event", "client", "at", "length"}
    assert (told["event"], told["length"]) == ("standing.changed", 1)
    assert not any(str(value) in body.decode() for value in REGISTERED.values() if isinstance(value, str))


def test_who_does_not_hear_is_told_again_with_the_same_id_until_it_is_given_up(
    hook: tuple[Webhook, str], receiver: Receiver, organisation: Organisation, now: datetime
) -> None:
    receiver.answers = [500]
    delivery = waiting(organisation, now)
    at, waits = now, []
    while True:
        tried = webhooks.deliver(organisation.id, delivery, at)
        if tried.next_at is None:
            break
        assert tried.state == "waiting"
        waits.append(tried.next_at - at)
        at = tried.next_at
    assert tried == webhooks.Tried("dead")
    assert [wait.total_seconds() for wait in waits] == [30, 300, 1800, 7200, 28800, 86400]
    assert len(receiver.heard) == 7
    assert {headers["webhook-id"] for headers, _ in receiver.heard} == {str(delivery)}
    assert len({body for _, body in receiver.heard}) == 1
    assert all(verified(hook[1], headers, body) for headers, body in receiver.heard)
    with tenancy.within(organisation.id):
        found = Delivery.objects.get(pk=delivery)
    assert (found.state, found.attempts, found.last_status) == ("dead", 7, 500)
    assert webhooks.deliver(organisation.id, delivery, at + timedelta(days=9)).state == "not_due"


def test_a_try_that_is_claimed_is_not_made_twice_and_comes_back_when_its_worker_is_gone(
    hook: tuple[Webhook, str], receiver: Receiver, organisation: Organisation, now: datetime
) -> None:
    delivery = waiting(organisation, now)
    with tenancy.within(organisation.id):  # as a worker that was killed between claiming and sending
        Delivery.objects.filter(pk=delivery).update(next_at=now + webhooks.LEASE, attempts=1)
    assert webhooks.deliver(organisation.id, delivery, now) == webhooks.Tried("not_due", now + webhooks.LEASE)
    assert receiver.heard == []
    assert webhooks.deliver(organisation.id, delivery, now + webhooks.LEASE).state == "delivered"


def test_a_redirect_is_not_followed(
    hook: tuple[Webhook, str], receiver: Receiver, organisation: Organisation, now: datetime
) -> None:
    receiver.answers, receiver.location = [302], receiver.url
    assert webhooks.deliver(organisation.id, waiting(organisation, now), now).state == "waiting"
    assert len(receiver.heard) == 1


def test_nothing_goes_to_a_webhook_that_was_stopped(
    hook: tuple[Webhook, str], receiver: Receiver, organisation: Organisation, now: datetime
) -> None:
    delivery = waiting(organisation, now)
    with tenancy.within(organisation.id):
        webhooks.stop(hook[0].pk, actor=system("command"), now=now)
        registered(now)
        assert Delivery.objects.count() == 1
    assert webhooks.deliver(organisation.id, delivery, now).state == "not_due"
    assert receiver.heard == []


def test_only_a_change_of_the_own_organisation_is_told(
    hook: tuple[Webhook, str], organisation: Organisation, other_organisation: Organisation, now: datetime
) -> None:
    with tenancy.within(other_organisation.id):
        registered(now)
        assert Delivery.objects.count() == 0
    assert webhooks.deliver(other_organisation.id, waiting(organisation, now), now).state == "not_due"


def test_an_act_that_changes_nothing_is_not_told(
    hook: tuple[Webhook, str], organisation: Organisation, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        client = registered(now)
        made = ledger.append(client, [act("team.met")], actor=system("command"), now=now)
        assert Delivery.objects.count() == 1 + made.changed


def test_an_append_that_fails_tells_nobody(
    hook: tuple[Webhook, str], organisation: Organisation, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        with pytest.raises(ledger.AppendError):
            ledger.register([REGISTERED, {"kind": "plan.agreed"}], actor=system("command"), now=now)
        assert Delivery.objects.count() == 0


def test_only_who_manages_webhooks_makes_them(organisation: Organisation, staff: StaffMaker, now: datetime) -> None:
    with tenancy.within(organisation.id):
        webhooks.make("https://hooks.example.org/", actor=actor(staff("functional_administrator")), now=now)
        with pytest.raises(access.RefusedError):
            webhooks.make("https://hooks.example.org/", actor=actor(staff("coordinator")), now=now)
        assert [each.url for each in webhooks.entries()] == ["https://hooks.example.org/"]


# --- where nothing is sent ------------------------------------------------------------------------------------------

INSIDE = (
    "https://127.0.0.1/",
    "https://localhost/",
    "https://10.0.0.5/",
    "https://192.168.1.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[fe80::1]/",
    "https://[fd00::1]/",
    "https://0.0.0.0/",
    "https://100.64.0.1/",
    "https://2130706433/",
    "https://0x7f.1/",
)


@pytest.mark.parametrize("url", INSIDE)
def test_nothing_is_sent_inside(url: str) -> None:
    assert posting.post(url, b"{}", {}).error in {"address refused", "name not found"}


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.org/",
        "ftp://hooks.example.org/",
        "https://user:pass@hooks.example.org/",
        "https://hooks.example.org/#x",
        "https://hooks.example.org/\n",
        "https://hooks.example.org:99999/",
        "https:///x",
        "https://10.1.2.3/",
        "//hooks.example.org/",
        "https://hooks.example.org/" + "x" * 500,
    ],
)
def test_an_address_that_cannot_be_is_refused_at_once(url: str) -> None:
    with pytest.raises(posting.AddressError):
        posting.check(url)


def test_a_name_that_leads_inside_is_refused_when_it_is_resolved(receiver: Receiver) -> None:
    port = receiver.url.split(":")[2].split("/")[0]
    assert posting.post(f"https://localhost:{port}/", b"{}", {}) == posting.Sent(None, "address refused")
    assert receiver.heard == []


def test_who_says_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "TIME_OUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        sent = posting.post(url, b"{}", {}, loopback=True)
    assert sent.status is None
    assert sent.error in {"no answer in time", "connection broken"}


@pytest.fixture
def stalling() -> Iterator[str]:
    """The https address of a server that lets the handshake begin and then sends a byte now and then, for ever."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def stall() -> None:
            with contextlib.suppress(OSError):
                came, _ = server.accept()
                with came:
                    came.sendall(b"\x16\x03\x03\x40\x00")  # the head of a long TLS record that never becomes whole
                    while not over.wait(0.05):
                        came.sendall(b"\x02")

        thread = threading.Thread(target=stall, daemon=True)
        thread.start()
        yield f"https://127.0.0.1:{server.getsockname()[1]}/"
        over.set()
        thread.join(5)


def test_who_never_finishes_the_handshake_is_not_waited_for(stalling: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "TIME_OUT", 0.5)
    begun = time.monotonic()
    assert posting.post(stalling, b"{}", {}, loopback=True) == posting.Sent(None, "no answer in time")
    assert time.monotonic() - begun < 5


def test_a_name_that_takes_long_to_find_is_not_waited_for(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    found = socket.getaddrinfo
    answered = threading.Event()

    def slow(*arguments: Any, **options: Any) -> Any:
        answered.wait(10)
        return found(*arguments, **options)

    monkeypatch.setattr(posting, "TIME_OUT", 0.3)
    monkeypatch.setattr(socket, "getaddrinfo", slow)
    sent = posting.post(receiver.url, b"{}", {}, loopback=True)
    answered.set()
    assert (sent, receiver.heard) == (posting.Sent(None, "no answer in time"), [])


def test_a_try_ends_long_before_its_claim_does() -> None:
    assert timedelta(seconds=posting.TIME_OUT) * 5 < webhooks.LEASE


def test_an_organisation_has_a_limited_number_of_webhooks(
    organisation: Organisation, other_organisation: Organisation, now: datetime
) -> None:
    keeper = system("command")
    with tenancy.within(organisation.id):
        made = [webhooks.make(f"https://example.org/{n}", actor=keeper, now=now)[0] for n in range(webhooks.MOST)]
        with pytest.raises(webhooks.WebhookError, match="webhooks: expected at most 20 at a time"):
            webhooks.make("https://example.org/more", actor=keeper, now=now)
        webhooks.stop(made[0].pk, actor=keeper, now=now)
        webhooks.make("https://example.org/more", actor=keeper, now=now)
    with tenancy.within(other_organisation.id):
        webhooks.make("https://example.org/other", actor=keeper, now=now)


def test_who_is_not_there_is_told_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        url = f"http://127.0.0.1:{gone.getsockname()[1]}/"
    assert posting.post(url, b"{}", {}, loopback=True) == posting.Sent(None, "connection refused")
