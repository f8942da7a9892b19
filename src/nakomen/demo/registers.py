"""What stands in the registers of the fictitious providers, and the documents that they published.

Something is late and something is missing in each, as with real providers. All names and texts are invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from nakomen.demo.texts import SUPPORT_TEXTS, TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nakomen.demo.model import DemoOrganisation, DemoStaff

YEAR = 365


@dataclass(frozen=True, slots=True)
class DemoCompetence:
    """What somebody, by code, is competent in."""

    code: str
    what: str
    evidence: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class DemoInstruction:
    """Who were instructed on a topic, and when."""

    topic: str
    codes: tuple[str, ...]
    on: date
    by: str


@dataclass(frozen=True, slots=True)
class DemoDevice:
    """A device with its checks: each a day, whether it was sound, and what was found."""

    name: str
    code: str
    place: str
    since: date
    every_months: int
    checks: tuple[tuple[date, bool, str], ...]


@dataclass(frozen=True, slots=True)
class DemoMaterial:
    """A material, and the last day on which it was used."""

    name: str
    used_for: str
    since: date
    ended_on: date | None = None
    hazardous: bool = False


@dataclass(frozen=True, slots=True)
class DemoDocument:
    """A version of a document."""

    sort: str
    title: str
    text: str
    in_force_from: date
    review_by: date | None


@dataclass(frozen=True, slots=True)
class DemoRegisters:
    """All registers of one provider."""

    competences: tuple[DemoCompetence, ...]
    instructions: tuple[DemoInstruction, ...]
    devices: tuple[DemoDevice, ...]
    materials: tuple[DemoMaterial, ...]
    documents: tuple[DemoDocument, ...]


def registers(organisation: DemoOrganisation, today: date) -> DemoRegisters:
    """The registers of a fictitious provider, as they stand on `today`."""
    return _care(organisation, today) if organisation.key == "linde" else _support(organisation, today)


def _before(today: date, days: int) -> date:
    return today - timedelta(days=days)


def _after(today: date, days: int) -> date:
    return today + timedelta(days=days)


# --- the provider of care -------------------------------------------------------------------------------------------


def _care(organisation: DemoOrganisation, today: date) -> DemoRegisters:
    carers = [each for each in organisation.staff if {"care_professional", "coordinator"} & set(each.roles)]
    return DemoRegisters(
        tuple(_competences_of_care(carers, today)),
        tuple(_instructions_of_care(organisation, carers, today)),
        _devices(today),
        (
            DemoMaterial("Allesreiniger, zonder parfum", "vloeren en aanrecht", _before(today, 900)),
            DemoMaterial("Groene zeep", "sanitair", _before(today, 900)),
            DemoMaterial("Chloortabletten", "toilet", _before(today, 900), _before(today, 410), hazardous=True),
        ),
        tuple(_documents(TEXTS, today)),
    )


def _competences_of_care(carers: list[DemoStaff], today: date) -> Iterator[DemoCompetence]:
    for place, person in enumerate(carers):
        nurse = "verpleeg" in person.function
        if nurse:
            number = f"990{place:02}00{place:02}01"
            yield DemoCompetence(
                person.code,
                "BIG-registratie",
                f"nummer {number}",
                _before(today, 1000),
                _after(today, 21 + 400 * place),
            )
            yield DemoCompetence(
                person.code, "Insuline spuiten", "toets september", _before(today, 700), _after(today, 12 * place - 9)
            )
        yield DemoCompetence(
            person.code, "Tillift bedienen", "cursus tillen", _before(today, 600 + place), _after(today, 480)
        )
        yield DemoCompetence(person.code, "Steunkousen aantrekken", "", _before(today, 900), None)
    yield DemoCompetence(carers[0].code, "Katheter inbrengen", "toets maart", _before(today, 800), _before(today, 34))


def _instructions_of_care(
    organisation: DemoOrganisation, carers: list[DemoStaff], today: date
) -> Iterator[DemoInstruction]:
    everybody = tuple(each.code for each in organisation.staff if "supervisor" not in each.roles)
    giving = tuple(each.code for each in carers)
    yield DemoInstruction("plan_rights", giving, _before(today, 2 * YEAR), "Thomas Veldwachter")
    yield DemoInstruction("confidentiality", everybody, _before(today, 2 * YEAR + 20), "Thomas Veldwachter")
    yield DemoInstruction("hygiene", giving[:-1], _before(today, 500), "cursus hygiëne")
    yield DemoInstruction("lifting", giving, _before(today, 640), "ergocoach")
    yield DemoInstruction("reporting_code", everybody[:-3], _before(today, 300), "aandachtsfunctionaris")


def _devices(today: date) -> tuple[DemoDevice, ...]:
    start = _before(today, 1200)

    def sound(*days: int) -> tuple[tuple[date, bool, str], ...]:
        return tuple((_before(today, each), True, "geen bijzonderheden") for each in days)

    drifts = (_before(today, 6), False, "wijkt te veel af van de controlevloeistof")
    return (
        DemoDevice("Tillift", "TL-01", "kantoor Deventer", start, 12, sound(345)),
        DemoDevice("Tillift", "TL-02", "kantoor Olst", start, 12, sound(760, 400)),
        DemoDevice("Hoog-laagbed", "HB-07", "uitgeleend", start, 24, sound(200)),
        DemoDevice("Bloeddrukmeter", "BD-11", "tas Team Salland", start, 12, sound(90)),
        DemoDevice("Glucosemeter", "GM-04", "tas Team Deventer", start, 6, (*sound(190), drifts)),
    )


# --- the provider of support ----------------------------------------------------------------------------------------


def _support(organisation: DemoOrganisation, today: date) -> DemoRegisters:
    guides = [each for each in organisation.staff if {"care_professional", "coordinator"} & set(each.roles)]
    competences = [
        DemoCompetence(
            each.code,
            "Diploma social work",
            "kopie gezien",
            _before(today, 1000),
            None if place % 2 else _after(today, 40),
        )
        for place, each in enumerate(guides)
    ]
    competences.append(
        DemoCompetence(guides[-1].code, "SKJ-registratie", "nummer 990004711", _before(today, 1500), _before(today, 15))
    )
    told = tuple(each.code for each in organisation.staff if "supervisor" not in each.roles)
    return DemoRegisters(
        tuple(competences),
        (DemoInstruction("reporting_code", told[:-1], _before(today, 400), "aandachtsfunctionaris"),),
        (),
        (),
        tuple(_documents(SUPPORT_TEXTS, today)),
    )


def _documents(texts: Mapping[str, tuple[str, str, int, int]], today: date) -> Iterator[DemoDocument]:
    """Each document in force since so many days, to be reviewed in so many (less than nothing: it should have been)."""
    for sort, (title, text, since, review) in texts.items():
        yield DemoDocument(sort, title, text.strip(), _before(today, since), _after(today, review))
