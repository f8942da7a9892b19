"""The frame around every operation: who calls, one transaction of one organisation, and every error as a problem.

Nothing of the API runs outside it. The access log is written in the same transaction as the answer is made in, so that
there is no answer without its line; a refusal is logged in a transaction of its own, since the first one is undone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from nakomen.law.clock import local_day
from nakomen.record import access, access_log, tenancy, tokens
from nakomen.record.access import Decision, RefusedError
from nakomen.web import people, request_log
from nakomen.web.api import limits, problems
from nakomen.web.api.problems import ProblemError

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from allauth.idp.oidc.models import Token
    from ninja.operation import Operation

    from nakomen.record.actors import Actor
    from nakomen.record.roles import Language

    type Run = Callable[..., HttpResponse]

LARGEST = 5_000_000
"""Bytes that a body can have."""
JSON = "application/json"


@dataclass(slots=True)
class Call:
    """One request: who asks, of which organisation, for which permission, and what it was about in the end."""

    organisation: UUID
    actor: Actor
    now: datetime
    permission: str
    token: UUID | None = None
    client: UUID | None = None
    refused: list[tuple[Decision, UUID | None]] = field(default_factory=list)

    @property
    def today(self) -> date:
        """The day in Amsterdam on which is asked."""
        return local_day(self.now)

    def require(
        self, client: UUID | None = None, *, permission: str = "", event: str = "R", subject: str = ""
    ) -> Decision:
        """Decide and log; raises RefusedError, which a client's own resources answer as if there were no client."""
        self.client = client
        return access.require(self.actor, permission or self.permission, client, self.now, event=event, subject=subject)

    def visible(self, prefix: str = "chain") -> Q:
        """The filter for the rows of clients that the caller may see: the same decision as for each by itself."""
        return access.visible(self.actor, self.permission, self.now, prefix=prefix)

    def seen(self, clients: Iterable[UUID], subject: str) -> dict[UUID, Decision]:
        """Log that these clients were shown, a line for each; the decision for each."""
        return access.seen(self.actor, self.permission, list(dict.fromkeys(clients)), self.now, subject)


_call: ContextVar[Call] = ContextVar("call")


def calling() -> Call:
    """The call that is being answered."""
    return _call.get()


def answer(document: object, status: int = 200, headers: dict[str, str] | None = None) -> HttpResponse:
    """A JSON answer, as it stands: the same data as the command line prints."""
    made = HttpResponse(json.dumps(document, ensure_ascii=False, default=str), status=status, content_type=JSON)
    made.headers["Cache-Control"] = "no-store"
    for name, value in (headers or {}).items():
        made.headers[name] = value
    return made


def nothing() -> HttpResponse:
    """An answer without a body."""
    return HttpResponse(status=204, headers={"Cache-Control": "no-store"})


def framed(run: Run) -> Run:
    """An operation of the API in its frame."""
    operation: Operation = run.__self__  # type: ignore[attr-defined]  # ninja hands over the operation's own method

    def whole(request: HttpRequest, **path: Any) -> HttpResponse:
        now = timezone.now()
        call: Call | None = None
        try:
            bearer = _bearer(request)
            counted = limits.counted(bearer.name)
            if counted:
                limits.check(bearer.name, now)
            with tenancy.within(bearer.organisation):
                call = bearer.call(request, now, (operation.openapi_extra or {})["x-permission"])
                if not counted:  # by its own name only once it is known to hold: a made-up one takes no place
                    limits.check(bearer.name, now)
                _may_at_all(call, path.get("client"))
                _check_form(request, operation)
                mark = _call.set(call)
                try:
                    return run(request, **path)
                finally:
                    _call.reset(mark)
        except Exception as error:  # noqa: BLE001 - whatever goes wrong is answered with a problem, never with a page
            return _failed(request, error, call, now)

    return whole


def _may_at_all(call: Call, client: UUID | None) -> None:
    """Refuse who may do this for no client, before anything is looked up: the same answer for every client."""
    decision = access.decide(call.actor, call.permission, None, call.now)
    if not decision.allowed:
        call.refused.append((decision, client))
        raise ProblemError(403, decision.told(language()))


