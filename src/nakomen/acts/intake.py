"""From the first request to the offer: intake, budget, exclusion and the check of the dwelling."""

from datetime import date
from typing import Literal

from nakomen.acts.base import Act, Money, kind


@kind(
    "support.requested",
    nl="Ondersteuning gevraagd",
    en="Support requested",
    done_by=("client",),
    clauses=("zonl-thuisbegeleiding/2.1",),
)
class SupportRequested(Act):
    """The client asks this provider for support, which starts the time for a plan."""


@kind(
    "budget.granted",
    nl="Budget toegekend",
    en="Budget granted",
    done_by=("municipality",),
    clauses=("zonl-thuisbegeleiding/8.1", "zonl-thuisbegeleiding/8.4"),
    personal=("amount",),
)
class BudgetGranted(Act):
    """The municipality grants a budget in euro for the support over a period."""

    amount: Money
    valid_from: date
    valid_until: date


@kind(
    "intake.held",
    nl="Intakegesprek gevoerd",
    en="Intake talk held",
    done_by=("provider",),
    clauses=("wonder-2020/8.2",),
)
class IntakeHeld(Act):
    """The intake talk, with the check that the written information was understood."""

    information_understood: bool


@kind(
    "intake.choices_stated",
    nl="Keuzes gemaakt",
    en="Choices stated",
    done_by=("client",),
    clauses=("wonder-2020/8.2.a",),
    personal=("choices",),
)
class IntakeChoicesStated(Act):
    """The client tells the choices on what was discussed."""

    choices: str | None = None


@kind(
    "intake.application_declared",
    nl="Aanvraag indicatie verklaard",
    en="Application for an indication declared",
    done_by=("client",),
    clauses=("wonder-2020/8.3",),
)
class IntakeApplicationDeclared(Act):
    """The client declares in writing that an indication has been applied for."""


@kind(
    "exclusion.assessed",
    nl="Uitsluiting beoordeeld",
    en="Exclusion assessed",
    done_by=("provider",),
    clauses=("wonder-2020/38.1", "wonder-2020/38.2"),
    personal=("criteria", "outcome", "motivation"),
)
class ExclusionAssessed(Act):
    """A judgement for this person on the exclusion criteria that were met."""

    criteria: tuple[Literal["disruptive", "intensive_guidance", "violent", "verbally_aggressive", "refuses_help"], ...]
    outcome: Literal["accept", "refuse", "transfer"]
    motivation: str


@kind(
    "home.checked",
    nl="Woning gecontroleerd",
    en="Dwelling checked",
    done_by=("provider",),
    clauses=("wonder-2020/38.3", "wonder-2020/38.3.b", "wonder-2020/39.3.a", "wonder-2020/39.4"),
    personal=("missing", "measures"),
)
class HomeChecked(Act):
    """What a check of the dwelling found missing; an empty list means nothing is."""

    missing: tuple[
        Literal[
            "heating",
            "gas",
            "water",
            "electricity",
            "aid_space",
            "bed_height",
            "bed_reach",
            "room",
            "bath_mat",
            "rubber_feet",
            "loose_rugs",
            "wiring",
            "clean",
        ],
        ...,
    ]
    measures: str | None = None
