"""The check of the dwelling: each item answered, so that none is passed over, then what is done about what lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nakomen.web.desk.guided import fields
from nakomen.web.desk.guided.steps import Act, Cluster, Guide, Guiding, Step, StepForm

if TYPE_CHECKING:
    from collections.abc import Sequence

CHECKED = "home.checked"
UNSAFE = "hygiene.unsafe_found"
SUPPLIES = ("heating", "gas", "water", "electricity", "aid_space")
BED = ("bed_height", "bed_reach", "room")
SAFETY = ("bath_mat", "rubber_feet", "loose_rugs", "wiring")
CLEAN = ("clean",)
MISSING = "missing"


def ask_items(form: StepForm, items: Sequence[str]) -> None:
    """A question for each item, under the clause that asks for it."""
    ask = form.guiding
    asking = [
        clause for clause in ask.clauses(lambda each: each.items) if items[0] in {part.key for part in clause.items}
    ]
    for key, label in ask.choices(CHECKED, "missing", items):
        form.fields[key] = fields.one_of(
            label,
            [("ok", _("In order")), (MISSING, _("Not in order")), ("not_needed", _("Does not apply"))],
        )
    title, clause, words = "", "", ""
    if asking:
        title, clause, words = asking[0].title, ask.full(asking[0]), asking[0].summary
    form.clusters.append(Cluster(tuple(items), title, clause, words))


def missing(guiding: Guiding) -> list[str]:
    """The items that are not in order, of all steps so far."""
    return [
        key
        for step in ("supplies", "bed", "safety", "hygiene")
        for key, answer in guiding.cleaned(step).items()
        if answer == MISSING
    ]


class SuppliesForm(StepForm):
    """Heating, gas, water, electricity, and room for aids."""

    def build(self) -> None:
        """With the day of the check."""
        self.fields["on"] = fields.day(_("Day of the check"), latest=self.guiding.today)
        self.start("on", self.guiding.today)
        ask_items(self, SUPPLIES)


class BedForm(StepForm):
    """What help in bed needs."""

    def build(self) -> None:
        """Does not apply where there is no help in bed."""
        ask_items(self, BED)


class SafetyForm(StepForm):
    """The usual means of safety."""

    def build(self) -> None:
        """Mats, feet, rugs, wiring."""
        ask_items(self, SAFETY)


class HygieneForm(StepForm):
    """Whether the dwelling is clean enough."""

    def build(self) -> None:
        """Whether soiling endangers somebody is an act of its own."""
        ask_items(self, CLEAN)
        if self.guiding.covers(UNSAFE):
            self.fields["endangers"] = fields.several(
                _("Who or what is in danger because of it?"),
                self.guiding.choices(UNSAFE, "endangers", ("staff", "care")),
            )
            self.clusters.append(Cluster(("endangers",), show_when="clean=missing"))

    def acts(self) -> list[Act]:
        """That it is unsafe, where somebody is in danger."""
        told = self.cleaned_data
        return [self.act(UNSAFE, endangers=told["endangers"])] if told.get("endangers") else []


class MeasuresForm(StepForm):
    """What is done about what lacks."""

    def build(self) -> None:
        """Needed only where something lacks."""
        ask = self.guiding
        lacking = ask.choices(CHECKED, "missing", missing(ask))
        told = _("Not in order: %(items)s.") % {"items": ", ".join(words for _key, words in lacking)}
        self.fields["measures"] = fields.text(
            ask.label(CHECKED, "measures"),
            required=False,
            help_text=told if lacking else _("Everything is in order: there is nothing to arrange."),
        )

    def acts(self) -> list[Act]:
        """The check with all that lacks; an empty list tells that nothing does, so it stays."""
        return [{**self.act(CHECKED, measures=self.cleaned_data["measures"]), "missing": missing(self.guiding)}]

    def notes(self) -> list[str]:
        """Something lacks and nothing is done about it."""
        if missing(self.guiding) and not self.cleaned_data["measures"]:
            return [_("Something is not in order, and no measures are filled in.")]
        return []


GUIDE = Guide(
    name="home_check",
    early=True,
    title=gettext_lazy("Check the dwelling"),
    intro=gettext_lazy("Walk through the dwelling and answer each item."),
    kinds=(CHECKED,),
    steps=(
        Step("supplies", gettext_lazy("Heating, water and electricity"), SuppliesForm),
        Step("bed", gettext_lazy("Bed and room"), BedForm),
        Step("safety", gettext_lazy("Safety"), SafetyForm),
        Step("hygiene", gettext_lazy("Hygiene"), HygieneForm),
        Step("measures", gettext_lazy("Measures"), MeasuresForm),
    ),
)
