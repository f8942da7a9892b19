"""Documents of the organisation with their versions (wonder 7, 18.1, 33.1, 39.2, 43; zonl 6.1, 6.3, 10.4).

A version is never changed: a correction is the next version. In force is, on a day, the last version whose first day
has come; where two have the same first day, the later one made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nakomen.record.models import Document, Organisation
from nakomen.record.registers.checked import check, may, text_fits
from nakomen.record.tenancy import current

if TYPE_CHECKING:
    from datetime import date, datetime

    from nakomen.record.actors import Actor
    from nakomen.record.registers.asked import Wanted

PUBLISH = "document.publish"
LONGEST = 100_000


def in_force_all(day: date) -> dict[str, Document]:
    """The version of each sort of document that is in force on a day; without the text, which can be long."""
    rows = Document.objects.filter(in_force_from__lte=day).defer("text").order_by("in_force_from", "version")
    return {row.sort: row for row in rows}


def in_force(sort: str, day: date) -> Document | None:
    """The version of a document that is in force on a day; None where there is none."""
    rows = Document.objects.filter(sort=sort, in_force_from__lte=day)
    found: Document | None = rows.order_by("-in_force_from", "-version").first()
    return found


def versions(sort: str) -> list[Document]:
    """Every version of a document, the last one first, without the text."""
    return list(Document.objects.filter(sort=sort).defer("text").select_related("made_by").order_by("-version"))


def publish(
    sort: str,
    *,
    title: str,
    text: str,
    in_force_from: date,
    review_by: date | None,
    asks: Wanted,
    actor: Actor,
    now: datetime,
) -> Document:
    """Publish the next version of a document. Raises RegisterError, access.RefusedError, access.NotFreshError."""
    may(actor, now, "C", f"document {sort}"[:120], PUBLISH)
    check(
        ("sort", sort in asks.sorts(), "sort"),
        ("title", text_fits(title, 200), "text"),
        ("text", text_fits(text, LONGEST), "text"),
        ("review_by", review_by is None or review_by > in_force_from, "after"),
    )
    Organisation.objects.select_for_update(no_key=True).get(pk=current())  # of two at once the other comes next
    last = Document.objects.filter(sort=sort).order_by("-version").first()
    made: Document = Document.objects.create(
        organisation_id=current(),
        sort=sort,
        version=last.version + 1 if last else 1,
        title=title.strip(),
        text=text.replace("\r\n", "\n").strip(),
        in_force_from=in_force_from,
        review_by=review_by,
        made_by_id=actor.staff,
        made_at=now,
    )
    return made
