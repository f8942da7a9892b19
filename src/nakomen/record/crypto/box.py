"""A box: bytes encrypted with AES-256-GCM, with what they are about bound to them; and keys derived from keys."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

if TYPE_CHECKING:
    from collections.abc import Callable

KEY_BYTES = 32
_VERSION = b"\x01"
_NONCE_BYTES = 12
_START = len(_VERSION) + _NONCE_BYTES
_SHA256 = SHA256()


class BoxError(Exception):
    """A box does not open: another key, another matter, changed bytes, or a layout that is not known."""


def encrypt(key: bytes, plaintext: bytes, about: bytes, *, chance: Callable[[int], bytes] = os.urandom) -> bytes:
    """The plaintext in a box: a version byte, the nonce of 12 random bytes, the ciphertext with its tag of 16 bytes.

    `about` is bound to the box and not in it: who opens must know it.
    """
    nonce = chance(_NONCE_BYTES)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, plaintext, about)


def decrypt(key: bytes, box: bytes, about: bytes) -> bytes:
    """What was put in the box. Raises BoxError when key, matter or any bit of the box is not what it was."""
    if not box.startswith(_VERSION):
        raise BoxError("expected a box of version 1")
    try:
        return AESGCM(key).decrypt(box[len(_VERSION) : _START], box[_START:], about)
    except (InvalidTag, ValueError) as error:  # ValueError: the box is too short to hold a nonce
        raise BoxError("the box does not open with this key for this matter") from error


def subkey(key: bytes, info: bytes) -> bytes:
    """A key of 32 bytes for one use, from a key that is random itself.

    HKDF-Expand without its first half: RFC 5869 (3.3) lets a key that is random already skip that, which saves a third.
    """
    return HKDFExpand(_SHA256, KEY_BYTES, info).derive(key)


def joint_key(one: bytes, other: bytes, info: bytes) -> bytes:
    """A key of 32 bytes that needs both secrets: whoever lacks one of them learns nothing from the other (HKDF)."""
    return HKDF(_SHA256, KEY_BYTES, salt=other, info=info).derive(one)


def fields(*parts: bytes) -> bytes:
    """The parts one after another, each after its length in four bytes, so that no other parts give the same bytes."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)
