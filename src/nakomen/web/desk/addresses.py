"""Addresses of a client's pages. A list has several of each row, so where a page is, is looked up once."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode

if TYPE_CHECKING:
    from uuid import UUID

_SOMEBODY = "00000000-0000-4000-8000-000000000000"
_SOME_ACT = 1_000_000_007
"""Stand-ins for what differs from row to row."""


def of_client(name: str, client: UUID, *others: str) -> str:
    """The address of a page of a client; `others` are words of the programme, such as a kind of act.

    >>> from uuid import UUID
    >>> of_client("client", UUID("11111111-1111-4111-8111-111111111111"))
    '/clients/11111111-1111-4111-8111-111111111111/'
    """
    return _pattern(name, *others).replace(_SOMEBODY, str(client))


def of_act(name: str, client: UUID, seq: int) -> str:
    """The address of a page of one act of a client, by its place in the file."""
    return _pattern(name, _SOME_ACT).replace(_SOMEBODY, str(client)).replace(str(_SOME_ACT), str(seq))


def to_do(client: UUID, kind: str, act: str, clause: str, bearer: str) -> str:
    """The address of the form that does a duty; who must do it is named where that is not the provider."""
    asked = {"act": act, "clause": clause} | ({} if bearer == "provider" else {"bearer": bearer})
    return f"{of_client('act_new', client, kind)}?{urlencode(asked)}"


@cache
def _pattern(name: str, *others: str | int) -> str:
    return reverse(name, args=[_SOMEBODY, *others])
