"""The demonstration of a day with the standing of each of its clients, made once for all tests that look at it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from nakomen.acts.base import Act
from nakomen.acts.naming import name_acts, order
from nakomen.acts.reading import read_acts
from nakomen.demo import DemoClient, DemoOrganisation, clients, organisations
from nakomen.norms.standing import Case, Standing, Version, standing
from nakomen.terms.compiled import packaged_norms

TODAY = date(2026, 11, 22)
#: A Sunday, a leap day, the day of a clock change, between holidays, an ordinary Thursday.
DAYS = (TODAY, date(2028, 2, 29), date(2026, 3, 29), date(2025, 12, 28), date(2027, 7, 15))
KEYS = ("linde", "venster")


@dataclass(frozen=True)
class Lived:
    """A client of the demonstration with its case and its standing on the day of the demonstration."""

    client: DemoClient
    acts: tuple[Act, ...]
    case: Case
    standing: Standing


@cache
def organisation(key: str, today: date = TODAY) -> DemoOrganisation:
    return next(each for each in organisations(today) if each.key == key)


@cache
def made(key: str, today: date = TODAY) -> tuple[DemoClient, ...]:
    return tuple(clients(organisation(key, today), today))


@cache
def lived(key: str, today: date = TODAY) -> tuple[Lived, ...]:
    return tuple(live(organisation(key, today), client, today) for client in made(key, today))


def live(of: DemoOrganisation, client: DemoClient, today: date) -> Lived:
    acts = order(read(client.acts))
    named = list(zip(name_acts(acts), acts, strict=True))
    case = Case([Version(packaged_norms(of.terms))], named, of.settings, of.provider)
    return Lived(client, acts, case, standing(case, today))


def read(given: tuple[Mapping[str, object], ...]) -> tuple[Act, ...]:
    acts, problems = read_acts(list(given))
    assert problems == ()
    assert acts is not None
    return acts
