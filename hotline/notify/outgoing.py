"""The port of a sender: what it is handed, and the three answers it may give."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

LONGEST_SEND = timedelta(seconds=10)
"""No sender may hold its worker longer than this for one message (QUALITY: odd providers)."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message, rendered. `id` is ours: the provider gets it as our reference, so that a repeat is known as one.

    `to` is an E.164 number or an e-mail address; `subject` is empty for an SMS; `language` is that of the text.
    """

    id: int
    channel: str
    to: str
    text: str
    subject: str = ""
    language: str = "vi"


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider has taken the message. `provider_id` is the name it gave it."""

    provider_id: str


@dataclass(frozen=True, slots=True)
class Retry:
    """Not now. `after` is what the provider asked for, if it did; `provider_down`: it would say so to every message."""

    reason: str
    after: timedelta | None = None
    provider_down: bool = False


@dataclass(frozen=True, slots=True)
class Rejected:
    """The provider will not take this message: `permanent`, or only as it stands now."""

    code: str
    permanent: bool = True


type Outcome = Accepted | Retry | Rejected


class Sender(Protocol):
    """One way out. A sender keeps no message: what it does not accept stays in the outbox."""

    @property
    def leaves_machine(self) -> bool:
        """Return whether what is sent goes beyond this machine: never in a demonstration installation."""

    def send(self, outgoing: Outgoing) -> Outcome:
        """Hand the message over and return what became of it, within LONGEST_SEND. Raises nothing that was foreseen."""

    def close(self) -> None:
        """Let go of connections; called after each batch."""
