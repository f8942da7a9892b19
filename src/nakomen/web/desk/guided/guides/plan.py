"""The care or support plan: what went before, which sections it has, when it is evaluated, and the consent to it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nakomen.law.periods import add_months
from nakomen.web.desk.guided import fields
from nakomen.web.desk.guided.steps import Act, Cluster, Guide, Guiding, Step, StepForm

if TYPE_CHECKING:
    from nakomen.terms.texts import Clause, Content

PRESENTED = "plan.presented"
BEFORE = ("plan.support_offered", "plan.wishes_discussed", "plan.supporter_told")
AFTERWARDS = ("agreed", "agreed_on", "signed", "copied")
EVALUATIONS = ("evaluate_1", "evaluate_2", "evaluate_3")
REMOTE = ("remote_exchange", "remote_consent")


def contents(guiding: Guiding) -> list[tuple[Clause, Content]]:
    """What the plan must hold under the conditions, each with its clause."""
    return [
        (clause, part)
        for clause in guiding.clauses(lambda each: each.contents)
        for part in clause.contents
        if part.document == "plan"
    ]


def has_medical(guiding: Guiding) -> bool:
    """Whether the plan can name medical acts: not under conditions for support."""
    return any(part.key == "medical_acts" for _clause, part in contents(guiding))


class BeforeForm(StepForm):
    """When the plan was put to the client, and what went before."""

    def build(self) -> None:
        """What the conditions ask before a plan."""
        ask = self.guiding
        self.fields["on"] = fields.day(_("Day on which you put the plan to the client"), latest=ask.today)
        self.start("on", ask.today)
        asked = {duty.what for duty in ask.s.norms.duty_list}
        before = [kind for kind in BEFORE if kind in asked and ask.covers(kind)]
        if before:
            self.fields["before"] = fields.several(
                _("What was done before, and is not recorded yet?"), ask.kind_choices(before)
            )

    def acts(self) -> list[Act]:
        """What was done before."""
        return [self.act(kind) for kind in self.cleaned_data.get("before", ())]


class SectionsForm(StepForm):
    """Which sections the plan has, clause by clause."""

    def build(self) -> None:
        """The sections that the conditions ask for, and those of remote care where that comes up."""
        ask = self.guiding
        by: dict[str, list[Content]] = {}
        for clause, part in contents(ask):
            by.setdefault(clause.id, []).append(part)
        for number, (own, parts) in enumerate(by.items()):
            clause = ask.terms.clauses[own]
            name = f"sections_{number}"
            self.fields[name] = fields.several(
                _("In the plan"), ask.choices(PRESENTED, "sections", [part.key for part in parts])
            )
            self.clusters.append(Cluster((name,), clause.title, ask.full(clause), clause.summary))
        if ask.s.norms.regime == "care":
            self.fields["sections_remote"] = fields.several(
                _("In the plan, where there is remote care"), ask.choices(PRESENTED, "sections", REMOTE)
            )
            self.clusters.append(Cluster(("sections_remote",)))

    def clean(self) -> dict[str, object]:
        """At least one section."""
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        if not self.chosen():
            self.add_error(next(iter(self.fields)), _("Tick at least one section that the plan has."))
        return cleaned

    def chosen(self) -> list[str]:
        """The sections that were ticked, in the order of the conditions."""
        return [value for name in self.fields for value in self.cleaned_data.get(name, ())]

    def notes(self) -> list[str]:
        """Which sections lack that every plan must have."""
        chosen = set(self.chosen())
        lacking = [part.key for _clause, part in contents(self.guiding) if not part.only_if and part.key not in chosen]
        words = dict(self.guiding.choices(PRESENTED, "sections", lacking))
        return [_("The plan still lacks: %(section)s.") % {"section": words[key]} for key in lacking]


class MedicalForm(StepForm):
    """The medical acts that the plan names."""

    def build(self) -> None:
        """One on each line."""
        ask = self.guiding
        self.fields["medical_acts"] = fields.text(
            ask.label(PRESENTED, "medical_acts"),
            required=False,
            help_text=_("One on each line. Leave it empty where the plan has none."),
        )


class EvaluationForm(StepForm):
    """When the plan is evaluated."""

    def build(self) -> None:
        """The first evaluation half a year on is filled in; both sets ask it by then."""
        ask = self.guiding
        label = ask.label(PRESENTED, "evaluate_on")
        for number, name in enumerate(EVALUATIONS):
            self.fields[name] = fields.day(
                label,
                required=False,
                help_text=_("Within six months after the client's consent.") if not number else "",
            )
        given = ask.cleaned("before").get("on")
        self.start(EVALUATIONS[0], add_months(given if isinstance(given, date) else ask.today, 6))

    def notes(self) -> list[str]:
        """No day at all."""
        if any(self.cleaned_data[name] for name in EVALUATIONS):
            return []
        return [_("The plan names no day on which it is evaluated.")]


class ConsentForm(StepForm):
    """Whether the client consents, and who signed."""

    def build(self) -> None:
        """The consent is an act of its own; it can come later."""
        ask = self.guiding
        self.fields["agreed"] = fields.one_of(
            _("Who consents to the plan?"),
            [("none", _("Nobody yet")), *ask.choices("plan.agreed", "by", ("client", "representative"))],
        )
        self.fields["agreed_on"] = fields.day(_("Day of the consent"), required=False, latest=ask.today)
        self.fields["signed"] = fields.several(
            _("Who signed the plan?"), ask.choices("plan.signed", "party", ("client", "representative", "provider"))
        )
        self.fields["copied"] = fields.yes_no(_("Did the client get a copy of the plan?"), required=False)
        self.must = {"agreed_on"}
        self.clusters = [
            Cluster(("agreed",)),
            Cluster(("agreed_on", "signed", "copied"), show_when="agreed=client|representative"),
        ]

    def clean(self) -> dict[str, object]:
        """A consent has a day, not before the plan was put."""
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        if cleaned.get("agreed") in ("client", "representative") and "agreed_on" not in self.errors:
            when = cleaned.get("agreed_on")
            if when is None:
                self.add_error("agreed_on", _("Fill in a day."))
            elif isinstance(when, date) and when.isoformat() < self.on:
                self.add_error("agreed_on", _("The consent comes after the plan: fill in a day not before it."))
        return cleaned

    def acts(self) -> list[Act]:
        """The plan with the answers of all steps, then the consent, the signatures and the copy."""
        ask, told = self.guiding, self.cleaned_data
        plan = f"plan-{ask.key}"
        made = [self.act(PRESENTED, id=plan, **presented(ask))]
        if told["agreed"] == "none":
            return made
        on = told["agreed_on"].isoformat()
        made.append({"kind": "plan.agreed", "on": on, "act": plan, "by": told["agreed"]})
        made += [{"kind": "plan.signed", "on": on, "act": plan, "party": party} for party in told["signed"]]
        return [*made, {"kind": "plan.copied", "on": on, "act": plan}] if told["copied"] else made


def presented(guiding: Guiding) -> dict[str, object]:
    """The fields of the plan, from the steps that ask for them."""
    ticked = guiding.cleaned("sections")
    sections = [value for name, values in ticked.items() if name.startswith("sections") for value in values]
    medical = fields.split(str(guiding.cleaned("medical").get("medical_acts") or ""))
    if medical and "medical_acts" not in sections and has_medical(guiding):
        sections.append("medical_acts")
    days = guiding.cleaned("evaluation")
    evaluate = sorted({days[name].isoformat() for name in EVALUATIONS if days.get(name)})
    return {"sections": sections, "medical_acts": medical, "evaluate_on": evaluate}


GUIDE = Guide(
    name="plan",
    early=True,
    title=gettext_lazy("Put a plan to the client"),
    intro=gettext_lazy("You record which sections the plan has. The text of the plan itself stays in the plan."),
    kinds=(PRESENTED,),
    steps=(
        Step("before", gettext_lazy("Before the plan"), BeforeForm),
        Step("sections", gettext_lazy("Sections"), SectionsForm),
        Step("medical", gettext_lazy("Medical acts"), MedicalForm, shown=has_medical),
        Step("evaluation", gettext_lazy("Evaluation"), EvaluationForm),
        Step("consent", gettext_lazy("Consent"), ConsentForm),
    ),
)
