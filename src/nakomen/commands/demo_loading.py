"""Loading the demonstration: its organisations through the same doors as real ones, its people able to sign in."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from nakomen import demo
from nakomen.commands import demo_registers, opening
from nakomen.commands.demo import PASSWORD, SECRET
from nakomen.record import checkpoints, figures, organisations, staff, tenancy, tokens
from nakomen.record.importing import ImportedClient, import_clients
from nakomen.record.models import StaffMember, Team, User

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from nakomen.demo import DemoOrganisation, DemoStaff
    from nakomen.record.models import Organisation

_SCOPES = (
    "act.append", "bill.read", "case.export", "client.read", "client.register", "client.search", "explain.read",
    "may.read", "standing.read",
)  # fmt: skip


TREND_MONTHS = 6
"""So far back the overview of the demonstration tells how it went."""


def load(wanted: Sequence[DemoOrganisation], today: date, count: int) -> str:
    """Loads the organisations with so many clients each; the token for the API of the first one."""
    now = min(timezone.now(), datetime.combine(today, time(23, 59), tzinfo=timezone.get_default_timezone()))
    password = make_password(PASSWORD)
    texts = []
    for each in wanted:
        with opening.told(), transaction.atomic():  # an organisation is there whole or not at all
            owner = _organisation(each, now)
            with tenancy.within(owner.id):
                _offers(each, now)
                members = [_member(person, password, today, now) for person in each.staff]
                demo_registers.load(demo.registers(each, today), members, now)
                _clients(each, today, count, now)
                checkpoints.make(now)
                texts.append(_token(members, now))
        figures.make_for(owner.id, now)
        figures.look_back(owner.id, now, TREND_MONTHS)
    return texts[0]


def _organisation(each: DemoOrganisation, now: datetime) -> Organisation:
    return organisations.create(
        slug=each.key,
        name=each.name,
        terms=each.terms,
        now=now,
        kvk=each.kvk,
        agb=each.agb,
        email=f"info@{each.key}.example.nl",
        provider=_as_json(each.provider),
        settings=_as_json(each.settings),
        published=each.published,
    )


def _as_json(given: Any) -> Any:
    """Facts as a case file writes them."""
    return json.loads(json.dumps(given, default=str))


def _offers(each: DemoOrganisation, now: datetime) -> None:
    actor = opening.keeper()
    for service in each.services:
        organisations.add_service(
            name=service.name,
            payer=service.payer,
            tariff_hour=service.tariff_hour,
            vat=service.vat,
            additional=service.additional,
            remote=service.remote,
            actor=actor,
            now=now,
        )
    for code, name in each.municipalities:
        organisations.add_municipality(code=code, name=name, actor=actor, now=now)
    for team in each.teams:
        organisations.add_team(team, actor=actor, now=now)


def _member(person: DemoStaff, password: str, today: date, now: datetime) -> StaffMember:
    """Somebody who can sign in at once: with a password, and with an authenticator whose secret everybody knows."""
    user = User.objects.create(email=person.email, name=person.name, password=password)
    EmailAddress.objects.create(user=user, email=person.email, verified=True, primary=True)
    TOTP.activate(user, SECRET)
    return staff.add(
        user=user,
        code=person.code,
        name=person.name,
        roles=person.roles,
        since=today - timedelta(days=3 * 365),
        actor=opening.keeper(),
        now=now,
        function=person.function,
        teams=[Team.objects.get(name=person.team)] if person.team else [],
    )


def _clients(each: DemoOrganisation, today: date, count: int, now: datetime) -> None:
    with opening.progress(each.name) as tell:
        clients = (ImportedClient(client.number, client.acts) for client in demo.clients(each, today, count))
        import_clients(clients, actor=opening.keeper(), now=now, progress=lambda done: tell(done, count))


def _token(members: Sequence[StaffMember], now: datetime) -> str:
    member = next(each for each in members if "administration" in each.roles)
    _, text = tokens.make(
        name="demonstratie",
        scopes=_SCOPES,
        on_behalf_of=member.id,
        expires_at=timezone.now() + timedelta(days=90),
        actor=opening.keeper(),
        now=now,
    )
    return text
