"""Makes and reads the short code that a citizen is given: 1022-2611-7K3M-9QXT-H.

It says the hotline's number, year and month of reception, eight random letters and a check letter. The letters are
Crockford's thirty-two (no I, L, O, U), so that a code can be read aloud and copied from paper.

Why eight: with five, two million cases a year (2021) would let one guess in two hundred hit. Eight give 32⁸ ≈ 1.1 · 10¹²
codes a month; even if all two million fell in one month, 100,000 guesses that knew the month would find 0.2 cases on
average, at the usual 167,000 a month 0.015, and whoever guesses is refused long before. Eight letters are also exactly
five random bytes, so no letter is likelier than another. No counter is in it: a code tells nothing of how many there are.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from hotline.core.text import fold

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_BYTES = 5
"""How many bytes from the system's secure source `new_reference` asks for."""

_RANDOM_LETTERS = 8
_BODY_LETTERS = 4 + _RANDOM_LETTERS + 1
_VALUE = {letter: value for value, letter in enumerate(LETTERS)} | {"O": 0, "I": 1, "L": 1}
_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


class NotAReference(Exception):
    """Text that is no reference of this hotline, or one with a slip in it."""


def new_reference(now: datetime, random_bytes: bytes, *, number: str = "1022") -> str:
    """Return a new reference for a case received at `now` (aware), dated by the Vietnamese calendar.

    `random_bytes` are five bytes of a secure source; `number` is the profile's, digits only.
    """
    if len(random_bytes) != RANDOM_BYTES:
        raise ValueError(f"{RANDOM_BYTES} random bytes are needed, not {len(random_bytes)}")
    if now.tzinfo is None:
        raise ValueError("the moment of reception has no time zone")
    whole = int.from_bytes(random_bytes)
    letters = "".join(LETTERS[whole >> shift & 31] for shift in range(35, -5, -5))
    there = now.astimezone(_ZONE)
    body = f"{there.year % 100:02d}{there.month:02d}{letters}"
    return _written(number, body + _check_letter(number + body))


def parse_reference(text: str, *, number: str = "1022") -> str:
    """Return the reference that `text` means, as `new_reference` writes it.

    Case, spaces, dashes and dots do not matter, O reads as 0, I and L as 1, and the number in front may be missing.
    Raises NotAReference for everything else: any one wrong letter and any two neighbours swapped are noticed.
    """
    typed = "".join(c for c in fold(text[:200]).upper() if c.isalnum())
    if any(letter not in _VALUE for letter in typed):
        raise NotAReference("a letter that no reference has")
    plain = "".join(LETTERS[_VALUE[letter]] for letter in typed)
    body = plain.removeprefix(number) if len(plain) == len(number) + _BODY_LETTERS else plain
    if len(body) != _BODY_LETTERS or not body[:4].isdecimal() or not 1 <= int(body[2:4]) <= 12:
        raise NotAReference("not the shape of a reference")
    if body[-1] != _check_letter(number + body[:-1]):
        raise NotAReference("the check letter does not fit")
    return _written(number, body)


def groups(reference: str) -> tuple[str, ...]:
    """Return the groups in which a reference is read aloud: ("1022", "2611", "7K3M", "9QXT", "H")."""
    return tuple(reference.split("-"))


def read_aloud(reference: str) -> str:
    """Return the reference letter by letter with a pause between groups, for speech: "1 0 2 2, 2 6 1 1, …"."""
    return ", ".join(" ".join(group) for group in groups(reference))


def _written(number: str, body: str) -> str:
    return "-".join((number, body[:4], body[4:8], body[8:12], body[12:]))


def _check_letter(text: str) -> str:
    """Return the letter that makes the weighted sum over GF(32) zero.

    Each place has its own weight αⁱ, α a root of x⁵ + x² + 1 of order 31: one changed letter moves the sum by
    αⁱ·(a − b) ≠ 0, two swapped ones by (αⁱ − αʲ)·(a − b) ≠ 0. So every single error is found, and every swap of any
    two letters up to thirty apart, neighbours among them.
    """
    total = 0
    for letter in text:
        total = _times_alpha(total ^ _VALUE[letter])
    return LETTERS[total]


def _times_alpha(value: int) -> int:
    value <<= 1
    return value ^ 0b100101 if value & 32 else value
