"""The reporting code: a suspicion, and its five steps in order, each with what it comes down to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nakomen.web.desk.guided import fields
from nakomen.web.desk.guided.steps import Act, Guide, Guiding, Step, StepForm

if TYPE_CHECKING:
    from datetime import date, datetime

SUSPECTED = "abuse.suspected"
TAKEN = "abuse.step_taken"
STEPS = ("signals", "consult", "talk", "weigh", "decide")


def is_new(guiding: Guiding) -> bool:
    """Whether the form starts with a suspicion: it goes on with none that is there."""
    return not guiding.about


def taken(guiding: Guiding) -> dict[int, date | datetime]:
    """The steps that are on record for the suspicion that the form goes on with, with the moment of each."""
    about = guiding.s.named.get(guiding.about)
    found: dict[int, date | datetime] = {}
    for fact in guiding.s.answering(about, TAKEN) if guiding.seen.sees(guiding.about) else []:
        act: Any = fact.act
        found.setdefault(act.step, act.on)
    return found


class SuspicionForm(StepForm):
    """What is suspected, and since when."""

    def build(self) -> None:
        """No names and no story: those belong in the report, not here."""
        ask = self.guiding
        self.fields["on"] = fields.moment(_("Day on which the suspicion arose"), now=ask.asked.now)
        self.start("on", ask.today)
        self.fields["form"] = fields.one_of(
            ask.label(SUSPECTED, "form"), ask.choices(SUSPECTED, "form", ("domestic", "child", "elder"))
        )

    def acts(self) -> list[Act]:
        """The suspicion."""
        return [self.act(SUSPECTED, id=f"suspicion-{self.guiding.key}", form=self.cleaned_data["form"])]


class CodeForm(StepForm):
    """One step of the code: whether it was taken, and when."""

    number: ClassVar[int]

    def build(self) -> None:
        """A step that is on record is not asked again."""
        before = taken(self.guiding).get(self.number)
        self.fields["taken_on"] = fields.moment(
            _("Day on which this step was taken"),
            now=self.guiding.asked.now,
            required=False,
            help_text=_("This step is on record already.") if before else _("Leave it empty where it was not yet."),
        )
        self.fields["taken_on"].disabled = before is not None
        if before is not None:
            self.start("taken_on", before)

    def acts(self) -> list[Act]:
        """The step, where it was taken and is not on record."""
        on = self.cleaned_data["taken_on"]
        if on is None or self.fields["taken_on"].disabled:
            return []
        suspicion = self.guiding.about or f"suspicion-{self.guiding.key}"
        return [{"kind": TAKEN, "on": on.isoformat(), "act": suspicion, "step": self.number}]

    def notes(self) -> list[str]:
        """A step that was taken before the one that goes first."""
        if not self.acts() or self.number == 1:
            return []
        before = self.guiding.cleaned(STEPS[self.number - 2]).get("taken_on")
        before = before or taken(self.guiding).get(self.number - 1)
        if before is None or fields.before(self.cleaned_data["taken_on"], before):
            return [_("This step comes before the one that goes first: %(step)s.") % {"step": self.step.title}]
        return []


def _form(place: int) -> type[CodeForm]:
    return type(f"Code{place}Form", (CodeForm,), {"number": place, "__doc__": CodeForm.__doc__})


TITLES = (
    gettext_lazy("Write down the signals"),
    gettext_lazy("Consult a colleague"),
    gettext_lazy("Talk with those concerned"),
    gettext_lazy("Weigh"),
    gettext_lazy("Decide"),
)
WORDS = (
    gettext_lazy(
        "Write down what you saw and heard, apart from what you think of it. Note the date, who told it, and what"
        " was done so far."
    ),
    gettext_lazy(
        "Talk it over with a colleague who knows of it. Ask Veilig Thuis for advice where you are in doubt, also "
        "without a name. With injuries a medical expert can look along."
    ),
    gettext_lazy(
        "Tell the client, or the parent, what you saw and ask what is behind it. Leave this step out only where "
        "somebody would not be safe because of it."
    ),
    gettext_lazy(
        "Weigh how likely it is and how serious. Is somebody in acute danger, or has it been unsafe for long? Ask"
        " Veilig Thuis to weigh along where you are not sure."
    ),
    gettext_lazy(
        "Decide two things. First: is a report to Veilig Thuis needed? Yes, with danger that is acute or goes on."
        " Second: can you give or arrange help that those concerned accept and that works? If not, report as "
        "well."
    ),
)

GUIDE = Guide(
    name="reporting_code",
    title=gettext_lazy("Reporting code for abuse"),
    intro=gettext_lazy("Five steps, in this order. You record that a step was taken and when, not what was said."),
    kinds=(SUSPECTED, TAKEN),
    about=(SUSPECTED,),
    steps=(
        Step("suspicion", gettext_lazy("The suspicion"), SuspicionForm, shown=is_new),
        *(Step(name, TITLES[place], _form(place + 1), WORDS[place]) for place, name in enumerate(STEPS)),
    ),
)
