"""`nakomen organisation create`: a provider with its conditions and its first staff member, asked for or by options."""

from __future__ import annotations

import re
import sys
import unicodedata
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nakomen.case_files import InputError, open_set, printable
from nakomen.commands import arguments, opening
from nakomen.commands.answering import ANSWERED

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from nakomen.commands.page import Page
    from nakomen.record.models import Organisation

_OPTIONS = {"provider.service_area": "--service-area", "code": "--staff-code", "roles": "--staff-role"}
_FIRST_ROLES = ("functional_administrator",)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for, as it was typed."""

    name: str
    slug: str
    terms: str
    kvk: str
    agb: str
    email: str
    phone: str
    service_area: tuple[str, ...]
    settings: tuple[str, ...]
    staff_name: str
    staff_email: str
    staff_code: str
    staff_roles: tuple[str, ...] = field(default=_FIRST_ROLES)


def create(  # noqa: PLR0913 - an option for each thing that the guided command asks
    *,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="The provider's name.")] = "",
    slug: Annotated[str, typer.Option("--slug", metavar="SLUG", help="Short name; made of the name if left out.")] = "",
    terms: Annotated[str, typer.Option("--terms", metavar="TERMS", help="A set of conditions, or its own file.")] = "",
    published: Annotated[
        str | None, typer.Option("--published", metavar="DATE", help="The day on which the conditions were published.")
    ] = None,
    kvk: Annotated[str, typer.Option("--kvk", metavar="NUMBER", help="Number in the trade register.")] = "",
    agb: Annotated[str, typer.Option("--agb", metavar="CODE", help="AGB code.")] = "",
    email: Annotated[str, typer.Option("--email", metavar="ADDRESS", help="The provider's e-mail address.")] = "",
    phone: Annotated[str, typer.Option("--phone", metavar="NUMBER", help="The provider's telephone number.")] = "",
    service_area: Annotated[
        str, typer.Option("--service-area", metavar="POSTCODES", help='Such as "8300-8326,8331".')
    ] = "",
    setting: Annotated[
        list[str] | None,
        typer.Option("--setting", metavar="NAME=VALUE", help="A setting of the conditions; more than once if needed."),
    ] = None,
    staff_name: Annotated[str, typer.Option("--staff-name", metavar="NAME", help="The first staff member.")] = "",
    staff_email: Annotated[str, typer.Option("--staff-email", metavar="ADDRESS", help="That person's address.")] = "",
    staff_code: Annotated[str, typer.Option("--staff-code", metavar="CODE", help="What acts call that person.")] = "",
    staff_role: Annotated[
        list[str] | None,
        typer.Option("--staff-role", metavar="ROLE", help="That person's role; without it functional_administrator."),
    ] = None,
    yes: opening.Yes = False,
) -> int:
    """Create an organisation: asks what is not given, or takes all from the options. Prints an invitation link."""
    wanted = Wanted(
        name.strip(), slug, terms, kvk, agb, email, phone, _areas(service_area), tuple(setting or ()),
        staff_name.strip(), staff_email.strip(), staff_code, tuple(staff_role or ()) or _FIRST_ROLES,
    )  # fmt: skip
    day = arguments.optional_day("--published", published)
    opening.opened()
    opening.ready_keys()
    if not yes and sys.stdin.isatty():
        wanted = _asked(wanted)
        _summary(wanted).show()
        if not opening.confirmed("Klopt dit?"):
            raise typer.Abort
    wanted = replace(
        wanted,
        slug=wanted.slug or short(wanted.name),
        staff_code=wanted.staff_code or short(wanted.staff_name).replace("-", ""),
    )
    owner, token = _made(wanted, day)
    _done(owner, token).show()
    return ANSWERED


def short(name: str) -> str:
    """A name as a short name: small letters, figures and hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50].strip("-")


def _areas(given: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in given.split(",") if part.strip())


# --- asking ---------------------------------------------------------------------------------------------------------


def _asked(given: Wanted) -> Wanted:
    """What was not given by options, asked of the person at the terminal."""
    from nakomen.terms.packaged import SETS

    name = given.name or _ask("Naam van de organisatie")
    found = replace(
        given,
        name=name,
        slug=given.slug or _ask("Korte naam, voor adressen en bevelen", short(name)),
        terms=given.terms or _ask(f"Voorwaarden ({', '.join(SETS)}, of een eigen bestand)", SETS[0]),
        kvk=given.kvk or _ask("KvK-nummer (leeg mag)", ""),
        agb=given.agb or _ask("AGB-code (leeg mag)", ""),
        email=given.email or _ask("E-mailadres van de organisatie (leeg mag)", ""),
        service_area=given.service_area or _areas(_ask("Werkgebied, postcodes als 8300-8326, 8331 (leeg mag)", "")),
        staff_name=given.staff_name or _ask("Naam van de eerste medewerker"),
        staff_email=given.staff_email or _ask("E-mailadres van die medewerker"),
    )
    code = given.staff_code or _ask("Code van die medewerker", short(found.staff_name).replace("-", ""))
    return replace(found, staff_code=code)


