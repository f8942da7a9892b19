"""Other systems: the tokens and clients with which they ask and record, made, shown and ended."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nakomen.law.clock import start_of_day
from nakomen.record import tokens
from nakomen.record.models import ApiToken, StaffMember
from nakomen.web.desk.asking import Desk, desk
from nakomen.web.desk.settings import asked as shared
from nakomen.web.desk.settings import telling

if TYPE_CHECKING:
    from django.http import HttpResponse


class TokenForm(shared.SettingsForm):
    """What a key may do, for whom and until when."""

    name = forms.CharField(
        label=gettext_lazy("Name"), help_text=gettext_lazy("Which system uses it. The log shows it."), max_length=100
    )
    sort = forms.ChoiceField(
        label=gettext_lazy("How the system signs in"),
        choices=[
            ("token", gettext_lazy("With a fixed token")),
            ("client", gettext_lazy("With an id and a secret, with which it fetches a token for an hour")),
        ],
        widget=forms.RadioSelect,
    )
    on_behalf_of = forms.ChoiceField(
        label=gettext_lazy("On behalf of"), help_text=gettext_lazy("It may never do more than this person may.")
    )
    scopes = forms.MultipleChoiceField(label=gettext_lazy("What it may do"), widget=forms.CheckboxSelectMultiple)
    last_day = shared.DayField(
        label=gettext_lazy("Last day of the key"), help_text=gettext_lazy("At most a year from now.")
    )

    def __init__(self, *given: Any, asked: Desk, **named: Any) -> None:
        super().__init__(*given, **named)
        serving = StaffMember.objects.filter(Q(until=None) | Q(until__gte=asked.today)).order_by("name", "id")
        member, scopes = self.fields["on_behalf_of"], self.fields["scopes"]
        if isinstance(member, forms.ChoiceField) and isinstance(scopes, forms.MultipleChoiceField):
            member.choices = [(str(each.pk), f"{each.name} ({telling.role_list(each.roles)})") for each in serving]
            scopes.choices = telling.permissions()


@desk("token.manage")
def overview(asked: Desk, /) -> HttpResponse:
    """The keys of other systems."""
    asked.require(subject="tokens")
    every = tokens.entries()
    live = [each for each in every if each.revoked_at is None and each.expires_at > asked.now]
    context = {
        "live": live,
        "page": shared.page_of(asked, [each for each in every if each not in live]),
        "clients": tokens.clients(),
    }
    return shared.show(asked, "systems", context)


@desk("token.manage")
def make(asked: Desk, /) -> HttpResponse:
    """Make a key; what is secret of it is shown this once."""
    initial = {"sort": "token", "last_day": asked.today + timedelta(days=180)}
    form = TokenForm(shared.given(asked), asked=asked, initial=initial)
    if form.is_valid():
        try:
            return _made(asked, form.cleaned_data)
        except tokens.TokenError as error:
            renamed = [("last_day" if place == "expires_at" else place, told) for place, told in error.problems]
            form.blame(renamed)
    back = (_("Other systems"), reverse("settings_systems"))
    return shared.form_page(asked, form, _("A key for another system"), button=_("Make the key"), back=back)


def _made(asked: Desk, given: dict[str, Any]) -> HttpResponse:
    fields: dict[str, Any] = {
        "name": given["name"],
        "scopes": given["scopes"],
        "on_behalf_of": UUID(given["on_behalf_of"]),
        "expires_at": start_of_day(given["last_day"] + timedelta(days=1)),
        "actor": asked.actor,
        "now": asked.now,
    }
    if given["sort"] == "client":
        client, secret = tokens.make_client(**fields)
        secrets = [(_("Id"), client.id), (_("Secret"), secret)]
    else:
        _token, secret = tokens.make(**fields)
        secrets = [(_("Token"), secret)]
    return secret_page(asked, _("The key was made"), secrets, "settings_systems")


def secret_page(asked: Desk, head: str, secrets: list[tuple[str, str]], back: str) -> HttpResponse:
    """What is told once and never again: no browser keeps the page."""
    context = {"head": head, "secrets": secrets, "back": reverse(back)}
    answer = shared.show(asked, "secret", context)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@desk("token.manage")
def revoke(asked: Desk, /, token: UUID) -> HttpResponse:
    """End a token at once."""
    shared.posted_only(asked)
    try:
        tokens.revoke(token, actor=asked.actor, now=asked.now)
    except ApiToken.DoesNotExist:
        raise Http404 from None
    return shared.done(asked, _("The token no longer works."), "settings_systems")


@desk("token.manage")
def end_client(asked: Desk, /, client: str) -> HttpResponse:
    """End a client at once."""
    shared.posted_only(asked)
    try:
        tokens.end_client(client, actor=asked.actor, now=asked.now)
    except tokens.UnknownClientError:
        raise Http404 from None
    return shared.done(asked, _("This system can no longer fetch tokens."), "settings_systems")
