"""Notice, what must go before it, and the talk at the end."""

from datetime import date
from typing import Literal

from nakomen.acts.base import Act, Party, kind


@kind(
    "notice.given",
    nl="Opgezegd",
    en="Notice given",
    done_by=("client", "provider"),
    answers=("indication.issued",),
    clauses=(
        "wonder-2020/30.1",
        "wonder-2020/30.2",
        "wonder-2020/31.1.a",
        "wonder-2020/31.1.b",
        "wonder-2020/31.1.c",
        "wonder-2020/31.1.d",
        "wonder-2020/31.1.e",
        "wonder-2020/31.1.f",
        "zonl-thuisbegeleiding/1.4",
        "zonl-thuisbegeleiding/1.5",
    ),
    personal=("ground",),
)
class NoticeGiven(Act):
    """One side ends the agreement.

    `act` is the new indication where the ground is not admitted, no contract or no expertise.
    """

    by: Party
    channel: Literal["oral", "letter", "email", "portal"]
    received_on: date | None = None
    ground: (
        Literal["not_admitted", "no_contract", "no_expertise", "no_indication", "care_not_needed", "compelling"] | None
    ) = None
    end_on: date | None = None


@kind(
    "notice.grounds_discussed",
    nl="Redenen van opzegging besproken",
    en="Grounds discussed",
    done_by=("provider",),
    clauses=("wonder-2020/31.1.f",),
)
class NoticeGroundsDiscussed(Act):
    """The provider discussed the grounds for notice with the client."""


@kind(
    "notice.alternative_offered",
    nl="Alternatief aangeboden",
    en="Alternative offered",
    done_by=("provider",),
    clauses=("wonder-2020/31.1.f", "wonder-2020/31.1.a"),
)
class NoticeAlternativeOffered(Act):
    """A suitable alternative was found or offered."""


@kind(
    "notice.alternative_sought",
    nl="Alternatief gezocht",
    en="Alternative sought",
    done_by=("provider",),
    clauses=("wonder-2020/31.1.a", "wonder-2020/31.1.b", "wonder-2020/31.1.c"),
)
class NoticeAlternativeSought(Act):
    """The provider made an effort to find a suitable alternative."""


@kind(
    "notice.complaint_option_told",
    nl="Op klachtmogelijkheid gewezen",
    en="Complaint option told",
    done_by=("provider",),
    clauses=("wonder-2020/31.1.f",),
)
class NoticeComplaintOptionTold(Act):
    """The client was pointed to the option of a complaint."""


@kind(
    "notice.second_opinion_told",
    nl="Op second opinion gewezen",
    en="Second opinion told",
    done_by=("provider",),
    clauses=("wonder-2020/31.1.e",),
)
class NoticeSecondOpinionTold(Act):
    """The client was pointed to a second opinion."""


@kind(
    "notice.care_office_asked",
    nl="Zorgkantoor om ruimte gevraagd",
    en="Care office asked",
    done_by=("provider",),
    clauses=("wonder-2020/31.1.b",),
)
class NoticeCareOfficeAsked(Act):
    """The care office was asked for more room in the contract, with its answer."""

    answer: Literal["granted", "refused"]


@kind(
    "notice.withdrawn",
    nl="Opzegging ingetrokken",
    en="Notice withdrawn",
    done_by=("client", "provider"),
    answers=("notice.given",),
    clauses=("wonder-2020/29.c",),
)
class NoticeWithdrawn(Act):
    """The notice is taken back; it counts only when the other side agreed."""

    act: str
    agreed: bool


@kind(
    "exit.talk_held",
    nl="Exitgesprek gevoerd",
    en="Exit talk held",
    done_by=("provider",),
    answers=("notice.given", "agreement.ended"),
    clauses=("wonder-2020/32",),
    personal=("officer", "recipients", "aftercare"),
)
class ExitTalkHeld(Act):
    """Talk at the end on who gets which information and on aftercare."""

    officer: str
    recipients: tuple[str, ...]
    aftercare: str | None = None


@kind(
    "exit.instructions_given",
    nl="Nazorginstructies gegeven",
    en="Aftercare instructions given",
    done_by=("provider",),
    answers=("notice.given", "agreement.ended"),
    clauses=("wonder-2020/32",),
)
class ExitInstructionsGiven(Act):
    """Written instructions for the time after."""
