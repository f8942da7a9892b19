"""The conditions of an organisation and what it fills in itself: versions, settings, facts of the provider."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from nakomen.acts.reading import read_case
from nakomen.law.periods import add_months
from nakomen.norms.settings import SettingsError, resolve
from nakomen.record import access
from nakomen.record.models import ConditionsVersion, Organisation
from nakomen.record.problems import OrganisationError
from nakomen.record.standings import norms_of, terms_of
from nakomen.record.tenancy import current

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from nakomen.norms.model import NormSet
    from nakomen.record.actors import Actor

    type Flaws = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SettingShown:
    """A setting as an organisation sees it: what holds, what would hold without it, and which clauses leave it open.

    `judgement` tells that the conditions leave it open; `fixed` that they do not. `value` and `default` are as they are
    given; `nl` and `en` say what it is.
    """

    name: str
    value: object
    default: object
    clauses: tuple[str, ...]
    judgement: bool
    fixed: bool
    nl: str
    en: str
    kind: str
    """`period`, `choice` or `flag`: how it is given."""


@dataclass(frozen=True, slots=True)
class FactShown:
    """A fact of the provider that the conditions in force ask for; `kind` is how it is given."""

    name: str
    value: object
    kind: str
    clauses: tuple[str, ...]
    nl: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """What somebody wants to publish, looked at before it is: all that is wrong with it, and when it would hold."""

    name: str
    source: bytes
    norms: NormSet | None
    starts: date
    problems: tuple[tuple[str, str], ...]


# --- checking -------------------------------------------------------------------------------------------------------


def read_set(terms: str | bytes, problems: Flaws) -> tuple[str, bytes, NormSet | None]:
    """The name, source and norms of a packaged set (its name) or of an own one (its TOML); what is wrong is noted."""
    from nakomen.case_files import InputError, TermsSet
    from nakomen.terms.packaged import SETS
    from nakomen.terms.shapes import TermsError
    from nakomen.terms.texts import read_terms

    if isinstance(terms, str):
        if terms in SETS:
            return terms, b"", norms_of(terms, b"")
        problems.append(("terms", f"{', '.join(SETS)}, or a set's own file"))
        return "", b"", None
    try:
        read = read_terms(terms)
        if read.name in SETS:
            problems.append(("terms", f"a name other than {', '.join(SETS)} for a set of one's own"))
            return read.name, terms, None
        return read.name, terms, TermsSet(read, (terms,), packaged=False).norms()
    except TermsError as error:
        problems += [("terms", str(each)) for each in error.problems]
    except InputError as error:
        problems += [("terms", each) for each in error.problems]
    return "", terms, None


def check_facts(provider: Mapping[str, object], settings: Mapping[str, object], problems: Flaws) -> None:
    """Note what is wrong with the form of the provider's facts and of the settings, as a case file would have it."""
    case = {"terms": "any", "provider": dict(provider), "settings": dict(settings), "acts": []}
    try:
        data = json.dumps(case).encode()
    except (TypeError, ValueError):
        problems.append(("provider", "texts, numbers and lists as in a case file"))
        return
    problems += [(each.field, each.expected) for each in read_case(data)[1]]


def check_settings(settings: Mapping[str, object], sets: Iterable[NormSet], problems: Flaws) -> None:
    """Note which settings a set does not have, fixes, or cannot read."""
    for norms in sets:
        try:
            resolve(norms, settings)
        except SettingsError as error:
            problems += [pair for pair in map(_pair, error.problems) if pair not in problems]


def _pair(line: str) -> tuple[str, str]:
    place, _, rest = line.partition(": ")
    return place, rest.removeprefix("expected ")


# --- versions -------------------------------------------------------------------------------------------------------


def publish_version(
    terms: str | bytes, *, published: date, actor: Actor, now: datetime, in_force_from: date | None = None
) -> ConditionsVersion:
    """Publish a new version of the conditions; it takes force a month after its publication, or later (reading 10).

    All standings are made anew. Raises OrganisationError with every problem, access.RefusedError.
    """
    access.require(actor, "organisation.manage", None, now, event="C", subject="conditions")
    _organisation()  # of two who publish at once, or publish and change a setting, one waits for the other
    found = candidate(terms, published=published, in_force_from=in_force_from)
    if found.problems:
        raise OrganisationError(found.problems)
    made: ConditionsVersion = ConditionsVersion.objects.create(
        organisation_id=current(),
        name=found.name,
        source=found.source,
        published=published,
        in_force_from=found.starts,
    )
    _make_anew()
    return made