def _failed(request: HttpRequest, error: Exception, call: Call | None, now: datetime) -> HttpResponse:
    """The answer to a call that failed, once its transaction is undone; what was refused is logged before it leaves."""
    told = language()
    if call is None:
        return problems.answer(_counted(error, request, now), language=told)
    refused = list(call.refused)
    if isinstance(error, RefusedError):
        refused.append((error.decision, call.client))
    for decision, client in refused:
        access_log.refused(call.organisation, call.actor, decision, client, now)
    if isinstance(error, RefusedError) and call.client is not None:
        return problems.answer(problems.not_found(), language=told)
    return problems.answer(error, language=told)


def _counted(error: Exception, request: HttpRequest, now: datetime) -> Exception:
    """The error, or that there were too many: who brings no token that holds is counted by the address."""
    if isinstance(error, ProblemError) and error.status == 401:
        try:
            limits.check(f"address:{people.address_of(request)}", now)
        except ProblemError as limited:
            return limited
    return error


def language() -> Language:
    """The language in which reasons are told: Dutch, or English where the request asks for it."""
    return "en" if (get_language() or "nl").startswith("en") else "nl"


# --- who calls ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _OwnToken:
    bearer: tokens.Bearer

    @property
    def organisation(self) -> UUID:
        return self.bearer.organisation

    @property
    def name(self) -> str:
        """What requests are counted by: nothing that a log or a cache could give away."""
        return tokens.fingerprint(self.bearer.secret)

    def call(self, request: HttpRequest, now: datetime, permission: str) -> Call:
        found = tokens.authenticate(self.bearer, now=now, **_origin(request))
        if found is None:
            raise _no_token()
        token, actor = found
        return Call(self.organisation, actor, now, permission, token=token.pk)


@dataclass(frozen=True, slots=True)
class _AccessToken:
    token: Token
    organisation: UUID

    @property
    def name(self) -> str:
        return str(self.token.pk)

    def call(self, request: HttpRequest, now: datetime, permission: str) -> Call:
        actor = tokens.actor_of(self.token, now=now, **_origin(request))
        if actor is None:
            raise _no_token()
        return Call(self.organisation, actor, now, permission)


def _bearer(request: HttpRequest) -> _OwnToken | _AccessToken:
    """The token of the request, as far as it can be read outside an organisation. Raises ProblemError 401."""
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise _no_token()
    own = tokens.read(text.strip())
    if own is not None:
        return _OwnToken(own)
    from allauth.idp.oidc.models import Token

    found = Token.objects.select_related("client", "user").lookup(Token.Type.ACCESS_TOKEN, text.strip())
    organisation = tokens.organisation_of(found) if found is not None else None
    if found is None or organisation is None:
        raise _no_token()
    return _AccessToken(found, organisation)


def _no_token() -> ProblemError:
    return ProblemError(401, "Send a token that is valid now.", headers={"WWW-Authenticate": 'Bearer realm="nakomen"'})


def _origin(request: HttpRequest) -> dict[str, Any]:
    return {"address": people.address_of(request), "request": request_log.id_of(request)}


# --- what every request must be -------------------------------------------------------------------------------------


def _check_form(request: HttpRequest, operation: Operation) -> None:
    """Size and kind of the body, and no parameters but those that the operation has."""
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        raise problems.too_large()
    sources = {model.__ninja_param_source__ for model in operation.models}
    if "body" in sources and request.content_type != JSON:
        raise ProblemError(415, f"Send the body as {JSON}.")
    known = {
        name
        for model in operation.models
        if model.__ninja_param_source__ == "query"
        for name in model.__ninja_flatten_map__
    }
    errors = [("query", "no other parameters than " + (", ".join(sorted(known)) or "none"))] * bool(
        set(request.GET) - known
    )
    errors += [(name, "one value") for name in sorted(known) if len(request.GET.getlist(name)) > 1]
    if errors:
        raise problems.not_fitting(errors)
