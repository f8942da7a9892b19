"""What stands, as it is answered: made by nakomen.norms.answers as for the command line, here described."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import ConfigDict, Field

from nakomen.web.api.schemas.forms import Day, Given, Moment, Money, Name, State, Status, Told


class Duty(Told):
    """A duty as a standing shows it."""

    clause: str
    bearer: str
    toward: str
    what: str
    state: State
    since: date
    due: date | None
    due_at: str | None
    done_on: date | None
    closed_on: date | None
    missing: list[str]
    because: list[str]
    open_norm: bool
    statute: str | None


class Finding(Told):
    """Something that is wrong with what happened."""

    clause: str | None
    what: str
    because: list[str]


class Agreement(Told):
    """The agreement: whether it is in force, since when, when and by what it ends."""

    status: Status
    since: date | None
    ends_on: date | None
    ground: str | None
    clause: str | None
    awaiting: str | None


class Plan(Told):
    """The plan of care."""

    status: str
    since: date | None


class Retention(Told):
    """Until when the dossier is kept."""

    until: date | None
    clause: str | None
    other_until: date | None


class Balance(Told):
    """What is open on an invoice."""

    invoice: str
    open: Money
    due: date | None


class Standing(Told):
    """What stands between client and provider at the end of a day."""

    as_of: date
    known_on: str
    terms: str
    agreement: Agreement | None
    plan: Plan | None
    representation: list[dict[str, Any]] | None
    retention: Retention | None
    balances: list[Balance] | None
    duties: list[Duty]
    findings: list[Finding]
    receipt: dict[str, Any] | str | None


class Duties(Told):
    """The duties of one client on a day."""

    as_of: date
    duties: list[Duty]


class WaitingDuty(Told):
    """A duty in the work list."""

    client: UUID
    clause: str
    bearer: str
    toward: str
    what: str
    state: State
    since: date
    due: date | None
    due_at: str | None
    missing: list[str]
    act: str
    open_norm: bool
    statute: str | None


class WorkList(Told):
    """A page of the work list: what has a last day first, by that day; then what has none."""

    duties: list[WaitingDuty]
    next: str | None


class Question(Given):
    """Whether something is permitted: the power, its parameters, and the day asked."""

    power: Name
    parameters: dict[Name, str | bool] = Field(default_factory=dict, max_length=20)
    as_of: Day | None = None
    known_on: Moment | None = None


class Unmet(Told):
    """A requirement that is not met."""

    clause: str
    what: str


class Permitted(Told):
    """Whether a power is there; `allowed` is null where it cannot be told."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    power: str
    allowed: bool | None
    clauses: list[str]
    unmet: list[Unmet]
    missing: list[str]
    earliest_end: date | None
    amount: Money | None
    cap: Money | None
    parts: dict[str, Money]
    because: list[str]
    from_: date | None = Field(None, alias="from")
    until: date | None = None


class BillLine(Told):
    """A line of a bill."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    payer: str
    for_: str = Field(alias="for")
    act: str
    minutes: int | None
    tariff_hour: Money | None
    net: Money
    vat: Money
    vat_rate: str
    amount: Money
    clauses: list[str]


class LeftOut(Told):
    """What was not billed, and why."""

    act: str
    clauses: list[str]
    why: str


class Bill(Told):
    """What can be invoiced for a month."""

    month: str
    lines: list[BillLine]
    left_out: list[LeftOut]
    totals: dict[str, Money]


class Change(Told):
    """What changes in a standing on a day."""

    model_config = ConfigDict(extra="allow")

    clause: str | None


class NextChange(Told):
    """The first later day on which time alone changes something; `on` is null where there is none."""

    on: date | None
    changes: list[Change]


class Explanation(Told):
    """A clause on a day in plain Dutch: what it says, and each reason as a tree."""

    clause: str
    as_of: date
    title: str
    summary: str
    reasons: list[dict[str, Any]]
    nothing: list[str]
    see: list[str]
    text: str


class CaseFile(Told):
    """The whole of a client as a case file."""

    terms: str | list[dict[str, Any]]
    provider: dict[str, Any] | None = None
    settings: dict[str, Any] | None = None
    acts: list[dict[str, Any]]
