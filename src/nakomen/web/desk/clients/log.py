"""Who saw or changed what of one client, when, and on what ground: the access log in words."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from nakomen.record import access_log
from nakomen.record.seeing import Seen
from nakomen.web.desk.asking import Desk, desk
from nakomen.web.desk.clients.heading import heading

if TYPE_CHECKING:
    from django.http import HttpResponse

PAGE = 50


@desk("log.read")
def client_log(asked: Desk, /, client: UUID) -> HttpResponse:
    """The lines about a client, the newest first; `before` is where the page before ended."""
    seen = Seen(asked.require(client, subject="log"), client)
    given = asked.request.GET.get("before", "")
    before = int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None
    page = access_log.entries(client, before=before, limit=PAGE)
    context = {
        "part": "clients",
        "tab": "log",
        "client": client,
        "who": heading(asked, seen),
        "lines": [(line, access_log.told(line, asked.language)) for line in page.lines],
        "before": page.before,
        "later": before is not None,
    }
    return asked.render("desk/clients/log.html", context)
