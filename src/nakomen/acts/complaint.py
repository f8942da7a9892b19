"""Complaints and disputes."""

from datetime import date
from typing import Literal

from nakomen.acts.base import Act, Money, Side, kind


@kind(
    "complaint.received",
    nl="Klacht ontvangen",
    en="Complaint received",
    done_by=("client", "representative", "relative"),
    clauses=(
        "wonder-2020/33.2",
        "wonder-2020/33.3",
        "zonl-thuisbegeleiding/10.1",
        "zonl-thuisbegeleiding/10.3",
    ),
    personal=("about",),
)
class ComplaintReceived(Act):
    """A complaint came in. `complete` tells that nothing is lacking to handle it."""

    about: str
    complete: bool
    to: Literal["staff", "manager", "mediator", "provider"]


@kind(
    "complaint.completed",
    nl="Klacht aangevuld",
    en="Complaint completed",
    done_by=("client",),
    answers=("complaint.received",),
    clauses=("wonder-2020/33.2",),
)
class ComplaintCompleted(Act):
    """What the complaint lacked came in."""

    act: str


@kind(
    "complaint.progress_told",
    nl="Voortgang van klacht gemeld",
    en="Progress told",
    done_by=("provider",),
    answers=("complaint.received",),
    clauses=("wonder-2020/33.3.a",),
)
class ComplaintProgressTold(Act):
    """The complainant was told how far it is."""

    act: str


@kind(
    "complaint.extended",
    nl="Klachttermijn verlengd",
    en="Complaint term extended",
    done_by=("provider",),
    answers=("complaint.received",),
    clauses=("wonder-2020/33.3",),
)
class ComplaintExtended(Act):
    """The complainant was told in writing that the decision takes longer."""

    act: str
    until: date


@kind(
    "complaint.mediated",
    nl="Klacht bemiddeld",
    en="Complaint mediated",
    done_by=("mediator",),
    answers=("complaint.received",),
    clauses=("zonl-thuisbegeleiding/10.2", "zonl-thuisbegeleiding/10.2.a"),
)
class ComplaintMediated(Act):
    """The mediator helped to solve the complaint."""

    act: str
    resolved: bool


@kind(
    "complaint.decided",
    nl="Op klacht beslist",
    en="Complaint decided",
    done_by=("provider",),
    answers=("complaint.received",),
    clauses=("wonder-2020/33.3", "zonl-thuisbegeleiding/10.3"),
)
class ComplaintDecided(Act):
    """The provider decided on the complaint."""

    act: str
    in_writing: bool
    reasoned: bool


@kind(
    "complaint.withdrawn",
    nl="Klacht ingetrokken",
    en="Complaint withdrawn",
    done_by=("client",),
    answers=("complaint.received",),
    clauses=("wonder-2020/33.3",),
)
class ComplaintWithdrawn(Act):
    """The complaint was taken back."""

    act: str


@kind(
    "complaint.result_rejected",
    nl="Beslissing op klacht niet aanvaard",
    en="Result rejected",
    done_by=("client",),
    answers=("complaint.received",),
    clauses=("wonder-2020/33.4", "wonder-2020/34.4"),
)
class ComplaintResultRejected(Act):
    """The decision does not satisfy the complainant (Wkkgz 21)."""

    act: str


@kind(
    "dispute.choice_asked",
    nl="Keuze geschilleninstantie gevraagd",
    en="Choice asked",
    done_by=("provider",),
    answers=("complaint.received",),
    clauses=("wonder-2020/34.5", "wonder-2020/34.5.a"),
)
class DisputeChoiceAsked(Act):
    """The provider asks the client to choose the dispute body.

    `announced` tells that going to court was announced.
    """

    announced: bool


@kind(
    "dispute.choice_made",
    nl="Keuze geschilleninstantie gemaakt",
    en="Choice made",
    done_by=("client",),
    answers=("complaint.received",),
    clauses=("wonder-2020/34.5",),
)
class DisputeChoiceMade(Act):
    """The client answers."""

    act: str
    agrees: bool


@kind(
    "dispute.filed",
    nl="Geschil ingediend",
    en="Dispute filed",
    done_by=("client", "provider"),
    answers=("complaint.received",),
    clauses=(
        "wonder-2020/34.1",
        "wonder-2020/34.2",
        "wonder-2020/34.3",
        "wonder-2020/34.4",
        "wonder-2020/34.7",
    ),
    personal=("amount",),
)
class DisputeFiled(Act):
    """A dispute is brought before the dispute body or the court. `amount` in euro is a liability claim."""

    act: str
    by: Side
    at: Literal["dispute_body", "court"]
    liability: bool | None = None
    amount: Money | None = None


@kind(
    "dispute.decided",
    nl="Op geschil beslist",
    en="Dispute decided",
    done_by=("dispute body",),
    answers=("dispute.filed",),
    clauses=("wonder-2020/34.6",),
    personal=("outcome",),
)
class DisputeDecided(Act):
    """The binding advice or the judgment."""

    act: str
    outcome: str
