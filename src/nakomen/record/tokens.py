"""Tokens of other systems: made by a person for a purpose, for a time, and never worth more than that person is.

A token reads `nkm_<organisation>_<secret>`: the organisation is in it, so that it is known before the first query.
Of the secret only the SHA-256 is kept; it is random enough that nothing slower is needed to keep it from being guessed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from nakomen.law.clock import local_day
from nakomen.record import access, staff
from nakomen.record.models import ApiToken, StaffMember
from nakomen.record.roles import roles
from nakomen.record.tenancy import current

if TYPE_CHECKING:
    from collections.abc import Iterable

    from allauth.idp.oidc.models import Client, Token
    from django.db.models import QuerySet

    from nakomen.record.actors import Actor
    from nakomen.record.models import User

PREFIX = "nkm"
LONGEST = timedelta(days=366)
"""How long a token can last: a year, leap years included; after that somebody decides anew."""
FRESH = timedelta(minutes=5)
"""A token that a person signed in for counts as a fresh sign-in for so long."""

_FORM = re.compile(rf"{PREFIX}_([a-z2-7]{{26}})_([A-Za-z0-9_-]{{43}})", re.ASCII)


class TokenError(ValueError):
    """A token that cannot be made; `problems` names each place with what was expected."""

    def __init__(self, problems: Iterable[tuple[str, str]]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{place}: expected {expected}" for place, expected in self.problems))


class UnknownClientError(LookupError):
    """There is no such client in this organisation."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """A token as it came in, split: which organisation it says to be of, and its secret."""

    organisation: UUID
    secret: str


def read(text: str) -> Bearer | None:
    """The parts of a token; None where the text is no token of ours."""
    found = _FORM.fullmatch(text)
    if found is None:
        return None
    try:
        organisation = base64.b32decode(found[1].upper() + "======")
    except binascii.Error:
        return None
    return Bearer(UUID(bytes=organisation), found[2])


def written(organisation: UUID, secret: str) -> str:
    """The text of a token."""
    return f"{PREFIX}_{base64.b32encode(organisation.bytes).decode().rstrip('=').lower()}_{secret}"


def make(
    *, name: str, scopes: Iterable[str], on_behalf_of: UUID, expires_at: datetime, actor: Actor, now: datetime
) -> tuple[ApiToken, str]:
    """A token of the current organisation with its text, which is told this once.

    `scopes` are permissions; `on_behalf_of` is the staff member whose rights bound it. Raises TokenError with every
    problem, access.RefusedError where the actor may not.
    """
    access.require(actor, "token.manage", None, now, event="C", subject="token")
    asked = sorted(set(scopes))
    _check(name, asked, on_behalf_of, expires_at, now)
    secret = secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        organisation_id=current(),
        name=name,
        token_hash=_hash(secret),
        scopes=asked,
        staff_id=on_behalf_of,
        created_at=now,
        expires_at=expires_at,
    )
    return token, written(current(), secret)


def revoke(token: UUID, *, actor: Actor, now: datetime) -> None:
    """End a token at once. Raises ApiToken.DoesNotExist, access.RefusedError."""
    access.require(actor, "token.manage", None, now, event="D", subject=f"token {token}")
    found: ApiToken = ApiToken.objects.get(pk=token)
    if found.revoked_at is None:
        found.revoked_at = now
        found.save(update_fields=["revoked_at"])


def entries() -> list[ApiToken]:
    """The tokens of the current organisation, the newest first."""
    return list(ApiToken.objects.select_related("staff").order_by("-created_at", "id"))


def authenticate(bearer: Bearer, *, now: datetime, address: str | None, request: str) -> tuple[ApiToken, Actor] | None:
    """The token and who acts with it, inside the organisation that it names; None where it does not hold now.

    It holds as long as it was neither revoked nor outlived, and the staff member has a place in the organisation.
    """
    token: ApiToken | None = (
        ApiToken.objects.select_related("staff", "staff__user")
        .filter(token_hash=_hash(bearer.secret), revoked_at=None, expires_at__gt=now)
        .first()
    )
    if token is None:
        return None
    actor = staff.acting(token.staff, "api", today=local_day(now), address=address, request=request)
    if actor is None:
        return None
    _used(token, now)
    return token, replace(actor, name=token.name, scopes=frozenset(token.scopes))


# --- clients of this installation's own OpenID Connect provider -------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClientShown:
    """A client as those who manage it see it: without its secret, of which only a hash is kept."""

    id: str
    name: str
    scopes: tuple[str, ...]
    staff: StaffMember | None
    created_at: datetime
    expires_at: datetime | None


def make_client(
    *, name: str, scopes: Iterable[str], on_behalf_of: UUID, expires_at: datetime, actor: Actor, now: datetime
) -> tuple[Client, str]:
    """A client for the client credentials grant, with its secret, which is told this once. Raises as `make` does.

    Its access tokens last an hour, and are bound to the organisation and the staff member as a token is; none of them
    holds once the client has run out.
    """
    from allauth.idp.oidc.adapter import get_adapter
    from allauth.idp.oidc.models import Client

    access.require(actor, "token.manage", None, now, event="C", subject="client")
    asked = sorted(set(scopes))
    _check(name, asked, on_behalf_of, expires_at, now)
    secret = get_adapter().generate_client_secret()
    client = Client(
        name=name,
        type=Client.Type.CONFIDENTIAL,
        grant_types=Client.GrantType.CLIENT_CREDENTIALS,
        response_types="",
        created_at=now,
        data={"organisation": str(current()), "staff": str(on_behalf_of), "expires_at": expires_at.isoformat()},
    )
    client.set_scopes(asked)
    client.set_default_scopes(asked)
    client.set_secret(secret)
    client.save()
    return client, secret


def clients() -> list[ClientShown]:
    """The clients of the current organisation, the newest first; those that have run out are among them."""
    rows = _own_clients().order_by("-created_at", "id")
    members = {str(member.pk): member for member in StaffMember.objects.all()}
    return [
        ClientShown(
            row.id,
            row.name,
            tuple(row.get_scopes()),
            members.get(row.data.get("staff")),
            row.created_at,
            _runs_out(row),
        )
        for row in rows
    ]


def end_client(client: str, *, actor: Actor, now: datetime) -> None:
    """End a client at once, and the access tokens that it fetched. Raises UnknownClientError, access.RefusedError."""
    found = _own_clients().filter(pk=client).first()
    subject = "client" if found is None else f"client {found.pk}"
    access.require(actor, "token.manage", None, now, event="D", subject=subject)
    if found is None:
        raise UnknownClientError
    found.delete()


def organisation_of(token: Token) -> UUID | None:
    """The organisation that the client of an access token belongs to."""
    data = token.client.data if token.client is not None else None
    try:
        return UUID(data["organisation"]) if isinstance(data, dict) else None
    except (KeyError, TypeError, ValueError):
        return None


def actor_of(token: Token, *, now: datetime, address: str | None, request: str) -> Actor | None:
    """Who acts with an access token, inside the organisation of its client; None where it does not hold now.

    It holds as long as its client has not run out, and the staff member has a place in the organisation.
    A token that a person signed in for is that person's, and fresh for some minutes; any other acts on behalf of the
    staff member that its client was made for.
    """
    until = _runs_out(token.client)
    if until is None or until <= now:
        return None
    mine = Q(user=token.user) if token.user_id else Q(pk=_staff_of(token))
    member: StaffMember | None = StaffMember.objects.select_related("user").filter(mine).first()
    if member is None:
        return None
    actor = _acting(member.user, now, address, request)
    if actor is None or actor.staff != member.pk:
        return None
    scopes = frozenset(token.get_scopes())
    if token.user_id:
        return replace(actor, scopes=scopes, fresh=now - token.created_at <= FRESH)
    return replace(actor, name=token.client.name, scopes=scopes)


def _acting(user: User, now: datetime, address: str | None, request: str) -> Actor | None:
    return staff.actor_for(user, current(), "api", today=local_day(now), address=address, request=request)


def _staff_of(token: Token) -> UUID | None:
    try:
        return UUID(token.client.data["staff"])
    except (KeyError, TypeError, ValueError):
        return None


def _runs_out(client: Client) -> datetime | None:
    """Until when a client holds; None where that was never said, and then it does not hold."""
    try:
        return datetime.fromisoformat(client.data["expires_at"])
    except (KeyError, TypeError, ValueError):
        return None


def _own_clients() -> QuerySet[Client]:
    """The clients of the current organisation: their table is the provider's, and knows organisations as data only."""
    from allauth.idp.oidc.models import Client

    rows: QuerySet[Client] = Client.objects.filter(data__organisation=str(current()))
    return rows


