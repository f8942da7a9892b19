"""Work in the background: put aside with the transaction that asks for it, tried again when it fails, put away at last.

A task is a function of the moment at which it starts and of ids. It may be carried out more than once: a worker can be
killed after the work and before it could say so. Therefore each claims what it does by one UPDATE and its row count, or
gives the same result however often it runs.

What failed is known by the class of its error only. Its text could hold personal data, and so could a traceback; they
reach neither the log nor the tables of tasks.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from functools import partial, wraps
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.tasks import task
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db import DatabaseBackend

from nakomen.record import dead_letters
from nakomen.record.task_log import logger

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.tasks import Task

type Background = Task[..., None]
"""What `background` makes."""

LIMIT = 5
"""How often a task is tried before it is put away for a person to look at."""
FIRST_PAUSE = timedelta(seconds=10)


class FailedTaskError(RuntimeError):
    """A task failed; the text is the class of what went wrong, and nothing more."""


def background(work: Callable[..., None]) -> Background:
    """A task made of a function of the moment at which it starts and of ids, given by name as texts.

    When it fails it comes back after a pause, LIMIT times in all; then it becomes a dead letter.
    """

    @wraps(work)
    def carried_out(*, attempt: int = 1, **ids: str) -> None:
        try:
            work(timezone.now(), **ids)
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the task is tried again
            name = error_name(error)
        else:
            return
        _again_or_away(f"{work.__module__}.{work.__qualname__}", ids, attempt, name)
        raise FailedTaskError(name)

    return task(carried_out)


def enqueue_after_commit(work: Background, /, **ids: object) -> None:
    """Have a task carried out once the running transaction has been committed; not at all where it is not.

    With the database as the queue, the task is a row of the same transaction, so neither is there without the other. A
    broker hears of it after the commit; what is lost when the process dies just then, or when the broker does not
    answer, `clockwork` finds lying. Arguments are ids: they become text.
    """
    told = {name: str(value) for name, value in ids.items()}
    if isinstance(work.get_backend(), DatabaseBackend):
        work.enqueue(**told)
    else:
        transaction.on_commit(partial(work.enqueue, **told), robust=True)


def later(work: Background, moment: datetime, /, **ids: object) -> None:
    """Have a task carried out at a moment or soon after it; the running transaction, if any, must not matter to it."""
    work.using(run_after=moment).enqueue(**{name: str(value) for name, value in ids.items()})


def pause(attempt: int) -> timedelta:
    """How long after the failure of this attempt, counted from 1, the next one comes: 10 s, 40 s, 160 s, 640 s.

    A quarter of it is left to chance, so that what failed together does not come back together.
    """
    chance = 0.75 + secrets.randbelow(501) / 1000
    return FIRST_PAUSE * float(4 ** (attempt - 1)) * chance


def error_name(error: BaseException) -> str:
    """The class of an error, which may be told where its text may not."""
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _again_or_away(path: str, ids: dict[str, str], attempt: int, error: str) -> None:
    logger.warning("task failed", task=path, error=error, attempt=attempt, attempts=LIMIT)
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()  # the failure may have been that of the connection
    now = timezone.now()
    if attempt < LIMIT:
        again: Task[..., Any] = import_string(path)
        again.using(run_after=now + pause(attempt)).enqueue(**ids, attempt=attempt + 1)
    else:
        dead_letters.put(path, ids, error, attempt, now)
