"""A worker: a process that carries out tasks one after another, and gives a sign of life while it does.

What a worker had taken when it died without a word is found by the missing sign and carried out by another. A worker
that is asked to stop (SIGTERM) finishes the task at hand.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import threading
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import OperationalError, close_old_connections, connections
from django.tasks import TaskResultStatus, task_backends
from django.utils import timezone
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult
from redis import RedisError

from nakomen.record import clockwork, dead_letters
from nakomen.record.background import LIMIT, FailedTaskError, error_name
from nakomen.record.broker import BrokerBackend
from nakomen.record.models import Worker
from nakomen.record.task_log import logger

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from nakomen.record.broker import Taken

LOST = "the worker was lost"
"""What a dead letter tells of a task in which every worker that took it died."""


@dataclass(slots=True)
class Presence:
    """A worker's name and its signs of life; `run` gives them, and runs the clock, until the work has ended."""

    name: str = field(default_factory=lambda: f"{os.getpid()}-{secrets.token_hex(8)}")
    beat: timedelta = field(default_factory=lambda: timedelta(seconds=settings.WORKER_HEARTBEAT))

    @property
    def lost_after(self) -> timedelta:
        """A worker that was silent for so long is dead."""
        return self.beat * 6

    def sign(self, now: datetime) -> None:
        """Tell that this worker lives."""
        Worker.objects.update_or_create(id=self.name, defaults={"seen_at": now}, create_defaults=self._first(now))

    def _first(self, now: datetime) -> dict[str, Any]:
        return {"id": self.name, "started_at": now, "seen_at": now}

    def alive(self, now: datetime) -> set[str]:
        """The workers that live."""
        seen = Worker.objects.filter(seen_at__gte=now - self.lost_after)
        return set(seen.values_list("id", flat=True))

    def leave(self) -> None:
        """This worker ends."""
        Worker.objects.filter(id=self.name).delete()


def last_seen() -> datetime | None:
    """When a worker last gave a sign of life; None where none ever did."""
    return Worker.objects.order_by("-seen_at").values_list("seen_at", flat=True).first()


def run(*, once: bool = False) -> None:
    """Work until asked to stop; with `once` until the queue is empty. Runs in the main thread, for the signals."""
    presence = Presence()
    backend = task_backends["default"]
    on_broker = isinstance(backend, BrokerBackend)

    def look(now: datetime) -> None:
        clockwork.tick(now)
        if not on_broker:
            take_up_lost(presence, now)

    presence.sign(timezone.now())
    look(timezone.now())
    stop = threading.Event()
    threads = [
        threading.Thread(target=_over_and_over, args=(stop, presence.beat, do), daemon=True)
        for do in (presence.sign, look)
    ]
    for thread in threads:
        thread.start()
    try:
        if isinstance(backend, BrokerBackend):
            _Broker(backend, presence).run(once=once)
        else:
            _on_database(presence, once=once)
    finally:
        stop.set()
        for thread in threads:
            thread.join(timeout=30)
        presence.leave()


def _over_and_over(stop: threading.Event, every: timedelta, do: Callable[[datetime], None]) -> None:
    """Do something every so often, in a thread with a connection of its own."""
    while not stop.wait(every.total_seconds()):
        try:
            close_old_connections()
            do(timezone.now())
        except Exception as error:  # noqa: BLE001 - the thread must outlive a database that is away for a moment
            logger.warning("clock held up", error=error_name(error))
    connections.close_all()


# --- the database as the queue --------------------------------------------------------------------------------------


def _on_database(presence: Presence, *, once: bool) -> None:
    worker = db_worker.Worker(
        queue_names=["*"],
        interval=0 if once else 1,
        batch=once,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=presence.name,
        excluded_queue_names=[],
    )
    worker.configure_signals()
    while worker.running:
        try:
            worker.run()
        except OperationalError as error:  # SQLite: another process held the database for longer than we wait
            logger.warning("queue held up", error=error_name(error))
            close_old_connections()
        else:
            break


def take_up_lost(presence: Presence, now: datetime) -> int:
    """Give what dead workers had taken back to the queue; how many tasks. What outlived no worker is put away."""
    alive = presence.alive(now)
    found = 0
    for row in DBTaskResult.objects.running().filter(started_at__lt=now - presence.lost_after):
        if row.worker_ids and row.worker_ids[-1] in alive:
            continue
        as_seen = DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.RUNNING, started_at=row.started_at)
        if len(row.worker_ids) < LIMIT:
            found += as_seen.update(status=TaskResultStatus.READY)
        elif as_seen.update(status=TaskResultStatus.FAILED, finished_at=now, exception_class_path=LOST):
            dead_letters.put(row.task_path, _ids(row.args_kwargs["kwargs"]), LOST, len(row.worker_ids), now)
    return found


def _ids(arguments: Mapping[str, Any]) -> dict[str, str]:
    return {name: value for name, value in arguments.items() if name != "attempt"}


# --- a broker as the queue ------------------------------------------------------------------------------------------


class _Broker:
    """The work of one process with the queue of a broker."""

    def __init__(self, backend: BrokerBackend, presence: Presence) -> None:
        self._queue, self._presence = backend, presence
        self._stop = threading.Event()
        self._looked: datetime | None = None

    def run(self, *, once: bool) -> None:
        """Carry out tasks until asked to stop, or with `once` until there are none."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._stop.set())
        wait = timedelta(0) if once else timedelta(seconds=1)
        self._surely(self._queue.join)
        while not self._stop.is_set():
            taken = self._surely(lambda: self._next(wait))
            if taken is not None:
                close_old_connections()
                _carry_out(taken)
                close_old_connections()
                self._surely(lambda: self._queue.done(taken))  # noqa: B023 - it is called here and now
            elif once:
                break
        self._surely(lambda: self._queue.leave(self._presence.name))

    def _next(self, wait: timedelta) -> Taken | None:
        now, name = timezone.now(), self._presence.name
        self._queue.ripen(now)
        if self._looked is None or now - self._looked >= self._presence.beat:
            left = self._queue.take_over(name, self._presence.alive(now), self._presence.lost_after)
            if left is not None:
                return left
            self._looked = now
        return self._queue.take(name, wait)

    def _surely[T](self, do: Callable[[], T]) -> T | None:
        """Do it, when need be again when the broker is back; None where we are asked to stop before that."""
        while True:
            try:
                return do()
            except RedisError as error:
                logger.warning("broker held up", error=error_name(error))
                if self._stop.wait(1):
                    return None
            with contextlib.suppress(RedisError):
                self._queue.join()  # a broker that lost its data has no group of workers


def _carry_out(taken: Taken) -> None:
    """Carry out a task, or put it away where it cannot be. A task sees to its own failure, so that is no trouble here.

    Raises what stands in the way of that too, as a database that is not there: then this process ends, and another
    takes the task over.
    """
    if taken.times > LIMIT:
        dead_letters.put(taken.path, _ids(taken.arguments), LOST, taken.times - 1, timezone.now())
        return
    try:
        task = taken.task()
    except (ImportError, TypeError) as error:
        dead_letters.put(taken.path, _ids(taken.arguments), error_name(error), 1, timezone.now())
        return
    with contextlib.suppress(FailedTaskError):
        task.call(**taken.arguments)
