"""Who acts: a staff member, another system on a staff member's behalf, somebody on the client's side, or the system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from uuid import UUID

type Part = Literal["desk", "portal", "api", "command", "task"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks, with which roles, through which part of the system, from which address.

    `name` is what acts and the log call the actor: a staff member's code, a token's name, `system`. `roles` are the
    staff member's roles that hold now; `scopes` limits another system to less than those (None: no limit). `place` is
    the ClientPerson of somebody on the client's side. `fresh` tells that this person signed in moments ago.
    """

    name: str
    part: Part
    user: UUID | None = None
    staff: UUID | None = None
    roles: tuple[str, ...] = ()
    scopes: frozenset[str] | None = None
    place: int | None = None
    address: str | None = None
    request: str = ""
    fresh: bool = False
    is_system: bool = False


def system(part: Part, name: str = "system") -> Actor:
    """The installation itself: a command of its keeper, or a task that runs by itself. Logged as such."""
    return Actor(name, part, is_system=True)
