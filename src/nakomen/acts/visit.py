"""Visits: planned, given, cancelled, missed; and what follows when care is not given."""

from datetime import datetime
from typing import Literal

from nakomen.acts.base import Act, Money, Party, Payer, Side, VatTreatment, VisitMinutes, kind


@kind(
    "visit.planned",
    nl="Bezoek gepland",
    en="Visit planned",
    done_by=("provider",),
    clauses=(
        "wonder-2020/12.1",
        "wonder-2020/25.1",
        "wonder-2020/36.4",
        "wonder-2020/38.3.d",
        "zonl-thuisbegeleiding/9.1",
    ),
    personal=("start", "caregivers"),
)
class VisitPlanned(Act):
    """A visit with its start, its length in minutes, who pays and at what tariff per hour in euro."""

    start: datetime
    minutes: VisitMinutes
    service: str
    payer: Payer
    tariff_hour: Money | None = None
    vat: VatTreatment | None = None
    caregivers: tuple[str, ...] | None = None
    remote: bool | None = None
    additional: bool | None = None


@kind(
    "visit.delivered",
    nl="Bezoek uitgevoerd",
    en="Visit delivered",
    done_by=("provider",),
    answers=("visit.planned",),
    clauses=("wonder-2020/12.1", "wonder-2020/36.2"),
)
class VisitDelivered(Act):
    """The visit took place for so many minutes, before any rounding."""

    act: str
    minutes: VisitMinutes


@kind(
    "visit.cancelled",
    nl="Bezoek afgezegd",
    en="Visit cancelled",
    done_by=("client", "provider"),
    answers=("visit.planned",),
    clauses=(
        "wonder-2020/12.2",
        "wonder-2020/12.2.a",
        "wonder-2020/12.7",
        "wonder-2020/12.7.a",
        "wonder-2020/25.2",
        "wonder-2020/36.3",
        "zonl-thuisbegeleiding/7.1",
        "zonl-thuisbegeleiding/7.3",
        "zonl-thuisbegeleiding/7.5",
    ),
    personal=("reason",),
)
class VisitCancelled(Act):
    """The visit is called off.

    `reason` is why it could not be done in time, `shown` whether that was proved, `costs` what it cost the provider
    in euro.
    """

    act: str
    by: Party
    reason: Literal["force_majeure", "urgent_health", "sickness", "other"] | None = None
    shown: bool | None = None
    costs: Money | None = None


@kind(
    "visit.missed",
    nl="Cliënt niet aanwezig",
    en="Visit missed",
    done_by=("provider",),
    answers=("visit.planned",),
    clauses=(
        "wonder-2020/12.7",
        "zonl-thuisbegeleiding/7.3",
        "zonl-thuisbegeleiding/7.5",
        "zonl-thuisbegeleiding/7.6",
    ),
    personal=("reason",),
)
class VisitMissed(Act):
    """The client was not there and had not cancelled."""

    act: str
    reason: Literal["force_majeure", "urgent_health", "sickness", "other"] | None = None
    shown: bool | None = None
    costs: Money | None = None


@kind(
    "visit.not_given",
    nl="Bezoek niet geleverd",
    en="Visit not given",
    done_by=("provider",),
    answers=("visit.planned",),
    clauses=("wonder-2020/12.2", "wonder-2020/12.6", "wonder-2020/40.1.a"),
    personal=("reason",),
)
class VisitNotGiven(Act):
    """The provider did not give the care that was agreed."""

    act: str
    reason: Literal["no_staff", "refusal", "materials", "other"] | None = None


@kind(
    "visit.caregiver_dropped_out",
    nl="Zorgverlener uitgevallen",
    en="Caregiver dropped out",
    done_by=("provider",),
    answers=("visit.planned",),
    clauses=("wonder-2020/12.2", "wonder-2020/18.3"),
)
class VisitCaregiverDroppedOut(Act):
    """Nobody is left to make the visit."""

    act: str


@kind(
    "visit.reassigned",
    nl="Vervanging geregeld",
    en="Visit reassigned",
    done_by=("provider",),
    answers=("visit.planned",),
    clauses=("wonder-2020/18.3",),
    personal=("caregiver",),
)
class VisitReassigned(Act):
    """Another caregiver will make the visit."""

    act: str
    caregiver: str


@kind(
    "visit.refused",
    nl="Zorg geweigerd door cliënt",
    en="Visit refused",
    done_by=("client",),
    answers=("visit.planned",),
    clauses=("wonder-2020/24.6",),
    personal=("reason",),
)
class VisitRefused(Act):
    """The client did not let the caregiver do the work."""

    act: str
    reason: str | None = None


@kind(
    "visit.moved",
    nl="Bezoek verplaatst",
    en="Visit moved",
    done_by=("both",),
    answers=("visit.planned",),
    clauses=("wonder-2020/12.2", "wonder-2020/12.2.a"),
    personal=("start",),
)
class VisitMoved(Act):
    """The visit gets another start by agreement."""

    act: str
    start: datetime
    by: Side


@kind(
    "change.told",
    nl="Wijziging doorgegeven",
    en="Change told",
    done_by=("both",),
    answers=("visit.planned",),
    clauses=("wonder-2020/12.2", "wonder-2020/12.2.a"),
)
class ChangeTold(Act):
    """The other side was told that the care cannot be given or received as agreed."""

    act: str
    by: Side


@kind(
    "compensation.offered",
    nl="Vergoeding aangeboden",
    en="Compensation offered",
    done_by=("provider",),
    answers=("visit.not_given",),
    clauses=("wonder-2020/12.6",),
)
class CompensationOffered(Act):
    """Something reasonable was offered for the care that was not given."""

    act: str


@kind(
    "noshow.municipality_contacted",
    nl="Gemeente ingelicht over niet verschijnen",
    en="Municipality contacted on no-shows",
    done_by=("provider",),
    clauses=("zonl-thuisbegeleiding/7.6",),
)
class NoshowMunicipalityContacted(Act):
    """Contact with the municipality after the second time that the client was not there."""

    channel: Literal["email", "phone"]


@kind(
    "noshow.talk_held",
    nl="Gesprek over niet verschijnen gevoerd",
    en="Talk on no-shows held",
    done_by=("municipality", "client", "provider"),
    clauses=("zonl-thuisbegeleiding/7.6.a",),
    personal=("outcome",),
)
class NoshowTalkHeld(Act):
    """Municipality, client and provider talked on the reason and a solution."""

    outcome: str | None = None
