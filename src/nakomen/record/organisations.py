"""Organisations: made at once with keys and conditions; what they offer, for which municipalities, in which teams."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q

from nakomen.law.clock import local_day
from nakomen.record import access
from nakomen.record.conditions import (
    SettingShown,
    change_provider,
    change_settings,
    check_facts,
    check_settings,
    in_force,
    publish_version,
    read_set,
    settings_shown,
)
from nakomen.record.keys import key_store
from nakomen.record.models import ConditionsVersion, Municipality, Organisation, Service, Team
from nakomen.record.problems import OrganisationError
from nakomen.record.tenancy import current, within

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from decimal import Decimal

    from nakomen.record.actors import Actor

__all__ = [
    "OrganisationError",
    "SettingShown",
    "add_municipality",
    "add_service",
    "add_team",
    "change_details",
    "change_municipality",
    "change_provider",
    "change_settings",
    "create",
    "end_service",
    "in_force",
    "publish_version",
    "remove_municipality",
    "remove_team",
    "rename_team",
    "replace_service",
    "settings_shown",
]

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_EIGHT = re.compile(r"\d{8}", re.ASCII)
_FOUR = re.compile(r"\d{4}", re.ASCII)
_PHONE = re.compile(r"[0-9 ()+\-]{5,30}", re.ASCII)


# --- making one -----------------------------------------------------------------------------------------------------


def create(  # noqa: PLR0913 - the fields of a form, each by its name
    *,
    slug: str,
    name: str,
    terms: str | bytes,
    now: datetime,
    kvk: str = "",
    agb: str = "",
    email: str = "",
    phone: str = "",
    provider: Mapping[str, object] | None = None,
    settings: Mapping[str, object] | None = None,
    published: date | None = None,
) -> Organisation:
    """Make an organisation with its keys and the first version of its conditions, which holds from the beginning.

    `terms` is the name of a packaged set, or the TOML of a set of its own. Opens its own transaction. Raises
    OrganisationError with every problem.
    """
    problems = _details(slug=slug, name=name, kvk=kvk, agb=agb, email=email, phone=phone)
    if Organisation.objects.filter(slug=slug).exists():
        problems.append(("slug", "a short name that no organisation has"))
    set_name, source, norms = read_set(terms, problems)
    check_facts(provider or {}, settings or {}, problems)
    if norms is not None:
        check_settings(settings or {}, [norms], problems)
    if problems or norms is None:
        raise OrganisationError(problems)
    made = Organisation(
        id=uuid.uuid4(),
        slug=slug,
        name=name.strip(),
        kvk=kvk,
        agb=agb,
        email=email.strip(),
        phone=phone.strip(),
        provider=dict(provider or {}),
        settings=dict(settings or {}),
        created_at=now,
    )
    with within(made.id):
        made.save(force_insert=True)
        ConditionsVersion.objects.create(
            organisation=made, name=set_name, source=source, published=published or norms.published
        )
        # Last: a key that no organisation uses does no harm, an organisation without keys cannot keep anything.
        key_store().organisation_created(made.id, now)
    return made


def change_details(*, actor: Actor, now: datetime, **changes: str) -> Organisation:
    """Change name, kvk, agb, email or phone. Raises OrganisationError with every problem, access.RefusedError."""
    access.require(
        actor, "organisation.manage", None, now, event="U", subject=f"details {','.join(sorted(changes))}"[:120]
    )
    names = ("name", "kvk", "agb", "email", "phone")
    if unknown := [field for field in changes if field not in names]:
        raise OrganisationError([(field, f"one of {', '.join(names)}") for field in unknown])
    found = Organisation.objects.select_for_update().get(pk=current())
    wanted = {field: changes.get(field, getattr(found, field)).strip() for field in names}
    if problems := _details(slug=found.slug, **wanted):
        raise OrganisationError(problems)
    for field, value in wanted.items():
        setattr(found, field, value)
    found.save(update_fields=list(names))
    return found


def _details(*, slug: str, name: str, kvk: str, agb: str, email: str, phone: str) -> list[tuple[str, str]]:
    tests = (
        ("slug", bool(_SLUG.fullmatch(slug)) and len(slug) <= 50, "up to 50 small letters, figures and single hyphens"),
        ("name", 0 < len(name.strip()) <= 200, "a name of at most 200 characters"),
        ("kvk", not kvk or bool(_EIGHT.fullmatch(kvk)), "eight figures, the number in the trade register"),
        ("agb", not agb or bool(_EIGHT.fullmatch(agb)), "eight figures, the AGB code"),
        ("email", not email.strip() or _is_email(email), "an e-mail address"),
        ("phone", not phone.strip() or bool(_PHONE.fullmatch(phone.strip())), "a telephone number"),
    )
    return [(field, expected) for field, fits, expected in tests if not fits]


def _is_email(text: str) -> bool:
    try:
        validate_email(text.strip())
    except ValidationError:
        return False
    return True


# --- what it offers, for whom, in which teams -----------------------------------------------------------------------


def add_service(  # noqa: PLR0913 - the fields of a form, each by its name
    *,
    name: str,
    payer: str,
    actor: Actor,
    now: datetime,
    tariff_hour: Decimal | None = None,
    vat: str = "exempt",
    additional: bool = False,
    remote: bool = False,
    valid_from: date | None = None,
) -> Service:
    """Add a service with its tariff an hour in euro and who pays it. Raises OrganisationError, access.RefusedError."""
    access.require(actor, "organisation.manage", None, now, event="C", subject="service")
    priced = tariff_hour is None or (tariff_hour.is_finite() and 0 <= tariff_hour < 10**6 and not tariff_hour * 100 % 1)
    tests = (
        ("name", 0 < len(name.strip()) <= 100, "a name of at most 100 characters"),
        ("payer", payer in Service.PAYERS, f"one of {', '.join(Service.PAYERS)}"),
        ("vat", vat in Service.VAT, f"one of {', '.join(Service.VAT)}"),
        ("tariff_hour", priced, "euro with at most two decimals"),
    )
    if problems := [(field, expected) for field, fits, expected in tests if not fits]:
        raise OrganisationError(problems)
    made: Service = Service.objects.create(
        organisation_id=current(),
        name=name.strip(),
        payer=payer,
        tariff_hour=tariff_hour,
        vat=vat,
        additional=additional,
        remote=remote,
        valid_from=valid_from,
    )
    return made


def end_service(service: int, last_day: date, *, actor: Actor, now: datetime) -> None:
    """Note the last day of a service. Raises Service.DoesNotExist, OrganisationError, access.RefusedError."""
    access.require(actor, "organisation.manage", None, now, event="U", subject=f"service {service}")
    found: Any = Service.objects.get(pk=service)
    if found.valid_from is not None and last_day < found.valid_from:
        raise OrganisationError([("valid_until", "a day not before the first one")])
    found.valid_until = last_day
    found.save(update_fields=["valid_until"])


def replace_service(  # noqa: PLR0913 - the fields of a form, each by its name
    service: int,
    *,
    name: str,
    payer: str,
    first_day: date,
    actor: Actor,
    now: datetime,
    tariff_hour: Decimal | None = None,
    vat: str = "exempt",
    additional: bool = False,
    remote: bool = False,
) -> Service:
    """End a service and let another begin the day after: a tariff that held once still explains its invoices.

    Raises as `add_service` and `end_service` do.
    """
    try:
        end_service(service, first_day - timedelta(days=1), actor=actor, now=now)
    except OrganisationError:
        raise OrganisationError([("first_day", "a day after the first one of the service as it is now")]) from None
    return add_service(
        name=name,
        payer=payer,
        actor=actor,
        now=now,
        tariff_hour=tariff_hour,
        vat=vat,
        additional=additional,
        remote=remote,
        valid_from=first_day,
    )


def add_municipality(*, code: str, name: str, actor: Actor, now: datetime, email: str = "") -> Municipality:
    """Add a municipality that the organisation works for. Raises OrganisationError, access.RefusedError."""
    access.require(actor, "organisation.manage", None, now, event="C", subject="municipality")
    _fits_municipality(code, name, email)
    made: Municipality = Municipality.objects.create(
        organisation_id=current(), code=code, name=name.strip(), email=email.strip()
    )
    return made


def change_municipality(
    municipality: int, *, code: str, name: str, email: str, actor: Actor, now: datetime
) -> Municipality:
    """Change a municipality. Raises Municipality.DoesNotExist, OrganisationError, access.RefusedError."""
    access.require(actor, "organisation.manage", None, now, event="U", subject="municipality")
    found: Municipality = Municipality.objects.select_for_update().get(pk=municipality)
    _fits_municipality(code, name, email, found)
    found.code, found.name, found.email = code, name.strip(), email.strip()
    found.save(update_fields=["code", "name", "email"])
    return found


def remove_municipality(municipality: int, *, actor: Actor, now: datetime) -> None:
    """Remove a municipality that the organisation works for no more; nothing of any client hangs on it.

    Raises Municipality.DoesNotExist, access.RefusedError.
    """
    access.require(actor, "organisation.manage", None, now, event="D", subject="municipality")
    Municipality.objects.get(pk=municipality).delete()


def _fits_municipality(code: str, name: str, email: str, itself: Municipality | None = None) -> None:
    _one_at_a_time()
    others = Municipality.objects.filter(code=code).exclude(pk=itself.pk if itself else None)
    tests = (
        ("code", bool(_FOUR.fullmatch(code)), "four figures, the code of Statistics Netherlands"),
        ("code", not others.exists(), "a municipality that is not there yet"),
        ("name", 0 < len(name.strip()) <= 100, "a name of at most 100 characters"),
        ("email", not email.strip() or _is_email(email), "an e-mail address"),
    )
    if problems := [(field, expected) for field, fits, expected in tests if not fits]:
        raise OrganisationError(problems)


# --- teams ----------------------------------------------------------------------------------------------------------


def add_team(name: str, *, actor: Actor, now: datetime) -> Team:
    """Add a team. Raises OrganisationError, access.RefusedError."""
    access.require(actor, "staff.manage", None, now, event="C", subject="team")
    made: Team = Team.objects.create(organisation_id=current(), name=_team_name(name))
    return made


def rename_team(team: int, name: str, *, actor: Actor, now: datetime) -> Team:
    """Give a team another name. Raises Team.DoesNotExist, OrganisationError, access.RefusedError."""
    access.require(actor, "staff.manage", None, now, event="U", subject="team")
    found: Team = Team.objects.select_for_update().get(pk=team)
    found.name = _team_name(name, found)
    found.save(update_fields=["name"])
    return found


def remove_team(team: int, *, actor: Actor, now: datetime) -> None:
    """Remove a team in which nobody works any more; what it did stays counted in the whole.

    Raises Team.DoesNotExist, OrganisationError where somebody is still in it, access.RefusedError.
    """
    access.require(actor, "staff.manage", None, now, event="D", subject="team")
    found = Team.objects.select_for_update().get(pk=team)
    if found.members.filter(Q(until=None) | Q(until__gte=local_day(now))).exists():
        raise OrganisationError([("team", "a team without people")])
    found.delete()


def _one_at_a_time() -> None:
    """Of two who give the same name or code at once the other waits, and is told that it is taken."""
    Organisation.objects.select_for_update(no_key=True).get(pk=current())


def _team_name(name: str, itself: Team | None = None) -> str:
    if not 0 < len(name.strip()) <= 100:
        raise OrganisationError([("name", "a name of at most 100 characters")])
    _one_at_a_time()
    if Team.objects.filter(name=name.strip()).exclude(pk=itself.pk if itself else None).exists():
        raise OrganisationError([("name", "a team that is not there yet")])
    return name.strip()
