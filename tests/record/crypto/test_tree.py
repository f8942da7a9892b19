"""The tree of RFC 6962: the published roots and proofs, and that no proof shows what is not so."""

import hashlib
from collections.abc import Sequence
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nakomen.record.crypto.tree import (
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_bytes,
    root,
    verify_consistency,
    verify_inclusion,
)
from tests.record.crypto.flipping import flipped

LEAVES = [
    bytes.fromhex(leaf)
    for leaf in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = [
    pytest.param(0, 1, [], id="0 of 1"),
    pytest.param(
        0,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
        id="0 of 8",
    ),
    pytest.param(
        5,
        8,
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
        id="5 of 8",
    ),
    pytest.param(2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"], id="2 of 3"),
    pytest.param(
        1,
        5,
        [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
        id="1 of 5",
    ),
]
CONSISTENCY = [
    pytest.param(1, 1, [], id="1 to 1"),
    pytest.param(
        1,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
        id="1 to 8",
    ),
    pytest.param(
        6,
        8,
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
        id="6 to 8",
    ),
    pytest.param(
        2,
        5,
        [
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
        id="2 to 5",
    ),
]


@pytest.mark.parametrize("size", range(9))
def test_the_root_is_the_published_one(size: int) -> None:
    assert root(LEAVES[:size]).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size", "proof"), INCLUSION)
def test_a_proof_of_inclusion_is_the_published_one(index: int, size: int, proof: list[str]) -> None:
    assert [step.hex() for step in inclusion_proof(index, LEAVES[:size])] == proof


@pytest.mark.parametrize(("old", "new", "proof"), CONSISTENCY)
def test_a_proof_of_consistency_is_the_published_one(old: int, new: int, proof: list[str]) -> None:
    assert [step.hex() for step in consistency_proof(old, LEAVES[:new])] == proof


def definition(leaves: Sequence[bytes]) -> bytes:
    """The tree as the standard defines it, by recursion."""
    if len(leaves) < 2:
        return hashlib.sha256(b"\x00" + leaves[0] if leaves else b"").digest()
    middle = 1
    while middle * 2 < len(leaves):
        middle *= 2
    return hashlib.sha256(b"\x01" + definition(leaves[:middle]) + definition(leaves[middle:])).digest()


trees = st.lists(st.binary(max_size=8), min_size=1, max_size=70)


@given(trees)
def test_the_root_is_that_of_the_definition(leaves: list[bytes]) -> None:
    assert root(leaves) == definition(leaves)


@given(st.lists(st.binary(max_size=8), max_size=70), st.data())
def test_an_edge_that_was_kept_goes_on_as_if_it_had_every_leaf(leaves: list[bytes], data: st.DataObject) -> None:
    kept = data.draw(st.integers(0, len(leaves)))
    frontier = Frontier()
    for leaf in leaves[:kept]:
        frontier.append(leaf)
    frontier = Frontier.from_bytes(frontier.to_bytes())
    assert frontier.root() == root(leaves[:kept])
    for leaf in leaves[kept:]:
        frontier.append(leaf)
    assert (frontier.size, frontier.root()) == (len(leaves), root(leaves))


@pytest.mark.parametrize(
    "stored", [b"", bytes(7), bytes(8) + bytes(32), b"\0" * 7 + b"\1", b"\0" * 7 + b"\1" + bytes(31)]
)
def test_an_edge_of_another_length_than_its_size_needs_is_refused(stored: bytes) -> None:
    with pytest.raises(ValueError, match="the edge of a tree"):
        Frontier.from_bytes(stored)


@given(trees, st.data())
def test_each_proof_of_inclusion_verifies_and_for_nothing_else(leaves: list[bytes], data: st.DataObject) -> None:
    size, top = len(leaves), root(leaves)
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(index, leaves)
    assert verify_inclusion(leaves[index], index, size, proof, top)
    assert not verify_inclusion(leaves[index] + b"!", index, size, proof, top)
    assert not verify_inclusion(leaves[index], index, size, [*proof, top], top)
    assert not verify_inclusion(leaves[index], size, size, proof, top)
    if proof:
        assert not verify_inclusion(leaves[index], index, size, proof[:-1], top)
        beside = index ^ 1 < size and leaves[index ^ 1] == leaves[index]
        assert verify_inclusion(leaves[index], index ^ 1, size, proof, top) == beside


@given(trees, st.data())
def test_each_proof_of_consistency_verifies_and_for_no_other_past(leaves: list[bytes], data: st.DataObject) -> None:
    size, top = len(leaves), root(leaves)
    old_size = data.draw(st.integers(1, size))
    old, proof = root(leaves[:old_size]), consistency_proof(old_size, leaves)
    assert verify_consistency(old_size, size, old, top, proof)
    rewritten = [*leaves[: old_size - 1], leaves[old_size - 1] + b"!"]
    assert not verify_consistency(old_size, size, root(rewritten), top, proof)
    assert not verify_consistency(old_size, size, old, root([*leaves, b"more"]), proof)
    assert not verify_consistency(old_size, size, old, top, [*proof, top])
    if proof:
        assert not verify_consistency(old_size, size, old, top, proof[:-1])


@pytest.mark.parametrize("size", range(1, 9))
def test_each_changed_bit_of_a_proof_is_found(size: int) -> None:
    leaves, top = LEAVES[:size], root(LEAVES[:size])
    for index in range(size):
        proof = inclusion_proof(index, leaves)
        for changed in changes(proof):
            assert not verify_inclusion(leaves[index], index, size, changed, top)
        old = root(leaves[: index + 1])
        for changed in changes(consistency_proof(index + 1, leaves)):
            assert not verify_consistency(index + 1, size, old, top, changed)
        assert not any(verify_inclusion(leaves[index], index, size, proof, other) for other in flipped(top))


def changes(proof: Sequence[bytes]) -> list[list[bytes]]:
    return [[*proof[:step], other, *proof[step + 1 :]] for step in range(len(proof)) for other in flipped(proof[step])]


def test_a_proof_is_asked_within_the_tree_only() -> None:
    for index in (-1, 3):
        with pytest.raises(IndexError, match="inclusion"):
            inclusion_proof(index, LEAVES[:3])
    for size in (0, 4):
        with pytest.raises(IndexError, match="consistency"):
            consistency_proof(size, LEAVES[:3])


def test_a_leaf_binds_the_chain_its_length_and_its_tip() -> None:
    chain = UUID("10111213-1415-4617-9819-1a1b1c1d1e1f")
    leaf = leaf_bytes(chain, 3, b"t" * 32)
    written = b"\0\0\0\x0enakomen/leaf/1\0\0\0\x10" + chain.bytes + b"\0\0\0\x08" + bytes(7) + b"\x03\0\0\0\x20"
    assert leaf == written + b"t" * 32