def candidate(terms: str | bytes, *, published: date, in_force_from: date | None = None) -> Candidate:
    """A version as it would be published, with everything that stands in the way; nothing is written."""
    problems: Flaws = []
    name, source, norms = read_set(terms, problems)
    last: ConditionsVersion = ConditionsVersion.objects.latest("published")
    if published <= last.published:
        problems.append(("published", f"a date after {last.published}"))
    earliest = add_months(published, 1)
    starts = in_force_from or earliest
    if starts < earliest:
        problems.append(("in_force_from", f"{earliest} or later, a month after publication"))
    if norms is not None:
        check_settings(Organisation.objects.get(pk=current()).settings, [norms], problems)
    return Candidate(name, source, norms, starts, tuple(dict.fromkeys(problems)))


def in_force(day: date) -> ConditionsVersion:
    """The version of the conditions in force on a day; the first one before all others."""
    rows: list[ConditionsVersion] = list(ConditionsVersion.objects.order_by("published"))
    return [row for row in rows if row is rows[0] or (row.in_force_from and row.in_force_from <= day)][-1]


# --- settings and facts ---------------------------------------------------------------------------------------------


def change_settings(changes: Mapping[str, object], *, actor: Actor, now: datetime) -> dict[str, Any]:
    """Change settings; None puts one back to its default. All standings are made anew.

    Every version of the conditions must be able to read the outcome. Raises OrganisationError with every problem,
    access.RefusedError.
    """
    access.require(actor, "organisation.manage", None, now, event="U", subject=_named("settings", changes))
    organisation = _organisation()
    wanted = _merged(organisation.settings, changes)
    problems: Flaws = []
    check_facts({}, wanted, problems)
    check_settings(wanted, _sets(), problems)
    if problems:
        raise OrganisationError(problems)
    organisation.settings = wanted
    organisation.save(update_fields=["settings"])
    _make_anew()
    return wanted


def change_provider(changes: Mapping[str, object], *, actor: Actor, now: datetime) -> dict[str, Any]:
    """Change facts of the provider that clauses ask for, the service area among them; None takes one away.

    Raises as `change_settings` does.
    """
    access.require(actor, "organisation.manage", None, now, event="U", subject=_named("provider", changes))
    organisation = _organisation()
    wanted = _merged(organisation.provider, changes)
    problems: Flaws = []
    check_facts(wanted, {}, problems)
    if problems:
        raise OrganisationError(problems)
    organisation.provider = wanted
    organisation.save(update_fields=["provider"])
    _make_anew()
    return wanted


def settings_shown(organisation: Organisation, today: date) -> list[SettingShown]:
    """Every setting of the conditions in force on a day; `value` is what was given, else the default."""
    version = in_force(today)
    norms = norms_of(version.name, bytes(version.source))
    return [
        SettingShown(
            name=name,
            value=organisation.settings.get(name, setting.default),
            default=setting.default,
            clauses=tuple(f"{norms.name}/{clause}" if "/" not in clause else clause for clause in setting.clauses),
            judgement=setting.judgement,
            fixed=setting.fixed,
            nl=setting.label,
            en=name.replace("_", " "),
            kind=setting.kind,
        )
        for name, setting in norms.settings.items()
    ]


def facts_shown(organisation: Organisation, today: date) -> list[FactShown]:
    """Every fact of the provider that the conditions in force on a day ask for, with what was given."""
    version = in_force(today)
    terms = terms_of(version.name, bytes(version.source))
    return [
        FactShown(
            name=name,
            value=organisation.provider.get(name, fact.default),
            kind=fact.kind,
            clauses=tuple(map(terms.full_id, fact.clauses)),
            nl=fact.label,
        )
        for name, fact in terms.provider_facts.items()
    ]


def days_of(fact: Mapping[str, object]) -> dict[str, date]:
    """The topics of a fact of the kind `dates`, each with its day."""
    return {topic: date.fromisoformat(str(day)) for topic, day in fact.items()}


def _merged(before: Mapping[str, Any], changes: Mapping[str, object]) -> dict[str, Any]:
    return {name: value for name, value in {**before, **changes}.items() if value is not None}


def _named(what: str, changes: Mapping[str, object]) -> str:
    """What the log says of a change: which names, never their values."""
    return f"{what} {','.join(sorted(map(str, changes)))}"[:120]


def _sets() -> list[NormSet]:
    return [norms_of(row.name, bytes(row.source)) for row in ConditionsVersion.objects.order_by("published")]


def _organisation() -> Organisation:
    return Organisation.objects.select_for_update().get(pk=current())


def _make_anew() -> None:
    """Have all read copies made anew, once this is committed: every standing may have changed."""
    from nakomen.record import background, tasks  # which reach, through the copies, this module's neighbours

    background.enqueue_after_commit(tasks.rebuild_copies, organisation=str(current()))
