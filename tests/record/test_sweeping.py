"""The sweep: only clients whose day has come are read, each once, and an interruption costs nothing that was done."""

import json
import subprocess
import sys
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from nakomen.record import copies, sweeping
from nakomen.record.keys import key_store
from nakomen.record.models import Chain, ClientCard, Delivery, Organisation, Webhook
from nakomen.record.sweeping import PastDayError, Swept
from nakomen.record.tenancy import within
from tests.conftest import OwnDatabase
from tests.record.lives import registered

LATER = datetime(2026, 3, 9, 0, 5, tzinfo=ZoneInfo("Europe/Amsterdam"))
LATER_DAY = date(2026, 3, 9)


def clients(organisation: Organisation, now: datetime, count: int, next_change: date) -> list[UUID]:
    """Clients whose copies say that the standing changes on that day."""
    with within(organisation.id):
        made = [registered(now) for _ in range(count)]
        ClientCard.objects.filter(pk__in=made).update(next_change=next_change)
    return made


def test_a_client_whose_day_has_come_is_brought_to_that_day(organisation: Organisation, now: datetime) -> None:
    [client] = clients(organisation, now, 1, LATER_DAY)
    assert sweeping.sweep(organisation.id, LATER_DAY, LATER).looked_at == 1
    with within(organisation.id):
        assert ClientCard.objects.get(pk=client).as_of == LATER_DAY
        assert list(copies.due(LATER_DAY)) == []


def test_a_swept_copy_equals_a_rebuilt_one(organisation: Organisation, now: datetime) -> None:
    clients(organisation, now, 3, LATER_DAY)
    sweeping.sweep(organisation.id, LATER_DAY, LATER)
    with within(organisation.id):
        swept = list(ClientCard.objects.order_by("pk").values())
        copies.rebuild(LATER)
        assert list(ClientCard.objects.order_by("pk").values()) == swept


def test_a_client_whose_day_has_not_come_is_left_alone(organisation: Organisation, now: datetime) -> None:
    [client] = clients(organisation, now, 1, LATER_DAY + timedelta(days=1))
    assert sweeping.sweep(organisation.id, LATER_DAY, LATER) == Swept(0, 0)
    with within(organisation.id):
        assert ClientCard.objects.get(pk=client).as_of == now.date()


def test_the_cost_does_not_grow_with_the_clients_who_do_not_change(organisation: Organisation, now: datetime) -> None:
    def cost() -> int:
        clients(organisation, now, 1, LATER_DAY)
        with CaptureQueriesContext(connection) as queries:
            assert sweeping.sweep(organisation.id, LATER_DAY, LATER).looked_at == 1
        return len(queries)

    cost()  # the first one also makes the row that tells of the day's sweep
    with within(organisation.id):
        copy_many(organisation, now, 100)
    few = cost()
    with within(organisation.id):
        copy_many(organisation, now, 1900)
    assert cost() == few


def copy_many(organisation: Organisation, now: datetime, count: int) -> None:
    """Clients in the tables only: a sweep that read one of them would fail for want of its keys."""
    chains = [Chain(organisation=organisation, tip=bytes(32), created_at=now) for _ in range(count)]
    Chain.objects.bulk_create(chains)
    ClientCard.objects.bulk_create(
        ClientCard(
            organisation=organisation,
            chain=chain,
            as_of=now.date(),
            seq=0,
            next_change=LATER_DAY + timedelta(days=1),
            digest=bytes(32),
        )
        for chain in chains
    )


def test_clients_of_another_organisation_are_left_alone(
    organisation: Organisation, other_organisation: Organisation, now: datetime
) -> None:
    [client] = clients(other_organisation, now, 1, LATER_DAY)
    assert sweeping.sweep(organisation.id, LATER_DAY, LATER).looked_at == 0
    with within(other_organisation.id):
        assert ClientCard.objects.get(pk=client).as_of == now.date()
    assert sweeping.sweep_all(LATER_DAY, LATER).looked_at == 1


def test_copies_are_not_turned_back_to_a_past_day(organisation: Organisation, now: datetime) -> None:
    [client] = clients(organisation, now, 1, LATER_DAY)
    sweeping.sweep(organisation.id, LATER_DAY, LATER)
    with pytest.raises(PastDayError):
        sweeping.sweep(organisation.id, now.date(), LATER)
    with within(organisation.id):
        assert ClientCard.objects.get(pk=client).as_of == LATER_DAY


