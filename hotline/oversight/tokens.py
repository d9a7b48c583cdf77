"""The secret in the address of somebody's calendar: 256 bits that only they know; the database keeps a digest."""

import secrets
from hashlib import sha256


def new_token() -> str:
    """Return a new secret, 43 letters of an address."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> bytes:
    """Return what is kept of it."""
    return sha256(token.encode()).digest()
