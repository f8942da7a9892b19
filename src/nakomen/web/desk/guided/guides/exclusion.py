"""Whether somebody is excluded: the criteria, the judgement for this one person, the outcome."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nakomen.web.desk.guided import fields
from nakomen.web.desk.guided.steps import Act, Cluster, Guide, Step, StepForm

ASSESSED = "exclusion.assessed"
CRITERIA = ("disruptive", "intensive_guidance", "violent", "verbally_aggressive", "refuses_help")


class CriteriaForm(StepForm):
    """Which criteria are met."""

    def build(self) -> None:
        """None of them is an answer too: then nobody is excluded."""
        ask = self.guiding
        self.fields["on"] = fields.moment(_("Day of the judgement"), now=ask.asked.now)
        self.start("on", ask.today)
        self.fields["criteria"] = fields.several(
            ask.label(ASSESSED, "criteria"), ask.choices(ASSESSED, "criteria", CRITERIA)
        )
        asking = ask.clauses(lambda clause: {part.key for part in clause.items} >= set(CRITERIA))
        for clause in asking[:1]:
            self.clusters = [Cluster(("criteria",), clause.title, ask.full(clause), clause.summary)]


class PersonForm(StepForm):
    """The judgement for this person."""

    def build(self) -> None:
        """A criterion alone excludes nobody."""
        self.fields["motivation"] = fields.text(
            self.guiding.label(ASSESSED, "motivation"),
            rows=8,
            help_text=_(
                "Write what you saw of this person, what was tried, and whether the client would be better off "
                "elsewhere. That a criterion is met is not a reason by itself."
            ),
        )


class OutcomeForm(StepForm):
    """What is decided."""

    def build(self) -> None:
        """Accept, refuse, or find another place."""
        ask = self.guiding
        self.fields["outcome"] = fields.one_of(
            ask.label(ASSESSED, "outcome"), ask.choices(ASSESSED, "outcome", ("accept", "refuse", "transfer"))
        )

    def acts(self) -> list[Act]:
        """The judgement, from all steps."""
        criteria = self.guiding.cleaned("criteria").get("criteria", [])
        told = self.act(
            ASSESSED, outcome=self.cleaned_data["outcome"], motivation=self.guiding.cleaned("person").get("motivation")
        )
        return [{**told, "criteria": criteria}]

    def notes(self) -> list[str]:
        """An exclusion without a criterion."""
        criteria = self.guiding.cleaned("criteria").get("criteria")
        if not criteria and self.cleaned_data["outcome"] != "accept":
            return [_("None of the criteria is ticked: then the client cannot be excluded on them.")]
        return []


GUIDE = Guide(
    name="exclusion",
    early=True,
    title=gettext_lazy("Judge whether a client is excluded"),
    intro=gettext_lazy("Each person is judged apart. The judgement and its reasons are kept in the file."),
    kinds=(ASSESSED,),
    steps=(
        Step("criteria", gettext_lazy("Criteria"), CriteriaForm),
        Step("person", gettext_lazy("This person"), PersonForm),
        Step("outcome", gettext_lazy("Outcome"), OutcomeForm),
    ),
)
