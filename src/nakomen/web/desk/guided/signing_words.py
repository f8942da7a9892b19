"""The words of the way to an agreement: what each step is called, what it is for, and where it is done."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nakomen.acts import labels
from nakomen.web.desk.guided import GUIDED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from django.utils.functional import _StrPromise

    from nakomen.norms.signing import Step
    from nakomen.record.access import Decision
    from nakomen.web.desk.asking import Desk

#: What each step is called, and what it is for.
WORDS: Mapping[str, tuple[_StrPromise, _StrPromise]] = MappingProxyType(
    {
        "client.registered": (_("Register the client"), _("Name, birthday and address are known.")),
        "support.requested": (_("The request for support"), _("From this day on the time for a plan runs.")),
        "indication.issued": (_("The indication"), _("Which care was granted, and for how long.")),
        "intake.application_declared": (
            _("The declaration that an indication was applied for"),
            _("There is no indication yet: the client declares in writing that one was applied for."),
        ),
        "budget.granted": (_("The budget"), _("How much the municipality grants, and for how long.")),
        "client.identified": (_("Identity document"), _("A valid document was shown before the agreement.")),
        "client.contact_person_named": (_("Contact person"), _("Whom you may call.")),
        "client.representative_appointed": (
            _("Representative"),
            _("Only where somebody else decides for the client."),
        ),
        "client.carer_named": (_("Informal carers"), _("Who helps, and whether the client wants them to take part.")),
        "terms.provided": (_("The conditions"), _("The client gets them before or at signing.")),
        "information.given": (_("Information before the agreement"), _("On every topic that the conditions name.")),
        "intake.held": (_("Intake talk"), _("Go through it with the client and check what was understood.")),
        "intake.choices_stated": (_("Choices of the client"), _("In the talk or shortly after it.")),
        "home.checked": (_("Check of the dwelling"), _("Whether staff can work there safely.")),
        "exclusion.assessed": (_("Exclusion"), _("Only where a criterion may be met.")),
        "plan.wishes_discussed": (_("The client's wishes"), _("Before there is a plan.")),
        "plan.supporter_told": (_("Independent client supporter"), _("The client knows that one can help.")),
        "plan.presented": (_("The plan"), _("Which sections it has, and when it is evaluated.")),
        "agreement.offered": (_("The offer"), _("Services, tariffs, and what the agreement must hold.")),
        "agreement.accepted": (_("The client says yes"), _("That makes the agreement.")),
        "agreement.signed": (_("Signatures"), _("Both sign to confirm it.")),
    }
)
#: Steps that are taken on this page itself.
HERE = frozenset({"agreement.accepted", "agreement.signed"})
#: The guided form of a step that is not that of its kind: here the kind is asked once for all topics.
FORMS: Mapping[str, str] = MappingProxyType(
    {**{kind: form for kind, form in GUIDED.items() if kind != "intake.choices_stated"}, "information.given": "topics"}
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A step as the page shows it; `href` is where it is done, empty where this person does not record it."""

    step: Step
    title: str
    why: str
    href: str
    here: bool
    topics: Mapping[str, str]

    @property
    def given(self) -> int:
        """How many of its topics were given."""
        return sum(topic.given for topic in self.step.topics)

    @property
    def partly(self) -> bool:
        """Whether some of its topics were given, and not all."""
        return 0 < self.given < len(self.step.topics)


def shown(asked: Desk, client: UUID, step: Step, record: Decision) -> Shown:
    """A step with its words and its way."""
    kind = step.kind
    own = (labels.kind_label(kind, asked.language), "")
    title, why = WORDS.get(kind, own)
    may = record.covers(kind) and kind != "client.registered"
    href = "" if not may else "#sign" if kind in HERE else where(client, kind)
    topics = {topic.name: labels.topic_label(topic.name, asked.language) for topic in step.topics}
    return Shown(step, str(title), str(why), href, kind in HERE, topics)


def where(client: UUID, kind: str) -> str:
    """The form that takes a step: a guided one where there is one, else that of the act."""
    form = FORMS.get(kind)
    return reverse("guided", args=(client, form)) if form else act_new(client, kind)


def act_new(client: UUID, kind: str) -> str:
    """The form of an act, which leads back here."""
    query = urlencode({"next": reverse("signing", args=(client,))})
    return f"{reverse('act_new', args=(client, kind))}?{query}"
