"""The file of one client: what stands, in words and in a picture, with what lies beside it."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import UUID

from nakomen.norms.signing import TOLD
from nakomen.norms.standing import Standing, standing
from nakomen.norms.timeline import timeline
from nakomen.record.models import ClientCard
from nakomen.record.seeing import Seen
from nakomen.web.desk.acts import drafting
from nakomen.web.desk.acts.about import pointed
from nakomen.web.desk.addresses import of_client
from nakomen.web.desk.asking import Desk, desk, language
from nakomen.web.desk.clients import papers, people
from nakomen.web.desk.clients.drawing import draw
from nakomen.web.desk.clients.folding import folded
from nakomen.web.desk.clients.heading import heading
from nakomen.web.desk.clients.lens import Lens, LensForm, lens
from nakomen.web.desk.clients.rows import Rows, groups, places
from nakomen.web.desk.clients.sentences import sentences
from nakomen.web.desk.guided.signing_words import where

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpResponse

    from nakomen.web.desk.acts.about import Pointed

CHANGES = {
    "details": "client.details_changed",
    "moved": "client.moved",
    "contact": "client.contact_person_named",
    "team": "team.assigned",
    "consent": "consent.given",
    "withdrawn": "consent.withdrawn",
}
"""What is recorded from the panel that it changes."""
RECENT = 5
"""So many of the last acts stand in the file itself."""
ONE_DAY = timedelta(days=1)


@desk("client.read")
def client_file(asked: Desk, /, client: UUID) -> HttpResponse:
    """How things stand with a client, today or on another day; the head is always of today."""
    seen = Seen(asked.require(client), client)
    form = LensForm(asked.request, asked.today)
    through = lens(form)
    found = standing(seen.case, through.as_of, through.known_on)
    context = {
        "part": "clients",
        "tab": "file",
        "client": client,
        "who": heading(asked, seen, None if through.active else found),
        "form": form,
        "lens": through,
        "seqs": places(seen),
        "next_change": (change := _next_change(client, seen, through)),
        "then_late": _late_on(found, change),
        **_standing(asked, client, found, seen),
        **_beside(found, seen),
        "drafts": drafting.links(asked, client) if asked.may("act.append") else [],
    }
    return asked.render("desk/clients/file.html", context, status=422 if form.errors else 200)


def _standing(asked: Desk, client: UUID, found: Standing, seen: Seen) -> dict[str, Any]:
    """The duties, findings and money, and the picture."""
    texts = seen.conditions.texts()
    shown = seen.duties(found)
    recording = asked.decide("act.append", client)
    sides = Rows(client, found, seen, recording).sides(shown)
    spans = [span for span in timeline(found, shown) if seen.sees(span.act)]
    making = found.agreement["status"] in ("none", "offered") and recording.covers(TOLD)
    together = {TOLD: where(client, TOLD)} if making else {}
    alive = not found.s.of("client.died")
    owed = papers.balances(found, seen)
    return {
        "sentences": sentences(client, found, seen),
        "sides": [(heading, side, folded(side.waiting, together)) for heading, side in groups(sides)],
        "findings": papers.findings(found, seen.findings(found), texts),
        "balances": owed,
        "owed": papers.amount(owed),
        "recent": _recent(found, seen),
        "picture": draw(spans, found.as_of),
        "record": {
            name: of_client("act_new", client, kind)
            for name, kind in CHANGES.items()
            if alive and recording.covers(kind)
        },
    }


def _recent(found: Standing, seen: Seen) -> list[Pointed]:
    """What happened last, the newest first."""
    past = (fact for fact in reversed(found.s.facts) if fact.day <= found.as_of and seen.sees(fact.name))
    return [pointed(fact.name, fact.act, language()) for fact in islice(past, RECENT)]


def _beside(found: Standing, seen: Seen) -> dict[str, Any]:
    """What stands beside the duties: how to reach whom, consents, documents."""
    s = found.s
    return {
        "reach": papers.reach(s, seen),
        "contacts": people.contacts(s, seen.decision),
        "consents": papers.consents(s, seen),
        "papers": papers.papers(s, seen),
        "sees_consents": seen.decision.covers("consent.given"),
    }


def _late_on(found: Standing, day: date | None) -> list[tuple[str, str]]:
    """What will be late on a day if nothing is done: the clause of each duty with what it asks."""
    if day is None:
        return []
    late = [row for row in found.duties if row.state == "open" and row.due is not None and row.due + ONE_DAY == day]
    return [(row.clause, row.norm.what) for row in late]


def _next_change(client: UUID, seen: Seen, through: Lens) -> date | None:
    """The first day on which something changes by itself; only whole files tell it, since it rests on every act."""
    if through.active or seen.decision.areas is not None:
        return None
    return ClientCard.objects.filter(pk=client).values_list("next_change", flat=True).first()
