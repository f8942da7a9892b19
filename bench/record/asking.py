"""What the sixteen users ask through the API, made beforehand; and search by itself, without the API around it."""

from __future__ import annotations

import time
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from bench.record import world
from bench.record.timing import spread
from nakomen.commands import opening
from nakomen.law.clock import AMSTERDAM, local_day
from nakomen.record import access, search, tenancy
from nakomen.record.models import ClientCard

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from nakomen.record.models import StaffMember

SEARCHES = 300
KNOWN = 2000
"""Of how many clients those who see all of them ask."""


def plan(seed: int = 1) -> dict[str, Any]:
    """Each user with a token, and what this user asks: files, lists, names, and visits to plan."""
    opening.opened()
    now = timezone.now()
    chance = Random(seed)
    with tenancy.within(world.organisation()):
        return {"users": [_user(member, now, chance) for member in world.members()]}


def _user(member: StaffMember, now: datetime, chance: Random) -> dict[str, Any]:
    known = clients_of(member, now, chance)
    if not known:
        raise LookupError("a user without clients: too few were loaded")
    today = local_day(now)
    return {
        "token": world.token(member),
        "file": [
            [_get(f"/api/v1/clients/{client}"), _get(f"/api/v1/clients/{client}/standing")] for client, _ in known
        ],
        "list": [[_get(f"/api/v1/duties?{filters}")] for filters in _filters(today)],
        "search": [[_post("/api/v1/clients/search", {"name": name})] for name in names_of(known, chance)],
        "append": [
            [_post(f"/api/v1/clients/{client}/acts", {"acts": [_visit(member.code, today, chance)]})]
            for client, _ in known
        ],
    }


def clients_of(member: StaffMember, now: datetime, chance: Random) -> list[tuple[UUID, str]]:
    """Clients that the user may see, in an order of chance, with their names."""
    mine = ClientCard.objects.filter(access.visible(world.actor(member), "client.read", now))
    found = list(mine.order_by("chain_id").values_list("chain_id", "name")[:KNOWN])
    chance.shuffle(found)
    return found


def _get(path: str) -> list[Any]:
    return ["GET", path, None]


def _post(path: str, body: object) -> list[Any]:
    return ["POST", path, body]


def _filters(today: date) -> list[str]:
    """The first page of the work list: as it stands, what is due within two months, one clause, what is open."""
    soon = today + timedelta(days=60)
    return ["", f"due_before={soon}", "clause=wonder-2020/26.1", f"state=open&due_before={soon}"]


def names_of(known: list[tuple[UUID, str]], chance: Random) -> list[str]:
    """What people type: the beginning of a surname, a whole surname, or two names."""
    typed = []
    for _, name in known[:SEARCHES]:
        first, _, surname = name.split(" ", 2)
        last = search.words_of(surname)[-1]
        typed.append(chance.choice((last[:4], last, f"{first} {last}")))
    return typed


def _visit(code: str, today: date, chance: Random) -> dict[str, object]:
    """A visit of next week, planned today."""
    day = today + timedelta(days=7)
    hour = chance.randrange(8, 18)
    return {
        "kind": "visit.planned",
        "on": today.isoformat(),
        "start": f"{day.isoformat()}T{hour:02d}:00:00+{'01' if _winter(day) else '02'}:00",
        "minutes": 60,
        "service": "Persoonlijke verzorging",
        "payer": "wlz",
        "tariff_hour": "64.20",
        "vat": "exempt",
        "caregivers": [code if code.startswith("p") else world.professional(0)],
    }


def _winter(day: date) -> bool:
    from datetime import datetime, time

    return datetime.combine(day, time(12), tzinfo=AMSTERDAM).utcoffset() == timedelta(hours=1)


# --- search itself --------------------------------------------------------------------------------------------------


def search_itself() -> dict[str, Any]:
    """Searches one after another, each in a transaction with its lines in the access log; what each took."""
    opening.opened()
    now = timezone.now()
    chance = Random(2)
    found = {}
    with tenancy.within(world.organisation()):
        members = world.members()
        asking = {"own clients": members[0], "all clients": members[-1]}
        names = names_of(clients_of(members[-1], now, chance), chance)
        actors = {who: world.actor(member) for who, member in asking.items()}
    for who, actor in actors.items():
        spent = []
        for name in names[:20] + names:  # the first ones warm up
            begun = time.perf_counter()
            with tenancy.within(world.organisation()):
                search.search(actor, search.SearchQuery(name=name), now)
            spent.append(time.perf_counter() - begun)
        found[who] = spread(spent[20:])
    return found
