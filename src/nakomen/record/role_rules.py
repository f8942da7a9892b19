"""Which roles and which code a staff member can get, and from whom."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nakomen.record.models import StaffMember
from nakomen.record.roles import roles

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nakomen.record.actors import Actor

_CODE = re.compile(r"[^\s\x00-\x1f\x7f]{1,40}")
RESERVED = frozenset({"system", "client", "representative", "carer"})
"""Names by which the log knows others than staff."""


class StaffError(ValueError):
    """Something about staff that cannot be; `problems` pairs each field with what was expected."""

    def __init__(self, problems: Iterable[tuple[str, str]]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{field}: expected {expected}" for field, expected in self.problems))


def check_roles(actor: Actor, before: Sequence[str], wanted: Sequence[str]) -> list[tuple[str, str]]:
    """What is wrong with these roles instead of others: a role is given and taken by those whom it names."""
    known = roles()
    staff = {role.name: role for role in known.staff()}
    if not wanted:
        return [("roles", "at least one role")]
    if any(name not in staff for name in wanted):
        return [("roles", f"roles out of {', '.join(staff)}")]
    problems = []
    if len(wanted) > 1 and (alone := [name for name in wanted if staff[name].alone]):
        problems.append(("roles", f"{', '.join(alone)} without any other role"))
    for name in sorted(set(before) ^ set(wanted)):
        givers = staff[name].given_by if name in staff else ()
        if not (actor.is_system or set(givers) & set(actor.roles)):
            problems.append(("roles", f"{name} to be given or taken by {' or '.join(givers)}"))
    return problems


def code_problems(code: str) -> list[tuple[str, str]]:
    """What is wrong with the code of a new staff member."""
    if not _CODE.fullmatch(code) or code.lower() in RESERVED:
        return [("code", f"up to 40 signs without spaces, and none of {', '.join(sorted(RESERVED))}")]
    if StaffMember.objects.filter(code=code).exists():
        return [("code", "a code that no staff member has or had")]
    return []
