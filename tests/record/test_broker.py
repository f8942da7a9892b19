"""A broker as the queue: two workers share the tasks, each is done once, and a killed worker takes none with it."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings
from redis import Redis
from redis.exceptions import ConnectionError as BrokerGoneError

from nakomen.record import background, dead_letters, tasks, working
from nakomen.record.broker import BrokerBackend, Taken
from nakomen.record.models import Organisation, Worker
from nakomen.record.tenancy import within
from tests import servers
from tests.conftest import OwnDatabase
from tests.record import trying, workers


@pytest.fixture(scope="module")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Redis of this module's own, on this machine; a machine that has none skips, except in CI."""
    try:
        program = servers.programs("bring-redis")
    except subprocess.CalledProcessError:
        if os.environ.get("CI"):
            raise
        pytest.skip("no Redis or Valkey on this machine")
    folder = tmp_path_factory.mktemp("redis")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = ["--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", str(folder), "--logfile", "log"]
    server = subprocess.Popen([program, *settings])
    try:
        with Redis(port=port) as client:
            workers.until(lambda: answers(client))
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(timeout=60)


def answers(client: Redis) -> bool:
    with contextlib.suppress(BrokerGoneError):
        return bool(client.ping())
    return False


@pytest.fixture
def queue(redis_server: str, settings: Settings) -> Iterator[BrokerBackend]:
    """An empty queue in the broker, which is that of Django's tasks."""
    with Redis.from_url(redis_server) as client:
        client.flushall()
    settings.TASKS = {"default": {"BACKEND": "nakomen.record.broker.BrokerBackend", "OPTIONS": {"url": redis_server}}}
    backend = trying.leave.get_backend()
    assert isinstance(backend, BrokerBackend)
    backend.join()
    yield backend
    backend.close()


@pytest.fixture
def environment(own_database: OwnDatabase, redis_server: str) -> dict[str, str]:
    return own_database.environment | {"NAKOMEN_BROKER_URL": redis_server}


def take(queue: BrokerBackend, worker: str = "w") -> Taken:
    """What this worker finds in the queue."""
    found = queue.take(worker, timedelta(0))
    assert found is not None
    return found


# --- with workers ---------------------------------------------------------------------------------------------------


def test_two_workers_do_fifty_tasks_each_once(
    environment: dict[str, str], queue: BrokerBackend, tmp_path: Path
) -> None:
    names = [f"task{number}" for number in range(50)]
    for name in names:
        trying.leave.enqueue(folder=str(tmp_path), name=name)
    with workers.running(environment, 2) as both:
        workers.until(lambda: all(trying.left(tmp_path, name) for name in names))
    done = [trying.left(tmp_path, name) for name in names]
    assert all(len(each) == 1 for each in done)
    assert {pid for [pid] in done} == {worker.pid for worker in both}
    assert queue.waiting() == 0
    assert not Worker.objects.exists()


def test_what_a_killed_worker_had_taken_is_done_by_the_other(
    environment: dict[str, str], queue: BrokerBackend, tmp_path: Path
) -> None:
    trying.linger.enqueue(folder=str(tmp_path), name="one")
    with workers.running(environment, 2) as both:
        workers.until(lambda: trying.left(tmp_path, "begun-one"))
        [first] = trying.left(tmp_path, "begun-one")
        [killed] = [worker for worker in both if worker.pid == first]
        [other] = [worker for worker in both if worker.pid != first]
        killed.kill()
        (tmp_path / "go").touch()
        workers.until(lambda: trying.left(tmp_path, "one"))
        workers.until(lambda: queue.waiting() == 0)
    assert trying.left(tmp_path, "one") == [other.pid]


def test_a_worker_that_is_asked_to_stop_finishes_the_task_at_hand(
    environment: dict[str, str], queue: BrokerBackend, tmp_path: Path
) -> None:
    trying.linger.enqueue(folder=str(tmp_path), name="one")
    trying.leave.enqueue(folder=str(tmp_path), name="two")
    with workers.running(environment) as [worker]:
        workers.until(lambda: trying.left(tmp_path, "begun-one"))
        worker.send_signal(signal.SIGTERM)
        (tmp_path / "go").touch()
        assert worker.wait(timeout=60) == 0
    assert len(trying.left(tmp_path, "one")) == 1
    assert trying.left(tmp_path, "two") == []
    assert take(queue).arguments["name"] == "two"


