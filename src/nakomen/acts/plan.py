"""The care or support plan, and care that differs from plan or standard."""

from datetime import date

from nakomen.acts.base import Act, Party, PlanSection, Represented, kind


@kind(
    "plan.wishes_discussed",
    nl="Wensen besproken",
    en="Wishes discussed",
    done_by=("provider",),
    clauses=("zonl-thuisbegeleiding/2.2", "wonder-2020/10.1", "wonder-2020/11.1"),
)
class PlanWishesDiscussed(Act):
    """The client's wishes were discussed before the plan."""


@kind(
    "plan.supporter_told",
    nl="Op cliëntondersteuner gewezen",
    en="Client supporter pointed out",
    done_by=("provider",),
    clauses=("zonl-thuisbegeleiding/2.2.a",),
)
class PlanSupporterTold(Act):
    """The client was told of the independent client supporter."""


@kind(
    "plan.support_offered",
    nl="Hulp bij planbespreking aangeboden",
    en="Support for the plan offered",
    done_by=("provider",),
    clauses=("wonder-2020/10.1.a",),
)
class PlanSupportOffered(Act):
    """The client was offered help in talking over the plan."""


@kind(
    "plan.presented",
    nl="Plan voorgelegd",
    en="Plan presented",
    done_by=("provider",),
    clauses=(
        "wonder-2020/10.2",
        "wonder-2020/11.1",
        "wonder-2020/11.2",
        "wonder-2020/11.3",
        "wonder-2020/23.2",
        "zonl-thuisbegeleiding/2.1",
        "zonl-thuisbegeleiding/2.4",
        "zonl-thuisbegeleiding/2.5",
    ),
    personal=("medical_acts",),
)
class PlanPresented(Act):
    """The plan is put to the client, with the sections that it holds."""

    sections: tuple[PlanSection, ...]
    medical_acts: tuple[str, ...] | None = None
    evaluate_on: tuple[date, ...] | None = None


@kind(
    "plan.agreed",
    nl="Met plan ingestemd",
    en="Plan agreed",
    done_by=("client", "representative"),
    answers=("plan.presented",),
    clauses=("wonder-2020/10.3",),
)
class PlanAgreed(Act):
    """Consent to the plan, which brings it into effect."""

    by: Represented


@kind(
    "plan.signed",
    nl="Plan ondertekend",
    en="Plan signed",
    done_by=("both",),
    answers=("plan.presented",),
    clauses=("wonder-2020/10.3.a",),
)
class PlanSigned(Act):
    """One party signs the plan."""

    party: Party


@kind(
    "plan.copied",
    nl="Kopie van plan gegeven",
    en="Plan copied",
    done_by=("provider",),
    answers=("plan.presented",),
    clauses=("zonl-thuisbegeleiding/2.7",),
)
class PlanCopied(Act):
    """The client got a copy of the plan."""


@kind(
    "plan.evaluation_requested",
    nl="Evaluatie gevraagd",
    en="Evaluation requested",
    done_by=("client",),
    answers=("plan.presented",),
    clauses=("wonder-2020/12.3.b",),
    personal=("reasons",),
)
class PlanEvaluationRequested(Act):
    """The client asks, with reasons, for an evaluation in between."""

    reasons: str


@kind(
    "plan.evaluated",
    nl="Plan geëvalueerd",
    en="Plan evaluated",
    done_by=("both",),
    answers=("plan.presented",),
    clauses=("wonder-2020/12.3", "wonder-2020/12.3.a", "zonl-thuisbegeleiding/2.9"),
)
class PlanEvaluated(Act):
    """The plan was evaluated and the outcome recorded."""


@kind(
    "plan.changed",
    nl="Plan aangepast",
    en="Plan changed",
    done_by=("both",),
    answers=("plan.presented",),
    clauses=("zonl-thuisbegeleiding/2.8", "wonder-2020/12.3"),
)
class PlanChanged(Act):
    """Both agreed to adapt the plan; terms are not set anew."""


@kind(
    "plan.deviated",
    nl="Van plan afgeweken",
    en="Plan deviated from",
    done_by=("provider",),
    answers=("plan.presented",),
    clauses=("wonder-2020/12.4", "wonder-2020/12.1"),
    personal=("note",),
)
class PlanDeviated(Act):
    """The care given differed from the plan."""

    urgent: bool
    note: str | None = None


@kind(
    "plan.goal_reached",
    nl="Doel van plan bereikt",
    en="Goal reached",
    done_by=("both",),
    answers=("plan.presented",),
    clauses=("zonl-thuisbegeleiding/1.3.b",),
)
class PlanGoalReached(Act):
    """Both find that the plan's goal is reached."""


@kind(
    "plan.refused",
    nl="Plan geweigerd",
    en="Plan refused",
    done_by=("client", "representative"),
    answers=("plan.presented",),
    clauses=("wonder-2020/10.3",),
    personal=("reasons",),
)
class PlanRefused(Act):
    """No consent to the plan."""

    by: Represented
    reasons: str | None = None


@kind(
    "standard.deviated",
    nl="Van standaard afgeweken",
    en="Standard deviated from",
    done_by=("provider",),
    clauses=("wonder-2020/18.2.b",),
    personal=("motivation",),
)
class StandardDeviated(Act):
    """The care departed from the professional standard, with the reason."""

    motivation: str
    explained: bool
    noted_in_plan: bool


@kind(
    "medical_act.performed",
    nl="Medische handeling verricht",
    en="Medical act performed",
    done_by=("provider",),
    clauses=("wonder-2020/10.4", "wonder-2020/11.2"),
    personal=("name", "caregiver"),
)
class MedicalActPerformed(Act):
    """A medical act was done."""

    name: str
    urgent: bool
    caregiver: str | None = None
