"""Reference page on access: roles, permissions, grounds, and who may do what on which ground."""

from docs.generate.markdown import code, codes, page, table
from docs.generate.words import above
from nakomen.acts import KIND_AREAS
from nakomen.record.roles import WRITING, Areas, Role
from nakomen.record.roles import roles as known


def roles() -> str:
    """The page of roles."""
    data = known()
    staff = data.staff()
    side = [role for role in data.roles.values() if role.side == "client"]
    return page(
        "Roles and permissions",
        above("roles"),
        "## Roles",
        table(
            ("role", "in Dutch", "purpose", "given by", "sees", "records"), [_role(role) for role in (*staff, *side)]
        ),
        "## Grounds",
        table(
            ("ground", "opens", "in Dutch", "in the access log"),
            [(code(scope.name), scope.words.en, scope.words.nl, code(scope.ground)) for scope in data.scopes.values()],
        ),
        "## Permissions of staff",
        table(("permission", *(role.words.en for role in staff)), [_row(name, staff) for name in data.permissions]),
        "## Permissions of the client's side",
        table(
            ("permission", *(role.words.en for role in side)),
            [_row(name, side) for name in data.permissions if any(name in role.may for role in side)],
        ),
        f"## Matters of a representative\n\n{above('roles_matters')}",
        table(
            ("matter", "permissions", "sees"),
            [(code(name), codes(sorted(each.may)), _areas(each.areas)) for name, each in data.matters.items()],
        ),
        f"## What a permission is\n\n{above('roles_permissions')}",
        table(
            ("permission", "you may …", "u mag …", "asked of", "fresh sign-in"),
            [
                (
                    code(each.name),
                    each.words.en,
                    each.words.nl,
                    "a client" if each.client else "the organisation",
                    "yes" if each.fresh else "",
                )
                for each in data.permissions.values()
            ],
        ),
        "## Terms",
        table(("term", "value"), [(code(name), value) for name, value in data.terms.items()]),
    )


def _role(role: Role) -> tuple[str, ...]:
    givers = codes(role.given_by) or ("an invitation" if role.side == "client" else "")
    records = _areas(role.records) if set(role.may) & WRITING else "nothing"
    return (
        code(role.name),
        role.words.nl,
        role.purpose.en + ("; goes with no other role" if role.alone else ""),
        givers,
        _areas(role.sees),
        "the same" if records == _areas(role.sees) else records,
    )


def _areas(areas: Areas) -> str:
    if areas is None:
        return "every act"
    if not areas:
        return "nothing"
    whole = sorted(areas & set(KIND_AREAS.values()))
    return codes([*whole, *(kind for kind in KIND_AREAS if kind in areas)])


def _row(name: str, held: list[Role]) -> tuple[str, ...]:
    return (code(name), *(", ".join(role.may.get(name, ("-",))) for role in held))
