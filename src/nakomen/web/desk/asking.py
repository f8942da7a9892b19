"""The frame around every screen of the desk: who asks, one transaction of one organisation, and every refusal told.

No screen runs outside it. The access log is written in the transaction in which the answer is made, so that there is no
answer without its line; a refusal is logged in a transaction of its own, since the first one is undone.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any, Concatenate

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from nakomen.law.clock import local_day
from nakomen.record import access, access_log, tenancy
from nakomen.record.access import NotFreshError, RefusedError
from nakomen.record.ledger import DestroyedError, UnknownClientError
from nakomen.record.models import Organisation, StaffMember
from nakomen.record.roles import roles
from nakomen.web import again, errors, people
from nakomen.web.desk import sent

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping
    from datetime import date, datetime
    from uuid import UUID

    from django.db.models import Q

    from nakomen.record.access import Decision
    from nakomen.record.actors import Actor
    from nakomen.record.roles import Language, Role


@dataclass
class Desk:
    """One request of somebody at work: who, for which organisation, with which permission, and when."""

    request: HttpRequest
    organisation: Organisation
    actor: Actor
    now: datetime
    permission: str
    staff: StaffMember | None = None
    client: UUID | None = None
    _decided: dict[Hashable, dict[UUID, Decision]] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day in Amsterdam on which is asked."""
        return local_day(self.now)

    @property
    def language(self) -> Language:
        """The language of the screen: Dutch, or English where that was chosen."""
        return language()

    @cached_property
    def member(self) -> StaffMember:
        """The place of who asks: code, name, function, roles and teams."""
        if self.staff is not None:
            return self.staff
        found: StaffMember = StaffMember.objects.get(pk=self.actor.staff)
        return found

    def may(self, permission: str) -> bool:
        """Whether who asks may do this at all, for some client or the organisation: what menus go by. Not logged."""
        return access.decide(self.actor, permission, None, self.now).allowed

    def require(
        self, client: UUID | None = None, *, permission: str = "", event: str = "R", subject: str = ""
    ) -> Decision:
        """Decide and log; raises RefusedError, which a client's own pages answer as if there were no such client."""
        self.client = client
        asked = permission or self.permission
        decision = access.require(self.actor, asked, client, self.now, event=event, subject=subject)
        if client is not None and roles().permissions[asked].client:
            self._keep(asked, {client: decision})
        return decision

    def decide(self, permission: str, client: UUID) -> Decision:
        """Whether who asks may do something for a client. Not logged."""
        if not roles().permissions[permission].client:
            return access.decide(self.actor, permission, client, self.now)
        return self.decide_many(permission, [client])[client]

    def decide_many(self, permission: str, clients: Iterable[UUID]) -> dict[UUID, Decision]:
        """The decision for each of several clients, of a permission that is asked of clients. Not logged.

        A page that only reads asks the same grounds once: what was found for another permission counts again where
        the roles give both in the same way.
        """
        wanted = list(dict.fromkeys(clients))
        known = self._decided.get(self._rules(permission), {}) if self.reads else {}
        if any(client not in known for client in wanted):
            known = access.decide_many(self.actor, permission, wanted, self.now)
            self._keep(permission, known)
        alone = self._alone(permission)
        return {
            client: replace(
                known[client],
                permission=permission,
                areas=alone.areas(permission) if alone and known[client].allowed else known[client].areas,
            )
            for client in wanted
        }

    def _keep(self, permission: str, decisions: Mapping[UUID, Decision]) -> None:
        if self.reads:
            self._decided.setdefault(self._rules(permission), {}).update(decisions)

    @cached_property
    def reads(self) -> bool:
        """Whether nothing is written that could change a ground; a search is posted too, and says so itself."""
        return self.request.method in ("GET", "HEAD")

    def _rules(self, permission: str) -> Hashable:
        """All that a decision for a client goes by, beside the grounds themselves."""
        if (alone := self._alone(permission)) is not None:  # what it opens follows from the role, on any ground
            return alone.name, tuple(alone.may[permission])
        return tuple(
            (role.name, tuple(role.may[permission]), role.areas(permission)) for role in self._held(permission)
        )

    def _alone(self, permission: str) -> Role | None:
        """The only role that has the permission, where there is only one."""
        held = self._held(permission)
        return held[0] if len(held) == 1 else None

    def _held(self, permission: str) -> list[Role]:
        known = roles().roles
        return [known[name] for name in self.actor.roles if name in known and permission in known[name].may]

    def visible(self, prefix: str = "chain", permission: str = "") -> Q:
        """The filter for the rows of clients whom the actor may see: the same decision as for each by itself."""
        return access.visible(self.actor, permission or self.permission, self.now, prefix=prefix)

    def seen(self, clients: Iterable[UUID], subject: str, permission: str = "") -> dict[UUID, Decision]:
        """Log that these clients were shown, a line for each; the decision for each."""
        wanted = list(dict.fromkeys(clients))
        asked = permission or self.permission
        decisions = access.seen(self.actor, asked, wanted, self.now, subject)
        self._keep(asked, decisions)
        return decisions

    def render(self, template: str, context: Mapping[str, Any] | None = None, status: int = 200) -> HttpResponse:
        """The page, made now, inside the transaction; templates know this request as `desk`."""
        return render(self.request, template, {"desk": self, **(context or {})}, status=status)

    @cached_property
    def menu(self) -> dict[str, bool]:
        """Which parts of the desk this person has something to do in."""
        clients = self.may("client.read")
        return {
            "today": self.may("standing.read") or self.may("organisation.read"),
            "clients": clients or self.may("client.search"),
            "register": self.may("client.register"),
            "overview": self.may("overview.read"),
            "registers": self.may("organisation.read"),
            "settings": self.may("organisation.read"),
        }


