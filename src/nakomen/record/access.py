"""Who may do what with whose data: every decision, its ground and its reason.

One way of deciding serves all: a single client, a list, a search, an export. The rules are roles.toml; the grounds are
the queries of grounds.py. A decision reads and writes nothing; `require` and `seen` also write the access log, in the
running transaction, so that there is no answer without its line in the log.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import Q

from nakomen.record import access_log
from nakomen.record.grounds import Asked, Reach, covers, reach, together
from nakomen.record.roles import roles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from nakomen.record.actors import Actor
    from nakomen.record.roles import Areas, Language, Permission, Role

YES = {"nl": "Toegestaan", "en": "Allowed"}
NO = {"nl": "Niet toegestaan", "en": "Not allowed"}


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether something may be done, on what ground, and why (not).

    `ground` is the word of the access log, `ground_ref` what it refers to (an act, a grant, a role); `reason` is a code
    that `told` puts into words. `areas` are the areas and kinds of acts that it opens, None for all.
    """

    allowed: bool
    permission: str
    ground: str
    ground_ref: str
    reason: str
    areas: Areas

    def told(self, language: Language) -> str:
        """The decision with its reason, in a sentence for the person who asked."""
        words = roles().permissions[self.permission].words.told(language)
        outcome = (YES if self.allowed else NO)[language]
        return f"{outcome}: {words}. {told_reason(self.reason, language)}"

    def covers(self, kind: str, about: str | None = None) -> bool:
        """Whether a kind of act lies within the areas; `about` is the kind of the act that it corrects or retracts."""
        return self.allowed and covers(self.areas, kind, about)


@dataclass(frozen=True, slots=True)
class Tried:
    """One rule that was tried: which role has the permission on which ground, and whether that ground is there."""

    role: str
    scope: str
    allowed: bool
    reason: str
    ground_ref: str

    def told(self, language: Language) -> str:
        """The rule and its outcome, in words."""
        role, scope = roles().roles.get(self.role), roles().scopes.get(self.scope)
        if role is None or scope is None:
            return told_reason(self.reason, language)
        return f"{role.words.told(language)}, {scope.words.told(language)}: {told_reason(self.reason, language)}"


class UnknownPermissionError(ValueError):
    """No such permission: the names are those of roles.toml."""


class RefusedError(PermissionError):
    """The actor may not; `decision` says why, `client` is the client that it was about."""

    def __init__(self, decision: Decision, client: UUID | None = None) -> None:
        super().__init__(f"{decision.permission}: {decision.reason}")
        self.decision = decision
        self.client = client


class NotFreshError(RuntimeError):
    """The actor may, after signing in anew."""


# --- deciding -------------------------------------------------------------------------------------------------------


def decide(actor: Actor, permission: str, client: UUID | None, now: datetime) -> Decision:
    """Whether the actor may, for a client or (None) at all; reads, and writes nothing.

    Without a client, of a permission that is asked of clients, it says whether there can be clients for whom it holds;
    `visible` then says which. Raises UnknownPermissionError.
    """
    if client is not None and _checked(permission).client:
        return decide_many(actor, permission, [client], now)[client]
    if (settled := _settled(actor, permission)) is not None:
        return settled
    rules = _rules(actor, permission)
    areas = rules[0][0].areas(permission)
    for role, _ in rules[1:]:
        areas = together(areas, role.areas(permission))
    whole = [role.name for role, scope in rules if scope == "organisation"]
    return Decision(
        allowed=True,
        permission=permission,
        ground=_ground("organisation" if whole else rules[0][1]),
        ground_ref=whole[0] if whole else "",
        reason="organisation" if whole else "some_clients",
        areas=areas,
    )


def decide_many(actor: Actor, permission: str, clients: Iterable[UUID], now: datetime) -> dict[UUID, Decision]:
    """The decision for each of several clients, in as many queries as for one. Raises UnknownPermissionError."""
    wanted = list(dict.fromkeys(clients))
    if (settled := _settled(actor, permission)) is not None:
        return dict.fromkeys(wanted, settled)
    made: dict[UUID, Decision] = {}
    rules = _rules(actor, permission)
    for role, scope in rules:
        if _adds_nothing(made, wanted, role.areas(permission)):
            continue
        found = reach(Asked(actor, role, permission, now), scope)
        if found is None:
            continue
        for client, reference in found.references(wanted).items():
            made[client] = _with(made.get(client), permission, scope, reference, found)
    refused = _no(permission, f"no_{rules[0][1]}")
    return {client: made.get(client, refused) for client in wanted}


def decide_all(actor: Actor, permission: str, now: datetime) -> Decision:
    """Whether the actor may for every client of the organisation at once."""
    settled = _settled(actor, permission)
    if settled is not None:
        return settled
    for role, scope in _rules(actor, permission):
        found = reach(Asked(actor, role, permission, now), scope)
        if found is not None and found.rows is None:
            return _with(None, permission, scope, found.reference, found)
    return _no(permission, "not_all_clients")


def explain(actor: Actor, permission: str, client: UUID | None, now: datetime) -> list[Tried]:
    """Each rule that was tried for a decision, with its outcome, in the order in which grounds are named."""
    settled = _settled(actor, permission)
    if settled is not None:
        return [Tried("", "", settled.allowed, settled.reason, settled.ground_ref)]
    tried = []
    for role, scope in _rules(actor, permission):
        if client is None or not roles().permissions[permission].client:
            allowed = scope == "organisation"
            code = "organisation" if allowed else "some_clients"
            tried.append(Tried(role.name, scope, allowed, code, role.name if allowed else ""))
            continue
        found = reach(Asked(actor, role, permission, now), scope)
        reference = (found.references([client]) if found else {}).get(client)
        code = scope if reference is not None else f"no_{scope}"
        tried.append(Tried(role.name, scope, reference is not None, code, reference or ""))
    return tried


