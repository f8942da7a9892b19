"""`nakomen organisation`: the care providers of this installation: their conditions, settings and first people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from nakomen.case_files import open_set
from nakomen.commands import arguments, opening, organisation_systems
from nakomen.commands.answering import ANSWERED, AsJson, deliver
from nakomen.commands.organisation_creating import create
from nakomen.commands.plain_command import PlainCommand, PlainGroup

if TYPE_CHECKING:
    from nakomen.commands.page import Page
    from nakomen.record.conditions import SettingShown
    from nakomen.record.models import ConditionsVersion, Organisation

app = typer.Typer(
    cls=PlainGroup, help="Create and look at the organisations of this installation.", rich_markup_mode=None
)
app.command("create", cls=PlainCommand)(create)
organisation_systems.add_to(app)

Which = Annotated[str, typer.Argument(metavar="SLUG", show_default=False, help="The organisation's short name.")]


@app.command("list", cls=PlainCommand)
def list_(*, as_json: AsJson = False) -> int:
    """The organisations, with their conditions and how many clients and staff members each has."""
    opening.opened()
    rows = [_counted(each) for each in opening.organisations(None)]
    return deliver(lambda: rows, lambda: _list_page(rows), as_json=as_json)


def _counted(each: Organisation) -> dict[str, Any]:
    from nakomen.record import tenancy
    from nakomen.record.models import Chain, ConditionsVersion, StaffMember

    with tenancy.within(each.id):
        return {
            "slug": each.slug,
            "name": each.name,
            "terms": [version.name for version in ConditionsVersion.objects.order_by("published")],
            "clients": Chain.objects.count(),
            "staff": StaffMember.objects.count(),
        }


def _list_page(rows: list[dict[str, Any]]) -> Page:
    from nakomen.commands.page import Page

    made = Page()
    if not rows:
        made.text("Er is nog geen organisatie. Maak er een: nakomen organisation create")
        return made
    made.table(
        [
            [
                each["slug"],
                each["name"],
                f"{each['clients']} cliënten",
                f"{each['staff']} medewerkers",
                each["terms"][-1],
            ]
            for each in rows
        ],
        indent=0,
    )
    return made


@app.command(cls=PlainCommand)
def show(slug: Which, *, as_json: AsJson = False) -> int:
    """An organisation with the versions of its conditions, and each setting with its clause and its default."""
    opening.opened()
    from django.utils import timezone

    from nakomen.record import conditions, tenancy
    from nakomen.record.models import ConditionsVersion

    owner = opening.organisation(slug)
    with opening.told(), tenancy.within(owner.id):
        versions = list(ConditionsVersion.objects.order_by("published"))
        settings = conditions.settings_shown(owner, timezone.localdate())
    return deliver(
        lambda: _document(owner, versions, settings), lambda: _page(owner, versions, settings), as_json=as_json
    )


def _document(owner: Organisation, versions: list[ConditionsVersion], settings: list[SettingShown]) -> dict[str, Any]:
    return {
        "slug": owner.slug,
        "name": owner.name,
        "kvk": owner.kvk,
        "agb": owner.agb,
        "email": owner.email,
        "provider": owner.provider,
        "terms": [
            {
                "set": each.name,
                "published": each.published.isoformat(),
                "in_force_from": each.in_force_from.isoformat() if each.in_force_from else None,
            }
            for each in versions
        ],
        "settings": [
            {
                "name": each.name,
                "value": each.value,
                "default": each.default,
                "clauses": list(each.clauses),
                "judgement": each.judgement,
                "fixed": each.fixed,
            }
            for each in settings
        ],
    }


def _page(owner: Organisation, versions: list[ConditionsVersion], settings: list[SettingShown]) -> Page:
    from nakomen.commands import page as layout
    from nakomen.commands.words import on

    made = layout.Page()
    made.heading(f"{owner.name} ({owner.slug})")
    area = owner.provider.get("service_area") or ["niet ingevuld"]
    made.table(
        [
            ["KvK", owner.kvk or "–"],
            ["AGB", owner.agb or "–"],
            ["E-mail", owner.email or "–"],
            ["Werkgebied", ", ".join(area)],
        ]
    )
    made.heading("Voorwaarden")
    made.table(
        [
            [each.name, f"gepubliceerd {on(each.published)}", f"geldt vanaf {on(each.in_force_from)}"
             if each.in_force_from else "geldt vanaf het begin"]
            for each in versions
        ]
    )  # fmt: skip
    made.heading("Instellingen")
    several = len({clause.partition("/")[0] for each in settings for clause in each.clauses}) > 1
    made.table([_setting_row(each, several=several) for each in settings])
    return made


def _setting_row(each: SettingShown, *, several: bool) -> list[str]:
    other = "" if each.value == each.default else f" (zonder keuze: {_shown(each.default)})"
    fixed = " (staat vast)" if each.fixed else ""
    clauses = ", ".join(clause if several else clause.partition("/")[2] for clause in each.clauses)
    return [each.name, f"{_shown(each.value)}{other}{fixed}", clauses, each.nl]


def _shown(value: object) -> str:
    return (
        {True: "ja", False: "nee", None: "–"}.get(value, str(value)) if isinstance(value, bool | None) else str(value)
    )


@app.command("publish-conditions", cls=PlainCommand)
def publish_conditions(
    slug: Which,
    *,
    terms: Annotated[str, typer.Option("--set", metavar="TERMS", help="The name of a set, or its own TOML file.")],
    published: Annotated[str, typer.Option("--published", metavar="DATE", help="The day of publication.")],
    in_force_from: Annotated[
        str | None,
        typer.Option("--in-force-from", metavar="DATE", help="The first day; a month after publication, or later."),
    ] = None,
) -> int:
    """Publish a new version of an organisation's conditions. All standings are then made anew by the worker."""
    source, day, since = arguments.together(
        lambda: set_source(terms),
        lambda: arguments.day("--published", published),
        lambda: arguments.optional_day("--in-force-from", in_force_from),
    )
    opening.opened()
    from django.utils import timezone

    from nakomen.commands import page as layout
    from nakomen.commands.words import on
    from nakomen.record import conditions, tenancy

    owner = opening.organisation(slug)
    with opening.told(), tenancy.within(owner.id):
        made = conditions.publish_version(
            source, published=day, in_force_from=since, actor=opening.keeper(), now=timezone.now()
        )
    told = layout.Page()
    told.heading(f"{owner.name}: voorwaarden {made.name} gelden vanaf {on(made.in_force_from)}", layout.GOOD)
    told.show()
    return ANSWERED


