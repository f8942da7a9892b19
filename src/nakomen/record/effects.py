"""What a new version of the conditions would change, told before it is published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nakomen.record import conditions
from nakomen.record.models import ClientCard, Organisation
from nakomen.record.standings import terms_of
from nakomen.record.tenancy import current
from nakomen.terms.checking import check
from nakomen.terms.comparing import diff
from nakomen.terms.coverage import coverage
from nakomen.terms.packaged import SETS, packaged_statute, register

if TYPE_CHECKING:
    from datetime import date

    from nakomen.norms.model import NormSet
    from nakomen.terms.comparing import Difference
    from nakomen.terms.coverage import Row
    from nakomen.terms.flaws import Flaw
    from nakomen.terms.texts import Setting, Terms

RUNNING = ("offered", "in_force", "ending")
"""States of an agreement in which a client has to do with a new version."""


@dataclass(frozen=True, slots=True)
class NormChange:
    """An open norm that a new version brings, drops, or gives another default; `own` is what the provider filled in."""

    name: str
    label: str
    was: object
    becomes: object
    own: object


@dataclass(frozen=True, slots=True)
class Effect:
    """What a version that can be published would change, compared with the last one for the same law (`before`).

    `running` counts clients with an agreement, or an offer of one; `uncarried` are clauses that nothing in the product
    carries out.
    """

    terms: Terms
    before: Terms | None
    starts: date
    running: int
    differences: tuple[Difference, ...]
    norm_changes: tuple[NormChange, ...]
    flaws: tuple[Flaw, ...]
    uncarried: tuple[Row, ...]

    @property
    def harm(self) -> tuple[str, ...]:
        """The clauses that change to the client's detriment: they bind running agreements only by consent."""
        return tuple(dict.fromkeys(each.clause for each in self.differences if each.detrimental))


def effect_of(found: conditions.Candidate) -> Effect | None:
    """The effect of a candidate, or None where it is no set of conditions that can be run."""
    if found.norms is None:
        return None
    terms = terms_of(found.name, found.source)
    before = terms_of(found.before.name, bytes(found.before.source)) if found.before is not None else None
    return Effect(
        terms=terms,
        before=before,
        starts=found.starts,
        running=ClientCard.objects.filter(status__in=RUNNING).count(),
        differences=diff(before, terms) if before else (),
        norm_changes=tuple(_norm_changes(before, terms)),
        flaws=check(terms, packaged_statute()),
        uncarried=uncarried(terms, found.norms),
    )


def uncarried(terms: Terms, norms: NormSet) -> tuple[Row, ...]:
    """The clauses with which something is wrong in how the product carries them; a set of one's own is its register."""
    every = register() if terms.name in SETS else {terms.full_id(key): row.kind for key, row in terms.clauses.items()}
    return tuple(row for row in coverage(terms, norms, every) if row.problem)


def _norm_changes(before: Terms | None, after: Terms) -> list[NormChange]:
    own = Organisation.objects.values_list("settings", flat=True).get(pk=current())
    changed = []
    older = before.settings if before is not None else {}
    for name in {**older, **after.settings}:
        was, becomes = older.get(name), after.settings.get(name)
        if _default(was) != _default(becomes):
            told = becomes or was
            label = told.label if told else name
            changed.append(NormChange(name, label, _default(was), _default(becomes), own.get(name)))
    return changed


def _default(setting: Setting | None) -> object:
    return None if setting is None else setting.default
