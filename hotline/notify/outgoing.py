"""The port of a sender: what it is handed, and the three answers it may give."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from hotline.core.channels import Choice, Field, Setup
from hotline.core.facts import Channel
from hotline.notify.configuration import Configuration

LONGEST_SEND = timedelta(seconds=10)
"""No sender may hold its worker longer than this for one message (QUALITY: odd providers)."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What came last from the recipient on this channel: when, and the provider's own id of it, for windows and threads."""

    at: datetime
    provider_id: str


PART_PRICE = Field(
    "part_price",
    "Giá một phần SMS theo hợp đồng (đồng)",
    "Price of one part of an SMS by contract (VND)",
    is_needed=False,
    is_number=True,
)
"""What an administrator sets up with any sender of SMS; see `prices`."""

PART_RATE = Field(
    "rate",
    "Số phần tin mỗi giây theo hợp đồng (mặc định 10)",
    "Parts a second by contract (10)",
    is_needed=False,
    is_number=True,
)
"""What an administrator sets up with a sender of ours to an operator; a gateway's profile words its own. See `ratelimit`."""

ZNS = "zns"
"""By which name a text's template of Zalo's stands in the profile."""


@dataclass(frozen=True, slots=True)
class Template:
    """A provider's template in the place of words: its id, and its parameters in the provider's order."""

    id: str
    parameters: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message, rendered. `id` is ours: the provider gets it as our reference, so that a repeat is known as one.

    `to` is an E.164 number, an e-mail address or the id of an account; `subject` is empty but for an e-mail; `language` is that
    of the text. `choices` are what may be answered: by SMS and e-mail the text ends with them, numbered, already; a chat draws
    them as buttons whose payload is their code, or says `by_number` and adds `numbered(choices)`. `link` stands in the text too.
    `event`, `values`: what the words were made of. `templates`, by provider: for those that take no words of ours. `token` goes
    into the address to reply to.
    """

    id: int
    channel: str
    to: str
    text: str
    subject: str = ""
    language: str = "vi"
    choices: tuple[Choice, ...] = ()
    by_number: str = ""
    link: str = ""
    event: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    templates: Mapping[str, Template] = field(default_factory=dict)
    is_urgent: bool = False
    reference: str = ""
    token: str = ""
    heard: Heard | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider has taken the message. `provider_id` is the name it gave it; of an SMS, `parts` are those of each part."""

    provider_id: str
    parts: tuple[str, ...] = ()


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


def numbered(choices: Sequence[Choice]) -> str:
    """Return the choices as lines of text; their numbers are understood as answers."""
    return "\n".join(f"{number}. {choice.label}" for number, choice in enumerate(choices, 1))


@dataclass(frozen=True, slots=True)
class Making:
    """What a sender is made of: its channel, the settings of this process, what the profile says of the centre, its set-up.

    `setup` is what an administrator set up under the sender's own name; None where nobody did.
    """

    channel: Channel
    configuration: Configuration
    sender_name: str
    sender_address: str
    public_url: str
    setup: Setup | None = None


@dataclass(frozen=True, slots=True)
class SenderKind:
    """One way out as its file offers it. `name` is what HOTLINE_…_SENDER of each of its channels may say.

    `faults` gives what is wrong with the settings that it needs, a line each; `fields` what an administrator sets up under
    its name.
    """

    name: str
    channels: frozenset[Channel]
    make: "Callable[[Making], Sender]"
    faults: Callable[[Configuration], Sequence[str]] = lambda _configuration: ()
    fields: tuple[Field, ...] = ()


class Sender(Protocol):
    """One way out. A sender keeps no message: what it does not accept stays in the outbox."""

    @property
    def leaves_machine(self) -> bool:
        """Return whether what is sent goes beyond this machine: never in a demonstration installation."""

    def send(self, outgoing: Outgoing) -> Outcome:
        """Hand the message over and return what became of it, within LONGEST_SEND. Raises nothing that was foreseen."""

    def close(self) -> None:
        """Let go of connections; called after each batch."""


@runtime_checkable
class Pipelined(Sender, Protocol):
    """A sender that has several messages under way at once, because its provider takes its time to answer each."""

    @property
    def is_ready(self) -> bool:
        """Return whether a message would leave now; until then none is leased, and none counts a try."""

    @property
    def window(self) -> int:
        """Return how many messages one lane may have under way."""

    @property
    def batch(self) -> int:
        """Return how many messages one lane may lease at once: few where they leave slowly, so that urgent ones get past."""

    def begin(self, outgoing: Outgoing) -> Future[Outcome]:
        """Hand the message over; what became of it comes within LONGEST_SEND."""
