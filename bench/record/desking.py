"""What the sixteen users look at on the desk, made beforehand: sessions as after signing in, and addresses."""

from __future__ import annotations

import time
from random import Random
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from django.utils import timezone

from bench.record import asking, world
from nakomen.commands import opening
from nakomen.record import figures, tenancy
from nakomen.record.models import Figures

if TYPE_CHECKING:
    from uuid import UUID

    from nakomen.record.models import StaffMember

TOKEN = "a" * 32
"""Sent as cookie and as header: what a browser does with a form's own token."""
_FORM = "notice.given"
_CLAUSE = "wonder-2020/26.1"
_NO_FIGURES = "care_professional"


def desk_plan(seed: int = 3) -> dict[str, Any]:
    """Each user with a session, and what this user looks at."""
    opening.opened()
    chance = Random(seed)
    now = timezone.now()
    _count_figures()
    users = []
    with tenancy.within(world.organisation()):
        for member in world.members():
            known = asking.clients_of(member, now, chance)
            users.append({"cookie": _session(member), "csrf": TOKEN, **_pages(member, known, chance)})
    return {"users": users}


def _count_figures() -> None:
    """The figures of the overview, counted as the night does, where that was not done yet."""
    organisation = world.organisation()
    with tenancy.within(organisation):
        there = Figures.objects.exists()
    if not there:
        figures.make_for(organisation, timezone.now())


def _session(member: StaffMember) -> str:
    """The cookies of somebody who signed in with a second factor and chose this organisation."""
    moment = time.time()
    store = SessionStore()
    store[SESSION_KEY] = str(member.user_id)
    store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    store[HASH_SESSION_KEY] = member.user.get_session_auth_hash()
    store["nakomen.started"] = store["nakomen.seen"] = moment
    store["nakomen.second"] = True
    store["nakomen.organisation"] = str(member.organisation_id)
    store.save()
    return f"nakomen={store.session_key}; csrf={TOKEN}; nakomen_language=nl"


def _pages(member: StaffMember, known: list[tuple[UUID, str]], chance: Random) -> dict[str, Any]:
    names = asking.names_of(known, chance)
    pages: dict[str, Any] = {
        "today": [[_get("today")], [_get("today", query="scope=all")], [_get("today", query="state=overdue")]],
        "clients": [[_get("clients")], [_get("clients", query="status=in_force")]],
        "find": [[["POST", reverse("client_search"), urlencode({"q": name})]] for name in names],
        "client": [[_get("client", client)] for client, _ in known],
        "acts": [[_get("client_acts", client)] for client, _ in known],
        "form": [[_get("act_new", client, _FORM)] for client, _ in known],
        "explain": [[_get("explain", client, query=f"clause={_CLAUSE}")] for client, _ in known],
        "may": [[_get("may", client)] for client, _ in known],
        "registers": [[_get("registers")]],
        "overview": [[_get("overview")]],
    }
    if _NO_FIGURES in member.roles:
        del pages["overview"]
    return pages


def _get(name: str, *parts: object, query: str = "") -> list[Any]:
    return ["GET", reverse(name, args=parts) + (f"?{query}" if query else ""), None]
