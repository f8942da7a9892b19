"""What happens by itself: the worker, the nightly work, e-mail and messages, and what failed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count
from django.http import Http404
from django.utils.translation import gettext as _

from nakomen.record import dead_letters, sweeping
from nakomen.record.health import SWEEP_AGE, WORKER_AGE
from nakomen.record.models import Checkpoint, Delivery, OutgoingMail, Worker
from nakomen.web.desk.asking import Desk, desk
from nakomen.web.desk.settings import asked as shared

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.http import HttpResponse


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that must happen by itself: when it did last, whether that is as it should be, and what to do."""

    name: str
    last: datetime | None
    fine: bool
    told: str
    advice: str


@desk("task.read")
def overview(asked: Desk, /) -> HttpResponse:
    """Whether what must happen by itself does, and what failed."""
    asked.require(subject="background")
    context = {
        "signs": [_worker(asked.now), _sweep(asked.now)],
        "checkpoint": Checkpoint.objects.order_by("-number").first(),
        "page": shared.page_of(asked, dead_letters.entries()),
        "mail": _by_state(OutgoingMail),
        "deliveries": _by_state(Delivery),
        "retries": asked.may("task.retry"),
    }
    return shared.show(asked, "work", context)


@desk("task.retry")
def retry(asked: Desk, /, letter: UUID) -> HttpResponse:
    """Try what failed once more."""
    shared.posted_only(asked)
    try:
        dead_letters.retry(letter, asked.actor, asked.now)
    except dead_letters.UnknownLetterError:
        raise Http404 from None
    return shared.done(asked, _("It will be tried again. Look here in a minute whether it worked."), "settings_work")


def _worker(now: datetime) -> Sign:
    last = Worker.objects.order_by("-seen_at").values_list("seen_at", flat=True).first()
    fine = last is not None and now - last <= WORKER_AGE
    told = _("The worker is at work.") if fine else _("No worker is at work: nothing is sent or brought up to date.")
    return Sign(_("Worker"), last, fine, told, "" if fine else _("Ask whoever keeps the server to start it."))


def _sweep(now: datetime) -> Sign:
    last = sweeping.last()
    fine = last is not None and now - last.finished_at <= SWEEP_AGE
    told = _("The nightly work was not done.")
    if last is not None:
        told = _("Clients looked at: %(looked_at)s. With a changed standing: %(changed)s.") % {
            "looked_at": last.looked_at,
            "changed": last.changed,
        }
    advice = "" if fine else _("The work list may be out of date. Ask whoever keeps the server to look at it.")
    return Sign(_("Nightly work"), last.finished_at if last else None, fine, told, advice)


def _by_state(model: type[OutgoingMail | Delivery]) -> dict[str, int]:
    """How many there are in each state."""
    return {
        row["state"]: row["number"] for row in model.objects.values("state").annotate(number=Count("pk")).order_by()
    }
