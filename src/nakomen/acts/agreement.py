"""The agreement: how it comes about, changes and ends, and when care starts, pauses and goes elsewhere."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from nakomen.acts.base import Act, ClauseId, Money, Party, Payer, Represented, Side, VatTreatment, kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service of an offer: its price per hour in euro, who pays, and whether it is given remotely."""

    name: str
    tariff_hour: Money | None = None
    vat: VatTreatment | None = None
    payer: Payer
    additional: bool | None = None
    remote: bool | None = None


@kind(
    "agreement.offered",
    nl="Aanbod gedaan",
    en="Offer made",
    done_by=("provider",),
    clauses=("wonder-2020/9.1", "wonder-2020/9.3", "wonder-2020/35.2"),
)
class AgreementOffered(Act):
    """The provider offers an agreement: its services with tariffs, and what the document holds."""

    services: tuple[Service, ...]
    contains: tuple[Literal["indication", "plan_clause", "services", "additional", "quality_data", "terms"], ...]
    fixed_until: date | None = None


@kind(
    "agreement.accepted",
    nl="Aanbod aanvaard",
    en="Offer accepted",
    done_by=("client", "representative"),
    answers=("agreement.offered",),
    clauses=("wonder-2020/9.2",),
)
class AgreementAccepted(Act):
    """The offer is accepted, which makes the agreement."""

    by: Represented


@kind(
    "agreement.signed",
    nl="Overeenkomst ondertekend",
    en="Agreement signed",
    done_by=("both",),
    answers=("agreement.offered",),
    clauses=("wonder-2020/9.2",),
)
class AgreementSigned(Act):
    """One party signs in confirmation."""

    party: Party


@kind(
    "agreement.deviation_agreed",
    nl="Afwijking afgesproken",
    en="Deviation agreed",
    done_by=("both",),
    clauses=("wonder-2020/4", "wonder-2020/35.1.a"),
    personal=("note",),
)
class AgreementDeviationAgreed(Act):
    """Both depart from a clause.

    It counts only when express, in writing, recorded and not to the client's detriment.
    """

    clause: ClauseId
    express: bool
    in_writing: bool
    recorded_in: Literal["agreement", "dossier"] | None = None
    detrimental: bool
    note: str | None = None


@kind(
    "agreement.changed",
    nl="Overeenkomst gewijzigd",
    en="Agreement changed",
    done_by=("both", "provider"),
    clauses=("zonl-thuisbegeleiding/1.1", "zonl-thuisbegeleiding/1.2", "wonder-2020/35.4"),
)
class AgreementChanged(Act):
    """The agreement is changed by both, or by the provider alone for a named cause."""

    by: Literal["both", "provider"]
    cause: Literal["law", "municipal_policy", "purchase_conditions"] | None = None
    version: str | None = None


@kind(
    "care.started",
    nl="Zorg gestart",
    en="Care started",
    done_by=("provider",),
    clauses=("wonder-2020/10.2",),
)
class CareStarted(Act):
    """First care under the agreement."""


@kind(
    "care.transferred",
    nl="Zorg overgedragen",
    en="Care transferred",
    done_by=("new provider",),
    clauses=("wonder-2020/31.2",),
    personal=("provider",),
)
class CareTransferred(Act):
    """Another provider takes the care over, on this day or on the day expected."""

    provider: str
    expected_on: date | None = None


@kind(
    "care.paused",
    nl="Zorg onderbroken",
    en="Care paused",
    done_by=("client", "provider"),
    clauses=("wonder-2020/12.7.a", "zonl-thuisbegeleiding/7.2"),
    personal=("reason",),
)
class CarePaused(Act):
    """No care for a period, from `from_` up to and including `until`."""

    from_: date
    until: date | None = None
    by: Side
    reason: Literal["sickness", "hospital", "holiday", "other"] | None = None


@kind(
    "care.resumed",
    nl="Zorg hervat",
    en="Care resumed",
    done_by=("both",),
    answers=("care.paused",),
    clauses=("zonl-thuisbegeleiding/7.2",),
)
class CareResumed(Act):
    """Care goes on after the pause."""

    act: str


@kind(
    "agreement.ended",
    nl="Overeenkomst beëindigd",
    en="Agreement ended",
    clauses=(
        "wonder-2020/29.a",
        "wonder-2020/29.b",
        "wonder-2020/29.c",
        "wonder-2020/29.d",
        "wonder-2020/29.e",
        "wonder-2020/29.f",
        "zonl-thuisbegeleiding/1.3.a",
        "zonl-thuisbegeleiding/1.3.b",
        "zonl-thuisbegeleiding/1.3.h",
    ),
    personal=("ground",),
)
class AgreementEnded(Act):
    """The end as somebody declared it; the engine derives ends by itself as well."""

    end_on: date | None = None
    ground: Literal[
        "mutual",
        "goal_reached",
        "indication_ended",
        "term_passed",
        "notice",
        "court",
        "death",
        "provider_insolvent",
        "moved",
    ]


@kind(
    "agreement.offer_declined",
    nl="Aanbod afgewezen",
    en="Offer declined",
    done_by=("client",),
    answers=("agreement.offered",),
    clauses=("wonder-2020/9.2",),
)
class AgreementOfferDeclined(Act):
    """The client refuses the offer."""
