"""What the interface answers. The OpenAPI document is made from these, and from `bodies`."""

from datetime import date, datetime
from typing import Literal

from msgspec import Struct


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


class Directive(Struct):
    """What the People's Committee directs the agency to do, by `due_at`. `paper` is empty where its number is not known.

    `url` is the part's. While `state` is "given" the agency owes its answer.
    """

    directive: int
    part: int
    reference: str
    state: str
    paper: str
    signed_on: date
    task: str
    due_on: date
    due_at: datetime
    given_at: datetime
    answer: str
    answered_at: datetime | None
    closed_at: datetime | None
    outcome: str
    url: str


class DirectiveList(Struct):
    """Directives that the agency is not done with, what is due first first; at most a hundred."""

    directives: list[Directive]


class Explanation(Struct):
    """What the agency, complained of, is asked to explain, and its reply: nothing else of the report.

    `dossier` is empty where it is not told. `due_at` is missing for one asked before such deadlines were kept.
    """

    explanation: int
    service: str
    words: str
    dossier: str
    asked_at: datetime
    due_on: date
    due_at: datetime | None
    owed: bool
    reply: str
    replied_at: datetime | None
    url: str


class ExplanationList(Struct):
    """What the agency is asked to explain, what it owes first; at most a hundred."""

    explanations: list[Explanation]


class Examined(Struct):
    """What the agency complained of was asked, and its reply, as the superior that examines the report reads it."""

    agency: str
    words: str
    asked_at: datetime
    due_on: date
    reply: str
    replied_at: datetime | None


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
    directives: list[Directive]
    explanations: list[Examined]
    history: list[Event]
    steps: list[str]


class Taken(Struct):
    """A step that was taken, and where the part stands now. `version` is missing once the part has left the agency."""

    part: int
    step: str
    state: str
    version: int | None


class Replied(Struct):
    """A reply that was taken."""

    explanation: int
    replied_at: datetime


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
