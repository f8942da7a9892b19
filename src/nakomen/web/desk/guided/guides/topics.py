"""Information before the agreement: all topics that the conditions name, in one form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nakomen.acts import labels
from nakomen.norms.signing import TOLD, way
from nakomen.web.desk.guided import fields
from nakomen.web.desk.guided.steps import Act, Cluster, Guide, Guiding, Step, StepForm

if TYPE_CHECKING:
    from nakomen.norms.signing import Topic


def topics_of(guiding: Guiding) -> dict[str, str]:
    """The topic of each clause of the conditions that has one, by the clause's full id."""
    return {guiding.full(clause): clause.topic for clause in guiding.clauses(lambda each: each.topic) if clause.topic}


def asked_topics(guiding: Guiding) -> tuple[Topic, ...]:
    """The topics of which this client must be told before the agreement, and whether that was done."""
    step = way(guiding.s, topics_of(guiding)).step(TOLD)
    return step.topics if step is not None else ()


def offered(guiding: Guiding) -> bool:
    """Whether there is something to tell: the conditions name topics, and this person records it."""
    return guiding.covers(TOLD) and bool(topics_of(guiding))


class TopicsForm(StepForm):
    """Which topics were given, how, to whom, and whether it was understood."""

    def build(self) -> None:
        """Everything at once, or topic by topic; what was given before says so."""
        asked = asked_topics(self.guiding)
        self.asked = [topic.name for topic in asked]
        if not any(step.name == "talk" for step in self.guiding.steps):
            self.fields["on"] = fields.day(_("Day on which it was given"), latest=self.guiding.today)
            self.start("on", self.guiding.today)
        whole = _("Were all %(count)s topics given?") % {"count": len(self.asked)}
        self.fields["whole"] = fields.yes_no(
            whole, help_text=_("Yes, where the client got the whole package. No, to tick them one by one.")
        )
        given = {topic.name for topic in asked if topic.given}
        self.fields["topics"] = fields.several(
            _("Topics that were given"), [(name, self._label(name, given)) for name in topics_of(self.guiding).values()]
        )
        self._manner()
        self.must = {"topics"}
        self.clusters = [
            Cluster(("topics",), show_when="whole=no"),
            Cluster(("channel", "to", "fits_level", "understood"), title=_("How it was given")),
        ]

    def _label(self, name: str, given: set[str]) -> str:
        word = labels.topic_label(name, self.guiding.asked.language)
        return _("%(topic)s (given before)") % {"topic": word} if name in given else word

    def _manner(self) -> None:
        ask = self.guiding
        self.fields["channel"] = fields.one_of(
            ask.label(TOLD, "channel"), ask.choices(TOLD, "channel", ("paper", "electronic", "oral"))
        )
        if ask.s.norms.regime == "care":
            self.fields["channel"].help_text = _("Before an agreement the client gets it in writing.")
        self.fields["to"] = fields.one_of(
            ask.label(TOLD, "to"), ask.choices(TOLD, "to", ("client", "representative", "carer", "relative"))
        )
        self.start("to", "client")
        self.fields["fits_level"] = fields.yes_no(ask.label(TOLD, "fits_level"))
        self.fields["understood"] = fields.yes_no(ask.label(TOLD, "understood"))

    def clean(self) -> dict[str, object]:
        """At least one topic."""
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        if cleaned.get("whole") is False and not cleaned.get("topics"):
            self.add_error("topics", _("Tick at least one topic."))
        return cleaned

    def chosen(self) -> list[str]:
        """The topics that were given, in the order of the conditions."""
        every = list(topics_of(self.guiding).values())
        wanted = set(self.asked if self.cleaned_data["whole"] else self.cleaned_data["topics"])
        return [name for name in every if name in wanted]

    def acts(self) -> list[Act]:
        """One act for all of them."""
        told = self.cleaned_data
        manner = {name: told[name] for name in ("channel", "to", "fits_level", "understood")}
        return [self.act(TOLD, topics=self.chosen(), **manner)]

    def notes(self) -> list[str]:
        """What keeps the information from counting."""
        told, found = self.cleaned_data, []
        if told["channel"] == "oral" and self.guiding.s.norms.regime == "care":
            found.append(_("Told but not given in writing: before an agreement that is not enough."))
        if not told["understood"] or not told["fits_level"]:
            found.append(_("The client did not understand it, or it did not fit: tell it once more in another way."))
        return found


GUIDE = Guide(
    name="topics",
    early=True,
    title=gettext_lazy("Give information before the agreement"),
    intro=gettext_lazy("Record in one go which information the client got, and how."),
    kinds=(TOLD,),
    steps=(Step("topics", gettext_lazy("Topics"), TopicsForm, shown=offered),),
)
