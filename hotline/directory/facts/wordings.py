"""What the profile says in words: names in both languages, sources, texts, reasons, beginnings of answers."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Wording:
    """One thing said in the two languages of the interface."""

    vi: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the English words for "en" (and "en-gb"…), the Vietnamese ones for every other language."""
        return self.en if language.startswith("en") else self.vi


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """Where a number, a paper or an agency comes from. `verified` is False for "chưa kiểm chứng"."""

    code: str
    title: str
    verified: bool


class TextChannel(StrEnum):
    """The channels a text is written for."""

    SMS = "sms"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class TemplateParameter:
    """One parameter of a provider's template: its `name` there, which placeholder of ours fills it, and how long it may be."""

    name: str
    value: str
    longest: int


NOT_APPROVED_YET = "chua-co"
"""What stands in the place of a template's id until the provider has given one: nothing is sent by it."""


@dataclass(frozen=True, slots=True)
class ProviderTemplate:
    """A text as a provider has approved it, or is to approve it: sent by its id, with its parameters in their order."""

    provider: str
    id: str
    parameters: tuple[TemplateParameter, ...]

    @property
    def is_approved(self) -> bool:
        """Return whether the provider has given it an id."""
        return self.id != NOT_APPROVED_YET


@dataclass(frozen=True, slots=True)
class Text:
    """What is sent for an event: `body` with placeholders like {reference}; `subject` only by e-mail.

    `plain`: an SMS is sent without accents ("không dấu"), which halves its price; `plain_if_cut`: only where words would be lost
    otherwise. `templates` are those of providers that take no words of ours. `with_buttons`: what a chat says in place of `body`
    where the choices are buttons, "" where there are none; `by_reply` what is said in its place to whoever reported by the same
    channel, "" where that is the same.
    `opening` is what {opening} says, `missed` in its place when a question is asked again because the answer was not understood,
    `outside` because its place lies outside the city.
    """

    body: str
    subject: str = ""
    plain: bool = False
    templates: tuple[ProviderTemplate, ...] = ()
    with_buttons: str = ""
    by_reply: str = ""
    opening: str = ""
    missed: str = ""
    outside: str = ""
    plain_if_cut: bool = False


class ReasonUse(StrEnum):
    """Where a reason may be given; a profile lists the reasons of each."""

    REFUSE = "refuse"
    PAUSE = "pause"
    VERIFY = "verify"
    AGENCY_RETURN = "agency_return"
    DESK_RETURN = "desk_return"
    NOT_DONE = "not_done"
    CORRECT = "correct"


@dataclass(frozen=True, slots=True)
class ReasonFacts:
    """A reason somebody may choose. `advice` is what the citizen reads beside it: where to go, what to do."""

    code: str
    use: ReasonUse
    name: Wording
    advice: Wording


@dataclass(frozen=True, slots=True)
class AnswerTemplateFacts:
    """A beginning for the desk's answer. Empty `services`: fits every service."""

    code: str
    name: Wording
    text: Wording
    services: tuple[str, ...]
