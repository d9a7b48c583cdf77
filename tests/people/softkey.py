"""A passkey in software: what an authenticator answers a browser (WebAuthn level 2), signed with a real P-256 key."""

import base64
import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class SoftKey:
    """One device with one key for one site. `verifies` is whether it asked for a finger, a face or a PIN."""

    host: str = "localhost"
    origin: str = "http://localhost"
    verifies: bool = True
    credential_id: bytes = b"a credential of sixteen and more"
    user_handle: bytes = b""
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def create(self, options: dict[str, Any]) -> str:
        """Return what a browser sends for a new passkey."""
        wanted = options["publicKey"]
        self.user_handle = _bytes(wanted["user"]["id"])
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))  # type: ignore[no-untyped-call] # fido2 types it not
        attested = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + public
        told = self._authenticator_data(ATTESTED) + attested
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": told})
        client = self._client_data("webauthn.create", wanted["challenge"])
        return self._credential({"clientDataJSON": _text(client), "attestationObject": _text(attestation)})

    def get(self, options: dict[str, Any]) -> str:
        """Return what a browser sends to show who it is."""
        client = self._client_data("webauthn.get", options["publicKey"]["challenge"])
        told = self._authenticator_data(0)
        signature = self.key.sign(told + sha256(client).digest(), ec.ECDSA(SHA256()))
        answer = {
            "clientDataJSON": _text(client),
            "authenticatorData": _text(told),
            "signature": _text(signature),
            "userHandle": _text(self.user_handle),
        }
        return self._credential(answer)

    def _authenticator_data(self, flags: int) -> bytes:
        said = PRESENT | flags | (VERIFIED if self.verifies else 0)
        return sha256(self.host.encode()).digest() + bytes([said]) + bytes(4)

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()

    def _credential(self, answer: dict[str, str]) -> str:
        name = _text(self.credential_id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": answer, "clientExtensionResults": {}})


def _text(told: bytes) -> str:
    return base64.urlsafe_b64encode(told).rstrip(b"=").decode()


def _bytes(told: str) -> bytes:
    return base64.urlsafe_b64decode(told + "=" * (-len(told) % 4))
