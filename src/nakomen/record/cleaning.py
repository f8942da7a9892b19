"""What is thrown away by itself when it has served: nothing that anybody is owed or that proves anything."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING

from django.conf import settings
from django_tasks_db.models import DBTaskResult

from nakomen.record import destroying, drafts, figures
from nakomen.record.keys import key_store
from nakomen.record.models import DeadTask, Invitation, OutgoingMail, SharedCache, Worker
from nakomen.record.tenancy import within

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

TASKS = timedelta(days=7)
"""For so long one can look up how a task went."""
WORKERS = timedelta(days=7)
INVITATIONS = timedelta(days=30)
"""After this an invitation that was not taken up holds a name and an address to no purpose."""
MAIL = timedelta(days=90)
RETRIED = timedelta(days=90)
EPOCH = timedelta(days=180)
"""So long the keys of an organisation are wrapped under the same epoch; then the next one begins."""
EPOCHS = timedelta(days=90)
"""So long after the next epoch began the old keys go: what older backups hold, nobody can open then."""


def clean_organisation(organisation: UUID, now: datetime) -> None:
    """Remove lapsed invitations and drafts, sent e-mail, dead letters that were seen to and old keys; renew the keys.

    A key of a destroyed dossier that was not destroyed with it, because the machine failed just then, goes now.
    """
    with within(organisation):
        destroying.finish(now)
        drafts.clean(now)
        figures.thin(now)
        Invitation.objects.filter(accepted_at=None, expires_at__lt=now - INVITATIONS).delete()
        OutgoingMail.objects.filter(state="sent", sent_at__lt=now - MAIL).delete()
        DeadTask.objects.filter(retried_at__lt=now - RETRIED).delete()
    if key_store().epoch_began(organisation) <= now - EPOCH:
        key_store().rotate(organisation, now)
    key_store().drop_epochs(organisation, now - EPOCHS, now)


def clean_installation(now: datetime) -> None:
    """Remove sessions that ended, results of tasks, counts that lapsed, and workers that are long gone."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    DBTaskResult.objects.finished().filter(finished_at__lt=now - TASKS).delete()
    SharedCache.objects.filter(expires__lt=now).delete()
    Worker.objects.filter(seen_at__lt=now - WORKERS).delete()
