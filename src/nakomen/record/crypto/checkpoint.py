"""A checkpoint: what the tree of an organisation was at a moment, signed, so that a later other past shows."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from cryptography.exceptions import InvalidSignature

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ORIGIN: Final = "nakomen/checkpoint/1"


@dataclass(frozen=True, slots=True)
class CheckpointBody:
    """What is signed: the root over the first `size` leaves at the moment `at`; `number` counts from 1.

    Raises ValueError for a number below 1, a size below 0, a root that is not 32 bytes or a moment without offset.
    """

    organisation: UUID
    number: int
    size: int
    root: bytes
    at: datetime

    def __post_init__(self) -> None:
        if self.number < 1 or self.size < 0 or len(self.root) != 32 or self.at.utcoffset() is None:
            raise ValueError(
                "a checkpoint: expected number >= 1, size >= 0, a root of 32 bytes, a moment with its offset"
            )


def text(body: CheckpointBody) -> str:
    """The canonical text, in the style of signed notes: the origin, then a line for each field, each line ended."""
    root = base64.b64encode(body.root).decode("ascii")
    return "".join(f"{line}\n" for line in (ORIGIN, body.organisation, body.number, body.size, root, _moment(body.at)))


def sign(private_key: Ed25519PrivateKey, body: CheckpointBody) -> bytes:
    """The Ed25519 signature over the canonical text, 64 bytes."""
    return private_key.sign(text(body).encode("ascii"))


def verify(public_key: Ed25519PublicKey, body: CheckpointBody, signature: bytes) -> bool:
    """Whether the holder of the key signed exactly this body."""
    try:
        public_key.verify(signature, text(body).encode("ascii"))
    except InvalidSignature:
        return False
    return True


def to_line(body: CheckpointBody, signature: bytes) -> str:
    """One line of JSON for the witness file, with its line end; the same checkpoint always gives the same line."""
    members = {
        "origin": ORIGIN,
        "organisation": str(body.organisation),
        "number": body.number,
        "size": body.size,
        "root": base64.b64encode(body.root).decode("ascii"),
        "at": _moment(body.at),
        "signature": base64.b64encode(signature).decode("ascii"),
    }
    return json.dumps(members, separators=(",", ":")) + "\n"


def from_line(line: str) -> tuple[CheckpointBody, bytes]:
    """The checkpoint of a line and its signature, which is not verified here.

    Raises ValueError for every line that `to_line` would not have written to the letter.
    """
    try:
        read = json.loads(line)
        body = CheckpointBody(
            UUID(read["organisation"]),
            _whole(read["number"]),
            _whole(read["size"]),
            base64.b64decode(read["root"], validate=True),
            datetime.fromisoformat(read["at"]),
        )
        signature = base64.b64decode(read["signature"], validate=True)
        written = to_line(body, signature)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("a line of the witness file: expected a checkpoint") from error
    if written != line:
        raise ValueError("a line of the witness file: expected the canonical form of a checkpoint")
    return body, signature


def _whole(number: object) -> int:
    if type(number) is not int:  # JSON's true and 1.0 equal 1, and would be written back as they came
        raise TypeError("expected a whole number")
    return number


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
