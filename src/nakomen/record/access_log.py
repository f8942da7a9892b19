"""The access log (NEN 7513): who did what with whose data, when, from where and on what ground.

A line is written in the transaction that answers, so that there is no answer without it. A refusal undoes its
transaction and is written in one of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nakomen.record.inserting import insert, insert_one
from nakomen.record.models import AccessEntry, Chain
from nakomen.record.roles import roles
from nakomen.record.tenancy import current, within

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from nakomen.record.access import Decision
    from nakomen.record.actors import Actor
    from nakomen.record.roles import Language

LONGEST_PAGE = 500
EVENTS = {
    "nl": {"C": "toegevoegd", "R": "ingezien", "U": "gewijzigd", "D": "vernietigd", "E": "uitgevoerd"},
    "en": {"C": "added", "R": "seen", "U": "changed", "D": "destroyed", "E": "carried out"},
}
REFUSED = {"nl": "geweigerd", "en": "refused"}
OWN_SYSTEM = {"nl": "het systeem", "en": "the system"}
GROUNDS = {
    "nl": {
        "self": "eigen dossier, vertegenwoordiging of mantelzorg",
        "relation": "zorgrelatie",
        "task": "taak in de organisatie",
        "emergency": "noodtoegang",
        "supervisor": "toezicht",
        "system": "werk van het systeem",
        "none": "geen grond",
    },
    "en": {
        "self": "own file, representation or informal care",
        "relation": "care relation",
        "task": "task in the organisation",
        "emergency": "emergency access",
        "supervisor": "supervision",
        "system": "work of the system",
        "none": "no ground",
    },
}


@dataclass(frozen=True, slots=True)
class Filters:
    """Which lines are wanted; what is left out says nothing."""

    staff: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    allowed: bool | None = None
    ground: str | None = None
    ground_ref: str | None = None
    of_clients: bool | None = None


@dataclass(frozen=True, slots=True)
class LogPage:
    """Lines, the newest first; `before` asks for the next page, None where this is the last."""

    lines: tuple[AccessEntry, ...]
    before: int | None


@dataclass(frozen=True, slots=True)
class Told:
    """A line in words: who, when, what and why."""

    who: str
    when: datetime
    what: str
    why: str


# --- writing --------------------------------------------------------------------------------------------------------


def write(
    actor: Actor, decision: Decision, now: datetime, *, client: UUID | None, event: str, subject: str = ""
) -> None:
    """Write one line, in the running transaction."""
    line = {
        "action": decision.permission,
        "chain_id": client,
        "ground": decision.ground,
        "ground_ref": decision.ground_ref,
        "allowed": decision.allowed,
        "reason": decision.reason,
    }
    insert_one(AccessEntry, _about(actor, now, event, subject) | line)


def write_many(
    actor: Actor, decisions: Mapping[UUID, Decision], now: datetime, *, event: str, subject: str = ""
) -> None:
    """Write one line for each client, in the running transaction."""
    for allowed in (True, False):
        chosen = {client: each for client, each in decisions.items() if each.allowed is allowed}
        if chosen:
            insert(
                AccessEntry,
                ("chain_id", "action", "ground", "ground_ref", "reason"),
                [(client, d.permission, d.ground, d.ground_ref, d.reason) for client, d in chosen.items()],
                _about(actor, now, event, subject) | {"allowed": allowed},
            )


def refused(organisation: UUID, actor: Actor, decision: Decision, client: UUID | None, now: datetime) -> None:
    """Write that something was refused, in a transaction of its own: the refused one has been undone by then.

    A client that this organisation does not have is named as what was asked for, not as a client of it.
    """
    with within(organisation):
        known = client is not None and Chain.objects.filter(pk=client).exists()
        subject = "" if known or client is None else f"unknown client {client}"
        write(actor, decision, now, client=client if known else None, event="R", subject=subject)


def _about(actor: Actor, now: datetime, event: str, subject: str) -> dict[str, Any]:
    """What all lines of one request tell alike."""
    return {
        "organisation_id": current(),
        "at": now,
        "user_id": actor.user,
        "staff_id": actor.staff,
        "actor": actor.name,
        "roles": list(actor.roles),
        "event": event,
        "subject": subject,
        "address": actor.address,
        "system": actor.part,
        "request": actor.request,
    }


# --- reading --------------------------------------------------------------------------------------------------------


def entries(
    client: UUID | None, filters: Filters | None = None, before: int | None = None, limit: int = 100
) -> LogPage:
    """Lines about a client, or (None) about everybody, the newest first. Who may ask, `log.read` decides beforehand."""
    asked = filters or Filters()
    wanted: dict[str, object] = {
        "chain_id": client,
        "staff_id": asked.staff,
        "at__gte": asked.since,
        "at__lt": asked.until,
        "allowed": asked.allowed,
        "ground": asked.ground,
        "ground_ref": asked.ground_ref,
        "chain_id__isnull": None if asked.of_clients is None else not asked.of_clients,
        "id__lt": before,
    }
    given = {name: value for name, value in wanted.items() if value is not None}
    size = max(1, min(limit, LONGEST_PAGE))
    rows = list(AccessEntry.objects.filter(**given).select_related("staff", "user").order_by("-id")[: size + 1])
    return LogPage(tuple(rows[:size]), rows[size - 1].id if len(rows) > size else None)


def told(line: AccessEntry, language: Language) -> Told:
    """A line for the client who reads the own log."""
    permission = roles().permissions.get(line.action)
    what = permission.words.told(language) if permission is not None else line.action
    done = EVENTS[language].get(line.event, line.event) if line.allowed else REFUSED[language]
    return Told(_who(line, language), line.at, f"{what} ({done})", GROUNDS[language].get(line.ground, line.ground))


def _who(line: AccessEntry, language: Language) -> str:
    """The name with the function or the roles; a token is named by its own name, with the staff member behind it."""
    known = roles().roles
    held = ", ".join(known[name].words.told(language) for name in line.roles if name in known)
    person = line.staff or line.user
    if person is None:
        return OWN_SYSTEM[language] if line.ground == "system" else line.actor
    about = getattr(person, "function", "") or held
    name = person.name if line.staff is None or line.actor == line.staff.code else f"{line.actor}, {person.name}"
    return f"{name} ({about})" if about else name
