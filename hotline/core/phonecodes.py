"""Codes that prove a telephone number: sent to it by SMS, typed back where the person writes from."""

import re
from datetime import timedelta
from enum import StrEnum

LIVES = timedelta(minutes=10)
MOST_TRIES = 5
DIGITS = 6

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MOST_TO_NUMBER_IN_HOUR = 3
MOST_TO_NUMBER_IN_DAY = 6
MOST_OF_ASKER_IN_HOUR = 3
"""So many codes go to one number, and so many may one sender ask for: nobody is dunned by us (chưa kiểm chứng: ours)."""

MOST_IN_HOUR = 500
"""So many codes go out in all: who has senders without end is not served without end (chưa kiểm chứng: ours)."""

_CODE = re.compile(r"(?:mã|ma|code|otp)?[\s:.]*([0-9]{3})[\s.-]?([0-9]{3})[\s.]*", re.IGNORECASE)
_NUMBER = re.compile(r"\+?[0-9][0-9\s.\-()]{7,20}")


class CodeTried(StrEnum):
    """What became of a code that was typed. NONE: no code waits: it ran out, was tried too often, or never was."""

    RIGHT = "right"
    WRONG = "wrong"
    NONE = "none"


class CodeEnd(StrEnum):
    """How a code ended: not yet, by being right, by too many wrong ones, or because another was asked for."""

    NOT = ""
    USED = "used"
    TRIED = "tried"
    REPLACED = "replaced"


class NotSent(StrEnum):
    """Why no code is sent. OWN: the number is the very one that they write from."""

    OWN = "own"
    NO_MOBILE = "no_mobile"
    TOO_MANY = "too_many"


class CodeRefused(Exception):
    """No code is sent; `why` says what stands in the way."""

    def __init__(self, why: NotSent) -> None:
        super().__init__(why.value)
        self.why = why


def read_code(text: str) -> str:
    """Return the code that a message is, empty for one that is none: six digits on its first line, "mã" before them or not."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    found = _CODE.fullmatch(first)
    return found[1] + found[2] if found else ""


def is_like_number(words: str) -> bool:
    """Return whether words may be a telephone number, right or not: digits and what people put between them."""
    return _NUMBER.fullmatch(words.strip()) is not None


def may_send(*, to_number_in_hour: int, to_number_in_day: int, of_asker_in_hour: int, in_hour: int) -> bool:
    """Return whether one code more may go, after so many."""
    return (
        to_number_in_hour < MOST_TO_NUMBER_IN_HOUR
        and to_number_in_day < MOST_TO_NUMBER_IN_DAY
        and of_asker_in_hour < MOST_OF_ASKER_IN_HOUR
        and in_hour < MOST_IN_HOUR
    )
