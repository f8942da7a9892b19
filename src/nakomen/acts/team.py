"""Who gives the care, and how caregivers, outside providers and carers work together."""

from typing import Literal

from nakomen.acts.base import Act, kind


@kind(
    "team.assigned",
    nl="Zorgverlener toegewezen",
    en="Caregiver assigned",
    done_by=("provider",),
    clauses=(
        "wonder-2020/11.3",
        "wonder-2020/20.1.1.a",
        "wonder-2020/20.1.2.a",
        "wonder-2020/20.1.2.b",
    ),
    personal=("caregiver",),
)
class TeamAssigned(Act):
    """A caregiver joins the team of the client, with role and responsibility."""

    caregiver: str
    role: str
    responsible_for: str | None = None
    contact_point: bool


@kind(
    "team.met",
    nl="Teamoverleg gevoerd",
    en="Team met",
    done_by=("provider",),
    clauses=("wonder-2020/20.1.1.c",),
)
class TeamMet(Act):
    """The periodic meeting on the client."""


@kind(
    "team.handed_over",
    nl="Zorg overgedragen binnen team",
    en="Handed over",
    done_by=("provider",),
    clauses=("wonder-2020/20.1.1.d",),
    personal=("to",),
)
class TeamHandedOver(Act):
    """The care went to a colleague, with the data passed on and the client told."""

    to: str
    data_passed: bool
    client_told: bool


@kind(
    "team.left",
    nl="Zorgverlener uit team",
    en="Caregiver left",
    done_by=("provider",),
    answers=("team.assigned",),
    clauses=("wonder-2020/20.1.2.a",),
)
class TeamLeft(Act):
    """The caregiver is no longer in the team of the client."""

    act: str


@kind(
    "tasks.divided",
    nl="Taken verdeeld",
    en="Tasks divided",
    done_by=("providers",),
    clauses=("wonder-2020/20.2.1.a",),
    personal=("providers",),
)
class TasksDivided(Act):
    """Tasks were divided with caregivers from outside."""

    providers: tuple[str, ...]


@kind(
    "referral.requested",
    nl="Andere zorgverlener gevraagd",
    en="Referral requested",
    done_by=("client",),
    clauses=("wonder-2020/20.1.1.b",),
)
class ReferralRequested(Act):
    """The client asks for another caregiver."""


@kind(
    "referral.made",
    nl="Doorverwezen",
    en="Referred",
    done_by=("provider",),
    answers=("referral.requested",),
    clauses=("wonder-2020/20.1.1.b",),
    personal=("to",),
)
class ReferralMade(Act):
    """The client was referred to another caregiver."""

    to: str
    reason: Literal["beyond_competence", "client_request"]


@kind(
    "coordination.held",
    nl="Afstemming gehouden",
    en="Coordination held",
    done_by=("provider",),
    clauses=("wonder-2020/20.2.1.b", "zonl-thuisbegeleiding/2.6", "zonl-thuisbegeleiding/4.2"),
    personal=("with_",),
)
class CoordinationHeld(Act):
    """Coordination with caregivers from outside or with carers.

    `client_experience` tells that the client's experience was part of it.
    """

    with_: tuple[str, ...]
    client_experience: bool


@kind(
    "carer.involved",
    nl="Mantelzorger betrokken",
    en="Carer involved",
    done_by=("provider",),
    answers=("client.carer_named",),
    clauses=("zonl-thuisbegeleiding/2.3", "zonl-thuisbegeleiding/4.2"),
)
class CarerInvolved(Act):
    """The named carer was invited to or took part in the plan or the work."""

    act: str
    in_: tuple[Literal["plan", "work"], ...]
