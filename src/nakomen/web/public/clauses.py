"""A version of the conditions as anybody can read it: by article, each clause in plain words, open norms filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nakomen.record.standings import terms_of
from nakomen.terms.packaged import packaged_statute
from nakomen.terms.words import word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from nakomen.record.models import ConditionsVersion
    from nakomen.terms.statute import StatuteNorm
    from nakomen.terms.texts import Clause, Terms

COMPLAINT_PAGE = "klachten"
COMPLAINT_SUBJECTS = ("complaint.", "dispute.")


@dataclass(frozen=True, slots=True)
class Filled:
    """An open norm with what this organisation filled in, in Dutch."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class ClauseShown:
    """A clause, and the open norms that it leaves to the organisation."""

    clause: Clause
    filled: tuple[Filled, ...]


@dataclass(frozen=True, slots=True)
class ArticleShown:
    """An article with its heading and its clauses."""

    id: str
    title: str
    clauses: tuple[ClauseShown, ...]


@dataclass(frozen=True, slots=True)
class VersionShown:
    """A version: when it was published, from when it holds, and whether that is now, later or past."""

    row: ConditionsVersion
    terms: Terms
    state: str

    @property
    def published(self) -> str:
        """The day of publication, as it stands in addresses."""
        return self.row.published.isoformat()


def versions(rows: Sequence[ConditionsVersion], today: date) -> list[VersionShown]:
    """Every version, the last one published first: the one in force (`now`), those to come (`later`), those `past`."""
    now = max(place for place, row in enumerate(rows) if place == 0 or _holds(row, today))
    made = []
    for place, row in enumerate(rows):
        state = "now" if place == now else "later" if place > now and not _holds(row, today) else "past"
        made.append(VersionShown(row, terms_of(row.name, bytes(row.source)), state))
    return made[::-1]


def _holds(row: ConditionsVersion, today: date) -> bool:
    return row.in_force_from is not None and row.in_force_from <= today


def articles(terms: Terms, settings: Mapping[str, Any]) -> list[ArticleShown]:
    """The articles of a version in its own order. `settings` are the organisation's."""
    filled = _filled(terms, settings)
    found: dict[str, list[ClauseShown]] = {}
    for clause in terms.clauses.values():
        found.setdefault(clause.article, []).append(ClauseShown(clause, tuple(filled.get(clause.id, ()))))
    titles = {number: article.title for number, article in terms.articles.items()}
    return [ArticleShown(number, titles.get(number, ""), tuple(clauses)) for number, clauses in found.items()]


def complaint_clauses(terms: Terms, settings: Mapping[str, Any]) -> list[ClauseShown]:
    """What a version says about complaints and disputes: the articles that are about them, whole."""
    numbers = {clause.article for clause in terms.clauses.values() if _about_complaints(clause)}
    return [shown for each in articles(terms, settings) if each.id in numbers for shown in each.clauses]


def complaint_statute(terms: Terms) -> list[StatuteNorm]:
    """What statute says about complaints and disputes for conditions of this sort, whatever they say themselves."""
    return [
        norm
        for norm in packaged_statute().norms.values()
        if terms.regime in norm.regime and _speaks(fact.subject for fact in norm.facts)
    ]


def _about_complaints(clause: Clause) -> bool:
    return clause.page == COMPLAINT_PAGE or _speaks(fact.subject for fact in clause.facts)


def _speaks(subjects: Iterable[str]) -> bool:
    return any(subject.startswith(COMPLAINT_SUBJECTS) for subject in subjects)


def _filled(terms: Terms, settings: Mapping[str, Any]) -> dict[str, list[Filled]]:
    """By clause the open norms, each with the organisation's own value or the one that holds without it."""
    found: dict[str, list[Filled]] = {}
    for name, setting in terms.settings.items():
        if setting.judgement and not setting.fixed:
            shown = Filled(setting.label, told(_value(terms, settings, name)))
            for clause in setting.clauses:
                found.setdefault(clause, []).append(shown)
    return found


def _value(terms: Terms, settings: Mapping[str, Any], name: str) -> object:
    """What holds for a setting; one that refers to another has the value of that one."""
    value = settings.get(name, terms.settings[name].default)
    return _value(terms, settings, value) if isinstance(value, str) and value in terms.settings else value


def told(value: object) -> str:
    """A value of a setting in Dutch.

    >>> told("P30D"), told(False)
    ('30 dagen', 'nee')
    """
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return word(str(value))
