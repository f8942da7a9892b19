"""Who is at the other end of a session, and for which organisation."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.db.models import DateField, Q, UUIDField
from django.utils import timezone

from nakomen.record import staff
from nakomen.record.models import Organisation, StaffMember, User
from nakomen.record.written import Written
from nakomen.web import fresh, request_log
from nakomen.web.accounts import sessions

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from django.http import HttpRequest

    from nakomen.record.actors import Actor
    from nakomen.record.written import Given


_LOOKED_UP = "nakomen_organisation"


def _serving(rows: QuerySet[StaffMember], given: Given) -> QuerySet[StaffMember]:
    """The places of a user as a member of staff on a day."""
    today = given(DateField(), "today")
    holding = Q(since__lte=today) & (Q(until=None) | Q(until__gte=today))
    return rows.filter(holding, user_id=given(UUIDField(), "user"))


_SERVING = Written(StaffMember, _serving)
_ORGANISATION = Written(Organisation, lambda rows, given: rows.filter(pk=given(UUIDField(), "organisation")))


class NoPlaceError(RuntimeError):
    """This person has not chosen an organisation, or has no place there (any more)."""


def address_of(request: HttpRequest) -> str | None:
    """The address that the request came from, seen past as many proxies as NAKOMEN_PROXIES says; None if unknown."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return None


def actor_of(request: HttpRequest) -> Actor:
    """Who acts, with the roles that hold today. Asked anew on each request, so that a lost place counts at once.

    Raises PermissionDenied without a complete sign-in, and NoPlaceError without a place in an organisation.
    """
    user = entered(request)
    organisation = organisation_of(request).pk
    actor = staff.actor_for(
        user,
        organisation,
        "desk",
        address=address_of(request),
        request=request_log.id_of(request),
        fresh=fresh.is_fresh(request),
        today=timezone.localdate(),
    )
    if actor is None:
        raise NoPlaceError
    request_log.bind(organisation=str(organisation))
    return actor if actor.place is None else replace(actor, part="portal")


def at_work(request: HttpRequest) -> tuple[Actor, StaffMember | None]:
    """As `actor_of`, with the place of a staff member; inside `tenancy.within` of that organisation.

    For a page that reads on in the same transaction. Raises as `actor_of` does.
    """
    user, today = entered(request), timezone.localdate()
    member = next(iter(_SERVING(user=user.pk, today=today)), None)
    if member is None:
        return actor_of(request), None
    member.user = user  # it is at hand
    actor = staff.acting(member, "desk", today=today, address=address_of(request), request=request_log.id_of(request))
    if actor is None:
        raise NoPlaceError
    request_log.bind(organisation=str(member.organisation_id))
    return replace(actor, fresh=fresh.is_fresh(request)), member


def entered(request: HttpRequest) -> User:
    """Who signed in, as far as that will do for the organisation of the session.

    Raises PermissionDenied without a complete sign-in, and NoPlaceError where the organisation asks for another one.
    """
    user = request.user
    if not isinstance(user, User) or not sessions.complete(request, user):
        raise PermissionDenied
    if organisation_of(request).oidc_only and not sessions.by_oidc(request):
        raise NoPlaceError
    return user


def organisation_of(request: HttpRequest) -> Organisation:
    """The organisation that the session works for, looked up once for a request. Raises NoPlaceError without one."""
    chosen = sessions.organisation(request)
    known = getattr(request, _LOOKED_UP, None)
    if chosen is None:
        raise NoPlaceError
    if known is None or known.pk != chosen:
        known = next(iter(_ORGANISATION(organisation=chosen)), None)
        if known is None:
            raise NoPlaceError
        setattr(request, _LOOKED_UP, known)
    return known


def may_enter(request: HttpRequest, organisation: UUID) -> bool:
    """Whether this way of signing in will do: an organisation may ask for its own provider."""
    found = Organisation.objects.filter(pk=organisation).first()
    return found is not None and (not found.oidc_only or sessions.by_oidc(request))


def place_shown(request: HttpRequest) -> dict[str, Any]:
    """For every page: the organisation that the session works for, or None."""
    user = getattr(request, "user", None)
    organisation = sessions.organisation(request) if isinstance(user, User) else None
    if organisation is None:
        return {"organisation": None}
    try:
        return {"organisation": organisation_of(request)}
    except NoPlaceError:
        return {"organisation": None}
