"""A complaint: receiving it, and what is done with it up to the decision."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nakomen.web.desk.guided import fields
from nakomen.web.desk.guided.steps import Act, Cluster, Guide, Guiding, Step, StepForm

RECEIVED = "complaint.received"
EXTENDED = "complaint.extended"
MEDIATED = "complaint.mediated"
DECIDED = "complaint.decided"
HANDLING = (
    "complaint.completed",
    "complaint.progress_told",
    EXTENDED,
    MEDIATED,
    DECIDED,
    "complaint.withdrawn",
    "complaint.result_rejected",
)


def is_new(guiding: Guiding) -> bool:
    """Whether the form receives a complaint."""
    return not guiding.about


def goes_on(guiding: Guiding) -> bool:
    """Whether the form goes on with a complaint that is there, and this person records how."""
    return bool(guiding.about) and any(guiding.covers(kind) for kind in HANDLING)


class ComplaintForm(StepForm):
    """When the complaint came in, with whom, and whether it is complete."""

    def build(self) -> None:
        """The term runs from a complaint that is complete."""
        ask = self.guiding
        self.fields["on"] = fields.moment(_("Day on which the complaint came in"), now=ask.asked.now)
        self.start("on", ask.today)
        self.fields["to"] = fields.one_of(
            ask.label(RECEIVED, "to"), ask.choices(RECEIVED, "to", ("staff", "manager", "mediator", "provider"))
        )
        self.fields["complete"] = fields.yes_no(
            ask.label(RECEIVED, "complete"), help_text=ask.help(RECEIVED, "complete")
        )


class AboutForm(StepForm):
    """What the complaint is about."""

    def build(self) -> None:
        """In the client's own words where possible."""
        self.fields["about"] = fields.text(
            self.guiding.label(RECEIVED, "about"),
            rows=8,
            help_text=_("In the words of who complains where you can. Only who handles complaints can read it."),
        )

    def acts(self) -> list[Act]:
        """The complaint."""
        told = self.guiding.cleaned("complaint")
        return [
            self.act(
                RECEIVED, about=self.cleaned_data["about"], complete=told.get("complete", False), to=told.get("to")
            )
        ]


class HandlingForm(StepForm):
    """What happened with the complaint."""

    def build(self) -> None:
        """One thing at a time; what goes with it shows when it is chosen."""
        ask = self.guiding
        kinds = [kind for kind in HANDLING if ask.covers(kind)]
        self.fields["on"] = fields.moment(_("On which day?"), now=ask.asked.now)
        self.start("on", ask.today)
        self.fields["what"] = fields.one_of(_("What happened with the complaint?"), ask.kind_choices(kinds))
        self.fields["until"] = fields.day(ask.label(EXTENDED, "until"), required=False)
        self.fields["resolved"] = fields.yes_no(ask.label(MEDIATED, "resolved"), required=False)
        self.fields["in_writing"] = fields.yes_no(ask.label(DECIDED, "in_writing"), required=False)
        self.fields["reasoned"] = fields.yes_no(ask.label(DECIDED, "reasoned"), required=False)
        self.must = {"until", "resolved", "in_writing", "reasoned"}
        self.clusters = [
            Cluster(("until",), show_when=f"what={EXTENDED}"),
            Cluster(("resolved",), show_when=f"what={MEDIATED}"),
            Cluster(("in_writing", "reasoned"), show_when=f"what={DECIDED}"),
        ]

    def needed(self) -> tuple[str, ...]:
        """The fields that go with what happened."""
        what = {EXTENDED: ("until",), MEDIATED: ("resolved",), DECIDED: ("in_writing", "reasoned")}
        return what.get(str(self.cleaned_data.get("what")), ())

    def clean(self) -> dict[str, object]:
        """What goes with it is filled in."""
        return self.whole("what", self.needed())

    def acts(self) -> list[Act]:
        """What happened, with what goes with it."""
        told = self.cleaned_data
        more = {name: told[name] for name in self.needed()}
        if "until" in more:
            more["until"] = more["until"].isoformat()
        return [self.act(told["what"], act=self.guiding.about, **more)]

    def notes(self) -> list[str]:
        """A decision that is not as it should be."""
        told = self.cleaned_data
        if told["what"] == DECIDED and not (told["in_writing"] and told["reasoned"]):
            return [_("A decision on a complaint is in writing and gives its reasons.")]
        return []


GUIDE = Guide(
    name="complaint",
    title=gettext_lazy("Complaint"),
    intro=gettext_lazy("Record what happened with a complaint. The next term follows from it."),
    kinds=(RECEIVED, *HANDLING),
    all_kinds=False,
    about=(RECEIVED,),
    steps=(
        Step("complaint", gettext_lazy("The complaint"), ComplaintForm, shown=is_new),
        Step("about", gettext_lazy("What it is about"), AboutForm, shown=is_new),
        Step("handling", gettext_lazy("What happened"), HandlingForm, shown=goes_on),
    ),
)
