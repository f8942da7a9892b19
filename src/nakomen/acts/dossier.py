"""Requests on the dossier and their answers."""

from datetime import date
from typing import Literal

from nakomen.acts.base import Act, Money, Represented, kind


@kind(
    "dossier.inspection_requested",
    nl="Inzage gevraagd",
    en="Inspection requested",
    clauses=(
        "wonder-2020/15.1",
        "wonder-2020/16.2",
        "zonl-thuisbegeleiding/3.2",
        "zonl-thuisbegeleiding/5.5.c",
    ),
)
class DossierInspectionRequested(Act):
    """Somebody asks to see the dossier."""

    by: Literal["client", "representative", "relative", "supervisor"]
    ground: Literal["consent", "incident", "weighty_interest"] | None = None


@kind(
    "dossier.inspection_given",
    nl="Inzage gegeven",
    en="Inspection given",
    done_by=("provider",),
    answers=("dossier.inspection_requested",),
    clauses=("wonder-2020/16.2", "zonl-thuisbegeleiding/3.2"),
)
class DossierInspectionGiven(Act):
    """The dossier was shown."""

    act: str


@kind(
    "dossier.inspection_refused",
    nl="Inzage geweigerd",
    en="Inspection refused",
    done_by=("provider",),
    answers=("dossier.inspection_requested",),
    clauses=("zonl-thuisbegeleiding/3.3",),
    personal=("reason", "part"),
)
class DossierInspectionRefused(Act):
    """Seeing the dossier, or a part of it, was refused."""

    act: str
    reason: Literal["privacy_of_other", "domestic_violence", "child_abuse", "other"]
    part: str | None = None


@kind(
    "dossier.copy_requested",
    nl="Kopie van dossier gevraagd",
    en="Copy requested",
    done_by=("client",),
    clauses=("wonder-2020/15.2.a", "zonl-thuisbegeleiding/3.2.a"),
)
class DossierCopyRequested(Act):
    """A copy of the dossier is asked for."""

    by: Represented


@kind(
    "dossier.copy_given",
    nl="Kopie van dossier gegeven",
    en="Copy given",
    done_by=("provider",),
    answers=("dossier.copy_requested",),
    clauses=("wonder-2020/15.2.a", "zonl-thuisbegeleiding/3.2.a"),
)
class DossierCopyGiven(Act):
    """The copy was given; `fee` in euro."""

    act: str
    fee: Money | None = None


@kind(
    "dossier.correction_requested",
    nl="Correctie gevraagd",
    en="Correction requested",
    done_by=("client",),
    clauses=("wonder-2020/15.2", "zonl-thuisbegeleiding/3.4"),
    personal=("what",),
)
class DossierCorrectionRequested(Act):
    """The client asks to have data put right."""

    what: str


@kind(
    "dossier.corrected",
    nl="Dossier gecorrigeerd",
    en="Dossier corrected",
    done_by=("provider",),
    answers=("dossier.correction_requested",),
    clauses=("wonder-2020/15.2", "zonl-thuisbegeleiding/3.4"),
)
class DossierCorrected(Act):
    """The data were put right."""

    act: str


@kind(
    "dossier.correction_refused",
    nl="Correctie geweigerd",
    en="Correction refused",
    done_by=("provider",),
    answers=("dossier.correction_requested",),
    clauses=("wonder-2020/15.2", "zonl-thuisbegeleiding/3.4"),
    personal=("reason",),
)
class DossierCorrectionRefused(Act):
    """The correction was refused, with reasons."""

    act: str
    reason: str


@kind(
    "dossier.destruction_requested",
    nl="Vernietiging gevraagd",
    en="Destruction requested",
    done_by=("client", "representative"),
    clauses=("wonder-2020/15.2", "zonl-thuisbegeleiding/3.6"),
)
class DossierDestructionRequested(Act):
    """Somebody asks to have the data destroyed."""


@kind(
    "dossier.destroyed",
    nl="Dossier vernietigd",
    en="Dossier destroyed",
    done_by=("provider",),
    answers=("dossier.destruction_requested",),
    clauses=("wonder-2020/15.2", "zonl-thuisbegeleiding/3.6"),
)
class DossierDestroyed(Act):
    """The data were destroyed."""

    act: str


@kind(
    "dossier.destruction_refused",
    nl="Vernietiging geweigerd",
    en="Destruction refused",
    done_by=("provider",),
    answers=("dossier.destruction_requested",),
    clauses=("wonder-2020/15.2", "zonl-thuisbegeleiding/3.6"),
    personal=("reason",),
)
class DossierDestructionRefused(Act):
    """Destroying was refused."""

    act: str
    reason: Literal["interest_of_other", "statute", "other"]


@kind(
    "dossier.copy_refused",
    nl="Kopie geweigerd",
    en="Copy refused",
    done_by=("provider",),
    answers=("dossier.copy_requested",),
    clauses=("wonder-2020/15.2.a", "zonl-thuisbegeleiding/3.2.a", "zonl-thuisbegeleiding/3.3"),
    personal=("reason", "part"),
)
class DossierCopyRefused(Act):
    """A copy, or a part of it, was refused."""

    act: str
    reason: Literal["privacy_of_other", "other"]
    part: str | None = None


@kind(
    "dossier.term_extended",
    nl="Termijn voor dossierverzoek verlengd",
    en="Term extended",
    done_by=("provider",),
    answers=(
        "dossier.inspection_requested",
        "dossier.copy_requested",
        "dossier.correction_requested",
        "dossier.destruction_requested",
    ),
    clauses=("wonder-2020/13.1", "zonl-thuisbegeleiding/3.2", "zonl-thuisbegeleiding/3.4"),
    personal=("reasons",),
)
class DossierTermExtended(Act):
    """The client was told that the answer takes longer (GDPR 12(3): two months more at most)."""

    act: str
    until: date
    reasons: str