def test_a_second_sweep_of_the_day_reads_nobody(organisation: Organisation, now: datetime) -> None:
    clients(organisation, now, 2, LATER_DAY)
    assert sweeping.sweep(organisation.id, LATER_DAY, LATER).looked_at == 2
    assert sweeping.sweep(organisation.id, LATER_DAY, LATER).looked_at == 0


def test_a_webhook_hears_of_a_standing_that_changed_and_of_no_other(organisation: Organisation, now: datetime) -> None:
    changed, _ = clients(organisation, now, 2, LATER_DAY)
    with within(organisation.id):
        ClientCard.objects.filter(pk=changed).update(digest=bytes(32))
        Webhook.objects.create(organisation=organisation, url="https://example.nl/", secret=b"", created_at=now)
    assert sweeping.sweep(organisation.id, LATER_DAY, LATER) == Swept(2, 1)
    with within(organisation.id):
        assert [row.chain_id for row in Delivery.objects.all()] == [changed]


def test_a_client_that_cannot_be_read_holds_up_no_other_and_is_tried_again_by_itself(
    organisation: Organisation, now: datetime
) -> None:
    broken, *others = sorted(clients(organisation, now, 3, LATER_DAY))
    key_store().destroy(organisation.id, broken, "dossier", now)
    assert sweeping.sweep(organisation.id, LATER_DAY, LATER) == Swept(3, 0, failed=1)
    with within(organisation.id):
        assert set(ClientCard.objects.filter(as_of=LATER_DAY).values_list("pk", flat=True)) == set(others)
    [again] = DBTaskResult.objects.filter(task_path="nakomen.record.tasks.refresh_client")
    assert again.args_kwargs["kwargs"] == {"organisation": str(organisation.id), "client": str(broken)}


class BrokenOffError(Exception):
    pass


def test_who_comes_after_an_interruption_goes_on_where_it_was(
    organisation: Organisation, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "BATCH", 2)
    clients(organisation, now, 5, LATER_DAY)

    def interrupted(done: int, total: int) -> None:
        assert total == 5
        if done == 4:
            raise BrokenOffError

    with pytest.raises(BrokenOffError):
        sweeping.sweep(organisation.id, LATER_DAY, LATER, interrupted)
    with within(organisation.id):
        assert sweeping.last() is None
    assert sweeping.sweep(organisation.id, LATER_DAY, LATER).looked_at == 1


def test_what_a_sweep_did_is_written_down(organisation: Organisation, now: datetime) -> None:
    clients(organisation, now, 2, LATER_DAY)
    sweeping.sweep(organisation.id, LATER_DAY, LATER)
    with within(organisation.id):
        done = sweeping.last()
        assert done is not None
        assert (done.as_of, done.started_at, done.looked_at, done.changed) == (LATER_DAY, LATER, 2, 0)


# --- the command ----------------------------------------------------------------------------------------------------


def command(own_database: OwnDatabase, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = "import sys; from nakomen.cli import main; sys.exit(main(sys.argv[1:]))"
    return subprocess.run(
        [sys.executable, "-c", program, "sweep", *arguments],
        env=own_database.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_command_brings_every_organisation_to_the_day(
    own_database: OwnDatabase, organisation: Organisation, other_organisation: Organisation, now: datetime
) -> None:
    [one] = clients(organisation, now, 1, LATER_DAY)
    [other] = clients(other_organisation, now, 1, LATER_DAY)
    ran = command(own_database, "--as-of", LATER_DAY.isoformat(), "--json")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout) == {"as_of": "2026-03-09", "looked_at": 2, "changed": 0, "failed": 0}
    for place, client in ((organisation, one), (other_organisation, other)):
        with within(place.id):
            assert ClientCard.objects.get(pk=client).as_of == LATER_DAY
    turned_back = command(own_database, "--as-of", now.date().isoformat())
    assert turned_back.returncode == 2
    assert turned_back.stderr == ("--as-of: copies stand at a later day than 2026-03-02; they are not turned back\n")
    told = command(own_database, "--as-of", LATER_DAY.isoformat())
    assert told.stdout == "Bijgewerkt tot en met 2026-03-09\n  0 dossiers bekeken, 0 veranderd.\n"
