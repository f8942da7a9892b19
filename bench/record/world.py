"""The organisation that is measured: one, with all its clients, the staff who ask, and a token for each of them."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import count as numbers
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from nakomen.commands import opening
from nakomen.demo import organisations as demo_organisations
from nakomen.demo.large import large
from nakomen.law.clock import local_day
from nakomen.record import actors, organisations, staff, tenancy, tokens
from nakomen.record.importing import ImportedClient
from nakomen.record.models import Organisation, StaffMember, User

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime
    from uuid import UUID

    from nakomen.demo import DemoOrganisation
    from nakomen.record.actors import Actor

SLUG = "bench"
CLIENTS_A_PROFESSIONAL = 50
TEAM = 4
"""Professionals of a client, as the demonstration's provider has them in all; about half of them give the care."""
USERS = {"care_professional": 10, "administration": 6}
"""Who asks at the same time: sixteen people, most of whom see their own clients only."""
SCOPES = ("act.append", "client.read", "client.search", "standing.read")
KEEPER = actors.system("command", "system:bench")


def provider(today: date) -> DemoOrganisation:
    """The provider of care of the demonstration: its conditions are the larger of the two sets."""
    return demo_organisations(today)[0]


def prepare() -> None:
    """The organisation with its staff, where the installation has none yet."""
    opening.opened()
    opening.ready_keys()
    if Organisation.objects.filter(slug=SLUG).exists():
        return
    now = timezone.now()
    described = provider(local_day(now))
    made = organisations.create(
        slug=SLUG,
        name=described.name,
        terms=described.terms,
        now=now,
        provider=_json(described.provider),
        settings=_json(described.settings),
        published=described.published,
    )
    with tenancy.within(made.id):
        for role, number in USERS.items():
            for place in range(number):
                _member(_code(role, place), role, now)


def _json(given: Any) -> Any:
    return json.loads(json.dumps(given, default=str))


def _code(role: str, place: int) -> str:
    return professional(place) if role == "care_professional" else f"{role}{place}"


def professional(place: int) -> str:
    """The code of a care professional, as acts name it."""
    return f"p{place:05d}"


def _member(code: str, role: str, now: datetime) -> None:
    user = User.objects.create(email=f"{code}@example.nl", name=code)
    since = local_day(now) - timedelta(days=1000)
    staff.add(user=user, code=code, name=code, roles=[role], since=since, actor=KEEPER, now=now)


def organisation() -> UUID:
    """The organisation's id."""
    return Organisation.objects.get(slug=SLUG).id


def members() -> list[StaffMember]:
    """The staff who ask, those of one role after the other. Inside the organisation."""
    codes = [_code(role, place) for role, number in USERS.items() for place in range(number)]
    found = {member.code: member for member in StaffMember.objects.filter(code__in=codes).select_related("user")}
    return [found[code] for code in codes]


def actor(member: StaffMember) -> Actor:
    """The staff member as the one who asks. Inside the organisation."""
    now = timezone.now()
    found = staff.actor_for(member.user, member.organisation_id, "api", today=local_day(now))
    if found is None:
        raise LookupError("a staff member who has no place")
    return found


def token(member: StaffMember) -> str:
    """A new token for the API, on behalf of this staff member. Inside the organisation."""
    now = timezone.now()
    made = tokens.make(
        name=f"bench {member.code}",
        scopes=SCOPES,
        on_behalf_of=member.id,
        expires_at=now + timedelta(days=2),
        actor=KEEPER,
        now=now,
    )
    return made[1]


def clients(today: date, count: int, acts: int) -> Iterator[ImportedClient]:
    """So many clients with so many acts each, cared for in teams by as many professionals as that takes."""
    described = provider(today)
    codes = [each.code for each in described.with_role("care_professional")]
    professionals = max(USERS["care_professional"], count * TEAM // CLIENTS_A_PROFESSIONAL // 2)
    for place, each in zip(numbers(), large(described, today, count, acts), strict=False):
        swap = {code: professional((place * TEAM + turn) % professionals) for turn, code in enumerate(codes)}
        yield ImportedClient(each.number, [_swapped(act, swap) for act in each.acts])


def _swapped(act: Mapping[str, object], swap: Mapping[str, str]) -> dict[str, object]:
    """The act with the codes of other people in it."""
    return {name: _other(value, swap) for name, value in act.items()}


def _other(value: object, swap: Mapping[str, str]) -> object:
    if isinstance(value, str):
        return swap.get(value, value)
    if isinstance(value, list) and value and isinstance(value[0], str):
        return [swap.get(each, each) for each in value]
    return value


def chunks(today: date, count: int, acts: int, size: int) -> Iterator[list[ImportedClient]]:
    """The same clients, so many at a time."""
    stream = clients(today, count, acts)
    while chunk := list(islice(stream, size)):
        yield chunk


def database_bytes() -> int:
    """How large the database is on disk."""
    from django.conf import settings
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            (size,) = cursor.fetchone()
            return int(size)
    return sum(each.stat().st_size for each in Path(settings.HOME).glob("record.sqlite3*"))
