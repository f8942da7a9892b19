"""Roles, permissions and grounds as data: roles.toml, read once and checked as a whole."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

from nakomen.acts import KIND_AREAS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

type Language = Literal["nl", "en"]
type Areas = frozenset[str] | None
"""Areas of acts and single kinds of act that may be seen or recorded; None: all."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages of the screens."""

    nl: str
    en: str

    def told(self, language: Language) -> str:
        """The text in one of the two languages."""
        return self.en if language == "en" else self.nl


@dataclass(frozen=True, slots=True)
class Permission:
    """Something that one may do: asked of one client or not, with a sign-in of moments ago or not."""

    name: str
    words: Words
    client: bool
    fresh: bool


@dataclass(frozen=True, slots=True)
class Scope:
    """A ground on which a permission holds for a client; `ground` is its word in the access log."""

    name: str
    ground: str
    words: Words
    yes: Words
    no: Words


@dataclass(frozen=True, slots=True)
class Role:
    """A role: what it sees, what it records, and each permission with the grounds on which it holds."""

    name: str
    side: Literal["staff", "client"]
    words: Words
    purpose: Words
    given_by: tuple[str, ...]
    alone: bool
    sees: Areas
    records: Areas
    may: Mapping[str, tuple[str, ...]]

    def areas(self, permission: str) -> Areas:
        """The areas that a permission opens: those that the role records for writing, else those that it sees."""
        return self.records if permission in WRITING else self.sees


@dataclass(frozen=True, slots=True)
class Matter:
    """What a representative may do and see who may act in a matter: care, information or finance."""

    may: frozenset[str]
    areas: Areas


@dataclass(frozen=True, slots=True)
class Roles:
    """The whole of roles.toml. Scopes stand in the order in which a decision names its ground."""

    terms: Mapping[str, int]
    permissions: Mapping[str, Permission]
    scopes: Mapping[str, Scope]
    reasons: Mapping[str, Words]
    roles: Mapping[str, Role]
    matters: Mapping[str, Matter]

    def staff(self) -> list[Role]:
        """The roles that staff can have."""
        return [role for role in self.roles.values() if role.side == "staff"]


WRITING = frozenset({"act.append", "client.register", "case.import"})
"""Permissions that record acts, so that what a role records counts and not what it sees."""


@cache
def roles() -> Roles:
    """Who may do what, from the package's own file. Raises ValueError with everything that is wrong in it."""
    return read(files(__package__).joinpath("roles.toml").read_text(encoding="utf-8"))


def term(name: str) -> int:
    """A term or a number of roles.toml, such as `emergency_hours`."""
    return roles().terms[name]


def read(text: str) -> Roles:
    """Roles from TOML. Raises ValueError with everything that is wrong."""
    given = tomllib.loads(text)
    made = Roles(
        terms=given["terms"],
        permissions={name: _permission(name, table) for name, table in given["permission"].items()},
        scopes={name: _scope(name, table) for name, table in given["scope"].items()},
        reasons={name: _words(table) for name, table in given["reason"].items()},
        roles={name: _role(name, table) for name, table in given["role"].items()},
        matters={name: Matter(frozenset(t["may"]), frozenset(t["areas"])) for name, t in given["matter"].items()},
    )
    if wrong := list(_wrong(made)):
        raise ValueError("roles: " + "; ".join(wrong))
    return made


def positive(areas: Iterable[str] | None, without: Iterable[str]) -> Areas:
    """All that is let through, told as areas and kinds, where some kinds are kept back."""
    kept_back = frozenset(without)
    if not kept_back:
        return None if areas is None else frozenset(areas)
    shut = {KIND_AREAS[kind] for kind in kept_back}
    wanted = frozenset(KIND_AREAS.values() if areas is None else areas)
    kinds = {kind for kind, area in KIND_AREAS.items() if area in shut & wanted and kind not in kept_back}
    return (wanted - shut - kept_back) | kinds


def _words(table: Mapping[str, Any]) -> Words:
    return Words(table["nl"], table["en"])


def _permission(name: str, table: Mapping[str, Any]) -> Permission:
    return Permission(name, _words(table), table.get("client", False), table.get("fresh", False))


def _scope(name: str, table: Mapping[str, Any]) -> Scope:
    return Scope(name, table["ground"], _words(table), _words(table["yes"]), _words(table["no"]))


def _role(name: str, table: Mapping[str, Any]) -> Role:
    sees = positive(table.get("areas"), table.get("except", ()))
    return Role(
        name=name,
        side=table["side"],
        words=_words(table),
        purpose=_words(table["purpose"]),
        given_by=tuple(table.get("given_by", ())),
        alone=table.get("alone", False),
        sees=sees,
        records=frozenset(table["records"]) if "records" in table else sees,
        may={permission: tuple(scopes) for permission, scopes in table["may"].items()},
    )


def _wrong(made: Roles) -> Iterable[str]:
    """What does not hang together: a name that nothing declares, a permission that nobody has."""
    areas = set(KIND_AREAS) | set(KIND_AREAS.values())
    for role in made.roles.values():
        yield from _unknown(f"{role.name}.may", role.may, made.permissions)
        yield from _unknown(f"{role.name}.given_by", role.given_by, made.roles)
        yield from _unknown(f"{role.name}.areas", (role.sees or frozenset()) | (role.records or frozenset()), areas)
        for permission, scopes in role.may.items():
            yield from _unknown(f"{role.name}.{permission}", scopes, made.scopes)
    for name, matter in made.matters.items():
        yield from _unknown(f"{name}.may", matter.may, made.permissions)
        yield from _unknown(f"{name}.areas", matter.areas or (), areas)
    held = {permission for role in made.roles.values() for permission in role.may}
    yield from (f"{name}: no role has it" for name in made.permissions if name not in held)


def _unknown(where: str, names: Iterable[str], known: Iterable[str]) -> Sequence[str]:
    declared = frozenset(known)
    return [f"{where}: unknown {name}" for name in sorted(names) if name not in declared]
