"""What goes over the interface, both ways. The OpenAPI document is made from these."""

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from hotline.casefile.actions import MOST_COUNTED, MOST_FINE

MOST_LISTED, MOST_SKIPPED = 100, 10_000
NOTE_LETTERS = 8000
_MOST_VERSION = 2**31 - 1

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


type Body = Accept | Return | Progress | Commit | Result


class Service(Struct):
    """What the matter is about. `needs_photo`: a result needs a photo that shows it."""

    code: str
    name: str
    needs_photo: bool


class Place(Struct):
    """Where: degrees of WGS84, the ward, and words. Any may be missing."""

    lat: float | None
    lon: float | None
    words: str
    ward_code: str
    ward: str


class Deadline(Struct):
    """One deadline. `ends_with`: what ends it. `due_at` is missing while it stands still."""

    name: str
    ends_with: str
    state: str
    outcome: str
    due_at: datetime | None


class Photo(Struct):
    """A photo, to be got at `url` with the same key. `by`: who gave it. `findings`: what speaks against it."""

    key: str
    url: str
    by: Literal["reporter", "agency"]
    kind: str
    added_at: datetime
    taken_at: datetime | None
    findings: list[str]


class Question(Struct):
    """A question of the agency to whoever reported, and the reply."""

    words: str
    asked_at: datetime
    reply: str
    replied_at: datetime | None


class Commitment(Struct):
    """A committed final date: whether it stands, waits for the supervisor, or was declined."""

    state: str
    number: int
    due_on: date
    filed_at: datetime
    outcome: str


class Event(Struct):
    """One thing that happened, with the words that came with it."""

    event: int
    name: str
    at: datetime
    reason: str
    note: str


class Answered(Struct):
    """What the service asks, and what was answered."""

    code: str
    name: str
    value: str


class PartLine(Struct):
    """A part in the list."""

    part: int
    reference: str
    state: str
    role: str
    service: str
    ward: str
    excerpt: str
    urgent: bool
    sent_back: bool
    forwarded_at: datetime
    due_at: datetime | None
    url: str


class PartList(Struct):
    """Parts of the agency, the one with the least time left first. `next_skip` is missing on the last page."""

    parts: list[PartLine]
    next_skip: int | None


class Part(Struct):
    """One part as its agency may read it: no word of who reports. `steps` are those that can be taken now."""

    part: int
    reference: str
    version: int
    state: str
    role: str
    scope: str
    binding: bool
    service: Service
    level: str
    urgent: bool
    words: str
    answers: list[Answered]
    place: Place
    received_at: datetime
    forwarded_at: datetime | None
    accepted_at: datetime | None
    result_at: datetime | None
    result: str
    deadlines: list[Deadline]
    photos: list[Photo]
    questions: list[Question]
    commitments: list[Commitment]
    history: list[Event]
    steps: list[str]


class Taken(Struct):
    """A step that was taken, and where the part stands now. `version` is missing once the part has left the agency."""

    part: int
    step: str
    state: str
    version: int | None


class KeptPhoto(Struct):
    """A photo that waits to be filed with progress, a commitment or a result: within a day, for this part."""

    photo: str


class Named(Struct):
    """A code and what it is called."""

    code: str
    name: str


class Codes(Struct):
    """The codes that steps ask for."""

    return_reasons: list[Named]
    units: list[Named]
    services: list[Named]


class ProblemShape(Struct, rename={"kind": "type"}):
    """What is wrong: `code` for machines, `detail` for people."""

    kind: str
    status: int
    code: str
    detail: str