# --- what a token must be -------------------------------------------------------------------------------------------


def _check(name: str, scopes: list[str], on_behalf_of: UUID, expires_at: datetime, now: datetime) -> None:
    problems: list[tuple[str, str]] = []
    if not name.strip() or len(name) > 100 or not name.isprintable():
        problems.append(("name", "a name of at most 100 characters"))
    known = roles().permissions
    if not scopes:
        problems.append(("scopes", "at least one permission"))
    if any(scope not in known for scope in scopes):
        problems.append(("scopes", f"permissions, each one of {', '.join(sorted(known))}"))
    if not _in_place(on_behalf_of, now):
        problems.append(("on_behalf_of", "somebody who works for this organisation"))
    if not now < expires_at <= now + LONGEST:
        problems.append(("expires_at", "a moment within a year from now"))
    if problems:
        raise TokenError(problems)


def _in_place(member: UUID, now: datetime) -> bool:
    today = local_day(now)
    return bool(StaffMember.objects.filter(Q(until=None) | Q(until__gte=today), pk=member, since__lte=today).exists())


def _used(token: ApiToken, now: datetime) -> None:
    """Note the day of use; once a day, so that reading does not write."""
    today = local_day(now)
    if token.last_used_on != today:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)


def fingerprint(secret: str) -> str:
    """What a token is called where only equality matters: it leads back to no token."""
    return hashlib.sha256(b"fingerprint\0" + secret.encode()).hexdigest()[:32]


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
