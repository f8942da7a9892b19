"""E-mail that says only that something waits, and where: written down with the change that it is about, sent once.

An e-mail is a row, claimed by the worker that sends it. It is sent once, except where a worker dies between the mail
server's yes and our noting it: then it goes again, under the same Message-ID, since a message too many does less harm
than one that never came.
"""

from __future__ import annotations

import tomllib
from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F

from nakomen.record import dead_letters
from nakomen.record.background import LIMIT, enqueue_after_commit, error_name, pause
from nakomen.record.models import OutgoingMail, User
from nakomen.record.tenancy import current, within

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

LEASE = timedelta(minutes=10)
"""For so long an e-mail belongs to the worker that claimed it; longer than any mail server takes to answer."""
TASK = "nakomen.record.tasks.send_mail"


def tell(to: User | str, template: str, link: str, now: datetime, *, language: str = "nl") -> OutgoingMail:
    """Have an e-mail sent to a user, in the user's own language, or to an address; it goes once this is committed.

    `template` is a name in mail.toml. `link` is a path of this installation, or its whole address; it may hold no id of
    a client. Raises KeyError for an unknown template, ValueError for a link to elsewhere.
    """
    from nakomen.record import tasks  # which imports this module

    user = to if isinstance(to, User) else None
    address = to.email if isinstance(to, User) else to
    language = user.language if user else language
    _text(template, language)
    mail: OutgoingMail = OutgoingMail.objects.create(
        organisation_id=current(),
        user=user,
        to=address,
        language=language,
        template=template,
        link=_whole(link),
        made_at=now,
        next_at=now,
    )
    enqueue_after_commit(tasks.send_mail, organisation=current(), mail=mail.pk)
    return mail


def send(organisation: UUID, mail: UUID, now: datetime) -> datetime | None:
    """Try once to send an e-mail; the moment of the next try, None where there is none. Opens its own transactions.

    Of several workers one claims the try; for the others there is nothing to do.
    """
    with within(organisation):
        claimed = OutgoingMail.objects.filter(pk=mail, state="waiting", next_at__lte=now).update(
            next_at=now + LEASE, attempts=F("attempts") + 1
        )
        if not claimed:
            return None
        found: OutgoingMail = OutgoingMail.objects.get(pk=mail)
    try:
        message(found).send()
    except (OSError, ValueError) as error:  # the server or the way to it; an address that is none
        return _failed(found, error_name(error), now)
    with within(organisation):
        OutgoingMail.objects.filter(pk=mail).update(state="sent", sent_at=now, next_at=None, link="", last_error="")
    return None


def message(mail: OutgoingMail) -> EmailMessage:
    """The e-mail as it goes out."""
    text = _text(mail.template, mail.language)
    host = urlsplit(settings.BASE_URL).hostname
    return EmailMessage(
        subject=text["subject"],
        body=text["body"].lstrip().format(link=mail.link),
        to=[mail.to],
        headers={"Message-ID": f"<{mail.pk}@{host}>", "Auto-Submitted": "auto-generated"},
    )


def _failed(mail: OutgoingMail, error: str, now: datetime) -> datetime | None:
    """Write down that a try failed: when the next one comes, or that it was the last."""
    again = now + pause(mail.attempts) if mail.attempts < LIMIT else None
    with within(mail.organisation_id):
        OutgoingMail.objects.filter(pk=mail.pk).update(
            state="waiting" if again else "dead", next_at=again, last_error=error
        )
        if again is None:
            ids = {"organisation": str(mail.organisation_id), "mail": str(mail.pk)}
            dead_letters.put(TASK, ids, error, mail.attempts, now)
    return again


def _whole(link: str) -> str:
    """The link with the address of the installation before it. Raises ValueError for a link to elsewhere."""
    own = f"{settings.BASE_URL}/"
    if link.startswith(own):
        return link
    if not link.startswith("/") or link.startswith("//"):
        raise ValueError("link: expected a path of this installation")
    return own + link.removeprefix("/")


def _text(template: str, language: str) -> Mapping[str, str]:
    in_languages = texts()[template]
    return in_languages.get(language, in_languages["nl"])


@cache
def texts() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """The texts by name and language."""
    return tomllib.loads(files("nakomen.record").joinpath("mail.toml").read_text(encoding="utf-8"))