def language() -> Language:
    """The language of the page that is being made."""
    return "en" if (get_language() or "nl").startswith("en") else "nl"


def desk[**P](
    permission: str,
) -> Callable[[Callable[Concatenate[Desk, P], HttpResponse]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]]:
    """Makes a view of a function of a Desk: signed in, at the staff's side, and with a role that may do this at all.

    A permission that needs a sign-in of moments ago asks for it here; what was posted then is not lost. What the
    function itself shows of clients, it logs by `require` and `seen`.
    """

    def decorate(
        view: Callable[Concatenate[Desk, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def framed(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            people.entered(request)
            organisation = people.organisation_of(request)
            asked: Desk | None = None
            try:
                with tenancy.within(organisation.pk):
                    actor, staff = people.at_work(request)
                    asked = Desk(request, organisation, replace(actor, part="desk"), timezone.now(), permission, staff)
                    _may_at_all(asked)
                    return sent.once(asked, lambda: view(asked, *args, **kwargs))
            except sent.SentBeforeError as error:
                return sent.again(request, error)
            except (RefusedError, NotFreshError, UnknownClientError, DestroyedError) as error:
                if asked is None:
                    raise
                return _failed(asked, error)

        framed.permission = permission  # type: ignore[attr-defined]  # the table of who may enter what reads it
        return framed

    return decorate


def _may_at_all(asked: Desk) -> None:
    """Refuse who may do this for no client, before anything is looked up: the same answer for every client."""
    decision = access.decide(asked.actor, asked.permission, None, asked.now)
    if asked.actor.staff is None or not decision.allowed:
        raise RefusedError(decision if not decision.allowed else replace(decision, allowed=False, reason="no_role"))
    if roles().permissions[asked.permission].fresh:
        access.require_fresh(asked.actor, asked.permission)


def _failed(asked: Desk, error: RefusedError | NotFreshError | UnknownClientError | DestroyedError) -> HttpResponseBase:
    """The answer where the transaction was undone; what was refused is logged before it leaves."""
    if isinstance(error, NotFreshError):
        return again.sign_in_first(asked.request)
    if isinstance(error, DestroyedError):
        return render(asked.request, "desk/destroyed.html", {"desk": asked}, status=410)
    if isinstance(error, UnknownClientError):
        return errors.not_found(asked.request)
    access_log.refused(asked.organisation.pk, asked.actor, error.decision, error.client, asked.now)
    if error.client is not None:
        return errors.not_found(asked.request)
    told = error.decision.told(language())
    return render(asked.request, "desk/refused.html", {"desk": asked, "told": told}, status=403)
