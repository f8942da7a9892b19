"""What the fields of the filter offer: the clauses that lay down duties, what is to be done, states, sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nakomen.record.registers.sums import WHATS
from nakomen.record.standings import norms_of
from nakomen.record.worklist import STATES, WHOSE
from nakomen.web.desk import words
from nakomen.web.desk.today import told
from nakomen.web.desk.today.choices import ABOUT

if TYPE_CHECKING:
    from nakomen.norms.model import DutyNorm
    from nakomen.record.standings import Conditions
    from nakomen.web.desk.today.listing import WorkList

type Options = list[tuple[str, str, bool]]
"""Value, words, and whether it is chosen."""


def options(found: WorkList) -> dict[str, Options]:
    """The options of each field of the filter, by its name."""
    choice, language = found.choice, found.asked.language
    kinds = {norm.what: told.what(norm.what, language) for norm in _norms(found.conditions)}
    own = {word: told.what(word, language) for word in WHATS}
    by_words = sorted(kinds.items(), key=lambda item: item[1].casefold())
    return {
        "clause": [(each, label, each == choice.clause) for each, label in _clauses(found.conditions)],
        "what": [(word, label, word == choice.what) for word, label in (*by_words, *own.items())],
        "state": [(word, words.state(word), word == choice.state) for word in STATES],
        "whose": [(word, told.whose(word), word == (choice.whose or "provider")) for word in WHOSE],
        "about": [(word, told.about(word), word == choice.about) for word in ("", *ABOUT)],
    }


def _norms(conditions: Conditions) -> list[DutyNorm]:
    """The duties of every version of the conditions: a client may be under an older one."""
    return [norm for row in conditions.rows for norm in norms_of(row.name, bytes(row.source)).duty_list]


def _clauses(conditions: Conditions) -> list[tuple[str, str]]:
    """The clauses that lay down duties, in the order of their set, with number and title."""
    wanted = {norm.clause for norm in _norms(conditions)}
    found = {
        f"{terms.name}/{own}": f"{own} {clause.title}"
        for terms in conditions.texts().sets
        for own, clause in terms.clauses.items()
        if f"{terms.name}/{own}" in wanted
    }
    return [*found.items(), *((each, words.article(each)) for each in sorted(wanted - set(found)))]
