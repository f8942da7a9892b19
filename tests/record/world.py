"""An organisation with a client for each ground of access, made by acts as far as acts make the ground."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from nakomen.record import ledger, tenancy
from nakomen.record.actors import Actor, system
from nakomen.record.models import EmergencyAccess, Organisation, StaffMember, SupervisorGrant, Team, TeamMember
from tests.conftest import StaffMaker, actor

WROTE = system("command")
GROUNDS = ("relation", "team", "emergency", "granted", "complaint", "incident", "none")
_BASE = {
    "kind": "client.registered",
    "on": "2026-01-05",
    "birth_date": "1941-03-09",
    "address": "Proefstraat 1",
    "postcode": "1011 AB",
    "city": "Amsterdam",
    "municipality": "Amsterdam",
    "electronic": True,
}


@dataclass(frozen=True)
class World:
    """A staff member of each role, a teammate, and the client of each ground (the last one has none)."""

    organisation: Organisation
    staff: dict[str, StaffMember]
    clients: dict[str, UUID]

    def actor(self, role: str, *, fresh: bool = False) -> Actor:
        """The staff member of a role as the one who acts."""
        return actor(self.staff[role], fresh=fresh)


def register(now: datetime, name: str, **fields: object) -> UUID:
    """A new client of the current organisation."""
    return ledger.register([{**_BASE, "name": name, **fields}], actor=WROTE, now=now).client


def act(kind: str, on: str = "2026-02-02", **fields: object) -> dict[str, object]:
    """An act as JSON."""
    return {"kind": kind, "on": on, **fields}


def record(client: UUID, now: datetime, kind: str, on: str = "2026-02-02", **fields: object) -> str:
    """Record an act of a client; its id."""
    return ledger.append(client, [act(kind, on, **fields)], actor=WROTE, now=now).ids[0]


def assign(client: UUID, now: datetime, code: str) -> str:
    """Give a staff member a care relation."""
    return record(client, now, "team.assigned", caregiver=code, role="verzorgende", contact_point=False)


def world(organisation: Organisation, roles: tuple[str, ...], staff: StaffMaker, now: datetime) -> World:
    """One staff member for each role, each with every ground for one client, and with none for the last client."""
    made = World(organisation, {role: staff(role, name=role) for role in roles}, {})
    mate = staff("care_professional", name="Tom Teamgenoot")
    boss = staff("board", name="Bea Bestuur")
    with tenancy.within(organisation.id):
        made.clients.update({ground: register(now, f"Client {ground}") for ground in GROUNDS})
        team = Team.objects.create(organisation=organisation, name="Noord")
        TeamMember.objects.create(organisation=organisation, team=team, staff=mate)
        assign(made.clients["team"], now, mate.code)
        record(made.clients["complaint"], now, "complaint.received", about="te laat", complete=True, to="provider")
        record(made.clients["incident"], now, "incident.occurred", consequences=True, urgent=False)
        for member in made.staff.values():
            _ground(made, member, team, boss, now)
    return made


def _ground(made: World, member: StaffMember, team: Team, boss: StaffMember, now: datetime) -> None:
    assign(made.clients["relation"], now, member.code)
    TeamMember.objects.create(organisation=made.organisation, team=team, staff=member)
    EmergencyAccess.objects.create(
        organisation=made.organisation,
        staff=member,
        chain_id=made.clients["emergency"],
        reason="gevallen en alleen thuis",
        opened_at=now,
        until=now + timedelta(hours=4),
    )
    SupervisorGrant.objects.create(
        organisation=made.organisation,
        staff=member,
        chain_id=made.clients["granted"],
        ground="onderzoek na melding",
        granted_by=boss,
        since=now,
        until=now + timedelta(days=7),
    )
