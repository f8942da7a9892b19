"""Consent, research, remote care, disclosure and the client's privacy during care."""

from typing import Literal

from nakomen.acts.base import Act, VisitId, kind


@kind(
    "consent.given",
    nl="Toestemming gegeven",
    en="Consent given",
    done_by=("client", "representative"),
    clauses=(
        "wonder-2020/10.4",
        "wonder-2020/12.4",
        "wonder-2020/14.1",
        "wonder-2020/14.1.b",
        "wonder-2020/14.3",
        "wonder-2020/16.1",
        "wonder-2020/16.2",
        "wonder-2020/17.1",
        "wonder-2020/23.1",
        "wonder-2020/36.5",
        "zonl-thuisbegeleiding/4.1",
        "zonl-thuisbegeleiding/5.1.b",
    ),
    personal=("scope", "recipient", "purpose"),
)
class ConsentGiven(Act):
    """Consent for one purpose.

    `recipient` and `purpose` bound a disclosure, `visit` or `study` tie it to one occasion.
    """

    for_: Literal[
        "observed_act",
        "publication",
        "trainee",
        "research",
        "remote_care",
        "disclosure",
        "exchange",
        "carer_information",
        "quality_measurement",
        "office_work",
        "medical_act",
        "plan_deviation",
        "relatives_inspection",
    ]
    scope: str | None = None
    recipient: str | None = None
    purpose: str | None = None
    study: str | None = None
    visit: VisitId | None = None
    in_writing: bool
    by: Literal["client", "representative", "both"]


@kind(
    "consent.refused",
    nl="Toestemming geweigerd",
    en="Consent refused",
    done_by=("client", "representative"),
    clauses=("wonder-2020/16.1", "zonl-thuisbegeleiding/5.1.b"),
    personal=("scope",),
)
class ConsentRefused(Act):
    """Consent was asked and refused."""

    for_: str
    scope: str | None = None


@kind(
    "consent.withdrawn",
    nl="Toestemming ingetrokken",
    en="Consent withdrawn",
    done_by=("client", "representative"),
    answers=("consent.given",),
    clauses=("wonder-2020/16.1", "zonl-thuisbegeleiding/5.1.b"),
)
class ConsentWithdrawn(Act):
    """The consent holds no longer."""

    act: str


@kind(
    "research.explained",
    nl="Onderzoek uitgelegd",
    en="Research explained",
    done_by=("provider",),
    clauses=("wonder-2020/17.2",),
)
class ResearchExplained(Act):
    """Purpose and risks of a study were told."""

    study: str


@kind(
    "research.included",
    nl="Deelname aan onderzoek",
    en="Included in research",
    done_by=("provider",),
    clauses=("wonder-2020/17.1",),
    personal=("study",),
)
class ResearchIncluded(Act):
    """The client takes part in a study."""

    study: str


@kind(
    "remote.preconditions_checked",
    nl="Voorwaarden zorg op afstand gecontroleerd",
    en="Preconditions of remote care checked",
    done_by=("provider",),
    clauses=("wonder-2020/23.3",),
)
class RemotePreconditionsChecked(Act):
    """What remote care needs was told and checked."""

    met: bool


@kind(
    "disclosure.made",
    nl="Gegevens verstrekt",
    en="Data disclosed",
    done_by=("provider",),
    clauses=(
        "wonder-2020/16.1",
        "wonder-2020/16.1.a",
        "wonder-2020/16.1.b",
        "zonl-thuisbegeleiding/5.1",
        "zonl-thuisbegeleiding/5.2",
        "zonl-thuisbegeleiding/5.4",
        "zonl-thuisbegeleiding/5.5",
        "zonl-thuisbegeleiding/5.6",
    ),
    personal=("recipient", "purpose", "data"),
)
class DisclosureMade(Act):
    """Data on the client went to somebody, for a purpose.

    `needed` tells that it was no more than the purpose asked.
    """

    recipient: Literal[
        "caregiver",
        "representative",
        "carer",
        "relative",
        "municipality",
        "cak",
        "svb",
        "supervisor",
        "insurer",
        "care_office",
        "other_provider",
        "police",
        "researcher",
        "other",
    ]
    purpose: str
    legal_basis: str | None = None
    needed: bool
    protection: bool | None = None
    data: tuple[str, ...] | None = None


@kind(
    "trainee.present",
    nl="Stagiair aanwezig",
    en="Trainee present",
    done_by=("provider",),
    clauses=("wonder-2020/14.3",),
)
class TraineePresent(Act):
    """A trainee or an intern was there."""

    at: Literal["medical_act", "talk", "other"]


@kind(
    "image.made",
    nl="Beeldopname gemaakt",
    en="Image made",
    done_by=("provider",),
    clauses=("wonder-2020/14.1.b",),
)
class ImageMade(Act):
    """A photo or a recording of the client."""

    for_publication: bool


@kind(
    "observation.occurred",
    nl="Handeling zichtbaar voor anderen",
    en="Observation occurred",
    done_by=("provider",),
    clauses=("wonder-2020/14.1", "wonder-2020/14.2"),
)
class ObservationOccurred(Act):
    """Others could observe an act on the client."""

    intrusive: bool
    observer: Literal["needed", "representative", "other"]