def test_a_worker_goes_on_with_a_broker_that_lost_what_it_held(
    environment: dict[str, str], queue: BrokerBackend, redis_server: str, tmp_path: Path
) -> None:
    trying.leave.enqueue(folder=str(tmp_path), name="one")
    with workers.running(environment):
        workers.until(lambda: trying.left(tmp_path, "one"))
        with Redis.from_url(redis_server) as client:
            client.flushall()
        trying.leave.enqueue(folder=str(tmp_path), name="two")
        workers.until(lambda: trying.left(tmp_path, "two"))


def test_a_task_that_fails_is_in_the_queue_for_later(
    environment: dict[str, str], queue: BrokerBackend, tmp_path: Path, organisation: Organisation
) -> None:
    trying.fail.enqueue(folder=str(tmp_path), name="one", organisation=str(organisation.id))
    told = workers.run_once(environment)
    assert "Kanarie" not in told
    assert len(trying.left(tmp_path, "one")) == 1
    queue.ripen(timezone.now() + timedelta(seconds=20))
    again = take(queue)
    assert again.arguments["attempt"] == 2


# --- the queue itself -----------------------------------------------------------------------------------------------


def test_the_broker_hears_of_a_task_after_the_commit_only(own_database: OwnDatabase, queue: BrokerBackend) -> None:
    with transaction.atomic():
        background.enqueue_after_commit(trying.leave, folder="f", name="n")
        assert queue.waiting() == 0
    assert queue.waiting() == 1
    with transaction.atomic():
        background.enqueue_after_commit(trying.leave, folder="f", name="n")
        transaction.set_rollback(True)
    assert queue.waiting() == 1


def test_a_broker_that_is_gone_does_not_undo_the_change(
    own_database: OwnDatabase, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"redis://127.0.0.1:{free.getsockname()[1]}/0"
    settings.TASKS = {"default": {"BACKEND": "nakomen.record.broker.BrokerBackend", "OPTIONS": {"url": url}}}
    with transaction.atomic():
        Worker.objects.create(id="w", started_at=timezone.now(), seen_at=timezone.now())
        background.enqueue_after_commit(trying.leave, folder="f", name="n")
    assert Worker.objects.exists()


def test_a_task_for_later_waits_for_its_moment_and_comes_once(queue: BrokerBackend, now: datetime) -> None:
    trying.leave.using(run_after=now).enqueue(folder="f", name="n")
    assert queue.ripen(now - timedelta(seconds=1)) == 0
    assert [queue.ripen(now), queue.ripen(now)] == [1, 0]
    assert take(queue).arguments == {"folder": "f", "name": "n"}
    assert queue.take("w", timedelta(0)) is None


def test_of_a_dead_worker_s_task_two_others_get_it_once(queue: BrokerBackend) -> None:
    trying.leave.enqueue(folder="f", name="n")
    queue.take("dead", timedelta(0))
    time.sleep(0.05)
    idle = timedelta(milliseconds=40)
    both = [queue.take_over(name, {"w1", "w2"}, idle) for name in ("w1", "w2")]
    assert [taken and taken.times for taken in both] == [2, None]


def test_a_living_worker_s_task_is_left_to_it(queue: BrokerBackend) -> None:
    trying.leave.enqueue(folder="f", name="n")
    queue.take("w1", timedelta(0))
    assert queue.take_over("w2", {"w1", "w2"}, timedelta(0)) is None


def test_a_task_that_outlives_no_worker_is_put_away(
    own_database: OwnDatabase, queue: BrokerBackend, organisation: Organisation
) -> None:
    tasks.rebuild_copies.enqueue(organisation=str(organisation.id))
    taken = take(queue, "w0")
    for number in range(background.LIMIT):
        name = f"w{number + 1}"
        found = queue.take_over(name, {name}, timedelta(0))
        assert found is not None
        taken = found
    working._carry_out(taken)
    with within(organisation.id):
        [letter] = dead_letters.entries()
    assert (letter.error, letter.attempts) == (working.LOST, background.LIMIT)


@pytest.mark.parametrize("path", ["nakomen.record.tasks.nothing", "nowhere.at.all", "os.system"])
def test_a_name_that_is_no_task_is_put_away_and_not_carried_out(
    own_database: OwnDatabase,
    queue: BrokerBackend,
    organisation: Organisation,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
) -> None:
    tasks.rebuild_copies.enqueue(organisation=str(organisation.id))
    taken = take(queue)
    working._carry_out(Taken(taken.entry, path, taken.arguments, 1))
    with within(organisation.id):
        assert dead_letters.entries().count() == 1


def test_a_broker_needs_an_address() -> None:
    with pytest.raises(ImproperlyConfigured):
        BrokerBackend("default", {"OPTIONS": {"url": ""}})
