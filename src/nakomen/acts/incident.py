"""Incidents, calamities, violence, suspected abuse, conduct and restraint."""

from typing import Literal

from nakomen.acts.base import Act, CodeStep, kind


@kind(
    "incident.occurred",
    nl="Incident gebeurd",
    en="Incident occurred",
    done_by=("provider",),
    clauses=("wonder-2020/21.1", "wonder-2020/21.2", "wonder-2020/21.3", "wonder-2020/1"),
    personal=("on", "consequences"),
)
class IncidentOccurred(Act):
    """Something unintended or unforeseen in the care.

    `consequences` tells whether it may show in the client's health.
    """

    consequences: bool
    urgent: bool


@kind(
    "incident.explained",
    nl="Incident toegelicht aan cliënt",
    en="Incident explained",
    done_by=("provider",),
    answers=("incident.occurred",),
    clauses=("wonder-2020/21.1",),
)
class IncidentExplained(Act):
    """The client was told of nature, cause and measures."""

    act: str
    nature: bool
    cause: bool
    measures: bool


@kind(
    "incident.treatment_discussed",
    nl="Behandeling na incident besproken",
    en="Treatment discussed",
    done_by=("provider",),
    answers=("incident.occurred",),
    clauses=("wonder-2020/21.2",),
)
class IncidentTreatmentDiscussed(Act):
    """Alternatives were discussed and agreements made on start and follow-up."""

    act: str
    second_opinion_told: bool


@kind(
    "incident.care_given",
    nl="Zorg na incident gegeven",
    en="Care after the incident given",
    done_by=("provider",),
    answers=("incident.occurred",),
    clauses=("wonder-2020/21.3",),
)
class IncidentCareGiven(Act):
    """Care that limits the effects of the incident."""

    act: str


@kind(
    "calamity.occurred",
    nl="Calamiteit gebeurd",
    en="Calamity occurred",
    done_by=("provider",),
    clauses=("zonl-thuisbegeleiding/6.4", "zonl-thuisbegeleiding/5.2"),
    personal=("on",),
)
class CalamityOccurred(Act):
    """A calamity in the care."""


@kind(
    "violence.occurred",
    nl="Geweld gebeurd",
    en="Violence occurred",
    done_by=("provider",),
    clauses=("zonl-thuisbegeleiding/6.4", "zonl-thuisbegeleiding/5.2"),
    personal=("by", "against"),
)
class ViolenceOccurred(Act):
    """Violence while care was given."""

    by: Literal["client", "staff", "other"]
    against: Literal["client", "staff", "other"]


@kind(
    "supervisor.notified",
    nl="Toezichthouder ingelicht",
    en="Supervisor notified",
    done_by=("provider",),
    answers=("calamity.occurred", "violence.occurred"),
    clauses=("zonl-thuisbegeleiding/6.4",),
)
class SupervisorNotified(Act):
    """The calamity or the violence was reported to the supervisor."""

    act: str


@kind(
    "abuse.suspected",
    nl="Vermoeden van mishandeling",
    en="Abuse suspected",
    done_by=("provider",),
    clauses=("wonder-2020/43", "zonl-thuisbegeleiding/5.3", "zonl-thuisbegeleiding/6.3"),
    personal=("on", "form"),
)
class AbuseSuspected(Act):
    """Suspicion of domestic violence or abuse, which starts the reporting code."""

    form: Literal["domestic", "child", "elder"]


@kind(
    "abuse.step_taken",
    nl="Stap van meldcode gezet",
    en="Step of the reporting code taken",
    done_by=("provider",),
    answers=("abuse.suspected",),
    clauses=("wonder-2020/43", "zonl-thuisbegeleiding/5.3"),
    personal=("step",),
)
class AbuseStepTaken(Act):
    """Step 1 to 5 of the reporting code."""

    act: str
    step: CodeStep


@kind(
    "conduct.recorded",
    nl="Ongewenst gedrag vastgelegd",
    en="Conduct recorded",
    done_by=("provider",),
    clauses=("wonder-2020/24.4", "wonder-2020/41", "zonl-thuisbegeleiding/6.6"),
    personal=("form", "toward"),
)
class ConductRecorded(Act):
    """Undesired conduct by the client."""

    form: Literal["discrimination", "aggression", "intimidation", "sexual_harassment", "violence", "other"]
    toward: Literal["staff", "volunteer", "other"]


@kind(
    "restraint.applied",
    nl="Vrijheidsbeperking toegepast",
    en="Restraint applied",
    done_by=("provider",),
    clauses=("wonder-2020/44",),
    personal=("form",),
)
class RestraintApplied(Act):
    """The client's freedom was restricted."""

    form: str


@kind(
    "risk.signalled",
    nl="Risico op onvrijwillige zorg gesignaleerd",
    en="Risk signalled",
    done_by=("provider",),
    clauses=("wonder-2020/44",),
    personal=("what",),
)
class RiskSignalled(Act):
    """A risk of involuntary care was seen."""

    what: str


@kind(
    "risk.handled",
    nl="Risico op onvrijwillige zorg afgehandeld",
    en="Risk handled",
    done_by=("provider",),
    answers=("risk.signalled",),
    clauses=("wonder-2020/44",),
)
class RiskHandled(Act):
    """That risk was dealt with."""

    act: str
