"""The intake talk: whether the information was understood, who the client is, who stands by, and the choices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nakomen.web.desk.acts.about import own_set, versions
from nakomen.web.desk.guided import fields
from nakomen.web.desk.guided.guides.topics import TopicsForm, offered
from nakomen.web.desk.guided.steps import Act, Cluster, Guide, Guiding, Step, StepForm

if TYPE_CHECKING:
    from collections.abc import Callable

HELD = "intake.held"
IDENTIFIED = "client.identified"
CONTACT = "client.contact_person_named"
APPOINTED = "client.representative_appointed"
CARER = "client.carer_named"
OTHER = "client.other_provider_reported"
DIRECTIVE = "client.directive_recorded"
DECLARED = "intake.application_declared"
PROVIDED = "terms.provided"
#: What the talk itself can settle under conditions that ask for it, without a field of its own.
IN_TALK = ("support.requested", "plan.wishes_discussed", "plan.supporter_told")


def covering(*kinds: str) -> Callable[[Guiding], bool]:
    """A step for who records at least one of these kinds."""
    return lambda guiding: any(guiding.covers(kind) for kind in kinds)


def in_talk(guiding: Guiding) -> list[str]:
    """What can be settled in the talk and was not yet."""
    asked = {duty.what for duty in guiding.s.norms.duty_list} | set(guiding.s.norms.duties)
    return [kind for kind in IN_TALK if kind in asked and guiding.covers(kind) and not guiding.s.of(kind)]


class TalkForm(StepForm):
    """When the talk was, and whether the written information was understood."""

    def build(self) -> None:
        """Under conditions for support also what was asked, wished and told in the talk."""
        ask = self.guiding
        self.fields["on"] = fields.day(_("Day of the talk"), latest=ask.today)
        self.start("on", ask.today)
        self.fields["information_understood"] = fields.yes_no(
            ask.label(HELD, "information_understood"),
            help_text=_("Check it: ask the client to tell in own words what the information says."),
        )
        more = in_talk(ask)
        if more:
            words = ask.kind_choices(more)
            self.fields["more"] = fields.several(_("What else happened in the talk?"), words)

    def acts(self) -> list[Act]:
        """The talk itself, and what it settled."""
        told = self.cleaned_data
        more = [self.act(kind) for kind in told.get("more", ())]
        return [*more, self.act(HELD, information_understood=told["information_understood"])]

    def notes(self) -> list[str]:
        """That the talk has to go on."""
        if self.cleaned_data["information_understood"]:
            return []
        return [_("The information was not understood: explain it once more, then hold the talk again.")]


class IdentityForm(StepForm):
    """The identity document, where one was shown."""

    def build(self) -> None:
        """Only the last four characters of its number are kept."""
        ask = self.guiding
        known = [fact for fact in ask.facts(IDENTIFIED) if fact.act.valid_until >= ask.today]
        self.fields["shown"] = fields.yes_no(
            _("Did the client show a valid identity document?"),
            help_text=_("The identity was established before.") if known else "",
        )
        if known:
            self.start("shown", "no")
        documents = ("passport", "identity_card", "driving_licence", "residence_permit")
        self.fields["document"] = fields.one_of(
            ask.label(IDENTIFIED, "document"), ask.choices(IDENTIFIED, "document", documents), required=False
        )
        self.fields["number_end"] = fields.line(
            ask.label(IDENTIFIED, "number_end"), required=False, longest=4, help_text=ask.help(IDENTIFIED, "number_end")
        )
        self.fields["valid_until"] = fields.day(ask.label(IDENTIFIED, "valid_until"), required=False)
        self.must = {"document", "number_end", "valid_until"}
        self.clusters = [Cluster(("document", "number_end", "valid_until"), show_when="shown=yes")]

    def clean(self) -> dict[str, object]:
        """All of the document, or nothing."""
        return self.whole("shown", ("document", "number_end", "valid_until"))

    def acts(self) -> list[Act]:
        """The identity, where a document was shown."""
        told = self.cleaned_data
        if not told["shown"]:
            return []
        return [
            self.act(
                IDENTIFIED,
                document=told["document"],
                number_end=told["number_end"],
                valid_until=told["valid_until"].isoformat(),
            )
        ]

    def notes(self) -> list[str]:
        """A document that had expired."""
        told = self.cleaned_data
        if told["shown"] and told["valid_until"].isoformat() < self.on:
            return [_("The identity document was no longer valid on that day.")]
        return []


class PeopleForm(StepForm):
    """Who stands by the client: contact person, representative, informal carer, another provider."""

    def build(self) -> None:
        """Each of them only for who records it, and under conditions that speak of it."""
        ask = self.guiding
        self.must = {
            "contact_name",
            "representative_name",
            "representative_basis",
            "representative_scope",
            "carer_name",
            "carer_involve",
            "other_provider",
        }
        if ask.covers(CONTACT):
            self.fields["contact"] = fields.yes_no(_("Does the client name a contact person?"), required=False)
            self._lines(CONTACT, "contact", ("name", "phone", "email"))
        if ask.covers(APPOINTED):
            self._representative()
        if ask.covers(CARER) and CARER in ask.s.norms.duties:
            self.fields["carer"] = fields.yes_no(_("Does the client name an informal carer?"), required=False)
            self._lines(CARER, "carer", ("name", "relation"))
            self.fields["carer_involve"] = fields.yes_no(ask.label(CARER, "involve"), required=False)
            self.clusters[-1] = Cluster((*self.clusters[-1].fields, "carer_involve"), show_when="carer=yes")
        if ask.covers(OTHER):
            self.fields["other"] = fields.yes_no(_("Does another provider give care to the client?"), required=False)
            self._lines(OTHER, "other", ("provider", "care"))
            self.fields["other_since"] = fields.day(ask.label(OTHER, "since"), required=False)
            self.clusters[-1] = Cluster((*self.clusters[-1].fields, "other_since"), show_when="other=yes")

    def _lines(self, kind: str, prefix: str, names: tuple[str, ...]) -> None:
        for name in names:
            label = self.guiding.label(kind, name)
            self.fields[f"{prefix}_{name}"] = fields.line(label, required=False)
        own = tuple(f"{prefix}_{name}" for name in names)
        self.clusters += [Cluster((prefix,)), Cluster(own, show_when=f"{prefix}=yes")]

    def _representative(self) -> None:
        ask = self.guiding
        self.fields["representative"] = fields.yes_no(
            _("May somebody else decide for the client?"),
            required=False,
            help_text=_("By a decision of the court, by law, or by the client's written authority."),
        )
        self._lines(APPOINTED, "representative", ("name",))
        roles = ("curator", "mentor", "administrator", "proxy", "partner", "parent", "child", "sibling")
        more = {
            "basis": fields.one_of(
                ask.label(APPOINTED, "basis"),
                ask.choices(APPOINTED, "basis", ("statutory", "written")),
                required=False,
            ),
            "role": fields.one_of(
                ask.label(APPOINTED, "role"), ask.choices(APPOINTED, "role", roles), required=False, long=True
            ),
            "scope": fields.several(
                ask.label(APPOINTED, "scope"),
                ask.choices(APPOINTED, "scope", ("all", "care", "information", "finance")),
            ),
        }
        for name, field in more.items():
            self.fields[f"representative_{name}"] = field
        own = (*self.clusters[-1].fields, *(f"representative_{name}" for name in more))
        self.clusters[-1] = Cluster(own, show_when="representative=yes")

    def clean(self) -> dict[str, object]:
        """Of whom is named, what must be known."""
        self.whole("contact", ("contact_name",))
        self.whole("representative", ("representative_name", "representative_basis", "representative_scope"))
        self.whole("carer", ("carer_name", "carer_involve"))
        return self.whole("other", ("other_provider",))

    def acts(self) -> list[Act]:
        """An act for each that was named."""
        made: list[Act] = []
        for prefix, kind in (("contact", CONTACT), ("representative", APPOINTED), ("carer", CARER), ("other", OTHER)):
            if self.cleaned_data.get(prefix):
                made.append(self.act(kind, **self.part(prefix)))
        return made


class PapersForm(StepForm):
    """The conditions, and the declaration that an indication was applied for."""

    def build(self) -> None:
        """The newest version of the client's own set is filled in; where two sets could be meant, somebody chooses."""
        ask = self.guiding
        if ask.covers(PROVIDED):
            self.fields["provided"] = fields.yes_no(_("Did the client get the conditions?"))
            published = list(versions(ask.seen))
            self.fields["provided_version"] = fields.one_of(ask.label(PROVIDED, "version"), published, required=False)
            if own_set(ask.seen):
                self.start("provided_version", published[0][0])
            self.fields["provided_channel"] = fields.one_of(
                ask.label(PROVIDED, "channel"),
                ask.choices(PROVIDED, "channel", ("paper", "electronic")),
                required=False,
            )
            self.must = {"provided_version", "provided_channel"}
            self.clusters += [
                Cluster(("provided",)),
                Cluster(("provided_version", "provided_channel"), show_when="provided=yes"),
            ]
        if ask.covers(DECLARED) and any(duty.what == DECLARED for duty in ask.s.norms.duty_list):
            self.fields["declared"] = fields.yes_no(
                _("Does the client declare in writing that an indication was applied for?"),
                required=False,
                help_text=_("Only where there is no decision on an indication yet."),
            )
            self.clusters.append(Cluster(("declared",)))

    def clean(self) -> dict[str, object]:
        """Which version, and how."""
        return self.whole("provided", ("provided_version", "provided_channel"))

    def acts(self) -> list[Act]:
        """What was given and declared."""
        told = self.cleaned_data
        made = [self.act(PROVIDED, **self.part("provided"))] if told.get("provided") else []
        return [*made, self.act(DECLARED)] if told.get("declared") else made


