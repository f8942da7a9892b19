"""The Merkle tree of RFC 6962: one root over many leaves, and short proofs of what is in it and what came after."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from nakomen.record.crypto.box import fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

_HASH_BYTES = 32
_SIZE_BYTES = 8
_EMPTY = hashlib.sha256(b"").digest()


def leaf_bytes(chain: UUID, length: int, tip: bytes) -> bytes:
    """The leaf for a chain: its id, its number of entries, and the tip after the last of them."""
    return fields(b"nakomen/leaf/1", chain.bytes, length.to_bytes(_SIZE_BYTES, "big"), tip)


class Frontier:
    """The right edge of a tree: all that is needed to add leaves and to know the root, without the leaves before.

    It holds the roots of the full subtrees from left to right, one for each bit of the size.
    """

    __slots__ = ("_peaks", "size")

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        """The edge of a tree of `size` leaves. Raises ValueError unless there is a peak for each bit of the size."""
        if size < 0 or len(peaks) != size.bit_count() or any(len(peak) != _HASH_BYTES for peak in peaks):
            raise ValueError("the edge of a tree: expected a hash of 32 bytes for each bit of its size")
        self.size = size
        self._peaks = list(peaks)

    def append(self, leaf: bytes) -> None:
        """Adds a leaf at the right."""
        node = _leaf(leaf)
        # Each full subtree at the right that is as large as what was just made joins it, as in counting in binary.
        for _ in range(_trailing_ones(self.size)):
            node = _node(self._peaks.pop(), node)
        self._peaks.append(node)
        self.size += 1

    def root(self) -> bytes:
        """The root over all leaves so far, 32 bytes."""
        if not self._peaks:
            return _EMPTY
        node = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            node = _node(peak, node)
        return node

    def to_bytes(self) -> bytes:
        """The size in eight bytes, then the peaks from left to right."""
        return self.size.to_bytes(_SIZE_BYTES, "big") + b"".join(self._peaks)

    @classmethod
    def from_bytes(cls, stored: bytes) -> Frontier:
        """What `to_bytes` gave. Raises ValueError when it is too short, too long or no multiple of a hash."""
        size, rest = int.from_bytes(stored[:_SIZE_BYTES], "big"), stored[_SIZE_BYTES:]
        peaks = [rest[start : start + _HASH_BYTES] for start in range(0, len(rest), _HASH_BYTES)]
        if len(stored) < _SIZE_BYTES:
            raise ValueError("the edge of a tree: expected its size in eight bytes")
        return cls(size, peaks)


def root(leaves: Iterable[bytes]) -> bytes:
    """The root over the leaves in this order, 32 bytes."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


def inclusion_proof(index: int, leaves: Sequence[bytes]) -> tuple[bytes, ...]:
    """The hashes that lead from leaf `index` (from 0) to the root (RFC 6962, 2.1.1).

    Raises IndexError for a leaf that is not in the tree.
    """
    if not 0 <= index < len(leaves):
        raise IndexError("a proof of inclusion: expected a leaf of the tree")
    path: list[bytes] = []
    start, end = 0, len(leaves)
    while end - start > 1:
        middle = start + _split(end - start)
        left = index < middle
        path.append(root(leaves[middle:end] if left else leaves[start:middle]))
        start, end = (start, middle) if left else (middle, end)
    return tuple(reversed(path))


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root_hash: bytes) -> bool:
    """Whether the proof shows that the tree of `size` leaves with this root has this leaf at this index."""
    if not 0 <= index < size:
        return False
    node, place, last = _leaf(leaf), index, size - 1
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            node = _node(sibling, node)
            while not place & 1 and place:  # the last node of a level without a partner moves up as it is
                place, last = place >> 1, last >> 1
        else:
            node = _node(node, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and node == root_hash


def consistency_proof(size: int, leaves: Sequence[bytes]) -> tuple[bytes, ...]:
    """The hashes that lead from the root over the first `size` leaves to the root over all (RFC 6962, 2.1.2).

    Raises IndexError unless 1 <= size <= number of leaves.
    """
    if not 1 <= size <= len(leaves):
        raise IndexError("a proof of consistency: expected a size between one and that of the tree")
    path: list[bytes] = []
    start, end = 0, len(leaves)
    whole = True  # whether the old tree still is, from its start, the whole of what is looked at
    while size != end:
        middle = start + _split(end - start)
        if size <= middle:
            path.append(root(leaves[middle:end]))
            end = middle
        else:
            path.append(root(leaves[start:middle]))
            start, whole = middle, False
    if not whole:
        path.append(root(leaves[start:end]))
    return tuple(reversed(path))


def verify_consistency(old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the new tree is the old one with leaves added at its right, and nothing changed."""
    if not 1 <= old_size <= new_size:
        return False
    if old_size == new_size:
        return not proof and old_root == new_root
    path = list(proof)
    if old_size.bit_count() == 1:  # a full tree is a node of the new one, so its root need not be in the proof
        path.insert(0, old_root)
    if not path:
        return False
    place, last = old_size - 1, new_size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = _node(sibling, old), _node(sibling, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = _node(new, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and old == old_root and new == new_root


def _leaf(leaf: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + leaf).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _split(size: int) -> int:
    """The largest power of two below `size`: the leaves of the left subtree."""
    return 1 << ((size - 1).bit_length() - 1)


def _trailing_ones(number: int) -> int:
    return (~number & (number + 1)).bit_length() - 1
