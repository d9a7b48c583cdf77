"""What happened in a case, what was asked in it, and what was sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


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

    `parts`: of an SMS that was sent; `is_in_file`: it was written into a file of this machine, and went to nobody.
    `about`: the numbers of what it is about, as of its question.
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
    is_in_file: bool = False
    about: Mapping[str, Any] = field(default_factory=dict)
