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

    from nakomen.web.public.clauses import Promise, SetShown, VersionShown


@public
def overview(visitor: Visitor, /) -> HttpResponse:
    """What there is to read, and how to reach the organisation."""
    there = documents.in_force_all(visitor.today)
    slug = visitor.organisation.slug
    pages = [
        (reverse("public_choice", args=[slug]), _("Choosing a provider"), there.get("choice_information")),
        (reverse("public_complaints", args=[slug]), _("Complaints"), there.get("complaint_scheme")),
        (reverse("public_privacy", args=[slug]), _("Privacy"), there.get("privacy")),
        (reverse("public_accessibility", args=[slug]), _("Accessibility"), there.get("accessibility")),
    ]
    return visitor.render("overview.html", {"page": "overview", "sets": _sets(visitor), "pages": pages})


# --- conditions -----------------------------------------------------------------------------------------------------


@public
def conditions(visitor: Visitor, /) -> HttpResponse:
    """The conditions that hold now, of the first set where there are two, and every other version to choose from."""
    sets = _sets(visitor)
    return _version(visitor, sets, sets[0], sets[0].shown)


@public
def conditions_version(visitor: Visitor, /, published: str) -> HttpResponse:
    """An older version, the present one, or one that is to come."""
    sets = _sets(visitor)
    return _version(visitor, sets, *_published(sets, published))


@public
def conditions_changes(visitor: Visitor, /, published: str) -> HttpResponse:
    """What a version changed in the one before it, clause by clause."""
    _own, new = _published(_sets(visitor), published)
    if new.before is None:
        raise Http404
    context = {"page": "conditions", "version": new, "changes": diff(new.before.terms, new.terms)}
    return visitor.render("changes.html", context)


def _version(visitor: Visitor, sets: list[SetShown], own: SetShown, shown: VersionShown) -> HttpResponse:
    context = {
        "page": "conditions",
        "sets": sets,
        "own": own,
        "version": shown,
        "articles": clauses.articles(shown.terms, visitor.organisation.settings),
    }
    return visitor.render("conditions.html", context)


def _sets(visitor: Visitor) -> list[SetShown]:
    return clauses.sets(list(ConditionsVersion.objects.order_by("published")), visitor.today)


def _published(sets: list[SetShown], published: str) -> tuple[SetShown, VersionShown]:
    """The version that was published on a day, in its set. Raises Http404 where there is none."""
    found = ((own, each) for own in sets for each in own.versions if each.published == published)
    if (pair := next(found, None)) is None:
        raise Http404
    return pair


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
        promises = _promises(visitor) if page == "complaints" else []
        context = {
            "page": page,
            "row": row,
            "current": row == now,
            "versions": rows if len(rows) > 1 else [],
            "text": markdown.rendered(row.text, 2) if row else "",
            "promises": promises,
            "law": any(each.statute for each in promises),
            "version_route": f"public_{page}_version",
        }
        return visitor.render(template, context)

    return shown


def _promises(visitor: Visitor) -> list[Promise]:
    """What the conditions promise about complaints, and the law beside them: of each set that holds now."""
    present = [own.shown for own in _sets(visitor) if own.shown.state == "now"]
    return [clauses.promise(each.terms, visitor.organisation.settings) for each in present]


choice = _document("choice_information", "choice", "choice.html")
complaints = _document("complaint_scheme", "complaints", "complaints.html")
privacy = _document("privacy", "privacy", "privacy.html")
accessibility = _document("accessibility", "accessibility", "accessibility.html")
