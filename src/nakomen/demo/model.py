"""What a demonstration is made of: an organisation with its people and services, and clients with their acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class DemoStaff:
    """Someone who works at the organisation; `code` is what acts name, `team` None for who works for all teams."""

    code: str
    name: str
    email: str
    function: str
    roles: tuple[str, ...]
    team: str | None


@dataclass(frozen=True, slots=True)
class DemoService:
    """A service: who pays it, euro an hour, how VAT is treated, extra care for the client's account, at a distance."""

    name: str
    payer: str
    tariff_hour: Decimal | None
    vat: str
    additional: bool
    remote: bool


@dataclass(frozen=True, slots=True)
class DemoOrganisation:
    """A fictitious provider under one set of conditions (`terms`, as published on `published`).

    `settings` and `provider` are what `Case` takes (days as dates). `municipalities` pairs code and name, `towns` gives
    the first four characters of postcodes with their place and its municipality.
    """

    key: str
    name: str
    kvk: str
    agb: str
    terms: str
    published: date
    settings: Mapping[str, object]
    provider: Mapping[str, object]
    service_area: tuple[str, ...]
    municipalities: tuple[tuple[str, str], ...]
    towns: tuple[tuple[str, str, str], ...]
    teams: tuple[str, ...]
    staff: tuple[DemoStaff, ...]
    services: tuple[DemoService, ...]

    def with_role(self, role: str, team: str | None = None) -> tuple[DemoStaff, ...]:
        """Who holds a role, in the team where one is named (who works for all teams included)."""
        return tuple(each for each in self.staff if role in each.roles and (team is None or each.team in (team, None)))


@dataclass(frozen=True, slots=True)
class DemoClient:
    """A fictitious client: the provider's number for him, the phase of the relation, and the acts as recorded.

    The acts are JSON objects of the case file, in the order in which they were recorded.
    """

    number: str
    phase: str
    acts: tuple[Mapping[str, object], ...]
