"""Markers for one client's data, a marker for each sort of field, and the search for them in bytes of any sort.

A marker is found as text in whatever case, as UTF-16, in hexadecimals, in base64, as an unkeyed digest (whoever guesses
a BSN could make that), and in what was compressed.
"""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

CLIENT: Mapping[str, str] = {
    "name": "Kanarienaam",
    "birth_date": "1923-11-29",
    "bsn": "098761237",
    "address": "Kanariestraat",
    "postcode": "9799QX",
    "city": "Kanariestad",
    "municipality": "Kanariegemeente",
    "email": "kanariepost@example.nl",
    "phone": "0698761234",
    "contact": "Kanariecontact",
    "contact_email": "kanarieverwant@example.nl",
    "representative": "Kanarievoogd",
    "carer": "Kanariemantel",
    "complaint": "Kanarieklacht",
    "plan_note": "Kanarieafwijking",
    "service": "Kanariedienst",
    "risk": "Kanarierisico",
    "invoice": "Kanariefactuur",
    "act": "Kanariehandeling",
    "number": "Kanarienummer",
    "role": "Kanarierol",
    "emergency": "Kanarienood",
    "note": "Kanarieoordeel",
}
"""What is recorded of the client: the sort of field, and its marker."""

OTHERS: Mapping[str, str] = {
    "staff_email": "kanariestaf@example.nl",
    "key": "Kanariesleutel",
    "path": "Kanariepad",
    "link": "Kanarieschakel",
    "query": "Kanarievraag",
    "header": "Kanariekop",
    "body": "Kanarielijf",
    "password": "Kanariewachtwoord",
    "argument": "Kanarieargument",
}
"""What comes in beside that: an address of the staff, an idempotency key, what somebody typed where it cannot be."""

MARKERS: Mapping[str, str] = {**CLIENT, **OTHERS}
_ALSO: Mapping[str, tuple[str, ...]] = {
    "postcode": ("9799 QX",),
    "birth_date": ("29-11-1923", "29 november 1923"),
}
"""How else a marker can be written."""
_LEAST_STREAM = 8
_MOST_STREAM = 50_000_000


@dataclass
class Haul:
    """What was collected from many places, and what was found in each."""

    leaks: set[tuple[str, str]] = field(default_factory=set)
    places: dict[str, int] = field(default_factory=dict)

    def add(self, place: str, data: bytes | str, *, allowed: frozenset[str] = frozenset()) -> None:
        """Look through what one place holds; `allowed` are the sorts that belong there."""
        raw = data.encode("utf-8", "surrogateescape") if isinstance(data, str) else data
        self.places[place] = self.places.get(place, 0) + len(raw)
        self.leaks |= {(place, sort) for sort in found(raw) - allowed}


def found(data: bytes) -> set[str]:
    """The sorts of which the marker is in these bytes."""
    return {sort for each in (data, *_unpacked(data)) for sort in _plainly(each)}


def _plainly(data: bytes) -> Iterator[str]:
    lower = data.lower()
    for sort, (texts, exact) in _forms().items():
        if any(text in lower for text in texts) or any(form in data for form in exact):
            yield sort


@cache
def _forms() -> Mapping[str, tuple[frozenset[bytes], frozenset[bytes]]]:
    """Of each sort the forms whose case says nothing, and those whose case matters."""
    written = {sort: (marker, *_ALSO.get(sort, ())) for sort, marker in MARKERS.items()}
    return {
        sort: (
            frozenset(form for each in ways for form in _texts(each)),
            frozenset(form for each in ways for form in _exact(each)),
        )
        for sort, ways in written.items()
    }


def _texts(marker: str) -> Iterator[bytes]:
    lower = marker.lower()
    yield lower.encode()
    yield lower.replace("@", "%40").encode()
    yield lower.encode("utf-16-le")
    for form in (marker, lower):
        yield form.encode().hex().encode()
        for name in ("md5", "sha1", "sha256"):
            yield hashlib.new(name, form.encode(), usedforsecurity=False).hexdigest().encode()


def _exact(marker: str) -> Iterator[bytes]:
    for form in (marker, marker.lower()):
        for shift in range(3):
            # A letter of base64 that is made of a neighbour too, says nothing of this text; those between do.
            whole = base64.b64encode(bytes(shift) + form.encode())
            yield whole[(8 * shift + 5) // 6 : 8 * (shift + len(form)) // 6]
        for name in ("md5", "sha1", "sha256"):
            digest = hashlib.new(name, form.encode(), usedforsecurity=False).digest()
            yield digest
            yield base64.b64encode(digest)


def _unpacked(data: bytes) -> Iterator[bytes]:
    """What lies compressed anywhere in the data."""
    for head, bits in (
        (b"\x1f\x8b\x08", 31),
        (b"\x78\x01", 15),
        (b"\x78\x5e", 15),
        (b"\x78\x9c", 15),
        (b"\x78\xda", 15),
    ):
        start = data.find(head)
        while start >= 0:
            stream = _stream(data[start:], bits)
            if len(stream) >= _LEAST_STREAM:
                yield stream
            start = data.find(head, start + 1)


def _stream(data: bytes, bits: int) -> bytes:
    reader = zlib.decompressobj(bits)
    made = b""
    try:
        for at in range(0, len(data), 4096):
            made += reader.decompress(data[at : at + 4096], _MOST_STREAM)
            if reader.eof:
                break
    except zlib.error:  # what came out before the data turned out to be none is looked through all the same
        pass
    return made
