"""Seals personal values with AES-GCM, and makes the blind index by which a telephone number is found again."""

import hashlib
import hmac
import os
from functools import cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .contactpoints import canonical
from .keys import keys

_NONCE = 12


def sealed(value: bytes) -> bytes:
    """Return `value` sealed: one byte of key id, 12 of nonce, then the ciphertext."""
    number = keys().current
    nonce = os.urandom(_NONCE)
    return bytes([number]) + nonce + _cipher(number).encrypt(nonce, value, None)


def sealed_text(value: str) -> bytes:
    """Return `value` sealed as UTF-8."""
    return sealed(value.encode())


def opened(value: bytes | memoryview) -> bytes:
    """Return what `sealed` was given. Raises cryptography's InvalidTag if it was changed."""
    raw = bytes(value)
    return _cipher(raw[0]).decrypt(raw[1 : 1 + _NONCE], raw[1 + _NONCE :], None)


def opened_text(value: bytes | memoryview | None) -> str:
    """Return the sealed text, or an empty one for a value that was erased."""
    return "" if value is None else opened(value).decode()


def blind(kind: str, value: str) -> bytes:
    """Return the blind index of a contact value: all spellings of one give equal bytes, and no more is told."""
    return hmac.digest(keys().index, f"{kind}:{canonical(kind, value)}".encode(), "sha256")


def digest(value: bytes | str) -> bytes:
    """Return the sha-256 of `value`."""
    return hashlib.sha256(value.encode() if isinstance(value, str) else value).digest()


@cache
def _cipher(number: int) -> AESGCM:
    return AESGCM(keys().ring[number])