def set_source(terms: str) -> str | bytes:
    """The name of a packaged set, or the bytes of a set's own file. Raises InputError."""
    found = open_set(terms)
    return found.terms.name if found.packaged else found.source[0]


@app.command(cls=PlainCommand)
def invite(
    slug: Which,
    *,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="The person's name.")],
    email: Annotated[str, typer.Option("--email", metavar="ADDRESS", help="The person's e-mail address.")],
    code: Annotated[str, typer.Option("--code", metavar="CODE", help="What acts and logs will call this person.")],
    role: Annotated[list[str], typer.Option("--role", metavar="ROLE", help="A role; can be given more than once.")],
    function: Annotated[str, typer.Option("--function", metavar="TEXT", help="The person's function.")] = "",
) -> int:
    """Invite a staff member: prints a link that works once, for a week, for that person."""
    opening.opened()
    from django.utils import timezone

    from nakomen.record import invitations, tenancy

    owner = opening.organisation(slug)
    with opening.told(), tenancy.within(owner.id):
        _, token = invitations.invite(
            email=email, name=name, code=code, roles=role, function=function, actor=opening.keeper(), now=timezone.now()
        )
    invited(owner, token).show()
    return ANSWERED


def invited(owner: Organisation, token: str) -> Page:
    """The link for the person who was invited."""
    from django.conf import settings

    from nakomen.commands import page as layout
    from nakomen.record import invitations

    made = layout.Page()
    made.heading("Uitnodiging", layout.GOOD)
    made.text("Geef deze link aan de persoon zelf. Hij werkt één keer en een week lang.", indent=2)
    made.lines.append((f"  {settings.BASE_URL}{invitations.link(owner.id, token)}", ""))
    return made
