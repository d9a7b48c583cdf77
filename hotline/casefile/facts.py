"""What the case file hands out and takes in: frozen facts, never rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from hotline.casefile.contactpoints import Point
from hotline.core.commitments import CommitmentState
from hotline.core.evidence import Finding, Measure
from hotline.core.facts import NOWHERE, Channel, Kind, Level, Place
from hotline.core.status import AnswerState, Part, Phase, Screening


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """Who reports, as typed: at least one of `phone`, `email` and `account` when there is a contact at all."""

    name: str = ""
    phone: str = ""
    email: str = ""
    hidden: bool = False
    account: Point | None = None  # on a chat: they are answered there first


@dataclass(frozen=True, slots=True)
class Draft:
    """A report before it is one. `attachments` are keys of loose attachments; `raw` is what arrived, to be kept.

    `stream` is a code of the profile's, "" for the centre's own hotline.
    """

    service: str
    words: str
    channel: Channel
    contact: ContactDraft | None = None
    place: Place = NOWHERE
    kind: Kind | None = None  # the service's first kind when none is given
    stream: str = ""
    language: str = "vi"
    service_chosen: bool = True
    attributes: Mapping[str, Any] = field(default_factory=dict)
    attachments: tuple[str, ...] = ()
    raw: bytes = b""


@dataclass(frozen=True, slots=True)
class Opened:
    """An acknowledged report. `created` is false for a repeat of the same key and payload."""

    request_id: int
    reference: str
    link: str
    received_at: datetime
    created: bool


@dataclass(frozen=True, slots=True)
class ReporterFacts:
    """Who reports. Masked (`0908 369 …`) unless it was revealed with a reason; never given to an agency."""

    id: int
    contact_id: int
    name: str
    phone: str
    email: str
    channel: str
    main: bool
    hidden: bool
    language: str


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """One deadline with why. `words` is the derivation in the reader's language."""

    id: int
    part_id: int | None
    rule: str
    purpose: str
    stops: str
    name: str
    state: str
    outcome: str
    started_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    pause_reason: str
    left: Mapping[str, Any] | None
    words: str
    derivation: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AttachmentFacts:
    """A photo: `key` names it in addresses. `metres`: how far from its matter it was taken, `findings` what speaks against it."""

    id: int
    key: str
    kind: str
    part_id: int | None
    width: int
    height: int
    taken_at: datetime | None
    added_at: datetime
    is_public: bool
    is_withdrawn: bool
    metres: int | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def is_held(self) -> bool:
        """Return whether the desk has to look at it before the result is taken."""
        return any(one.measure is Measure.HOLD for one in self.findings)


@dataclass(frozen=True, slots=True)
class PartFacts:
    """One agency's part. `above` is the part that it was handed down from; `answer_draft` the lead's words for the desk.

    `binding`: the supervisor decided that it is this agency's. Of one that came back: `return_reason` is a code,
    `returned_to` the unit whose it is as the agency says, `settled_at` when the centre had dealt with it.
    """

    id: int
    reference: str
    unit_id: int
    unit_code: str
    unit_name: str
    role: str
    scope: str
    state: Part
    rule: str
    because: Mapping[str, Any]
    automatic: bool
    handler_id: int | None
    handler_name: str
    result: str
    fine: int | None
    counted: int | None
    rating: int | None
    proposed_at: datetime
    forwarded_at: datetime | None
    accepted_at: datetime | None
    result_at: datetime | None
    closed_at: datetime | None
    above: int | None = None
    binding: bool = False
    answer_draft: str = ""
    return_reason: str = ""
    returned_to: int | None = None
    settled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CommitmentFacts:
    """A committed final date of one part. `in_time`: filed before the deadline that it overruns.

    `outcome` is that of its clock: empty while it counts, and of one that waits or was declined.
    """

    id: int
    part_id: int
    round: int
    number: int
    state: CommitmentState
    filed_at: datetime
    in_time: bool
    due_on: date
    due_at: datetime
    decided_at: datetime | None
    outcome: str

    def binds(self, part: PartFacts, *, round_now: int) -> bool:
        """Return whether its agency is still on the work that it was filed for, not given it anew since."""
        return self.round == round_now or (part.forwarded_at is not None and self.filed_at >= part.forwarded_at)


@dataclass(frozen=True, slots=True)
class AnswerVersionFacts:
    """One version of an answer; a withdrawn one has no words any more."""

    number: int
    words: str
    public_words: str
    correction: str
    why: str
    written_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """The answer of one round with all its versions, newest last."""

    id: int
    round: int
    kind: str
    state: AnswerState
    sent_at: datetime | None
    published_at: datetime | None
    versions: tuple[AnswerVersionFacts, ...]

    @property
    def latest(self) -> AnswerVersionFacts:
        """Return the version in force."""
        return self.versions[-1]