def _ask(question: str, default: str | None = None) -> str:
    answer: str = typer.prompt(question, default=default, show_default=bool(default))
    return answer.strip()


def _summary(wanted: Wanted) -> Page:
    from nakomen.commands.page import Page

    made = Page()
    made.heading("Dit wordt gemaakt")
    made.table(
        [
            ["Organisatie", f"{wanted.name} ({wanted.slug})"],
            ["Voorwaarden", wanted.terms],
            ["KvK en AGB", f"{wanted.kvk or '–'}, {wanted.agb or '–'}"],
            ["Werkgebied", ", ".join(wanted.service_area) or "–"],
            ["Eerste medewerker", f"{wanted.staff_name} ({wanted.staff_code}): {', '.join(wanted.staff_roles)}"],
        ]
    )
    return made


# --- making ---------------------------------------------------------------------------------------------------------


def _made(wanted: Wanted, published: date | None) -> tuple[Organisation, str]:
    """The organisation and the token of the first invitation; both or neither. Raises InputError with every problem."""
    from django.db import transaction
    from django.utils import timezone

    from nakomen.record import invitations, organisations, tenancy
    from nakomen.record.role_rules import StaffError

    settings, problems = _settings(wanted.settings)
    source = _gathered(problems, lambda: _source(wanted.terms))
    now = timezone.now()
    with opening.told(), transaction.atomic():
        try:
            owner = organisations.create(
                slug=wanted.slug,
                name=wanted.name,
                terms=source or "",
                now=now,
                kvk=wanted.kvk,
                agb=wanted.agb,
                email=wanted.email,
                phone=wanted.phone,
                provider={"service_area": list(wanted.service_area)} if wanted.service_area else {},
                settings=settings,
                published=published,
            )
        except organisations.OrganisationError as error:
            # What is wrong with the set itself has been told, in its own words.
            told = [pair for pair in error.problems if not (source is None and pair[0] == "terms")]
            problems += [_line(place, expected) for place, expected in told]
            problems += _staff_problems(wanted)
            raise InputError(problems) from None
        if problems:
            raise InputError([*problems, *_staff_problems(wanted)])
        with tenancy.within(owner.id):
            try:
                _, token = invitations.invite(
                    email=wanted.staff_email,
                    name=wanted.staff_name,
                    code=wanted.staff_code,
                    roles=wanted.staff_roles,
                    actor=opening.keeper(),
                    now=now,
                )
            except StaffError as error:
                raise InputError(_staff_line(*pair) for pair in error.problems) from None
    return owner, token


def _source(terms: str) -> str | bytes:
    found = open_set(terms)
    return found.terms.name if found.packaged else found.source[0]


def _gathered[T](problems: list[str], read: Callable[[], T]) -> T | None:
    try:
        return read()
    except InputError as error:
        problems += [f"--{each}" if each.startswith("terms: ") else each for each in error.problems]
        return None


def _settings(given: tuple[str, ...]) -> tuple[dict[str, Any], list[str]]:
    """Settings with true and false as what they are; what is no NAME=VALUE is a problem."""
    found: dict[str, Any] = {}
    problems = []
    for text in given:
        name, sign, value = text.partition("=")
        if not (sign and name and value):
            problems.append(f"--setting: expected NAME=VALUE, not {printable(text, 60)}")
            continue
        found[name] = {"true": True, "false": False}.get(value, value)
    return found, problems


def _staff_problems(wanted: Wanted) -> list[str]:
    """What is wrong with the first staff member, where there is no organisation yet to invite that person to."""
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from nakomen.record.role_rules import check_roles

    problems = [_staff_line(*pair) for pair in check_roles(opening.keeper(), (), wanted.staff_roles)]
    try:
        validate_email(wanted.staff_email)
    except ValidationError:
        problems.append(_staff_line("email", "an e-mail address"))
    if not wanted.staff_name:
        problems.append(_staff_line("name", "a name"))
    return problems


def _staff_line(place: str, expected: str) -> str:
    return f"{_OPTIONS.get(place, f'--staff-{place}')}: expected {expected}"


def _line(place: str, expected: str) -> str:
    start, _, rest = place.partition(".")
    option = _OPTIONS.get(place.partition("#")[0]) or (f"--setting {rest}" if start == "settings" else f"--{place}")
    return f"{option}: expected {expected}"


def _done(owner: Organisation, token: str) -> Page:
    from nakomen.commands import page as layout
    from nakomen.commands.organisation import invited

    made = layout.Page()
    made.heading(f"{owner.name} is gemaakt ({owner.slug})", layout.GOOD)
    made.lines += [("", ""), *invited(owner, token).lines]
    made.heading("Hierna")
    made.table(
        [
            ["nakomen serve", "start de webserver"],
            ["nakomen worker", "start het werk op de achtergrond"],
            ["nakomen doctor", "zegt wat er nog ontbreekt"],
        ]
    )
    return made
