"""The conditions of an organisation and what it fills in itself: versions, settings, facts of the provider."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from nakomen.acts.reading import read_case
from nakomen.law.periods import add_months
from nakomen.norms.settings import SettingsError, resolve_each
from nakomen.record import access
from nakomen.record.applying import Sets
from nakomen.record.models import ConditionsVersion, Organisation
from nakomen.record.problems import OrganisationError
from nakomen.record.standings import norms_of, terms_of
from nakomen.record.tenancy import current

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from nakomen.norms.model import NormSet
    from nakomen.record.actors import Actor
    from nakomen.terms.texts import Setting

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
    fixing: tuple[str, ...] = ()
    """The clauses that fix it at the default of their own set, where another set leaves it open."""


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
    """What somebody wants to publish, looked at before it is: all that is wrong with it, and when it would hold.

    `before` is the version that it follows; None where it is the first one for its law, beside what there is.
    """

    name: str
    source: bytes
    norms: NormSet | None
    starts: date
    problems: tuple[tuple[str, str], ...]
    before: ConditionsVersion | None


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


def check_settings(settings: Mapping[str, object], sets: Sequence[NormSet], problems: Flaws) -> None:
    """Note which settings no set has, which every set that has them fixes, and which cannot be read."""
    try:
        resolve_each(sets, settings)
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

    The first version for another law (care, social support) stands beside what there is, and may take force at once:
    it changes nothing that was agreed. All standings are made anew. Raises OrganisationError with every problem,
    access.RefusedError.
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
    sets = Sets(list(ConditionsVersion.objects.order_by("published")))
    before = sets.last(norms.regime) if norms is not None else None
    if before is not None and published <= before.published:
        problems.append(("published", f"a date after {before.published}"))
    elif any(row.published == published for row in sets.rows):
        problems.append(("published", "a day on which no other version was published"))
    earliest = add_months(published, 1)
    starts = in_force_from or earliest
    if before is None and norms is not None:
        if starts < published:
            problems.append(("in_force_from", f"{published} or later, the day of publication"))
    elif starts < earliest:
        problems.append(("in_force_from", f"{earliest} or later, a month after publication"))
    if norms is not None:
        every = [*(norms_of(row.name, bytes(row.source)) for row in sets.rows), norms]
        check_settings(Organisation.objects.get(pk=current()).settings, every, problems)
    return Candidate(name, source, norms, starts, tuple(dict.fromkeys(problems)), before)


def in_force(day: date) -> list[ConditionsVersion]:
    """The versions in force on a day: one for each law for which there is a set by then, the first set in front."""
    return Sets(list(ConditionsVersion.objects.order_by("published"))).holding(day)


# --- settings and facts ---------------------------------------------------------------------------------------------


def change_settings(changes: Mapping[str, object], *, actor: Actor, now: datetime) -> dict[str, Any]:
    """Change settings; None puts one back to its default. All standings are made anew.

    Every version of the conditions that asks a setting must be able to read it. Raises OrganisationError with every
    problem, access.RefusedError.
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
    """Every setting of the conditions in force on a day, once; `value` is what was given, else the default."""
    asked: dict[str, list[tuple[NormSet, Setting]]] = {}
    for row in in_force(today):
        norms = norms_of(row.name, bytes(row.source))
        for name, setting in norms.settings.items():
            asked.setdefault(name, []).append((norms, setting))
    return [_setting_shown(name, asks, organisation) for name, asks in asked.items()]


def _setting_shown(name: str, asks: list[tuple[NormSet, Setting]], organisation: Organisation) -> SettingShown:
    """A setting of one or more sets: as those have it that leave it open, else as it is fixed."""
    free = [each for each in asks if not each[1].fixed]
    setting = (free or asks)[0][1]
    return SettingShown(
        name=name,
        value=organisation.settings.get(name, setting.default),
        default=setting.default,
        clauses=_cited(free or asks),
        judgement=setting.judgement,
        fixed=setting.fixed,
        nl=setting.label,
        en=name.replace("_", " "),
        kind=setting.kind,
        fixing=_cited([each for each in asks if each[1].fixed]) if free else (),
    )


def _cited(asks: list[tuple[NormSet, Setting]]) -> tuple[str, ...]:
    """The clauses behind a setting, by their full ids."""
    cited = [(norms.name, clause) for norms, setting in asks for clause in setting.clauses]
    return tuple(clause if "/" in clause else f"{name}/{clause}" for name, clause in cited)


def facts_shown(organisation: Organisation, today: date) -> list[FactShown]:
    """Every fact of the provider that the conditions in force on a day ask for, once, with what was given."""
    asked: dict[str, FactShown] = {}
    for row in in_force(today):
        terms = terms_of(row.name, bytes(row.source))
        for name, fact in terms.provider_facts.items():
            clauses = tuple(map(terms.full_id, fact.clauses))
            before = asked.get(name)
            asked[name] = FactShown(
                name=name,
                value=organisation.provider.get(name, fact.default),
                kind=fact.kind,
                clauses=(*before.clauses, *clauses) if before else clauses,
                nl=before.nl if before else fact.label,
            )
    return list(asked.values())


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
