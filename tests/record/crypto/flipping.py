"""Every way to change one bit."""

from collections.abc import Iterator


def flipped(original: bytes) -> Iterator[bytes]:
    """The bytes with each single bit changed in turn."""
    for place in range(len(original) * 8):
        changed = bytearray(original)
        changed[place // 8] ^= 1 << place % 8
        yield bytes(changed)
