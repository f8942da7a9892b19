"""The versions of the conditions: read clause by clause, and laid side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nakomen.record import conditions as record
from nakomen.record import effects
from nakomen.record.applying import Sets
from nakomen.record.models import ConditionsVersion
from nakomen.record.standings import norms_of, terms_of
from nakomen.terms.checking import check
from nakomen.terms.comparing import diff
from nakomen.terms.packaged import packaged_statute, source
from nakomen.web.desk import words
from nakomen.web.desk.asking import Desk, desk
from nakomen.web.desk.settings import asked as shared

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nakomen.terms.comparing import Difference
    from nakomen.terms.texts import Clause, Terms


class CompareForm(shared.SettingsForm):
    """Which two versions to lay side by side."""

    old = forms.ChoiceField(label=gettext_lazy("Older version"))
    new = forms.ChoiceField(label=gettext_lazy("Newer version"))

    def __init__(self, *given: Any, rows: list[ConditionsVersion], **named: Any) -> None:
        super().__init__(*given, **named)
        for name in ("old", "new"):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [(str(row.pk), called(row)) for row in rows]


@dataclass(frozen=True, slots=True)
class Changed:
    """A difference as a row of a table: what changes stands apart from what it was and what it becomes."""

    clause: str
    kind: str
    what: str
    was: str
    becomes: str
    detrimental: bool


def side_by_side(differences: Iterable[Difference]) -> list[Changed]:
    """Differences for a table; the sentence of one tells the clause, what it was and what it becomes once more."""
    return [
        Changed(
            each.clause,
            each.kind,
            _what(each),
            each.was,
            each.becomes,
            each.detrimental,
        )
        for each in differences
    ]


def _what(each: Difference) -> str:
    """The title of a clause and what changes in it; its number, and what it was and becomes, stand beside it."""
    if each.kind != "changed":
        return each.text.partition(f"{each.clause} (")[2].partition("). ")[0] or each.text
    told = each.text.partition(": was ")[0] if each.was or each.becomes else each.text
    return told.removeprefix(f"{each.clause} (").replace("): ", ": ", 1) if each.clause else told


def called(row: ConditionsVersion) -> str:
    """What a version is called."""
    return _("%(name)s of %(day)s") % {"name": row.name, "day": words.day(row.published)}


def terms_in(row: ConditionsVersion) -> Terms:
    """The words of a version."""
    return terms_of(row.name, bytes(row.source))


@desk("organisation.read")
def versions(asked: Desk, /) -> HttpResponse:
    """All versions, the newest first, and which one holds today."""
    asked.require(subject="conditions")
    rows = list(ConditionsVersion.objects.order_by("-published"))
    holds = {row.pk for row in record.in_force(asked.today)}
    shown = [(row, terms_in(row), row.pk in holds, _coming(row, asked)) for row in rows]
    form = CompareForm(rows=rows, initial=_last_change(rows)) if len(rows) > 1 else None
    context = {
        "versions": shown,
        "form": form,
        "manages": asked.may("organisation.manage"),
        "several": Sets(rows).several,
    }
    return shared.show(asked, "conditions", context)


def _last_change(rows: list[ConditionsVersion]) -> dict[str, int]:
    """The newest version and the one before it for the same law; where no law has two, the last and first of all."""
    lines = [line for line in Sets(rows).lines.values() if len(line) > 1]
    if not lines:
        return {"old": rows[-1].pk, "new": rows[0].pk}
    newest = max(lines, key=lambda line: line[-1].published)
    return {"old": newest[-2].pk, "new": newest[-1].pk}


def _coming(row: ConditionsVersion, asked: Desk) -> bool:
    return row.in_force_from is not None and row.in_force_from > asked.today


@desk("organisation.read")
def reading(asked: Desk, /, version: int) -> HttpResponse:
    """One version, an article at a time; and what our check finds wrong in it."""
    asked.require(subject="conditions")
    row = _version(version)
    terms = terms_in(row)
    articles = _articles(terms)
    chosen = asked.request.GET.get("article", "") or next(iter(articles))
    if chosen not in articles:
        raise Http404
    flaws = check(terms, packaged_statute())
    numbers = list(articles)
    place = numbers.index(chosen)
    context = {
        "version": row,
        "terms": terms,
        "articles": [(number, _title(terms, number)) for number in numbers],
        "chosen": chosen,
        "title": _title(terms, chosen),
        "clauses": articles[chosen],
        "before": numbers[place - 1] if place else None,
        "after": numbers[place + 1] if place + 1 < len(numbers) else None,
        "flaws": [flaw for flaw in flaws if flaw.clause.partition("/")[2].partition(".")[0] == chosen],
        "every_flaw": flaws,
        "flaw_count": len(flaws),
        "uncarried": effects.uncarried(terms, norms_of(row.name, bytes(row.source))),
    }
    return shared.show(asked, "conditions_read", context)


@desk("organisation.read")
def file(asked: Desk, /, version: int) -> HttpResponse:
    """The file of a version: who wants own conditions begins with one that works."""
    asked.require(event="E", subject="conditions")
    row = _version(version)
    kept = bytes(row.source) or source(row.name)  # of a set that comes with the product only the name is kept
    answer = HttpResponse(kept, content_type="application/toml; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{row.name}-{row.published}.toml"'
    return answer


def _articles(terms: Terms) -> dict[str, list[Clause]]:
    found: dict[str, list[Clause]] = {}
    for clause in terms.clauses.values():
        found.setdefault(clause.article, []).append(clause)
    return found


def _title(terms: Terms, number: str) -> str:
    return terms.articles[number].title if number in terms.articles else ""


@desk("organisation.read")
def comparing(asked: Desk, /) -> HttpResponse:
    """What differs between two versions, with what is to the client's detriment marked."""
    asked.require(subject="conditions")
    rows = list(ConditionsVersion.objects.order_by("-published"))
    form = CompareForm(asked.request.GET, rows=rows)
    if not form.is_valid():
        raise Http404
    chosen = {str(row.pk): row for row in rows}
    old, new = chosen[form.cleaned_data["old"]], chosen[form.cleaned_data["new"]]
    found = diff(terms_in(old), terms_in(new))
    page = shared.page_of(asked, found)
    context = {
        "form": form,
        "old": called(old),
        "new": called(new),
        "page": page,
        "differences": side_by_side(page.object_list),
        "harm": len({each.clause for each in found if each.detrimental}),
        "more": f"old={old.pk}&new={new.pk}",
    }
    return shared.show(asked, "conditions_compare", context)


def _version(version: int) -> ConditionsVersion:
    found: ConditionsVersion | None = ConditionsVersion.objects.filter(pk=version).first()
    if found is None:
        raise Http404
    return found
