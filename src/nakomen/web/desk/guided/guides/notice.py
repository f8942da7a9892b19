"""Notice: who ends the agreement and why, what must go before it, and when it ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nakomen.acts import KIND_AREAS, labels
from nakomen.norms.powers import judge_notice
from nakomen.record.preparing import AppendError
from nakomen.web.desk import words
from nakomen.web.desk.guided import fields
from nakomen.web.desk.guided.steps import Act, Cluster, Guide, Guiding, Step, StepForm
from nakomen.web.desk.guided.supposing import supposed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from nakomen.norms.powers import Answer, Judged

GIVEN = "notice.given"
ASKED_OFFICE = "notice.care_office_asked"
INDICATION = "indication.issued"
GROUNDS = ("not_admitted", "no_contract", "no_expertise", "no_indication", "care_not_needed", "compelling")
BY_INDICATION = frozenset({"not_admitted", "no_contract", "no_expertise"})
#: What goes before a notice and is recorded with it, where it was done and is not on record.
BEFOREHAND = (
    "notice.grounds_discussed",
    "notice.alternative_offered",
    "notice.alternative_sought",
    "notice.complaint_option_told",
    "notice.second_opinion_told",
    ASKED_OFFICE,
)


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of the notice: what it asks, under which clause, how it stands, and the field that meets it."""

    words: str
    clause: str
    met: bool | None
    kind: str
    field: str = ""

    @property
    def elsewhere(self) -> bool:
        """Whether another form records what would meet it."""
        return self.met is not True and not self.field and self.kind in KIND_AREAS and self.kind != GIVEN


def by_provider(guiding: Guiding) -> bool:
    """Whether the provider gives notice."""
    return guiding.cleaned("who").get("by") == "provider"


def judged(guiding: Guiding, details: Mapping[str, Any] | None = None, *, beforehand: bool = True) -> Answer | None:
    """The power to give this notice, as it would stand; None while the answers make no notice yet.

    `details` are the answers of the last step, where they are at hand.
    """
    if not guiding.cleaned("who"):
        return None
    acts = [*(steps_taken(guiding) if beforehand and by_provider(guiding) else ()), the_notice(guiding, details or {})]
    known = f"judged {acts}"
    if known not in guiding.worked_out:
        try:
            s = supposed(guiding, acts)
        except AppendError:
            return None
        guiding.worked_out[known] = judge_notice(s, s.named[str(acts[-1]["id"])])
    found: Answer = guiding.worked_out[known]
    return found


def the_notice(guiding: Guiding, told: Mapping[str, Any]) -> Act:
    """The notice, from the first step and the answers of the last one."""
    who = guiding.cleaned("who")
    given: Act = {"kind": GIVEN, "id": f"notice-{guiding.key}", "on": who["on"].isoformat()}
    given |= {"by": who["by"], "channel": who["channel"]}
    if who["by"] == "provider" and who["ground"]:
        given["ground"] = who["ground"]
    for name in ("received_on", "end_on"):
        if told.get(name):
            given[name] = told[name].isoformat()
    if told.get("act"):
        given["act"] = told["act"]
    return given


def steps_taken(guiding: Guiding) -> list[Act]:
    """What was done beforehand and is recorded with the notice."""
    made: list[Act] = []
    for name, when in guiding.cleaned("conditions").items():
        if when is not None:
            kind = name.replace("__", ".")
            more = {"answer": "refused"} if kind == ASKED_OFFICE else {}
            made.append({"kind": kind, "on": when.isoformat(), **more})
    return made


def shown(guiding: Guiding, answer: Answer | None) -> list[Judged]:
    """The conditions that rest on nothing outside the areas of who asks."""
    covers = guiding.seen.decision.covers
    found = answer.judged if answer is not None else []
    return [item for item in found if item.requirement.what not in KIND_AREAS or covers(item.requirement.what)]


def worded(guiding: Guiding, item: Judged) -> str:
    """What a condition asks, in the language of the page."""
    what = item.requirement.what
    own = {
        GIVEN: _("The notice is in writing"),
        "ground": _("The notice names a ground"),
        INDICATION: _("The indication gives this ground"),
        "information.given": _("The client was told of this at the intake"),
        "agreement.accepted": _("The agreement still runs"),
    }
    if what in own:
        return own[what]
    return labels.kind_label(what, guiding.asked.language) if what in KIND_AREAS else item.requirement.say or what


