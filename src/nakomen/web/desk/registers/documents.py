"""Documents of the organisation: what is asked, what is published, and the next version with its preview."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from nakomen.record import registers
from nakomen.record.models import Document
from nakomen.record.registers import documents, states
from nakomen.record.registers.asked import PUBLIC
from nakomen.web import markdown
from nakomen.web.desk.asking import Desk, desk
from nakomen.web.desk.registers import words
from nakomen.web.desk.registers.forms import DocumentForm, Page, given, handled

if TYPE_CHECKING:
    from django.http import HttpResponse

    from nakomen.record.registers import Wanted

YEAR = timedelta(days=365)


@desk("organisation.read")
def documents_list(asked: Desk, /) -> HttpResponse:
    """Every sort of document: what the conditions ask for first, each with the version in force."""
    asked.require(subject="register documents")
    asks = registers.wanted(asked.today)
    there = documents.in_force_all(asked.today)
    rows = [_row(asked, asks, sort, there.get(sort)) for sort in asks.sorts()]
    return asked.render("desk/registers/documents.html", {"part": "registers", "rows": rows})


def _row(asked: Desk, asks: Wanted, sort: str, row: Document | None) -> dict[str, Any]:
    """A sort of document, with its version in force and its state in words."""
    asked_by = asks.documents.get(sort)
    state = states.of_document(
        row.in_force_from if row else None, row.review_by if row else None, asked.today, asked=asked_by is not None
    )
    return {
        "sort": sort,
        "name": words.document(sort),
        "asked": asked_by,
        "row": row,
        "label": words.state(state),
        "tone": words.TONES.get(state, "ended"),
    }


@desk("organisation.read")
def document(asked: Desk, /, sort: str) -> HttpResponse:
    """One document: the text in force, and every version."""
    asked.require(subject=f"document {sort}"[:120])
    asks = _known(asked, sort)
    now = documents.in_force(sort, asked.today)
    context = _row(asked, asks, sort, now) | {
        "part": "registers",
        "text": markdown.rendered(now.text, 2) if now else "",
        "versions": documents.versions(sort),
        "publishes": asked.may("document.publish"),
        "public": _public(asked, sort) if now else "",
    }
    return asked.render("desk/registers/document.html", context)


@desk("organisation.read")
def document_version(asked: Desk, /, sort: str, version: int) -> HttpResponse:
    """One version of a document, as it was published."""
    asked.require(subject=f"document {sort}"[:120])
    row = Document.objects.filter(sort=sort, version=version).select_related("made_by").first()
    if row is None:
        raise Http404
    in_force = documents.in_force(sort, asked.today)
    context = {"part": "registers", "name": words.document(sort), "row": row, "text": markdown.rendered(row.text, 2)}
    return asked.render("desk/registers/document_version.html", context | {"current": row == in_force})


@desk("document.publish")
def document_publish(asked: Desk, /, sort: str) -> HttpResponse:
    """Write the next version, look at it, publish it. The form starts with the text of the last one."""
    asks = _known(asked, sort)
    last = Document.objects.filter(sort=sort).order_by("-version").first()
    start = {
        "title": last.title if last else words.document(sort).capitalize(),
        "text": last.text if last else "",
        "in_force_from": asked.today,
        "review_by": asked.today + YEAR,
    }
    form = DocumentForm(given(asked), initial=start)
    title = _("New version: %(document)s") % {"document": words.document(sort)}
    back = reverse("register_document", kwargs={"sort": sort})
    page = Page("documents", title, _("Publish"), back, _("The version is published."), _help(sort), "nl")
    if "preview" in asked.request.POST and form.is_valid():
        shown = {"part": "registers", "form": form, "page": page, "register_name": words.register("documents")}
        preview = markdown.rendered(form.cleaned_data["text"], 3)
        return asked.render("desk/registers/document_form.html", shown | {"preview": preview})

    def carry_out(data: dict[str, Any]) -> None:
        documents.publish(sort, **data, asks=asks, actor=asked.actor, now=asked.now)

    return handled(asked, form, carry_out, page, "document_form.html")


def _help(sort: str) -> str:
    if sort in PUBLIC:
        return _(
            "Everybody can read this on the public pages from its first day on. Do not name clients or staff in it."
        )
    return _("Everybody in the organisation can read this. Do not name clients in it.")


def _public(asked: Desk, sort: str) -> str:
    """The address at which anybody can read this; empty where it is for the organisation itself."""
    return reverse(PUBLIC[sort], kwargs={"slug": asked.organisation.slug}) if sort in PUBLIC else ""


def _known(asked: Desk, sort: str) -> Wanted:
    """What the conditions ask; a word that is no sort of document, now or ever, is not found."""
    asks = registers.wanted(asked.today)
    if sort not in asks.sorts() and not Document.objects.filter(sort=sort).exists():
        raise Http404
    return asks
