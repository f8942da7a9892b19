"""Very many clients, quickly, for measuring: lives of steady care, each with a person of its own.

A few hundred lives are written down in full; each client lives one of them under his own name, number and address.
Citizen numbers start with 99, of which only those that start with 9999 are kept for tests: there are far fewer of these
than clients here. So these clients are for measuring, never for showing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random

from nakomen.demo import relation as step
from nakomen.demo.life import Life
from nakomen.demo.model import DemoClient, DemoOrganisation
from nakomen.demo.organisations import CARE
from nakomen.demo.people import FIRST, LAST, LETTERS, STREETS, person
from nakomen.demo.visits import delivered, visit

LIVES = 256
#: A prime, so that walking over the names in steps of it meets each once.
STRIDE = 1_000_003
WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2)


def large(organisation: DemoOrganisation, today: date, count: int, acts_per_client: int = 30) -> Iterator[DemoClient]:
    """So many clients in steady care with exactly so many acts each, the same for the same arguments.

    Names and citizen numbers all differ, up to some 450,000 clients of one organisation. Raises ValueError for so few
    acts that they do not hold a life up to the care.
    """
    lives = [_life(organisation, today, number, acts_per_client) for number in range(min(LIVES, count))]
    towns = organisation.towns
    numbers = _numbers(99_000_000 if organisation.terms == CARE else 99_500_000)
    for place, bsn in zip(range(count), numbers, strict=False):
        name = _name(place)
        digits, city, municipality = towns[place % len(towns)]
        own = {
            "name": name,
            "birth_date": (today - timedelta(days=52 * 365 + place * 37 % 15_000)).isoformat(),
            "bsn": bsn,
            "address": f"{STREETS[place % len(STREETS)]} {place % 199 + 1}",
            "postcode": f"{digits} {LETTERS[place // 5 % 21]}{'BCEGHJKLM'[place // 105 % 9]}",
            "city": city,
            "municipality": municipality,
            "email": f"client{place}@example.nl",
        }
        acts = lives[place % len(lives)]
        yield DemoClient(f"{organisation.key[0].upper()}-{place + 1:07d}", "steady", _with(acts, own))


def _with(acts: tuple[Mapping[str, object], ...], own: Mapping[str, object]) -> tuple[Mapping[str, object], ...]:
    """The acts with the person's own data in the registration, which the lives have in first place."""
    return ({**acts[0], **own}, *acts[1:])


def _life(organisation: DemoOrganisation, today: date, number: int, count: int) -> tuple[Mapping[str, object], ...]:
    """A life of exactly so many acts: up to the care, and then visits."""
    chance = Random(f"{organisation.key}/large/{number}")  # noqa: S311  made-up people need no cryptographic chance
    life = Life(organisation, person(number, organisation.towns, today, chance), today, chance, late=False)
    since = -life.some(50, 150)
    last = life.some(200, 900)
    step.registered(life, since - 36)
    if not life.care:
        step.granted(life, since - 30, since, last)
    step.informed(life, since - 28)
    step.identified(life, since - 25)
    if life.care:
        step.met(life, since - 25)
    step.prepared(life, since - 24)
    step.presented(life, since - 20)
    step.indicated(life, since - 20, since, last)
    step.offered(life, since - 20)
    step.accepted(life, since - 14)
    step.agreed(life, since - 10)
    life.note("care.started", since)
    step.kept_up(life, since - 10)
    _filled(life, since, count)
    acts = life.acts()
    if len(acts) != count or acts[0]["kind"] != "client.registered":
        raise ValueError(f"expected at least {len(acts)} acts for each client")
    return acts


def _filled(life: Life, since: int, count: int) -> None:
    """Visits spread over the days of care, until there are so many acts."""
    missing = max(0, count - len(life.acts()))
    pairs = missing // 2
    for number in range(pairs):
        delivered(life, since + 1 + (-since - 2) * number // pairs)
    if missing % 2:
        visit(life, 2, 10)


def _name(place: int) -> str:
    """A name that no other place below some 1.6 million has."""
    rest = place * STRIDE % (len(FIRST) * len(LAST) * len(LAST) * len(LETTERS))
    rest, first = divmod(rest, len(FIRST))
    rest, surname = divmod(rest, len(LAST))
    letter, other = divmod(rest, len(LAST))
    return f"{FIRST[first]} {LETTERS[letter]}. {LAST[surname]}-{LAST[other]}"


def _numbers(first: int) -> Iterator[str]:
    """Valid citizen numbers, from these eight digits on."""
    for eight in range(first, 100_000_000):
        check = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, str(eight), strict=True)) % 11
        if check < 10:
            yield f"{eight}{check}"
