"""A checkpoint: one text for one body, and no change of it or of its line goes unseen."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from nakomen.record.crypto.checkpoint import CheckpointBody, from_line, sign, text, to_line, verify
from tests.record.crypto.flipping import flipped

ORGANISATION = UUID("0f0e0d0c-0b0a-4908-8706-050403020100")
BODY = CheckpointBody(ORGANISATION, 7, 42, bytes(range(32)), datetime(2026, 3, 29, 3, 0, 0, 5, tzinfo=UTC))
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def test_the_text_is_a_line_for_each_field_after_the_origin() -> None:
    assert text(BODY) == (
        "nakomen/checkpoint/1\n0f0e0d0c-0b0a-4908-8706-050403020100\n7\n42\n"
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n2026-03-29T03:00:00.000005Z\n"
    )


def test_the_same_moment_elsewhere_gives_the_same_text() -> None:
    summer = BODY.at.astimezone(timezone(timedelta(hours=2)))
    assert text(replace(BODY, at=summer)) == text(BODY)


def test_a_signature_holds_for_its_own_body_and_key_only() -> None:
    signature = sign(KEY, BODY)
    assert verify(KEY.public_key(), BODY, signature)
    others = [
        replace(BODY, organisation=UUID(int=1)),
        replace(BODY, number=8),
        replace(BODY, size=41),
        replace(BODY, at=BODY.at + timedelta(microseconds=1)),
        *(replace(BODY, root=changed) for changed in flipped(BODY.root)),
    ]
    assert [other for other in others if verify(KEY.public_key(), other, signature)] == []
    assert not verify(Ed25519PrivateKey.generate().public_key(), BODY, signature)
    assert [changed for changed in flipped(signature) if verify(KEY.public_key(), BODY, changed)] == []


def test_a_line_gives_its_checkpoint_back() -> None:
    line = to_line(BODY, sign(KEY, BODY))
    assert line.count("\n") == 1
    assert line.endswith("\n")
    assert from_line(line) == (BODY, sign(KEY, BODY))


def test_each_changed_bit_of_a_line_is_found() -> None:
    line = to_line(BODY, sign(KEY, BODY)).encode()
    assert [changed for changed in flipped(line) if holds(changed.decode("latin-1"))] == []


def holds(line: str) -> bool:
    try:
        body, signature = from_line(line)
    except ValueError:
        return False
    return verify(KEY.public_key(), body, signature)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("", id="nothing"),
        pytest.param("[]\n", id="no object"),
        pytest.param("[" * 100_000, id="very deep"),
        pytest.param(to_line(BODY, b"")[:-1], id="line cut off"),
        pytest.param(json.dumps(json.loads(to_line(BODY, b""))) + "\n", id="other spaces"),
        pytest.param(to_line(BODY, b"").replace(":7,", ":7.0,"), id="number with a point"),
        pytest.param(to_line(replace(BODY, number=1), b"").replace(":1,", ":true,"), id="number that is a truth"),
        pytest.param(to_line(BODY, b"").replace("0f0e", "0F0E"), id="capitals"),
        pytest.param(to_line(BODY, b"").replace('"size"', '"length"'), id="another member"),
        pytest.param(to_line(BODY, b"").replace("000005Z", "000005"), id="moment without offset"),
    ],
)
def test_a_line_in_another_form_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="a line of the witness file"):
        from_line(line)


@pytest.mark.parametrize("change", [{"number": 0}, {"size": -1}, {"root": b"x"}, {"at": datetime(2026, 1, 1)}])  # noqa: DTZ001 -- a moment without offset is what is refused
def test_a_body_that_cannot_be_one_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="a checkpoint: expected"):
        replace(BODY, **change)  # type: ignore[arg-type] # wrong values are the matter here
