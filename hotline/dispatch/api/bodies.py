"""What a system sends: which parts it asks for, and the body of each step. The OpenAPI document is made from these."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

from hotline.casefile.actions import MOST_COUNTED, MOST_FINE

MOST_LISTED, MOST_SKIPPED = 100, 10_000
NOTE_LETTERS = 8000
_MOST_VERSION = 2**31 - 1
_LARGEST_NUMBER = 2**63 - 1

type State = Literal["forwarded", "accepted", "result_filed", "done"]
type Version = Annotated[int, Meta(ge=1, le=_MOST_VERSION)]
type Note = Annotated[str, Meta(min_length=1, max_length=NOTE_LETTERS)]
type PhotoTokens = Annotated[list[Annotated[str, Meta(max_length=400)]], Meta(max_length=20)]


class Asked(Struct, forbid_unknown_fields=True):
    """Which parts to list."""

    state: State | None = None
    limit: Annotated[int, Meta(ge=1, le=MOST_LISTED)] = 50
    skip: Annotated[int, Meta(ge=0, le=MOST_SKIPPED)] = 0


class Accept(Struct, forbid_unknown_fields=True):
    """Takes the part on."""

    version: Version | None = None


class Return(Struct, forbid_unknown_fields=True):
    """Sends the part back: why, and whose it is, if the agency knows."""

    reason: Annotated[str, Meta(max_length=100)]
    note: Note
    to_unit: Annotated[str, Meta(max_length=200)] | None = None
    version: Version | None = None


class Progress(Struct, forbid_unknown_fields=True):
    """Says how far the agency is."""

    note: Note
    photos: PhotoTokens = []
    version: Version | None = None


class Commit(Struct, forbid_unknown_fields=True):
    """Says how far the agency is, shows it, and by which day it will be done."""

    note: Note
    due_on: date
    photos: PhotoTokens
    version: Version | None = None


class Result(Struct, forbid_unknown_fields=True):
    """Says that the part is done, with what shows it. `fine` in đồng."""

    note: Note
    photos: PhotoTokens = []
    fine: Annotated[int, Meta(ge=0, le=MOST_FINE)] | None = None
    counted: Annotated[int, Meta(ge=0, le=MOST_COUNTED)] | None = None
    version: Version | None = None


class AnswerDirective(Struct, forbid_unknown_fields=True):
    """Reports what was done about a directive of the People's Committee, with what shows it."""

    directive: Annotated[int, Meta(ge=1, le=_LARGEST_NUMBER)]
    note: Note
    photos: PhotoTokens = []
    version: Version | None = None


class Explain(Struct, forbid_unknown_fields=True):
    """Replies to what the agency is asked to explain."""

    words: Note


type Body = Accept | Return | Progress | Commit | Result | AnswerDirective | Explain
