"""The tasks: what is done in the background. Arguments are ids, written as text, and never personal data."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from nakomen.law.clock import local_day
from nakomen.record import dead_letters
from nakomen.record.background import background, enqueue_after_commit, later
from nakomen.record.tenancy import within

if TYPE_CHECKING:
    from datetime import datetime

__all__ = [
    "clean_up",
    "count_figures",
    "deliver_webhook",
    "enqueue_after_commit",
    "make_checkpoint",
    "rebuild_copies",
    "refresh_client",
    "send_mail",
    "sweep_organisation",
]

# What a task needs is imported when it runs: most of those modules import this one, to put a task aside.


@background
def sweep_organisation(now: datetime, *, organisation: str, as_of: str) -> None:
    """Bring the copies of an organisation to a day; to today where that day has passed while the task waited."""
    from nakomen.record import sweeping

    sweeping.sweep(UUID(organisation), max(date.fromisoformat(as_of), local_day(now)), now)
    count_figures.enqueue(organisation=organisation)  # once all copies stand at the same day


@background
def count_figures(now: datetime, *, organisation: str) -> None:
    """Count how many duties stand how, for the overview of an organisation; the first time its past months too."""
    from nakomen.record import figures

    figures.make_for(UUID(organisation), now)
    figures.look_back(UUID(organisation), now)


@background
def refresh_client(now: datetime, *, organisation: str, client: str) -> None:
    """Make the copies of one client anew."""
    from nakomen.record import copies, ledger
    from nakomen.record.models import Chain

    with within(UUID(organisation)):
        if Chain.objects.select_for_update().filter(pk=client, destroyed_at=None).first():
            copies.refresh(UUID(client), ledger.acts(UUID(client)), now)


@background
def rebuild_copies(now: datetime, *, organisation: str) -> None:
    """Make all copies of an organisation anew, as after a change of its settings or its conditions."""
    from nakomen.record import copies

    with within(UUID(organisation)):
        copies.rebuild(now)


@background
def deliver_webhook(now: datetime, *, organisation: str, delivery: str) -> None:
    """Try once to deliver a message to a webhook, and come back when the next try is due."""
    from nakomen.record import webhooks

    tried = webhooks.deliver(UUID(organisation), UUID(delivery), now)
    if tried.state == "waiting" and tried.next_at is not None:
        later(deliver_webhook, tried.next_at, organisation=organisation, delivery=delivery)
    elif tried.state == "dead":
        ids = {"organisation": organisation, "delivery": delivery}
        dead_letters.put(deliver_webhook.module_path, ids, "not delivered", len(webhooks.WAITS), now)


@background
def send_mail(now: datetime, *, organisation: str, mail: str) -> None:
    """Try once to send an e-mail, and come back when the next try is due."""
    from nakomen.record import mail as mails

    again = mails.send(UUID(organisation), UUID(mail), now)
    if again is not None:
        later(send_mail, again, organisation=organisation, mail=mail)


@background
def make_checkpoint(now: datetime, *, organisation: str) -> None:
    """Sign the tips of the chains as they are, if any changed."""
    from nakomen.record import checkpoints

    with within(UUID(organisation)):
        checkpoints.make(now)


@background
def clean_up(now: datetime, *, organisation: str) -> None:
    """Remove what an organisation no longer needs, and drop its old keys."""
    from nakomen.record import cleaning

    cleaning.clean_organisation(UUID(organisation), now)
