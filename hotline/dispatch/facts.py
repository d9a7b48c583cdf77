"""What this stage hands from one of its modules to another: frozen facts, never rows."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hotline.people.facts import Role, Viewer


class Kind(StrEnum):
    """How an agency's system is told: by a signed webhook, or as a report to its own Open311 server."""

    WEBHOOK = "webhook"
    OPEN311 = "open311"


class NoticeState(StrEnum):
    """Where a notice stands: waits to be sent or sent again, was taken, or is given up with its reason."""

    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"


class RemoteState(StrEnum):
    """Whether a case at an agency's Open311 system is asked about, is over, or waits for somebody of the agency."""

    OPEN = "open"
    DONE = "done"
    STUCK = "stuck"


@dataclass(frozen=True, slots=True)
class Bearer:
    """A system of an agency that has shown its key: of which agency, and whether it may only read."""

    token_id: int
    unit_id: int
    name: str
    reads_only: bool

    @property
    def viewer(self) -> Viewer:
        """Return who reads through the agency's door."""
        return agency_viewer(self.unit_id, name=self.name)


def agency_viewer(unit_id: int, *, name: str = "") -> Viewer:
    """Return a reader of one agency who is no person: a system of its own, or ours acting for that."""
    return Viewer(user_id=0, name=name, roles=frozenset({Role.FOCAL_POINT}), unit_ids=frozenset({unit_id}))


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """A key as people see it."""

    id: int
    unit_id: int
    name: str
    ending: str
    reads_only: bool
    made_at: datetime
    maker: str
    until: datetime
    used_at: datetime | None
    revoked_at: datetime | None
    revoker: str


@dataclass(frozen=True, slots=True)
class HookFacts:
    """A system that is told, as people see it, with how its notices stand."""

    id: int
    unit_id: int
    kind: str
    name: str
    url: str
    jurisdiction: str
    service: str
    made_at: datetime
    maker: str
    ended_at: datetime | None
    silent_until: datetime | None
    waiting: int = 0
    dead: int = 0


@dataclass(frozen=True, slots=True)
class AttemptFacts:
    """One try: the status that was answered, or a code of why there was none."""

    at: datetime
    status: int | None
    reason: str
    milliseconds: int


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """One notice as people see it, its tries oldest first."""

    id: int
    hook_id: int
    event: int | None
    name: str
    part_id: int | None
    reference: str
    happened_at: datetime
    state: str
    next_at: datetime
    tries: int
    done_at: datetime | None
    reason: str
    attempts: tuple[AttemptFacts, ...]
    explanation_id: int | None = None


@dataclass(frozen=True, slots=True)
class LeasedNotice:
    """A notice in one sender's hand, with whom it goes to. `secret` is opened."""

    id: int
    hook_id: int
    unit_id: int
    kind: str
    url: str
    secret: str
    jurisdiction: str
    service: str
    event: int | None
    name: str
    part_id: int | None
    reference: str
    happened_at: datetime
    tries: int
    since: datetime
    explanation_id: int | None = None


@dataclass(frozen=True, slots=True)
class AskedCase:
    """A case at an agency's Open311 system that is to be asked about. `secret` is opened."""

    id: int
    unit_id: int
    part_id: int
    url: str
    secret: str
    jurisdiction: str
    number: str
    token: str
    said: bytes
    sent_at: datetime
    failures: int


@dataclass(frozen=True, slots=True)
class RemoteFacts:
    """A part at an agency's Open311 system, as people see it."""

    id: int
    part_id: int
    reference: str
    number: str
    state: str
    reason: str
    sent_at: datetime
    asked_at: datetime | None
