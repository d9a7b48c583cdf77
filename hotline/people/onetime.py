"""Six-digit codes of an authenticator app: TOTP of RFC 6238 with SHA-1 and steps of thirty seconds, as apps expect it."""

import base64
import binascii
import hmac
from datetime import datetime

STEP = 30
"""Seconds."""

DIGITS = 6
TOLERANCE = 1
"""Steps before and after now that are taken too: telephones' clocks differ, and people type slowly."""


def code_at(secret: str, step: int) -> str:
    """Return the code of a step (whole thirty seconds since 1970) for a secret in Base32."""
    key = base64.b32decode(secret, casefold=True)
    told = hmac.digest(key, step.to_bytes(8, "big"), "sha1")
    start = told[-1] & 0x0F
    number = int.from_bytes(told[start : start + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def step_of(secret: str, typed: str, *, now: datetime, after: int = 0) -> int | None:
    """Return the step whose code was typed; None if it is none of now's, or not after the step `after`.

    A code is good once (RFC 6238, 5.2): the caller keeps the step and gives it as `after` next time.
    """
    code = digits_of(typed)
    current = int(now.timestamp()) // STEP
    try:
        steps = [step for step in range(current - TOLERANCE, current + TOLERANCE + 1) if _is(code_at(secret, step), code)]
    except binascii.Error:
        return None
    return next((step for step in steps if step > after), None)


def digits_of(typed: str) -> str:
    """Return what was typed without the spaces, hyphens and dots that apps show codes with."""
    return "".join(letter for letter in typed if letter not in " \u00a0-.\t")[:20]


def _is(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
