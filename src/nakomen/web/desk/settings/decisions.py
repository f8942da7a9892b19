"""Why somebody may or may not do something: each rule that is tried, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nakomen.record import access
from nakomen.record import staff as record
from nakomen.record.models import StaffMember
from nakomen.record.roles import roles
from nakomen.web.desk.asking import Desk, desk
from nakomen.web.desk.settings import asked as shared
from nakomen.web.desk.settings import telling

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from nakomen.record.access import Decision, Tried
    from nakomen.record.roles import Language


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that was tried: the role and the ground on which it may open something, and what came of it.

    `holds` is None where it is asked of each client anew, and no client was named.
    """

    role: str
    ground: str
    holds: bool | None
    told: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A decision about somebody, with each rule that was tried; `each` where it is decided for each client anew."""

    name: str
    what: str
    decision: Decision
    told: str
    rules: tuple[Rule, ...]
    each: bool
    of_clients: bool
    may: str


EACH = "some_clients"
"""The reason of a decision without a client, where it is decided for each client anew."""


class AskForm(shared.SettingsForm):
    """Who, what, and with whose data."""

    member = forms.ChoiceField(label=gettext_lazy("Who"))
    permission = forms.ChoiceField(label=gettext_lazy("What"))
    number = forms.CharField(
        label=gettext_lazy("Client number"),
        help_text=gettext_lazy("Empty: at all, without a client. Of a client whom you may not see you get no answer."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *given: Any, asked: Desk, **named: Any) -> None:
        super().__init__(*given, **named)
        serving = StaffMember.objects.filter(Q(until=None) | Q(until__gte=asked.today)).order_by("name", "id")
        member, permission = self.fields["member"], self.fields["permission"]
        if isinstance(member, forms.ChoiceField) and isinstance(permission, forms.ChoiceField):
            member.choices = [
                (str(pk), f"{name} ({code})") for pk, name, code in serving.values_list("pk", "name", "code")
            ]
            permission.choices = telling.permissions()


@desk("decision.explain")
def explain(asked: Desk, /) -> HttpResponse:
    """Whether a colleague may do something, and why."""
    initial = {"member": str(asked.actor.staff), "permission": "client.read"}
    form, answer = AskForm(shared.given(asked), asked=asked, initial=initial), None
    if form.is_valid():
        number, client = form.cleaned_data["number"], None
        if number:
            client = shared.client_numbered(asked, number, "client.read")
        if number and client is None:
            form.add_error("number", _("There is no client with this number whom you may see."))
        else:
            answer = _answer(asked, form.cleaned_data["member"], form.cleaned_data["permission"], client)
    else:
        asked.require(subject="decisions")
    return shared.show(asked, "decisions", {"form": form, "answer": answer}, wrong=bool(form.errors))


def _answer(asked: Desk, member: str, permission: str, client: UUID | None) -> Answer:
    """The decision about a colleague as it would fall now; of a client it stands in that client's log as well."""
    asked.require(subject=permission)
    if client is not None:
        asked.seen([client], "decision explained", "client.read")
    found: StaffMember = StaffMember.objects.select_related("user").get(pk=member)
    actor = record.acting(found, "desk", today=asked.today)
    if actor is None:
        raise access.RefusedError(access.decide(asked.actor, asked.permission, None, asked.now))
    decision = access.decide(actor, permission, client, asked.now)
    tried, known = access.explain(actor, permission, client, asked.now), roles()
    return Answer(
        name=found.name,
        what=telling.permission(permission),
        decision=decision,
        told=decision.told(asked.language),
        rules=tuple(_rule(each, asked.language) for each in tried),
        each=decision.reason == EACH,
        of_clients=known.permissions[permission].client,
        may=telling.role_list(role.name for role in known.staff() if permission in role.may),
    )


def _rule(tried: Tried, language: Language) -> Rule:
    """A rule in words; of a ground that is asked of each client, only that."""
    known = roles()
    role, ground = known.roles.get(tried.role), known.scopes.get(tried.scope)
    each = tried.reason == EACH
    return Rule(
        role.words.told(language) if role else "",
        ground.words.told(language) if ground else "",
        None if each else tried.allowed,
        "" if each else access.told_reason(tried.reason, language),
    )
