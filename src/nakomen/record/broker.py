"""A queue in Redis or Valkey for Django's tasks, where one machine's database is not enough of a queue.

Tasks are entries of a stream, read by a group of workers: the server itself keeps who took which entry, until that
worker says that it is done. What a dead worker had taken, another takes over. Tasks for later wait in a sorted set. An
entry holds the name of a task and ids, as JSON, and nothing that the reader would run.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured
from django.tasks.backends.base import BaseTaskBackend
from django.tasks.base import Task, TaskResult, TaskResultStatus
from django.tasks.signals import task_enqueued
from django.utils import timezone
from django.utils.json import normalize_json
from django.utils.module_loading import import_string
from redis import Redis, ResponseError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime, timedelta

GROUP = "workers"

_RIPEN = """
local ripe = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, 100)
for _, told in ipairs(ripe) do
    redis.call('XADD', KEYS[2], '*', 'task', told)
    redis.call('ZREM', KEYS[1], told)
end
return #ripe
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """A task that this worker has taken; `times` is how many workers have taken it by now."""

    entry: str
    path: str
    arguments: Mapping[str, Any]
    times: int

    def task(self) -> Task[..., Any]:
        """The task itself. Raises ImportError, or TypeError where its name is that of something else."""
        found = import_string(self.path)
        if not isinstance(found, Task):
            raise TypeError("a name in the queue is not that of a task")
        return found


class BrokerBackend(BaseTaskBackend):
    """Django's tasks in a stream at the address of `OPTIONS["url"]`; keys begin with `OPTIONS["prefix"]`."""

    supports_defer = True

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        super().__init__(alias, params)
        if not self.options.get("url"):
            raise ImproperlyConfigured("the broker needs an address: NAKOMEN_BROKER_URL")
        prefix = self.options.get("prefix", "nakomen")
        self._stream, self._waiting = f"{prefix}:tasks", f"{prefix}:later"
        self._redis: Redis = Redis.from_url(
            self.options["url"], decode_responses=True, socket_timeout=30, health_check_interval=30
        )
        self._ripen = self._redis.register_script(_RIPEN)

    # --- for who asks for work --------------------------------------------------------------------------------------

    def enqueue[**P, R](self, task: Task[P, R], args: Sequence[Any], kwargs: Mapping[str, Any]) -> TaskResult[P, R]:
        """Put a task in the queue. Its arguments go by name. Raises redis.RedisError where the broker is not there."""
        self.validate_task(task)
        if args:
            raise TypeError("a task's arguments go by name")
        name = str(uuid.uuid4())
        told = json.dumps({"id": name, "path": task.module_path, "arguments": normalize_json(kwargs)})
        if task.run_after is None:
            self._redis.xadd(self._stream, {"task": told})
        else:
            self._redis.zadd(self._waiting, {told: task.run_after.timestamp()})
        result: TaskResult[P, R] = TaskResult(
            task=task,
            id=name,
            status=TaskResultStatus.READY,
            enqueued_at=timezone.now(),
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=[],
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
        task_enqueued.send(type(self), task_result=result)
        return result

    # --- for a worker -----------------------------------------------------------------------------------------------

    def join(self) -> None:
        """Make the group of workers, where this is the first of them."""
        try:
            self._redis.xgroup_create(self._stream, GROUP, id="0", mkstream=True)
        except ResponseError as error:
            if not str(error).startswith("BUSYGROUP"):
                raise

    def ripen(self, now: datetime) -> int:
        """Put what was to wait until now in the queue; how many tasks."""
        return int(self._ripen(keys=[self._waiting, self._stream], args=[now.timestamp()]))

    def take(self, worker: str, wait: timedelta) -> Taken | None:
        """The next task, for this worker alone; None where none came within the time to wait."""
        block = int(wait.total_seconds() * 1000) or None
        found: Any = self._redis.xreadgroup(GROUP, worker, {self._stream: ">"}, count=1, block=block)
        entries = _entries(found)
        return _taken(*entries[0], times=1) if entries else None

    def take_over(self, worker: str, alive: Collection[str], idle: timedelta) -> Taken | None:
        """A task that was taken by a worker who is not alive, and not touched for so long; None where there is none."""
        for name in self._gone(alive):
            pending: Any = self._redis.xpending_range(
                self._stream, GROUP, min="-", max="+", count=1, consumername=name, idle=_milliseconds(idle)
            )
            for each in pending:
                entry = each["message_id"]
                claimed: Any = self._redis.xclaim(self._stream, GROUP, worker, _milliseconds(idle), [entry])
                if claimed:
                    return _taken(*claimed[0], times=each["times_delivered"] + 1)
        return None

    def done(self, taken: Taken) -> None:
        """The task has been carried out, or will come back by itself: nobody need take it over."""
        with self._redis.pipeline(transaction=True) as both:
            both.xack(self._stream, GROUP, taken.entry)
            both.xdel(self._stream, taken.entry)
            both.execute()

    def leave(self, worker: str) -> None:
        """This worker takes nothing any more; what it might still hold stays to be taken over."""
        pending: Any = self._redis.xpending_range(self._stream, GROUP, min="-", max="+", count=1, consumername=worker)
        if not pending:
            self._redis.xgroup_delconsumer(self._stream, GROUP, worker)

    def waiting(self) -> int:
        """How many tasks are in the queue, taken or not, those for later left out."""
        return int(self._redis.xlen(self._stream))

    def close(self) -> None:
        """Close what is open to the broker; using it again opens it again."""
        self._redis.close()

    def _gone(self, alive: Collection[str]) -> list[str]:
        """Workers that hold something and are not alive."""
        found: Any = self._redis.xinfo_consumers(self._stream, GROUP)
        return [each["name"] for each in found if each["pending"] and each["name"] not in alive]


def _entries(found: Any) -> list[tuple[str, dict[str, str]]]:
    """The entries in the answer to XREADGROUP, which newer protocols give as a mapping."""
    if not found:
        return []
    streams = found.values() if isinstance(found, dict) else [entries for _, entries in found]
    flat: list[Any] = [entry for entries in streams for entry in entries]
    return flat[0] if flat and isinstance(flat[0], list) else flat


def _taken(entry: str, fields: Mapping[str, str], *, times: int) -> Taken:
    told = json.loads(fields["task"])
    return Taken(entry, told["path"], told["arguments"], times)


def _milliseconds(time: timedelta) -> int:
    return int(time.total_seconds() * 1000)
