"""From what is kept to the engine: the case of a client, its standing on a day, and the case file of it."""

from __future__ import annotations

from copy import copy
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from nakomen.acts.naming import name_acts, order
from nakomen.acts.reading import read_provider
from nakomen.acts.writing import write_act
from nakomen.norms.settings import taken
from nakomen.norms.standing import Case, Version, standing
from nakomen.record.applying import Applying, Sets
from nakomen.record.models import ConditionsVersion, Organisation
from nakomen.record.tenancy import current
from nakomen.terms.clause_texts import ClauseTexts
from nakomen.terms.packaged import SETS, packaged_statute, packaged_terms
from nakomen.terms.texts import read_terms

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from nakomen.acts.base import Act
    from nakomen.norms.model import NormSet
    from nakomen.norms.standing import Standing
    from nakomen.terms.texts import Terms


class Conditions:
    """What an organisation's clients are judged by: versions of the conditions, settings, the provider's facts.

    Read once for a request or a batch, then used for each client in it.
    """

    def __init__(self) -> None:
        # The organisation comes with its versions in one query: there is one from the day on which it came.
        self.rows = list(ConditionsVersion.objects.select_related("organisation").order_by("published"))
        self.organisation = self.rows[0].organisation if self.rows else Organisation.objects.get(pk=current())
        self.sets = Sets(self.rows)
        self._norms = {row.pk: norms_of(row.name, bytes(row.source)) for row in self.rows}
        self.versions = self._versions([Applying(row, row.in_force_from) for row in self.rows])
        self.provider, _ = read_provider(self.organisation.provider)  # checked when it was kept

    def case(self, acts: Sequence[Act]) -> Case:
        """The case of the client who did or underwent these acts."""
        named = _named(acts)
        own = self._of(named)
        return Case(own.versions, named, own.settings, self.provider)

    def of(self, acts: Sequence[Act]) -> Conditions:
        """These conditions as far as they hold for the client who did or underwent these acts."""
        return self._of(_named(acts)) if self.sets.several else self

    @property
    def settings(self) -> dict[str, Any]:
        """What the organisation chose, as far as it counts for the versions here."""
        chosen: dict[str, Any] = self.organisation.settings
        if not self.sets.several:
            return chosen
        own = [version.norms for version in self.versions]
        return {name: value for name, value in chosen.items() if taken(name, own, self._norms.values())}

    def _of(self, named: Sequence[tuple[str, Act]]) -> Conditions:
        if not self.sets.several:
            return self
        applying = self.sets.applying(named)
        own = copy(self)
        own.rows = [each.row for each in applying]
        own.versions = self._versions(applying)
        return own

    def _versions(self, applying: Sequence[Applying]) -> list[Version]:
        return [Version(self._norms[each.row.pk], each.since, each.row.published) for each in applying]

    def texts(self) -> ClauseTexts:
        """The words of the clauses of every version, and of statute."""
        return ClauseTexts(tuple(terms_of(row.name, bytes(row.source)) for row in self.rows), packaged_statute())

    def file(self, acts: Sequence[Act]) -> dict[str, object]:
        """The case file; a set of the organisation's own is named as the file `NAME.toml` beside it."""
        own = self.of(acts)
        written: dict[str, object] = {"terms": _terms_in_file(own)}
        if self.organisation.provider:
            written["provider"] = self.organisation.provider
        if own.settings:
            written["settings"] = own.settings
        written["acts"] = [write_act(act) for act in order(acts)]
        return written


def _terms_in_file(own: Conditions) -> object:
    """What a case file says of the versions that hold for a client."""
    names = [f"{row.name}.toml" if row.source else row.name for row in own.rows]
    if len(names) == 1:
        return names[0]
    days = [row.published for row in own.rows]
    written: list[dict[str, str]] = []
    for name, day, version in zip(names, days, own.versions, strict=True):
        ref = {"set": name, "published": day.isoformat()}
        if written and version.since is not None:
            ref["in_force_from"] = version.since.isoformat()
        written.append(ref)
    return written


def _named(acts: Sequence[Act]) -> list[tuple[str, Act]]:
    """The acts in canonical order, each with its name."""
    ordered = order(acts)
    return list(zip(name_acts(ordered), ordered, strict=True))


@lru_cache(maxsize=64)
def terms_of(name: str, source: bytes) -> Terms:
    """The words of a packaged set, or of the organisation's own set from its TOML."""
    return read_terms(source) if source else packaged_terms(name)


def norms_of(name: str, source: bytes) -> NormSet:
    """The executable norms of a packaged set, or of the organisation's own set from its TOML.

    Raises nakomen.case_files.InputError where the organisation's own set cannot be run, KeyError for an unknown name.
    """
    from nakomen.terms.compiled import packaged_norms

    if not source:
        if name not in SETS:
            raise KeyError(name)
        return packaged_norms(name)
    return _own_norms(source)


@lru_cache(maxsize=32)
def _own_norms(source: bytes) -> NormSet:
    from nakomen.case_files import TermsSet

    return TermsSet(read_terms(source), (source,), packaged=False).norms()


def versions() -> list[Version]:
    """The versions of the conditions of the current organisation, the oldest first."""
    return Conditions().versions


def case(client: UUID) -> Case:
    """The case of a client of the current organisation."""
    from nakomen.record.ledger import acts

    return Conditions().case(acts(client))


def case_file(client: UUID) -> dict[str, object]:
    """The case file of a client: `nakomen standing` on it gives the standing that is kept here."""
    from nakomen.record.ledger import acts

    return Conditions().file(acts(client))


def stand(client: UUID, as_of: date, known_on: datetime | None = None) -> Standing:
    """The standing of a client at the end of a day, from what had been recorded by a moment."""
    return standing(case(client), as_of, known_on)
