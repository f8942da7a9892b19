"""What the present conditions of the organisation ask to be kept: which registers, which instructions, which documents.

A set says so by the key `register` or `page` of a clause. Which instruction or document is meant, follows from the
clause for the packaged sets and those that were made from them; any other clause is a topic or document of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from nakomen.record.conditions import in_force
from nakomen.record.standings import terms_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from nakomen.terms.texts import Clause, Terms

TOPICS: Mapping[str, str] = {
    "plan_rights": "care",
    "confidentiality": "all",
    "lifting": "care",
    "hygiene": "care",
    "reporting_code": "all",
}
"""Topics of instruction, with whom they are for: everybody who works for the organisation, or who gives care."""

DOCUMENTS = (
    "choice_information",
    "complaint_scheme",
    "privacy",
    "reporting_code",
    "hygiene",
    "norms",
    "confidentiality",
    "keys",
    "participation",
    "accessibility",
)
"""Sorts of documents that every organisation can publish, whether its conditions ask for them or not."""
PUBLIC: Mapping[str, str] = {
    "choice_information": "public_choice",
    "complaint_scheme": "public_complaints",
    "privacy": "public_privacy",
    "accessibility": "public_accessibility",
}
"""Documents that have a public page, with its route; the others are for the organisation itself."""

_TOPIC_OF: Mapping[tuple[str, str], str] = {
    ("instruction", "12.5"): "plan_rights",
    ("instruction", "16.3"): "confidentiality",
    ("instruction", "38.3.a"): "lifting",
    ("policies", "39.2"): "hygiene",
    ("policies", "43"): "reporting_code",
    ("policies", "6.3"): "reporting_code",
}
_DOCUMENT_OF: Mapping[tuple[str, str], str] = {
    ("policies", "39.2"): "hygiene",
    ("policies", "43"): "reporting_code",
    ("policies", "6.3"): "reporting_code",
}
_DOCUMENT_OF_PAGE = {"keuze-informatie": "choice_information", "klachten": "complaint_scheme"}


@dataclass(frozen=True, slots=True)
class AskedTopic:
    """A topic on which staff must be instructed: the clause that asks it and its title, and whom (`care` or `all`)."""

    topic: str
    clause: str
    whom: str
    title: str


@dataclass(frozen=True, slots=True)
class AskedDocument:
    """A document that a clause asks for, with the title of that clause."""

    sort: str
    clause: str
    title: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the conditions ask: clauses by register, topics of instruction, and documents.

    `terms` are the versions that ask it: one for each law for which the organisation has a set.
    """

    terms: tuple[Terms, ...]
    registers: Mapping[str, tuple[Clause, ...]]
    topics: Mapping[str, AskedTopic]
    documents: Mapping[str, AskedDocument]

    def clause(self, register: str) -> str | None:
        """The full id of the first clause that asks for a register; None where none does."""
        every = ((terms, clause) for terms in self.terms for clause in terms.clauses.values())
        return next((terms.full_id(clause.id) for terms, clause in every if clause.register == register), None)

    def text(self, clause: str) -> Clause:
        """A clause by its full id. Raises StopIteration where none of the sets has it."""
        name, _, own = clause.partition("/")
        return next(terms.clauses[own] for terms in self.terms if terms.name == name and own in terms.clauses)

    def sorts(self) -> tuple[str, ...]:
        """Every sort of document: those that are asked first, then the others."""
        return (*self.documents, *(sort for sort in DOCUMENTS if sort not in self.documents))


def wanted(day: date) -> Wanted:
    """What the current organisation's conditions ask that are in force on a day: of two sets, what either asks."""
    found = [_of_set(version.name, bytes(version.source)) for version in in_force(day)]
    return found[0] if len(found) == 1 else _together(found)


def _together(sets: Sequence[Wanted]) -> Wanted:
    """What several sets ask; of a topic or a document that more of them ask, the first tells the clause."""
    registers: dict[str, tuple[Clause, ...]] = {}
    topics: dict[str, AskedTopic] = {}
    documents: dict[str, AskedDocument] = {}
    for each in sets:
        for word, clauses in each.registers.items():
            registers[word] = (*registers.get(word, ()), *clauses)
        topics = {**each.topics, **topics}
        documents = {**each.documents, **documents}
    return Wanted(tuple(terms for each in sets for terms in each.terms), registers, topics, documents)


@lru_cache(maxsize=64)
def _of_set(name: str, source: bytes) -> Wanted:
    return wanted_of(terms_of(name, source))


def wanted_of(terms: Terms) -> Wanted:
    """What a set of conditions asks to be kept.

    >>> from nakomen.terms.packaged import packaged_terms
    >>> sorted(wanted_of(packaged_terms("zonl-thuisbegeleiding")).registers)
    ['competence', 'norms', 'policies']
    """
    registers: dict[str, tuple[Clause, ...]] = {}
    topics: dict[str, AskedTopic] = {}
    documents: dict[str, AskedDocument] = {}
    for clause in terms.clauses.values():
        full = terms.full_id(clause.id)
        if clause.register:
            registers[clause.register] = (*registers.get(clause.register, ()), clause)
        if topic := _topic(clause):
            topics.setdefault(topic, AskedTopic(topic, full, TOPICS.get(topic, "all"), clause.title))
        if sort := _document(clause):
            documents.setdefault(sort, AskedDocument(sort, full, clause.title))
    return Wanted((terms,), registers, topics, documents)


def _topic(clause: Clause) -> str | None:
    known = _TOPIC_OF.get((clause.register or "", clause.id))
    return known or (_own(clause) if clause.register == "instruction" else None)


def _document(clause: Clause) -> str | None:
    if clause.register == "norms":
        return "norms"
    if clause.register == "policies":
        return _DOCUMENT_OF.get((clause.register, clause.id)) or _own(clause)
    return _DOCUMENT_OF_PAGE.get(clause.page or "")


def _own(clause: Clause) -> str:
    """The word for what only this set asks; its clause says what it is."""
    return f"clause-{clause.id}".lower().replace(".", "-")[:40]
