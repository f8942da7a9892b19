"""Invented people: names, days of birth, addresses, numbers that pass their check and belong to nobody.

Citizen numbers come from the range that is kept for tests (9999 and five digits), telephone numbers start with 06-000,
which no network has, and e-mail goes to example.nl, which is reserved for examples.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random

FIRST = (
    "Aaltje", "Albert", "Alie", "Amina", "Anneke", "Arend", "Bep", "Berend", "Carla", "Chantal", "Cor", "Dirk", "Dina",
    "Egbert", "Elly", "Emre", "Fenna", "Frits", "Geert", "Greetje", "Hans", "Hendrik", "Ilse", "Jannie", "Jacob",
    "Jolanda", "Karel", "Klaas", "Leida", "Lubbert", "Margriet", "Marten", "Mina", "Nel", "Omar", "Piet", "Rika",
    "Roelof", "Sjaan", "Siem", "Tineke", "Teun", "Ursula", "Vera", "Wim", "Wiepkje", "Xander", "Yusuf", "Zus",
)  # fmt: skip
LAST = (
    "Achterveld", "van den Akkerhof", "Bloemendal", "ter Borgh", "Coster", "Dijkhuis", "van Eerde", "Ferwerda",
    "van der Geest", "Grasdijk", "Haverkate", "ten Hoeve", "Imminkhof", "Jorritsma", "Kampherbeek", "van de Kolk",
    "Lankhorst", "van der Linden", "Middelkamp", "Nieuwenhof", "Oldenkotte", "Pruimboom", "Quist", "Rozendal",
    "van Ruiten", "Schaapveld", "Smeding", "Tichelaar", "Uilenbroek", "Veldkamp", "van der Wal", "Wevershof",
    "IJzerman", "Zandbergen", "Zwartkamp", "Boerhave", "Dommerholt", "Engbersen", "Hoekman", "Luttikhuis",
)  # fmt: skip
STREETS = (
    "Akeleihof", "Blauwgraspad", "Citroenvlinderlaan", "Duinroosstraat", "Eikenschors", "Fluitekruidpad",
    "Grutterserf", "Heggenmusstraat", "IJsvogelhof", "Kweldergras", "Lisdoddelaan", "Molenbeekhof", "Ooievaarsnest",
    "Paardenbloemweg", "Rietzangerstraat", "Spinnewielhof", "Torenvalkpad", "Vlasakker", "Wilgenroosje", "Zonnedauw",
)  # fmt: skip
RELATIVES = (
    ("dochter", "child", ("Anneke", "Fenna", "Ilse", "Vera")),
    ("zoon", "child", ("Albert", "Emre", "Roelof", "Teun")),
    ("echtgenote", "partner", ("Aaltje", "Greetje", "Rika", "Sjaan")),
    ("echtgenoot", "partner", ("Arend", "Dirk", "Klaas", "Piet")),
    ("zus", "sibling", ("Alie", "Bep", "Jannie", "Tineke")),
    ("broer", "sibling", ("Cor", "Frits", "Hendrik", "Wim")),
)
LETTERS = "ABCDEFGHJKLMNPRSTVWXZ"


@dataclass(frozen=True, slots=True)
class Person:
    """An invented client, and the relative who stands nearest to him."""

    name: str
    birth_date: date
    bsn: str
    address: str
    postcode: str
    city: str
    municipality: str
    phone: str
    email: str | None
    relative: str
    relation: str
    kinship: str
    relative_phone: str

    @property
    def electronic(self) -> bool:
        """Whether the person can receive electronic information."""
        return self.email is not None


@cache
def numbers_for_tests() -> tuple[str, ...]:
    """Every valid citizen number of the test range, some nine thousand."""
    return tuple(str(number) for number in range(999_900_000, 1_000_000_000) if passes_eleven(number))


def passes_eleven(number: int) -> bool:
    """Whether a number of nine digits passes the check of citizen numbers."""
    digits = [int(digit) for digit in f"{number:09d}"]
    return sum(weight * digit for weight, digit in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), digits, strict=True)) % 11 == 0


def person(place: int, towns: tuple[tuple[str, str, str], ...], today: date, chance: Random) -> Person:
    """The person of a place in the row: another place has another number, name, telephone and e-mail."""
    first = FIRST[place % len(FIRST)]
    surname = LAST[(place * 2 + place // len(FIRST)) % len(LAST)]
    digits, city, municipality = chance.choice(towns)
    relation, kinship, names = chance.choice(RELATIVES)
    numbers = numbers_for_tests()
    plain = f"{first}.{surname}".lower().replace(" ", "")
    return Person(
        name=f"{first} {surname}",
        birth_date=today - timedelta(days=chance.randrange(52 * 365, 95 * 365)),
        bsn=numbers[(place * 6_007) % len(numbers)],
        address=f"{chance.choice(STREETS)} {chance.randrange(1, 180)}",
        # Real postcodes hardly ever end with a Z and another letter, so that this is nobody's address.
        postcode=f"{digits} Z{chance.choice(LETTERS)}",
        city=city,
        municipality=municipality,
        phone=f"06-000{place % 50_000:05d}",
        email=f"{plain}{place}@example.nl" if chance.random() < 0.6 else None,
        relative=f"{chance.choice(names)} {surname}",
        relation=relation,
        kinship=kinship,
        relative_phone=f"06-000{50_000 + place % 50_000:05d}",
    )
