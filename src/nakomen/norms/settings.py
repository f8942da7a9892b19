"""Settings: the open norms and choices of a provider, each with its default; names and values checked together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nakomen.law.periods import Period, parse_period
from nakomen.norms.grammar import span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import timedelta

    from nakomen.norms.model import NormSet


class SettingsError(ValueError):
    """Settings that the set does not have or that do not fit; `problems` holds a line for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def resolve(norms: NormSet, given: Mapping[str, Any]) -> dict[str, Any]:
    """The value of every setting of a set: as given, else its default; `reasonable_notice` sets both sides.

    Raises SettingsError with every problem.
    """
    if not given:
        # Most providers keep the defaults, and a portfolio asks for them once for each client.
        defaults: dict[str, Any] | None = norms.cache.get("settings")
        if defaults is None:
            defaults = norms.cache["settings"] = _resolved(norms, given)
        return dict(defaults)
    return _resolved(norms, given)


def resolve_each(sets: Sequence[NormSet], given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The values for each of several sets: a set takes what it knows, and keeps what it fixes while another leaves it.

    So a provider with two sets, or with a version that drops a setting, chooses once for those that ask it.
    Raises SettingsError with every problem; a setting that no set knows is one.
    """
    if len(sets) == 1 or not given:
        return [resolve(norms, given) for norms in sets]
    unknown = [name for name in given if not any(name in norms.settings for norms in sets)]
    names = ", ".join(dict.fromkeys(norms.name for norms in sets))
    known = ", ".join(dict.fromkeys(name for norms in sets for name in norms.settings))
    problems = [f"settings.{name}: not a setting of {names}; expected one of {known}" for name in unknown]
    values: list[dict[str, Any]] = []
    for norms in sets:
        own = {name: value for name, value in given.items() if taken(name, [norms], sets)}
        try:
            values.append(resolve(norms, own))
        except SettingsError as error:
            problems += error.problems
    if problems:
        raise SettingsError(list(dict.fromkeys(problems)))
    return values


def taken(name: str, own: Iterable[NormSet], every: Iterable[NormSet]) -> bool:
    """Whether one of these sets takes what was chosen for a setting: not where it fixes what another of all leaves."""
    there = [norms.settings[name] for norms in own if name in norms.settings]
    free = any(name in norms.settings and not norms.settings[name].fixed for norms in every)
    return bool(there) and not (free and all(setting.fixed for setting in there))


def _resolved(norms: NormSet, given: Mapping[str, Any]) -> dict[str, Any]:
    problems = _unknown(norms, given)
    values: dict[str, Any] = {}
    for name, setting in norms.settings.items():
        value = given.get(name, setting.default)
        if value in norms.settings:
            value = given.get(str(value), norms.settings[str(value)].default)
        read = _read(setting, value)
        if read is None:
            problems.append(f"settings.{name}: expected {_expected(setting)}")
        elif setting.fixed and _read(setting, setting.default) != read:
            problems.append(f"settings.{name}: fixed by clause {', '.join(setting.clauses)} at {setting.default}")
        else:
            values[name] = read
    if problems:
        raise SettingsError(problems)
    return values


def _unknown(norms: NormSet, given: Mapping[str, Any]) -> list[str]:
    return [
        f"settings.{name}: not a setting of {norms.name}; expected one of {', '.join(norms.settings)}"
        for name in given
        if name not in norms.settings
    ]


def _read(setting: Any, value: object) -> timedelta | Period | bool | str | None:
    if setting.kind == "flag":
        return value if isinstance(value, bool) else None
    if not isinstance(value, str):
        return None
    if setting.kind != "period":
        return value
    try:
        return span(parse_period(value))
    except ValueError:
        return None


def _expected(setting: Any) -> str:
    if setting.kind == "flag":
        return "true or false"
    return "a period such as P30D, P6W, P1M or 5 WD"
