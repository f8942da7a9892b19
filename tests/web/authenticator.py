"""A passkey in software: real ES256 keys, and what a browser would make of them (WebAuthn level 2, no attestation)."""

from __future__ import annotations

import hashlib
import json
import secrets
import struct
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor

_PRESENT, _VERIFIED, _ATTESTED = 0x01, 0x04, 0x40


def b64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


@dataclass
class Passkey:
    """One credential; `origin` is the page on which the browser stands, `rp_id` what the key was asked for."""

    origin: str = "http://localhost:8000"
    rp_id: str = "localhost"
    verifies: bool = True
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    user: str = ""
    uses: int = 0

    def create(self, options: dict[str, Any]) -> str:
        """The answer to `navigator.credentials.create`, as JSON."""
        asked = options["publicKey"]
        self.user = asked["user"]["id"]
        client = self._client_data("webauthn.create", asked["challenge"])
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + cbor.encode(self._public())
        data = self._data(_ATTESTED) + attested
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(
            {"clientDataJSON": b64(client), "attestationObject": b64(attestation)}, {"credProps": {"rk": True}}
        )

    def get(self, options: dict[str, Any]) -> str:
        """The answer to `navigator.credentials.get`, as JSON."""
        client = self._client_data("webauthn.get", options["publicKey"]["challenge"])
        self.uses += 1
        data = self._data(0)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer({
            "clientDataJSON": b64(client),
            "authenticatorData": b64(data),
            "signature": b64(signature),
            "userHandle": self.user,
        }, {})  # fmt: skip

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()

    def _data(self, flags: int) -> bytes:
        flags |= _PRESENT | (_VERIFIED if self.verifies else 0)
        return hashlib.sha256(self.rp_id.encode()).digest() + struct.pack(">BI", flags, self.uses)

    def _public(self) -> dict[int, int | bytes]:
        numbers = self.key.public_key().public_numbers()
        return {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}

    def _answer(self, response: dict[str, str], extensions: dict[str, Any]) -> str:
        return json.dumps({
            "type": "public-key",
            "id": b64(self.id),
            "rawId": b64(self.id),
            "response": response,
            "clientExtensionResults": extensions,
        })  # fmt: skip
