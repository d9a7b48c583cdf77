"""What the form's pages hand to each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

DRAFT_LIFE = timedelta(hours=20)
"""How long a form that was begun can be finished; shorter than the day after which its loose photos go."""


class Step(StrEnum):
    """One page of the form."""

    WHAT = "what"
    WHERE = "where"
    PHOTOS = "photos"
    WHO = "who"


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo that was taken in: its key, and the sha-256 (hex) by which the same file sent twice is known."""

    key: str
    sha256: str
    name: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, page by page, exactly as typed: each page reads and judges its own again."""

    fields: Mapping[Step, Mapping[str, str]] = field(default_factory=dict)
    photos: tuple[Photo, ...] = ()
    complaints: tuple[str, ...] = ()
    """What the last files were refused for, in sentences: files cannot be judged again when the page is shown again."""

    def on(self, step: Step) -> Mapping[str, str]:
        """Return what was typed on a page; nothing when it was not reached."""
        return self.fields.get(step, {})


@dataclass(frozen=True, slots=True)
class Sent:
    """What is left of a form after it was sent. `steps` is the digest of all pages before the last."""

    reference: str
    link: str
    payload: str
    steps: str


@dataclass(frozen=True, slots=True)
class Form:
    """One form that was begun."""

    token: str
    started_at: datetime
    typed: Typed
    sent: Sent | None = None
