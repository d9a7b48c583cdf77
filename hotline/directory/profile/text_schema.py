"""The shape of `answers.yaml`, `texts.vi.yaml` and `texts.en.yaml`: what people are told."""

from typing import Annotated

from msgspec import Meta, field

from hotline.directory.facts import TextChannel
from hotline.directory.profile.fields import Both, Code, Record, Words


class AnswerTemplate(Record, frozen=True, kw_only=True):
    """A beginning for the desk's answer, in `answers.yaml`."""

    code: Code
    name: Both
    text: Both
    services: list[Code] = field(default_factory=list)


class TemplateParameterRecord(Record, frozen=True, kw_only=True):
    """One parameter: its name at the provider, the placeholder that fills it, and the letters that the provider allows."""

    name: Words
    value: Code
    longest: Annotated[int, Meta(ge=4, le=2000)] = 30


class ProviderTemplateRecord(Record, frozen=True, kw_only=True):
    """The template by which a provider that takes no words of ours sends a text: `zns` (Zalo), or a gateway's own name."""

    provider: Code
    id: Words
    parameters: list[TemplateParameterRecord]


class TextRecord(Record, frozen=True, kw_only=True):
    """A text in `texts.vi.yaml` or `texts.en.yaml`: what one event says on one channel.

    `plain`: an SMS without accents; `plain_if_cut`: without them where it would be cut with them, as a long answer would.
    `stream`: said to the citizens of this hotline, in the place of the text for all. `templates` stand with the SMS; so does
    `with_buttons`, what a chat says in its place where the choices are buttons, and `by_reply`, what is said in its place to
    whoever reported by the same channel and can answer there without opening a link.

    A question of a conversation begins with {opening}: with the words of `opening`, or, where it is asked again, with those of
    `missed` (the answer was not understood) or `outside` (its place lies outside the city; as `missed` where it has none).
    """

    event: Code
    channel: TextChannel
    stream: Code | None = None
    body: Words
    with_buttons: str = ""
    by_reply: str = ""
    opening: str = ""
    missed: str = ""
    outside: str = ""
    subject: str = ""
    plain: bool = False
    plain_if_cut: bool = False
    templates: list[ProviderTemplateRecord] = field(default_factory=list)
