"""Which systems hear that a standing changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.db.models import Count, Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nakomen.record import webhooks as record
from nakomen.record.models import Webhook
from nakomen.web.desk.asking import Desk, desk
from nakomen.web.desk.settings import asked as shared
from nakomen.web.desk.settings.systems import secret_page

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse


class WebhookForm(shared.SettingsForm):
    """Where the messages go."""

    url = forms.CharField(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("Begins with https. A message says which client's standing changed, never what."),
        widget=forms.URLInput,
        max_length=500,
    )


@desk("webhook.manage")
def overview(asked: Desk, /) -> HttpResponse:
    """The systems that hear of changes, with what waits for them and what could not be delivered."""
    asked.require(subject="webhooks")
    counted = Webhook.objects.filter(stopped_at=None).annotate(
        waiting=Count("deliveries", filter=Q(deliveries__state="waiting")),
        dead=Count("deliveries", filter=Q(deliveries__state="dead")),
    )
    return shared.show(asked, "webhooks", {"hooks": counted.order_by("created_at", "id")})


@desk("webhook.manage")
def make(asked: Desk, /) -> HttpResponse:
    """Have another system hear of changes; the secret with which messages are signed is shown this once."""
    form = WebhookForm(shared.given(asked))
    if form.is_valid():
        try:
            made = record.make(form.cleaned_data["url"], actor=asked.actor, now=asked.now)
            secrets = [(_("Address"), made[0].url), (_("Secret"), made[1])]
            return secret_page(asked, _("Messages go to this system from now on"), secrets, "settings_webhooks")
        except record.WebhookError as error:
            if error.place == "url":
                form.add_error("url", _("Give the address of a system outside, beginning with https."))
            else:
                form.blame([(error.place, error.expected)])
    back = (_("Messages to other systems"), reverse("settings_webhooks"))
    return shared.form_page(asked, form, _("Tell another system"), button=_("Add"), back=back)


@desk("webhook.manage")
def stop(asked: Desk, /, webhook: UUID) -> HttpResponse:
    """Send a system nothing more."""
    shared.posted_only(asked)
    try:
        record.stop(webhook, actor=asked.actor, now=asked.now)
    except Webhook.DoesNotExist:
        raise Http404 from None
    return shared.done(asked, _("This system hears nothing more."), "settings_webhooks")
