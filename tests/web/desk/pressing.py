"""Pressing a button more than once: what a page sends, as often and as much at once as somebody may do it."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from threading import Barrier
from typing import Any
from uuid import uuid4

from django.db import connections
from django.test import Client

from nakomen.record import tenancy
from nakomen.record.models import Organisation

type Fields = Mapping[str, Any]


@dataclass(frozen=True)
class Button:
    """A button: where its form goes, what it sends, and how much of what it makes there is."""

    address: str
    fields: Fields
    count: Callable[[], int]

    def drawn(self) -> dict[str, Any]:
        """What the form sends, with the token of the page as it was drawn now."""
        return {**self.fields, "csrfmiddlewaretoken": uuid4().hex}


def same(window: Client) -> Client:
    """Another request of the same browser, which knows nothing of what is under way."""
    other = Client(raise_request_exception=False)
    other.cookies = window.cookies
    return other


def at_once(works: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each of these answers, all begun at the same moment."""
    barrier = Barrier(len(works))

    def one(work: Callable[[], Any]) -> Any:
        barrier.wait()
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


def posted(window: Client, address: str, *sent: Fields) -> list[Any]:
    """The answers to these forms, all sent to one address at the same moment from one browser."""
    return at_once([partial(same(window).post, address, dict(given)) for given in sent])


def counted(organisation: Organisation, count: Callable[[], int]) -> int:
    """How much there is, within the organisation."""
    with tenancy.within(organisation.id):
        return count()


def places(answers: Sequence[Any]) -> list[str]:
    """Where each answer leads to; for one that leads nowhere its status, and what broke."""
    return [answer.headers.get("Location") or _why(answer) for answer in answers]


def _why(answer: Any) -> str:
    if answer.status_code < 500:
        return str(answer.status_code)
    kind, error, trace = answer.exc_info
    last = traceback.extract_tb(trace)[-1]
    return f"{kind.__name__} {error} at {last.filename}:{last.lineno}"
