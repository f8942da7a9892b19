"""What the fields of the filter offer: the clauses that lay down duties, what is to be done, states, sides."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.safestring import mark_safe

from nakomen.record.registers.sums import WHATS
from nakomen.record.standings import norms_of, terms_of
from nakomen.record.worklist import STATES, WHOSE
from nakomen.web.desk import words
from nakomen.web.desk.today import told
from nakomen.web.desk.today.choices import ABOUT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.safestring import SafeString

    from nakomen.norms.model import DutyNorm
    from nakomen.record.roles import Language
    from nakomen.web.desk.today.listing import WorkList

type Options = list[tuple[str, str, bool]]
"""Value, words, and whether it is chosen."""
type Sets = tuple[tuple[str, bytes], ...]
"""The sets of the conditions: the name of each, and its TOML where it is the organisation's own."""


def options(found: WorkList) -> dict[str, Options | SafeString]:
    """The options of each field of the filter, by its name; the long ones as HTML."""
    choice, language = found.choice, found.asked.language
    sets = tuple((row.name, bytes(row.source)) for row in found.conditions.rows)
    return {
        "clause": _chosen(_clauses(sets), choice.clause),
        "what": _chosen(_whats(sets, language), choice.what),
        "state": [(word, words.state(word), word == choice.state) for word in STATES],
        "whose": [(word, told.whose(word), word == (choice.whose or "provider")) for word in WHOSE],
        "about": [(word, told.about(word), word == choice.about) for word in ("", *ABOUT)],
    }


def _chosen(written: Mapping[str, SafeString], chosen: str) -> SafeString:
    """The options, of which one may be chosen."""
    marked = {**written}
    if chosen in written:
        marked[chosen] = mark_safe(written[chosen].replace(">", " selected>", 1))  # noqa: S308 - it was escaped before
    return mark_safe("".join(marked.values()))  # noqa: S308 - each was escaped when it was written


def _norms(sets: Sets) -> list[DutyNorm]:
    """The duties of every version of the conditions: a client may be under an older one."""
    return [norm for name, source in sets for norm in norms_of(name, source).duty_list]


@lru_cache(maxsize=64)
def _whats(sets: Sets, language: Language) -> Mapping[str, SafeString]:
    """What is to be done, by its words; then what the organisation's own registers ask."""
    kinds = {norm.what: told.what(norm.what, language) for norm in _norms(sets)}
    by_words = dict(sorted(kinds.items(), key=lambda item: item[1].casefold()))
    every = by_words | {word: told.what(word, language) for word in WHATS}
    return {word: format_html('<option value="{}">{}</option>', word, label) for word, label in every.items()}


@lru_cache(maxsize=64)
def _clauses(sets: Sets) -> Mapping[str, SafeString]:
    """The clauses that lay down duties, in the order of their set, with number and title."""
    wanted = {norm.clause for norm in _norms(sets)}
    found = {
        f"{terms.name}/{own}": f"{own} {clause.title}"
        for terms in (terms_of(name, source) for name, source in sets)
        for own, clause in terms.clauses.items()
        if f"{terms.name}/{own}" in wanted
    }
    every = found | {each: words.article(each) for each in sorted(wanted - set(found))}
    return {each: format_html('<option value="{}" lang="nl">{}</option>', each, label) for each, label in every.items()}