class ChoicesForm(StepForm):
    """What the client chooses on what was discussed."""

    def build(self) -> None:
        """In the client's words; an advance directive for who records one."""
        ask = self.guiding
        self.fields["stated"] = fields.yes_no(
            _("Did the client tell what the choices are?"),
            help_text=_("No, where the client wants to think first: the answer then comes shortly after the talk."),
        )
        self.fields["choices"] = fields.text(ask.label("intake.choices_stated", "choices"), required=False)
        self.clusters = [Cluster(("stated",)), Cluster(("choices",), show_when="stated=yes")]
        if ask.covers(DIRECTIVE):
            self.fields["directive"] = fields.yes_no(_("Is there an advance directive?"), required=False)
            self.fields["directive_document"] = fields.line(ask.label(DIRECTIVE, "document"), required=False)
            self.clusters += [Cluster(("directive",)), Cluster(("directive_document",), show_when="directive=yes")]

    def acts(self) -> list[Act]:
        """The choices, and the directive."""
        told = self.cleaned_data
        made = [self.act("intake.choices_stated", choices=told["choices"])] if told["stated"] else []
        return [*made, self.act(DIRECTIVE, **self.part("directive"))] if told.get("directive") else made


GUIDE = Guide(
    name="intake",
    early=True,
    title=gettext_lazy("Intake talk"),
    intro=gettext_lazy("Go through the talk step by step. What you cannot answer yet, you can record later."),
    kinds=(HELD,),
    steps=(
        Step("talk", gettext_lazy("The talk"), TalkForm),
        Step("topics", gettext_lazy("Information given"), TopicsForm, shown=offered),
        Step("papers", gettext_lazy("Conditions and papers"), PapersForm, shown=covering(PROVIDED)),
        Step("identity", gettext_lazy("Identity"), IdentityForm, shown=covering(IDENTIFIED)),
        Step("people", gettext_lazy("People around the client"), PeopleForm, shown=covering(CONTACT, APPOINTED, OTHER)),
        Step("choices", gettext_lazy("Choices"), ChoicesForm, shown=covering("intake.choices_stated")),
    ),
)
