"""The roles in words: what each may do, with whose data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nakomen.record.roles import roles
from nakomen.web.desk.asking import Desk, desk, language
from nakomen.web.desk.settings import asked as shared
from nakomen.web.desk.settings import telling

if TYPE_CHECKING:
    from django.http import HttpResponse

    from nakomen.record.roles import Role


@dataclass(frozen=True, slots=True)
class Shown:
    """A role in words: each permission with the grounds on which it holds."""

    name: str
    title: str
    purpose: str
    givers: str
    alone: bool
    may: tuple[tuple[str, tuple[str, ...], bool], ...]


@desk("organisation.read")
def matrix(asked: Desk, /) -> HttpResponse:
    """Every role: its purpose, who gives it, what it may do and for whom."""
    asked.require(subject="roles")
    known = roles()
    staff = [_shown(role) for role in known.staff()]
    rows = [
        (telling.permission(name), permission.fresh, [name in role.may for role in known.staff()])
        for name, permission in known.permissions.items()
    ]
    return shared.show(asked, "roles", {"roles": staff, "rows": rows})


def _shown(role: Role) -> Shown:
    known, told_in = roles(), language()
    return Shown(
        role.name,
        role.words.told(told_in),
        role.purpose.told(told_in),
        telling.role_list(role.given_by),
        role.alone,
        tuple(
            (
                telling.permission(name),
                tuple(known.scopes[scope].words.told(told_in) for scope in known.scopes if scope in scopes),
                known.permissions[name].fresh,
            )
            for name, scopes in role.may.items()
        ),
    )
