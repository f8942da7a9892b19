"""The public pages of an organisation: its conditions with every version, and the documents that it published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from nakomen.record.models import ConditionsVersion, Document
from nakomen.record.registers import documents
from nakomen.terms.comparing import diff
from nakomen.web import markdown
from nakomen.web.public import clauses
from nakomen.web.public.asking import Visitor, public

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse, HttpResponseBase

    from nakomen.web.public.clauses import VersionShown


@public
def overview(visitor: Visitor, /) -> HttpResponse:
    """What there is to read, and how to reach the organisation."""
    there = documents.in_force_all(visitor.today)
    now = _now(_versions(visitor))
    slug = visitor.organisation.slug
    pages = [
        (reverse("public_choice", args=[slug]), _("Choosing a provider"), there.get("choice_information")),
        (reverse("public_complaints", args=[slug]), _("Complaints"), there.get("complaint_scheme")),
        (reverse("public_privacy", args=[slug]), _("Privacy"), there.get("privacy")),
        (reverse("public_accessibility", args=[slug]), _("Accessibility"), there.get("accessibility")),
    ]
    return visitor.render("overview.html", {"page": "overview", "version": now, "pages": pages})


# --- conditions -----------------------------------------------------------------------------------------------------


@public
def conditions(visitor: Visitor, /) -> HttpResponse:
    """The conditions that hold now, and every other version to choose from."""
    versions = _versions(visitor)
    return _version(visitor, versions, _now(versions))


@public
def conditions_version(visitor: Visitor, /, published: str) -> HttpResponse:
    """An older version, the present one, or one that is to come."""
    versions = _versions(visitor)
    return _version(visitor, versions, _published(versions, published))


@public
def conditions_changes(visitor: Visitor, /, published: str) -> HttpResponse:
    """What a version changed in the one before it, clause by clause."""
    versions = _versions(visitor)
    new = _published(versions, published)
    before = _before(versions, new)
    if before is None:
        raise Http404
    context = {"page": "conditions", "version": new, "before": before, "changes": diff(before.terms, new.terms)}
    return visitor.render("changes.html", context)


def _version(visitor: Visitor, versions: list[VersionShown], shown: VersionShown) -> HttpResponse:
    context = {
        "page": "conditions",
        "versions": versions,
        "version": shown,
        "before": _before(versions, shown),
        "articles": clauses.articles(shown.terms, visitor.organisation.settings),
    }
    return visitor.render("conditions.html", context)


def _versions(visitor: Visitor) -> list[VersionShown]:
    return clauses.versions(list(ConditionsVersion.objects.order_by("published")), visitor.today)


def _now(versions: list[VersionShown]) -> VersionShown:
    return next(each for each in versions if each.state == "now")


def _published(versions: list[VersionShown], published: str) -> VersionShown:
    """Raises Http404 where no version was published on that day."""
    found = next((each for each in versions if each.published == published), None)
    if found is None:
        raise Http404
    return found


def _before(versions: list[VersionShown], shown: VersionShown) -> VersionShown | None:
    place = versions.index(shown) + 1
    return versions[place] if place < len(versions) else None


# --- documents ------------------------------------------------------------------------------------------------------


def _document(sort: str, page: str, template: str) -> Callable[..., HttpResponseBase]:
    """A view of a document: the version in force, or an older one by its number. What is to come is not shown yet."""

    @public
    def shown(visitor: Visitor, /, version: int | None = None) -> HttpResponse:
        rows = [row for row in documents.versions(sort) if row.in_force_from <= visitor.today]
        now = documents.in_force(sort, visitor.today)
        row = now if version is None else Document.objects.filter(sort=sort, version=version).first()
        if version is not None and (row is None or row.in_force_from > visitor.today):
            raise Http404
        terms = _now(_versions(visitor)).terms
        context = {
            "page": page,
            "row": row,
            "current": row == now,
            "versions": rows if len(rows) > 1 else [],
            "text": markdown.rendered(row.text, 2) if row else "",
            "clauses": clauses.complaint_clauses(terms, visitor.organisation.settings) if page == "complaints" else [],
            "statute": clauses.complaint_statute(terms) if page == "complaints" else [],
            "version_route": f"public_{page}_version",
        }
        return visitor.render(template, context)

    return shown


choice = _document("choice_information", "choice", "choice.html")
complaints = _document("complaint_scheme", "complaints", "complaints.html")
privacy = _document("privacy", "privacy", "privacy.html")
accessibility = _document("accessibility", "accessibility", "accessibility.html")