def visible(actor: Actor, permission: str, now: datetime, prefix: str = "chain") -> Q:
    """The clients for whom the permission holds, as a filter on the field `prefix` of a table (empty: Chain)."""
    opened = []
    for found in reached(actor, permission, now):
        if found.rows is None:
            return Q()
        opened.append(found.rows.values("chain_id"))
    if not opened:
        return Q(pk__in=[])
    # One union, no "or" of subqueries: from a union of few clients a database can start, an "or" it tries row by row.
    return Q(**{f"{prefix or 'pk'}__in": opened[0].union(*opened[1:]) if len(opened) > 1 else opened[0]})


def reached(actor: Actor, permission: str, now: datetime) -> Iterator[Reach]:
    """The grounds on which the permission holds, each with the clients and the areas that it opens, one by one."""
    settled = _settled(actor, permission)
    if settled is not None:
        if settled.allowed:
            yield Reach(None, settled.ground_ref, settled.areas)
        return
    for role, scope in _rules(actor, permission):
        found = reach(Asked(actor, role, permission, now), scope)
        if found is not None:
            yield found


def told_reason(code: str, language: Language) -> str:
    """The reason of a decision in words."""
    known = roles()
    if code in known.reasons:
        return known.reasons[code].told(language)
    scope = known.scopes.get(code.removeprefix("no_"))
    if scope is None:
        return code
    return (scope.no if code.startswith("no_") else scope.yes).told(language)


# --- deciding and logging -------------------------------------------------------------------------------------------


def require(
    actor: Actor, permission: str, client: UUID | None, now: datetime, *, event: str = "R", subject: str = ""
) -> Decision:
    """Decide, write the access log, and go on only where the actor may.

    `event` is the letter of NEN 7513, `subject` what it is about where it is no client, without anything personal.
    Raises RefusedError (which the outermost layer logs with `access_log.refused`, in a transaction of its own), and
    NotFreshError where a sign-in of moments ago is needed.
    """
    decision = decide(actor, permission, client, now)
    if not decision.allowed:
        raise RefusedError(decision, client)
    require_fresh(actor, permission)
    access_log.write(actor, decision, now, client=client, event=event, subject=subject)
    return decision


def require_fresh(actor: Actor, permission: str) -> None:
    """Raises NotFreshError where the permission needs a sign-in of moments ago and a person acts without it.

    A token does not sign in: its scopes were given by somebody who did.
    """
    needed = _checked(permission).fresh
    if needed and not (actor.fresh or actor.is_system or actor.scopes is not None):
        raise NotFreshError(told_reason("not_fresh", "en"))


def seen(
    actor: Actor, permission: str, clients: Iterable[UUID], now: datetime, subject: str = "", *, event: str = "R"
) -> dict[UUID, Decision]:
    """Write a line of the access log for each client that is shown in a list; the decision for each.

    Raises RefusedError where the list holds a client that the actor may not see: it was not filtered by `visible`.
    """
    decisions = decide_many(actor, permission, clients, now)
    for client, decision in decisions.items():
        if not decision.allowed:
            raise RefusedError(decision, client)
    access_log.write_many(actor, decisions, now, event=event, subject=subject)
    return decisions


# --- rules ----------------------------------------------------------------------------------------------------------


def _checked(permission: str) -> Permission:
    found = roles().permissions.get(permission)
    if found is None:
        raise UnknownPermissionError("no such permission: the names are those of roles.toml")
    return found


def _settled(actor: Actor, permission: str) -> Decision | None:
    """The decision where no client has a say in it: the system itself, a token without the scope, no role for it."""
    _checked(permission)
    if actor.is_system:
        return Decision(
            allowed=True, permission=permission, ground="system", ground_ref=actor.name, reason="system", areas=None
        )
    if actor.scopes is not None and permission not in actor.scopes:
        return _no(permission, "outside_scope")
    return None if _rules(actor, permission) else _no(permission, "no_role")


def _rules(actor: Actor, permission: str) -> Sequence[tuple[Role, str]]:
    """The actor's roles that have the permission, each with a scope, in the order in which grounds are named."""
    known = roles()
    held = [known.roles[name] for name in actor.roles if name in known.roles]
    return [(role, scope) for scope in known.scopes for role in held if scope in role.may.get(permission, ())]


def _adds_nothing(made: Mapping[UUID, Decision], wanted: Sequence[UUID], areas: Areas) -> bool:
    """Whether a further ground could open nothing that is not open already, so that it need not be asked."""
    return all(client in made and together(made[client].areas, areas) == made[client].areas for client in wanted)


def _with(before: Decision | None, permission: str, scope: str, reference: str, found: Reach) -> Decision:
    """The decision after one more ground was found: the first is named, the areas of all are open."""
    if before is not None:
        return replace(before, areas=together(before.areas, found.areas))
    return Decision(
        allowed=True,
        permission=permission,
        ground=_ground(scope),
        ground_ref=reference,
        reason=scope,
        areas=found.areas,
    )


def _no(permission: str, reason: str) -> Decision:
    return Decision(
        allowed=False, permission=permission, ground="none", ground_ref="", reason=reason, areas=frozenset()
    )


def _ground(scope: str) -> str:
    return roles().scopes[scope].ground
