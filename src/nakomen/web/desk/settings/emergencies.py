"""Emergency accesses: which wait for a review, what was seen, and whether it was right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nakomen.record import access, access_log, emergency
from nakomen.record.access_log import Filters
from nakomen.record.models import EmergencyAccess
from nakomen.web.desk.asking import Desk, desk
from nakomen.web.desk.settings import asked as shared
from nakomen.web.desk.settings import log

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

LINES = 100
"""Lines of the access log that are shown with an emergency; more are found in the log itself."""


class ReviewForm(shared.SettingsForm):
    """Whether an access was right."""

    justified = forms.TypedChoiceField(
        label=gettext_lazy("Was this access right?"),
        choices=[("yes", gettext_lazy("Yes, it was needed")), ("no", gettext_lazy("No, it was not right"))],
        coerce=lambda given: given == "yes",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("Needed where it was not right. It is kept encrypted, with the client's data."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )


@desk("emergency.review")
def overview(asked: Desk, /) -> HttpResponse:
    """What waits for a review, the oldest first, and what was reviewed last."""
    waiting = emergency.waiting(asked.actor, asked.now)
    judged = emergency.judged(asked.actor, asked.now)
    clients = [each.access.chain_id for each in waiting] + [each.chain_id for each in judged]
    context = {"waiting": waiting, "judged": judged, "numbers": shared.numbers_of(clients)}
    return shared.show(asked, "emergencies", context)


@desk("emergency.review")
def one(asked: Desk, /, emergency_id: UUID) -> HttpResponse:
    """One emergency access: the reason, what was seen by it, and the review."""
    found = _found(asked, emergency_id)
    waits = found.reviewed_at is None
    form = ReviewForm(shared.given(asked)) if waits else None
    if form is not None and form.is_valid():
        try:
            emergency.review(asked.actor, emergency_id, now=asked.now, **form.cleaned_data)
            return shared.done(asked, _("The review was kept."), "settings_emergencies")
        except emergency.EmergencyError as error:
            form.blame(error.problems)
    page = access_log.entries(found.chain_id, Filters(ground="emergency", ground_ref=str(found.pk)), limit=LINES)
    context = {
        "found": found,
        "form": form,
        "reads_log": access.decide(asked.actor, "log.read", found.chain_id, asked.now).allowed,
        "own": found.staff_id == asked.actor.staff,
        "lines": log.rows(page.lines, asked.language),
        "more": page.before is not None,
        "number": shared.numbers_of([found.chain_id])[found.chain_id],
    }
    return shared.show(asked, "emergency", context, wrong=form is not None and bool(form.errors))


def _found(asked: Desk, emergency_id: UUID) -> EmergencyAccess:
    try:
        return emergency.reviewed(asked.actor, emergency_id, asked.now)
    except EmergencyAccess.DoesNotExist:
        raise Http404 from None