@dataclass(frozen=True, slots=True)
class EventFacts:
    """One event, with the words of its note when there are any left."""

    id: int
    name: str
    at: datetime
    actor_kind: str
    actor_user: int | None
    actor_name: str
    actor_unit: int | None
    reason: str
    note: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """A question to the citizen and its reply; `unit_name` is empty when the centre itself asks."""

    id: int
    part_id: int | None
    unit_name: str
    words: str
    asked_at: datetime
    reply: str
    replied_at: datetime | None


@dataclass(frozen=True, slots=True)
class MessageFacts:
    """A message of the case: to whom (masked), by which channel, and what became of it.

    `parts`: of an SMS that was sent. `about`: the numbers of what it is about, as of its question.
    """

    id: int
    event: str
    channel: str
    recipient: str
    state: str
    created_at: datetime
    sent_at: datetime | None
    tries: int
    reason: str
    receipt: str = ""
    receipt_code: str = ""
    receipt_at: datetime | None = None
    parts: int | None = None
    about: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What the citizen said, and where the case stands."""

    id: int
    reference: str
    kind: Kind
    stream: str
    also_stream: str
    language: str
    channel: str
    service: str
    service_chosen: bool
    words: str
    agency_words: str
    attributes: Mapping[str, Any]
    place: Place
    agency_place: str
    area_name: str
    screening: Screening
    refusal: str
    urgent: bool
    occurrence: int
    level: Level
    phase: Phase
    round: int
    public_words: str
    public_place: str
    approved_at: datetime | None
    received_at: datetime
    complete_at: datetime | None
    changed_at: datetime
    version: int
    master_id: int | None = None  # merged: the case under which it stands still

    @property
    def reopened(self) -> int:
        """Return how often the case was opened again after its answer. Not the same as `occurrence`: that counts cases."""
        return self.round - 1


@dataclass(frozen=True, slots=True)
class ExplanationFacts:
    """What an agency complained of is asked to explain, and its reply; `dossier` is empty where it was not told which.

    `part_id` is the superior's that asks; None when the centre does. `due_at`, `outcome` and `derivation` (in words) are of its
    clock; None and empty for one that was asked before there were such clocks.
    """

    id: int
    unit_id: int
    unit_name: str
    part_id: int | None
    service: str
    words: str
    dossier: str
    due_on: date
    asked_at: datetime
    reply: str
    replied_at: datetime | None
    lapsed_at: datetime | None = None
    due_at: datetime | None = None
    outcome: str = ""
    derivation: str = ""
    left: None = None

    @property
    def is_owed(self) -> bool:
        """Return whether the agency has to reply."""
        return self.replied_at is None and self.lapsed_at is None


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The whole file of one case, as far as its reader may see it.

    For an agency: `merged`, how many reports stand under the case, `also_rated`, what their reporters say, 1 to 5, of its
    part, and `kept_away`, the ids of units whose people may not read it, because it complains of them.
    """

    request: RequestFacts
    reporters: tuple[ReporterFacts, ...]
    parts: tuple[PartFacts, ...]
    clocks: tuple[ClockFacts, ...]
    answers: tuple[AnswerFacts, ...]
    questions: tuple[QuestionFacts, ...]
    messages: tuple[MessageFacts, ...]
    events: tuple[EventFacts, ...]
    attachments: tuple[AttachmentFacts, ...]
    commitments: tuple[CommitmentFacts, ...] = ()
    explanations: tuple[ExplanationFacts, ...] = ()
    is_guarded: bool = False
    """Whether the report complains of an agency: who complains is shown to two people together."""
    merged: int = 0
    also_rated: tuple[int, ...] = ()
    kept_away: frozenset[int] = frozenset()

    @property
    def answer(self) -> AnswerFacts | None:
        """Return the answer of the current round, if there is one."""
        return next((answer for answer in self.answers if answer.round == self.request.round), None)


@dataclass(frozen=True, slots=True)
class Leased:
    """A message in one sender's hand until its lease passes; `id` is what the provider gets as our reference."""

    id: int
    request_id: int | None
    event: str
    facts: Mapping[str, Any]
    channel: str
    language: str
    reporter_id: int | None
    focal_point_id: int | None
    user_id: int | None
    tries: int
    priority: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class KeptDelivery:
    """A delivery that waits to be read, in one reader's hand; `tries` counts this one.

    `is_spent`: whoever read it by itself came to no end, too often to try again.
    """

    id: int
    way: str
    provider_id: str
    body: bytes
    received_at: datetime
    tries: int
    is_spent: bool = False


@dataclass(frozen=True, slots=True)
class HeardMessage:
    """One message of a citizen, read and its photos taken. `body` is what was said, by name; `lost`: attachments not taken."""

    delivery_id: int | None
    point_id: int
    contact_id: int
    channel: Channel
    said_at: datetime
    body: Mapping[str, Any]
    photos: tuple[str, ...] = ()
    lost: int = 0
    conversation_id: int | None = None
