"""A version of the conditions as anybody can read it: by article, each clause in plain words, open norms filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nakomen.record.applying import Sets
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
    """A version: when it was published, from when it holds, and whether that is now, later or past.

    `before` is the version for the same law that it follows.
    """

    row: ConditionsVersion
    terms: Terms
    state: str
    before: VersionShown | None

    @property
    def published(self) -> str:
        """The day of publication, as it stands in addresses."""
        return self.row.published.isoformat()


@dataclass(frozen=True, slots=True)
class SetShown:
    """The conditions for one law (`care`, `social_support`): all their versions, the last one published first."""

    law: str
    versions: tuple[VersionShown, ...]

    @property
    def shown(self) -> VersionShown:
        """The version that holds now; where none does yet, the first that will."""
        return next((each for each in self.versions if each.state == "now"), self.versions[-1])

    @property
    def title(self) -> str:
        """What the conditions are called."""
        return self.shown.terms.title


def sets(rows: Sequence[ConditionsVersion], today: date) -> list[SetShown]:
    """Every version, by the law for which it was written: the organisation's first set in front.

    In each the one in force (`now`), those to come (`later`) and those `past`.
    """
    every = Sets(rows)
    now = {row.pk for row in every.holding(today)}
    made = []
    for line in every.lines.values():
        shown: list[VersionShown] = []
        for row in line:
            state = "now" if row.pk in now else "later" if row.in_force_from and row.in_force_from > today else "past"
            before = shown[-1] if shown else None
            shown.append(VersionShown(row, terms_of(row.name, bytes(row.source)), state, before))
        made.append(SetShown(shown[0].terms.regime, tuple(shown[::-1])))
    return made


def articles(terms: Terms, settings: Mapping[str, Any]) -> list[ArticleShown]:
    """The articles of a version in its own order. `settings` are the organisation's."""
    filled = _filled(terms, settings)
    found: dict[str, list[ClauseShown]] = {}
    for clause in terms.clauses.values():
        found.setdefault(clause.article, []).append(ClauseShown(clause, tuple(filled.get(clause.id, ()))))
    titles = {number: article.title for number, article in terms.articles.items()}
    return [ArticleShown(number, titles.get(number, ""), tuple(clauses)) for number, clauses in found.items()]


@dataclass(frozen=True, slots=True)
class Promise:
    """What one set says about complaints, and what statute says for conditions of that sort."""

    title: str
    clauses: list[ClauseShown]
    statute: list[StatuteNorm]


def promise(terms: Terms, settings: Mapping[str, Any]) -> Promise:
    """What a version and the law beside it say about complaints and disputes."""
    return Promise(terms.title, complaint_clauses(terms, settings), complaint_statute(terms))


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
    """What holds for a setting; one that refers to another has the value of that one, and what is fixed stays so."""
    own = terms.settings[name]
    value = own.default if own.fixed else settings.get(name, own.default)
    return _value(terms, settings, value) if isinstance(value, str) and value in terms.settings else value


def told(value: object) -> str:
    """A value of a setting in Dutch.

    >>> told("P30D"), told(False)
    ('30 dagen', 'nee')
    """
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return word(str(value))
