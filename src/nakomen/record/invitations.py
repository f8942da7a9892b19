"""Invitations: a link for one person to one place in one organisation, that works once and not for long."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from nakomen.law.clock import local_day
from nakomen.record import access
from nakomen.record.models import ClientPerson, Invitation, Organisation, StaffMember
from nakomen.record.role_rules import StaffError, check_roles, code_problems
from nakomen.record.roles import roles as known_roles
from nakomen.record.roles import term
from nakomen.record.tenancy import current, within

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from nakomen.record.actors import Actor
    from nakomen.record.models import User


_BYTES = 32
_FORM = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
"""So many bytes of chance, as a link writes them."""


class InvitationError(StaffError):
    """The link cannot be used (any more) by this person; it does not tell which of the reasons it is."""

    def __init__(self) -> None:
        super().__init__([("invitation", "one that is still open, for your verified e-mail address")])


def invite(
    *,
    email: str,
    name: str,
    code: str,
    roles: Iterable[str],
    actor: Actor,
    now: datetime,
    function: str = "",
) -> tuple[Invitation, str]:
    """Invite somebody to be a staff member; the invitation and its token, which is told this once.

    Raises StaffError with every problem, access.RefusedError.
    """
    wanted = list(dict.fromkeys(roles))
    access.require(actor, "staff.manage", None, now, event="C", subject="invitation")
    Organisation.objects.select_for_update(no_key=True).get(pk=current())  # of two at once the other waits for its code
    problems = [*_person_problems(email, name), *code_problems(code), *check_roles(actor, (), wanted)]
    if not problems and _open(now, code=code):
        problems.append(("code", "a code that no open invitation holds"))
    if problems:
        raise StaffError(problems)
    return _make(actor, now, email=email, name=name, code=code, function=function, roles=wanted)


def invite_client_side(
    *, email: str, name: str, client: UUID, capacity: str, actor: Actor, now: datetime, act: str = ""
) -> tuple[Invitation, str]:
    """Invite the client, a representative or a carer; `act` is the act that appointed or named that person.

    By who may register clients and may see this one. Raises StaffError with every problem, access.RefusedError.
    """
    access.require(actor, "client.read", client, now, event="C", subject="invitation")
    access.require(actor, "client.register", None, now, event="C", subject="invitation")
    capacities = [role.name for role in known_roles().roles.values() if role.side == "client"]
    problems = _person_problems(email, name)
    if capacity not in capacities:
        problems.append(("capacity", f"one of {', '.join(capacities)}"))
    elif capacity != "client" and not act:
        problems.append(("act", "the act that appointed or named this person"))
    if problems:
        raise StaffError(problems)
    return _make(actor, now, email=email, name=name, chain_id=client, capacity=capacity, act=act)


def link(organisation: UUID, token: str) -> str:
    """The path of the page on which an invitation is accepted."""
    return f"/invitation/{organisation}/{token}"


def could_be(token: str) -> bool:
    """Whether a text has the form of a token, so that there is something to look up."""
    return _FORM.fullmatch(token) is not None


def invitation(organisation: UUID, token: str, now: datetime) -> Invitation | None:
    """The invitation that a token opens, as long as it can be accepted."""
    with within(organisation):
        found: Invitation | None = _open(now, token_hash=_hash(token))
    return found


def withdraw(invitation_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Make the link of an invitation useless. Raises access.RefusedError."""
    access.require(actor, "staff.manage", None, now, event="U", subject=f"invitation {invitation_id}")
    Invitation.objects.filter(pk=invitation_id, accepted_at=None, withdrawn_at=None).update(withdrawn_at=now)


def renew(invitation_id: UUID, *, actor: Actor, now: datetime) -> tuple[Invitation, str]:
    """Withdraw an invitation and make the same one anew: its link was told once, and cannot be told again.

    Raises Invitation.DoesNotExist where there is none for staff that was not accepted, StaffError, access.RefusedError.
    """
    access.require(actor, "staff.manage", None, now, event="U", subject=f"invitation {invitation_id}")
    old: Invitation = Invitation.objects.get(pk=invitation_id, accepted_at=None, chain=None)
    Invitation.objects.filter(pk=old.pk, withdrawn_at=None).update(withdrawn_at=now)
    return invite(
        email=old.email, name=old.name, code=old.code, roles=old.roles, function=old.function, actor=actor, now=now
    )


def pending() -> list[Invitation]:
    """The invitations for staff that nobody accepted or withdrew, the newest first; those that expired among them."""
    rows = Invitation.objects.filter(accepted_at=None, withdrawn_at=None, chain=None).select_related("invited_by")
    return list(rows.order_by("-created_at", "id"))


def accept(organisation: UUID, token: str, user: User, now: datetime) -> StaffMember | ClientPerson:
    """Give the user the place that the invitation promises, once. Raises InvitationError where it cannot be."""
    with within(organisation):
        found = _open(now, token_hash=_hash(token))
        if found is None or not _verified(user, found.email) or _placed(user, found):
            raise InvitationError
        # Of two who accept at once one changes the row; the other finds nothing left to change.
        if not Invitation.objects.filter(pk=found.pk, accepted_at=None, withdrawn_at=None).update(accepted_at=now):
            raise InvitationError
        return _place(found, user, now)


def _place(found: Invitation, user: User, now: datetime) -> StaffMember | ClientPerson:
    since = local_day(now)
    if found.chain_id is not None:
        person: ClientPerson = ClientPerson.objects.create(
            organisation_id=current(),
            user=user,
            chain_id=found.chain_id,
            capacity=found.capacity,
            act=found.act,
            since=since,
        )
        return person
    member: StaffMember = StaffMember.objects.create(
        organisation_id=current(),
        user=user,
        code=found.code,
        name=found.name,
        function=found.function,
        roles=found.roles,
        since=since,
    )
    return member


def _placed(user: User, found: Invitation) -> bool:
    """Whether the place is taken: by this user already, or its code by somebody else."""
    if found.chain_id is not None:
        same = ClientPerson.objects.filter(user=user, chain_id=found.chain_id, capacity=found.capacity)
        return bool(same.exists())
    return bool(StaffMember.objects.filter(user=user).exists() or StaffMember.objects.filter(code=found.code).exists())


def _verified(user: User, email: str) -> bool:
    return bool(EmailAddress.objects.filter(user=user, email__iexact=email.strip(), verified=True).exists())


def _open(now: datetime, **wanted: object) -> Invitation | None:
    found: Invitation | None = Invitation.objects.filter(
        accepted_at=None, withdrawn_at=None, expires_at__gt=now, **wanted
    ).first()
    return found


def _make(actor: Actor, now: datetime, *, email: str, **fields: object) -> tuple[Invitation, str]:
    token = secrets.token_urlsafe(_BYTES)
    made: Invitation = Invitation.objects.create(
        organisation_id=current(),
        email=email.strip().lower(),
        token_hash=_hash(token),
        invited_by_id=actor.staff,
        created_at=now,
        expires_at=now + timedelta(days=term("invitation_days")),
        **fields,
    )
    return made, token


def _hash(token: str) -> bytes:
    """Of 32 random bytes a plain hash is enough: there is nothing to guess."""
    return hashlib.sha256(token.encode()).digest()


def _person_problems(email: str, name: str) -> list[tuple[str, str]]:
    problems = []
    try:
        validate_email(email.strip())
    except ValidationError:
        problems.append(("email", "an e-mail address"))
    if not 0 < len(name.strip()) <= 200:
        problems.append(("name", "a name of at most 200 characters"))
    return problems
