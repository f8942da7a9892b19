"""What each page about recording for one client begins with: the decisions, the case, the surroundings of its forms."""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve, reverse

from nakomen.acts import KIND_AREAS
from nakomen.norms.facts import REWRITING
from nakomen.record.access import RefusedError
from nakomen.record.ledger import FIRST, UnknownClientError
from nakomen.record.seeing import Seen
from nakomen.web.desk.acts import about as about_
from nakomen.web.desk.clients.heading import heading

if TYPE_CHECKING:
    from uuid import UUID

    from nakomen.record.access import Decision
    from nakomen.web.desk.acts.about import About
    from nakomen.web.desk.asking import Desk

BACK = frozenset(
    {"today", "client", "client_acts", "client_act", "signing", "guided", "may", "may_power", "act_choose"}
)
"""Where a form may lead to after recording: the pages that lead to it."""


@dataclass(frozen=True)
class Opened:
    """The case of a client as who records may see it, and the decision by which the standing may be read."""

    asked: Desk
    client: UUID
    seen: Seen
    reading: Decision

    def about(self) -> About:
        """The surroundings of the client's forms: acts that may both be read and be recorded about."""
        return about_.of(self.asked, self.seen, self.seen.decision, self.reading)

    def read_by(self) -> Seen:
        """The same case as the decision on reading opens it."""
        found = copy.copy(self.seen)
        found.decision = self.reading
        return found

    def context(self, **more: Any) -> dict[str, Any]:
        """What every template of these pages needs."""
        who = heading(self.asked, self.seen)
        return {"part": "clients", "tab": "record", "client": self.client, "who": who, **more}


def opened(asked: Desk, client: UUID) -> Opened:
    """Decide and log that acts of this client are recorded. Raises RefusedError, UnknownClientError, DestroyedError."""
    seen = Seen(asked.require(client), client)
    return Opened(asked, client, seen, asked.decide("standing.read", client))


def check_kind(decision: Decision, kind: str) -> None:
    """Refuse a kind that is none, or that this person does not record. Raises UnknownClientError, RefusedError."""
    if kind not in KIND_AREAS or kind in REWRITING or kind == FIRST:
        raise UnknownClientError("no such form")  # the frame answers it as any page that is not there
    if not decision.covers(kind):
        raise RefusedError(replace(decision, allowed=False, reason="no_role"))


def back(asked: Desk, default: str) -> str:
    """Where to go after recording: the page that `next` names, where it is one that leads to forms; else `default`."""
    wanted = asked.request.POST.get("next") or asked.request.GET.get("next") or ""
    return wanted if _is_own(wanted) else default


def given_back(asked: Desk) -> str:
    """The address in `next`, to be carried along by a form; empty where there is none that counts."""
    return back(asked, "")


def _is_own(address: str) -> bool:
    if not address.startswith("/") or address.startswith("//") or "\\" in address:
        return False
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return False
    try:
        return resolve(parts.path).url_name in BACK
    except Resolver404:
        return False


def act_page(client: UUID, seq: int) -> str:
    """The page of one act."""
    return reverse("client_act", args=[client, seq])
