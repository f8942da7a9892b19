"""Settings: the open norms and choices of a provider, each with its default; names and values checked together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nakomen.law.periods import Period, parse_period
from nakomen.norms.grammar import span

if TYPE_CHECKING:
    from collections.abc import Mapping
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
