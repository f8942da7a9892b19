"""When an act happened and when it was written down, as instants that can be compared (UTC)."""

from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from nakomen.acts.base import Act

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@lru_cache(maxsize=4096)
def _day_starts(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=AMSTERDAM).astimezone(UTC)


def moment(on: date | datetime) -> datetime:
    """The instant of `on`; a date alone is 00:00 in Amsterdam (reading 1)."""
    return on.astimezone(UTC) if isinstance(on, datetime) else _day_starts(on)


def happened_at(act: Act) -> datetime:
    """The instant at which the act happened."""
    return moment(act.on)


def recorded_at(act: Act) -> datetime:
    """The instant at which the act was written down: the moment that it happened unless told otherwise."""
    return moment(act.on if act.recorded is None else act.recorded)