class WhoForm(StepForm):
    """Who gives notice, how, and on which ground."""

    def build(self) -> None:
        """The ground is asked of the provider alone."""
        ask = self.guiding
        self.fields["on"] = fields.moment(
            _("Day of the notice"), now=ask.asked.now, help_text=_("The day on the letter, or of the talk.")
        )
        self.start("on", ask.today)
        self.fields["by"] = fields.one_of(
            ask.label(GIVEN, "by"), ask.choices(GIVEN, "by", ("client", "representative", "provider"))
        )
        self.fields["channel"] = fields.one_of(
            ask.label(GIVEN, "channel"), ask.choices(GIVEN, "channel", ("letter", "email", "portal", "oral"))
        )
        self.fields["ground"] = fields.one_of(
            ask.label(GIVEN, "ground"), ask.choices(GIVEN, "ground", GROUNDS), required=False
        )
        if ask.s.norms.regime == "care":
            self.must = {"ground"}
        self.clusters = [
            Cluster(("by",)),
            Cluster(("ground",), show_when="by=provider"),
            Cluster(("channel",)),
        ]

    def clean(self) -> dict[str, object]:
        """Under conditions for care a provider has a ground, or no power at all."""
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        if cleaned.get("by") == "provider" and not cleaned.get("ground") and self.guiding.s.norms.regime == "care":
            self.add_error("ground", _("Choose the ground. Without one you may not give notice."))
        return cleaned


class ConditionsForm(StepForm):
    """The conditions of a notice by the provider, each met or not, and what was done but is not on record."""

    template = "desk/guided/notice_conditions.html"

    def build(self) -> None:
        """A day for each condition that an act without further questions meets."""
        answer = judged(self.guiding, beforehand=False)
        self.answer = answer
        self.conditions: list[Condition] = []
        for item in shown(self.guiding, answer):
            kind = item.requirement.what
            name = ""
            if item.met is not True and kind in BEFOREHAND and self.guiding.covers(kind):
                name = kind.replace(".", "__")
                self.fields[name] = fields.day(
                    _("Done, but not recorded yet? On which day?"), required=False, latest=self.guiding.today
                )
            told = worded(self.guiding, item)
            self.conditions.append(Condition(told, item.requirement.clause, item.met, kind, name))

    def rows(self) -> list[tuple[Condition, Any]]:
        """The conditions, each with its field where it has one."""
        return [(each, self.shown(each.field) if each.field else None) for each in self.conditions]

    def acts(self) -> list[Act]:
        """What was done beforehand."""
        return steps_taken(self.guiding)


class DetailsForm(StepForm):
    """When the notice came, when the agreement ends, and the indication that is the ground."""

    def build(self) -> None:
        """The first day on which it can end is worked out."""
        ask = self.guiding
        who = ask.cleaned("who")
        self.fields["received_on"] = fields.day(
            ask.label(GIVEN, "received_on"),
            required=False,
            help_text=_("Leave it empty where you do not know: a letter then counts from the second day of delivery."),
        )
        if who.get("ground") in BY_INDICATION:
            known = [(fact.name, words.day(fact.day)) for fact in reversed(ask.facts(INDICATION))]
            self.fields["act"] = fields.one_of(ask.label(GIVEN, "act"), known, required=False, long=True)
        first = self.earliest()
        told = _("The first day on which it can end: %(day)s.") % {"day": words.day(first)} if first else ""
        self.fields["end_on"] = fields.day(
            ask.label(GIVEN, "end_on"),
            required=False,
            help_text=told or _("Leave it empty for the first day on which it can end."),
        )

    def earliest(self) -> date | None:
        """The first day on which the agreement can end by this notice."""
        answer = judged(self.guiding)
        return answer.earliest_end if answer is not None else None

    def clean(self) -> dict[str, object]:
        """A notice is received on the day it is given or later."""
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        received, given = self.cleaned_data.get("received_on"), self.guiding.cleaned("who").get("on")
        if received is not None and given is not None and received < fields.day_of(given):
            self.add_error("received_on", _("It cannot be received before it was given."))
        return cleaned

    def acts(self) -> list[Act]:
        """The notice."""
        return [the_notice(self.guiding, self.cleaned_data)]

    def notes(self) -> list[str]:
        """What the notice lacks, and an end that is too soon."""
        answer = judged(self.guiding, self.cleaned_data)
        if answer is None:
            return []
        lacking = [item for item in shown(self.guiding, answer) if item.met is not True]
        found = [
            _("Not met: %(condition)s (%(clause)s).")
            % {"condition": worded(self.guiding, item), "clause": words.article(item.requirement.clause)}
            for item in lacking
        ]
        if lacking and by_provider(self.guiding):
            found.append(_("A notice that lacks a condition does not end the agreement."))
        wanted = self.cleaned_data["end_on"]
        if wanted and answer.earliest_end and wanted < answer.earliest_end:
            told = {"day": words.day(answer.earliest_end)}
            found.append(_("The last day is too soon: it can end on %(day)s at the earliest.") % told)
        return found


GUIDE = Guide(
    name="notice",
    title=gettext_lazy("Notice"),
    intro=gettext_lazy("First who and why; then you see what must go before it and when the agreement ends."),
    kinds=(GIVEN,),
    steps=(
        Step("who", gettext_lazy("Who and why"), WhoForm),
        Step("conditions", gettext_lazy("What goes before it"), ConditionsForm, shown=by_provider),
        Step("details", gettext_lazy("Receipt and last day"), DetailsForm),
    ),
)
