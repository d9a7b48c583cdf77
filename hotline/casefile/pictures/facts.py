"""What is asked of the caged decoder, and what it may answer."""

from dataclasses import dataclass
from enum import StrEnum

LARGEST_UPLOAD = 15 * 1000 * 1000
"""Bytes of one photo as it arrives."""
MOST_PIXELS = 50_000_000
CLEAN_EDGE = 2560
"""Pixels of the longer side of the clean copy at most."""
SMALL_EDGE = 480
PUBLIC_EDGE = 1600


class Refusal(StrEnum):
    """Why a photo is not taken."""

    TOO_BIG = "too_big"
    NOT_A_PICTURE = "not_a_picture"
    UNSUPPORTED = "unsupported"
    TOO_MANY_PIXELS = "too_many_pixels"
    BROKEN = "broken"
    TOO_SLOW = "too_slow"
    NOT_KEPT = "not_kept"


class PictureRefused(Exception):
    """A photo that is not taken; `code` says why, `words.refusal_words` says it to people."""

    def __init__(self, code: Refusal) -> None:
        super().__init__(code.value)
        self.code = code


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a photo to black out: percent of its width and height, from the top left corner."""

    x: float
    y: float
    width: float
    height: float
