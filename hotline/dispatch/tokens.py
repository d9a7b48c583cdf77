"""The keys of agencies' systems: 256 bits that only the system knows; the database keeps a digest."""

import secrets
from hashlib import sha256

PREFIX = "hotline_"
"""By which whoever finds one in a file knows what it is."""


def new_token() -> str:
    """Return a new key."""
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(token: str) -> bytes:
    """Return what is kept of it."""
    return sha256(token.encode(errors="surrogatepass")).digest()
