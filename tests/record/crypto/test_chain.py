"""A chain: its bytes are what its description says, and no change of an entry goes unseen."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nakomen.record.crypto import (
    GENESIS,
    PURPOSES,
    BrokenEntryError,
    Header,
    Purpose,
    commitment,
    header_bytes,
    open_entry,
    seal_entry,
    tip,
)
from tests.record.crypto.flipping import flipped

KEY = bytes(range(32))
ORGANISATION = UUID("0f0e0d0c-0b0a-4908-8706-050403020100")
CHAIN = UUID("10111213-1415-4617-9819-1a1b1c1d1e1f")
PAYLOAD = b'{"kind":"visit.planned"}'

hashes = st.binary(min_size=32, max_size=32)
headers = st.builds(Header, st.uuids(), st.uuids(), st.integers(1, 2**63 - 1), hashes, hashes)


def test_the_bytes_of_a_header_are_its_fields_each_behind_its_length() -> None:
    header = Header(ORGANISATION, CHAIN, 258, b"p" * 32, b"c" * 32)
    written = (
        b"\0\0\0\x10" + ORGANISATION.bytes + b"\0\0\0\x10" + CHAIN.bytes + b"\0\0\0\x08" + b"\0\0\0\0\0\0\x01\x02"
        b"\0\0\0\x20" + b"p" * 32 + b"\0\0\0\x20" + b"c" * 32 + b"\0\0\0\x05act/1"
    )
    assert header_bytes(header) == written
    assert tip(header) == hashlib.sha256(b"act/1" + written).digest()


@given(headers, headers)
def test_other_headers_have_other_bytes(one: Header, other: Header) -> None:
    assert (header_bytes(one) == header_bytes(other)) == (one == other)


@given(st.binary(max_size=300), st.sampled_from(PURPOSES), headers)
def test_what_is_sealed_opens_and_what_is_chained_tells_nothing_of_it(
    payload: bytes, purpose: Purpose, place: Header
) -> None:
    header, after, ciphertext = seal_entry(
        KEY, place.organisation, place.chain, place.seq, place.prev, purpose, payload
    )
    assert open_entry(KEY, header, purpose, ciphertext) == payload
    assert (header, after) == (replace(place, commit=header.commit), tip(header))
    again, _, other_ciphertext = seal_entry(
        KEY, place.organisation, place.chain, place.seq, place.prev, purpose, payload
    )
    assert again.commit != header.commit
    assert other_ciphertext != ciphertext


def test_the_same_chance_gives_the_same_entry() -> None:
    def sealed() -> tuple[Header, bytes, bytes]:
        return seal_entry(KEY, ORGANISATION, CHAIN, 1, GENESIS, "dossier", PAYLOAD, chance=lambda size: b"r" * size)

    header, _, ciphertext = sealed()
    assert header.commit == commitment(b"r" * 32, PAYLOAD)
    assert ciphertext[:13] == b"\x01" + b"r" * 12
    assert len(ciphertext) == 13 + 32 + len(PAYLOAD) + 16
    assert sealed() == sealed()


def intact(header: Header, purpose: Purpose, kept_tip: bytes, ciphertext: bytes) -> bool:
    """Whether an entry as it was kept holds in every respect."""
    try:
        open_entry(KEY, header, purpose, ciphertext)
    except BrokenEntryError:
        return False
    return tip(header) == kept_tip


def changed_headers(header: Header) -> Iterator[Header]:
    for organisation in flipped(header.organisation.bytes):
        yield replace(header, organisation=UUID(bytes=organisation))
    for chain in flipped(header.chain.bytes):
        yield replace(header, chain=UUID(bytes=chain))
    for seq in flipped(header.seq.to_bytes(8, "big")):
        yield replace(header, seq=int.from_bytes(seq, "big"))
    for prev in flipped(header.prev):
        yield replace(header, prev=prev)
    for commit in flipped(header.commit):
        yield replace(header, commit=commit)
    for algorithm in flipped(header.algorithm.encode()):
        yield replace(header, algorithm=algorithm.decode("latin-1"))


def test_each_changed_bit_of_an_entry_is_found() -> None:
    header, after, ciphertext = seal_entry(KEY, ORGANISATION, CHAIN, 3, GENESIS, "dossier", PAYLOAD)
    assert intact(header, "dossier", after, ciphertext)
    changed = list(changed_headers(header))
    assert len(changed) == 8 * (16 + 16 + 8 + 32 + 32 + 5)
    assert [each for each in changed if intact(each, "dossier", after, ciphertext)] == []
    assert [each for each in changed if tip(each) == after] == []
    assert [each for each in flipped(ciphertext) if intact(header, "dossier", after, each)] == []
    assert [each for each in flipped(after) if intact(header, "dossier", each, ciphertext)] == []


def test_an_entry_opens_only_in_its_own_place_for_its_own_purpose_with_its_own_key() -> None:
    header, _, ciphertext = seal_entry(KEY, ORGANISATION, CHAIN, 3, GENESIS, "dossier", PAYLOAD)
    elsewhere = replace(header, chain=ORGANISATION)
    others: list[tuple[bytes, Header, Purpose]] = [
        (os.urandom(32), header, "dossier"),
        (KEY, replace(header, seq=4), "dossier"),
        (KEY, elsewhere, "dossier"),
        (KEY, header, "finance"),
    ]
    for key, place, purpose in others:
        with pytest.raises(BrokenEntryError, match="does not open"):
            open_entry(key, place, purpose, ciphertext)


def test_another_payload_than_the_header_commits_to_is_found_though_it_opens() -> None:
    first, _, _ = seal_entry(KEY, ORGANISATION, CHAIN, 3, GENESIS, "dossier", PAYLOAD)
    _, _, second = seal_entry(KEY, ORGANISATION, CHAIN, 3, GENESIS, "dossier", b"another story")
    with pytest.raises(BrokenEntryError, match=f"entry 3 of chain {CHAIN}: the payload is not the one"):
        open_entry(KEY, first, "dossier", second)


def test_an_error_names_the_place_and_never_what_is_in_it() -> None:
    header, _, ciphertext = seal_entry(KEY, ORGANISATION, CHAIN, 3, GENESIS, "dossier", b"mevrouw De Vries")
    with pytest.raises(BrokenEntryError) as caught:
        open_entry(bytes(32), header, "dossier", ciphertext)
    assert str(caught.value) == f"entry 3 of chain {CHAIN}: the ciphertext does not open with this key in this place"


@pytest.mark.parametrize(
    ("seq", "prev", "commit"), [(0, GENESIS, GENESIS), (1, b"short", GENESIS), (1, GENESIS, bytes(33))]
)
def test_a_header_that_cannot_be_one_is_refused(seq: int, prev: bytes, commit: bytes) -> None:
    with pytest.raises(ValueError, match="expected"):
        Header(ORGANISATION, CHAIN, seq, prev, commit)
